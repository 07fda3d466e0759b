"""The body of a request: read whole before a thread is taken, or passed on to a thread while it arrives.

Either way its sender must keep up a pace, and its size is bounded before anything is done with it.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

BEGIN_SECONDS = 20.0
SLOWEST = 2_000
"""Bytes a second that a sender must keep up after the first seconds."""
ALL_BODIES = 100_000_000
"""Bytes of all bodies that are being read into memory at the same time."""

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]


class TooLargeError(Exception):
    """The body is larger than its kind of request allows."""


class TooSlowError(Exception):
    """The body does not arrive."""


class GoneError(Exception):
    """The sender went away."""


class Arriving:
    """Blocks of a body as they come, at a pace that is not too slow."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._loop = asyncio.get_running_loop()
        self._begun = self._loop.time()
        self.seen = 0
        self.ended = False

    async def next(self) -> bytes:
        """The next block; empty at the end.

        Raises:
            TooSlowError, GoneError: it didn't come.
        """
        if self.ended:
            return b""
        allowed = self._begun + BEGIN_SECONDS + self.seen / SLOWEST - self._loop.time()
        try:
            async with asyncio.timeout(max(0.0, allowed)):
                message = await self._receive()
        except TimeoutError:
            raise TooSlowError from None
        if message["type"] == "http.disconnect":
            raise GoneError
        self.ended = not message.get("more_body", False)
        block: bytes = message.get("body", b"")
        self.seen += len(block)
        return block if block or self.ended else await self.next()


class Bodies:
    """Reads bodies into memory, within one bound for all of them together."""

    def __init__(self) -> None:
        self._held = 0

    async def read(self, receive: Receive, declared: int | None, largest: int) -> bytes:
        """The whole body.

        Raises:
            TooLargeError, TooSlowError, GoneError: it isn't one that is taken.
        """
        if (declared or 0) > largest:
            raise TooLargeError
        arriving, body = Arriving(receive), bytearray()
        try:
            while block := await arriving.next():
                body += block
                self._held += len(block)
                if len(body) > largest or self._held > ALL_BODIES:
                    raise TooLargeError
        finally:
            self._held -= len(body)
        return bytes(body)


class ArrivingFile(io.RawIOBase):
    """A body as a file that a thread reads while it arrives."""

    def __init__(self, receive: Receive) -> None:
        self._arriving = Arriving(receive)
        self._loop = asyncio.get_running_loop()
        self._left = b""

    def readable(self) -> bool:
        """It is read only."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        """Read some bytes; a body that breaks off ends early, and its length tells."""
        if not self._left:
            try:
                self._left = asyncio.run_coroutine_threadsafe(self._arriving.next(), self._loop).result()
            except (TooSlowError, GoneError):
                return 0
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count
