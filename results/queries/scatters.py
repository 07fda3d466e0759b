"""Two properties against each other: points packed for the browser, and a density where they are too many."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Double, Float, and_, case, cast, func, literal, literal_column, select, true
from sqlalchemy.dialects.postgresql import INTEGER, REAL, aggregate_order_by

from models.states import RecordStatus
from models.tables import protein
from results.access import OpenJob
from results.queries.densities import Density, Plot, density, total_of
from results.queries.sample import share
from results.selection.columns import column_of, is_calculated, source
from results.selection.model import InvalidSelection, is_category, is_numeric

__all__ = ["CATEGORIES", "MOST_POINTS", "OVERLAY", "Density", "Scatter", "check", "scatter_of"]

MOST_POINTS = 50_000
OVERLAY = 5_000
"""Selected points that are drawn over a density; of more, the density of the selection, or a sample to be coloured."""
CATEGORIES = ("status", "organism")
"""What points may be coloured by that is no number, beside own categories."""
MOST_CATEGORIES = 6
COLOURED = (0.02, 0.98)
"""Between which shares of all values a colour scale runs: a few extreme ones would leave one colour to all others."""
RECORD = 17
"""Bytes of a packed point: int32 ordinal, float32 x, y and colour, and whether it is selected."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points as packed little-endian arrays: int32 ordinals, float32 x and y, uint8 selected; in order of ordinals.

    `total` records have both values, `total_selected` of them are selected. Where they are too many for points there is
    a density, and points are only those of the selection while they are few, or a fixed sample of them to be coloured;
    `sampled` says that not every selected record is among the points.

    `colours` are float32, empty when no colour was asked for: a property's values, NaN where there is none, or places
    in `categories`; what is in none of the most frequent is one place beyond. `colour_range` are the ends of the
    property's scale, of the whole job and so the same for every selection.

    `left_out` are the proteins without a value on one of the axes, or without one that a logarithmic axis has a place
    for.
    """

    ordinals: bytes
    x: bytes
    y: bytes
    selected: bytes
    total: int
    sampled: bool
    total_selected: int = 0
    density: Density | None = None
    colours: bytes = b""
    categories: tuple[str, ...] = ()
    colour_range: tuple[float, float] | None = None
    left_out: int = 0


def check(x: str, y: str, colour: str = "") -> None:
    """Look at what is to be drawn.

    Raises:
        InvalidSelection: a property has no numbers.
    """
    if not (is_numeric(x) and is_numeric(y) and (not colour or is_category_of_colour(colour) or is_numeric(colour))):
        raise InvalidSelection("There is no such property to plot.")


def scatter_of(  # noqa: PLR0917 - one question, asked by position everywhere
    job: OpenJob,
    plot: Plot,
    colour: str = "",
    most: int = MOST_POINTS,
    overlay: int = OVERLAY,
    cells: Density | None = None,
) -> Scatter:
    """Every record that has both values, and whether it is selected; a density when the job has more than `most`.

    On a logarithmic axis values of 0 and below have no place and are left out.

    Args:
        job: What to read.
        plot: Both axes, and what is selected.
        colour: A property, one of CATEGORIES, or nothing.
        most: Points at most.
        overlay: Points at most over a density.
        cells: The density, where it is known; the plot's selection is then that of the points over it.
    """
    categories = (
        job.remember(("categories", colour), lambda: _frequent(job, colour)) if is_category_of_colour(colour) else ()
    )
    tinted = _Colour(colour, categories)
    if job.records <= most:
        ordinals, xs, ys, colours, flags = _points(job, plot, tinted, true())
        found = Scatter(ordinals, xs, ys, flags, len(flags), False, sum(flags), None, colours, categories)
    else:
        found = _over_density(job, plot, tinted, overlay, cells or density(job, plot))
    ends = _colour_range(job, colour) if colour and not is_category_of_colour(colour) else None
    return replace(found, colour_range=ends, left_out=max(0, job.done - found.total))


def is_category_of_colour(key: str) -> bool:
    """Whether points can be coloured by this and it is no number: a status, an organism, an own category."""
    return key in CATEGORIES or is_category(key)


@dataclass(frozen=True, slots=True)
class _Colour:
    """What points are coloured by: a property, a category, or nothing."""

    key: str
    categories: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What must be read for it."""
        return (self.key,) if self.key else ()

    def value(self, ordinal: ColumnElement[int]) -> ColumnElement[Any]:
        """A number for each point."""
        if not self.key:
            return cast(literal(0.0, Float), REAL)
        if is_category_of_colour(self.key):
            category = func.coalesce(column_of(self.key), "")
            places = [(category == name, float(place)) for place, name in enumerate(self.categories)]
            return cast(case(*places, else_=float(len(places))) if places else literal(0.0, Float), REAL)
        column = ordinal if self.key == "ordinal" else column_of(self.key)
        return cast(func.coalesce(column, literal_column("'NaN'::float8")), REAL)


