"""Distributions of properties over a job and over what is selected of it, counted by the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Double, case, cast, func, literal
from sqlalchemy.dialects.postgresql import ARRAY

from batchprot.properties.shown import Range, decimals_of, first_shown_as, from_units, units
from jobs.services import JobServices
from results.access import OpenJob, Reader, reading
from results.queries.bins import Spread, edges_for
from results.queries.found import Answer, Found, Question, answers
from results.queries.sample import share
from results.selection.columns import is_calculated, is_quantity
from results.selection.model import InvalidSelection, Selection

MOST_BINS = 200
MOST_KEYS = 20
SETS_OF = 2
"""Properties counted together, their bins the digits of one number: it halves the work of the grouping sets."""
BASE = MOST_BINS + 3
NO_VALUE = 0
SAMPLE = 10_000
"""Records whose quartiles and tails are enough to choose bins by."""
QUANTILES = (0.005, 0.25, 0.75, 0.995)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many records have a value in each bin, and how many lie outside all bins.

    Every value is in one bin or in one of the two ends. Values are compared with the edges as they are shown: those
    of `counts[i]` are shown as edges[i] or more, and as less than edges[i + 1]. So a bin is the range of shown numbers
    from edges[i] to edges[i + 1] minus `step`, both included, and `range_of` gives the range that selects exactly it.
    A bar begins at edges[i] and ends at edges[i + 1].

    Attributes:
        edges: round numbers in rising order, one more than bins; empty when no value has a place on the axis.
        counts: values in each bin, of all records.
        selected: values in each bin, of the selected records.
        median: the middle value of all.
        selected_median: the middle value of the selected.
        below: values shown as less than the first edge, of all and of the selected; on a logarithmic axis these
            include 0 and negative numbers.
        above: values shown as the last edge or more, of all and of the selected.
        least: the smallest value of all, in a bin or not.
        most: the largest value of all, in a bin or not.
        decimals: how many are shown of a value; 0 for whole numbers.
    """

    edges: list[float]
    counts: list[int]
    selected: list[int]
    median: float | None
    selected_median: float | None
    below: tuple[int, int] = (0, 0)
    above: tuple[int, int] = (0, 0)
    least: float | None = None
    most: float | None = None
    decimals: int = 0

    @property
    def step(self) -> float:
        """The smallest difference between two shown values: 1 for whole numbers, 0.01 for the isoelectric point."""
        return from_units(1, self.decimals)

    def range_of(self, first: int, last: int) -> Range:
        """The least and the most that select the bins from `first` to `last`, and nothing else.

        -1 is everything below the first bin, the number of bins everything above the last; those sides are open.
        Without bins, on a logarithmic axis with nothing above 0, everything is below.
        """
        edges = self.edges or [self.step]
        inside = last < len(self.counts)
        most = from_units(units(edges[last + 1], self.decimals) - 1, self.decimals) if inside else None
        return None if first < 0 else edges[first], most


def histogram(  # noqa: PLR0917 - one question, asked by position everywhere
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    key: str,
    selection: Selection,
    bins: int = 60,
    log: bool = False,
) -> Histogram:
    """Count one property's values in at most `bins` bins, with the medians of all and of the selected.

    Bins have equal widths, with `log` equal ratios; results.queries.bins says how they are chosen.

    Raises:
        JobNotFound, JobRefused: see results.access.reading.
        InvalidSelection: the property has no numbers that can be ranked.
    """
    asked = Histograms({key: log}, bins, medians=True)
    with reading(services, reader, job_id) as job:
        plan = planned(job, asked, selection)
        return plan.read(answers(job, selection, plan.questions))[key]


@dataclass(frozen=True, slots=True)
class Histograms:
    """Properties to count, each with whether its axis is logarithmic, in how many bins, and whether with medians.

    Raises:
        InvalidSelection: one has no numbers that can be ranked, or they are too many.
    """

    keys: Mapping[str, bool]
    bins: int
    medians: bool = False

    def __post_init__(self) -> None:
        if not all(map(is_quantity, self.keys)) or len(self.keys) > MOST_KEYS or not 1 <= self.bins <= MOST_BINS:
            raise InvalidSelection("There is no such property to plot.")


