"""Reading results: every question answered by the database, for the owner of the job only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.orm import Session

from jobs.distributions import Composition, Histogram, Scatter, composition, histogram, scatter
from jobs.errors import ProteinNotFound
from jobs.selected import JOINED, column_of, condition, job_for, ordering, source
from jobs.selection import STATUSES, InvalidSelection, Selection
from jobs.services import JobServices
from models.tables import measurement
from models.tables import protein as record
from protein.properties import BY_KEY, PROPERTIES, Kind

__all__ = [
    "Composition",
    "Histogram",
    "Page",
    "ProteinView",
    "Scatter",
    "composition",
    "count",
    "histogram",
    "page",
    "point",
    "protein",
    "rejected",
    "scatter",
    "status_counts",
]

LONGEST_PAGE = 500
HOVER = ("ordinal", "identifier", "name", "description", "organism", "gene", "length", "status")
RECORD_FACTS = (*HOVER, "line", "reason", "reason_code", "reading_notes", "crc64", "sequence")
Neighbour = tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of `total`, in the order asked for; each has the keys asked for, and `ordinal`."""

    rows: list[dict[str, Any]]
    total: int


@dataclass(frozen=True, slots=True)
class ProteinView:
    """Everything about one record.

    `values` has every property of the table, None where there is none; `percentiles` (0 to 100) tell where its
    numbers stand among those of the analysis. `previous` and `next` are (ordinal, identifier) of its neighbours.
    """

    ordinal: int
    identifier: str
    name: str
    description: str
    organism: str
    gene: str
    length: int
    status: str
    line: int
    reason: str
    reason_code: str
    reading_notes: str
    crc64: str | None
    sequence: str
    values: dict[str, Any]
    percentiles: dict[str, float]
    previous: Neighbour
    next: Neighbour


def count(services: JobServices, user_id: UUID, job_id: UUID, selection: Selection) -> int:
    """How many records are selected."""
    with services.database.session() as session:
        found = job_for(session, user_id, job_id)
        if selection.is_everything and found.state == "succeeded":
            return int(found.records)
        return _count(session, job_id, selection)


def status_counts(
    services: JobServices, user_id: UUID, job_id: UUID, selection: Selection
) -> dict[str, tuple[int, int]]:
    """For each status how many records are selected, and how many there are."""
    selected = func.count().filter(condition(selection))
    asked = select(record.c.status, selected, func.count()).select_from(source(selection))
    with services.database.session() as session:
        job_for(session, user_id, job_id)
        found = session.execute(asked.where(record.c.job_id == job_id).group_by(record.c.status))
        counts = {status: (chosen, everything) for status, chosen, everything in found}
    return {status: counts.get(status, (0, 0)) for status in STATUSES}


def page(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    user_id: UUID,
    job_id: UUID,
    selection: Selection,
    start: int,
    end: int,
    columns: Sequence[str],
) -> Page:
    """Rows [start, end) of the selection, at most 500 of them.

    Raises:
        JobNotFound: see job_for.
        InvalidSelection: a column or a place that doesn't exist.
    """
    if not 0 <= start <= end:
        raise InvalidSelection("A page begins at 0 or later and ends after it begins.")
    wanted = list(dict.fromkeys(["ordinal", *columns]))
    # The narrow part first: sorting carries only what decides the order, and the rest is fetched for the page.
    chosen = (
        select(record.c.ordinal, func.count().over().label("total"))
        .select_from(source(selection))
        .where(record.c.job_id == job_id, condition(selection))
        .order_by(*ordering(selection))
        .offset(start)
        .limit(min(end - start, LONGEST_PAGE))
        .subquery()
    )
    shown = [column_of(key).label(key) for key in wanted]
    fetched = (
        select(chosen.c.total, *shown)
        .select_from(JOINED.join(chosen, chosen.c.ordinal == record.c.ordinal))
        .where(record.c.job_id == job_id)
        .order_by(*ordering(selection))
    )
    with services.database.session() as session:
        job_for(session, user_id, job_id)
        found = session.execute(fetched).mappings().all()
        total = int(found[0]["total"]) if found else _count(session, job_id, selection)
    return Page([{key: row[key] for key in wanted} for row in found], total)


