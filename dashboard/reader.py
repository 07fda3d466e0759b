"""The reader of a page: a signed-in person or the holder of a share link, decided by the guard once per request."""

from dataclasses import dataclass
from uuid import UUID

from flask import g, request

from accounts.services import User
from dashboard.auth import current_user
from jobs.errors import ReadOnly
from results.access import Reader
from results.sharing.share import SharedJob

SHARED = "/shared/"
LINK_HEADER = "X-Share-Link"
"""All callbacks have one address, so the pages of a link send its token in this header."""
_CALLBACKS = "/_dash-"


@dataclass(frozen=True, slots=True)
class PageReader:
    """A person, or the holder of a link: `id` for what only a person may do, `access` for reading."""

    user: User | None
    shared: SharedJob | None = None

    @property
    def id(self) -> UUID:
        """The person's id.

        Raises:
            ReadOnly: the holder of a link may only view its analysis.
        """
        if self.user is None:
            raise ReadOnly
        return self.user.id

    @property
    def access(self) -> Reader:
        """What this reader may read, for the use cases that read."""
        return self.shared.holder if self.shared is not None else self.id

    def place(self, job_id: object) -> str:
        """The path of an analysis for this reader."""
        return self.shared.path if self.shared is not None else f"/jobs/{job_id}"


def current_reader() -> PageReader:
    """Return the reader of this request.

    Raises:
        RuntimeError: there is none; the guard stops such a request before this is called.
    """
    shared = current_link()
    return PageReader(None, shared) if shared is not None else PageReader(current_user())


def current_link() -> SharedJob | None:
    """Return the analysis of the request's share link, if it has one."""
    shared: SharedJob | None = g.get("shared_job")
    return shared


def read_by_link(shared: SharedJob) -> None:
    """Treat this request as one of the link's holder, even if a person is signed in."""
    g.shared_job = shared


def link_token() -> str | None:
    """Return the share token of the request: from its path, or from the header of a callback."""
    if request.path.startswith(_CALLBACKS):
        return request.headers.get(LINK_HEADER)
    if request.path.startswith(SHARED):
        return request.path.removeprefix(SHARED).partition("/")[0]
    return None