@dataclass(frozen=True, slots=True)
class Plan:
    """Histograms of a whole job, and what must be asked to have those of a selection beside them."""

    all: dict[str, Histogram]
    edges: "Edges"
    questions: dict[str, Question]

    def read(self, found: Mapping[str, Answer]) -> dict[str, Histogram]:
        """The histograms, once the questions are answered."""
        if not self.questions:
            return self.all
        (answer,) = (found[name] for name in self.questions)
        medians = dict(zip(self.edges, answer.numbers, strict=False))
        selected = read_bins(self.edges, answer)
        return {
            key: with_selected(one, selected[key], medians.get(key)) if key in selected else one
            for key, one in self.all.items()
        }


def with_selected(one: Histogram, counts: Sequence[int], median: float | None) -> Histogram:
    """A histogram with what is selected below its bins, in each of them, and above; and the median of that."""
    below, *selected, above = counts
    return replace(
        one,
        selected=selected,
        selected_median=median,
        below=(one.below[0], below),
        above=(one.above[0], above),
    )


def planned(job: OpenJob, asked: Histograms, selection: Selection, name: str = "histograms") -> Plan:
    """How the histograms of a selection are made, by one question of this name."""
    found = of_all(job, asked)
    if asked.medians:
        medians = {key: _median_of_all(job, key) for key, one in found.items() if one.least is not None}
        found = {
            key: replace(one, median=medians.get(key), selected_median=medians.get(key)) for key, one in found.items()
        }
    edges = {key: one.edges for key, one in found.items() if one.least is not None}
    needed = edges and not selection.is_everything
    return Plan(found, edges, {name: bins_of(edges, medians=asked.medians)} if needed else {})


def _median_of_all(job: OpenJob, key: str) -> float | None:
    def read() -> Answer:
        question = Question((key,), is_calculated(key), aggregates=lambda found: [_median(found.column(key))])
        return answers(job, Selection(), {"median": question})["median"]

    return job.remember(("median", key), read).numbers[0]


def of_all(job: OpenJob, asked: Histograms) -> dict[str, Histogram]:
    """The histograms of the whole job without medians, read once for a finished job."""
    found = {key: job.recall(("bins", key, log, asked.bins)) for key, log in asked.keys.items()}
    missing = {key: asked.keys[key] for key, known in found.items() if known is None}
    if missing:
        ends, spreads = _spreads(job, missing)
        edges = {
            key: edges_for(key, spreads[key], asked.bins, log=missing[key]) if key in spreads else [] for key in ends
        }
        counts = read_bins(edges, answers(job, Selection(), {"bins": bins_of(edges)})["bins"]) if edges else {}
        for key, log in missing.items():
            found[key] = _histogram(key, ends.get(key), edges.get(key, []), counts.get(key, [0, 0]))
            job.keep(("bins", key, log, asked.bins), found[key], lasting=True)
    return found


def _histogram(key: str, ends: tuple[float, float] | None, edges: list[float], counts: Sequence[int]) -> Histogram:
    below, *inner, above = counts
    least, most = ends or (None, None)
    own = Histogram(edges, inner, inner, None, None, least=least, most=most, decimals=decimals_of(key))
    return replace(own, below=(below, below), above=(above, above))


def _spreads(job: OpenJob, keys: Mapping[str, bool]) -> tuple[dict[str, tuple[float, float]], dict[str, Spread]]:
    """Smallest and largest value of each property that has any, and the spread of what has a place on its axis."""

    def aggregates(found: Found) -> list[ColumnElement[Any]]:
        sampled = share(found.ordinal, SAMPLE, job.records)
        asked: list[ColumnElement[Any]] = []
        for key, log in keys.items():
            column = found.column(key)
            drawn = _drawn(key, column, log=log)
            asked += [func.min(column), func.max(column), func.count(drawn), func.min(drawn)]
            asked += [func.percentile_disc(_number(at)).within_group(drawn).filter(sampled) for at in QUANTILES]
        return asked

    question = Question(tuple(keys), _are_calculated(keys), aggregates=aggregates)
    numbers = iter(answers(job, Selection(), {"spreads": question})["spreads"].numbers)
    ends, spreads = {}, {}
    for key in keys:
        least, most, number, first, low, quarter, three_quarters, high = (next(numbers) for _ in range(8))
        if least is not None and most is not None:
            ends[key] = (least, most)
        if number and first is not None and most is not None:
            tails, quartiles = (low, high), (quarter, three_quarters)
            spreads[key] = Spread(int(number), first, most, _known(tails, first, most), _known(quartiles, first, most))
    return ends, spreads


