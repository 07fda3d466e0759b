"""The only way to a job's results: a reader, one short read-only transaction, a limit of time.

Who may read a job is decided here and nowhere else: its owner and the holder of a share link.
"""

import time
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from psycopg.errors import QueryCanceled
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select
from sqlalchemy.exc import DBAPIError

from jobs.background import MANY
from jobs.errors import JobNotFound, JobRefused, LinkEnded
from jobs.remembered import Remembered
from jobs.services import JobServices
from models.database import driver_connection
from models.states import JobState
from models.tables import job, share_link
from results import kept

FINISHED = JobState.SUCCEEDED
ONE_PROCESS = {"jit": "off", "max_parallel_workers_per_gather": "0"}
"""Statements are not compiled just in time, which takes longer than they do, nor shared between processes: a page asks
several questions at once, and starting helpers for one takes time from the others."""
READ_SECONDS = 20
LONG_SECONDS = 0.05
"""Of an analysis of MANY records, answers that took this long are kept in the database for every process."""
TOO_SLOW = "This takes longer than the database may work on one question. Use a simpler search or more filters."


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """The holder of a share link, who may read its one job while the link is valid."""

    link_id: UUID


Reader = UUID | LinkHolder
"""Who asks to read a job: a person, by the account's id, or the holder of a link."""


def readable_by(reader: Reader) -> ColumnElement[bool]:
    """The condition on `job` for this reader; a deleted job has none."""
    if isinstance(reader, LinkHolder):
        theirs: ColumnElement[bool] = exists().where(
            share_link.c.id == reader.link_id, share_link.c.job_id == job.c.id, is_good_link()
        )
    else:
        theirs = job.c.user_id == reader
    return and_(theirs, job.c.deleted_at.is_(None))


def is_good_link() -> ColumnElement[bool]:
    """The condition on `share_link` for a valid link: not revoked, not expired by the database's clock."""
    return and_(
        share_link.c.revoked_at.is_(None), or_(share_link.c.expires_at.is_(None), share_link.c.expires_at > func.now())
    )


def no_such_job(reader: Reader) -> JobNotFound:
    """The answer to a reader who may not read, whatever the reason."""
    return LinkEnded() if isinstance(reader, LinkHolder) else JobNotFound()


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job that is open to its reader: the connection, and what the job's row says."""

    connection: Connection
    job_id: UUID
    state: str
    done: int
    rejected: int
    own_version: int
    remembered: Remembered
    made: dict[str, bytes | memoryview]
    """Answers that took long, to be kept in the database once the job is closed."""

    @property
    def records(self) -> int:
        """Records stored so far; these counters change in the transaction that stores the rows."""
        return self.done + self.rejected

    @property
    def is_large(self) -> bool:
        """Whether answers and columns are kept: the job will never change, and reading its tables takes long."""
        return self.state == FINISHED and self.records >= MANY

    def remember(self, question: Hashable, read: Callable[[], Answer]) -> Answer:
        """The answer to a question about the whole job: from memory when the job is finished and was asked before."""
        known: Answer | None = self.recall(question)
        if known is not None:
            return known
        began = time.monotonic()
        answer = read()
        self.keep(question, answer, lasting=time.monotonic() - began > LONG_SECONDS)
        return answer

    def recall(self, question: Hashable) -> Any:  # noqa: ANN401 - whatever was kept
        """Return the kept value, or None; a job that is still running is read again."""
        if self.state != FINISHED:
            return None
        asked = self._asked(question)
        known = self.remembered.recall(self.job_id, asked)
        if known is None and self.records >= MANY:
            data = kept.recall(self.connection, self.job_id, kept.name_of(asked))
            known = kept.unpacked(data) if data is not None else None
            if known is not None:
                self.remembered.keep(self.job_id, asked, known)
        return known

    def keep(self, question: Hashable, answer: object, *, lasting: bool) -> None:
        """Keep an answer, if the job will never change; with `lasting` for other processes too."""
        if self.state != FINISHED:
            return
        asked = self._asked(question)
        self.remembered.keep(self.job_id, asked, answer)
        if lasting and self.records >= MANY and (data := kept.packed(answer)) is not None:
            self.made[kept.name_of(asked)] = data

    def _asked(self, question: Hashable) -> Hashable:
        """The question, of the own columns as they are now: they are all of a finished job that ever changes."""
        return (self.own_version, question)

    def binary(self, statement: Select[Any]) -> tuple[Any, ...]:
        """The one row of a statement, sent as PostgreSQL keeps it: bytes are half as long as in text."""
        raw = driver_connection(self.connection)
        with raw.cursor(binary=True) as cursor:
            row = cursor.execute(*self.plain(statement), prepare=False).fetchone()
        return row or ()

    def plain(self, statement: Select[Any]) -> tuple[str, dict[str, Any]]:
        """A statement as text with named places, and their values, as psycopg takes them."""
        compiled = statement.compile(dialect=self.connection.dialect, compile_kwargs={"render_postcompile": True})
        return str(compiled), dict(compiled.params)


@contextmanager
def reading(
    services: JobServices, reader: Reader | str, job_id: UUID | str, *, seconds: float = READ_SECONDS
) -> Iterator[OpenJob]:
    """Open a job for its reader.

    Statements are stopped after `seconds`, write nothing, and run as ONE_PROCESS.

    Raises:
        JobNotFound: there is no such job, it is deleted, or not this reader's; LinkEnded to the holder of a link.
        JobRefused: a statement took too long.
    """
    reader, asked = reader if isinstance(reader, LinkHolder) else _uuid(reader), _uuid(job_id)
    settings = {"statement_timeout": f"{int(seconds * 1000)}ms", "transaction_read_only": "on"} | ONE_PROCESS
    wanted = select(
        job.c.state,
        job.c.done,
        job.c.rejected,
        job.c.own_version,
        *(func.set_config(name, value, True) for name, value in settings.items()),
    ).where(job.c.id == asked, readable_by(reader))
    try:
        with services.database.connection() as connection:
            row = connection.execute(wanted).one_or_none()
            if row is None:
                raise no_such_job(reader)
            opened = OpenJob(
                connection, asked, row.state, row.done, row.rejected, row.own_version, services.remembered, {}
            )
            yield opened
        if opened.made:
            kept.keep(services.database, asked, opened.made)
    except (DBAPIError, QueryCanceled) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, QueryCanceled):
            raise JobRefused("too_slow", TOO_SLOW, 503) from None
        raise


def is_quick(services: JobServices, reader: Reader, job_id: UUID) -> bool:
    """Whether a first look at a job is answered at once: it is small, or somebody has looked at it before.

    Raises:
        JobNotFound: see reading.
    """
    with reading(services, reader, job_id) as opened:
        return opened.records < MANY or kept.has_answers(opened.connection, job_id)


@contextmanager
def reading_several(
    services: JobServices, reader: Reader, job_ids: Sequence[UUID], *, seconds: float = READ_SECONDS
) -> Iterator[OpenJob]:
    """Open several jobs for their reader, in one transaction; what is yielded is the first of them.

    Raises:
        JobNotFound, JobRefused: see reading; all must be this reader's.
    """
    wanted = set(job_ids)
    with reading(services, reader, job_ids[0], seconds=seconds) as first:
        theirs = select(func.count()).select_from(job).where(job.c.id.in_(wanted), readable_by(reader))
        if first.connection.execute(theirs).scalar_one() != len(wanted):
            raise no_such_job(reader)
        yield first


def _uuid(value: UUID | str) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise JobNotFound from None
