"""Distribution of one property: the batch behind, the selection in front, both medians written in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from batchprot.properties.table import BY_KEY
from dashboard import theme
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Histogram
from dashboard.figures import axes

BINS = 90
"""Most bins to ask for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A histogram as drawn; `beyond` are the proteins outside its axis."""

    edges: list[float]
    counts: list[int]
    selected: list[int]
    median: float | None
    selected_median: float | None
    beyond: int


def shown(histogram: Histogram) -> Shown:
    """The bins as they were counted; what lies outside them is counted instead of drawn."""
    return Shown(
        edges=histogram.edges,
        counts=histogram.counts,
        selected=histogram.selected,
        median=histogram.median,
        selected_median=histogram.selected_median,
        beyond=histogram.below[0] + histogram.above[0],
    )


def figure(histogram: Histogram, key: str, *, mode: str | None) -> dict[str, Any]:
    """The distribution as a Plotly figure."""
    colours = theme.palette(mode)
    drawn = shown(histogram)
    everything = list(drawn.counts) == list(drawn.selected)
    bars = [_bars(drawn.edges, drawn.counts, colours["rest_bar"], "batch", key)]
    bars.append(_bars(drawn.edges, drawn.selected, colours["selection"], "selection", key))
    shapes, notes = _medians(drawn, key, colours, everything=everything)
    edges = drawn.edges
    layout = theme.layout(
        mode,
        barmode="overlay",
        xaxis={"nticks": 9} | axes.axis(key, edges[0] if edges else None, edges[-1] if edges else None),
        yaxis={
            "showticklabels": False,
            "showgrid": False,
            "showline": False,
            "rangemode": "tozero",
            "fixedrange": True,
        },
        margin={"l": 12, "r": 12, "t": 18, "b": 40},
        shapes=shapes,
        annotations=notes,
        dragmode=False,
        hovermode="x",
    )
    layout["xaxis"]["fixedrange"] = True
    if not any(histogram.selected):
        layout["xaxis"]["title"]["text"] += " · nothing is selected"
    if drawn.beyond:
        layout["xaxis"]["title"]["text"] += f" · {numbers.count(drawn.beyond)} beyond the axis"
    return {"data": bars, "layout": layout}


def _bars(edges: Sequence[float], counts: Sequence[int], colour: str, name: str, key: str) -> dict[str, Any]:
    decimals = BY_KEY[key].decimals
    return {
        "type": "bar",
        "name": name,
        "x": list(edges[:-1]),
        "y": list(counts),
        "offset": 0,
        "width": [(high - low) * 0.94 for low, high in pairwise(edges)],
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": [
            f"{numbers.decimal(low, decimals)} to {numbers.decimal(high, decimals)}" for low, high in pairwise(edges)
        ],
        "hovertemplate": f"%{{customdata}}<br>%{{y:,}} in the {name}<extra></extra>",
    }


def _medians(
    histogram: Shown, key: str, colours: dict[str, str], *, everything: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    decimals = min(BY_KEY[key].decimals, 2)
    lines = [(histogram.median, colours["ink"], "median" if everything else "batch median")]
    if not everything:
        lines.append((histogram.selected_median, colours["selection"], "selection"))
    drawn = [(value, colour, words) for value, colour, words in lines if value is not None]
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for value, colour, words in drawn:
        rightmost = value == max(other for other, _, _ in drawn) and (
            len(drawn) > 1 or not _right_half(histogram, value)
        )
        shapes.append(
            {
                "type": "line",
                "x0": value,
                "x1": value,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": colour, "width": 1.4, "dash": "3px,2px"},
            }
        )
        notes.append(
            {
                # on a logarithmic axis shapes take values, annotations their logarithm
                "x": math.log10(value) if key in axes.LOGARITHMIC and value > 0 else value,
                "yref": "paper",
                "y": 1.0,
                "yanchor": "bottom",
                "xanchor": "left" if rightmost else "right",
                "showarrow": False,
                "text": f"{words} {numbers.decimal(value, decimals)}",
                "font": {"size": 11, "color": colour},
            }
        )
    return shapes, notes


def _right_half(histogram: Shown, value: float) -> bool:
    return value > (histogram.edges[0] + histogram.edges[-1]) / 2


def description(key: str, histogram: Histogram) -> str:
    """The plot in words."""
    decimals = BY_KEY[key].decimals
    words = f"Histogram of {axes.title(key)}; median of the batch {numbers.decimal(histogram.median, decimals)}"
    if histogram.selected_median is not None:
        words += f", of the selection {numbers.decimal(histogram.selected_median, decimals)}"
    return words
