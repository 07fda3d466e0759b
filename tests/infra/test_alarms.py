"""Somebody is told, and of the right things."""

import json
import re
from pathlib import Path

import pytest

from infra.settings import STAGES


def alarm(stage, part):
    alarms = stage.all("AWS::CloudWatch::Alarm")
    return alarms[stage.name("AWS::CloudWatch::Alarm", f"Alarms{part}")]


def test_every_alarm_is_told_and_explained(stage):
    topic = {"Ref": stage.name("AWS::SNS::Topic", "Alarms")}
    for found in stage.all("AWS::CloudWatch::Alarm").values():
        assert found["AlarmActions"] == [topic]
        assert len(found["AlarmDescription"]) > 30
        assert found["TreatMissingData"] == "notBreaching"


def test_alarms_may_publish_to_the_topic(stage):
    """A policy of our own replaces the default one, which let the account's alarms in."""
    (policy,) = stage.all("AWS::SNS::TopicPolicy").values()
    allowed = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Allow"]
    (statement,) = [s for s in allowed if s["Principal"] == {"Service": "cloudwatch.amazonaws.com"}]
    assert statement["Action"] == "sns:Publish"
    assert statement["Condition"] == {"StringEquals": {"AWS:SourceAccount": {"Ref": "AWS::AccountId"}}}


@pytest.mark.parametrize(
    ("part", "metric"),
    [
        ("OldestMessage", "ApproximateAgeOfOldestMessage"),
        ("Answers5xx", "5xx"),
        ("ChunkFailures", "ChunksTriedAgain"),
        ("JobFailures", "JobsFailed"),
        ("Connections", "DatabaseConnections"),
        ("WorkerThrottled", "Throttles"),
    ],
)
def test_what_is_watched(stage, part, metric):
    assert metric in json.dumps(alarm(stage, part))


def test_the_log_lines_that_are_counted_are_the_ones_that_are_written(stage):
    """Each counted event is logged by its code, so that a changed sentence does not silence an alarm."""
    from pathlib import Path

    from runtime.logs import Event

    jobs = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[2] / "jobs").rglob("*.py"))
    filters = stage.all("AWS::Logs::MetricFilter").values()
    events = [part.split('"')[1] for found in filters for part in found["FilterPattern"].split("$.event = ")[1:]]
    assert sorted(events) == sorted(Event)
    assert all(f'"event": Event.{Event(event).name}' in jobs for event in events)


def test_the_budget_is_watched_when_there_is_somebody_to_tell(stage):
    budgets = stage.all("AWS::Budgets::Budget").values()
    if not stage.settings.alarm_email:
        assert not budgets
        return
    (budget,) = budgets
    assert budget["Budget"]["BudgetLimit"] == {"Amount": stage.settings.monthly_budget_usd, "Unit": "USD"}
    told = [s["Address"] for n in budget["NotificationsWithSubscribers"] for s in n["Subscribers"]]
    assert set(told) == {stage.settings.alarm_email}


def test_what_a_deployment_costs_at_rest_does_not_reach_its_budgets_warning():
    """The sums of docs/deploying.md are those of its rows, and a budget warns at 80 %."""
    text = (Path(__file__).parents[2] / "docs" / "deploying.md").read_text("utf-8")
    table = re.search(r"\| at rest, a month .*?\n\n", text, re.DOTALL)[0]
    rows = [[int(usd) for usd in re.findall(r"(\d+) USD", line)] for line in table.splitlines()[2:] if line]
    *parts, sums = rows
    for column, name in enumerate(("trial", "production")):
        assert sums[column] == sum(part[column] for part in parts)
        assert sums[column] < 0.8 * STAGES[name].monthly_budget_usd