def rejected(services: JobServices, user_id: UUID, job_id: UUID, start: int, end: int) -> Page:
    """Rows [start, end) of the records with a reason: rejected ones and warned ones, in the order of the file."""
    columns = ("ordinal", "line", "identifier", "status", "reason")
    with_reason = Selection(statuses=frozenset({"rejected", "warned"}))
    return page(services, user_id, job_id, with_reason, start, end, columns)


def point(services: JobServices, user_id: UUID, job_id: UUID, ordinal: int) -> dict[str, Any]:
    """What hovering over a point shows: identifier, name, description, organism, gene, length, status.

    Raises:
        JobNotFound: see job_for.
        ProteinNotFound: the job has no such record.
    """
    with services.database.session() as session:
        job_for(session, user_id, job_id)
        return dict(_record(session, job_id, ordinal, [record.c[name] for name in HOVER]))


def protein(services: JobServices, user_id: UUID, job_id: UUID, ordinal: int) -> ProteinView:
    """Everything about one record.

    Raises:
        JobNotFound, ProteinNotFound: see point.
    """
    keys = [row.key for row in PROPERTIES]
    facts = [record.c[name] for name in RECORD_FACTS if name not in keys]
    with services.database.session() as session:
        job_for(session, user_id, job_id)
        found = _record(session, job_id, ordinal, [*facts, *(column_of(key).label(key) for key in keys)])
        values = {key: found[key] for key in keys}
        percentiles = _percentiles(session, job_id, values) if found["status"] != "rejected" else {}
        previous = _neighbour(session, job_id, ordinal, forwards=False)
        following = _neighbour(session, job_id, ordinal, forwards=True)
    known = {name: found[name] for name in RECORD_FACTS}
    return ProteinView(**known, values=values, percentiles=percentiles, previous=previous, next=following)


def _count(session: Session, job_id: UUID, selection: Selection) -> int:
    asked = select(func.count()).select_from(source(selection))
    return int(session.execute(asked.where(record.c.job_id == job_id, condition(selection))).scalar_one())


def _record(session: Session, job_id: UUID, ordinal: int, columns: Sequence[ColumnElement[Any]]) -> RowMapping:
    asked = select(*columns).select_from(JOINED)
    is_it = (record.c.job_id == job_id) & (record.c.ordinal == ordinal)
    row = session.execute(asked.where(is_it)).mappings().one_or_none()
    if row is None:
        raise ProteinNotFound
    return row


def _percentiles(session: Session, job_id: UUID, values: dict[str, Any]) -> dict[str, float]:
    """Of each number the share of the analysis' values below it, half of those equal to it included."""
    numbers = {
        key: value
        for key, value in values.items()
        if value is not None and BY_KEY[key].kind in (Kind.NUMBER, Kind.INTEGER) and BY_KEY[key].home == "measurement"
    }
    ranks = []
    for key, value in numbers.items():
        column = measurement.c[key]
        below_and_equal = func.count().filter(column < value) + func.count().filter(column <= value)
        ranks.append((literal(50.0) * below_and_equal / func.nullif(func.count(column), 0)).label(key))
    if not ranks:
        return {}
    row = session.execute(select(*ranks).where(measurement.c.job_id == job_id)).mappings().one()
    return {key: float(rank) for key, rank in row.items() if rank is not None}


def _neighbour(session: Session, job_id: UUID, ordinal: int, *, forwards: bool) -> Neighbour:
    beyond = record.c.ordinal > ordinal if forwards else record.c.ordinal < ordinal
    nearest = record.c.ordinal.asc() if forwards else record.c.ordinal.desc()
    asked = select(record.c.ordinal, record.c.identifier).where(record.c.job_id == job_id, beyond)
    row = session.execute(asked.order_by(nearest).limit(1)).one_or_none()
    return (int(row[0]), str(row[1])) if row is not None else None
