"""The job runner's settings on AWS Lambda: read once, by its entry point, and passed down."""

from dataclasses import dataclass

from runtime.settings import SettingsError


@dataclass(frozen=True, slots=True)
class RunnerLambdaSettings:
    """What the runner's three functions (work, sweep, dead_letters) must be told.

    Attributes:
        database_url: PostgreSQL with user, host, port and database, without a password: an IAM token takes its place.
        worker_url: the worker's Function URL (`https://...`), or `lambda://NAME` to invoke the function by its name.
        bucket: the S3 bucket of uploads and exports.
        queue_url: the SQS queue that triggers these functions, and to which they send.
        lease_seconds: a chunk whose runner sends no heartbeat for this long is taken over by the next sweep.
        sweep_minutes: how often the schedule asks for a sweep; the first of each hour also removes files without rows.
    """

    database_url: str
    worker_url: str
    bucket: str
    queue_url: str
    lease_seconds: float = 30.0
    sweep_minutes: int = 1

    def __post_init__(self) -> None:
        check_worker_url(self.worker_url)
        if not self.lease_seconds >= 1:
            raise SettingsError("BATCHPROT_LEASE_SECONDS must be at least 1.")


def check_worker_url(url: str) -> None:
    """Raises SettingsError for what is neither a Function URL nor a function's name."""
    if not url.startswith(("https://", "http://", "lambda://")):
        raise SettingsError("BATCHPROT_WORKER_URL must begin with https:// or lambda://.")
