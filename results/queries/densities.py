"""Where the records of a large job lie over two properties: how many are in each cell of a fine grid."""

import math
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, text

from results.access import OpenJob
from results.queries.histograms import place_of, width_bucket
from results.selection.columns import Source, column_of, is_calculated, source
from results.selection.model import Selection
from results.selection.sql import condition, keys_of

ACROSS, UP = 160, 64
"""Cells of the density along each axis of a plot, which is wider than high: they are nearly squares."""
BASE = ACROSS + 2


@dataclass(frozen=True, slots=True)
class Density:
    """How many records are in each cell of ACROSS by UP, row after row from low y to high y.

    `counts` and `selected` are little-endian int32. On a logarithmic axis edges have equal ratios. No record has both
    values when the edges are empty.
    """

    x_edges: list[float]
    y_edges: list[float]
    counts: bytes
    selected: bytes


@dataclass(frozen=True, slots=True)
class Axis:
    """One property and how it is drawn."""

    key: str
    log: bool

    def column(self, ordinal: ColumnElement[int]) -> ColumnElement[Any]:
        """What is read; `ordinal` is the column of the tables that are read."""
        return ordinal if self.key == "ordinal" else column_of(self.key)


@dataclass(frozen=True, slots=True)
class Plot:
    """Two axes, and what is selected of the records that have a place on both."""

    x: Axis
    y: Axis
    selection: Selection

    def source(self, *keys: str) -> Source:
        """The tables that hold the axes, what the selection asks, and these keys."""
        calculated = is_calculated(self.x.key) or is_calculated(self.y.key)
        return source({*keys_of(self.selection), self.x.key, self.y.key, *keys}, only_calculated=calculated)

    def drawn(self, job: OpenJob, tables: Source) -> ColumnElement[bool]:
        """What holds of the records of a job that have a place in the plot."""
        return and_(tables.of(job.job_id), *(_has_place(axis, tables) for axis in (self.x, self.y)))

    def chosen(self, tables: Source) -> ColumnElement[bool]:
        """Whether a record is selected."""
        return condition(self.selection, tables.ordinal)


def _has_place(axis: Axis, tables: Source) -> ColumnElement[bool]:
    column = axis.column(tables.ordinal)
    return column > 0 if axis.log else column.is_not(None)


def density(job: OpenJob, plot: Plot) -> Density:
    """Count all records and the selected ones in cells; those of all are read once for a finished job."""
    everything = Plot(plot.x, plot.y, Selection())
    x_edges, y_edges, counts = job.remember(("density", plot.x, plot.y), lambda: _everything(job, everything))
    if not x_edges or plot.selection.is_everything:
        return Density(x_edges, y_edges, counts, counts)
    return Density(x_edges, y_edges, counts, _cells(job, plot, x_edges, y_edges))


def total_of(cells: bytes) -> int:
    """How many records are in all cells together."""
    return sum(_numbers(cells))


def _everything(job: OpenJob, plot: Plot) -> tuple[list[float], list[float], bytes]:
    tables = plot.source()
    columns = [axis.column(tables.ordinal) for axis in (plot.x, plot.y)]
    asked = select(*(extreme(column) for column in columns for extreme in (func.min, func.max)))
    ends = job.connection.execute(asked.select_from(tables.tables).where(plot.drawn(job, tables))).one()
    if ends[0] is None:
        return [], [], b""
    low_x, high_x, low_y, high_y = (float(end) for end in ends)
    x_edges, y_edges = _edges(low_x, high_x, ACROSS, log=plot.x.log), _edges(low_y, high_y, UP, log=plot.y.log)
    return x_edges, y_edges, _cells(job, plot, x_edges, y_edges)


def _cells(job: OpenJob, plot: Plot, x_edges: list[float], y_edges: list[float]) -> bytes:
    """How many selected records are in each cell, in one pass."""
    tables = plot.source()
    asked = select(cell(plot, tables, x_edges, y_edges).label("cell"), func.count()).select_from(tables.tables)
    counts = array("i", bytes(4 * ACROSS * UP))
    found = job.connection.execute(asked.where(plot.drawn(job, tables), plot.chosen(tables)).group_by(text("cell")))
    for place, number in found:
        row, column = divmod(place, BASE)
        counts[place_of(row, UP) * ACROSS + place_of(column, ACROSS)] += number
    return _bytes(counts)


def cell(plot: Plot, tables: Source, x_edges: Sequence[float], y_edges: Sequence[float]) -> ColumnElement[int]:
    """What `width_bucket` says of both axes, as the digits of one number to BASE."""
    across = width_bucket(plot.x.column(tables.ordinal), x_edges)
    return width_bucket(plot.y.column(tables.ordinal), y_edges) * BASE + across


def _bytes(counts: "array[int]") -> bytes:
    if sys.byteorder == "big":
        counts.byteswap()
    return counts.tobytes()


def _numbers(cells: bytes) -> "array[int]":
    counts = array("i", cells)
    if sys.byteorder == "big":
        counts.byteswap()
    return counts


def _edges(low: float, high: float, cells: int, *, log: bool) -> list[float]:
    """The edges of a number of cells; around a single value, a little to both sides of it."""
    if low == high:
        low, high = (low / 2, high * 2) if log else (low - 0.5, high + 0.5)
    if log:
        return [low * math.exp(math.log(high / low) * number / cells) for number in range(cells + 1)]
    return [low + (high - low) * number / cells for number in range(cells + 1)]
