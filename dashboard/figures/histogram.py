"""Distribution of one property: all behind, the selection in front, both medians written in."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dashboard import theme
from dashboard.components.shared import numbers, quantities
from dashboard.components.shared.facts import Histogram
from dashboard.figures import axes, medians, ticks
from dashboard.figures.literal import literal
from results import first_look

BINS = first_look.DISTRIBUTION_BINS
"""Most bins to ask for."""
_END_WIDTH = 0.035
"""Width of the bar of what lies beyond the bins, as a share of the axis, and that of the gap before it."""
_HALF = 0.5
_NAME_WIDTH = 0.19
"""Share of the axis that the name of an end takes, where no tick may be."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from `left` to `right`, which are those of the axis, and the numbers in it, in words."""

    left: float
    right: float
    count: int
    selected: int
    words: str


def bars_of(histogram: Histogram, key: str, *, log: bool) -> list[Bar]:
    """A bar for each bin, and one at either end for what lies beyond; whole numbers are in the middle of their bar."""
    if not histogram.edges:
        return []
    shift = _HALF if quantities.is_whole(key) else 0.0
    sides = [(low - shift, high - shift) for low, high in pairwise(histogram.edges)]
    words = [between(key, low, high) for low, high in pairwise(histogram.edges)]
    inside = [
        Bar(*one) for one in zip(*zip(*sides, strict=True), histogram.counts, histogram.selected, words, strict=True)
    ]
    return [*_below(histogram, key, inside, log=log), *inside, *_above(histogram, key, inside, log=log)]


def _below(histogram: Histogram, key: str, inside: Sequence[Bar], *, log: bool) -> list[Bar]:
    count, selected = histogram.below
    if not count:
        return []
    right, left = (_moved(inside, -steps, log=log) for steps in (1, 2))
    return [Bar(left, right, count, selected, f"below {_number(key, histogram.edges[0])}")]


def _above(histogram: Histogram, key: str, inside: Sequence[Bar], *, log: bool) -> list[Bar]:
    count, selected = histogram.above
    if not count:
        return []
    left, right = (_moved(inside, steps, log=log) for steps in (1, 2))
    return [Bar(left, right, count, selected, f"{_number(key, histogram.edges[-1])} or more")]


def _moved(inside: Sequence[Bar], steps: int, *, log: bool) -> float:
    """The position a number of end-bar widths beyond the bins."""
    first, last = inside[0].left, inside[-1].right
    end, share = (last if steps > 0 else first), _END_WIDTH * steps
    return end * (last / first) ** share if log else end + (last - first) * share


def figure(
    histogram: Histogram, key: str, *, mode: str | None, ph: float | None = None, codes: str = ""
) -> dict[str, Any]:
    """The distribution as a Plotly figure; `ph` is that of a net charge, `codes` names the bars of all proteins."""
    colours, log = theme.palette(mode), axes.is_logarithmic(key)
    bars = bars_of(histogram, key, log=log)
    everything = all(bar.count == bar.selected for bar in bars)
    traces = [_trace(bars, [bar.count for bar in bars], colours["rest" if everything else "rest_bar"], "all")]
    if not everything:
        traces.append(_trace(bars, [bar.selected for bar in bars], colours["selection"], "selected"))
    tallest = max((bar.count for bar in bars), default=0)
    ends = (bars[0].left, bars[-1].right) if bars else (None, None)
    shapes, notes = medians.drawn(histogram, key, ends, colours, everything=everything)
    above = medians.room(notes)
    layout = theme.layout(
        mode,
        barmode="overlay",
        xaxis=_across(key, histogram, ends, ph),
        yaxis=_up(tallest),
        margin={"l": 54, "r": 12, "t": above, "b": 40},
        shapes=shapes,
        annotations=[*notes, *_named_ends(histogram, key, bars, colours)],
        dragmode=False,
        hovermode="closest",
        # How the bars are drawn while somebody brushes, by assets/live_paint.js.
        meta={
            "codes": codes,
            "first": 0 if histogram.below[0] else 1,
            "rest": colours["rest_bar"],
            "pick": colours["selection"],
        },
    )
    return {"data": [*traces, _pointer(bars, tallest, everything=everything)], "layout": layout}


