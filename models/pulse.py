"""Waits for PostgreSQL that end: a server that is frozen neither answers nor closes its connections.

A long wait is no fault: a statement may take its time. So after some seconds a new connection is tried, which a server
that is alive answers whatever else it does; when it doesn't, everybody who waits for it is told.
"""

import time
from collections.abc import Generator
from threading import Lock
from typing import Any

import psycopg

SILENT_SECONDS = 5.0
"""How long a wait takes until the server is asked whether it is alive, and again each time."""
TOLD_SECONDS = 3.0
"""For how long after a failed try every question is refused at once."""


class ServerFrozen(psycopg.OperationalError):
    """The server accepts connections and says nothing."""

    def __init__(self) -> None:
        super().__init__("the server is frozen: it does not answer")


class Pulse:
    """Whether one server is alive.

    Args:
        url: where it is; nobody has to be let in, any answer will do.
        seconds: how long its answer may take.
    """

    def __init__(self, url: str, seconds: int) -> None:
        self._url, self._seconds = url, seconds
        self._frozen_until = 0.0
        self._lock = Lock()

    def check(self) -> None:
        """Try a new connection, unless the last one failed just now; one thread tries for all.

        Raises:
            ServerFrozen: there was no answer.
        """
        with self._lock:
            self.raise_if_frozen()
            try:
                psycopg.connect(self._url, connect_timeout=self._seconds).close()
            except psycopg.errors.ConnectionTimeout as error:
                self.note_frozen()
                raise ServerFrozen from error
            except psycopg.OperationalError:
                pass  # an answer as well, a refusal say; what is gone closes its connections

    def note_frozen(self) -> None:
        """Remember that a try had no answer."""
        self._frozen_until = time.monotonic() + TOLD_SECONDS

    def raise_if_frozen(self) -> None:
        """Say what was found a moment ago.

        Raises:
            ServerFrozen: there was no answer.
        """
        if time.monotonic() < self._frozen_until:
            raise ServerFrozen

    def connect(self, *positional: Any, **arguments: Any) -> "WatchedConnection":  # noqa: ANN401 - psycopg's
        """Open a connection whose waits end when the server is frozen; the arguments are psycopg's.

        Raises:
            psycopg.OperationalError: it can't be opened; ServerFrozen among them.
        """
        self.raise_if_frozen()
        try:
            connection = WatchedConnection.connect(*positional, **arguments)
        except psycopg.errors.ConnectionTimeout:
            self.note_frozen()
            raise
        connection.pulse = self
        return connection


class WatchedConnection(psycopg.Connection[Any]):
    """A connection whose every wait for the server is watched."""

    pulse: Pulse | None = None

    def wait(self, gen: Generator[Any, Any, Any], *more: Any, **named: Any) -> Any:  # noqa: ANN401 - as psycopg has it
        """Wait for a step of the protocol; psycopg looks ten times a second whether it is to stop."""
        if self.pulse is None:
            return super().wait(gen, *more, **named)
        try:
            awaited = next(gen)  # most steps of a COPY find their answer there already
        except StopIteration as ended:
            return ended.value
        try:
            return super().wait(_watched(awaited, gen, self.pulse), *more, **named)
        except ServerFrozen:
            self.pgconn.finish()  # in the middle of an answer it is of no further use
            raise


def _watched(awaited: Any, steps: Generator[Any, Any, Any], pulse: Pulse) -> Generator[Any, Any, Any]:  # noqa: ANN401
    """The same steps, with a look at the server's pulse when nothing comes for long."""
    since = time.monotonic()
    try:
        while True:
            ready = yield awaited
            if not ready and time.monotonic() - since > SILENT_SECONDS:
                pulse.check()
                since = time.monotonic()
            awaited = steps.send(ready)
    except StopIteration as ended:
        return ended.value
