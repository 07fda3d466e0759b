"""Where the ticks of an axis are: three to five round numbers, evenly spaced on a linear or a logarithmic axis."""

import math
from collections.abc import Iterator, Sequence

from dashboard.components.shared import numbers

FEWEST, MOST = 3, 5
_STEPS = (1, 2, 2.5, 5)
_WITHIN_A_DECADE = ((1, 2, 5), (1, 3), (1,))
_DIGITS = 12
"""Significant digits kept of a tick: beyond them are rounding errors of the computer."""


def linear(low: float, high: float, *, least_step: float = 0.0) -> list[float]:
    """Multiples of the smallest round step that gives at most MOST of them between two different ends."""
    for step in _round_steps((high - low) / MOST, least_step):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < MOST:
            return [_clean(place * step) for place in range(first, last + 1)]
    raise AssertionError  # pragma: no cover - the steps never end


def logarithmic(low: float, high: float, *, least_step: float = 0.0) -> list[float]:
    """1, 2, 5, 10 ..., or 1, 3, 10 ..., or powers of ten between two positive ends; as on a linear axis when close."""
    for values in _by_decades(low, high):
        if FEWEST <= len(values) <= MOST:
            return values
    return linear(low, high, least_step=least_step)


def texts(values: Sequence[float]) -> list[str]:
    """The ticks as written, with the same number of decimals: 0.0, 0.5, 1.0; of unlike size each with its own."""
    needed = [_decimals(value) for value in values]
    even = len(values) < FEWEST or math.isclose(values[1] - values[0], values[-1] - values[-2])
    return [numbers.decimal(value, max(needed) if even else own) for value, own in zip(values, needed, strict=True)]


def _round_steps(wanted: float, least: float) -> Iterator[float]:
    power = math.floor(math.log10(wanted)) - 1
    while True:
        for step in _STEPS:
            made = _clean(step * 10.0**power)
            if least and made >= least and made % least:
                made = _clean(4 * 10.0**power)  # 2.5 would put ticks between whole numbers
            if made >= least:
                yield made
        power += 1


def _by_decades(low: float, high: float) -> Iterator[list[float]]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = [(1, steps) for steps in _WITHIN_A_DECADE] + [(stride, (1,)) for stride in range(2, last - first + 1)]
    for stride, steps in every:
        powers = range(first, last + 1, stride)
        values = [_clean(step * 10.0**power) for power in powers for step in steps]
        yield [value for value in values if low * (1 - 1e-9) <= value <= high * (1 + 1e-9)]


def _clean(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}") + 0.0  # no minus before a zero


def _decimals(value: float) -> int:
    return len(f"{value:.{_DIGITS}f}".rstrip("0").partition(".")[2])
