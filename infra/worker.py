"""The worker: stateless computation behind a Function URL."""

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.functions import ImageFunction
from infra.network import ISOLATED, Network
from infra.settings import StageSettings

# The client allows 60 s for a chunk; a function that runs longer works in vain.
TIMEOUT = Duration.seconds(65)


class Worker(Construct):
    """Protein sequences in, numbers out; it reads no secret, no file and no database.

    Private means here: in isolated subnets with no way out, and a URL that only answers requests signed by a role that
    was let in. The URL's name can be looked up by anybody, as that of every Function URL; what isn't signed gets 403
    from AWS and never reaches the code.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings, network: Network) -> None:
        super().__init__(scope, name)
        self.image_function = ImageFunction(
            self,
            "Worker",
            settings,
            file="Dockerfile.worker",
            handler="worker.lambda_handler.handler",
            vpc=network.vpc,
            subnets=ISOLATED,
            groups=[network.worker],
            memory_mb=settings.worker_memory_mb,
            timeout=TIMEOUT,
            environment={},
            concurrency=settings.worker_concurrency,
            description="Computes physicochemical properties of proteins",
        )
        self.function = self.image_function.function
        self._url = self.function.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)
        self.url = self._url.url

    def let_call(self, grantee: iam.IGrantable) -> None:
        """Let a function call the worker by its URL."""
        self._url.grant_invoke_url(grantee)
