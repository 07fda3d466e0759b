"""Every protein as a point: two properties against each other, the selection in colour on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Protocol

from dashboard import theme
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Scatter
from dashboard.figures import axes, colouring, density, marking, typed
from dashboard.figures.literal import literal

Corners = Sequence[tuple[float, float]]
Zoom = Mapping[str, Sequence[float]]
"""The ranges in sight of "x" and "y", as Plotly says them, where somebody has zoomed in."""


class Region(Protocol):
    """A lasso's outline over two properties."""

    @property
    def x(self) -> str:
        """The property across."""

    @property
    def y(self) -> str:
        """The property upwards."""

    @property
    def log_x(self) -> bool:
        """Whether it was drawn on a logarithmic axis across."""

    @property
    def log_y(self) -> bool:
        """Whether upwards."""

    @property
    def polygon(self) -> Corners:
        """Corners in the properties' own units."""


def outline(
    region: Region | None,
    ranges: Mapping[str, tuple[float | None, float | None]],
    x: str,
    y: str,
    logs: tuple[bool | None, bool | None] = (None, None),
) -> Corners:
    """What of the selection can be drawn on these axes: the lasso, or the box of two closed ranges.

    The sides of a lasso are straight only on axes like those it was drawn on.
    """
    if region is not None:
        across, up = (axes.is_logarithmic(key, log=log) for key, log in zip((x, y), logs, strict=True))
        if (region.x, region.y, region.log_x, region.log_y) == (x, y, across, up):
            return region.polygon
        if (region.y, region.x, region.log_y, region.log_x) == (x, y, across, up):
            return [(left, low) for low, left in region.polygon]
    left, right = ranges.get(x, (None, None))
    low, high = ranges.get(y, (None, None))
    if left is None or right is None or low is None or high is None:
        return ()
    return ((left, low), (right, low), (right, high), (left, high))


@dataclass(frozen=True, slots=True)
class Look:
    """The markers for a number of points: the fewer, the larger and the more opaque."""

    size: float
    opacity: float
    rest_opacity: float
    room: float
    """Share of an axis that is left free at its ends."""


_LOOKS = ((30, Look(9, 0.85, 0.5, marking.ROOM)), (200, Look(9, 0.85, 0.5, 0.03)), (1_000, Look(6.5, 0.7, 0.4, 0.025)))
_MANY = Look(4.4, 0.6, 0.34, 0.02)
_FAINT = 0.15
"""Of points that are not selected while colour says something else."""
MOST_NAMED = 29
"""Points at most that have their names beside them."""


def look(number: int) -> Look:
    """The markers for this number of points."""
    return next((found for most, found in _LOOKS if number < most), _MANY)


def figure(
    points: Scatter,
    x: str,
    y: str,
    *,
    mode: str | None,
    dragmode: str = "lasso",
    outline: Corners = (),
    colour: str = "",
    logs: tuple[bool | None, bool | None] = (None, None),
    ph: float | None = None,
    marked: marking.Marked | None = None,
    zoom: Zoom | None = None,
    cells: str = "",
) -> dict[str, Any]:
    """The scatter as a Plotly figure, with the selection's outline drawn on it; a density where there is one.

    The ordinal of each point travels as customdata, for hovering and clicking. `zoom` is what is in sight and stays so.
    `cells` names the cells of all proteins in a density.
    """
    colours, marked = theme.palette(mode), marked or marking.Marked()
    flags = tuple(axes.is_logarithmic(key, log=log) for key, log in zip((x, y), logs, strict=True))
    # Over a density too there is a layer of points, if an empty one: what a box or a lasso needs to be drawn.
    points_drawn = [*_below(points, colours, mode, colour), *_above(points, colour, mode, ph)]
    # The rings come last and the name first, where callbacks/explorer_plots.py finds them to be changed.
    traces = [*points_drawn, *marking.rings(marked, mode=mode)]
    both = (flags[0], flags[1])
    notes = [
        marking.name_of_open(marked, logs=both, mode=mode),
        *marking.labels(marked.named, logs=both, mode=mode),
        *([] if points.total else [_nothing_to_draw(colours)]),
    ]
    across, up = places(points, (x, y), logs, ph=ph)
    layout = theme.layout(
        mode,
        xaxis=across | axes.in_sight(x, (zoom or {}).get("x"), log=flags[0]),
        yaxis=up | axes.in_sight(y, (zoom or {}).get("y"), log=flags[1]),
        dragmode=dragmode,
        hovermode="closest",
        uirevision=revision(x, y, flags),
        # Where "reset" goes back to: assets/explorer.js reads it.
        meta={
            "x": across.get("range"),
            "y": up.get("range"),
            "live": _live(points, mode, cells, coloured=bool(colour)),
        },
        selections=[],
        shapes=[_shape(outline, colours)] if outline else [],
        annotations=notes,
        margin={"l": 56, "r": 14, "t": 12, "b": 42},
    )
    return {"data": traces, "layout": layout}


