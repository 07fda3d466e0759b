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
NO_MEDIANS = (None, None)


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
        batch = _batch(job, keys, bins)
        drawn = {key: (batch[key].edges, log) for key, log in keys.items() if batch[key].edges}
        selected = {key: batch[key].counts for key in drawn}
        if drawn and not selection.is_everything:
            selected = _counted(job, drawn, selection)
        middle = _medians(job, next(iter(keys)), selection, log=any(keys.values())) if medians and drawn else NO_MEDIANS
    return {
        key: Histogram(batch[key].edges, batch[key].counts, selected[key], *middle) if key in drawn else NOTHING
        for key in keys
    }


@dataclass(frozen=True, slots=True)
class _Batch:
    """Bins of one property and how many values of the whole job are in each; empty when there is no value."""

    edges: list[float]
    counts: list[int]


def _batch(job: Reading, keys: Mapping[str, bool], bins: int) -> dict[str, _Batch]:
    """The bins of each property and their counts over the whole job, read once for a finished job."""
    found = {key: job.recall(("bins", key, log, bins)) for key, log in keys.items()}
    missing = {key: keys[key] for key, known in found.items() if known is None}
    if missing:
        extremes = _extremes(job, missing)
        edges = {key: edges_of(key, *extremes[key], bins, log=log) for key, log in missing.items() if key in extremes}
        counts = _counted(job, {key: (edges[key], missing[key]) for key in edges}, Selection()) if edges else {}
        for key, log in missing.items():
            found[key] = _Batch(edges.get(key, []), counts.get(key, []))
            job.keep(("bins", key, log, bins), found[key])
    return found


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


def _counted(job: Reading, binned: Binned, selection: Selection) -> dict[str, list[int]]:
    """Count the selected values of all properties in one pass."""
    tables = _tables({key: log for key, (_, log) in binned.items()}, selection)
    places = {
        key: place_of(_value(key, tables.ordinal, log=log), edges, log=log) for key, (edges, log) in binned.items()
    }
    groups = [list(places)[start : start + SETS_OF] for start in range(0, len(places), SETS_OF)]
    # OFFSET 0 has each place computed once, not once for every grouping set.
    rows = (
        select(
            *(_packed([places[key] for key in group]).label(f"group_{number}") for number, group in enumerate(groups))
        )
        .select_from(tables.tables)
        .where(tables.of(job.job_id), condition(selection, tables.ordinal))
        .offset(0)
        .subquery("binned")
    )
    result = {key: [0] * (len(edges) - 1) for key, (edges, _) in binned.items()}
    for *packed, number in job.connection.execute(_grouped(rows, len(groups))):
        group = next(place for place, value in enumerate(packed) if value is not None)
        for key, place in zip(groups[group], _unpacked(packed[group], len(groups[group])), strict=True):
            if place > 0:
                result[key][place - 1] += number
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
    """Rows of a number for the group that is counted, None for the others, then how many."""
    columns = [rows.c[f"group_{number}"] for number in range(groups)]
    sets = func.grouping_sets(*(tuple_(column) for column in columns))
    return select(*columns, func.count()).select_from(rows).group_by(sets)


def _medians(job: Reading, key: str, selection: Selection, *, log: bool) -> tuple[float | None, float | None]:
    """The middle value of all and of the selected; that of two values is their mean."""
    (everything,) = job.remember(("median", key, log), lambda: (_median(job, key, Selection(), log=log),))
    return everything, everything if selection.is_everything else _median(job, key, selection, log=log)


def _median(job: Reading, key: str, selection: Selection, *, log: bool) -> float | None:
    tables = _tables({key: log}, selection)
    median = func.percentile_cont(literal(0.5, Double)).within_group(_value(key, tables.ordinal, log=log))
    asked = select(median).select_from(tables.tables)
    found: float | None = job.connection.execute(
        asked.where(tables.of(job.job_id), condition(selection, tables.ordinal))
    ).scalar_one()
    return found
