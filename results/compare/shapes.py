"""How a property is distributed on each side: a curve over its whole range, or every value where there are few."""

import math
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from results.compare.found import Curve, Shape
from results.compare.intervals import Values

POINTS = 200
"""Points of a curve."""
FINE = 4096
"""Bins that a density is estimated on."""
FEW = 30
"""Up to this number, every value is drawn."""
REACH = 3.0
"""Bandwidths that a curve goes on beyond the outermost value."""


def shape(key: str, sides: Sequence[Values], *, log: bool) -> Shape | None:
    """The curves of every side on one axis; None without values to draw. `sides` are sorted.

    On a logarithmic axis values of 0 and below have no place; they count in the shares at or below a value.
    """
    drawn = [values[np.searchsorted(values, 0, "right") :] if log else values for values in sides]
    ends = [float(end) for values in drawn if len(values) for end in (values[0], values[-1])]
    if not ends:
        return None
    low, high = _widened(min(ends), max(ends), log=log)
    made = [curve(own, values, low, high, log=log) for own, values in zip(sides, drawn, strict=True)]
    return Shape(key, low, high, log, made)


def curve(own: Values, drawn: Values, low: float, high: float, *, log: bool) -> Curve:
    """One side: all values where there are few, otherwise POINTS of an estimated density."""
    median = float(np.median(own)) if len(own) else None
    left = 1 - len(drawn) / len(own) if len(own) else 0.0
    if len(drawn) <= FEW:
        return Curve(drawn.tolist(), _below(own, drawn), [], left, median, len(own))
    ends = (math.log10(low), math.log10(high)) if log else (low, high)
    placed = np.log10(drawn) if log else drawn
    x, heights = density(placed, *ends)
    shown = 10.0**x if log else x
    return Curve(shown.tolist(), _below(own, shown), heights.tolist(), left, median, len(own))


def density(values: Values, low: float, high: float) -> tuple[Values, Values]:
    """A Gaussian estimate of the density between two ends with Silverman's bandwidth, at POINTS places.

    Half of the places are evenly spaced, the others follow the values, so that a narrow peak is smooth too.
    """
    counts, edges = np.histogram(values, FINE, (low, high))
    step = (high - low) / FINE
    width = max(silverman(values), step)
    heights = ndimage.gaussian_filter1d(counts.astype(float), width / step, mode="constant", truncate=4.0)
    heights /= len(values) * step
    even = np.linspace(low, high, POINTS // 2)
    following = np.quantile(values, np.linspace(0, 1, POINTS - len(even)))
    x = np.sort(np.concatenate([even, following]))
    return x, np.interp(x, (edges[:-1] + edges[1:]) / 2, heights)


def silverman(values: Values) -> float:
    """0.9 min(sd, IQR / 1.34) n^(-1/5) (Silverman 1986, Density Estimation, page 48)."""
    deviation = float(values.std(ddof=1))
    low, high = np.percentile(values, (25, 75))
    spread = min(deviation, float(high - low) / 1.34) or deviation
    return float(0.9 * spread * len(values) ** -0.2)


def _below(own: Values, places: Values) -> list[float]:
    found: list[float] = (np.searchsorted(own, places, "right") / max(1, len(own))).tolist()
    return found


def _widened(low: float, high: float, *, log: bool) -> tuple[float, float]:
    """Ends with a little room; a single value is in the middle."""
    if log:
        room = 10 ** (0.04 * math.log10(high / low)) if high > low else 1.5
        return low / room, high * room
    room = 0.04 * (high - low) or abs(low) / 2 or 0.5
    return low - room, high + room
