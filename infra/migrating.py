"""The migrations: run once for each new version, before any function that needs them."""

from aws_cdk import Duration, triggers
from constructs import Construct, IConstruct

from infra.data_stack import DataStack
from infra.database import APPLICATION_ROLE
from infra.functions import ImageFunction
from infra.network import PRIVATE
from infra.settings import StageSettings


class Migrations(Construct):
    """A deployment stops here when a migration fails, with the functions of before still serving.

    Until they are replaced, those see the new schema: a migration first adds, and a later version removes.
    """

    def __init__(
        self, scope: Construct, name: str, settings: StageSettings, *, data: DataStack, before: list[IConstruct]
    ) -> None:
        super().__init__(scope, name)
        self.migrate = ImageFunction(
            self,
            "Migrate",
            settings,
            file="Dockerfile.dashboard",
            handler="migrations.lambda_handler.handler",
            vpc=data.network.vpc,
            subnets=PRIVATE,
            groups=[data.network.clients],
            memory_mb=512,
            timeout=Duration.minutes(14),
            environment={
                "BATCHPROT_DATABASE_URL": data.database.address(),
                "BATCHPROT_DATABASE_SECRET_ARN": data.database.owner_secret_arn,
                "BATCHPROT_APPLICATION_ROLE": APPLICATION_ROLE,
            },
            description="Brings the database's tables to this version",
        )
        data.database.let_migrate(self.migrate.function)
        triggers.Trigger(
            self,
            "Run",
            handler=self.migrate.function,
            timeout=Duration.minutes(14),
            invocation_type=triggers.InvocationType.REQUEST_RESPONSE,
            execute_before=before,
        )
