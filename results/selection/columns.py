"""The columns that may be named from outside, and the tables that are read for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Integer, and_, case, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from batchprot.properties.table import BY_KEY
from batchprot.reading import alphabet
from models.tables import job, measurement, protein, upload
from results.selection.model import InvalidSelection, is_count, is_numeric

JOINED: FromClause = protein.outerjoin(
    measurement,
    and_(measurement.c.job_id == protein.c.job_id, measurement.c.ordinal == protein.c.ordinal),
)
"""Every record, and its measurements when it has any."""

_BOTH: FromClause = protein.join(
    measurement,
    and_(measurement.c.job_id == protein.c.job_id, measurement.c.ordinal == protein.c.ordinal),
)

SEQUENCE, FILE = "sequence", "file"


def _file() -> ColumnElement[Any]:
    """Which of several files that were sent together a record comes from; none where there was one."""
    part = func.jsonb_array_elements(upload.c.inspection["files"]).table_valued("value").render_derived()
    value = cast(part.c.value, JSONB)
    first = cast(value["first_ordinal"].astext, Integer)
    named = select(value["name"].astext).select_from(
        job.join(upload, upload.c.id == job.c.upload_id).join(part, true())
    )
    begun = named.where(job.c.id == protein.c.job_id, first <= protein.c.ordinal)
    return begun.order_by(first.desc()).limit(1).correlate(protein).scalar_subquery()


def column_of(key: str) -> ColumnElement[Any]:
    """The column behind a key of the property table, a record column, or one residue's count.

    Raises:
        InvalidSelection: there is none.
    """
    if is_count(key):
        # PostgreSQL counts from 1.
        element: ColumnElement[Any] = measurement.c.residue_counts[alphabet.STANDARD.index(key[-1]) + 1]
        return element
    if key in BY_KEY and BY_KEY[key].home == "measurement":
        return measurement.c[key]
    if key == FILE:
        return _file()
    if key == "length":
        # Rejected records have a length of 0, which nobody measured.
        return case((protein.c.length > 0, protein.c.length))
    if key != "job_id" and key in protein.c:
        return protein.c[key]
    raise InvalidSelection("There is no such column.")


def is_measured(key: str) -> bool:
    """Whether a key's column is in the table of measurements, which rejected records have no row in."""
    return is_count(key) or (key in BY_KEY and BY_KEY[key].home == "measurement")


def is_quantity(key: str) -> bool:
    """Whether a key's values can be ranked: numbers that mean something without another column beside them."""
    return is_numeric(key) and (key not in BY_KEY or BY_KEY[key].is_quantity)


@dataclass(frozen=True, slots=True)
class Source:
    """Tables to read one job from, with as few joins as the keys allow."""

    tables: FromClause
    ordinal: ColumnElement[int]
    job_id: ColumnElement[UUID]

    def of(self, job_id: UUID) -> ColumnElement[bool]:
        """The rows of this job."""
        return self.job_id == job_id


def source(keys: Iterable[str], *, only_measured: bool = False) -> Source:
    """The tables that hold these keys.

    With `only_measured`, records without measurements may be left out: the caller's conditions do that anyway.
    """
    needed = {is_measured(key) for key in keys if key != "ordinal"}
    if True not in needed and not (only_measured and not needed):
        return Source(protein, protein.c.ordinal, protein.c.job_id)
    if False not in needed and only_measured:
        return Source(measurement, measurement.c.ordinal, measurement.c.job_id)
    return Source(_BOTH if only_measured else JOINED, protein.c.ordinal, protein.c.job_id)
