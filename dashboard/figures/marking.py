"""What stands out in the scatter: the open protein, the checked rows, and names where there is room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import theme
from dashboard.figures.literal import literal

_LONGEST_NAME = 18
_RING, _OPEN_RING, _SHIFT = 13, 18, 7
_LETTER, _LINE = 6.0, 13.0
_WIDTH, _HEIGHT = 720.0, 300.0
"""About how large a plot is, in pixels: enough to keep names apart."""
_PLACES = {
    "top center": (-0.5, -1.0),
    "middle right": (0.0, 0.0),
    "bottom center": (-0.5, 1.0),
    "middle left": (-1.0, 0.0),
}
_AWAY = 9.0
ROOM = 0.08
"""Share of an axis that is left free at its ends, for names."""


@dataclass(frozen=True, slots=True)
class Point:
    """One protein in a scatter, with its name."""

    ordinal: int
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Marked:
    """What stands out: the open protein, the checked ones, and those that are named."""

    opened: Point | None = None
    checked: Sequence[Point] = ()
    named: Sequence[Point] = ()


def rings(marked: Marked, *, mode: str | None) -> list[dict[str, Any]]:
    """Two traces in this order: a ring around each checked protein, and a wider one around the open one."""
    ink = theme.palette(mode)["ink"]
    opened = [marked.opened] if marked.opened else []
    return [_ring("checked", marked.checked, _RING, 1.5, ink), _ring("open", opened, _OPEN_RING, 2.5, ink)]


def name_of_open(marked: Marked, *, logs: tuple[bool, bool], mode: str | None) -> dict[str, Any]:
    """The name of the open protein over its ring; not seen when none is open."""
    if marked.opened is None:
        return {"visible": False, "text": "", "showarrow": False}
    colours = theme.palette(mode)
    ground = {"bgcolor": colours["raised"], "borderpad": 2, "opacity": 0.9}
    font = {"size": 12, "color": colours["ink"], "weight": 600}
    return _note(marked.opened, "top center", logs) | {"font": font} | ground


def labels(points: Sequence[Point], *, logs: tuple[bool, bool], mode: str | None) -> list[dict[str, Any]]:
    """Names beside their points, without those that would lie on another."""
    if not points:
        return []
    placed = _placed(points, logs)
    font = {"font": {"size": 11, "color": theme.palette(mode)["muted"]}}
    return [_note(point, placed[point.ordinal], logs) | font for point in points if point.ordinal in placed]


def _note(point: Point, place: str, logs: tuple[bool, bool]) -> dict[str, Any]:
    """An annotation: what is no part of the canvas of points is drawn above it."""
    left, down = _PLACES[place]
    x, y = (math.log10(value) if log else value for value, log in zip((point.x, point.y), logs, strict=True))
    return {
        "x": x,
        "y": y,
        "xanchor": {0.0: "left", -1.0: "right"}.get(left, "center"),
        "yanchor": {-1.0: "bottom", 1.0: "top"}.get(down, "middle"),
        "xshift": {0.0: _SHIFT, -1.0: -_SHIFT}.get(left, 0),
        "yshift": -down * _SHIFT,
        "showarrow": False,
        "text": literal(shortened(point.name)),
    }


def shortened(name: str) -> str:
    """A name that fits beside a point."""
    last = name.rpartition("|")[2]
    return last if len(last) <= _LONGEST_NAME else f"{last[: _LONGEST_NAME - 1]}…"


def _ring(name: str, points: Sequence[Point], size: float, width: float, ink: str) -> dict[str, Any]:
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": name,
        "meta": "mark",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "hoverinfo": "skip",
        "marker": {
            "symbol": "circle-open",
            "size": size,
            "opacity": 1,
            "color": ink,
            "line": {"width": width, "color": ink},
        },
        "unselected": {"marker": {"opacity": 1}},
    }


def _placed(points: Sequence[Point], logs: tuple[bool, bool]) -> dict[int, str]:
    """For each name the first place beside its point where nothing else is, if there is one."""
    spots = _pixels(points, logs)
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots]
    found: dict[int, str] = {}
    for point, (x, y) in zip(points, spots, strict=True):
        width = _LETTER * len(shortened(point.name))
        for place, (left, down) in _PLACES.items():
            side = _AWAY if left == 0 else -_AWAY if left == -1 else 0.0
            begin, top = x + side + left * width, y + down * _AWAY - _LINE / 2
            box = (begin, top, begin + width, top + _LINE)
            if _is_inside(box) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found[point.ordinal] = place
                break
    return found


def _is_inside(box: tuple[float, ...]) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= _WIDTH and box[3] <= _HEIGHT


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _pixels(points: Sequence[Point], logs: tuple[bool, bool]) -> list[tuple[float, float]]:
    """Where the points are, from the upper left, in a plot of the usual size."""
    across = _spread([point.x for point in points], log=logs[0])
    up = _spread([point.y for point in points], log=logs[1])
    inner = 1 - 2 * ROOM
    return [((ROOM + x * inner) * _WIDTH, (ROOM + (1 - y) * inner) * _HEIGHT) for x, y in zip(across, up, strict=True)]


def _spread(values: Sequence[float], *, log: bool) -> list[float]:
    placed = [math.log10(value) if log else value for value in values]
    low, high = min(placed), max(placed)
    return [(value - low) / (high - low) if high > low else 0.5 for value in placed]
