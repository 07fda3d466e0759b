"""The job runner's three functions under Lambda's own runtime client, with SQS's own events."""

import json
import uuid

import pytest

UNFINISHED = "SELECT count(*) FROM job WHERE state IN ('queued', 'planning', 'running')"
FASTA = b">a\nMKVLAAGG\n>b\nMKV*LA\n>c\nACDEFGHIKLMNPQRSTVWY\n"


def record(body, message_id="m1"):
    return {"messageId": message_id, "body": body, "attributes": {}, "eventSource": "aws:sqs"}


def doorbell(task="plan", **ids):
    return json.dumps({"task": task, **ids})


def soon():
    return 900.0


def test_an_analysis_from_the_bucket_to_its_rows(start_function, cloud_environment, submit_sent, drain, rows):
    work = start_function("jobs.lambda_handler.work", cloud_environment, timeout=300)
    sweep = start_function("jobs.lambda_handler.sweep", cloud_environment)
    job_id = submit_sent()
    tick = {"version": "0", "detail-type": "Scheduled Event", "source": "aws.scheduler", "time": "2026-11-24T04:17:00Z"}
    assert sweep.invoke(tick) == {"sent_again": 0}
    rounds = 0
    while rows(UNFINISHED) != [(0,)]:
        rounds += 1
        event = drain()
        assert event["Records"], "the queue is empty and the job is not done"
        assert work.invoke(event) == {"batchItemFailures": []}
    assert rounds == 1
    assert rows("SELECT id, state, done, rejected FROM job") == [(job_id, "succeeded", 2, 1)]
    assert drain() == {"Records": []}
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_the_owner_is_the_group_and_nothing_but_ids_is_sent(submit_sent, drain, user):
    job_id = submit_sent()
    (message,) = drain()["Records"]
    assert json.loads(message["body"]) == {"task": "chunk", "job_id": str(job_id), "number": 1}
    assert message["attributes"]["MessageGroupId"] == str(user)


def test_bad_messages_harm_nobody(runner, submit_sent, drain, rows):
    """Junk is kept for the dead-letter queue; a job that is gone, and a doorbell heard twice, are nothing."""
    submit_sent()
    good = drain()["Records"]
    gone = str(uuid.uuid4())
    junk = [
        "",
        "not json",
        "[]",
        "null",
        doorbell(),
        doorbell(job_id="42"),
        doorbell("drop", job_id=gone),
        doorbell("chunk", job_id=gone),
        doorbell("chunk", job_id=gone, number="1"),
        doorbell(job_id=gone, sequence="MKV"),
        "x" * 250_000,
    ]
    bad = [record(body, f"junk{place}") for place, body in enumerate(junk)]
    fine = [record(doorbell(job_id=gone), "gone"), record(doorbell("chunk", job_id=gone, number=1), "gone too")]
    answer = runner.work({"Records": [*bad, *fine, *good, *good]}, soon)
    assert [kept["itemIdentifier"] for kept in answer["batchItemFailures"]] == [message["messageId"] for message in bad]
    assert rows("SELECT state, chunks, done, rejected FROM job") == [("succeeded", 1, 2, 1)]


def test_a_lost_doorbell_rings_again_by_the_sweep(runner, submit_sent, drain, rows):
    job_id = submit_sent()
    drain()
    assert runner.sweep() == {"sent_again": 0}
    assert drain() == {"Records": []}
    rows("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '3 minutes'")
    assert runner.sweep() == {"sent_again": 1}
    (message,) = drain()["Records"]
    assert json.loads(message["body"])["job_id"] == str(job_id)
    rows("DELETE FROM procrastinate_jobs")
    runner.sweep()
    assert len(drain()["Records"]) == 1


@pytest.mark.parametrize(
    ("minutes", "now", "is_due"),
    [("60", "04:43", True), ("15", "04:14", True), ("15", "04:29", False), ("1", "04:00", True), ("1", "04:17", False)],
)
def test_files_without_rows_are_looked_for_once_an_hour_whatever_the_minute(
    cloud_environment, local_aws, monkeypatch, minutes, now, is_due
):
    from jobs.runners import lambda_runner
    from jobs.runners.lambda_settings import RunnerLambdaSettings
    from runtime.settings import read_settings

    looked = []
    monkeypatch.setattr(lambda_runner, "delete_orphans", looked.append)
    environment = cloud_environment | {"BATCHPROT_SWEEP_MINUTES": minutes}
    lambda_runner.build_runner(read_settings(RunnerLambdaSettings, environment), local_aws).sweep(
        f"2026-11-24T{now}:00Z"
    )
    assert len(looked) == is_due


