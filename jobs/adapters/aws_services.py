"""The services of the use cases around a job on AWS: Aurora, S3, SQS and the worker's function."""

from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from sqlalchemy.engine import make_url

from jobs.adapters.s3_storage import S3Storage
from jobs.adapters.sqs_queue import SqsQueue
from jobs.adapters.worker_transports import LambdaInvoke, LambdaUrlAuth
from jobs.pipeline.worker_client import TOTAL_SECONDS, HttpWorkerClient
from jobs.services import JobServices
from models.database import Database
from models.iam_token import IamToken

INVOKE = "lambda://"
S3 = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
"""Browsers send files to presigned addresses. With these two settings such an address names the bucket's region; the
global one redirects while a bucket is new, and for good in newer regions, which a form post can't follow."""
IDLE_SESSION_SECONDS = 600


class AwsSettings(Protocol):
    """What web application and runner are both told."""

    @property
    def database_url(self) -> str: ...  # noqa: D102
    @property
    def worker_url(self) -> str: ...  # noqa: D102
    @property
    def bucket(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Aws:
    """The way to AWS: region and credentials as the Lambda function has them."""

    session: Any

    @classmethod
    def here(cls) -> "Aws":
        """As the environment says, which boto3 reads itself."""
        return cls(boto3.session.Session())

    def client(self, name: str, *, read_seconds: float = 20, tries: int = 3) -> Any:  # noqa: ANN401 - boto3
        """A client with short timeouts, because a caller is waiting for the result."""
        retries = {"mode": "standard", "total_max_attempts": tries}
        config = Config(connect_timeout=2, read_timeout=read_seconds, retries=retries)
        return self.session.client(name, config=config.merge(S3) if name == "s3" else config)

    def database(self, url: str, **options: Any) -> Database:  # noqa: ANN401 - passed on
        """A database that lets in by IAM token; one connection for one invocation at a time, and one to spare.

        Without a host it is a socket of this machine, which knows no IAM.
        """
        address = make_url(url)
        if not address.host:
            return Database(url, pool_size=2, **options)
        # RDS refuses everything else; the driver's own default would fall back to it.
        address = address.update_query_dict({"sslmode": address.query.get("sslmode", "require")})
        token = IamToken(self.client("rds"), url)
        url = address.render_as_string(hide_password=False)
        return Database(url, password=token, pool_size=2, idle_session_seconds=IDLE_SESSION_SECONDS, **options)

    def secret(self, arn: str, version: str = "AWSCURRENT") -> str:
        """The text of a secret."""
        return str(self.client("secretsmanager").get_secret_value(SecretId=arn, VersionStage=version)["SecretString"])

    def secrets(self, arn: str) -> list[str]:
        """The present text of a secret, and the one before where there was one."""
        try:
            return [self.secret(arn), self.secret(arn, "AWSPREVIOUS")]
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            return [self.secret(arn)]

    def parameter(self, name: str) -> str:
        """The text of a Systems Manager parameter."""
        return str(self.client("ssm").get_parameter(Name=name)["Parameter"]["Value"])

    def worker(self, url: str) -> HttpWorkerClient:
        """The worker at a Function URL, or `lambda://NAME`."""
        if url.startswith(INVOKE):
            client = self.client("lambda", read_seconds=TOTAL_SECONDS, tries=1)
            return HttpWorkerClient("http://worker", transport=LambdaInvoke(client, url.removeprefix(INVOKE)))
        credentials = self.session.get_credentials()
        return HttpWorkerClient(
            url.rstrip("/"), auth=LambdaUrlAuth(credentials.get_frozen_credentials, self.session.region_name)
        )

    def queue(self, url: str) -> SqsQueue:
        """The queue that wakes the job runner."""
        return SqsQueue(self.client("sqs"), url)

    def job_services(self, settings: AwsSettings, database: Database, queue: SqsQueue) -> JobServices:
        """Everything a use case around a job needs."""
        return JobServices(
            database=database,
            storage=S3Storage(self.client("s3"), settings.bucket),
            queue=queue,
            worker=self.worker(settings.worker_url),
        )
