"""The colour of the selected points: the selection's own, that of a property's scale, or that of a category.

What is not selected stays grey, whatever the colour means.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from batchprot.properties.table import BY_KEY
from dashboard import theme
from dashboard.components.explorer.filters import STATUSES
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Scatter
from dashboard.figures import axes, typed

CATEGORIES = {"status": "Status", "organism": "Organism"}
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "circle")
"""From three categories on, so that they differ by more than their colour."""
_FEW = 3
_TAIL = 0.02
_LONGEST_NAME = 40
_OTHER = -1


@dataclass(frozen=True, slots=True)
class Layer:
    """Some of the points and how they are marked; `name` and `count` are for the key."""

    mask: bytes
    marker: dict[str, Any]
    name: str = ""
    count: int = 0


def layers(points: Scatter, colour: str, *, mode: str | None) -> list[Layer]:
    """The layers of the selected points, lowest first; one without points when there are none."""
    chosen = points.selected
    if not colour or not points.colours:
        return [Layer(chosen, {"color": theme.palette(mode)["selection"]}, "selected", sum(chosen))]
    values = typed.decode(points.colours, "f4")
    if colour in CATEGORIES:
        return _by_category(points.categories, colour, chosen, values, mode)
    return _by_value(colour, chosen, values, mode)


def name_of(colour: str) -> str:
    """What the colour stands for, in words."""
    return CATEGORIES[colour] if colour in CATEGORIES else axes.title(colour)


def _by_category(
    categories: Sequence[str], colour: str, chosen: bytes, values: "array[float]", mode: str | None
) -> list[Layer]:
    tints, places = theme.of(theme.CATEGORIES, mode), bytes(int(value) for value in values)
    made = []
    for place in range(len(categories) + 1):
        mask = bytes(flag & (at == place) for flag, at in zip(chosen, places, strict=True))
        if not any(mask):
            continue
        known = place < len(categories)
        named = categories[place] if known else "other"
        shown = STATUSES.get(named, named) if colour == "status" else named
        marker: dict[str, Any] = {"color": tints[place if known else _OTHER]}
        if len(categories) >= _FEW:
            marker["symbol"] = SYMBOLS[place if known else _OTHER]
        made.append(Layer(mask, marker, _shortened(shown) or "not given", sum(mask)))
    return made or [Layer(chosen, {"color": tints[0]})]


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _by_value(colour: str, chosen: bytes, values: "array[float]", mode: str | None) -> list[Layer]:
    log = axes.is_logarithmic(colour)
    measured = bytes(flag & (not math.isnan(value)) for flag, value in zip(chosen, values, strict=True))
    missing = bytes(flag & math.isnan(value) for flag, value in zip(chosen, values, strict=True))
    shown = [math.log10(value) if log and value > 0 else value for value in compress(values, measured)]
    low, high = _limits(shown)
    diverging = low < 0 < high and not log
    if diverging:
        low, high = -max(-low, high), max(-low, high)
    tints = theme.of(theme.DIVERGING_MARKERS, mode) if diverging else theme.sequential(mode)[2:]
    marker = {
        "color": typed.encode(shown, "f4"),
        "colorscale": theme.scale(tints),
        "cmin": low,
        "cmax": high,
        "showscale": bool(shown),
        "colorbar": _bar(colour, low, high, mode),
    }
    found = [Layer(measured, marker)]
    if any(missing):
        tint = theme.of(theme.CATEGORIES, mode)[_OTHER]
        found.insert(0, Layer(missing, {"color": tint, "symbol": "x"}, "no value", sum(missing)))
    return found


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """The range of nearly all values: a few extreme ones would leave one colour to all others."""
    if not values:
        return 0.0, 1.0
    ordered = sorted(values)
    tail = int(_TAIL * len(ordered))
    low, high = ordered[tail], ordered[-1 - tail]
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _bar(colour: str, low: float, high: float, mode: str | None) -> dict[str, Any]:
    """A small colour bar inside the plot, with its title above."""
    tint = theme.palette(mode)["tick"]
    ticks = [low, (low + high) / 2, high]
    return {
        "orientation": "h",
        "x": 0.01,
        "xanchor": "left",
        "y": 1,
        "yanchor": "top",
        "lenmode": "pixels",
        "len": 150,
        "thickness": 8,
        "outlinewidth": 0,
        "xpad": 14,
        "ypad": 2,
        "tickvals": ticks,
        "ticktext": [_tick(tick, colour) for tick in ticks],
        "tickfont": {"size": 10, "color": tint},
        "title": {"text": f"{_short(colour)} of the selection", "side": "top", "font": {"size": 11, "color": tint}},
    }


def _short(colour: str) -> str:
    row = BY_KEY[colour]
    unit = "kDa" if row.unit == "Da" and axes.is_logarithmic(colour) else row.unit
    return f"{row.short} ({unit})" if unit and unit not in row.short else row.short


def _tick(value: float, colour: str) -> str:
    row = BY_KEY[colour]
    if axes.is_logarithmic(colour):
        return axes.tick_text(float(f"{10**value / (1000 if row.unit == 'Da' else 1):.2g}"))
    return numbers.decimal(value, min(row.decimals, 2))
