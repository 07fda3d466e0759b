"""The network: where functions and database live, and the one way out."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.logs import retention
from infra.settings import StageSettings

PUBLIC = ec2.SubnetSelection(subnet_group_name="public")
PRIVATE = ec2.SubnetSelection(subnet_group_name="private")
ISOLATED = ec2.SubnetSelection(subnet_group_name="isolated")


class Network(Construct):
    """Three kinds of subnet in two zones.

    * public: holds the NAT gateways and nothing of ours.
    * private: web, job runner and migrations. Nothing can reach them from outside, and they reach out through NAT. They
      must: a Function URL is an address on the public internet and nowhere else (AWS PrivateLink has none for it), so
      the worker can only be called by its URL from a subnet with a way out. Queue, secrets and mail go the same way;
      S3, where the bytes are, goes through its own gateway, which costs nothing.
    * isolated: database and worker. No way in but from the private subnets, no way out at all. Lambda hands a function
      its events from its own side, so the worker needs neither.
    """

    def __init__(self, scope: Construct, name: str, settings: StageSettings) -> None:
        super().__init__(scope, name)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=settings.nat_gateways,
            restrict_default_security_group=False,  # the rule of its own below does without a function
            subnet_configuration=[
                ec2.SubnetConfiguration(
                    name="public", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=26, map_public_ip_on_launch=False
                ),
                ec2.SubnetConfiguration(name="private", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=20),
                ec2.SubnetConfiguration(name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=22),
            ],
            gateway_endpoints={
                "S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
            },
        )
        flows = logs.LogGroup(
            self, "Flows", retention=retention(settings.log_days), removal_policy=RemovalPolicy.DESTROY
        )
        self.vpc.add_flow_log(
            "Rejected",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(flows),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )
        self.database = self._group("Database", "PostgreSQL: accepts the clients group, connects to nothing")
        self.clients = self._group("Clients", "web, job runner and migrations: no incoming connections")
        self.worker = self._group("Worker", "the worker: connects to nothing")
        self.database.add_ingress_rule(self.clients, ec2.Port.POSTGRES, "PostgreSQL from our own functions")
        self.clients.add_egress_rule(self.database, ec2.Port.POSTGRES, "PostgreSQL")
        self.clients.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.HTTPS, "Function URL, S3, SQS, SES, secrets")

    def _group(self, name: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(self, name, vpc=self.vpc, description=description, allow_all_outbound=False)
