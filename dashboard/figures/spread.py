"""How a property is spread on each side of a comparison: smoothed densities, or cumulative shares."""

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

from batchprot.properties.table import BY_KEY
from dashboard import theme
from dashboard.figures import axes

_FAINT = 0.16
_MOST_TICKS = 4


def figure(key: str, spread: Mapping[str, Any], *, cumulative: bool, mode: str | None) -> dict[str, Any]:
    """One line for each side, its median marked on the axis.

    `spread` has `edges`, `counts` and `n` of each side, `medians` (None without values) and `log`.
    """
    edges, log = spread["edges"], spread["log"]
    middles = [_middle(low, high, log=log) for low, high in pairwise(edges)]
    colours = theme.of(theme.CATEGORIES, mode)
    traces = []
    for place, (counts, n) in enumerate(zip(spread["counts"], spread["n"], strict=True)):
        heights = [share * 100 for share in (_cumulated(counts, n) if cumulative else density(counts))]
        traces.append(_line(middles, heights, colours[place], filled=not cumulative))
    layout = theme.layout(
        mode,
        margin={"l": 6, "r": 6, "t": 4, "b": 22},
        shapes=[
            _median(median, colours[place]) for place, median in enumerate(spread["medians"]) if median is not None
        ],
        xaxis=_few_ticks(axes.axis(key, edges[0], edges[-1]))
        | {"tickangle": 0, "title": {"text": ""}, "nticks": 5, "fixedrange": True, "range": _range(edges, log=log)},
        yaxis={"visible": False, "fixedrange": True, "rangemode": "tozero"},
        hovermode=False,
    )
    return {"data": traces, "layout": layout}


def _few_ticks(axis: dict[str, Any]) -> dict[str, Any]:
    """A narrow axis: of the ticks given for a logarithmic one, at most four."""
    step = -(-len(axis.get("tickvals", ())) // _MOST_TICKS) or 1
    return axis | {name: axis[name][::step] for name in ("tickvals", "ticktext") if name in axis}


def description(key: str, medians: Sequence[float | None], names: Sequence[str]) -> str:
    """The plot in words."""
    decimals = BY_KEY[key].decimals
    known = [f"{name} {m:.{decimals}f}" for name, m in zip(names, medians, strict=True) if m is not None]
    return f"Distribution of {BY_KEY[key].label}; medians: {', '.join(known) or 'none'}"


def density(counts: Sequence[int]) -> list[float]:
    """Shares of a side's values in each bin, smoothed by a Gaussian of Silverman's width; they add up to 1."""
    total = sum(counts)
    if not total:
        return [0.0] * len(counts)
    width = _silverman(counts, total)
    reach = math.ceil(4 * width)
    weights = [math.exp(-0.5 * (step / width) ** 2) for step in range(-reach, reach + 1)]
    smoothed = [0.0] * len(counts)
    for place, count in enumerate(counts):
        if count:
            for step, weight in zip(range(-reach, reach + 1), weights, strict=True):
                if 0 <= place + step < len(counts):
                    smoothed[place + step] += count * weight
    everything = sum(smoothed)
    return [height / everything for height in smoothed]


def _silverman(counts: Sequence[int], total: int) -> float:
    """0.9 min(sd, IQR / 1.34) n^(-1/5), in bins, and no less than half a bin."""
    mean = sum(place * count for place, count in enumerate(counts)) / total
    deviation = math.sqrt(sum(count * (place - mean) ** 2 for place, count in enumerate(counts)) / total)
    upto = list(accumulate(counts))
    quarter, three = (next(p for p, so_far in enumerate(upto) if so_far >= share * total) for share in (0.25, 0.75))
    spread = min(deviation, (three - quarter) / 1.34) or deviation
    return float(max(0.5, 0.9 * spread * total**-0.2))


def _cumulated(counts: Sequence[int], n: int) -> list[float]:
    return [so_far / n if n else 0.0 for so_far in accumulate(counts)]


def _line(x: Sequence[float], y: Sequence[float], colour: str, *, filled: bool) -> dict[str, Any]:
    line = {"type": "scatter", "mode": "lines", "x": list(x), "y": [round(one, 4) for one in y], "hoverinfo": "skip"}
    drawn = line | {"line": {"width": 1.7, "color": colour, "shape": "linear"}}
    return drawn | {"fill": "tozeroy", "fillcolor": _faint(colour)} if filled else drawn


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_FAINT})"


def _median(value: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 2.4}
    return {"type": "line", "xref": "x", "yref": "paper", "x0": value, "x1": value, "y0": 0, "y1": 0.1, "line": line}


def _middle(low: float, high: float, *, log: bool) -> float:
    return math.sqrt(low * high) if log else (low + high) / 2


def _range(edges: Sequence[float], *, log: bool) -> list[float]:
    return [math.log10(edges[0]), math.log10(edges[-1])] if log else [edges[0], edges[-1]]
