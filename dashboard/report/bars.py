"""A figure of bars as an SVG drawing, for the report that is printed: no script draws it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

WIDTH, HEIGHT = 300.0, 84.0
"""Of the drawing without its ticks."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place along an axis, and what it says."""

    place: float
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Outlines of bars from the lowest layer to the highest, ticks of both axes, lines upright, and the axis title."""

    bars: list[str]
    across: list[Tick]
    up: list[Tick]
    lines: list[float]
    title: str


def drawing(figure: Mapping[str, Any]) -> Drawing:
    """The bars of a Plotly figure, with its own ticks: the same title, unit and numbers as on the page."""
    layout = figure["layout"]
    x, y = layout["xaxis"], layout["yaxis"]
    if "range" not in x:
        return Drawing([], [], [], [], unescape(x["title"]["text"]))
    layers = [trace for trace in figure["data"] if trace.get("meta") != "pointer"]
    ends = [Tick(_place(note["x"], x), note["text"]) for note in layout["annotations"] if note["y"] == 0]
    return Drawing(
        [_path(trace, x, y) for trace in layers],
        [*(Tick(_across(value, x), text) for value, text in _pairs(x)), *ends],
        [Tick(_up(value, y), text) for value, text in _pairs(y)],
        [_across(shape["x0"], x) for shape in layout["shapes"]],
        unescape(x["title"]["text"]),
    )


def _path(trace: Mapping[str, Any], x: Mapping[str, Any], y: Mapping[str, Any]) -> str:
    parts = []
    for left, width, count in zip(trace["x"], trace["width"], trace["y"], strict=True):
        if count > 0:
            begin, end = _across(left, x), _across(left + width, x)
            height = max(0.8, HEIGHT - _up(count, y))
            parts.append(f"M{begin:.2f} {HEIGHT:g}v-{height:.2f}h{end - begin:.2f}V{HEIGHT:g}z")
    return "".join(parts)


def _pairs(axis: Mapping[str, Any]) -> Sequence[tuple[float, str]]:
    return list(zip(axis["tickvals"], axis["ticktext"], strict=True))


def _across(value: float, axis: Mapping[str, Any]) -> float:
    return _place(math.log10(value) if axis["type"] == "log" else value, axis)


def _place(value: float, axis: Mapping[str, Any]) -> float:
    """Where a place of the axis is; on a logarithmic axis these are logarithms."""
    low, high = axis["range"]
    return float(WIDTH * (value - low) / (high - low))


def _up(value: float, axis: Mapping[str, Any]) -> float:
    low, high = axis["range"]
    return float(HEIGHT * (1 - (value - low) / (high - low)))
