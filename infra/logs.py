"""How long logs are kept."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.settings import StageSettings

_DAYS = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}


def retention(days: int) -> logs.RetentionDays:
    """The retention for a number of days.

    Raises:
        ValueError: CloudWatch has none of that length in our list.
    """
    if days not in _DAYS:
        raise ValueError(f"log_days must be one of {', '.join(map(str, _DAYS))}, not {days}.")
    return _DAYS[days]


def log_group(scope: Construct, settings: StageSettings) -> logs.LogGroup:
    """A log group for what `scope` runs: kept for a time, gone with the stack; it holds ids, never content."""
    return logs.LogGroup(scope, "Log", retention=retention(settings.log_days), removal_policy=RemovalPolicy.DESTROY)
