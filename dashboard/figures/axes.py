"""Axis titles and ticks made from the property table."""

import math
from typing import Any

from dashboard.components.numbers import count
from protein.properties import BY_KEY

LOGARITHMIC = frozenset({"molecular_weight_da", "monoisotopic_mass_da", "length", "atoms"})
_DALTON = "Da"
_KILO = 1000
_STEPS = (1, 2, 5)


def label(key: str) -> str:
    """A property as an option of a list: "Molecular weight, log"."""
    return f"{BY_KEY[key].label}, log" if key in LOGARITHMIC else BY_KEY[key].label


def title(key: str) -> str:
    """An axis title: name, unit and, when so, that the axis is logarithmic; masses are shown in kDa."""
    row = BY_KEY[key]
    if key in LOGARITHMIC:
        unit = "kDa, log" if row.unit == _DALTON else "log"
        return f"{row.label} ({unit})"
    return f"{row.label} ({row.unit})" if row.unit else row.label


def axis(key: str, low: float | None, high: float | None) -> dict[str, Any]:
    """What is special about a property's axis: its title and, when logarithmic, ticks at 1, 2 and 5."""
    made: dict[str, Any] = {"title": {"text": title(key)}}
    if key not in LOGARITHMIC:
        return made
    made["type"] = "log"
    if low is None or high is None or low <= 0:
        return made
    scale = _KILO if BY_KEY[key].unit == _DALTON else 1
    values = ticks(low, high)
    made["tickvals"] = values
    made["ticktext"] = [tick_text(value / scale) for value in values]
    return made


def ticks(low: float, high: float) -> list[float]:
    """1, 2, 5, 10 ... from just below low to just above high; whole decades only when there are many."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = _STEPS if last - first <= 4 else _STEPS[:1]  # noqa: PLR2004  more would not fit
    values = [step * 10.0**power for power in range(first, last + 1) for step in steps]
    return [value for value in values if low / 2 <= value <= high * 2]


def tick_text(value: float) -> str:
    """A tick as written: 0.5, 20, 1,000."""
    return count(int(value)) if value >= 1 else f"{value:g}"
