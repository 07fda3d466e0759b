"""Places for requests of one kind: a number of them in all, a number for each person, and a line to wait in."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


class NoPlaceError(Exception):
    """The line is full, or the wait was too long."""


@dataclass
class Places:
    """Lends places; of those who wait, a person with the fewest requests running goes first.

    Waiting costs no thread. To be used from one event loop only.

    Attributes:
        total: how many places there are.
        each: how many of them one person may hold.
        waiting: how many may wait.
        seconds: how long one may wait.
    """

    total: int
    each: int
    waiting: int
    seconds: float
    running: Counter[str] = field(default_factory=Counter)
    line: list[tuple[str, asyncio.Future[None]]] = field(default_factory=list)

    @asynccontextmanager
    async def taken(self, person: str) -> AsyncIterator[None]:
        """Hold a place for this person.

        Raises:
            NoPlaceError: there was none in time.
        """
        await self._take(person)
        try:
            yield
        finally:
            self.running[person] -= 1
            if not self.running[person]:
                del self.running[person]
            self._lend()

    async def _take(self, person: str) -> None:
        if len(self.line) >= self.waiting:
            raise NoPlaceError
        lent = asyncio.get_running_loop().create_future()
        self.line.append((person, lent))
        self._lend()
        try:
            async with asyncio.timeout(self.seconds):
                await asyncio.shield(lent)
        except BaseException as error:
            if lent.done():  # lent at the very moment when the wait ended
                self.running[person] -= 1
            else:
                self.line.remove((person, lent))
            self._lend()
            if isinstance(error, TimeoutError):
                raise NoPlaceError from None
            raise

    def _lend(self) -> None:
        while self.running.total() < self.total:
            free = [one for one in self.line if self.running[one[0]] < self.each]
            if not free:
                return
            first = min(free, key=lambda one: self.running[one[0]])  # of several, the one who came first
            self.line.remove(first)
            self.running[first[0]] += 1
            first[1].set_result(None)
