"""Distributions of properties over a job and over what is selected of it, counted by the database."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Select, Subquery, case, cast, func, literal, select, tuple_

from jobs.read.access import Reader, Reading, reading
from jobs.read.columns import Source, column_of, is_measured, source
from jobs.read.conditions import condition, keys_of
from jobs.selection import InvalidSelection, Selection, is_count, is_numeric
from jobs.services import JobServices
from protein.properties import BY_KEY, Kind

MOST_BINS = 200
MOST_KEYS = 20
SETS_OF = 2
"""Properties counted together, their bins the digits of one number: it halves the work of the grouping sets."""
BASE = MOST_BINS + 2


@dataclass(frozen=True, slots=True)
class Histogram:
    """`counts[i]` values are in [edges[i], edges[i + 1]), `selected[i]` of them selected.

    Every value is in a bin; the last bin includes its upper edge. All lists are empty when there is no value.
    """

    edges: list[float]
    counts: list[int]
    selected: list[int]
    median: float | None
    selected_median: float | None


NOTHING = Histogram([], [], [], None, None)


def histogram(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    key: str,
    selection: Selection,
    bins: int = 60,
    log: bool = False,
) -> Histogram:
    """Count one property's values between the smallest and the largest, with the medians of all and of the selected.

    Bins have equal widths; with `log` equal ratios, and only values above 0 count. Those of an integer property are
    whole numbers wide, so there may be fewer than `bins`.

    Raises:
        JobNotFound, JobRefused: see jobs.read.access.reading.
        InvalidSelection: the property has no numbers.
    """
    return _histograms(services, reader, job_id, {key: log}, selection, bins, medians=True)[key]


def histograms(  # noqa: PLR0917
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    keys: Mapping[str, bool],
    selection: Selection,
    bins: int = 40,
) -> dict[str, Histogram]:
    """Histograms of several properties (key -> whether logarithmic) in two passes over the job, without medians.

    Raises:
        JobNotFound, JobRefused, InvalidSelection: see histogram.
    """
    return _histograms(services, reader, job_id, keys, selection, bins, medians=False)


def _histograms(  # noqa: PLR0917
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    keys: Mapping[str, bool],
    selection: Selection,
    bins: int,
    *,
    medians: bool,
) -> dict[str, Histogram]:
    if not keys:
        return {}
    if not all(is_numeric(key) for key in keys) or len(keys) > MOST_KEYS or not 1 <= bins <= MOST_BINS:
        raise InvalidSelection("There is no such property to plot.")
    with reading(services, reader, job_id) as job:
        extremes = _extremes(job, keys)
        edges = {key: edges_of(key, *extremes[key], bins, log=log) for key, log in keys.items() if key in extremes}
        counted = _counted(job, {key: (edges[key], keys[key]) for key in edges}, selection) if edges else {}
        middle = (
            _medians(job, next(iter(keys)), selection, log=any(keys.values())) if medians and edges else (None, None)
        )
    return {key: Histogram(edges[key], *counted[key], *middle) if key in edges else NOTHING for key in keys}


def edges_of(key: str, least: float, most: float, bins: int, *, log: bool) -> list[float]:
    """Edges of bins from the smallest value to the largest, both included."""
    if not log and (is_count(key) or key not in BY_KEY or BY_KEY[key].kind is Kind.INTEGER):
        step = max(1, math.ceil((most - least + 1) / bins))
        return [least + step * number for number in range(math.ceil((most - least + 1) / step) + 1)]
    if least == most:
        half = 0.5 * 10.0 ** -BY_KEY[key].decimals if key in BY_KEY else 0.5
        return [least - half if not log or least > half else least / 2, most + half]
    if log:
        ratio = math.log(most / least) / bins
        edges = [least * math.exp(ratio * number) for number in range(bins + 1)]
    else:
        edges = [least + (most - least) * number / bins for number in range(bins + 1)]
    edges[-1] = most
    return edges


def _tables(keys: Mapping[str, bool], selection: Selection) -> Source:
    """What is read for these keys; records without any of the values count for nothing."""
    measured = all(is_measured(key) for key in keys)
    return source({*keys_of(selection), *keys}, only_measured=measured)


def _value(key: str, ordinal: ColumnElement[int], *, log: bool) -> ColumnElement[Any]:
    """The number to count; NULL when it has no place on a logarithmic axis."""
    column: ColumnElement[Any] = ordinal if key == "ordinal" else column_of(key)
    value: ColumnElement[Any] = cast(column, Double)
    return case((value > 0, value)) if log else value


def _extremes(job: Reading, keys: Mapping[str, bool]) -> dict[str, tuple[float, float]]:
    """Smallest and largest value of each property that has any."""
    tables = _tables(keys, Selection())
    values = [_value(key, tables.ordinal, log=log) for key, log in keys.items()]
    asked = select(*(extreme(value) for value in values for extreme in (func.min, func.max)))
    row = job.connection.execute(asked.select_from(tables.tables).where(tables.of(job.job_id))).one()
    pairs = zip(keys, zip(row[::2], row[1::2], strict=True), strict=True)
    return {key: (float(least), float(most)) for key, (least, most) in pairs if least is not None}


Binned = Mapping[str, tuple[list[float], bool]]


def _counted(job: Reading, binned: Binned, selection: Selection) -> dict[str, tuple[list[int], list[int]]]:
    """Count the values of all properties in one pass: all of them, and those selected."""
    tables = _tables({key: log for key, (_, log) in binned.items()}, selection)
    places = {
        key: place_of(_value(key, tables.ordinal, log=log), edges, log=log) for key, (edges, log) in binned.items()
    }
    groups = [list(places)[start : start + SETS_OF] for start in range(0, len(places), SETS_OF)]
    # OFFSET 0 has each place and the condition computed once, not once for every grouping set.
    rows = (
        select(
            *(_packed([places[key] for key in group]).label(f"group_{number}") for number, group in enumerate(groups)),
            condition(selection, tables.ordinal).label("chosen"),
        )
        .select_from(tables.tables)
        .where(tables.of(job.job_id))
        .offset(0)
        .subquery("binned")
    )
    result = {key: ([0] * (len(edges) - 1), [0] * (len(edges) - 1)) for key, (edges, _) in binned.items()}
    for *packed, everything, chosen in job.connection.execute(_grouped(rows, len(groups))):
        number = next(number for number, value in enumerate(packed) if value is not None)
        for key, place in zip(groups[number], _unpacked(packed[number], len(groups[number])), strict=True):
            if place > 0:
                result[key][0][place - 1] += everything
                result[key][1][place - 1] += chosen
    return result


def place_of(value: ColumnElement[Any], edges: Sequence[float], *, log: bool) -> ColumnElement[int]:
    """The number of a value's bin from 1; 0 without a value."""
    bins = len(edges) - 1
    ends = (cast(literal(math.log(edge) if log else edge, Double), Double) for edge in (edges[0], edges[-1]))
    place = func.width_bucket(func.ln(value) if log else value, *ends, bins)
    # The largest value is on the last edge, and a logarithm may lie a last digit outside.
    return case((value.is_not(None), func.greatest(1, func.least(place, bins))), else_=0)


