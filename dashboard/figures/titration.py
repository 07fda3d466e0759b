"""Net charge against pH, with the spread over the pKa sets."""

from collections.abc import Mapping, Sequence
from typing import Any

from batchprot.properties.options import PKA_SETS
from dashboard import theme
from dashboard.components.shared import numbers


def figure(
    ph: Sequence[float],
    curves: Mapping[str, Sequence[float]],
    isoelectric_points: Mapping[str, float | None],
    *,
    chosen: str,
    mode: str | None,
) -> dict[str, Any]:
    """The curve of the chosen set, the band of all sets, a tick for every set's pI and a dot for the chosen one."""
    colours = theme.palette(mode)
    known = {name: value for name, value in isoelectric_points.items() if value is not None}
    traces = [*_band(ph, curves, colours), _curve(ph, curves[chosen], colours), _ticks(known, colours)]
    notes = []
    if chosen in known:
        traces.append(_dot(known[chosen], colours))
        notes.append(_label(known[chosen], colours))
    return {"data": traces, "layout": _layout(mode, colours, notes)}


def _band(
    ph: Sequence[float], curves: Mapping[str, Sequence[float]], colours: Mapping[str, str]
) -> list[dict[str, Any]]:
    """From the lowest to the highest charge that any set gives."""
    columns = list(zip(*curves.values(), strict=True))
    edge = {"type": "scatter", "mode": "lines", "x": list(ph), "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        edge | {"y": [min(column) for column in columns]},
        edge | {"y": [max(column) for column in columns], "fill": "tonexty", "fillcolor": colours["selection_area"]},
    ]


def _curve(ph: Sequence[float], charges: Sequence[float], colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(ph),
        "y": list(charges),
        "line": {"width": 1.7, "color": colours["selection"]},
        "hovertemplate": "pH %{x:.1f}: %{y:.1f} e<extra></extra>",
    }


def _ticks(known: Mapping[str, float], colours: Mapping[str, str]) -> dict[str, Any]:
    """Every set's isoelectric point on the line of no charge."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(known.values()),
        "y": [0] * len(known),
        "text": list(known),
        "marker": {"symbol": "line-ns", "size": 8, "line": {"width": 1.2, "color": colours["muted"]}},
        "hovertemplate": "%{text}: pI %{x:.2f}<extra></extra>",
    }


def _dot(point: float, colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point],
        "y": [0],
        "marker": {"size": 10, "color": colours["selection"], "line": {"width": 1.8, "color": colours["raised"]}},
        "hovertemplate": "pI %{x:.2f}<extra></extra>",
    }


def _label(point: float, colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "x": point,
        "y": 0,
        "xanchor": "right",
        "yanchor": "top",
        "xshift": -6,
        "yshift": -4,
        "showarrow": False,
        "text": f"<b>pI {numbers.decimal(point, 2)}</b>",
        "font": {"size": 11, "color": colours["ink"]},
    }


def _layout(mode: str | None, colours: Mapping[str, str], notes: list[dict[str, Any]]) -> dict[str, Any]:
    fixed = {"fixedrange": True, "showline": False}
    charge = {"title": {"text": "Net charge (e)"}, "nticks": 6, "zeroline": True, "zerolinecolor": colours["axis"]}
    return theme.layout(
        mode,
        xaxis={"title": {"text": "pH"}, "range": [0, 14], "dtick": 2, **fixed},
        yaxis=charge | fixed,
        margin={"l": 50, "r": 10, "t": 8, "b": 40},
        annotations=notes,
        hovermode="closest",
        dragmode=False,
    )


def spread(isoelectric_points: Mapping[str, float | None]) -> str:
    """PI 8.39 to 10.84 over 18 pKa sets."""
    known = [value for value in isoelectric_points.values() if value is not None]
    if not known:
        return "no pI: nothing ionises on one side"
    return f"pI {numbers.decimal(min(known), 2)} to {numbers.decimal(max(known), 2)} over {len(known)} pKa sets"


def extremes(isoelectric_points: Mapping[str, float | None]) -> str:
    """Which sets give the lowest and the highest pI; nothing when there is no spread."""
    known = {name: value for name, value in isoelectric_points.items() if value is not None}
    if len(set(known.values())) <= 1:
        return ""
    lowest, highest = min(known, key=lambda name: known[name]), max(known, key=lambda name: known[name])
    return (
        f"pI ranges from {known[lowest]:.2f} ({PKA_SETS[lowest]}) to {known[highest]:.2f} ({PKA_SETS[highest]}) "
        "depending on the pKa set."
    )
