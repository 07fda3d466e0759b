"""Rows of the table, their number, and the records that need a look."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, INTEGER
from sqlalchemy.engine import RowMapping

from jobs.errors import ProteinNotFound
from jobs.services import JobServices
from models.states import RecordStatus
from models.tables import protein
from results.access import OpenJob, Reader, reading
from results.selection.columns import FILE, JOINED, Source, column_of, source
from results.selection.model import LARGEST_ORDINAL, MOST_ORDINALS, STATUSES, InvalidSelection, Selection
from results.selection.sql import condition, keys_of, needs_measurement, sorted_by

LONGEST_PAGE = 500
MOST_NOTED = 10_000
"""Records with a warning or rejected that are counted by their numbers; of more, the status itself is read."""
HOVER = ("ordinal", "identifier", "name", "description", "organism", "gene", "length", "status")
REJECTED = ("ordinal", FILE, "line", "identifier", "status", "reason")
WITH_REASON = Selection(statuses=frozenset({RecordStatus.REJECTED, RecordStatus.WARNED}))
"""The records that need a look: the table of them and its download are of this."""


Part = Callable[[OpenJob, Selection, int, int], tuple[list[int], int]]
"""Finds the numbers of the records [start, end) of a selection in order, and how many are selected."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of `total`, in the order asked for; each has the keys asked for, None where there is no value."""

    rows: list[dict[str, Any]]
    total: int


def count_selected(job: OpenJob, selection: Selection) -> int:
    """How many records of an open job are selected; its counters know it when that is everything."""
    if selection.is_everything:
        return job.records
    tables = selected_source(selection)
    asked = select(func.count()).select_from(tables.tables)
    return int(
        job.connection.execute(asked.where(tables.of(job.job_id), condition(selection, tables.ordinal))).scalar_one()
    )


def selected_source(selection: Selection, *keys: str) -> Source:
    """The tables that the conditions of a selection need, and these keys."""
    return source({*keys_of(selection), *keys}, only_calculated=needs_measurement(selection))


def status_counts(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection
) -> dict[str, tuple[int, int]]:
    """For each status how many records are selected, and how many there are."""
    with reading(services, reader, job_id) as job:
        return statuses_of(job, selected_statuses(job, selection))


def selected_statuses(job: OpenJob, selection: Selection) -> dict[str, int] | None:
    """How many selected records have each status, of those that occur; None when that is everything."""
    return None if selection.is_everything else _statuses(job, selection)


def statuses_of(job: OpenJob, selected: Mapping[str, int] | None) -> dict[str, tuple[int, int]]:
    """For each status how many are selected, None being everything, and how many there are."""
    everything = job.remember("statuses", lambda: _statuses(job, Selection()))
    found = everything if selected is None else selected
    return {status: (found.get(status, 0), everything.get(status, 0)) for status in STATUSES}


def _statuses(job: OpenJob, selection: Selection) -> dict[str, int]:
    """How many selected records have each status, of those that occur."""
    noted = noted_records(job, selection)
    if noted is None:
        tables = selected_source(selection, "status")
        asked = select(protein.c.status, func.count()).select_from(tables.tables)
        asked = asked.where(tables.of(job.job_id), condition(selection, tables.ordinal))
        return {status: number for status, number in job.connection.execute(asked.group_by(protein.c.status))}  # noqa: C416
    tables = selected_source(selection)
    row = counted(job, selection, tables, [one_of(tables.ordinal, numbers) for numbers in noted.values()])
    return {"ok": row[0] - sum(row[1:]), **dict(zip(noted, row[1:], strict=True))}


def counted(
    job: OpenJob, selection: Selection, tables: Source, kinds: Sequence[ColumnElement[bool]]
) -> tuple[int, ...]:
    """How many records are selected, and how many of them are of each kind."""
    asked = select(func.count(), *(func.count().filter(kind) for kind in kinds)).select_from(tables.tables)
    return tuple(job.connection.execute(asked.where(tables.of(job.job_id), condition(selection, tables.ordinal))).one())


def noted_records(job: OpenJob, selection: Selection) -> dict[str, Sequence[int]] | None:
    """The records that are not ok, by status; None where the status itself is to be read."""
    return None if "status" in keys_of(selection) or selection.is_everything else few_noted(job)


def few_noted(job: OpenJob) -> dict[str, Sequence[int]] | None:
    """The records that are not ok, by status; None when they are too many to be told by their numbers."""
    return job.remember("noted", lambda: _noted(job)).few


@dataclass(frozen=True, slots=True)
class Noted:
    """Records that are rejected or have a warning, by status; None when they are too many to be kept."""

    few: dict[str, Sequence[int]] | None


def _noted(job: OpenJob) -> Noted:
    """Read their numbers: they are few, and the rows with the status are wide. No more are read than are kept."""
    asked = select(protein.c.status, protein.c.ordinal).where(
        protein.c.job_id == job.job_id, protein.c.status != RecordStatus.OK
    )
    found = job.connection.execute(asked.limit(MOST_NOTED + 1)).all()
    if len(found) > MOST_NOTED:
        return Noted(None)
    few: dict[str, array[int]] = {}
    for status, ordinal in found:
        few.setdefault(status, array("i")).append(ordinal)
    return Noted({status: few[status] for status in sorted(few)})


def one_of(ordinal: ColumnElement[int], ordinals: Sequence[int]) -> ColumnElement[bool]:
    """Whether a record is one of these."""
    return ordinal == any_(cast(literal(list(ordinals), ARRAY(INTEGER)), ARRAY(INTEGER)))