def _live(points: Scatter, mode: str | None, cells: str, *, coloured: bool) -> dict[str, Any]:
    """How the selection is drawn while somebody brushes, by assets/live_paint.js."""
    colours, how = theme.palette(mode), look(points.total)
    return {
        "cells": cells,
        "coloured": coloured,
        "across": len(points.density.x_edges) - 1 if points.density else 0,
        "up": len(points.density.y_edges) - 1 if points.density else 0,
        "edges": [[edges[0], edges[-1]] for edges in (points.density.x_edges, points.density.y_edges)]
        if points.density and points.density.x_edges
        else [],
        "scales": [theme.of(theme.REST, mode), theme.sequential(mode)[1:]],
        "size": how.size,
        "pick": [colours["selection"], how.opacity],
        "rest": [colours["rest"], how.rest_opacity],
    }


def revision(x: str, y: str, logs: Sequence[bool]) -> str:
    """What a zoom belongs to: it is kept while these axes are shown."""
    return " ".join(f"{key} {'log' if log else 'linear'}" for key, log in zip((x, y), logs, strict=True))


def places(
    points: Scatter,
    keys: tuple[str, str],
    logs: tuple[bool | None, bool | None] = (None, None),
    *,
    ph: float | None = None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both axes, with room for every point."""
    packed = (points.x, points.y)
    edges = (points.density.x_edges, points.density.y_edges) if points.density else None
    made = []
    for place, (key, log) in enumerate(zip(keys, logs, strict=True)):
        values = edges[place] if edges else typed.decode(packed[place], "f4")
        ends = min(values, default=None), max(values, default=None)
        axis = axes.axis(key, *ends, log=log, ph=ph)
        made.append(axes.with_room(axis, look(points.total).room))
    return made[0], made[1]


def _below(points: Scatter, colours: dict[str, str], mode: str | None, colour: str) -> list[dict[str, Any]]:
    """What is not selected, or everything as a density."""
    if points.density:
        return density.traces(points.density, mode=mode, with_selection=not points.selected)
    others = bytes(1 - flag for flag in points.selected)
    how = look(len(others))
    marker: dict[str, Any] = {"size": how.size, "color": colours["rest"], "opacity": how.rest_opacity}
    if colour:
        # Grey is a colour of the scale, too: what isn't selected is hollow, or faint where rings would cover the plot.
        is_roomy = how != _MANY
        marker |= {"symbol": "circle-open", "line": {"width": 1}} if is_roomy else {"opacity": _FAINT}
    return [_trace(points, others, marker, f"{numbers.count(sum(others))} not selected")]


def _above(points: Scatter, colour: str, mode: str | None, ph: float | None) -> list[dict[str, Any]]:
    """The selected points, by what colours them."""
    how = look(len(points.selected))
    size = {"size": how.size, "opacity": how.opacity}
    return [
        _trace(points, layer.mask, size | layer.marker, layer.name)
        for layer in colouring.layers(points, colour, mode=mode, ph=ph)
    ]


def _trace(points: Scatter, mask: bytes, marker: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": literal(name),
        "x": typed.pick(typed.decode(points.x, "f4"), mask, "f4"),
        "y": typed.pick(typed.decode(points.y, "f4"), mask, "f4"),
        # A plain list: Dash looks the hovered point up in what it was given, not in what Plotly made of it.
        "customdata": list(compress(typed.decode(points.ordinals, "i4"), mask)),
        "marker": {"line": {"width": 0}} | marker,
        "hoverinfo": "none",
        # Plotly dims what a box leaves out; our own second layer says what is selected.
        "unselected": {"marker": {"opacity": marker["opacity"]}},
    }


def _shape(corners: Corners, colours: dict[str, str]) -> dict[str, Any]:
    path = "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"
    line = {"color": colours["selection"], "width": 1.4, "dash": "5px,3px"}
    return {"type": "path", "path": path, "line": line, "fillcolor": colours["selection_faint"], "layer": "above"}


def _nothing_to_draw(colours: dict[str, str]) -> dict[str, Any]:
    words = "No protein has a value that has a place on both axes."
    font = {"size": 13, "color": colours["muted"]}
    paper = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    return {"text": words, "font": font} | paper


def description(
    points: Scatter,
    x: str,
    y: str,
    *,
    logs: tuple[bool | None, bool | None] = (None, None),
    ph: float | None = None,
) -> str:
    """The plot in words, for those who don't see it."""
    selected, total = points.total_selected, points.total
    chosen = "all" if selected == total else f"{selected:,}"
    names = f"{axes.title(x, log=logs[0], ph=ph)} against {axes.title(y, log=logs[1], ph=ph)}"
    kind = "Density" if points.density else "Scatter"
    missing = left_out(points, (x, y), logs)
    return f"{kind} of {names} for {total:,} proteins; {chosen} are selected{f'; {missing}' if missing else ''}."


def left_out(points: Scatter, keys: tuple[str, str], logs: tuple[bool | None, bool | None] = (None, None)) -> str:
    """How many proteins have no place in the plot, and why; empty when all have one."""
    if not points.left_out:
        return ""
    # Masses and lengths are positive where there are any.
    on_log = [key for key, log in zip(keys, logs, strict=True) if axes.is_logarithmic(key, log=log)]
    kind = "value" if set(on_log) <= axes.LOGARITHMIC else "positive value"
    return f"{numbers.of(points.left_out, 'protein')} without a {kind} not shown"
