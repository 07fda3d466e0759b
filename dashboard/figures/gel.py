"""The scatter drawn as a two-dimensional gel: a pH strip across, a ladder of masses upwards, soft spots."""

import math
from typing import Any

from dashboard import theme
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Scatter
from dashboard.figures import typed

X, Y = "isoelectric_point", "molecular_weight_da"
STRIPS = {"gel": (3.0, 10.0), "gel47": (4.0, 7.0)}
"""What the address calls a gel, and the ends of its pH strip."""
NAMES = {"points": "Points", "gel": "2-D gel, pI 3\N{EN DASH}10", "gel47": "2-D gel, pI 4\N{EN DASH}7"}
LADDER = (10, 15, 20, 25, 37, 50, 75, 100, 150, 250)
"""Masses of the marker proteins, in kilodalton."""
MASSES = (8_000, 280_000)
"""What runs on the gel, in dalton; smaller proteins leave it, larger ones don't enter."""
_GROUND = {"light": "#E9EEF6", "dark": "#161D29"}
_STAIN = {"light": "#4A63A8", "dark": "#8FA6E8"}
_HALO, _FAINT = 2.1, 0.28


def is_gel(how: str | None, keys: tuple[str, str], logs: tuple[bool, bool]) -> bool:
    """Whether a gel is asked for, and the axes are those of one."""
    return how in STRIPS and keys == (X, Y) and logs == (False, True)


def drawn(figure: dict[str, Any], how: str, *, mode: str | None, zoomed: bool = False) -> dict[str, Any]:
    """The same proteins, selection and marks as a gel; `zoomed` keeps the part of the axes that is in sight."""
    layout = figure["layout"]
    strip, masses = STRIPS[how], [math.log10(end) for end in MASSES]
    across = {"tickvals": list(_whole(strip)), "ticktext": [f"{value:g}" for value in _whole(strip)]}
    up = {"tickvals": [1000 * mass for mass in LADDER], "ticktext": [str(mass) for mass in LADDER]}
    if not zoomed:
        across["range"], up["range"] = list(strip), masses
    layout["xaxis"] |= across | {"title": {"text": f"pH strip {strip[0]:g}\N{EN DASH}{strip[1]:g}"}, "showgrid": False}
    layout["yaxis"] |= up | {"title": {"text": "Ladder (kDa)"}, "showgrid": False}
    layout["meta"] |= {"x": list(strip), "y": masses}
    layout["uirevision"] += f" {how}"
    layout["plot_bgcolor"] = _of(_GROUND, mode)
    layout["shapes"] = [*_ladder(mode), *layout["shapes"]]
    rest, *points, checked, opened = figure["data"]
    spots = [_spot(trace, mode) for trace in points]
    # Halos above the selected spots make their edges soft; they can't be pointed at.
    return {"data": [rest, *spots, *map(_halo, filter(_has_points, spots)), checked, opened], "layout": layout}


def outside(points: Scatter, how: str) -> str:
    """How many proteins are beyond the ends of the gel, in words; empty when none are, or they are too many to look."""
    (acid, basic), (light, heavy) = STRIPS[how], MASSES
    places = zip(typed.decode(points.x, "f4"), typed.decode(points.y, "f4"), strict=True)
    number = 0 if points.density else sum(not (acid <= x <= basic and light <= y <= heavy) for x, y in places)
    return f"{numbers.of(number, 'protein')} beyond the ends of this gel" if number else ""


def _of(tints: dict[str, str], mode: str | None) -> str:
    return tints["dark" if mode == "dark" else "light"]


def _whole(strip: tuple[float, float]) -> range:
    return range(int(strip[0]), int(strip[1]) + 1)


def _ladder(mode: str | None) -> list[dict[str, Any]]:
    """A lane of marker bands at the left."""
    line = {"color": theme.palette(mode)["muted"], "width": 3}
    ends = {"type": "line", "xref": "paper", "x0": 0.004, "x1": 0.03, "layer": "below"}
    return [ends | {"y0": 1000 * mass, "y1": 1000 * mass, "line": line, "opacity": 0.55} for mass in LADDER]


def _has_points(trace: dict[str, Any]) -> bool:
    return bool(trace.get("type") == "scattergl" and trace.get("customdata"))


def _spot(trace: dict[str, Any], mode: str | None) -> dict[str, Any]:
    """A point as a stained spot; what has a colour of its own keeps it."""
    if trace.get("type") != "scattergl":
        return trace
    marker = trace["marker"]
    changed = {"symbol": "circle"}
    if marker.get("color") == theme.palette(mode)["rest"]:
        changed["color"] = _of(_STAIN, mode)
    return trace | {"marker": marker | changed}


def _halo(trace: dict[str, Any]) -> dict[str, Any]:
    marker = trace["marker"]
    soft = {"size": marker["size"] * _HALO, "opacity": marker["opacity"] * _FAINT, "showscale": False}
    kept = {name: value for name, value in trace.items() if name not in {"customdata", "unselected"}}
    return kept | {
        "marker": {name: value for name, value in marker.items() if name != "colorbar"} | soft,
        "meta": "halo",
        "hoverinfo": "skip",
        "unselected": {"marker": {"opacity": soft["opacity"]}},
    }
