"""The job runner's three functions under Lambda's own runtime client, with SQS's own events."""

import json
import uuid

import pytest

UNFINISHED = "SELECT count(*) FROM job WHERE state IN ('queued', 'planning', 'running')"
FASTA = b">a\nMKVLAAGG\n>b\nMKV*LA\n>c\nACDEFGHIKLMNPQRSTVWY\n"


@pytest.fixture
def queue_url(aws_client):
    return aws_client("sqs").create_queue(QueueName=f"jobs-{uuid.uuid4().hex[:8]}")["QueueUrl"]


@pytest.fixture
def cloud(aws_client, bucket, queue_url, services):
    """The services of the web application, with S3 and SQS."""
    from dataclasses import replace

    from jobs.s3_storage import S3Storage
    from jobs.sqs_queue import SqsQueue

    return replace(services, storage=S3Storage(aws_client("s3"), bucket), queue=SqsQueue(aws_client("sqs"), queue_url))


@pytest.fixture
def environment(aws_url, bucket, queue_url, database_url, worker_url):
    return {
        "AWS_ENDPOINT_URL": aws_url,
        "BATCHPROT_DATABASE_URL": database_url,
        "BATCHPROT_WORKER_URL": worker_url,
        "BATCHPROT_BUCKET": bucket,
        "BATCHPROT_QUEUE_URL": queue_url,
        "BATCHPROT_LEASE_SECONDS": "5",
    }


@pytest.fixture
def submit_sent(cloud, user):
    """Take a file the whole way in by the bucket."""
    import httpx

    from jobs.submit import submit
    from jobs.uploads import complete_upload, create_upload
    from protein.options import AnalysisOptions

    def send(data=FASTA):
        ticket = create_upload(cloud, user, "a.fasta", len(data))
        assert httpx.post(ticket.url, data=ticket.fields, files={"file": ("a", data)}).is_success
        complete_upload(cloud, user, ticket.id)
        options, key = AnalysisOptions(), uuid.uuid4().hex
        return submit(cloud, user, ticket.id, title="a", options=options, idempotency_key=key)

    return send


@pytest.fixture
def drain(aws_client, queue_url):
    """What waits in the queue, as the event that SQS makes of it; taken out."""

    def take(most=10):
        client = aws_client("sqs")
        asked = {"MaxNumberOfMessages": most, "MessageSystemAttributeNames": ["All"]}
        messages = client.receive_message(QueueUrl=queue_url, **asked).get("Messages", [])
        for message in messages:
            client.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return {"Records": [record(message["Body"], message["MessageId"], message) for message in messages]}

    return take


def record(body, message_id="m1", message=None):
    """A record as AWS documents it."""
    return {
        "messageId": message_id,
        "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        "body": body,
        "attributes": (message or {}).get("Attributes", {"ApproximateReceiveCount": "1"}),
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:jobs",
        "awsRegion": "eu-central-1",
    }


def doorbell(task="plan", **ids):
    return json.dumps({"task": task, **ids})


@pytest.fixture
def runner(environment, aws_url):
    """The same in this process, without the runtime client: for what is not about Lambda itself."""
    import boto3

    from jobs.aws_services import Aws
    from jobs.lambda_runner import build_runner
    from jobs.lambda_settings import RunnerLambdaSettings
    from protein.environment import read_settings

    class Local(Aws):
        def client(self, name, **_options):
            return self.session.client(name, endpoint_url=aws_url)

    keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "of the tests", "region_name": "eu-central-1"}
    runner = build_runner(read_settings(RunnerLambdaSettings, environment), Local(boto3.session.Session(**keys)))
    yield runner
    runner._context.services.database.dispose()


def soon():
    return 900.0


def test_an_analysis_from_the_bucket_to_its_rows(start_function, environment, submit_sent, drain, rows):
    work = start_function("jobs.lambda_handler.work", environment, timeout=300)
    sweep = start_function("jobs.lambda_handler.sweep", environment)
    job_id = submit_sent()
    tick = {"version": "0", "detail-type": "Scheduled Event", "source": "aws.scheduler", "time": "2026-11-24T04:17:00Z"}
    assert sweep.invoke(tick) == {"sent_again": 0}
    rounds = 0
    while rows(UNFINISHED) != [(0,)]:
        rounds += 1
        event = drain()
        assert event["Records"], "the queue is empty and the job is not done"
        assert work.invoke(event) == {"batchItemFailures": []}
    assert rounds == 2
    assert rows("SELECT id, state, done, rejected FROM job") == [(job_id, "succeeded", 2, 1)]
    assert drain() == {"Records": []}
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_the_owner_is_the_group_and_nothing_but_ids_is_sent(submit_sent, drain, user):
    job_id = submit_sent()
    (message,) = drain()["Records"]
    assert json.loads(message["body"]) == {"task": "plan", "job_id": str(job_id)}
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
    assert rows("SELECT state, chunks FROM job") == [("running", 1)]


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


def test_a_runner_that_ended_without_a_word_is_replaced(runner, submit_sent, drain, rows):
    """Its chunk is free when its lease has run out and the sweep has come by."""
    submit_sent()
    runner.work(drain(), soon)
    (lost,) = drain()["Records"]
    rows("DELETE FROM procrastinate_jobs")
    rows("UPDATE chunk SET state = 'running', token = token + 1, lease_until = now() - interval '1 second'")
    runner.sweep("2026-11-24T04:17:00Z")
    event = drain()
    assert event["Records"][0]["body"] == lost["body"]
    runner.work(event, soon)
    assert rows("SELECT state FROM job") == [("succeeded",)]


def test_dead_letters_end_their_analyses_with_a_reason(start_function, environment, submit_sent, drain, rows):
    dead = start_function("jobs.lambda_handler.dead_letters", environment)
    job_id = submit_sent()
    letters = drain()["Records"]
    gone = record(doorbell(job_id=str(uuid.uuid4())), "gone")
    answer = dead.invoke({"Records": [*letters, gone, record("junk", "junk")]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "junk"}]}
    assert rows("SELECT id, state, failure_code FROM job") == [(job_id, "failed", "RUNNER_KILLED")]


def test_a_missing_setting_is_named_at_the_start(start_function, environment):
    del environment["BATCHPROT_QUEUE_URL"]
    function = start_function("jobs.lambda_handler.work", environment)
    error = function.init_error()
    assert error.type == "SettingsError"
    assert error.message == "BATCHPROT_QUEUE_URL is not set."
