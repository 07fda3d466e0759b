"""What was once read of a finished job, which never changes: counts of all records, asked again at every brush."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any
from uuid import UUID

MOST_ANSWERS = 256
"""At most 64 KiB each: the caller bounds them, see MOST_NOTED, MOST_RUNS and the cells of a density."""


class Remembered:
    """A bounded number of answers about jobs, shared by the threads of one process; the longest unused go first.

    It does not check ownership: the caller has already opened the job.
    """

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._answers: OrderedDict[tuple[UUID, Hashable], Any] = OrderedDict()
        self._lock, self._most = Lock(), most

    def recall(self, job_id: UUID, question: Hashable) -> Any:  # noqa: ANN401 - whatever was kept
        """The answer to a question about a job, None when it isn't known."""
        with self._lock:
            if (job_id, question) not in self._answers:
                return None
            self._answers.move_to_end((job_id, question))
            return self._answers[job_id, question]

    def keep(self, job_id: UUID, question: Hashable, answer: Any) -> None:  # noqa: ANN401
        """Keep an answer, which must not be changed afterwards."""
        with self._lock:
            self._answers[job_id, question] = answer
            self._answers.move_to_end((job_id, question))
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget everything, so that the next question asks the database."""
        with self._lock:
            self._answers.clear()
