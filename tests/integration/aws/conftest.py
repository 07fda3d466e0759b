"""BatchProt as it runs on Lambda: the runtime client, a stand-in for AWS over HTTP, real database and worker."""

import importlib.util
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest

from jobs.adapters.aws_services import Aws
from jobs.adapters.s3_storage import S3Storage
from jobs.adapters.sqs_queue import SqsQueue

FASTA = b">a\nMKVLAAGG\n>b\nMKV*LA\n>c\nACDEFGHIKLMNPQRSTVWY\n"


def _load(name: str) -> ModuleType:
    """A module beside this file."""
    spec = importlib.util.spec_from_file_location(f"tests_{name}", Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def lambda_runtime() -> ModuleType:
    """Lambda as a function sees it."""
    return _load("lambda_runtime")


@pytest.fixture(scope="session")
def lambda_browser() -> ModuleType:
    """A browser in front of Lambda."""
    return _load("lambda_browser")


@pytest.fixture(scope="session")
def lambda_front() -> ModuleType:
    """The two doors of a function."""
    return _load("lambda_front")


@pytest.fixture
def start_function(lambda_runtime: ModuleType, start_process: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Start an execution environment: `function = start_function("jobs.lambda_handler.work", {...})`."""
    started = []

    def start(handler: str, environment: dict[str, str], **options: Any) -> Any:
        started.append(lambda_runtime.Function(start_process, handler, environment, **options))
        return started[-1]

    yield start
    for function in started:
        function.close()


@pytest.fixture
def local_aws(aws_url: str) -> Iterator[Aws]:
    """The stand-in for AWS, for what is built in this process."""
    databases = []

    class Local(Aws):
        def client(self, name: str, **_options: Any) -> Any:
            return self.session.client(name, endpoint_url=aws_url)

        def database(self, url: str, **options: Any) -> Any:
            databases.append(super().database(url, **options))
            return databases[-1]

    keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "of the tests", "region_name": "eu-central-1"}
    yield Local(boto3.session.Session(**keys))
    for database in databases:
        database.dispose()


@pytest.fixture
def queue_url(aws_client):
    return aws_client("sqs").create_queue(QueueName=f"jobs-{uuid.uuid4().hex[:8]}")["QueueUrl"]


@pytest.fixture
def cloud(aws_client, bucket, queue_url, services):
    """The services of the web application, with S3 and SQS."""
    return replace(services, storage=S3Storage(aws_client("s3"), bucket), queue=SqsQueue(aws_client("sqs"), queue_url))


@pytest.fixture
def cloud_environment(aws_url, bucket, queue_url, database_url, worker_url):
    return {
        "AWS_ENDPOINT_URL": aws_url,
        "BATCHPROT_DATABASE_URL": database_url,
        "BATCHPROT_WORKER_URL": worker_url,
        "BATCHPROT_BUCKET": bucket,
        "BATCHPROT_QUEUE_URL": queue_url,
        "BATCHPROT_LEASE_SECONDS": "5",
    }


@pytest.fixture
def drain(aws_client, queue_url):
    """What waits in the queue, as the event that SQS makes of it; taken out."""

    def take(most=10):
        client = aws_client("sqs")
        asked = {"MaxNumberOfMessages": most, "MessageSystemAttributeNames": ["All"]}
        messages = client.receive_message(QueueUrl=queue_url, **asked).get("Messages", [])
        for message in messages:
            client.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return {"Records": [sqs_record(message["Body"], message["MessageId"], message) for message in messages]}

    return take


def sqs_record(body, message_id="m1", message=None):
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


@pytest.fixture
def runner(cloud_environment, local_aws):
    """The job runner's functions in this process, for what is not about the runtime client."""
    from jobs.runners.lambda_runner import build_runner
    from jobs.runners.lambda_settings import RunnerLambdaSettings
    from runtime.settings import read_settings

    return build_runner(read_settings(RunnerLambdaSettings, cloud_environment), local_aws)


@pytest.fixture
def submit_sent(cloud, user):
    """Take a file the whole way in by the bucket."""
    import httpx

    from batchprot.properties.options import AnalysisOptions
    from jobs.intake.submit import submit
    from jobs.intake.uploads import complete_upload, create_upload

    def send(data=FASTA):
        ticket = create_upload(cloud, user, "a.fasta", len(data))
        assert httpx.post(ticket.url, data=ticket.fields, files={"file": ("a", data)}).is_success
        complete_upload(cloud, user, ticket.id)
        options, key = AnalysisOptions(), uuid.uuid4().hex
        return submit(cloud, user, ticket.id, title="a", options=options, idempotency_key=key)

    return send


@pytest.fixture
def secrets(aws_client, lambda_browser):
    """The two secrets of the web function."""
    client = aws_client("secretsmanager")
    texts = {"SECRET_KEY": "0123456789abcdef" * 4, "EDGE_SECRET": lambda_browser.EDGE_SECRET}
    return {
        f"BATCHPROT_{name}_ARN": client.create_secret(Name=uuid.uuid4().hex, SecretString=text)["ARN"]
        for name, text in texts.items()
    }


@pytest.fixture
def web_environment(cloud_environment, secrets):
    """What the web function is told."""
    return {**cloud_environment, **secrets, "BATCHPROT_ORIGIN": "https://batchprot.example"}


@pytest.fixture
def build(web_environment, local_aws):
    """A factory of fresh instances in this process: `handle = build()`."""
    from dashboard.lambda_application import build_application, event_handler
    from dashboard.lambda_settings import WebLambdaSettings
    from runtime.settings import read_settings

    def make(**changes):
        settings = read_settings(WebLambdaSettings, web_environment | changes)
        handle = event_handler(build_application(settings, local_aws))
        return lambda event: handle(event, None)

    return make
