"""Selections that were given a name: they belong to an analysis, and go with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from jobs.errors import JobNotFound, JobRefused
from jobs.ownership import own_job
from jobs.services import JobServices
from models.tables import job, saved_selection
from results.access import readable_by
from results.selection import address

LONGEST_NAME = 100
MOST_SAVED = 200
LISTED = 1000


@dataclass(frozen=True, slots=True)
class SavedSelection:
    """A named selection of an analysis; `selection` is as the address spells it."""

    id: UUID
    job_id: UUID
    job_title: str
    name: str
    selection: str
    created_at: datetime


def save_selection(services: JobServices, user_id: UUID, job_id: UUID, name: str, query: str) -> UUID:
    """Keep a selection under a name; how rows are sorted is no part of it.

    Raises:
        JobNotFound: there is no such analysis that is this person's.
        InvalidSelection: the query is none.
        JobRefused: the name is empty, too long or taken, or there are too many.
    """
    kept = address.write(replace(address.read(query), sort=()))
    values = {"job_id": job_id, "name": clean_name(name), "selection": kept}
    with _free_name(), services.database.session() as session:
        own_job(session, user_id, job_id)
        mine = select(func.count()).select_from(saved_selection).where(saved_selection.c.job_id == job_id)
        if session.execute(mine).scalar_one() >= MOST_SAVED:
            raise JobRefused("too_many_selections", f"An analysis keeps at most {MOST_SAVED} selections.")
        saved: UUID = session.execute(
            insert(saved_selection).values(**values).returning(saved_selection.c.id)
        ).scalar_one()
        return saved


def list_selections(services: JobServices, user_id: UUID, job_id: UUID | None = None) -> list[SavedSelection]:
    """The person's saved selections by name: of this analysis, or of all."""
    wanted = (
        select(saved_selection, job.c.title.label("job_title"))
        .join(job, job.c.id == saved_selection.c.job_id)
        .where(readable_by(user_id), *([] if job_id is None else [job.c.id == job_id]))
        .order_by(func.lower(saved_selection.c.name), saved_selection.c.id)
        .limit(LISTED)
    )
    with services.database.session() as session:
        return [SavedSelection(**row) for row in session.execute(wanted).mappings()]


def rename_selection(services: JobServices, user_id: UUID, selection_id: UUID, name: str) -> None:
    """Give a saved selection another name.

    Raises:
        JobNotFound: there is none of this id that is this person's.
        JobRefused: the name is empty, too long or taken.
    """
    cleaned = clean_name(name)
    with _free_name(), services.database.session() as session:
        _lock(session, user_id, selection_id)
        session.execute(update(saved_selection).where(saved_selection.c.id == selection_id).values(name=cleaned))


def delete_selection(services: JobServices, user_id: UUID, selection_id: UUID) -> None:
    """Forget a saved selection; the proteins stay where they are.

    Raises:
        JobNotFound: see rename_selection.
    """
    with services.database.session() as session:
        _lock(session, user_id, selection_id)
        session.execute(delete(saved_selection).where(saved_selection.c.id == selection_id))


def clean_name(name: str) -> str:
    """A name on one line.

    Raises:
        JobRefused: it is empty or too long.
    """
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    cleaned = " ".join(printable.split())
    if not cleaned:
        raise JobRefused("no_name", "Give the selection a name.", 422)
    if len(cleaned) > LONGEST_NAME:
        raise JobRefused("long_name", f"A name has at most {LONGEST_NAME} characters.", 422)
    return cleaned


def _lock(session: Session, user_id: UUID, selection_id: UUID) -> None:
    owner = select(saved_selection.c.job_id).where(saved_selection.c.id == selection_id)
    job_id = session.execute(owner).scalar_one_or_none()
    if job_id is None:
        raise JobNotFound
    own_job(session, user_id, job_id)


@contextmanager
def _free_name() -> Iterator[None]:
    """Say so when another selection of the analysis has the name."""
    try:
        yield
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            raise JobRefused("name_taken", "Another selection of this analysis has this name.") from None
        raise
