"""The own columns of an analysis, described as rows of the property table, and selections that name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, select

from batchprot.properties.own import OwnColumn, current, read_key, supplied
from batchprot.properties.property import Kind, Property
from jobs.services import JobServices
from models.tables import own_column
from results.access import OpenJob, Reader, reading
from results.selection.model import InvalidSelection, Region, Selection, is_category, is_numeric

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class OwnColumnFacts:
    """One own column: its description, and where it comes from.

    Attributes:
        column: number, kind, decimals and label.
        source: the file that it comes from; empty when it was pasted.
        sheet: the sheet of a workbook.
        header: what the table called it.
        match: what its rows were matched by.
        summary: what it means, of a column that the server made.
        values: of a category, each value with how many records have it, most frequent first.
        filled: how many records have a value.
        created_at: when it was added.
        replaced_at: when a newer table last replaced its values.
        table_id: the same for columns that were added together.
    """

    column: OwnColumn
    source: str
    sheet: str
    header: str
    match: str
    summary: str
    values: tuple[tuple[str, int], ...]
    filled: int
    created_at: datetime
    replaced_at: datetime | None
    table_id: UUID

    @property
    def number(self) -> int:
        """Its number."""
        return self.column.number

    @property
    def label(self) -> str:
        """Its name."""
        return self.column.label

    @property
    def kind(self) -> str:
        """What its values are."""
        return self.column.kind.value

    @property
    def key(self) -> str:
        """Its key in questions and addresses."""
        return self.column.key

    @property
    def row(self) -> Property:
        """The row of the property table, with where it comes from."""
        summary = self.summary or supplied(self.source, self.sheet, self.match)
        return replace(self.column.row, summary=summary)


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """All own columns of an analysis, in their order; `version` rises with every change of them."""

    version: int = 0
    facts: tuple[OwnColumnFacts, ...] = ()

    @property
    def rows(self) -> list[Property]:
        """Their rows of the property table."""
        return [one.row for one in self.facts]

    @property
    def keys(self) -> list[str]:
        """Their keys."""
        return [one.key for one in self.facts]

    @property
    def tables(self) -> list[tuple[UUID, str, list[OwnColumnFacts]]]:
        """The columns by the table they came with: its id, where it comes from, and its columns."""
        found: dict[UUID, list[OwnColumnFacts]] = {}
        for one in self.facts:
            found.setdefault(one.table_id, []).append(one)
        return [(key, columns[0].source or "Pasted", columns) for key, columns in found.items()]

    def find(self, key: str) -> OwnColumnFacts | None:
        """The column that a key means, however it was named when the key was written; None when it is none."""
        wanted = self.current(key)
        return next((one for one in self.facts if one.key == wanted), None)

    def current(self, key: str) -> str | None:
        """A key as it is spelled now: that of a computed property as it is, that of a column that is gone None."""
        return current(key, self.keys)

    def translated(self, selection: Selection) -> tuple[Selection, list[str]]:
        """A selection with today's keys, and the labels of the columns in it that are no longer there."""
        missing: dict[str, None] = {}

        def now(key: str) -> str | None:
            found = self.current(key)
            if found is None and (asked := read_key(key)) is not None:
                missing[asked.label] = None
            return found

        return _translated(selection, now), list(missing)

    def checked(self, selection: Selection) -> Selection:
        """A selection with today's keys.

        Raises:
            InvalidSelection: a column in it is no longer there; without its filter the selection would be another.
        """
        found, missing = self.translated(selection)
        if missing:
            raise InvalidSelection(f"The column “{missing[0]}” is no longer there, or has other values than before.")
        return found


NO_COLUMNS = OwnColumns()


def _translated(selection: Selection, now: Callable[[str], str | None]) -> Selection:
    def keyed(parts: Mapping[str, Part], fits: Callable[[str], bool]) -> dict[str, Part]:
        found = ((now(key), part) for key, part in parts.items())
        return {key: part for key, part in found if key is not None and fits(key)}

    conditions = [(now(one.key), one) for one in selection.conditions]
    sort = [(now(key), way) for key, way in selection.sort]
    return replace(
        selection,
        ranges=keyed(selection.ranges, is_numeric),
        values=keyed(selection.values, is_category),
        values_left_out=keyed(selection.values_left_out, is_category),
        conditions=tuple(replace(one, key=key) for key, one in conditions if key is not None),
        region=_region(selection.region, now),
        sort=tuple((key, way) for key, way in sort if key is not None),
    )


def _region(region: Region | None, now: Callable[[str], str | None]) -> Region | None:
    if region is None:
        return None
    x, y = now(region.x), now(region.y)
    return None if x is None or y is None else replace(region, x=x, y=y)


def own_columns(services: JobServices, reader: Reader, job_id: UUID) -> OwnColumns:
    """The own columns of an analysis.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
    """
    with reading(services, reader, job_id) as job:
        return own_columns_of(job)


def own_columns_of(job: OpenJob) -> OwnColumns:
    """The own columns of an open job."""
    return job.remember("own columns", lambda: read_columns(job.connection, job.job_id, job.own_version))


def read_columns(connection: Connection, job_id: UUID, version: int) -> OwnColumns:
    """The own columns of an analysis that is known to be the reader's; `version` is that of its row."""
    if not version:
        return NO_COLUMNS
    wanted = select(own_column).where(own_column.c.job_id == job_id)
    rows = connection.execute(wanted.order_by(own_column.c.position, own_column.c.number)).all()
    return OwnColumns(version, tuple(map(_facts, rows)))


def _facts(row: "Row[Any]") -> OwnColumnFacts:
    # The name `values` is that of a method of rows.
    known = row._mapping  # noqa: SLF001 - the documented way to its columns by name
    return OwnColumnFacts(
        column=OwnColumn(row.number, Kind(row.kind), row.decimals, row.label),
        source=row.source,
        sheet=row.sheet,
        header=row.header,
        match=row.match,
        summary=row.summary,
        values=tuple((str(value), int(number)) for value, number in known["values"]),
        filled=row.filled,
        created_at=row.created_at,
        replaced_at=row.replaced_at,
        table_id=row.table_id,
    )
