"""The axis of a property: its title with the unit, its ticks in that unit, and its range, for every plot.

Values stay as they are stored; only what is written is in the shown unit, such as kilodalton.
"""

import math
from collections.abc import Sequence
from typing import Any

from dashboard.components.shared import quantities
from dashboard.figures import ticks
from dashboard.figures.literal import literal
from results import first_look

LOGARITHMIC = first_look.LOGARITHMIC
_STEPS_OF_THE_SMALLEST = 4
_AROUND_ONE_VALUE = 0.1


def title(key: str, *, log: bool | None = None, ph: float | None = None) -> str:
    """An axis title: name, unit and, when so, that the axis is logarithmic."""
    words = [quantities.unit(key), "log" if is_logarithmic(key, log=log) else ""]
    behind = ", ".join(filter(None, words))
    return f"{quantities.label(key, ph)} ({behind})" if behind else quantities.label(key, ph)


def is_logarithmic(key: str, *, log: bool | None = None) -> bool:
    """Whether an axis is logarithmic: as asked for, or as is best for the property."""
    return key in LOGARITHMIC if log is None else log


def axis(
    key: str, low: float | None, high: float | None, *, log: bool | None = None, ph: float | None = None
) -> dict[str, Any]:
    """A Plotly axis for values from `low` to `high`: title, type, range, and three to five ticks.

    Without values, or with none that a logarithmic axis has a place for, there is a title and no tick.
    """
    is_log = is_logarithmic(key, log=log)
    made: dict[str, Any] = {
        "title": {"text": literal(title(key, log=log, ph=ph))},
        "type": "log" if is_log else "linear",
    }
    if low is None or high is None or (is_log and low <= 0):
        return made | {"tickvals": [], "ticktext": []}
    low, high = widened(key, low, high, log=is_log)
    return made | marks(key, low, high, log=is_log) | {"range": plain_range(low, high, log=is_log), "autorange": False}


def marks(key: str, low: float, high: float, *, log: bool) -> dict[str, Any]:
    """Where the ticks between two ends are, and what they say."""
    factor, smallest = quantities.factor(key), _smallest(key)
    place = ticks.logarithmic if log else ticks.linear
    values = place(low / factor, high / factor, least_step=smallest if quantities.is_whole(key) else 0.0)
    return {"tickvals": [value * factor for value in values], "ticktext": ticks.texts(values)}


def in_sight(key: str, seen: Sequence[float] | None, *, log: bool) -> dict[str, Any]:
    """Range and ticks of the part of an axis that is in sight, as Plotly says it; nothing where nobody zoomed in."""
    if seen is None or seen[0] == seen[1]:
        return {}
    low, high = sorted(10**end if log else end for end in seen)
    return marks(key, low, high, log=log) | {"range": list(seen)}


def widened(key: str, low: float, high: float, *, log: bool) -> tuple[float, float]:
    """The ends of an axis: those of the values, apart from each other when the values are nearly or all the same."""
    least = _STEPS_OF_THE_SMALLEST * _smallest(key) * quantities.factor(key)
    if low == high:
        least = max(least, 2 * _AROUND_ONE_VALUE * abs(low))
    missing = least - (high - low)
    if missing <= 0:
        return low, high
    below = missing / 2 if low < 0 else min(missing / 2, low / 2 if log else low)
    return low - below, high + missing - below


def with_room(axis: dict[str, Any], share: float) -> dict[str, Any]:
    """An axis with room for what is drawn at its ends; a linear one doesn't begin below 0 when no value does."""
    if "range" not in axis:
        return axis
    low, high = axis["range"]
    room = share * (high - low)
    least = 0.0 if axis["type"] == "linear" and low >= 0 else low - room
    return axis | {"range": [max(low - room, least), high + room]}


def plain_range(low: float, high: float, *, log: bool) -> list[float]:
    """A range as Plotly takes it: on a logarithmic axis the logarithms."""
    return [math.log10(low), math.log10(high)] if log else [low, high]


def _smallest(key: str) -> float:
    """The smallest difference that is shown, in the shown unit."""
    return 10.0 ** -quantities.decimals(key)
