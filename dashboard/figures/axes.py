"""Axis titles and ticks made from the property table."""

import math
from collections.abc import Sequence
from typing import Any

from batchprot.properties.table import BY_KEY
from dashboard.components.shared.numbers import count

LOGARITHMIC = frozenset({"molecular_weight_da", "monoisotopic_mass_da", "length", "atoms"})
_DALTON = "Da"
_KILO = 1000
_STEPS = (1, 2, 5)
_DECADE = 10
_FEWEST_TICKS = 2


def title(key: str, *, log: bool | None = None) -> str:
    """An axis title: name, unit and, when so, that the axis is logarithmic; masses are then shown in kDa."""
    row = BY_KEY[key]
    if is_logarithmic(key, log=log):
        units = ["kDa" if row.unit == _DALTON else row.unit, "log"]
        return f"{row.label} ({', '.join(filter(None, units))})"
    return f"{row.label} ({row.unit})" if row.unit else row.label


def is_logarithmic(key: str, *, log: bool | None = None) -> bool:
    """Whether an axis is logarithmic: as asked for, or as is best for the property."""
    return key in LOGARITHMIC if log is None else log


def axis(key: str, low: float | None, high: float | None, *, log: bool | None = None) -> dict[str, Any]:
    """What is special about a property's axis: its title and, when logarithmic, ticks at 1, 2 and 5."""
    made: dict[str, Any] = {"title": {"text": title(key, log=log)}}
    if not is_logarithmic(key, log=log):
        return made
    made["type"] = "log"
    if low is None or high is None or low <= 0:
        return made
    scale = _KILO if BY_KEY[key].unit == _DALTON else 1
    values = ticks(low, high)
    if sum(low <= value <= high for value in values) < _FEWEST_TICKS:
        return made  # a narrow range: Plotly's own ticks are closer together
    made["tickvals"] = values
    made["ticktext"] = [tick_text(value / scale) for value in values]
    return made


def ticks(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 ... from just below low to just above high; whole decades only when there are many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps: Sequence[int] = _STEPS if last - first <= 4 else _STEPS[:1]  # noqa: PLR2004  more would not fit
    if high / low < _DECADE:
        steps = range(1, 10)
    values = [step * 10.0**power for power in range(first, last + 1) for step in steps]
    return [value for value in values if low / 2 <= value <= high * 2]


def tick_text(value: float) -> str:
    """A tick as written: 0.5, 20, 1,000."""
    return count(int(value)) if value >= 1 else f"{value:g}"
