"""Finding the records a worker can't finish, by asking for ever smaller parts.

A part that fails is halved; when one half succeeds, the other is known to be bad and halved without asking. A record
that fails alone is asked for again before it is blamed, and the worker must answer for a protein known to be
good: a broken worker is not the records' fault.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from batchprot.tables.raw_columns import RawColumns
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.worker_errors import WorkerBusy, WorkerDown, WorkerFailed, WorkerTooLarge

CANARY = ("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ",)
"""A made-up protein of common residues, which any worker in order can do."""
TRIES_ALONE = 3
GIVE_UP_AFTER = 8
"""Records blamed one after the other without any success between: then all are taken to be bad."""
SHORTEST_SECONDS = 5.0
LONGEST_SECONDS = 60.0
WAIT_FOR_WORKER_SECONDS = 45.0
WAIT_STEP_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Part:
    """The result of sequences [start, stop); None when the one sequence can't be done."""

    start: int
    stop: int
    result: RawColumns | None


Ask = Callable[[Sequence[str], float], RawColumns]


@dataclass(slots=True)
class Bisection:
    """One search. `ask` calls the worker; `pause` waits, and raises when the result is no longer needed."""

    ask: Ask
    pause: Callable[[float], None]
    parts: list[Part] = field(default_factory=list)
    blamed_in_a_row: int = 0
    calls: int = 0

    def run(self, sequences: Sequence[str]) -> list[Part]:
        """Results of all parts, in order, covering every sequence. `sequences` failed together before.

        Raises:
            WorkerFailed, WorkerDown: the worker is broken or gone.
            JobFailed: no record seems to be doable.
        """
        self._check_worker()
        self._halve(sequences, 0, len(sequences), depth=0)
        return sorted(self.parts, key=lambda part: part.start)

    def _halve(self, sequences: Sequence[str], start: int, stop: int, depth: int) -> None:
        """Work on a part known to fail as a whole."""
        if stop - start == 1:
            self._alone(sequences, start)
            return
        middle = (start + stop) // 2
        halves = [(start, middle), (middle, stop)]
        # Which half is asked for first alternates, so that no position of the culprit is the dearest.
        first, second = halves if depth % 2 == 0 else halves[::-1]
        first_is_good = self._part(sequences, *first, depth)
        if first_is_good:
            self._halve(sequences, *second, depth + 1)
        else:
            self._part(sequences, *second, depth)

    def _part(self, sequences: Sequence[str], start: int, stop: int, depth: int) -> bool:
        """Ask for a part, and go into it when it fails."""
        if stop - start == 1:
            return self._alone(sequences, start)
        try:
            result = self._call(sequences[start:stop], self._seconds(sequences, start, stop))
        except (WorkerFailed, WorkerTooLarge):
            self._halve(sequences, start, stop, depth + 1)
            return False
        self._keep(start, stop, result)
        return True

    def _alone(self, sequences: Sequence[str], index: int) -> bool:
        """Ask for one record until it succeeds or is beyond doubt."""
        for _ in range(TRIES_ALONE):
            try:
                result = self._call(sequences[index : index + 1], SHORTEST_SECONDS)
            except (WorkerFailed, WorkerTooLarge):
                continue
            self._keep(index, index + 1, result)
            return True
        self.parts.append(Part(index, index + 1, None))
        self.blamed_in_a_row += 1
        if self.blamed_in_a_row >= GIVE_UP_AFTER:
            self._check_worker()
            raise JobFailed(Failure.ALL_RECORDS_REJECTED, ALL_BAD)
        return False

    def _keep(self, start: int, stop: int, result: RawColumns) -> None:
        self.parts.append(Part(start, stop, result))
        self.blamed_in_a_row = 0

    def _seconds(self, sequences: Sequence[str], start: int, stop: int) -> float:
        share = (stop - start) / len(sequences)
        return SHORTEST_SECONDS + math.ceil((LONGEST_SECONDS - SHORTEST_SECONDS) * share)

    def _check_worker(self) -> None:
        """Raises WorkerFailed when the worker can't do a protein known to be good."""
        self._call(CANARY, SHORTEST_SECONDS)

    def _call(self, sequences: Sequence[str], seconds: float) -> RawColumns:
        """Ask once the worker is there: what killed it is not the part that found it dead."""
        waited = time.monotonic()
        while True:
            try:
                result = self.ask(sequences, seconds)
            except WorkerBusy as busy:
                pause = busy.seconds
            except WorkerDown:
                pause = WAIT_STEP_SECONDS
                if time.monotonic() - waited > WAIT_FOR_WORKER_SECONDS:
                    raise
            except WorkerFailed:
                self.calls += 1
                raise
            else:
                self.calls += 1
                return result
            self.pause(pause)


ALL_BAD = (
    "The compute service could not finish any of the records it was given, one by one. Check that the file holds "
    "protein sequences; if it does, tell the operator the number of the analysis."
)
