"""The only way to a job's results: its owner, one short read-only transaction, a limit of time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.errors import QueryCanceled
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import DBAPIError

from jobs.errors import JobNotFound, JobRefused
from jobs.services import JobServices
from models.database import driver_connection
from models.tables import job

READ_SECONDS = 20
TOO_SLOW = "This takes longer than the database may work on one question. Use a simpler search or more filters."


@dataclass(frozen=True, slots=True)
class Reading:
    """A job that its owner reads: the connection, and what the job's row says."""

    connection: Connection
    job_id: UUID
    state: str
    done: int
    rejected: int

    @property
    def records(self) -> int:
        """Records stored so far; these counters change in the transaction that stores the rows."""
        return self.done + self.rejected

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
    services: JobServices, user_id: UUID | str, job_id: UUID | str, *, seconds: float = READ_SECONDS
) -> Iterator[Reading]:
    """Open a job for its owner.

    Statements are stopped after `seconds`, write nothing, and are not compiled just in time: compiling takes longer
    than the statements do.

    Raises:
        JobNotFound: there is no such job, it is deleted, or it is another person's.
        JobRefused: a statement took too long.
    """
    owner, asked = _uuid(user_id), _uuid(job_id)
    settings = {"statement_timeout": f"{int(seconds * 1000)}ms", "jit": "off", "transaction_read_only": "on"}
    wanted = select(
        job.c.state,
        job.c.done,
        job.c.rejected,
        *(func.set_config(name, value, True) for name, value in settings.items()),
    ).where(job.c.id == asked, job.c.user_id == owner, job.c.deleted_at.is_(None))
    try:
        with services.database.connection() as connection:
            row = connection.execute(wanted).one_or_none()
            if row is None:
                raise JobNotFound
            yield Reading(connection, asked, row.state, row.done, row.rejected)
    except (DBAPIError, QueryCanceled) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, QueryCanceled):
            raise JobRefused("too_slow", TOO_SLOW, 503) from None
        raise


def _uuid(value: UUID | str) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise JobNotFound from None
