"""The web application on real services, and people who visit it without JavaScript."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from jobs.services import JobServices
from models.database import Database

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask
    from werkzeug.test import TestResponse

    from accounts.services import AccountServices


class Visitor:
    """A browser without JavaScript: keeps cookies, sends forms with their token and data as our pages do."""

    def __init__(self, server: "Flask", link: str | None = None) -> None:
        self.headers = {} if link is None else {"X-Share-Link": link}  # as pages of a share link send it
        self.client = server.test_client()

    def get(self, path: str, headers: dict[str, str] | None = None, **options: object) -> "TestResponse":
        return self.client.get(path, headers=self.headers | (headers or {}), buffered=True, **options)

    def form(self, path: str, **fields: str) -> "TestResponse":
        """Open the page with the form, then send it."""
        page = self.client.get(path).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(path.partition("?")[0], data={"csrf_token": token[1] if token else "", **fields})

    def token(self) -> str:
        """The token our pages have in a cookie, and send as a header."""
        self.client.get("/")
        cookie = self.client.get_cookie("_csrf_token")
        return cookie.value if cookie else ""

    def post(self, path: str, **options: object) -> "TestResponse":
        """Send data as our scripts do; `json=` or `data=`."""
        return self.send("POST", path, **options)

    def send(self, method: str, path: str, **options: object) -> "TestResponse":
        """The same with another method."""
        ours = {"X-CSRFToken": self.token(), "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return self.client.open(path, method=method, headers=ours | self.headers, buffered=True, **options)


@pytest.fixture
def account_services(database: Database) -> "AccountServices":
    """Accounts with real limits and a hash that costs a test nothing."""
    from accounts.passwords import PasswordHasher
    from accounts.services import AccountServices

    return AccountServices(database, PasswordHasher(memory_kib=8, passes=1))


@pytest.fixture
def web(
    services: JobServices,
    account_services: "AccountServices",
    database_url: str,
    storage_dir: Path,
    worker_url: str,
    uniprot_url: str,
) -> "Dash":
    """The web application, on real services."""
    from dashboard.app import create_app
    from dashboard.services import WebServices
    from dashboard.settings import Settings
    from jobs.intake.uniprot import UniProt

    settings = Settings(database_url, "a secret of the tests", worker_url, storage_dir, "http://localhost")
    return create_app(settings, WebServices(account_services, services, UniProt(uniprot_url)))


@pytest.fixture
def visit(web: "Dash", account_services: "AccountServices") -> Callable[..., Visitor]:
    """A factory of visitors: `visit()` is nobody yet, `visit(user_id)` is signed in, `visit(link=token)` has a link."""
    from accounts.one_time_links import create_sign_in_link

    def arrive(user_id: UUID | None = None, link: str | None = None) -> Visitor:
        visitor = Visitor(web.server, link)
        if user_id is not None:
            link = create_sign_in_link(account_services, user_id)
            assert visitor.get(f"/sign-in/link/{link}").status_code == 303
        return visitor

    return arrive
