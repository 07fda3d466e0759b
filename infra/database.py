"""The database: Aurora PostgreSQL, Serverless v2."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from constructs import Construct

from infra.logs import retention
from infra.network import ISOLATED
from infra.rules import accept
from infra.settings import StageSettings

NAME = "batchprot"
# The role of web and job runner; the migrations make it. It may change rows and no tables, and has no password.
APPLICATION_ROLE = "batchprot"
OWNER = "batchprotowner"  # letters and numbers only, at most 16, as CreateDBCluster wants it

# No statement and no value may reach a log: they hold sequences and addresses.
_PARAMETERS = {
    "rds.force_ssl": "1",
    "log_statement": "ddl",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


class Database(Construct):
    """The cluster, in isolated subnets; encrypted on disk and on the way, reached with IAM tokens."""

    def __init__(
        self, scope: Construct, name: str, settings: StageSettings, *, vpc: ec2.IVpc, group: ec2.ISecurityGroup
    ) -> None:
        super().__init__(scope, name)
        # The same major version as the one bundled for a laptop.
        engine = rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_18_4)
        removal = RemovalPolicy.SNAPSHOT if settings.keep_data else RemovalPolicy.DESTROY
        # Made here, before RDS makes it: it ends, and goes with the stack. RDS derives its name from the cluster's.
        log = logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/aws/rds/cluster/{settings.prefix}/postgresql",
            retention=retention(settings.log_days),
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.cluster = rds.DatabaseCluster(
            self,
            "Cluster",
            cluster_identifier=settings.prefix,
            engine=engine,
            writer=rds.ClusterInstance.serverless_v2("Writer", auto_minor_version_upgrade=True),
            readers=[
                rds.ClusterInstance.serverless_v2(
                    f"Reader{number}", scale_with_writer=True, auto_minor_version_upgrade=True
                )
                for number in range(1, settings.database_readers + 1)
            ],
            serverless_v2_min_capacity=settings.database_min_acu,
            serverless_v2_max_capacity=settings.database_max_acu,
            serverless_v2_auto_pause_duration=(
                Duration.minutes(settings.database_pause_minutes) if settings.may_pause else None
            ),
            vpc=vpc,
            vpc_subnets=ISOLATED,
            security_groups=[group],
            default_database_name=NAME,
            credentials=rds.Credentials.from_username(OWNER),
            # RDS makes the owner's password, keeps it and changes it every week; only the first migration needs it.
            manage_master_user_password=True,
            iam_authentication=True,
            storage_encrypted=True,
            parameters=_PARAMETERS,
            backup=rds.BackupProps(retention=Duration.days(settings.backup_days)),
            copy_tags_to_snapshot=True,
            cloudwatch_logs_exports=["postgresql"],
            deletion_protection=settings.keep_data,
            removal_policy=removal,
        )
        self.cluster.node.add_dependency(log)
        resource = self.cluster.node.default_child
        if not isinstance(resource, rds.CfnDBCluster):
            raise TypeError("The cluster's resource is not where CDK used to keep it.")
        if not settings.keep_data:
            accept(self, {"AwsSolutions-RDS10": "A trial is made to be torn down; settings with keep_data protect."})
        self.owner_secret_arn = resource.attr_master_user_secret_secret_arn

    def address(self, user: str = "") -> str:
        """The address as the functions read it, without a password."""
        who = f"{user}@" if user else ""
        return f"postgresql://{who}{self.cluster.cluster_endpoint.hostname}:5432/{NAME}"

    def let_connect(self, grantee: iam.IGrantable) -> None:
        """Let a function sign in as the application's role, with an IAM token."""
        self.cluster.grant_connect(grantee, APPLICATION_ROLE)

    def let_migrate(self, grantee: iam.IGrantable) -> None:
        """Let a function sign in as the owner: with an IAM token, or with the password before tokens are allowed."""
        self.cluster.grant_connect(grantee, OWNER)
        grantee.grant_principal.add_to_principal_policy(
            iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[self.owner_secret_arn])
        )
