"""The buckets: people's files, the site's static files, and who asked for what."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.rules import accept
from infra.settings import StageSettings
from jobs.adapters.s3_storage import EXPORTS, INCOMING


def _bucket(scope: Construct, name: str, settings: StageSettings, **more: object) -> s3.Bucket:
    """A bucket as all of ours are: private, encrypted, TLS only."""
    given: dict[str, object] = {
        "block_public_access": s3.BlockPublicAccess.BLOCK_ALL,
        "encryption": s3.BucketEncryption.S3_MANAGED,
        "enforce_ssl": True,
        "minimum_tls_version": 1.2,
        "object_ownership": s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        "removal_policy": RemovalPolicy.RETAIN if settings.keep_data else RemovalPolicy.DESTROY,
        "auto_delete_objects": not settings.keep_data,
    }
    return s3.Bucket(scope, name, **(given | more))


class AccessLogs(Construct):
    """Who asked the other buckets for what. Addresses of people: gone after `log_days`."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        self.bucket = _bucket(
            self,
            "Bucket",
            settings,
            # The CDK lets S3 deliver these logs by an access control list.
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
            lifecycle_rules=[s3.LifecycleRule(expiration=Duration.days(settings.log_days))],
            removal_policy=RemovalPolicy.DESTROY,
            auto_delete_objects=True,
        )


class Uploads(Construct):
    """Uploaded FASTA files and prepared exports.

    A browser sends a file here itself with a signed form (presigned POST), which says the key and the largest size.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings, access_logs: s3.IBucket) -> None:
        super().__init__(scope, name)
        # Without a domain the site's address is not known when the bucket is made. The form's signature is what
        # guards the bucket, and no cookie is ever sent with it; the origin only keeps other sites' scripts quiet.
        origin = f"https://{settings.domain}" if settings.domain else "*"
        self.bucket = _bucket(
            self,
            "Bucket",
            settings,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix="uploads/",
            cors=[s3.CorsRule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=[origin], max_age=3600)],
            # The text of a file lives as long as its analysis, which may be repeated; the sweep removes it.
            lifecycle_rules=[
                *(s3.LifecycleRule(prefix=prefix, expiration=Duration.days(1)) for prefix in (INCOMING, EXPORTS)),
                s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(1)),
            ],
        )

        self._export = f"{settings.prefix}-uploads"
        self._arn = Stack.of(self).export_value(self.bucket.bucket_arn, name=self._export)

    def let_use(self, function: lambda_.Function) -> None:
        """Let a function read, write, delete and list files: what `jobs/adapters/s3_storage.py` does and no more."""
        for actions, resource in (
            (("GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload"), f"{self._arn}/*"),
            # Without the right to list, a file that isn't there is "forbidden" instead of "not found".
            (("ListBucket", "ListBucketMultipartUploads"), self._arn),
        ):
            function.add_to_role_policy(
                iam.PolicyStatement(actions=[f"s3:{action}" for action in actions], resources=[resource])
            )
        accept(function, {f"AwsSolutions-IAM5[Resource::{self._export}/*]": "Every file of this one bucket."})


class StaticFiles(Construct):
    """Dash's bundles and our own assets, which CloudFront alone may read."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings, access_logs: s3.IBucket) -> None:
        super().__init__(scope, name)
        self.bucket = _bucket(
            self,
            "Bucket",
            settings,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix="static/",
            # Every deployment brings them again.
            removal_policy=RemovalPolicy.DESTROY,
            auto_delete_objects=True,
        )
