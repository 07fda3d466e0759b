"""Who asks: a person who is signed in, or the holder of a share link. The guard decides it once per request."""

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
"""Callbacks all go to one address: pages of a link send its token along, which no other site knows."""
_CALLBACKS = "/_dash-"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person, or the holder of a link. What only a person may do asks for `id`, what is read asks for `reader`."""

    user: User | None
    shared: SharedJob | None = None

    @property
    def id(self) -> UUID:
        """The person's id.

        Raises:
            ReadOnly: a link lets nobody change anything, nor see anything but its analysis.
        """
        if self.user is None:
            raise ReadOnly
        return self.user.id

    @property
    def reader(self) -> Reader:
        """Who reads, for the use cases that read."""
        return self.shared.holder if self.shared is not None else self.id

    def place(self, job_id: object) -> str:
        """The path of an analysis as this visitor has it."""
        return self.shared.path if self.shared is not None else f"/jobs/{job_id}"


def current_visitor() -> Visitor:
    """Return who asks.

    Raises:
        RuntimeError: nobody; the guard lets no such request through to where this is asked.
    """
    shared = current_link()
    return Visitor(None, shared) if shared is not None else Visitor(current_user())


def current_link() -> SharedJob | None:
    """Return what the request's link opens, if it came by one."""
    shared: SharedJob | None = g.get("shared_job")
    return shared


def come_by_link(shared: SharedJob) -> None:
    """Treat this request as one of the link's holder, even if a person is signed in."""
    g.shared_job = shared


def link_token() -> str | None:
    """Return the token that the request carries: in its path, or in the header of a callback."""
    if request.path.startswith(_CALLBACKS):
        return request.headers.get(LINK_HEADER)
    if request.path.startswith(SHARED):
        return request.path.removeprefix(SHARED).partition("/")[0]
    return None
