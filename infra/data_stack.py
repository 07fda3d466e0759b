"""The stack of what is kept: network, database, files, secrets. It changes rarely and is deployed first."""

from aws_cdk import Stack
from constructs import Construct

from infra.buckets import AccessLogs, Uploads
from infra.database import Database
from infra.network import Network
from infra.secrets import Secrets
from infra.settings import StageSettings


class DataStack(Stack):
    """Apart from the functions, so that the migrations can run between the database and the functions that need them.

    In one stack the security rules between both would make a circle that CloudFormation refuses.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings, **options: object) -> None:
        super().__init__(scope, name, **options)
        self.network = Network(self, "Network", settings)
        self.database = Database(self, "Database", settings, vpc=self.network.vpc, group=self.network.database)
        self.access_logs = AccessLogs(self, "AccessLogs", settings).bucket
        self.uploads = Uploads(self, "Uploads", settings, self.access_logs)
        self.secrets = Secrets(self, "Secrets", settings)
