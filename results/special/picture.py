"""A property's distribution in the selection and in the rest, small enough to stand in a row of a table."""

from collections.abc import Callable

import numpy as np
from scipy import ndimage

from results.compare.intervals import Values
from results.compare.shapes import FEW, silverman
from results.special.found import Picture

PLACES = 48
"""Heights of each."""
TAIL = 0.01
"""Share of the values at either end that may lie outside."""
_DECADE = 10


def picture(selected: Values, rest: Values) -> Picture | None:
    """Both sorted distributions between common ends, on a logarithmic axis where values differ by more than tenfold."""
    if not len(selected) or not len(rest):
        return None
    ends = [_between(selected), _between(rest)]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    if low == high:
        return None
    to_place = _axis(low, high)
    medians = _inside(to_place(np.array([np.median(selected), np.median(rest)])))
    few = len(selected) <= FEW
    return Picture(
        low,
        high,
        [] if few else _heights(to_place(selected)),
        _heights(to_place(rest)),
        _inside(to_place(selected)) if few else [],
        (medians[0], medians[1]),
    )


def _between(values: Values) -> tuple[float, float]:
    last = len(values) - 1
    return float(values[int(TAIL * last)]), float(values[last - int(TAIL * last)])


def _axis(low: float, high: float) -> Callable[[Values], Values]:
    """Places from 0 to 1 between the ends."""
    if low > 0 and high > _DECADE * low:
        return lambda values: np.log(np.maximum(values, low / 2) / low) / np.log(high / low)
    return lambda values: (values - low) / (high - low)


def _inside(places: Values) -> list[float]:
    return [round(float(one), 3) for one in np.clip(places, 0, 1)]


def _heights(places: Values) -> list[float]:
    """A Gaussian estimate of the density at PLACES places, the highest being 1."""
    counts, _ = np.histogram(places, PLACES, (0, 1))
    width = silverman(places) * PLACES if len(places) > 1 else 1.0
    smooth = ndimage.gaussian_filter1d(counts.astype(float), min(max(width, 0.5), PLACES / 4), mode="nearest")
    return [round(float(one), 3) for one in smooth / (smooth.max() or 1.0)]
