"""Where the bins of a histogram begin and end: at round numbers, as wide as the values' spread suggests.

All edges are numbers as they are shown, so that each bin can be named, typed and selected.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Final

from batchprot.properties.shown import decimals_of, from_units, units

ROUND: Final = (1, 2, 5)
PER_DECADE: Final = (1, 2, 5, 10, 20, 40, 80, 160)
SIGNIFICANT: Final = 3
NARROW: Final = 1.5
"""Largest value as a multiple of the smallest below which bins of equal ratio look like bins of equal width."""
ROOM: Final = 0.2
"""Values up to so much of the range beyond its end are still drawn."""
FEW: Final = 200
"""Of fewer values than this half a per cent is not even one: what is far is then judged by the quartiles."""
FAR: Final = 3.0
"""Quartile ranges beyond the quartiles, where Tukey calls a value far out."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What is known of a property's values when its bins are chosen.

    Attributes:
        number: how many values there are.
        least, most: the smallest and the largest.
        tails: the values half a per cent from either end.
        quartiles: the first and the third.
    """

    number: int
    least: float
    most: float
    tails: tuple[float, float]
    quartiles: tuple[float, float]


def edges_for(key: str, spread: Spread, bins: int, *, log: bool) -> list[float]:
    """Edges of at most this many bins over the range that contains nearly all values.

    The width follows Freedman and Diaconis (1981, doi:10.1007/BF01025868), rounded down to 1, 2 or 5 times a power of
    ten; with `log` the bins have equal ratios.
    """
    decimals = decimals_of(key)
    first, last = (units(end, decimals) for end in _range(spread, log=log))
    low, high = from_units(first, decimals), from_units(last, decimals)
    width = _width(spread, low, high, log=log and high > low * NARROW)
    if log and high > low * NARROW:
        return _ratio_edges(decimals, low, high, bins, width)
    return _equal_edges(decimals, first, last, bins, width)


def _range(spread: Spread, *, log: bool) -> tuple[float, float]:
    """From where to where bins are made: everything, or without the few values that lie far from all others."""
    place, value = (math.log, math.exp) if log else (float, float)
    least, most = place(spread.least), place(spread.most)
    low, high = map(place, spread.tails)
    if spread.number < FEW:
        first, third = map(place, spread.quartiles)
        reach = FAR * (third - first) if third > first else math.inf
        low, high = max(least, first - reach), min(most, third + reach)
    room = ROOM * (high - low)
    return (
        spread.least if least >= low - room else value(low),
        spread.most if most <= high + room else value(high),
    )


def _width(spread: Spread, low: float, high: float, *, log: bool) -> float:
    """The bin width for a number of values with this spread, in decades with `log`; Sturges' if quartiles are equal."""
    place = math.log10 if log else float
    first, third = map(place, spread.quartiles)
    if third > first:
        return 2 * (third - first) / math.cbrt(spread.number)
    return (place(high) - place(low)) / (math.log2(spread.number) + 1)


def _equal_edges(decimals: int, first: int, last: int, bins: int, width: float) -> list[float]:
    """Edges as far apart as the width allows, or as so few bins need; first and last in units of the last digit."""
    if bins == 1:
        return [from_units(first, decimals), from_units(last + 1, decimals)]
    step, following = 1, 2
    steps = _round_steps()
    for step, following in pairwise(steps):
        if last // step - first // step < bins and from_units(following, decimals) > width:
            break
    return [from_units(place * step, decimals) for place in range(first // step, last // step + 2)]


def _round_steps() -> Iterator[int]:
    """1, 2, 5, 10, 20 and on."""
    for power in count():
        yield from (step * 10**power for step in ROUND)


def _ratio_edges(decimals: int, low: float, high: float, bins: int, width: float) -> list[float]:
    """Edges at 1, 2, 5 or more steps a decade, each rounded to three digits and to what is shown of it."""
    decades = math.log10(high / low)
    fitting = [steps for steps in PER_DECADE if steps * width <= 1 and steps * decades + 2 <= bins]
    steps = max(fitting, default=1)
    places = range(math.floor(math.log10(low) * steps) - 1, math.ceil(math.log10(high) * steps) + 2)
    edges = sorted({_rounded(10 ** (place / steps), decimals) for place in places} - {0.0})
    # Few whole numbers may leave no rounded edge beyond the last of them.
    edges += [] if edges[-1] > high else [from_units(units(high, decimals) + 1, decimals)]
    edges = edges[max(0, bisect_right(edges, low) - 1) : bisect_right(edges, high) + 1]
    apart = math.ceil((len(edges) - 1) / bins)
    return edges if apart == 1 else [*edges[:-1:apart], edges[-1]]


def _rounded(value: float, decimals: int) -> float:
    return round(value, min(decimals, SIGNIFICANT - 1 - math.floor(math.log10(value))))
