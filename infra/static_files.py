"""Bringing the static files to their bucket, in the right order with the web function."""

from pathlib import Path

from aws_cdk import CfnElement, Size, Stack
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as s3_deployment
from constructs import Construct, IConstruct

from infra.logs import log_group
from infra.rules import accept
from infra.settings import StageSettings

_REASON = "CDK's own function: copies files while deploying, its code, rights and runtime come with aws-cdk-lib."
_FOUND = (
    "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
    "AwsSolutions-IAM5[Resource::*]",
    *(f"AwsSolutions-IAM5[Action::s3:{what}*]" for what in ("GetObject", "GetBucket", "List", "DeleteObject", "Abort")),
    "AwsSolutions-L1",
    "Serverless-LambdaDLQ",
    "Serverless-LambdaLatestVersion",
    "Serverless-LambdaTracing",
)


class StaticFilesDeployment(Construct):
    """New files come before the function that asks for them; the edge forgets the old ones after it.

    Nothing is ever removed: a page that was open during the deployment still finds its own version.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        source: Path,
        bucket: s3.IBucket,
        before: IConstruct,
    ) -> None:
        super().__init__(scope, name)
        self._bucket, self._source = bucket, source
        self._log = log_group(self, settings)
        before.node.add_dependency(self._deployment("Bring"))

    def invalidate(self, distribution: cloudfront.IDistribution, *, after: IConstruct) -> None:
        """Let the edge forget what it kept of addresses without a version."""
        deployment = self._deployment("Forget", distribution=distribution, paths=["/_dash-component-suites/*"])
        deployment.node.add_dependency(after)

    def _deployment(
        self, name: str, distribution: cloudfront.IDistribution | None = None, paths: list[str] | None = None
    ) -> s3_deployment.BucketDeployment:
        deployment = s3_deployment.BucketDeployment(
            self,
            name,
            sources=[s3_deployment.Source.asset(str(self._source))],
            destination_bucket=self._bucket,
            prune=False,
            memory_limit=512,
            ephemeral_storage_size=Size.mebibytes(512),
            log_group=self._log,
            distribution=distribution,
            distribution_paths=paths,
            # The edge forgets within minutes; a deployment that waits for it can fail and roll everything back.
            wait_for_distribution_invalidation=False,
        )
        for construct in Stack.of(self).node.children:
            if construct.node.id.startswith("Custom::CDKBucketDeployment"):
                accept(construct, dict.fromkeys(self._findings(), _REASON))
        return deployment

    def _findings(self) -> list[str]:
        stack = Stack.of(self)
        resource = self._bucket.node.default_child
        if not isinstance(resource, CfnElement):
            raise TypeError("The bucket's resource is not where CDK used to keep it.")
        assets = f"arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-{stack.region}/*"
        files = f"<{stack.get_logical_id(resource)}.Arn>/*"
        return [*_FOUND, *(f"AwsSolutions-IAM5[Resource::{name}]" for name in (assets, files))]
