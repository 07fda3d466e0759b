"""The web application: one function behind an HTTP API that answers CloudFront alone."""

import json
from email.utils import parseaddr

from aws_cdk import CfnOutput, Duration, Fn, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as apigateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.data_stack import DataStack
from infra.database import APPLICATION_ROLE
from infra.functions import ImageFunction
from infra.logs import retention
from infra.network import PRIVATE
from infra.queue import JobQueue
from infra.rules import accept
from infra.settings import StageSettings
from infra.worker import Worker

# An HTTP API gives up after 30 s, whatever the function does. A sleeping database takes half of that to wake up.
TIMEOUT = Duration.seconds(29)
# Neither path nor address: a path may hold a token, and CloudFront's log has the address already.
_ACCESS_LOG = {
    "time": "$context.requestTime",
    "request": "$context.requestId",
    "method": "$context.httpMethod",
    "status": "$context.status",
    "milliseconds": "$context.responseLatency",
    "bytes": "$context.responseLength",
    "error": "$context.integrationErrorMessage",
}


class Web(Construct):
    """Why an HTTP API with a secret header, and not a Function URL with origin access control.

    CloudFront signs requests to a Function URL only when the browser itself sends the SHA-256 of the body in a header,
    which a form without JavaScript can't: signing in and creating an account would not work without it. Here CloudFront
    adds a secret instead (64 characters that nobody made up or has to know), and the application refuses whatever comes
    without, before it looks at anything else (`dashboard/edge.py`). The API's own address is no way around the
    firewall: without the secret it says 403, and requests are throttled besides.
    """

    def __init__(
        self, scope: Construct, name: str, settings: StageSettings, *, data: DataStack, queue: JobQueue, worker: Worker
    ) -> None:
        super().__init__(scope, name)
        self.origin_parameter = f"/{settings.prefix}/origin"
        self.web = ImageFunction(
            self,
            "Web",
            settings,
            file="Dockerfile.dashboard",
            handler="dashboard.lambda_handler.handler",
            vpc=data.network.vpc,
            subnets=PRIVATE,
            groups=[data.network.clients],
            memory_mb=settings.web_memory_mb,
            timeout=TIMEOUT,
            environment=self._environment(settings, data, queue, worker),
            concurrency=settings.web_concurrency,
            description="BatchProt's pages",
        )
        self._permit(settings, data, queue, worker)
        self.api = self._api(settings)

    @property
    def domain(self) -> str:
        """The API's own host name, for CloudFront."""
        return str(Fn.select(2, Fn.split("/", self.api.api_endpoint)))

    def _environment(self, settings: StageSettings, data: DataStack, queue: JobQueue, worker: Worker) -> dict[str, str]:
        origin = (
            {"BATCHPROT_ORIGIN": f"https://{settings.domain}"}
            if settings.domain
            # CloudFront makes its name up after this function exists.
            else {"BATCHPROT_ORIGIN_PARAMETER": self.origin_parameter}
        )
        mail = {"BATCHPROT_MAIL_FROM": settings.mail_from} if settings.mail_from else {}
        github = (
            {
                "BATCHPROT_GITHUB_CLIENT_ID": settings.github_client_id,
                "BATCHPROT_GITHUB_SECRET_ARN": settings.github_secret_arn,
            }
            if settings.github_client_id
            else {}
        )
        return {
            "BATCHPROT_DATABASE_URL": data.database.address(APPLICATION_ROLE),
            "BATCHPROT_SECRET_KEY_ARN": data.secrets.signing.secret_arn,
            "BATCHPROT_EDGE_SECRET_ARN": data.secrets.edge.secret_arn,
            "BATCHPROT_WORKER_URL": worker.url,
            "BATCHPROT_BUCKET": data.uploads.bucket.bucket_name,
            "BATCHPROT_QUEUE_URL": queue.queue.queue_url,
            **origin,
            **mail,
            **github,
        }

    def _permit(self, settings: StageSettings, data: DataStack, queue: JobQueue, worker: Worker) -> None:
        function = self.web.function
        data.database.let_connect(function)
        data.secrets.signing.grant_read(function)
        data.secrets.edge.grant_read(function)
        data.uploads.let_use(function)
        queue.queue.grant_send_messages(function)
        worker.let_call(function)
        stack = Stack.of(self)
        if not settings.domain:
            name = stack.format_arn(service="ssm", resource="parameter", resource_name=self.origin_parameter[1:])
            function.add_to_role_policy(iam.PolicyStatement(actions=["ssm:GetParameter"], resources=[name]))
        if settings.github_secret_arn:
            function.add_to_role_policy(
                iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[settings.github_secret_arn])
            )
        if settings.mail_from:
            # Any identity: SES checks the sender's (its domain, or the address alone), and in its sandbox the
            # recipient's as well. The condition holds the function to one sender.
            identities = stack.format_arn(service="ses", resource="identity", resource_name="*")
            function.add_to_role_policy(
                iam.PolicyStatement(
                    actions=["ses:SendEmail"],
                    resources=[identities],
                    conditions={"StringEquals": {"ses:FromAddress": _address(settings.mail_from)}},
                )
            )
            accept(function, {f"AwsSolutions-IAM5[Resource::{_nag_name(stack)}]": "One sender only, by a condition."})

    def _api(self, settings: StageSettings) -> apigateway.HttpApi:
        api = apigateway.HttpApi(
            self,
            "Api",
            api_name=f"{settings.prefix}-web",
            description="Answers CloudFront only; see infra/web.py",
            create_default_stage=False,
            default_integration=integrations.HttpLambdaIntegration(
                "Web",
                self.web.function,
                payload_format_version=apigateway.PayloadFormatVersion.VERSION_2_0,
                timeout=TIMEOUT,
            ),
        )
        accept(
            api,
            {"AwsSolutions-APIG4": "The application demands CloudFront's secret first and a session after it."},
        )
        log = logs.LogGroup(
            self, "ApiLog", retention=retention(settings.log_days), removal_policy=RemovalPolicy.DESTROY
        )
        stage = apigateway.HttpStage(
            self,
            "Stage",
            http_api=api,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=True,
            throttle=apigateway.ThrottleSettings(rate_limit=200, burst_limit=400),
        )
        resource = stage.node.default_child
        if not isinstance(resource, apigateway.CfnStage):
            raise TypeError("The stage's resource is not where CDK used to keep it.")
        resource.access_log_settings = apigateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log.log_group_arn, format=json.dumps(_ACCESS_LOG)
        )
        CfnOutput(self, "ApiAddress", value=api.api_endpoint, description="Says 403 to everybody but CloudFront")
        return api


def _address(sender: str) -> str:
    """The bare address of `Name <address>`."""
    return parseaddr(sender)[1]


def _nag_name(stack: Stack) -> str:
    """How cdk-nag spells every SES identity of this account."""
    return f"arn:<AWS::Partition>:ses:{stack.region}:<AWS::AccountId>:identity/*"
