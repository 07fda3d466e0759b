"""Every protein as a point: two properties against each other, the selection in colour on top."""

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import Any, Protocol

from dashboard import theme
from dashboard.components.facts import Scatter
from dashboard.figures import axes, typed

POINTS_AT_MOST = 50_000


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
    def polygon(self) -> Corners:
        """Corners in the properties' own units."""


def outline(region: Region | None, ranges: Mapping[str, tuple[float | None, float | None]], x: str, y: str) -> Corners:
    """What of the selection can be drawn on these axes: the lasso, or the box of two closed ranges."""
    if region is not None and (region.x, region.y) == (x, y):
        return region.polygon
    if region is not None and (region.x, region.y) == (y, x):
        return [(across, up) for up, across in region.polygon]
    left, right = ranges.get(x, (None, None))
    low, high = ranges.get(y, (None, None))
    if left is None or right is None or low is None or high is None:
        return ()
    return ((left, low), (right, low), (right, high), (left, high))


def figure(
    points: Scatter, x: str, y: str, *, mode: str | None, dragmode: str = "select", outline: Corners = ()
) -> dict[str, Any]:
    """The scatter as a Plotly figure, with the selection's outline drawn on it.

    The ordinal of each point travels as customdata, for hovering and clicking; names do not travel with the points.
    `uirevision` keeps the zoom while the same two properties are shown.
    """
    colours = theme.palette(mode)
    ordinals = typed.decode(points.ordinals, "i4")
    xs, ys = typed.decode(points.x, "f4"), typed.decode(points.y, "f4")
    chosen = points.selected
    others = bytes(1 - flag for flag in chosen)
    everything = not any(others)
    layers = [
        _trace(ordinals, xs, ys, others, {"size": 4, "opacity": 0.34, "color": colours["rest"]}),
        _trace(
            ordinals,
            xs,
            ys,
            chosen,
            {
                "size": 4.2 if everything else 4.6,
                "opacity": 0.45 if everything else 0.78,
                "color": colours["selection"],
            },
        ),
    ]
    layout = theme.layout(
        mode,
        xaxis={"nticks": 12} | axes.axis(x, min(xs, default=None), max(xs, default=None)),
        yaxis=axes.axis(y, min(ys, default=None), max(ys, default=None)),
        dragmode=dragmode,
        hovermode="closest",
        uirevision=f"{x} {y}",
        selections=[],
        shapes=[_shape(outline, colours)] if outline else [],
        margin={"l": 52, "r": 14, "t": 10, "b": 42},
    )
    return {"data": layers, "layout": layout}


def _trace(ordinals: Any, xs: Any, ys: Any, mask: bytes, marker: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    return {
        "type": "scattergl",
        "mode": "markers",
        "x": typed.pick(xs, mask, "f4"),
        "y": typed.pick(ys, mask, "f4"),
        # A plain list: Dash looks the hovered point up in what it was given, not in what Plotly made of it.
        "customdata": list(compress(ordinals, mask)),
        "marker": marker | {"line": {"width": 0}},
        "hoverinfo": "none",
        # Plotly dims what a box leaves out; our own second layer says what is selected.
        "unselected": {"marker": {"opacity": marker["opacity"]}},
    }


def _shape(corners: Corners, colours: dict[str, str]) -> dict[str, Any]:
    path = "M" + "L".join(f"{x:g},{y:g}" for x, y in corners) + "Z"
    line = {"color": colours["selection"], "width": 1.4, "dash": "5px,3px"}
    return {"type": "path", "path": path, "line": line, "fillcolor": colours["selection_faint"], "layer": "above"}


def description(x: str, y: str, selected: int, total: int) -> str:
    """The plot in words, for those who don't see it."""
    return (
        f"Scatter of {axes.title(x)} against {axes.title(y)} for {total:,} proteins; "
        f"{'all' if selected == total else f'{selected:,}'} are selected."
    )
