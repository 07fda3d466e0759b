"""Distribution of one property of a few proteins: a dot for each, where a bar would stand for one or two."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import theme
from dashboard.components.shared import quantities
from dashboard.figures import axes, medians
from dashboard.figures.literal import literal

MOST = 29
"""Proteins at most that are drawn as dots."""
_SIZE = 9
_WIDTH = 280.0
"""About how wide the plot is, in pixels: enough to stack dots that would lie on each other."""
_ROOM = 0.05
_LEAST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """One protein's value."""

    value: float
    name: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Dots:
    """The values of a few proteins, with both medians."""

    dots: Sequence[Dot]
    median: float | None
    selected_median: float | None


def figure(found: Dots, key: str, *, mode: str | None, ph: float | None = None) -> dict[str, Any]:
    """The dots as a Plotly figure; those that would lie on each other are stacked."""
    colours, everything = theme.palette(mode), all(dot.selected for dot in found.dots)
    values = [dot.value for dot in found.dots]
    across = axes.with_room(axes.axis(key, min(values), max(values), ph=ph), _ROOM) | {"fixedrange": True}
    if not any(dot.selected for dot in found.dots):
        across["title"]["text"] += " · nothing is selected"
    levels = _levels([_place(value, key) for value in values], across["range"])
    shapes, notes = medians.drawn(found, key, (min(values), max(values)), colours, everything=everything)
    tints = [colours["rest" if everything or not dot.selected else "selection"] for dot in found.dots]
    solid = [0.85 if everything or dot.selected else 0.4 for dot in found.dots]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "name": "proteins",
        "x": values,
        "y": levels,
        "marker": {"size": _SIZE, "color": tints, "opacity": solid, "line": {"width": 0}},
        "customdata": [f"{literal(dot.name)}: {quantities.with_unit(key, dot.value)}" for dot in found.dots],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    layout = theme.layout(
        mode,
        xaxis=across,
        yaxis={"visible": False, "fixedrange": True, "range": [-0.7, max(_LEAST_LEVELS, *levels) + 0.7]},
        margin={"l": 18, "r": 18, "t": medians.room(notes), "b": 40},
        shapes=shapes,
        annotations=notes,
        dragmode=False,
        hovermode="closest",
    )
    return {"data": [dots], "layout": layout}


def _place(value: float, key: str) -> float:
    return math.log10(value) if axes.is_logarithmic(key) else value


def _levels(places: Sequence[float], ends: Sequence[float]) -> list[int]:
    """For each place the lowest level at which no other dot is near."""
    apart = (_SIZE + 1) / _WIDTH * (ends[1] - ends[0])
    rightmost: list[float] = []
    levels = [0] * len(places)
    for number in sorted(range(len(places)), key=places.__getitem__):
        free = (level for level, place in enumerate(rightmost) if places[number] - place >= apart)
        level = next(free, len(rightmost))
        if level == len(rightmost):
            rightmost.append(places[number])
        rightmost[level] = places[number]
        levels[number] = level
    return levels
