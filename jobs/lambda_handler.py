"""The job runner on AWS Lambda: three handlers of one image.

work          SQS events of the queue; answers with the messages to keep (ReportBatchItemFailures)
sweep         a schedule's event, every hour unless the deployment says otherwise (`sweep_minutes`)
dead_letters  SQS events of the dead-letter queue
"""

import os
import sys
from typing import Any

from jobs.adapters.aws_services import Aws
from jobs.runners.lambda_runner import build_runner
from jobs.runners.lambda_settings import RunnerLambdaSettings
from runtime import logs
from runtime.settings import read_settings

logs.configure(as_json=True, stream=sys.stderr)
_runner = build_runner(read_settings(RunnerLambdaSettings, os.environ), Aws.here())


def work(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's context
    """Process the messages of the queue."""
    return _runner.work(event, lambda: context.get_remaining_time_in_millis() / 1000)


def sweep(event: dict[str, Any], _context: object) -> dict[str, int]:
    """Look for what got stuck."""
    return _runner.sweep(str(event.get("time", "")))


def dead_letters(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """End the analyses whose messages could not be delivered."""
    return _runner.dead_letters(event)
