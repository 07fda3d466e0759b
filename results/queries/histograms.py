"""Distributions of properties over a job and over what is selected of it, counted by the database."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, case, cast, func, literal

from batchprot.properties.table import BY_KEY, Kind
from jobs.services import JobServices
from results.access import Reader, Reading, reading
from results.queries.found import Answer, Found, Question, answers
from results.selection.columns import is_measured
from results.selection.model import InvalidSelection, Selection, is_count, is_numeric

MOST_BINS = 200
MOST_KEYS = 20
SETS_OF = 2
"""Properties counted together, their bins the digits of one number: it halves the work of the grouping sets."""
BASE = MOST_BINS + 3
NO_VALUE = 0


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
        JobNotFound, JobRefused: see results.access.reading.
        InvalidSelection: the property has no numbers.
    """
    asked = Histograms({key: log}, bins, medians=True)
    with reading(services, reader, job_id) as job:
        plan = planned(job, asked, selection)
        return plan.read(answers(job, selection, plan.questions))[key]


@dataclass(frozen=True, slots=True)
class Histograms:
    """Properties to count, each with whether its axis is logarithmic, in how many bins, and whether with medians.

    Raises:
        InvalidSelection: one has no numbers, or they are too many.
    """

    keys: Mapping[str, bool]
    bins: int
    medians: bool = False

    def __post_init__(self) -> None:
        if not all(map(is_numeric, self.keys)) or len(self.keys) > MOST_KEYS or not 1 <= self.bins <= MOST_BINS:
            raise InvalidSelection("There is no such property to plot.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Histograms of a whole job, and what must be asked to have those of a selection beside them."""

    batch: dict[str, Histogram]
    binned: "Binned"
    questions: dict[str, Question]

    def read(self, found: Mapping[str, Answer]) -> dict[str, Histogram]:
        """The histograms, once the questions are answered."""
        if not self.questions:
            return self.batch
        (answer,) = (found[name] for name in self.questions)
        selected = read_bins(self.binned, answer)
        medians = dict(zip(self.binned, answer.numbers, strict=False))
        return {
            key: replace(one, selected=selected[key], selected_median=medians.get(key)) if key in selected else one
            for key, one in self.batch.items()
        }


def planned(job: Reading, asked: Histograms, selection: Selection, name: str = "histograms") -> Plan:
    """How the histograms of a selection are made, by one question of this name."""
    found = _batch(job, asked)
    binned = {key: (found[key].edges, log) for key, log in asked.keys.items() if found[key].edges}
    medians = {key: _median_of_all(job, key, log=log) for key, (_, log) in binned.items()} if asked.medians else {}
    batch = {
        key: Histogram(one.edges, one.counts, one.counts, medians.get(key), medians.get(key))
        for key, one in found.items()
    }
    needed = binned and not selection.is_everything
    return Plan(batch, binned, {name: bins_of(binned, medians=asked.medians)} if needed else {})


def _median_of_all(job: Reading, key: str, *, log: bool) -> float | None:
    def read() -> Answer:
        question = Question(
            (key,), is_measured(key), aggregates=lambda found: [_median(_value(found.column(key), log=log))]
        )
        return answers(job, Selection(), {"median": question})["median"]

    return job.remember(("median", key, log), read).numbers[0]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Bins of one property and how many values of the whole job are in each; empty when there is no value."""

    edges: list[float]
    counts: list[int]


def _batch(job: Reading, asked: Histograms) -> dict[str, _Batch]:
    """The bins of each property and their counts over the whole job, read once for a finished job."""
    found = {key: job.recall(("bins", key, log, asked.bins)) for key, log in asked.keys.items()}
    missing = {key: asked.keys[key] for key, known in found.items() if known is None}
    if missing:
        extremes = _extremes(job, missing)
        binned = {
            key: (edges_of(key, *extremes[key], asked.bins, log=log), log)
            for key, log in missing.items()
            if key in extremes
        }
        counts = read_bins(binned, answers(job, Selection(), {"bins": bins_of(binned)})["bins"]) if binned else {}
        for key, log in missing.items():
            found[key] = _Batch(binned[key][0], counts[key]) if key in binned else _Batch([], [])
            job.keep(("bins", key, log, asked.bins), found[key])
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


def _value(column: ColumnElement[Any], *, log: bool) -> ColumnElement[Any]:
    """The number to count; NULL when it has no place on a logarithmic axis."""
    value: ColumnElement[Any] = cast(column, Double)
    return case((value > 0, value)) if log else value


def _extremes(job: Reading, keys: Mapping[str, bool]) -> dict[str, tuple[float, float]]:
    """Smallest and largest value of each property that has any."""

    def ends(found: Found) -> list[ColumnElement[Any]]:
        values = [_value(found.column(key), log=log) for key, log in keys.items()]
        return [end(value) for value in values for end in (func.min, func.max)]

    question = Question(tuple(keys), _are_measured(keys), aggregates=ends)
    found = answers(job, Selection(), {"extremes": question})["extremes"].numbers
    pairs = zip(keys, zip(found[::2], found[1::2], strict=True), strict=True)
    return {key: (least, most) for key, (least, most) in pairs if least is not None and most is not None}


def _are_measured(keys: Iterable[str]) -> bool:
    return all(map(is_measured, keys))


Binned = Mapping[str, tuple[list[float], bool]]
"""Edges of the bins of each property, and whether its axis is logarithmic."""


def bins_of(binned: Binned, *, medians: bool = False) -> Question:
    """How many values of each property are in each of its bins, and when asked for the median of each."""

    def values(found: Found) -> list[ColumnElement[Any]]:
        return [_value(found.column(key), log=log) for key, (_, log) in binned.items()]

    def packed(found: Found) -> list[ColumnElement[int]]:
        pairs = zip(values(found), binned.values(), strict=True)
        places = [_bucket(value, edges, log=log) for value, (edges, log) in pairs]
        return [_packed(places[start : start + SETS_OF]) for start in range(0, len(places), SETS_OF)]

    def middles(found: Found) -> list[ColumnElement[Any]]:
        return [_median(value) for value in values(found)] if medians else []

    return Question(tuple(binned), _are_measured(binned), middles, packed)


def read_bins(binned: Binned, answer: Answer) -> dict[str, list[int]]:
    """The counts of each property's bins, from the answer to `bins_of`."""
    result = {key: [0] * (len(edges) - 1) for key, (edges, _) in binned.items()}
    keys = list(binned)
    for number, counts in enumerate(answer.counts):
        for packed, records in counts.items():
            for digit, key in enumerate(keys[number * SETS_OF : (number + 1) * SETS_OF]):
                bucket = packed // BASE**digit % BASE
                if bucket != NO_VALUE:
                    result[key][place_of(bucket - 1, len(result[key]))] += records
    return result


def _median(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """The middle value, that of two values being their mean."""
    return func.percentile_cont(literal(0.5, Double)).within_group(value)


def _bucket(value: ColumnElement[Any], edges: Sequence[float], *, log: bool) -> ColumnElement[int]:
    """NO_VALUE, or what `width_bucket` says and one more."""
    return func.coalesce(width_bucket(value, edges, log=log) + 1, NO_VALUE)


def width_bucket(value: ColumnElement[Any], edges: Sequence[float], *, log: bool) -> ColumnElement[int]:
    """The number of a value's bin from 1; below the first edge 0, on the last and above one more than there are."""
    ends = (cast(literal(math.log(edge) if log else edge, Double), Double) for edge in (edges[0], edges[-1]))
    return func.width_bucket(func.ln(value) if log else value, *ends, len(edges) - 1)


def place_of(bucket: int, bins: int) -> int:
    """The bin from 0 that a bucket is: the largest value is on the last edge, a logarithm may lie a digit outside."""
    return min(max(bucket - 1, 0), bins - 1)


def _packed(places: Sequence[ColumnElement[int]]) -> ColumnElement[int]:
    """Places of several properties as the digits of one number."""
    packed = places[0]
    for digit, place in enumerate(places[1:], start=1):
        packed = packed + place * BASE**digit
    return packed