def _across(
    key: str, histogram: Histogram, ends: tuple[float | None, float | None], ph: float | None
) -> dict[str, Any]:
    """The axis of the property: ticks where the bins are, and a range that holds the ends too."""
    edges = (histogram.edges[0], histogram.edges[-1]) if histogram.edges else (None, None)
    axis = axes.axis(key, *edges, ph=ph) | {"fixedrange": True}
    if not any(histogram.selected) and not histogram.below[1] and not histogram.above[1]:
        axis["title"]["text"] += " · nothing is selected"
    low, high = ends
    if "range" in axis and low is not None and high is not None:
        around = axes.plain_range(low, high, log=axes.is_logarithmic(key))
        axis["range"] = [min(axis["range"][0], around[0]), max(axis["range"][1], around[1])]
        free = _NAME_WIDTH * (around[1] - around[0])
        least = around[0] + free if histogram.below[0] else -math.inf
        most = around[1] - free if histogram.above[0] else math.inf
        kept = [
            (value, text)
            for value, text in zip(axis["tickvals"], axis["ticktext"], strict=True)
            if least < (math.log10(value) if axes.is_logarithmic(key) else value) < most
        ]
        axis["tickvals"], axis["ticktext"] = [value for value, _ in kept], [text for _, text in kept]
    return axis


def _named_ends(histogram: Histogram, key: str, bars: Sequence[Bar], colours: dict[str, str]) -> list[dict[str, Any]]:
    """What the bars at the ends hold, in the line of the ticks."""
    found = []
    if histogram.below[0]:
        found.append((bars[0].left, "left", f"< {_bare(key, histogram.edges[0])}"))
    if histogram.above[0]:
        found.append((bars[-1].right, "right", f"≥ {_bare(key, histogram.edges[-1])}"))
    return [
        {
            "x": math.log10(place) if axes.is_logarithmic(key) else place,
            "xanchor": side,
            "yref": "paper",
            "y": 0,
            "yanchor": "top",
            "yshift": -1,
            "showarrow": False,
            "text": literal(words),
            "font": {"size": 11, "color": colours["tick"]},
        }
        for place, side, words in found
    ]


def _up(tallest: int) -> dict[str, Any]:
    """The axis of counts: light, from 0, in whole proteins."""
    values = ticks.linear(0, max(tallest, 1), least_step=1)
    return {
        "title": {"text": "Proteins", "standoff": 6},
        "tickvals": values,
        "ticktext": ticks.texts(values),
        "range": [0, max(tallest, 1) * 1.04],
        "showline": False,
        "fixedrange": True,
    }


def _trace(bars: Sequence[Bar], heights: Sequence[int], colour: str, name: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": [bar.left for bar in bars],
        "y": list(heights),
        "offset": 0,
        "width": [(bar.right - bar.left) * 0.94 for bar in bars],
        "marker": {"color": colour, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _pointer(bars: Sequence[Bar], tallest: int, *, everything: bool) -> dict[str, Any]:
    """What is pointed at: the whole height of each bin, so that a low bar is found; nothing of it is seen."""
    total = sum(bar.count for bar in bars)
    return _trace(bars, [tallest] * len(bars), "rgba(0,0,0,0)", "pointed at") | {
        "meta": "pointer",
        "width": [bar.right - bar.left for bar in bars],
        "customdata": [said(bar, total, everything=everything) for bar in bars],
        "hoverinfo": None,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def said(bar: Bar, total: int, *, everything: bool) -> str:
    """A bar in words: "4.7 to 5.1: 306 proteins (5 %)", and how many of them are selected."""
    words = f"{bar.words}: {numbers.of(bar.count, 'protein')} ({share(bar.count, total)})"
    return words if everything else f"{words}, {numbers.count(bar.selected)} selected"


def between(key: str, low: float, high: float) -> str:
    """The numbers of a bin in words: "4.7 to 5.1 kDa"; of whole numbers the first and the last."""
    if not quantities.is_whole(key):
        return f"{_bare(key, low)} to {_number(key, high)}"
    first, last = math.ceil(low), math.ceil(high) - 1
    return _number(key, first) if first >= last else f"{_bare(key, first)} to {_number(key, last)}"


def _number(key: str, value: float) -> str:
    return " ".join(filter(None, (_bare(key, value), quantities.unit(key))))


def _bare(key: str, value: float) -> str:
    """A bin's edge: with as many decimals as it needs, as the edges of masses are round numbers of dalton."""
    return ticks.texts([value / quantities.factor(key)])[0]


def share(count: int, total: int) -> str:
    """A share in per cent: 5 %, 0.3 %, < 0.1 %."""
    percent = 100 * count / total if total else 0.0
    if 0 < percent < 0.1:  # noqa: PLR2004 - the smallest that has a digit
        return "< 0.1 %"
    return f"{numbers.brief(percent, 1 if percent < 1 else 0)} %" if percent else "0 %"


def description(key: str, histogram: Histogram, ph: float | None = None) -> str:
    """The plot in words."""
    words = f"Histogram of {axes.title(key, ph=ph)}; median {quantities.with_unit(key, histogram.median)}"
    if histogram.selected_median is not None and histogram.selected != histogram.counts:
        words += f", of the selection {quantities.with_unit(key, histogram.selected_median)}"
    return words
