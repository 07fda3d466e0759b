"""Every protein as a point: two properties against each other, the selection in colour on top."""

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any, Protocol

from dashboard import theme
from dashboard.components.shared.facts import Scatter
from dashboard.figures import axes, colouring, density, typed
from dashboard.figures.literal import literal

Corners = Sequence[tuple[float, float]]


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


def figure(
    points: Scatter,
    x: str,
    y: str,
    *,
    mode: str | None,
    dragmode: str = "select",
    outline: Corners = (),
    colour: str = "",
    logs: tuple[bool | None, bool | None] = (None, None),
) -> dict[str, Any]:
    """The scatter as a Plotly figure, with the selection's outline drawn on it; a density where there is one.

    The ordinal of each point travels as customdata, for hovering and clicking; names do not travel with the points.
    `uirevision` keeps the zoom while the same two properties are shown.
    """
    colours = theme.palette(mode)
    xs, ys = typed.decode(points.x, "f4"), typed.decode(points.y, "f4")
    ends: tuple[Sequence[float], Sequence[float]] = (xs, ys)
    if points.density:
        below = density.traces(points.density, mode=mode, with_selection=not points.selected)
        ends = (points.density.x_edges, points.density.y_edges)
    else:
        others = bytes(1 - flag for flag in points.selected)
        below = [_trace(points, others, {"size": 4, "opacity": 0.34, "color": colours["rest"]}, "not selected")]
    everything = all(points.selected) and not points.density and not colour
    size = {"size": 4.2, "opacity": 0.45} if everything else {"size": 4.6, "opacity": 0.78}
    # Over a density too there is a layer of points, if an empty one: what a box or a lasso needs to be drawn.
    above = [
        _trace(points, layer.mask, size | layer.marker, layer.name)
        for layer in colouring.layers(points, colour, mode=mode)
    ]
    layout = theme.layout(
        mode,
        xaxis={"nticks": 12} | axes.axis(x, min(ends[0], default=None), max(ends[0], default=None), log=logs[0]),
        yaxis=axes.axis(y, min(ends[1], default=None), max(ends[1], default=None), log=logs[1]),
        dragmode=dragmode,
        hovermode="closest",
        uirevision=f"{x} {y} {logs}",
        selections=[],
        shapes=[_shape(outline, colours)] if outline else [],
        margin={"l": 52, "r": 14, "t": 10, "b": 42},
    )
    return {"data": [*below, *above], "layout": layout}


def _trace(points: Scatter, mask: bytes, marker: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "scattergl",
        "mode": "markers",
        "name": literal(name),
        "x": typed.pick(typed.decode(points.x, "f4"), mask, "f4"),
        "y": typed.pick(typed.decode(points.y, "f4"), mask, "f4"),
        # A plain list: Dash looks the hovered point up in what it was given, not in what Plotly made of it.
        "customdata": list(compress(typed.decode(points.ordinals, "i4"), mask)),
        "marker": marker | {"line": {"width": 0}},
        "hoverinfo": "none",
        # Plotly dims what a box leaves out; our own second layer says what is selected.
        "unselected": {"marker": {"opacity": marker["opacity"]}},
    }


def _shape(corners: Corners, colours: dict[str, str]) -> dict[str, Any]:
    path = "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"
    line = {"color": colours["selection"], "width": 1.4, "dash": "5px,3px"}
    return {"type": "path", "path": path, "line": line, "fillcolor": colours["selection_faint"], "layer": "above"}


def description(
    x: str,
    y: str,
    selected: int,
    total: int,
    *,
    logs: tuple[bool | None, bool | None] = (None, None),
    dense: bool = False,
) -> str:
    """The plot in words, for those who don't see it."""
    chosen = "all" if selected == total else f"{selected:,}"
    names = f"{axes.title(x, log=logs[0])} against {axes.title(y, log=logs[1])}"
    return f"{'Density' if dense else 'Scatter'} of {names} for {total:,} proteins; {chosen} are selected."
