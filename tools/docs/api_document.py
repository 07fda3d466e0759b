"""The OpenAPI document of the REST interface, read off an application that is connected to nothing."""

from pathlib import Path
from typing import Any

from accounts.services import AccountServices
from dashboard.api.framework import DOCUMENT
from dashboard.app import create_app
from dashboard.services import WebServices
from dashboard.settings import Settings
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database

API_JSON = Path("dashboard/data/api.json")
_NOWHERE = "http://127.0.0.1:9"


def api_document() -> dict[str, Any]:
    """Build the application, whose routes describe themselves; nothing is asked."""
    folder = Path("/nonexistent")
    database = Database("postgresql://nobody@127.0.0.1:9/nothing", application_name="documents")
    jobs = JobServices(database, LocalStorage(folder, "none"), PostgresQueue(), HttpWorkerClient(_NOWHERE))
    site = Settings("postgresql://", "of no server at all", _NOWHERE, folder, "http://localhost")
    server: Any = create_app(site, WebServices(AccountServices(database), jobs)).server
    document: dict[str, Any] = server.extensions[DOCUMENT]
    return document
