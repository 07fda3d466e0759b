"""The columns that may be named from outside, and the tables that are read for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Integer, Table, and_, case, cast, func, select, true
from sqlalchemy.dialects.postgresql import JSONB

from batchprot.properties.own import OwnColumn, read_key
from batchprot.properties.property import Home, Kind
from batchprot.properties.table import find
from batchprot.reading import alphabet
from models.tables import job, measurement, own_value, protein, upload
from results.selection.model import InvalidSelection, is_count, is_numeric


def _beside(table: FromClause, other: Table) -> ColumnElement[bool]:
    """The rows of two tables that are of the same record."""
    return and_(other.c.job_id == table.c.job_id, other.c.ordinal == table.c.ordinal)


_ALWAYS_THERE: Final = protein.outerjoin(measurement, _beside(protein, measurement))
JOINED: FromClause = _ALWAYS_THERE.outerjoin(own_value, _beside(protein, own_value))
"""Every record, its measurements when it has any, and its values in own columns when it has some."""

_BOTH: FromClause = protein.join(measurement, _beside(protein, measurement))

SEQUENCE, FILE = "sequence", "file"
CHAIN: ColumnElement[str] = case((protein.c.proforma != "", protein.c.proforma), else_=protein.c.sequence)
"""The residues as downloads have them: in ProForma where any is modified."""


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
    row = find(key)
    if row is not None and row.home == "measurement":
        return measurement.c[key]
    if (own := read_key(key)) is not None:
        return _own(own)
    if key == FILE:
        return _file()
    if key == "length":
        # Rejected records have a length of 0, which was not calculated.
        return case((protein.c.length > 0, protein.c.length))
    if key != "job_id" and key in protein.c:
        return protein.c[key]
    raise InvalidSelection("There is no such column.")


def _own(column: OwnColumn) -> ColumnElement[Any]:
    """The place of an own column in the arrays of its record; NULL where nothing was stored."""
    element: ColumnElement[Any]
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        element = own_value.c.numbers[column.number]
    else:
        element = own_value.c.texts[column.number]
    return element


def home_of(key: str) -> Home:
    """The table that a key's column is stored in."""
    if is_count(key):
        return "measurement"
    row = find(key)
    return row.home if row is not None else "protein"


def is_calculated(key: str) -> bool:
    """Whether a key's column is in the table of measurements, which rejected records have no row in."""
    return home_of(key) == "measurement"


def is_quantity(key: str) -> bool:
    """Whether a key's values can be ranked: numbers that mean something without another column beside them."""
    row = find(key)
    return is_numeric(key) and (row is None or row.is_quantity)


@dataclass(frozen=True, slots=True)
class Source:
    """Tables to read one job from, with as few joins as the keys allow."""

    tables: FromClause
    ordinal: ColumnElement[int]
    job_id: ColumnElement[UUID]

    def of(self, job_id: UUID) -> ColumnElement[bool]:
        """The rows of this job."""
        return self.job_id == job_id


def source(keys: Iterable[str], *, only_calculated: bool = False) -> Source:
    """The tables that hold these keys.

    With `only_calculated`, records without measurements may be left out: the caller's conditions do that anyway.
    """
    homes = {home_of(key) for key in keys if key != "ordinal"}
    tables, first = _computed(homes, only_calculated=only_calculated)
    if "own" in homes:
        tables = tables.outerjoin(own_value, _beside(first, own_value))
    return Source(tables, first.c.ordinal, first.c.job_id)


def _computed(homes: set[Home], *, only_calculated: bool) -> tuple[FromClause, Table]:
    """The tables of records and measurements that are needed, and the first of them, which has every row."""
    if "measurement" not in homes and ("protein" in homes or not only_calculated):
        return protein, protein
    if "protein" not in homes and only_calculated:
        return measurement, measurement
    return (_BOTH if only_calculated else _ALWAYS_THERE), protein