def page_of(  # noqa: PLR0917 - one question, asked by position everywhere
    job: OpenJob, selection: Selection, start: int, end: int, columns: Sequence[str], part: Part | None = None
) -> Page:
    """Rows [start, end) of the selection, at most LONGEST_PAGE of them, found by `part`.

    Raises:
        InvalidSelection: a column or a place that doesn't exist.
    """
    if not 0 <= start <= end <= LARGEST_ORDINAL:
        raise InvalidSelection("A page begins at 0 or later and ends after it begins.")
    wanted = list(dict.fromkeys(columns))
    shown = [column_of(key).label(key) for key in wanted]
    ordinals, total = (part or _part)(job, selection, start, min(end, start + LONGEST_PAGE))
    rows = _looked_up(job, ordinals, shown) if ordinals else []
    return Page([{key: row[key] for key in wanted} for row in rows], total)


def _part(job: OpenJob, selection: Selection, start: int, end: int) -> tuple[list[int], int]:
    """Numbers of the records [start, end) of the selection in order, and how many are selected.

    They are found and counted in one pass over nothing but what decides; of everything, the counters know the number.
    """
    # Without rejected records, both tables have the same rows.
    found = found_rows(job.job_id, selection, tables_in_order(selection, all_calculated=job.rejected == 0))
    if selection.is_everything:
        hits: FromClause = found.subquery("found")
        total: ColumnElement[int] = literal(job.records)
    else:
        hits = found.cte("found")
        total = select(func.count()).select_from(hits).scalar_subquery()
    part = select(hits.c.ordinal, total).order_by(*ways(hits, selection)).slice(start, end)
    rows = job.connection.execute(part).all()
    return [row[0] for row in rows], rows[0][1] if rows else count_selected(job, selection)


def _looked_up(job: OpenJob, ordinals: list[int], shown: Sequence[ColumnElement[Any]]) -> list[RowMapping]:
    """The rows of these records, in their order. Asked by number, they are found by the keys whatever is planned."""
    numbers = cast(literal(ordinals, ARRAY(INTEGER)), ARRAY(INTEGER))
    asked = select(protein.c.ordinal.label("_ordinal"), *shown).select_from(JOINED)
    asked = asked.where(protein.c.job_id == job.job_id, protein.c.ordinal == any_(numbers))
    rows = {row["_ordinal"]: row for row in job.connection.execute(asked).mappings()}
    return [rows[ordinal] for ordinal in ordinals]


def tables_in_order(selection: Selection, *, all_calculated: bool = False) -> Source:
    """The tables that the conditions and the sort of a selection need."""
    keys = {*keys_of(selection), *(key for key, _ in selection.sort)}
    return source(keys, only_calculated=bool(keys) and (all_calculated or needs_measurement(selection)))


def ways(table: FromClause, selection: Selection) -> list[ColumnElement[Any]]:
    """How rows of `found_rows` are sorted, the ordinal last; records without a value come after those with one."""
    sorted_by = []
    for number, (_, direction) in enumerate(selection.sort):
        key = table.c[f"key_{number}"]
        sorted_by.append((key.desc() if direction == "desc" else key.asc()).nulls_last())
    return [*sorted_by, table.c.ordinal.asc()]


def found_rows(job_id: UUID, selection: Selection, tables: Source) -> Select[Any]:
    """The selected records with nothing but what decides their order."""
    keys = [sorted_by(key, tables.ordinal) for key, _ in selection.sort]
    return (
        select(tables.ordinal.label("ordinal"), *(key.label(f"key_{number}") for number, key in enumerate(keys)))
        .select_from(tables.tables)
        .where(tables.of(job_id), condition(selection, tables.ordinal))
    )


def ordinals(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> frozenset[int]:
    """The numbers of the selected records, to be checked one by one.

    Raises:
        InvalidSelection: they are more than can be checked.
    """
    tables = selected_source(selection)
    asked = select(tables.ordinal).select_from(tables.tables).limit(MOST_ORDINALS + 1)
    with reading(services, reader, job_id) as job:
        found = job.connection.execute(asked.where(tables.of(job.job_id), condition(selection, tables.ordinal)))
        numbers = frozenset(found.scalars())
    return Selection(ordinals=numbers).ordinals or frozenset()


def rejected(services: JobServices, reader: Reader, job_id: UUID, start: int, end: int) -> Page:
    """Rows [start, end) of the records with a reason: rejected ones and warned ones, in the order of the file."""
    with reading(services, reader, job_id) as job:
        return page_of(job, WITH_REASON, start, end, REJECTED)


def point(services: JobServices, reader: Reader, job_id: UUID, ordinal: int) -> dict[str, Any]:
    """What hovering over a point shows: identifier, name, description, organism, gene, length, status.

    Raises:
        ProteinNotFound: the job has no such record.
    """
    asked = select(*(protein.c[name] for name in HOVER))
    with reading(services, reader, job_id) as job:
        is_it = (protein.c.job_id == job.job_id) & (protein.c.ordinal == checked_ordinal(ordinal))
        row = job.connection.execute(asked.where(is_it)).mappings().one_or_none()
    if row is None:
        raise ProteinNotFound
    return dict(row)


def checked_ordinal(ordinal: int) -> int:
    """The ordinal, if a record may have it.

    Raises:
        ProteinNotFound: it is no number that a record can have.
    """
    if not 1 <= ordinal <= LARGEST_ORDINAL:
        raise ProteinNotFound
    return ordinal
