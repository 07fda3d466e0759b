"""What the runner's steps work with, beside the services of every use case."""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jobs.pipeline.leases import LeaseKeeper
from jobs.services import JobServices

RUNNER_APPLICATION = "batchprot runner "
"""A runner's connections carry this and its name, so that another can end those of one that is stopped."""


CHECK_SECONDS = 0.2


class Throttle:
    """How many calls to the worker may be under way: halved when it says it is busy, one more after five answers."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = most
        self._under_way = 0
        self._answers = 0
        self._changed = threading.Condition()

    @property
    def limit(self) -> int:
        """The number of calls allowed at present."""
        return self._limit

    @contextmanager
    def call(self, while_waiting: Callable[[], None]) -> Iterator[None]:
        """Wait for a place, and hold it for as long as the block lasts.

        `while_waiting` is called again and again until there is one; it raises when waiting has become useless.
        """
        with self._changed:
            while not self._changed.wait_for(lambda: self._under_way < self._limit, CHECK_SECONDS):
                while_waiting()
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify()

    def answered(self) -> None:
        """Note a good answer."""
        with self._changed:
            self._answers += 1
            if self._answers % 5 == 0 and self._limit < self._most:
                self._limit += 1
                self._changed.notify()

    def busy(self) -> None:
        """Note that the worker asked for a pause."""
        with self._changed:
            self._limit = max(1, self._limit // 2)
            self._answers = 0


def nowhere(_place: str) -> None:
    """Go on: what happens at a named place outside of tests."""


@dataclass(frozen=True, slots=True)
class RunnerContext:
    """One runner process.

    `at` is called with the name of each place between two steps of a chunk; the tests' own entry point kills
    the process there. `deadline` is when this process ends, by the monotonic clock: Lambda's doing.
    """

    services: JobServices
    runner: str
    leases: LeaseKeeper
    throttle: Throttle
    undo_seconds: float = 30.0
    stalled_seconds: float = 8.0
    at: Callable[[str], None] = field(default=nowhere)
    deadline: float = math.inf
