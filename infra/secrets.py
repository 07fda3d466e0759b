"""Two generated secrets that no person needs to know."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.rules import accept
from infra.settings import StageSettings


class Secrets(Construct):
    """What signs cookies, and what tells the web function that a request came through CloudFront."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        self._settings = settings
        self.signing = self._secret("Signing", "Signs BatchProt's cookies and form tokens")
        self.edge = self._secret("Edge", "What CloudFront says to BatchProt's web function and nobody else can")

        accept(
            self,
            {
                "AwsSolutions-SMG4": (
                    "A new signing key signs everybody out, and a new edge secret must reach CloudFront at the same "
                    "time: both are changed on purpose, as docs/deploying.md says, never by a clock."
                )
            },
        )

    def _secret(self, name: str, description: str) -> secretsmanager.Secret:
        return secretsmanager.Secret(
            self,
            name,
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(exclude_punctuation=True, password_length=64),
            removal_policy=RemovalPolicy.RETAIN if self._settings.keep_data else RemovalPolicy.DESTROY,
        )
