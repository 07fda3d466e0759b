"""The web application on one machine: what dashboard.serving is given."""

from collections.abc import Mapping

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from accounts.console_mail import ConsoleMail
from accounts.github import GitHub
from accounts.services import AccountServices
from dashboard.app import create_app
from dashboard.routes import metrics
from dashboard.routes.health import ASK_RUNNERS
from dashboard.services import WebServices
from dashboard.settings import Settings
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.intake.uniprot import UniProt
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database
from runtime.settings import read_settings

STATEMENT_TIMEOUT_MS = 60_000  # an export may take so long; nothing else comes near


def create_application(environ: Mapping[str, str]) -> Flask:
    """Build the WSGI application from environment variables.

    Raises:
        SettingsError: a variable is missing or unusable.
    """
    settings = read_settings(Settings, environ)
    services = build_services(settings)
    server = create_app(settings, services).server
    if not isinstance(server, Flask):
        raise TypeError("Dash runs on Flask here")
    server.config[ASK_RUNNERS] = True
    if settings.proxies:  # the limits of attempts count by address
        address = {"x_for": settings.proxies, "x_proto": 0, "x_host": 0, "x_port": 0, "x_prefix": 0}
        server.wsgi_app = ProxyFix(server.wsgi_app, **address)  # type: ignore[method-assign] # as Flask recommends
    metrics.install(server, services, settings.metrics_token)
    return server


def build_services(settings: Settings) -> WebServices:
    """Connect the use cases to this machine's database, files, queue and worker."""
    database = Database(
        settings.database_url,
        application_name="batchprot web",
        pool_size=12,
        statement_timeout_ms=STATEMENT_TIMEOUT_MS,
    )
    jobs = JobServices(
        database=database,
        storage=LocalStorage(settings.storage_dir, settings.secret_key),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(settings.worker_url),
    )
    accounts = AccountServices(database, mail=ConsoleMail())
    return WebServices(accounts, jobs, UniProt(settings.uniprot_url), _github(settings))


def _github(settings: Settings) -> GitHub | None:
    if not settings.github_client_id:
        return None
    secret = settings.github_client_secret
    return GitHub(settings.github_client_id, secret, settings.github_url, settings.github_api_url)