def _frequent(job: OpenJob, key: str) -> tuple[str, ...]:
    """The most frequent values of a category, most frequent first."""
    tables = source({key, "status"})
    column = func.coalesce(column_of(key), "").label("category")
    counted = select(column).select_from(tables.tables).group_by(column)
    asked = counted.where(tables.of(job.job_id), protein.c.status != RecordStatus.REJECTED)
    if key not in CATEGORIES:  # no value of an own category is none of its values
        asked = asked.where(column != "")
    return tuple(job.connection.execute(asked.order_by(func.count().desc(), column).limit(MOST_CATEGORIES)).scalars())


def _colour_range(job: OpenJob, key: str) -> tuple[float, float] | None:
    """The values between which nearly all of the job are; None when there are none."""

    def read() -> tuple[float | None, float | None]:
        tables = source({key}, only_calculated=is_calculated(key))
        column = cast(tables.ordinal if key == "ordinal" else column_of(key), Double)
        ends = (func.percentile_disc(literal(part, Double)).within_group(column) for part in COLOURED)
        low, high = job.connection.execute(
            select(*ends).select_from(tables.tables).where(tables.of(job.job_id), column.is_not(None))
        ).one()
        return low, high

    low, high = job.remember(("colour range", key), read)
    return None if low is None or high is None else (float(low), float(high))


def _over_density(job: OpenJob, plot: Plot, tinted: _Colour, overlay: int, cells: Density) -> Scatter:
    """The density, and over it the selected points when they are few, or some of them when they are to be coloured."""
    total, selected = total_of(cells.counts), total_of(cells.selected)
    packed: Sequence[bytes] = (b"",) * 5
    if tinted.key or selected <= overlay:
        ordinal = plot.source(*tinted.keys).ordinal
        packed = _points(
            job, plot, tinted, and_(plot.chosen(plot.source(*tinted.keys)), share(ordinal, overlay, selected))
        )
    ordinals, xs, ys, colours, flags = packed
    sampled = len(flags) < selected
    return Scatter(ordinals, xs, ys, flags, total, sampled, selected, cells, colours, tinted.categories)


def _points(job: OpenJob, plot: Plot, tinted: _Colour, kept: ColumnElement[bool]) -> Sequence[bytes]:
    """Ordinals, x, y, colours and flags: packed into one text of bytes by the database and taken apart here."""
    tables = plot.source(*tinted.keys)
    values = (
        func.int4send(tables.ordinal),
        *(func.float4send(cast(axis.column(tables.ordinal), REAL)) for axis in (plot.x, plot.y)),
        func.float4send(tinted.value(tables.ordinal)),
        func.substring(literal_column(r"'\x0001'::bytea"), cast(plot.chosen(tables), INTEGER) + 1, 1),
    )
    record: ColumnElement[Any] = values[0]
    for value in values[1:]:
        record = record.op("||")(value)
    in_order: Any = aggregate_order_by(literal_column("''::bytea"), tables.ordinal)
    asked = select(func.string_agg(record, in_order)).select_from(tables.tables).where(plot.drawn(job, tables), kept)
    packed = bytes(job.binary(asked)[0] or b"")
    numbers = [_reversed(packed, start) for start in (0, 4, 8, 12)]
    return *numbers[:3], numbers[3] if tinted.key else b"", packed[RECORD - 1 :: RECORD]


def _reversed(packed: bytes, start: int) -> bytes:
    """Four bytes of each record: the most significant comes first from PostgreSQL and last in a browser."""
    turned = bytearray(len(packed) // RECORD * 4)
    for place in range(4):
        turned[place::4] = packed[start + 3 - place :: RECORD]
    return bytes(turned)
