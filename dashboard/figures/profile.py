"""A sliding-window profile along one sequence."""

from collections.abc import Sequence
from typing import Any

from dashboard import theme

MEMBRANE_THRESHOLD = 1.6
"""Kyte and Doolittle (1982), for their scale and a window of 19."""


def figure(
    positions: Sequence[int],
    values: Sequence[float | None],
    *,
    length: int,
    scale: str,
    threshold: float | None = None,
    mode: str | None,
) -> dict[str, Any]:
    """The profile as a line, its positive part filled; positions are the windows' centres, counted from 1."""
    colours = theme.palette(mode)
    above = [None if value is None else max(value, 0.0) for value in values]
    fill = {
        "type": "scatter",
        "mode": "lines",
        "x": list(positions),
        "y": above,
        "fill": "tozeroy",
        "fillcolor": colours["high_area"],
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": list(positions),
        "y": list(values),
        "line": {"width": 1.6, "color": colours["selection"]},
        "hovertemplate": "residue %{x}: %{y:.2f}<extra></extra>",
    }
    layout = theme.layout(
        mode,
        xaxis={"title": {"text": "Residue, centre of the window"}, "range": [1, max(length, 2)], "showline": False},
        yaxis={"nticks": 7, "zeroline": True, "zerolinecolor": colours["axis"], "showline": False, "fixedrange": True},
        margin={"l": 36, "r": 10, "t": 22 if threshold is not None else 8, "b": 40},
        hovermode="x",
        dragmode="zoom",
        uirevision=scale,
        shapes=_threshold_line(threshold, colours),
        annotations=_threshold_words(threshold, colours),
    )
    return {"data": [fill, line], "layout": layout}


def _threshold_line(threshold: float | None, colours: dict[str, str]) -> list[dict[str, Any]]:
    if threshold is None:
        return []
    line = {"color": colours["muted"], "width": 1, "dash": "4px,3px"}
    return [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": threshold, "y1": threshold, "line": line}]


def _threshold_words(threshold: float | None, colours: dict[str, str]) -> list[dict[str, Any]]:
    if threshold is None:
        return []
    return [
        {
            # above the plot, where no curve is
            "xref": "paper",
            "x": 1,
            "xanchor": "right",
            "yref": "paper",
            "y": 1,
            "yanchor": "bottom",
            "showarrow": False,
            "text": f"dashed: {threshold:g}, usual threshold for transmembrane helices",
            "font": {"size": 11, "color": colours["muted"]},
        }
    ]
