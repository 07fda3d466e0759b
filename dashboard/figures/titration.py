"""Net charge against pH, with the spread over the pKa sets."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import theme
from dashboard.components import numbers


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
    columns = list(zip(*curves.values(), strict=True))
    low, high = [min(column) for column in columns], [max(column) for column in columns]
    edge = {"type": "scatter", "mode": "lines", "x": list(ph), "line": {"width": 0}, "hoverinfo": "skip"}
    known = {name: value for name, value in isoelectric_points.items() if value is not None}
    traces = [
        edge | {"y": low},
        edge | {"y": high, "fill": "tonexty", "fillcolor": colours["selection_area"]},
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(ph),
            "y": list(curves[chosen]),
            "line": {"width": 1.7, "color": colours["selection"]},
            "hovertemplate": "pH %{x:.1f}: %{y:.1f} e<extra></extra>",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(known.values()),
            "y": [0] * len(known),
            "text": list(known),
            "marker": {"symbol": "line-ns", "size": 8, "line": {"width": 1.2, "color": colours["muted"]}},
            "hovertemplate": "%{text}: pI %{x:.2f}<extra></extra>",
        },
    ]
    notes = []
    if chosen in known:
        point = known[chosen]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [point],
                "y": [0],
                "marker": {
                    "size": 10,
                    "color": colours["selection"],
                    "line": {"width": 1.8, "color": colours["raised"]},
                },
                "hovertemplate": "pI %{x:.2f}<extra></extra>",
            }
        )
        notes.append(
            {
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
        )
    layout = theme.layout(
        mode,
        xaxis={"title": {"text": "pH"}, "range": [0, 14], "dtick": 2, "fixedrange": True, "showline": False},
        yaxis={
            "title": {"text": "Net charge (e)"},
            "nticks": 6,
            "zeroline": True,
            "zerolinecolor": colours["axis"],
            "fixedrange": True,
            "showline": False,
        },
        margin={"l": 50, "r": 10, "t": 8, "b": 40},
        annotations=notes,
        hovermode="closest",
        dragmode=False,
    )
    return {"data": traces, "layout": layout}


def spread(isoelectric_points: Mapping[str, float | None]) -> str:
    """PI 8.39 to 10.84 over 18 pKa sets."""
    known = [value for value in isoelectric_points.values() if value is not None]
    if not known:
        return "no pI: nothing ionises on one side"
    return f"pI {numbers.decimal(min(known), 2)} to {numbers.decimal(max(known), 2)} over {len(known)} pKa sets"


def extremes(isoelectric_points: Mapping[str, float | None]) -> str:
    """Which sets give the lowest and the highest pI."""
    known = {name: value for name, value in isoelectric_points.items() if value is not None}
    if not known:
        return ""
    lowest, highest = min(known, key=lambda name: known[name]), max(known, key=lambda name: known[name])
    return (
        f"Lowest with {lowest}, highest with {highest}. The spread is a property of the pKa sets, not of the protein."
    )
