"""The worker's settings on AWS Lambda."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkerLambdaSettings:
    """Nothing must be told to the worker.

    Attributes:
        stage: `production` hides the description of the interface.
    """

    stage: str = "production"
