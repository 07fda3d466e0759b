"""CloudFront: the one address of the site."""

from pathlib import Path

from aws_cdk import Duration
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from dashboard.headers import FIXED_HEADERS, LASTING, content_security_policy
from infra.data_stack import DataStack
from infra.rules import accept
from infra.settings import StageSettings
from infra.web import Web

EDGE_HEADER = "x-batchprot-edge"
# A bundle's address says its version, so what lies there never changes. The first of these that fits a path counts.
FINGERPRINTED = "/_dash-component-suites/*.v*m*.*"
# Parts of bundles that Dash asks for when it needs them have no version in their address: asked again each time, and
# answered "not modified" by the edge.
BUNDLES = "/_dash-component-suites/*"
# Our own files lie under a digest of their content (dashboard/asset_address.py).
ASSETS = "/assets/*"
_FUNCTIONS = Path(__file__).parent / "edge_functions"
# CloudFront has fields of its own for these and refuses them among the others.
_OWN_FIELDS = ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
_YEAR = Duration.days(365)


class Site(Construct):
    """Static files from the bucket, everything else from the application, and nothing of that is cached."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        settings: StageSettings,
        *,
        data: DataStack,
        web: Web,
        files: s3.IBucket,
        firewall_arn: str,
        certificate: acm.ICertificate | None,
    ) -> None:
        super().__init__(scope, name)
        static = origins.S3BucketOrigin.with_origin_access_control(files)
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"BatchProt ({settings.stage})",
            default_behavior=self._application(data, web),
            additional_behaviors={
                **dict.fromkeys((FINGERPRINTED, ASSETS), self._static("Lasting", static, LASTING)),
                BUNDLES: self._static("Fresh", static, "public, no-cache"),
            },
            domain_names=[settings.domain] if settings.domain else None,
            certificate=certificate,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            web_acl_id=firewall_arn,
        )
        accept(
            self.distribution,
            {
                "AwsSolutions-CFR1": "Research is done everywhere.",
                "AwsSolutions-CFR3": (
                    "The firewall's log has every request, without path and query; CloudFront's own can't leave them "
                    "out, and the path of a share link or of a reset is as good as a password."
                ),
            }
            | (
                {} if settings.domain else {"AwsSolutions-CFR4": "CloudFront's own names come with its own TLS policy."}
            ),
        )
        self.origin = f"https://{settings.domain or self.distribution.distribution_domain_name}"
        ssm.StringParameter(self, "Origin", parameter_name=web.origin_parameter, string_value=self.origin)

    def _application(self, data: DataStack, web: Web) -> cloudfront.BehaviorOptions:
        origin = origins.HttpOrigin(
            web.domain,
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            read_timeout=Duration.seconds(30),
            keepalive_timeout=Duration.seconds(60),
            # Stands in the template as a reference that CloudFormation looks up, never as text.
            custom_headers={EDGE_HEADER: data.secrets.edge.secret_value.unsafe_unwrap()},
        )
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            # Pages and data are personal.
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            # All headers but Host: by that one API Gateway would look for its own name.
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._headers("Application", None),
            function_associations=[self._function("App", "app.js")],
            compress=True,
        )

    def _static(self, name: str, origin: cloudfront.IOrigin, cache_control: str) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=self._headers(name, cache_control),
            function_associations=[self._function(f"{name}Files", "static.js")],
            compress=True,
        )

    def _function(self, name: str, file: str) -> cloudfront.FunctionAssociation:
        function = cloudfront.Function(
            self,
            name,
            code=cloudfront.FunctionCode.from_file(file_path=str(_FUNCTIONS / file)),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)

    def _headers(self, name: str, cache_control: str | None) -> cloudfront.ResponseHeadersPolicy:
        """The application's own headers for answers that it doesn't give itself: files, and the edge's errors.

        What the application says stands: its policy also names the inline scripts of its pages.
        """
        extra = {"Cache-Control": cache_control} if cache_control else {}
        others = {header: value for header, value in FIXED_HEADERS.items() if header not in _OWN_FIELDS}
        return cloudfront.ResponseHeadersPolicy(
            self,
            f"{name}Headers",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=content_security_policy(()), override=False
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=False
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=False
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=_YEAR, include_subdomains=True, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=header, value=value, override=header == "Cache-Control")
                    for header, value in (others | extra).items()
                ]
            ),
        )
