"""What is selected of a large finished analysis, counted from its columns in memory and not by the tables.

Everything here is what the database would answer: tests/integration/results/test_large.py compares the two.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from results.access import OpenJob
from results.large import columns
from results.large.memory import SHARED
from results.live import codes, names
from results.queries import categories, densities, histograms, identical, organisms, pages, sample, values
from results.selection import address
from results.selection.columns import source
from results.selection.model import STATUSES, Selection, is_numeric
from results.selection.sql import condition, keys_of, needs_measurement, stored

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]
_ROW = np.dtype([("fields", ">i2"), ("size", ">i4"), ("ordinal", ">i4")])


def mask(job: OpenJob, selection: Selection) -> Mask:
    """For each record whether it is selected: ranges are compared here, the database is asked for the rest once."""
    rest = replace(selection, ranges={}, sort=())
    found = np.ones(job.records, np.bool_) if rest.is_everything else _rest(job, rest).copy()
    for key, (least, most) in selection.ranges.items():
        found &= _within(columns.values(job, key), *stored(key, least, most))
    return found


def rows(job: OpenJob, selection: Selection) -> Rows:
    """The places of the selected records in the columns, from 0. Taking these is much faster than a mask is."""
    return np.flatnonzero(mask(job, selection))


def _within(numbers: columns.Doubles, least: float | None, most: float | None) -> Mask:
    """No comparison holds of a missing number."""
    if least is None and most is None:
        return ~np.isnan(numbers)
    found = np.ones(len(numbers), np.bool_) if least is None else numbers >= least
    return found if most is None else found & (numbers <= most)


def _rest(job: OpenJob, rest: Selection) -> Mask:
    name = (job.job_id, job.own_version, "selected", address.write(rest))
    return SHARED.get(name, lambda: _asked(job, rest)).view(np.bool_)


def _asked(job: OpenJob, rest: Selection) -> Mask:
    tables = source(keys_of(rest), only_calculated=needs_measurement(rest))
    wanted = select(tables.ordinal).select_from(tables.tables)
    found = np.zeros(job.records, np.bool_)
    for block in columns.copied(job, wanted.where(tables.of(job.job_id), condition(rest, tables.ordinal)), _ROW):
        found[block["ordinal"] - 1] = True
    return found


def counted(numbers: codes.Numbers, chosen: Rows, size: int) -> list[int]:
    """How many of the selected records have each code below `size`."""
    return [int(number) for number in np.bincount(numbers[chosen], minlength=size)[:size]]


def binned(job: OpenJob, asked: histograms.Histograms, chosen: Rows) -> dict[str, histograms.Histogram]:
    """The histograms of all records with what is selected in each bin, and with the medians when they are asked for."""
    known = histograms.planned(job, asked, Selection()).all
    found = {}
    for key, one in known.items():
        if one.least is None:
            found[key] = one
            continue
        name = names.Bins(key, asked.keys[key], asked.bins).name(one.edges)
        counts = counted(codes.numbers(job, name), chosen, max(2, len(one.edges) + 1))
        median = middle(columns.values(job, key)[chosen]) if asked.medians else None
        found[key] = histograms.with_selected(one, counts, median)
    return found


def names_of(job: OpenJob, shown: Sequence[histograms.Histograms], plot: densities.Plot) -> list[str]:
    """The names of all codes that a page with these histograms and this plot asks for."""
    found = [
        names.Bins(key, asked.keys[key], asked.bins).name(one.edges)
        for asked in shown
        for key, one in histograms.of_all(job, asked).items()
        if one.least is not None
    ]
    known = densities.density(job, plot)
    if known.x_edges:
        found.append(names.Cells(plot.x.key, plot.y.key, plot.x.log, plot.y.log).name(known.x_edges, known.y_edges))
    listed = {"status": STATUSES, "organism": list(organisms.known(job).counts), "identical": ()}
    return [*found, *(names.Category(key).name(of_key) for key, of_key in listed.items())]


def middle(numbers: columns.Doubles) -> float | None:
    """The middle value, of an even number of them half way between two, as `percentile_cont` calculates it."""
    numbers = numbers[~np.isnan(numbers)]
    if not len(numbers):
        return None
    low, high = (len(numbers) - 1) // 2, len(numbers) // 2
    around = np.partition(numbers, (low, high))
    first, second = float(around[low]), float(around[high])
    return first if low == high else first + (second - first) * 0.5


def by_category(job: OpenJob, chosen: Rows) -> categories.CategoryCounts:
    """Selected records by status, organism, and of those with an identical sequence."""
    known, repeats = organisms.known(job), identical.known(job)
    statuses = counted(codes.numbers(job, names.Category("status").name(STATUSES)), chosen, len(STATUSES))
    listed = list(known.counts)
    total = len(chosen)
    of_organisms = organisms.all_of(known)
    if known.is_choice:
        of_each = counted(codes.numbers(job, names.Category("organism").name(listed)), chosen, len(listed))
        of_organisms = organisms.with_others(known, of_each, total)
    repeated = repeats.total and counted(codes.numbers(job, names.Category("identical").name(())), chosen, 1)[0]
    by_status = pages.statuses_of(job, dict(zip(STATUSES, statuses, strict=True)))
    return categories.CategoryCounts(by_status, of_organisms, (repeated, repeats.total))


def by_value(job: OpenJob, selection: Selection, chosen: Rows) -> dict[str, values.Counts]:
    """Selected records by the values of own categories; the database counts those with many values."""
    found = {}
    for one in values.choices_of(job):
        listed = list(values.totals(job, one))
        if not 0 < len(listed) <= names.MOST_VALUES:
            return values.values_selected(job, selection)
        of_each = counted(codes.numbers(job, names.Category(one.key).name(listed)), chosen, len(listed))
        found[one.key] = dict(zip(listed, zip(of_each, values.totals(job, one).values(), strict=True), strict=True))
    return found


def density(job: OpenJob, plot: densities.Plot, chosen: Rows) -> tuple[densities.Density, Rows]:
    """The density with what is selected in each cell, and which of the selected are in any."""
    known = densities.density(job, replace(plot, selection=Selection()))
    if not known.x_edges:
        return known, chosen[:0]
    cells = names.Cells(plot.x.key, plot.y.key, plot.x.log, plot.y.log).name(known.x_edges, known.y_edges)
    of_each = codes.numbers(job, cells)[chosen]
    counts = np.bincount(of_each, minlength=codes.NO_CELL + 1)[: densities.ACROSS * densities.UP]
    return replace(known, selected=counts.astype("<i4").tobytes()), chosen[of_each != codes.NO_CELL]


def sampled(job: OpenJob, chosen: Rows, wanted: int) -> frozenset[int]:
    """The selected records, or of more than `wanted` those of results.queries.sample."""
    if len(chosen) > wanted:
        chosen = chosen[(columns.hashes(job)[chosen] & sample.BITS) < sample.below(wanted, len(chosen))]
    return frozenset((chosen + 1).tolist())


def composed(job: OpenJob, chosen: Rows) -> list[int]:
    """How many of each residue the selected records have together."""
    return [int(one[chosen].sum(dtype=np.int64)) for one in columns.residues(job)]


def complete(job: OpenJob, chosen: Rows, keys: Sequence[str]) -> Rows:
    """Those of the selected records that have every one of these properties."""
    for key in keys:
        chosen = chosen[~np.isnan(columns.values(job, key)[chosen])]
    return chosen


def can_sort(selection: Selection) -> bool:
    """Whether this order is one of numbers."""
    return all(is_numeric(key) for key, _ in selection.sort)


def part(job: OpenJob, selection: Selection, start: int, end: int) -> tuple[list[int], int]:
    """Numbers of the records [start, end) of the selection in order, and how many are selected."""
    places = rows(job, selection)
    if selection.sort:
        ways: list[Any] = []
        for key, direction in reversed(selection.sort):
            numbers = columns.values(job, key)[places]
            ways.append(-numbers if direction == "desc" else numbers)  # what is missing comes last either way
        places = places[np.lexsort(ways)]
    return (places[start:end] + 1).tolist(), len(places)
