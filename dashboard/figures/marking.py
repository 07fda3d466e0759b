"""What stands out in the scatter: the open protein, the checked rows, and names where there is room."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import theme
from dashboard.figures.literal import literal

_LONGEST_NAME = 18
_RING, _OPEN_RING, _UNSEEN = 13, 17, 8
_LETTER, _LINE = 6.0, 13.0
_WIDTH, _HEIGHT = 720.0, 300.0
"""About how large a plot is, in pixels: enough to keep names apart."""
_PLACES = {"top center": (-0.5, -1.0), "middle right": (0.0, 0.0), "bottom center": (-0.5, 1.0), "middle left": (-1, 0)}
_AWAY = 9.0


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
    """Two traces in this order: a ring around each checked protein, and a ring and the name of the open one."""
    colours = theme.palette(mode)
    opened = [marked.opened] if marked.opened else []
    line = {"width": 1.6, "color": colours["ink"]}
    checked = _trace("checked", marked.checked, "markers") | {"marker": _ring(_RING, line)}
    names = {
        "text": [literal(shortened(point.name)) for point in opened],
        "textposition": "top center",
        "textfont": {"size": 12, "color": colours["ink"], "weight": 600, "shadow": _halo(colours["raised"])},
    }
    ring = _ring(_OPEN_RING, line | {"width": 2.2})
    return [checked, _trace("open", opened, "markers+text") | names | {"marker": ring}]


def labels(points: Sequence[Point], *, logs: tuple[bool, bool], mode: str | None) -> list[dict[str, Any]]:
    """A trace of names beside their points, without those that would lie on another."""
    if not points:
        return []
    colours = theme.palette(mode)
    placed = _placed(points, logs)
    shown = [point for point in points if point.ordinal in placed]
    font = {"size": 11, "color": colours["muted"]}
    words = {
        "text": [literal(shortened(point.name)) for point in shown],
        "textposition": [placed[point.ordinal] for point in shown],
        "textfont": font,
    }
    # Markers that are not seen keep the names away from the points.
    still = {"marker": {"opacity": 0}, "textfont": {"color": font["color"]}}
    unseen = {"marker": {"size": _UNSEEN, "opacity": 0}, "unselected": still}
    return [_trace("names", shown, "markers+text") | words | unseen]


def shortened(name: str) -> str:
    """A name that fits beside a point."""
    last = name.rpartition("|")[2]
    return last if len(last) <= _LONGEST_NAME else f"{last[: _LONGEST_NAME - 1]}…"


def _trace(name: str, points: Sequence[Point], mode: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": mode,
        "name": name,
        "meta": "mark",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "hoverinfo": "skip",
        "cliponaxis": False,
        "unselected": {"marker": {"opacity": 1}},
    }


def _ring(size: float, line: dict[str, Any]) -> dict[str, Any]:
    return {"symbol": "circle-open", "size": size, "opacity": 1, "color": line["color"], "line": line}


def _halo(colour: str) -> str:
    return ", ".join(f"{x}px {y}px 1px {colour}" for x in (-1, 1) for y in (-1, 1))


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
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                found[point.ordinal] = place
                break
    return found


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _pixels(points: Sequence[Point], logs: tuple[bool, bool]) -> list[tuple[float, float]]:
    """Where the points are, from the upper left, in a plot of the usual size."""
    across = _spread([point.x for point in points], log=logs[0])
    up = _spread([point.y for point in points], log=logs[1])
    return [(x * _WIDTH, (1 - y) * _HEIGHT) for x, y in zip(across, up, strict=True)]


def _spread(values: Sequence[float], *, log: bool) -> list[float]:
    placed = [math.log10(value) if log else value for value in values]
    low, high = min(placed), max(placed)
    return [(value - low) / (high - low) if high > low else 0.5 for value in placed]
