"""Two properties against each other: points packed for the browser, and a density where they are too many."""

import math
import sys
from array import array
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, literal_column, or_, select, text, true
from sqlalchemy.dialects.postgresql import INTEGER, REAL, aggregate_order_by

from jobs.read.access import Reader, Reading, reading
from jobs.read.columns import Source, column_of, is_measured, source
from jobs.read.conditions import condition, keys_of
from jobs.read.histograms import place_of
from jobs.selection import InvalidSelection, Selection, is_numeric
from jobs.services import JobServices

MOST_POINTS = 50_000
CELLS = 128
"""Cells of the density along each axis."""
RECORD = 13
"""Bytes of a packed point: int32 ordinal, float32 x and y, and whether it is selected."""


@dataclass(frozen=True, slots=True)
class Density:
    """How many records are in each cell of CELLS by CELLS, row after row from low y to high y.

    `counts` and `selected` are little-endian int32. On a logarithmic axis edges have equal ratios.
    """

    x_edges: list[float]
    y_edges: list[float]
    counts: bytes
    selected: bytes


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points as packed little-endian arrays: int32 ordinals, float32 x and y, uint8 selected; in order of ordinals.

    `total` records have both values, `total_selected` of them are selected. When there are too many, the
    points are a fixed sample, of the selected ones as many as may be, and `sampled` is true.
    """

    ordinals: bytes
    x: bytes
    y: bytes
    selected: bytes
    total: int
    sampled: bool
    total_selected: int = 0
    density: Density | None = None


@dataclass(frozen=True, slots=True)
class _Axis:
    """One property and how it is drawn."""

    column: ColumnElement[Any]
    log: bool

    @property
    def has_place(self) -> ColumnElement[bool]:
        """Whether a record can be drawn."""
        return self.column > 0 if self.log else self.column.is_not(None)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The tables, the axes, and what is selected."""

    tables: Source
    x: _Axis
    y: _Axis
    chosen: ColumnElement[bool]

    def of(self, job: Reading) -> ColumnElement[bool]:
        """The records of a job that have a place in the plot."""
        return and_(self.tables.of(job.job_id), self.x.has_place, self.y.has_place)


def scatter(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    x: str,
    y: str,
    selection: Selection,
    log_x: bool = False,
    log_y: bool = False,
    density: bool = False,
    most: int = MOST_POINTS,
) -> Scatter:
    """Every record that has both values, and whether it is selected.

    On a logarithmic axis values of 0 and below have no place and are left out. With `density`, records are also
    counted in cells when there are more than `most` to send.

    Raises:
        JobNotFound, JobRefused: see jobs.read.access.reading.
        InvalidSelection: a property has no numbers.
    """
    if not (is_numeric(x) and is_numeric(y)):
        raise InvalidSelection("There is no such property to plot.")
    plot = _plot(x, y, selection, log_x=log_x, log_y=log_y)
    with reading(services, reader, job_id) as job:
        if job.records <= most:
            points = _points(job, plot, true())
            return Scatter(*points, total=len(points[3]), sampled=False, total_selected=sum(points[3]))
        return _sampled(job, plot, most, density=density)


def _plot(x: str, y: str, selection: Selection, *, log_x: bool, log_y: bool) -> _Plot:
    measured = is_measured(x) or is_measured(y)
    tables = source({*keys_of(selection), x, y}, only_measured=measured)
    columns = (tables.ordinal if key == "ordinal" else column_of(key) for key in (x, y))
    first, second = (_Axis(column, log) for column, log in zip(columns, (log_x, log_y), strict=True))
    return _Plot(tables, first, second, condition(selection, tables.ordinal))


