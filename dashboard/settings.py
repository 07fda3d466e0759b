"""The web application's settings: read once by an entry point and passed down."""

import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from accounts.github import PUBLIC as GITHUB
from accounts.github import PUBLIC_API as GITHUB_API
from jobs.intake.uniprot import PUBLIC as UNIPROT
from runtime.settings import SettingsError

SHORTEST_SECRET = 32
KNOWN_SECRETS = ("dev", "development", "secret", "change", "test", "example")
STAGES = ("local", "production")


class Site(Protocol):
    """What the pages must know about where they are served."""

    @property
    def secret_key(self) -> str:
        """Signs cookies and form tokens."""
        ...

    @property
    def origin(self) -> str:
        """Scheme and host of the application's public address."""
        ...

    @property
    def https(self) -> bool:
        """Whether that is https, so that cookies can insist on it."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names this application answers to."""
        ...

    @property
    def database_sleeps(self) -> bool:
        """Whether the database pauses when it is not used, and takes a while to start."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """What the web application must be told.

    Attributes:
        database_url: where PostgreSQL is, as SQLAlchemy and psycopg read it.
        secret_key: signs cookies and form tokens; the same for all processes, never made up by one.
        worker_url: base address of the worker's HTTP interface.
        storage_dir: where uploaded files are kept.
        origin: scheme, host and port under which people reach the application.
        stage: `local` or `production`; production refuses development keys and plain http.
        uniprot_url: where sequences are fetched by accession: UniProt's REST interface, or a mirror of it.
        metrics_token: what a monitor sends to read `/metrics`; without one, there is none.
        proxies: how many proxies stand in front, each of which adds the address of its client to `X-Forwarded-For`;
            with none, that header is not believed.
        github_client_id: of an OAuth application at GitHub, whose callback is `/sign-in/github/back` under the origin;
            without one, signing in with GitHub is not offered.
        github_client_secret: that application's secret.
        github_url: GitHub, or one's own.
        github_api_url: its REST interface.
    """

    NEVER_BLANK: ClassVar = ("stage",)
    """A stage that was meant to be set and came out blank must not count as local, where less is refused."""

    database_url: str
    secret_key: str
    worker_url: str
    storage_dir: Path
    origin: str
    stage: str = "local"
    uniprot_url: str = UNIPROT
    metrics_token: str = ""
    proxies: int = 0
    github_client_id: str = ""
    github_client_secret: str = ""
    github_url: str = GITHUB
    github_api_url: str = GITHUB_API

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", self.origin.rstrip("/"))
        if self.stage not in STAGES:
            raise SettingsError(f"BATCHPROT_STAGE must be one of {', '.join(STAGES)}.")
        check_origin(self.origin)
        if self.proxies < 0:
            raise SettingsError("BATCHPROT_PROXIES must be 0 or more.")
        if bool(self.github_client_id) != bool(self.github_client_secret):
            raise SettingsError("BATCHPROT_GITHUB_CLIENT_ID and BATCHPROT_GITHUB_CLIENT_SECRET go together.")
        if self.stage == "production":
            check_production(self)

    @property
    def database_sleeps(self) -> bool:
        """A local PostgreSQL never pauses."""
        return False

    @property
    def https(self) -> bool:
        """Tell whether people reach the application over https, so that cookies can insist on it."""
        return self.origin.startswith("https://")

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names this application answers to; a local one also answers to its loopback names."""
        named = urllib.parse.urlsplit(self.origin).hostname or ""
        # Brackets are how a Host header writes an IPv6 address.
        named = f"[{named}]" if ":" in named else named
        return (named, "localhost", "127.0.0.1", "[::1]") if self.stage == "local" else (named,)


def check_origin(origin: str) -> None:
    """Raises SettingsError for what isn't scheme and host."""
    parts = urllib.parse.urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingsError("BATCHPROT_ORIGIN must be scheme and host only, such as https://batchprot.example.")


def check_production(settings: Site) -> None:
    """Raises SettingsError for a secret that can be guessed, or an origin without https."""
    key = settings.secret_key
    if len(key) < SHORTEST_SECRET or key.lower().startswith(KNOWN_SECRETS):
        raise SettingsError(f"BATCHPROT_SECRET_KEY must be at least {SHORTEST_SECRET} random characters in production.")
    if not settings.https:
        raise SettingsError("BATCHPROT_ORIGIN must begin with https:// in production.")
