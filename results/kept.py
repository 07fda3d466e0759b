"""Answers about finished analyses that are kept in the database: made once, read by every process afterwards.

They are kept as pickles. Reading one makes nothing but the values named in `_KNOWN`, whatever its bytes say.
"""

import hashlib
import io
import pickle
from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from models.database import Database
from models.tables import kept_answer

MOST_KEPT = 80
"""Answers of one analysis; the oldest go first."""
LARGEST = 262_144
"""Bytes of an answer that is remembered; codes are larger, and have names of their own."""
_KNOWN: Final = frozenset(
    {
        ("array", "_array_reconstructor"),
        ("array", "array"),
        ("results.queries.found", "Answer"),
        ("results.queries.histograms", "Histogram"),
        ("results.queries.identical", "Identical"),
        ("results.queries.organisms", "Organisms"),
        ("results.queries.pages", "Noted"),
    }
)


class _Reader(pickle.Unpickler):
    """Makes plain values and those of _KNOWN."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - whatever was kept
        if (module, name) not in _KNOWN:
            msg = f"{module}.{name} is not kept"
            raise pickle.UnpicklingError(msg)
        return super().find_class(module, name)


def packed(answer: object) -> bytes | None:
    """An answer as it is kept; None when it is none of the values that are."""
    data = pickle.dumps(answer)
    if len(data) > LARGEST:
        return None
    try:
        unpacked(data)
    except pickle.UnpicklingError:
        return None
    return data


def unpacked(data: bytes) -> Any:  # noqa: ANN401 - whatever was kept
    """The answer.

    Raises:
        UnpicklingError: it holds something else than what is kept.
    """
    return _Reader(io.BytesIO(data)).load()


def name_of(question: Hashable) -> str:
    """The name of a question, as this version of the code answers it."""
    digest = hashlib.sha256(repr(question).encode()).hexdigest()
    return f"answer:{_version()[:8]}:{digest[:20]}"


@cache
def _version() -> str:
    """A digest of the code that answers: what was kept by another version is not read."""
    digest, here = hashlib.sha256(), Path(__file__).parent
    for path in sorted([*(here / "queries").glob("*.py"), *(here / "selection").glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def recall(connection: Connection, job_id: UUID, name: str) -> bytes | None:
    """What is kept of an analysis under this name, or None."""
    asked = select(kept_answer.c.data).where(kept_answer.c.job_id == job_id, kept_answer.c.name == name)
    found: bytes | None = connection.execute(asked).scalar_one_or_none()
    return found


def has_answers(connection: Connection, job_id: UUID) -> bool:
    """Whether any question about the whole of an analysis was answered before, by this version of the code."""
    beginning = f"answer:{_version()[:8]}:"
    asked = select(kept_answer.c.name).where(kept_answer.c.job_id == job_id, kept_answer.c.name.startswith(beginning))
    return connection.execute(asked.limit(1)).first() is not None


def keep(database: Database, job_id: UUID, answers: Mapping[str, bytes | memoryview]) -> None:
    """Keep answers about an analysis that will never change. When that fails, they are only made again."""
    try:
        with database.connection() as connection:
            _store(connection, job_id, answers)
    except SQLAlchemyError:  # the analysis was deleted meanwhile, or the disk is full
        return


def _store(connection: Connection, job_id: UUID, answers: Mapping[str, bytes | memoryview]) -> None:
    for name, data in sorted(answers.items()):  # one by one: several columns are too much for one statement
        row = {"job_id": job_id, "name": name, "data": data}
        connection.execute(insert(kept_answer).on_conflict_do_nothing(), row)
    of_job = kept_answer.c.job_id == job_id
    if connection.execute(select(func.count()).where(of_job)).scalar_one() > MOST_KEPT:
        newest = select(kept_answer.c.name).where(of_job)
        newest = newest.order_by(kept_answer.c.created_at.desc(), kept_answer.c.name)
        connection.execute(delete(kept_answer).where(of_job, kept_answer.c.name.in_(newest.offset(MOST_KEPT))))