def _points(job: Reading, plot: _Plot, kept: ColumnElement[bool]) -> tuple[bytes, bytes, bytes, bytes]:
    """The points as four arrays, packed into one text of bytes by the database and taken apart here."""
    values = (
        func.int4send(plot.tables.ordinal),
        func.float4send(cast(plot.x.column, REAL)),
        func.float4send(cast(plot.y.column, REAL)),
        func.substring(literal_column(r"'\x0001'::bytea"), cast(plot.chosen, INTEGER) + 1, 1),
    )
    record: ColumnElement[Any] = values[0]
    for value in values[1:]:
        record = record.op("||")(value)
    in_order: Any = aggregate_order_by(literal_column("''::bytea"), plot.tables.ordinal)
    asked = select(func.string_agg(record, in_order)).select_from(plot.tables.tables).where(plot.of(job), kept)
    packed = bytes(job.binary(asked)[0] or b"")
    return _reversed(packed, 0), _reversed(packed, 4), _reversed(packed, 8), packed[RECORD - 1 :: RECORD]


def _reversed(packed: bytes, start: int) -> bytes:
    """Four bytes of each record: the most significant comes first from PostgreSQL and last in a browser."""
    turned = bytearray(len(packed) // RECORD * 4)
    for place in range(4):
        turned[place::4] = packed[start + 3 - place :: RECORD]
    return bytes(turned)


def _sampled(job: Reading, plot: _Plot, most: int, *, density: bool) -> Scatter:
    """A sample, the same each time: all selected points while they are no more than half, and some of the others."""
    extremes = [extreme(axis.column) for axis in (plot.x, plot.y) for extreme in (func.min, func.max)]
    asked = select(func.count(), func.count().filter(plot.chosen), *extremes).select_from(plot.tables.tables)
    total, selected, *ends = job.connection.execute(asked.where(plot.of(job))).one()
    from_selected = min(selected, max(most // 2, most - (total - selected)))
    from_others = min(total - selected, most - from_selected)
    kept = or_(
        and_(plot.chosen, _share(plot.tables.ordinal, from_selected, selected)),
        and_(~plot.chosen, _share(plot.tables.ordinal, from_others, total - selected)),
    )
    points = _points(job, plot, kept)
    cells = _density(job, plot, [float(end) for end in ends]) if density and total else None
    return Scatter(*points, total, len(points[3]) < total, selected, cells)


def _share(ordinal: ColumnElement[int], wanted: int, available: int) -> ColumnElement[bool]:
    """Nearly `wanted` of `available` records, chosen by a hash of their number: never more, but by a rare chance."""
    if wanted >= available:
        return true()
    return func.hashint4(ordinal).op("&")(2**31 - 1) < int(2**31 * 0.98 * wanted / available)


def _density(job: Reading, plot: _Plot, ends: list[float]) -> Density:
    """Count records in cells, in one pass."""
    x_edges, y_edges = _edges(*ends[:2], log=plot.x.log), _edges(*ends[2:], log=plot.y.log)
    across = place_of(plot.x.column, x_edges, log=plot.x.log)
    up = place_of(plot.y.column, y_edges, log=plot.y.log)
    cell = ((up - 1) * CELLS + across - 1).label("cell")
    asked = select(cell, func.count(), func.count().filter(plot.chosen)).select_from(plot.tables.tables)
    counts, selected = array("i", bytes(4 * CELLS * CELLS)), array("i", bytes(4 * CELLS * CELLS))
    for number, everything, chosen in job.connection.execute(asked.where(plot.of(job)).group_by(text("cell"))):
        counts[number], selected[number] = everything, chosen
    if sys.byteorder == "big":
        counts.byteswap()
        selected.byteswap()
    return Density(x_edges, y_edges, counts.tobytes(), selected.tobytes())


def _edges(low: float, high: float, *, log: bool) -> list[float]:
    """Edges of CELLS cells; of one value alone, a little to both sides of it."""
    if low == high:
        low, high = (low / 2, high * 2) if log else (low - 0.5, high + 0.5)
    if log:
        return [low * math.exp(math.log(high / low) * number / CELLS) for number in range(CELLS + 1)]
    return [low + (high - low) * number / CELLS for number in range(CELLS + 1)]