def _known(pair: tuple[float | None, float | None], least: float, most: float) -> tuple[float, float]:
    """Both numbers; where the sample held no value, the ends."""
    low, high = pair
    return (least if low is None else low, most if high is None else high)


def _drawn(key: str, column: ColumnElement[Any], *, log: bool) -> ColumnElement[Any]:
    """The number; NULL when it has no place on a logarithmic axis, as it is shown as 0 or less."""
    return case((column >= _number(first_shown_as(1, decimals_of(key))), column)) if log else column


def _are_calculated(keys: Iterable[str]) -> bool:
    return all(map(is_calculated, keys))


Edges = Mapping[str, Sequence[float]]
"""Edges of the bins of each property."""


def bins_of(edges: Edges, *, medians: bool = False) -> Question:
    """How many values of each property are in each of its bins and ends, and when asked for the median of each."""

    def packed(found: Found) -> list[ColumnElement[int]]:
        places = [place(key, found.column(key), edges[key]) for key in edges]
        return [_packed(places[start : start + SETS_OF]) for start in range(0, len(places), SETS_OF)]

    def middles(found: Found) -> list[ColumnElement[Any]]:
        return [_median(found.column(key)) for key in edges] if medians else []

    return Question(tuple(edges), _are_calculated(edges), middles, packed)


def read_bins(edges: Edges, answer: Answer) -> dict[str, list[int]]:
    """The counts below the bins of each property, in each bin and above, from the answer to `bins_of`."""
    result = {key: [0] * max(2, len(own) + 1) for key, own in edges.items()}
    keys = list(edges)
    for number, counts in enumerate(answer.counts):
        for packed, records in counts.items():
            for digit, key in enumerate(keys[number * SETS_OF : (number + 1) * SETS_OF]):
                place = packed // BASE**digit % BASE
                if place != NO_VALUE:
                    result[key][place - 1] += records
    return result


def _median(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The middle value, that of two values being their mean."""
    return func.percentile_cont(literal(0.5, Double)).within_group(cast(column, Double))


def place(key: str, column: ColumnElement[Any], edges: Sequence[float]) -> ColumnElement[int]:
    """NO_VALUE, or what `width_bucket` says of the value as it is shown, and one more."""
    return func.coalesce(width_bucket(column, cuts(key, edges)) + 1, NO_VALUE)


def cuts(key: str, edges: Sequence[float]) -> list[float]:
    """The least stored numbers that are shown as these edges."""
    decimals = decimals_of(key)
    return [first_shown_as(units(edge, decimals), decimals) for edge in edges]


def width_bucket(value: ColumnElement[Any], edges: Sequence[float]) -> ColumnElement[int]:
    """How many edges are not above a value. Found by comparing: a bin's number calculated from its width is not exact.

    0 is below the first edge; the last edge itself and all beyond get the number of edges.
    """
    return func.width_bucket(cast(value, Double), cast(literal(list(edges), ARRAY(Double)), ARRAY(Double)))


def place_of(bucket: int, bins: int) -> int:
    """The bin from 0 that a bucket is, where the largest value lies on the last edge."""
    return min(max(bucket - 1, 0), bins - 1)


def _number(value: float) -> ColumnElement[float]:
    return cast(literal(value, Double), Double)


def _packed(places: Sequence[ColumnElement[int]]) -> ColumnElement[int]:
    """Places of several properties as the digits of one number."""
    packed = places[0]
    for digit, place in enumerate(places[1:], start=1):
        packed = packed + place * BASE**digit
    return packed
