"""The web application as Lambda has it: built once for each execution environment, from settings and AWS alone."""

import base64
import binascii
import json
import logging
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIApplication

from apig_wsgi import make_lambda_handler
from flask import Flask

from accounts.github import GitHub
from accounts.services import AccountServices
from accounts.ses_mail import SesMail
from batchprot.refusal import problem_document
from dashboard.app import create_app
from dashboard.edge import EdgeSecrets, behind_edge
from dashboard.lambda_settings import PublicSite, WebLambdaSettings
from dashboard.large_answers import install_large_answers
from dashboard.services import WebServices
from jobs.adapters.aws_services import Aws
from jobs.adapters.s3_storage import S3Storage
from jobs.intake.uniprot import UniProt

STATEMENT_TIMEOUT_MS = 25_000
"""An HTTP API gives up after 29 seconds."""
CONNECT_SECONDS = 5
ANSWER_BYTES = 6_000_000
WORTH_MEASURING = 2_500_000

log = logging.getLogger("batchprot.web")

Handler = Callable[[Any, Any], dict[str, Any]]


def build_application(settings: WebLambdaSettings, aws: Aws) -> WSGIApplication:
    """Build the application that answers CloudFront, and CloudFront only; the database is not asked yet."""
    origin = (settings.origin or aws.parameter(settings.origin_parameter)).rstrip("/")
    site = PublicSite(aws.secret(settings.secret_key_arn), origin)
    sender = settings.mail_from
    database = aws.database(
        settings.database_url,
        application_name="batchprot web",
        connect_seconds=CONNECT_SECONDS,
        statement_timeout_ms=STATEMENT_TIMEOUT_MS,
    )
    jobs = aws.job_services(settings, database, aws.queue(settings.queue_url))
    accounts = AccountServices(database, mail=SesMail(aws.client("sesv2"), sender) if sender else None)
    services = WebServices(accounts, jobs, UniProt(settings.uniprot_url), _github(settings, aws))
    server = create_app(site, services).server
    if not isinstance(server, Flask) or not isinstance(jobs.storage, S3Storage):
        raise TypeError("Dash runs on Flask here, and files are in S3")
    install_large_answers(server, jobs.storage)
    return behind_edge(server, EdgeSecrets(lambda: aws.secrets(settings.edge_secret_arn)))


def _github(settings: WebLambdaSettings, aws: Aws) -> GitHub | None:
    if not settings.github_client_id:
        return None
    secret = aws.secret(settings.github_secret_arn).strip()
    return GitHub(settings.github_client_id, secret, settings.github_url, settings.github_api_url)


def event_handler(application: WSGIApplication) -> Handler:
    """Answer events of payload version 2.0; what is none is 400, and what Lambda would not let through is 500."""
    answer = make_lambda_handler(application)

    def handle(event: Any, context: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever somebody sends
        if not _is_request(event):
            log.warning("not a request")
            return _problem(400, "This is not a request that can be answered.", "malformed")
        response = answer(event, context)
        if _is_too_large(response):
            log.error("answer too large")
            return _problem(
                500, "The answer would be too large. Use more filters or fewer columns.", "answer_too_large"
            )
        return response

    return handle


def _is_request(event: Any) -> bool:  # noqa: ANN401
    try:
        http = event["requestContext"]["http"]
        texts = [event["rawPath"], event["rawQueryString"], http["method"], http["sourceIp"], http["protocol"]]
        body = event.get("body") or ""
        texts += [body, *event["headers"].values(), *event.get("cookies", ())]
        if event.get("isBase64Encoded"):
            base64.b64decode(body, validate=True)
        return event["version"] == "2.0" and all(isinstance(text, str) for text in texts)
    except (AttributeError, KeyError, TypeError, binascii.Error):
        return False


def _is_too_large(response: dict[str, Any]) -> bool:
    """By the bytes that Lambda counts: quotes and line ends of a text take two."""
    body = response["body"]
    return len(body) > WORTH_MEASURING and len(json.dumps(body)) > ANSWER_BYTES


def _problem(status: int, detail: str, code: str) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"content-type": "application/problem+json", "cache-control": "no-store"},
        "cookies": [],
        "body": json.dumps(problem_document(status, detail, code)),
        "isBase64Encoded": False,
    }
