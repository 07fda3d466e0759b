"""One connection of a browser, with bounds on the time that its request's head and our answer may take.

Slow clients cost a connection and nothing more: bodies have a bound of their own (body.py), and no thread waits for
any of them (front.py).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 15.0
"""From the first byte of a request, or from connecting, until its head is complete."""
WRITE_SECONDS = 60.0
"""Until a reader has taken the part of an answer that fits into the connection's buffers: some 50 kB."""


class BoundedConnection(H11Protocol):
    """uvicorn's connection, closed when its other end is too slow."""

    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Wait no longer when the head is complete; a further request on the connection has its own time."""
        super().data_received(data)
        self._await_head()

    def on_response_complete(self) -> None:
        """An answered request gives way to the next, which may have begun to arrive."""
        super().on_response_complete()
        self._stop("_head_timer")

    def _await_head(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop("_head_timer")
        elif self._head_timer is None and not self.transport.is_closing():
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """The reader is slower than we are: it has some time to take what is on its way."""
        super().pause_writing()
        self._stop("_write_timer")
        self._write_timer = self.loop.call_later(WRITE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader has taken it."""
        super().resume_writing()
        self._stop("_write_timer")

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        super().connection_lost(exc)
        self._stop("_head_timer")
        self._stop("_write_timer")

    def _stop(self, name: str) -> None:
        timer: Any = getattr(self, name)
        if timer is not None:
            timer.cancel()
            setattr(self, name, None)
