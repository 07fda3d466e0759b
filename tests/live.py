"""The whole web application behind a real socket, for programs that come from outside."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from jobs.services import JobServices

if TYPE_CHECKING:
    from accounts.services import AccountServices


@dataclass
class LiveServer:
    """A server that can be stopped and started again, and be told to refuse the next requests."""

    application: Callable[..., Any]
    port: int = 0
    refusing: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    _server: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, at the same port as before."""
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Let nobody in any more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.seen.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        if self.refusing:
            status, headers = self.refusing.pop(0)
            start(status, [*headers, ("Content-Length", "0")])
            return [b""]
        return self.application(environ, start)


@pytest.fixture
def live(
    services: JobServices,
    account_services: "AccountServices",
    database_url: str,
    storage_dir: Path,
    worker_url: str,
    uniprot_url: str,
) -> Iterator[LiveServer]:
    """The application on real services, at an address of its own."""
    from dashboard.app import create_app
    from dashboard.services import WebServices
    from dashboard.settings import Settings
    from jobs.intake.uniprot import UniProt

    server = LiveServer(lambda *_: [])
    server.start()
    settings = Settings(database_url, "a secret of the tests", worker_url, storage_dir, server.url)
    server.application = create_app(settings, WebServices(account_services, services, UniProt(uniprot_url))).server
    yield server
    server.stop()


@pytest.fixture
def token(account_services: "AccountServices", user: Any) -> str:
    """A token of `user` that may read and write."""
    from accounts.api_tokens import Scope, create_api_token

    return create_api_token(account_services, user, "program", Scope.WRITE)
