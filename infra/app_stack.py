"""The stack of what runs: functions, queue, CloudFront, alarms. Every release deploys it."""

from pathlib import Path

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.alarms import Alarms
from infra.buckets import StaticFiles
from infra.data_stack import DataStack
from infra.edge_stack import EdgeStack, hosted_zone
from infra.migrating import Migrations
from infra.queue import JobQueue
from infra.runner import Runner
from infra.settings import StageSettings
from infra.site import Site
from infra.static_files import StaticFilesDeployment
from infra.web import Web
from infra.worker import Worker


class AppStack(Stack):
    """In the order of a deployment: migrations and static files, then functions, then what is before them."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        data: DataStack,
        edge: EdgeStack,
        static: Path,
        **options: object,
    ) -> None:
        super().__init__(scope, name, **options)
        queue = JobQueue(self, "Jobs")
        worker = Worker(self, "Compute", settings, data.network)
        runner = Runner(self, "Runner", settings, data=data, queue=queue, worker=worker)
        web = Web(self, "Pages", settings, data=data, queue=queue, worker=worker)
        functions = [web.web.function, *(part.function for part in runner.functions)]
        Migrations(self, "Migrations", settings, data=data, before=list(functions))
        bucket = StaticFiles(self, "StaticFiles", settings, data.access_logs).bucket
        files = StaticFilesDeployment(self, "Files", settings, source=static, bucket=bucket, before=web.web.function)
        site = Site(
            self,
            "Site",
            settings,
            data=data,
            web=web,
            files=bucket,
            firewall_arn=edge.firewall.arn,
            certificate=edge.certificate,
        )
        files.invalidate(site.distribution, after=web.web.function)
        Alarms(
            self,
            "Alarms",
            settings,
            database=data.database,
            queue=queue,
            runner=runner,
            worker=worker,
            web=web,
        )
        zone = hosted_zone(self, settings)
        if zone:
            target = route53.RecordTarget.from_alias(targets.CloudFrontTarget(site.distribution))
            route53.ARecord(self, "Address", zone=zone, record_name=settings.domain, target=target)
            route53.AaaaRecord(self, "Address6", zone=zone, record_name=settings.domain, target=target)
        CfnOutput(self, "Address", value=site.origin) if not zone else None
        CfnOutput(self, "Distribution", value=site.distribution.distribution_domain_name)
