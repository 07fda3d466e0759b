"""Everything about one record: facts, values, where they stand in its job, and its neighbours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, cast, func, literal, select

from batchprot.properties.table import BY_KEY, PROPERTIES
from jobs.errors import ProteinNotFound
from jobs.services import JobServices
from models.states import RecordStatus
from models.tables import measurement, own_value
from models.tables import protein as record
from results.access import OpenJob, Reader, reading
from results.own_columns import own_columns_of
from results.queries.pages import HOVER, checked_ordinal, found_rows, tables_in_order, ways
from results.selection.columns import JOINED, column_of, home_of, is_calculated
from results.selection.model import Selection

RECORD_FACTS = (*HOVER, "line", "reason", "reason_code", "reading_notes", "crc64", "sequence")
NUMBERS = frozenset(row.key for row in PROPERTIES if row.is_quantity)
Neighbour = tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class ProteinView:
    """Everything about one record.

    `values` has every property of the table and every own column by its key, None where there is none; `percentiles`
    (0 to 100) tell where its numbers stand among those of the job: the share below, and half of those equal.
    `previous` and `next` are (ordinal, identifier) of its neighbours. `length` is 0 when the record was rejected.
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


def protein(
    services: JobServices, reader: Reader, job_id: UUID, ordinal: int, selection: Selection | None = None
) -> ProteinView:
    """One record; its neighbours are those in the order of the selection, when it is selected, else by number.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
        ProteinNotFound: the job has no such record.
    """
    computed = [row.key for row in PROPERTIES]
    columns: list[ColumnElement[Any]] = [record.c[name] for name in RECORD_FACTS if name not in computed]
    with reading(services, reader, job_id) as job:
        own = own_columns_of(job).rows
        keys = [*computed, *(row.key for row in own)]
        # Names in a statement are short; keys of own columns aren't.
        columns += [column_of(key).label(f"value_{place}") for place, key in enumerate(keys)]
        is_it = (record.c.job_id == job.job_id) & (record.c.ordinal == checked_ordinal(ordinal))
        found = job.connection.execute(select(*columns).select_from(JOINED).where(is_it)).mappings().one_or_none()
        if found is None:
            raise ProteinNotFound
        values = {key: found[f"value_{place}"] for place, key in enumerate(keys)}
        percentiles = _percentiles(job, found["status"], values, [row.key for row in own if row.is_quantity])
        previous, following = _neighbours(job, ordinal, selection or Selection())
    facts = {name: values[name] if name in values else found[name] for name in RECORD_FACTS}
    facts["length"] = facts["length"] or 0
    return ProteinView(**facts, values=values, percentiles=percentiles, previous=previous, next=following)


def neighbours(
    services: JobServices, reader: Reader, job_id: UUID, ordinal: int, selection: Selection
) -> tuple[Neighbour, Neighbour]:
    """The records before and after one in the order of the selection when it is selected, else by number.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    with reading(services, reader, job_id) as job:
        return _neighbours(job, checked_ordinal(ordinal), selection)


def _percentiles(job: OpenJob, status: str, values: Mapping[str, Any], own: Sequence[str]) -> dict[str, float]:
    """Where each number stands among all of its job, in one pass.

    The mean of sign(other - mine) is the share above minus the share below: half of (1 - it) is the share below with
    half of the equal ones.
    """
    numbers = {key: float(values[key]) for key in (*NUMBERS, *own) if values[key] is not None}
    if status == RecordStatus.REJECTED or not numbers:
        return {}
    homes = {
        measurement: [key for key in numbers if is_calculated(key)],
        record: [key for key in numbers if home_of(key) == "protein"],
        own_value: [key for key in numbers if home_of(key) == "own"],
    }
    found: dict[str, float] = {}
    for table, keys in homes.items():
        if not keys:
            continue
        ranks = [
            func.avg(func.sign(cast(column_of(key), Double) - cast(literal(numbers[key], Double), Double)))
            for key in keys
        ]
        asked = select(*ranks).where(table.c.job_id == job.job_id)
        if table is record:
            asked = asked.where(record.c.status != RecordStatus.REJECTED)
        row = job.connection.execute(asked).one()
        found |= {key: 50.0 * (1.0 - rank) for key, rank in zip(keys, row, strict=True)}
    return {key: found[key] for key in (*BY_KEY, *own) if key in found}


def _neighbours(job: OpenJob, ordinal: int, selection: Selection) -> tuple[Neighbour, Neighbour]:
    if selection.is_everything and not selection.sort:
        return _beside(job, ordinal, forwards=False), _beside(job, ordinal, forwards=True)
    found = found_rows(job.job_id, selection, tables_in_order(selection, all_calculated=job.rejected == 0)).subquery(
        "found"
    )
    in_order = ways(found, selection)
    placed = select(
        found.c.ordinal,
        func.lag(found.c.ordinal).over(order_by=in_order).label("previous"),
        func.lead(found.c.ordinal).over(order_by=in_order).label("following"),
    ).subquery("placed")
    row = job.connection.execute(select(placed).where(placed.c.ordinal == ordinal)).one_or_none()
    if row is None:
        return _neighbours(job, ordinal, Selection())
    return _named(job, row.previous), _named(job, row.following)


def _named(job: OpenJob, ordinal: int | None) -> Neighbour:
    if ordinal is None:
        return None
    asked = select(record.c.identifier).where(record.c.job_id == job.job_id, record.c.ordinal == ordinal)
    return ordinal, str(job.connection.execute(asked).scalar_one())


def _beside(job: OpenJob, ordinal: int, *, forwards: bool) -> Neighbour:
    beyond = record.c.ordinal > ordinal if forwards else record.c.ordinal < ordinal
    nearest = record.c.ordinal.asc() if forwards else record.c.ordinal.desc()
    asked = select(record.c.ordinal, record.c.identifier).where(record.c.job_id == job.job_id, beyond)
    row = job.connection.execute(asked.order_by(nearest).limit(1)).one_or_none()
    return (int(row[0]), str(row[1])) if row is not None else None