def _packed(places: Sequence[ColumnElement[int]]) -> ColumnElement[int]:
    """Places of several properties as the digits of one number."""
    packed = places[0]
    for digit, place in enumerate(places[1:], start=1):
        packed = packed + place * BASE**digit
    return packed


def _unpacked(packed: int, digits: int) -> list[int]:
    return [packed // BASE**digit % BASE for digit in range(digits)]


def _grouped(rows: Subquery, groups: int) -> Select[Any]:
    """Rows of a number for the group that is counted, None for the others, then how many and how many selected."""
    columns = [rows.c[f"group_{number}"] for number in range(groups)]
    sets = func.grouping_sets(*(tuple_(column) for column in columns))
    return select(*columns, func.count(), func.count().filter(rows.c.chosen)).select_from(rows).group_by(sets)


def _medians(job: Reading, key: str, selection: Selection, *, log: bool) -> tuple[float | None, float | None]:
    """The middle value of all and of the selected; that of two values is their mean."""
    tables = _tables({key: log}, selection)
    value = _value(key, tables.ordinal, log=log)
    median = func.percentile_cont(literal(0.5, Double)).within_group(value)
    chosen = median if selection.is_everything else median.filter(condition(selection, tables.ordinal))
    row = job.connection.execute(select(median, chosen).select_from(tables.tables).where(tables.of(job.job_id))).one()
    return row[0], row[1]
