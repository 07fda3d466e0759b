"""Work that takes longer than a request may: a row says what is asked, a runner does it, pages ask how far it is.

Three kinds: looking at a large upload, making a large download, and what a large analysis shows first. The row is
authoritative, the queue's message only wakes a runner; see jobs.pipeline.background for the runner's side.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row

from jobs.adapters.queue import BACKGROUND_TASK, SOONEST
from jobs.errors import JobRefused
from jobs.services import JobServices
from models.states import WorkState
from models.tables import background_work as work

MANY = 20_000
"""Records from which on answers about an analysis are made in the background and kept."""
AT_ONCE = 3
"""How much background work of one kind may be unfinished for one analysis or one person."""
TOLD_FOR = "interval '10 seconds'"
"""How long a failure is told to those who ask again; later it is tried again."""
_UNFINISHED = (WorkState.WAITING, WorkState.RUNNING)


class WorkKind(StrEnum):
    """What is to be done."""

    INSPECTION = "inspection"
    FIRST_LOOK = "first_look"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class BackgroundWork:
    """One task: `done` of `total` bytes or rows, where they are known; `result` once it is done."""

    id: UUID
    kind: str
    state: str
    user_id: UUID
    job_id: UUID | None
    upload_id: UUID | None
    asked: dict[str, Any]
    done: int
    total: int | None
    result: dict[str, Any]
    failure: dict[str, Any]

    @property
    def is_unfinished(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in _UNFINISHED


def begin(
    services: JobServices,
    kind: WorkKind,
    user_id: UUID,
    asked: Mapping[str, Any],
    *,
    job_id: UUID | None = None,
    upload_id: UUID | None = None,
) -> BackgroundWork:
    """The work that does what is asked: begun now, or the same that was begun before and did not fail.

    Args:
        services: where to put it.
        kind: what is to be done.
        user_id: whose quota it counts in, and with whose account it is deleted.
        asked: what exactly, as JSON.
        job_id: the analysis it is about, with which it is deleted.
        upload_id: the upload it is about.

    Raises:
        JobRefused: too much is under way for this person.
    """
    key = _key(kind, job_id or upload_id, asked)
    with services.database.session() as session:
        known = select(work).where(work.c.key == key, work.c.state != WorkState.FAILED)
        if (row := session.execute(known).one_or_none()) is not None:
            return _read(row)
        mine = select(func.count()).where(work.c.user_id == user_id, work.c.kind == kind, _is_unfinished())
        if session.execute(mine).scalar_one() >= AT_ONCE:
            sentence = f"{AT_ONCE} others are being prepared. Wait until one of them is done."
            raise JobRefused("too_much_at_once", sentence, 429)
        values = {"key": key, "kind": kind, "user_id": user_id, "job_id": job_id, "upload_id": upload_id}
        created = insert(work).values(**values, asked=dict(asked)).on_conflict_do_nothing().returning(work.c.id)
        if (made := session.execute(created).scalar_one_or_none()) is not None:
            services.queue.enqueue(session, BACKGROUND_TASK, priority=SOONEST, job_id=made)
        return _read(session.execute(known).one())


def latest(
    services: JobServices, kind: WorkKind, asked: Mapping[str, Any], *, upload_id: UUID
) -> BackgroundWork | None:
    """The work that was begun for this question and not settled since; of failed work only what has just failed.

    A file that can be read in several ways fails for good: it waits for the choice.
    """
    just_failed = work.c.finished_at > func.now() - text(TOLD_FOR)
    counts = or_(work.c.state != WorkState.FAILED, work.c.failure.has_key("readings"), just_failed)
    wanted = select(work).where(work.c.key == _key(kind, upload_id, asked), counts).order_by(work.c.created_at.desc())
    with services.database.session() as session:
        row = session.execute(wanted.limit(1)).one_or_none()
    return None if row is None else _read(row)


def settle(services: JobServices, work_id: UUID) -> None:
    """Let the same question begin new work when it is asked again; this one can still be looked at by its id."""
    own = func.concat(work.c.key, "/", work.c.id)
    with services.database.session() as session:
        session.execute(update(work).where(work.c.id == work_id, work.c.state == WorkState.DONE).values(key=own))


def look(services: JobServices, work_id: UUID) -> BackgroundWork | None:
    """How far a task is; None when there is none (any more). The caller decides who may look."""
    with services.database.session() as session:
        row = session.execute(select(work).where(work.c.id == work_id)).one_or_none()
    return None if row is None else _read(row)


def _key(kind: WorkKind, about: UUID | None, asked: Mapping[str, Any]) -> str:
    """The same for the same question."""
    words = [str(kind), str(about), orjson.dumps(asked, option=orjson.OPT_SORT_KEYS).decode()]
    return hashlib.sha256("\0".join(words).encode()).hexdigest()


def _is_unfinished() -> ColumnElement[bool]:
    return work.c.state.in_(_UNFINISHED)


def _read(row: Row[Any]) -> BackgroundWork:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return BackgroundWork(**{name: named[name] for name in BackgroundWork.__dataclass_fields__})
