"""Records whose sequence other records of the job have as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, any_, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, INT4MULTIRANGE, INTEGER

from jobs.services import JobServices
from models.tables import protein
from results.access import OpenJob, Reader, reading
from results.queries import pages
from results.selection.model import Selection
from results.selection.sql import has_identical

MOST_RUNS = 2_000
"""Spans of neighbouring records that are looked up in memory; of more, the rows themselves are compared."""


@dataclass(frozen=True, slots=True)
class Identical:
    """What never changes of a finished job: how many such records it has, and where they stand in the file."""

    total: int
    spans: str | None

    def is_one(self, ordinal: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a record is one of them."""
        if self.spans is None:
            return has_identical()
        return ordinal.op("<@", is_comparison=True)(literal(self.spans, INT4MULTIRANGE))


def identical(services: JobServices, reader: Reader, job_id: UUID, asked: Sequence[int]) -> dict[int, int]:
    """Of these records, those whose sequence others have as well: how many records of the job have it.

    Sequences are the same when their lengths and checksums (CRC64) are.
    """
    mine, others = protein.alias("mine"), protein.alias("others")
    numbers = cast(literal(list(asked), ARRAY(INTEGER)), ARRAY(INTEGER))
    same = (others.c.job_id == mine.c.job_id, others.c.crc64 == mine.c.crc64, others.c.length == mine.c.length)
    counted = select(mine.c.ordinal, func.count()).select_from(mine.join(others, and_(*same)))
    with reading(services, reader, job_id) as job:
        wanted = counted.where(
            mine.c.job_id == job.job_id, mine.c.ordinal == any_(numbers), others.c.job_id == job.job_id
        )
        found = job.connection.execute(wanted.group_by(mine.c.ordinal).having(func.count() > 1))
        return {ordinal: int(number) for ordinal, number in found}


def known(job: OpenJob) -> Identical:
    """Which records have one."""
    return job.remember("identical", lambda: _read(job))


def identical_selected(job: OpenJob, selection: Selection) -> tuple[int, int]:
    """How many of them are selected, and how many there are."""
    found = known(job)
    if selection.is_everything or not found.total:
        return found.total, found.total
    tables = pages.selected_source(selection, *([] if found.spans is not None else ["crc64"]))
    return pages.counted(job, selection, tables, [found.is_one(tables.ordinal)])[1], found.total


def _read(job: OpenJob) -> Identical:
    runs = [(run.first, run.last) for run in job.connection.execute(_runs(job.job_id))]
    total = sum(last - first + 1 for first, last in runs)
    spans = "{" + ",".join(f"[{first},{last}]" for first, last in runs) + "}"
    return Identical(total, spans if len(runs) <= MOST_RUNS else None)


def _runs(job_id: UUID) -> Select[tuple[int, int]]:
    """First and last number of every run of neighbouring records that have one."""
    number = func.count().over(partition_by=(protein.c.crc64, protein.c.length)).label("number")
    counted = (
        select(protein.c.ordinal, number)
        .where(protein.c.job_id == job_id, protein.c.crc64.is_not(None))
        .subquery("counted")
    )
    place = (counted.c.ordinal - func.row_number().over(order_by=counted.c.ordinal)).label("place")
    placed = select(counted.c.ordinal, place).where(counted.c.number > 1).subquery("placed")
    first, last = func.min(placed.c.ordinal).label("first"), func.max(placed.c.ordinal).label("last")
    return select(first, last).group_by(placed.c.place).order_by(first)
