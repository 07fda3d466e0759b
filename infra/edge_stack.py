"""The stack in us-east-1: CloudFront takes its firewall and its certificate from there and nowhere else."""

import hashlib
import json

from aws_cdk import Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.deployed import parameter_name
from infra.firewall import Firewall
from infra.settings import StageSettings


class EdgeStack(Stack):
    """The web ACL, and the certificate when the site has a domain of its own."""

    def __init__(self, scope: Construct, name: str, settings: StageSettings, **options: object) -> None:
        super().__init__(scope, name, **options)
        self.firewall = Firewall(self, "Firewall", settings)
        ssm.StringParameter(
            self, "Settings", parameter_name=parameter_name(settings), string_value=json.dumps(settings.to_json())
        )
        self.certificate: acm.ICertificate | None = None
        if settings.domain:
            zone = hosted_zone(self, settings)
            # Without a zone of our own the deployment waits until the record it shows exists in the other zone.
            # The domain stands in the name: the app stack learns of a certificate by its name, so another domain's
            # certificate must have another.
            self.certificate = acm.Certificate(
                self,
                f"Certificate{hashlib.sha256(settings.domain.encode()).hexdigest()[:8]}",
                domain_name=settings.domain,
                validation=acm.CertificateValidation.from_dns(zone),
            )


def hosted_zone(scope: Construct, settings: StageSettings) -> route53.IHostedZone | None:
    """The Route 53 zone of the site's domain, if it lies in one."""
    if not settings.hosted_zone_id:
        return None
    return route53.HostedZone.from_hosted_zone_attributes(
        scope, "Zone", hosted_zone_id=settings.hosted_zone_id, zone_name=settings.hosted_zone_name
    )