def test_a_runner_that_ended_without_a_word_is_replaced(runner, submit_sent, drain, rows):
    """Its chunk is free when its lease has run out and the sweep has come by."""
    submit_sent()
    (lost,) = drain()["Records"]
    rows("DELETE FROM procrastinate_jobs")
    rows("UPDATE chunk SET state = 'running', token = token + 1, lease_until = now() - interval '1 second'")
    runner.sweep("2026-11-24T04:17:00Z")
    event = drain()
    assert event["Records"][0]["body"] == lost["body"]
    runner.work(event, soon)
    assert rows("SELECT state FROM job") == [("succeeded",)]


def test_dead_letters_end_their_analyses_with_a_reason(start_function, cloud_environment, submit_sent, drain, rows):
    dead = start_function("jobs.lambda_handler.dead_letters", cloud_environment)
    job_id = submit_sent()
    letters = drain()["Records"]
    gone = record(doorbell(job_id=str(uuid.uuid4())), "gone")
    answer = dead.invoke({"Records": [*letters, gone, record("junk", "junk")]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "junk"}]}
    assert rows("SELECT id, state, failure_code FROM job") == [(job_id, "failed", "RUNNER_KILLED")]


def test_a_missing_setting_is_named_at_the_start(start_function, cloud_environment):
    del cloud_environment["BATCHPROT_QUEUE_URL"]
    function = start_function("jobs.lambda_handler.work", cloud_environment)
    error = function.init_error()
    assert error.type == "SettingsError"
    assert error.message == "BATCHPROT_QUEUE_URL is not set."


def test_a_job_deleted_before_its_message_arrives_is_nothing(runner, submit_sent, drain, rows):
    submit_sent()
    message = drain()
    rows("UPDATE job SET deleted_at = now()")
    assert runner.work(message, soon) == {"batchItemFailures": []}
    assert rows("SELECT state, done FROM job") == [("running", 0)]


def test_a_chunk_without_time_left_is_left_to_the_next_one(runner, submit_sent, drain, rows):
    """Lambda ends this process soon: nothing is blamed on the records, and the chunk comes again."""
    job_id = submit_sent()
    runner.work(drain(), lambda: 16.0)
    assert rows("SELECT state, attempts, failure_code FROM chunk") == [("queued", 1, "WORKER_FAILING")]
    rows("UPDATE chunk SET next_try_at = now()")
    runner.work({"Records": [record(doorbell("chunk", job_id=str(job_id), number=1))]}, soon)
    assert rows("SELECT state, rejected FROM job") == [("succeeded", 1)]


def test_a_batch_that_runs_out_of_time_keeps_the_rest(runner):
    gone = [record(doorbell(job_id=str(uuid.uuid4())), str(number)) for number in range(3)]
    answer = runner.work({"Records": gone}, lambda: 30.0)
    assert [kept["itemIdentifier"] for kept in answer["batchItemFailures"]] == ["1", "2"]


def test_a_database_that_stays_away_loses_no_doorbell(monkeypatch, runner, submit_sent, drain, rows):
    """The message is taken, the row that remembers it stays, and the sweep rings again."""
    from sqlalchemy.exc import OperationalError

    monkeypatch.setattr("jobs.runners.lambda_runner.WAKING_SECONDS", -1.0)
    submit_sent()
    event = drain()
    database = runner._context.services.database

    def refuse():
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as away:
        away.setattr(database, "connection", refuse)
        assert runner.work(event, soon) == {"batchItemFailures": []}
    rows("UPDATE procrastinate_jobs SET scheduled_at = now() - interval '3 minutes'")
    assert runner.sweep() == {"sent_again": 1}
    assert drain()["Records"][0]["body"] == event["Records"][0]["body"]
