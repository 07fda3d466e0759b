"""The colour of the selected points: the selection's own, that of a property's scale, or that of a category.

What is not selected stays grey, whatever the colour means; so does everything until something is selected.
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

from batchprot.properties.table import find
from dashboard import theme
from dashboard.components.explorer.categories import STATUSES
from dashboard.components.shared import numbers, quantities
from dashboard.components.shared.facts import Scatter
from dashboard.figures import axes, ticks, typed
from dashboard.figures.literal import literal

CATEGORIES = {"status": "Status", "organism": "Organism"}
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "circle")
"""From three categories on, so that they differ by more than their colour."""
_FEW = 3
_LONGEST_NAME = 40
_OTHER = -1
_MOST_DECIMALS = 2


def is_category(colour: str) -> bool:
    """Whether this colour is that of a category: a status, an organism or an own one."""
    row = find(colour)
    return colour in CATEGORIES or (row is not None and row.is_category)


@dataclass(frozen=True, slots=True)
class Layer:
    """Some of the points and how they are marked; `name` and `count` are for the key."""

    mask: bytes
    marker: dict[str, Any]
    name: str = ""
    count: int = 0


def layers(points: Scatter, colour: str, *, mode: str | None, ph: float | None = None) -> list[Layer]:
    """The layers of the selected points, lowest first; one without points when there are none."""
    chosen = points.selected
    if not colour or not points.colours:
        everything = all(chosen) and not points.density
        tint = theme.palette(mode)["rest" if everything else "selection"]
        name = numbers.of(sum(chosen), "protein") if everything else f"{numbers.count(sum(chosen))} selected"
        return [Layer(chosen, {"color": tint}, name, sum(chosen))]
    values = typed.decode(points.colours, "f4")
    if is_category(colour):
        return _by_category(points.categories, colour, chosen, values, mode)
    return _by_value(colour, chosen, values, points.colour_range, mode, ph)


def _by_category(
    categories: Sequence[str], colour: str, chosen: bytes, values: "array[float]", mode: str | None
) -> list[Layer]:
    tints, places = theme.of(theme.CATEGORIES, mode), bytes(int(value) for value in values)
    made = []
    # The rest first, so that no named category lies under it.
    for place in (len(categories), *range(len(categories))):
        mask = bytes(flag & (at == place) for flag, at in zip(chosen, places, strict=True))
        if not any(mask):
            continue
        known = place < len(categories)
        named = categories[place] if known else f"other {colour}s" if colour in CATEGORIES else "other or no value"
        shown = STATUSES.get(named, named) if colour == "status" else named
        marker: dict[str, Any] = {"color": tints[place if known else _OTHER]}
        if len(categories) >= _FEW:
            marker["symbol"] = SYMBOLS[place if known else _OTHER]
        made.append(Layer(mask, marker, _shortened(shown) or "not given", sum(mask)))
    return made or [Layer(chosen, {"color": tints[0]})]


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _by_value(  # noqa: PLR0917 - parts of one marker
    colour: str,
    chosen: bytes,
    values: "array[float]",
    ends: tuple[float, float] | None,
    mode: str | None,
    ph: float | None,
) -> list[Layer]:
    log = axes.is_logarithmic(colour)
    has_value = [not math.isnan(value) and (value > 0 or not log) for value in values]
    coloured = bytes(flag & known for flag, known in zip(chosen, has_value, strict=True))
    missing = bytes(flag & (not known) for flag, known in zip(chosen, has_value, strict=True))
    scale = _scale(colour, ends, log=log, mode=mode)
    shown = [math.log10(value) if log else value for value in compress(values, coloured)]
    marker = scale | {"color": typed.encode(shown, "f4"), "showscale": False, "colorbar": _bar(colour, scale, mode, ph)}
    found = [Layer(coloured, marker)]
    if any(missing):
        tint = theme.of(theme.CATEGORIES, mode)[_OTHER]
        found.insert(0, Layer(missing, {"color": tint, "symbol": "x"}, "without a value", sum(missing)))
    return found


def _scale(colour: str, ends: tuple[float, float] | None, *, log: bool, mode: str | None) -> dict[str, Any]:
    """The colours and their ends, the same whatever is selected; around 0 where values are below and above it.

    The ends are as written at the bar: a few extreme values would leave one colour to all others.
    """
    low, high = axes.widened(colour, *(ends or (1.0, 1.0)), log=log)
    diverging = low < 0 < high and not log
    if diverging:
        low, high = -max(-low, high), max(-low, high)
    low, high = (_as_written(colour, end) for end in (low, high))
    tints = theme.of(theme.DIVERGING_MARKERS, mode) if diverging else theme.sequential(mode)[2:]
    placed = (math.log10(low), math.log10(high)) if log else (low, high)
    return {"colorscale": theme.scale(tints), "cmin": placed[0], "cmax": placed[1]}


def _as_written(colour: str, value: float) -> float:
    factor = quantities.factor(colour)
    return round(value / factor, _decimals(colour)) * factor or value  # 0 has no place on a logarithmic scale


def _decimals(colour: str) -> int:
    return min(quantities.decimals(colour), _MOST_DECIMALS)


def _bar(colour: str, scale: dict[str, Any], mode: str | None, ph: float | None) -> dict[str, Any]:
    """A small colour bar: its title, its ends with what they stand for, and the middle.

    The page says the same in its key; a file has it above the plot (assets/figure_drawing.js).
    """
    log, tint = axes.is_logarithmic(colour), theme.palette(mode)["tick"]
    low, high = scale["cmin"], scale["cmax"]
    places = [low, (low + high) / 2, high]
    first, middle, last = ((10**place if log else place) / quantities.factor(colour) for place in places)
    decimals = _decimals(colour)
    words = [f"≤ {_brief(first, decimals)}", _brief(middle, decimals), f"≥ {_brief(last, decimals)}"]
    return {
        "orientation": "h",
        "x": 1,
        "xanchor": "right",
        "y": 1,
        "yanchor": "bottom",
        "lenmode": "pixels",
        "len": 190,
        "thickness": 8,
        "outlinewidth": 0,
        "xpad": 26,
        "ypad": 2,
        "tickvals": places,
        "ticktext": words,
        "tickfont": {"size": 10, "color": tint},
        "title": {"text": literal(axes.title(colour, ph=ph)), "side": "top", "font": {"size": 11, "color": tint}},
    }


def _brief(value: float, decimals: int) -> str:
    return ticks.texts([float(f"{value:.{decimals}f}")])[0]
