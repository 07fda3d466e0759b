"""What every function of ours has in common."""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Size
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.images import image
from infra.logs import log_group
from infra.rules import accept
from infra.settings import StageSettings

_POLICIES = "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role"
_ACCEPTED = {
    f"AwsSolutions-IAM4[{_POLICIES}/AWSLambdaBasicExecutionRole]": "Writing its own log; AWS keeps the policy right.",
    f"AwsSolutions-IAM4[{_POLICIES}/AWSLambdaVPCAccessExecutionRole]": (
        "A network interface is made and removed by Lambda itself; AWS keeps the policy right."
    ),
    "AwsSolutions-IAM5[Resource::*]": "X-Ray has no resources that a permission to write traces could name.",
    "Serverless-LambdaDLQ": "For asynchronous calls only; this function is called by queue, schedule or HTTP.",
}


class ImageFunction(Construct):
    """A function from one of the two images, inside the network, with a log that ends."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        file: str,
        handler: str,
        vpc: ec2.IVpc,
        subnets: ec2.SubnetSelection,
        groups: Sequence[ec2.ISecurityGroup],
        memory_mb: int,
        timeout: Duration,
        environment: Mapping[str, str],
        disk_mb: int = 512,
        concurrency: int | None = None,
        description: str,
    ) -> None:
        super().__init__(scope, name)
        self.log = log_group(self, settings)
        self.function = lambda_.DockerImageFunction(
            self,
            "Function",
            code=image(file, handler),
            description=description,
            architecture=lambda_.Architecture.X86_64,
            vpc=vpc,
            vpc_subnets=subnets,
            security_groups=groups,
            memory_size=memory_mb,
            timeout=timeout,
            ephemeral_storage_size=Size.mebibytes(disk_mb),
            environment=dict(environment),
            reserved_concurrent_executions=concurrency,
            log_group=self.log,
            # Where a function spends its time, without a line of ours; costs nothing below 100,000 traces a month.
            tracing=lambda_.Tracing.ACTIVE,
        )
        accept(self, _ACCEPTED)
