"""Amino acid composition: the selection against all proteins, and one protein against all."""

import math
from collections.abc import Sequence
from typing import Any

from batchprot.reading import alphabet
from dashboard import theme
from dashboard.components.shared.facts import Composition
from dashboard.figures import ticks

ORDER = "DEKRHSTNQAVLIMFWYGPC"
"""Acidic, basic, polar, aliphatic, aromatic, Gly and Pro, Cys: as in the sequence's colouring."""
CLASSES = {"acidic": "DE", "basic": "KRH", "polar": "STNQ", "aliphatic": "AVLIM", "aromatic": "FWY", "other": "GPC"}

_ROOM = 0.06
_LEAST_RATIO = 0.25
"""A fifth more or less: below that the strip stays pale."""
_PLACES = [alphabet.STANDARD.index(letter) for letter in ORDER]


def percent(fractions: Sequence[float]) -> list[float]:
    """Percentages in the order they are drawn; zeros when there was nothing to count."""
    if not fractions:
        return [0.0] * len(_PLACES)
    return [round(100 * fractions[place], 3) for place in _PLACES]


def selection_figure(composition: Composition, *, everything: bool, mode: str | None) -> dict[str, Any]:
    """Bars of the difference in percentage points over two heat strips; of all alone when all is selected."""
    colours = theme.palette(mode)
    overall, selected = percent(composition.overall), percent(composition.selected)
    letters = list(ORDER)
    heights = overall if everything else [round(one - all_, 3) for one, all_ in zip(selected, overall, strict=True)]
    if everything:
        tints: list[str] | str = colours["rest"]
    else:
        tints = [colours["low"] if height >= 0 else colours["high"] for height in heights]
    bars = {
        "type": "bar",
        "x": letters,
        "y": heights,
        "marker": {"color": tints, "line": {"width": 0}},
        "customdata": [[one, all_] for one, all_ in zip(selected, overall, strict=True)],
        "hovertemplate": "%{x}: selection %{customdata[0]:.1f} %, all %{customdata[1]:.1f} %<extra></extra>",
    }
    strips = {
        "type": "heatmap",
        "x": letters,
        "y": ["All"] if everything else ["All", "Selection"],
        "z": [overall] if everything else [overall, selected],
        "yaxis": "y2",
        "xgap": 1,
        "ygap": 1,
        "showscale": False,
        "colorscale": theme.scale(theme.of(theme.REST, mode) if everything else theme.sequential(mode)),
        "hovertemplate": "%{y} %{x}: %{z:.1f} %<extra></extra>",
    }
    heats = [strips] if everything else [strips, _ratios(letters, composition, mode)]
    layout = theme.layout(
        mode,
        bargap=0.22,
        xaxis={
            "side": "bottom",
            "showline": False,
            "showgrid": False,
            "anchor": "y2",
            "fixedrange": True,
            "tickfont": {"size": 11, "color": colours["ink"]},
            "dtick": 1,  # every letter, however narrow
            "tickangle": 0,
        },
        yaxis={
            "domain": [0.42 if everything else 0.54, 1],
            **_upwards(heights, signed=not everything),
            "showline": False,
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": colours["axis"],
            "ticksuffix": " %" if everything else "",
        },
        yaxis2={
            "domain": [0, 0.22 if everything else 0.28],
            "dtick": 1,  # both rows have their name, however low
            "showgrid": False,
            "showline": False,
            "fixedrange": True,
        },
        yaxis3={"domain": [0.31, 0.45], "showgrid": False, "showline": False, "fixedrange": True},
        shapes=[_bracket(letters, colours) for letters in CLASSES.values()],
        annotations=[_class_name(name, letters, colours) for name, letters in CLASSES.items()],
        margin={"l": 62, "r": 10, "t": 8, "b": 36},
        dragmode=False,
        hovermode="closest",
    )
    return {"data": [bars, *heats], "layout": layout}


def _upwards(heights: Sequence[float], *, signed: bool) -> dict[str, Any]:
    """The range of the bars with three ticks in it: 0 and what lies furthest; differences with their sign."""
    low, high = min(0.0, *heights), max(0.0, *heights)
    if low == high:
        high = 1.0
    room = _ROOM * (high - low)
    low, high = (low - room if low < 0 else low), high + room
    values = ticks.linear(low, high)
    kept = sorted({values[0], 0.0, values[-1]}) if signed else values[:: max(1, (len(values) - 1) // 2)]
    words = ticks.texts(kept)
    if signed:
        words = [f"+{text}" if value > 0 else text for value, text in zip(kept, words, strict=True)]
    return {"range": [low, high], "tickvals": kept, "ticktext": words}


_UNDER_LETTERS, _UNDER_LINE = -19, -20
"""Pixels below the strips: where the brackets of the classes are, and their names."""


def _bracket(letters: str, colours: dict[str, str]) -> dict[str, Any]:
    first, last = ORDER.index(letters[0]), ORDER.index(letters[-1])
    return {
        "type": "line",
        "xref": "x",
        "x0": first - 0.42,
        "x1": last + 0.42,
        "yref": "paper",
        "ysizemode": "pixel",
        "yanchor": 0,
        "y0": _UNDER_LETTERS,
        "y1": _UNDER_LETTERS,
        "line": {"color": colours["axis"], "width": 1},
    }


def _class_name(name: str, letters: str, colours: dict[str, str]) -> dict[str, Any]:
    return {
        "text": name,
        "xref": "x",
        "x": (ORDER.index(letters[0]) + ORDER.index(letters[-1])) / 2,
        "yref": "paper",
        "y": 0,
        "yshift": _UNDER_LINE,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 10, "color": colours["tick"]},
    }


def log_ratio(selected: float, overall: float) -> float | None:
    """How many times as frequent, as a power of two; None where one of them is not there at all."""
    return math.log2(selected / overall) if selected > 0 and overall > 0 else None


def _ratios(letters: Sequence[str], composition: Composition, mode: str | None) -> dict[str, Any]:
    """A heat strip of the selection against all: twice as frequent is 1, half as frequent is -1."""
    pairs = [(composition.selected[place], composition.overall[place]) for place in _PLACES]
    ratios = [log_ratio(*pair) for pair in pairs]
    furthest = max((abs(ratio) for ratio in ratios if ratio is not None), default=1.0)
    limit = max(furthest, _LEAST_RATIO)
    return {
        "type": "heatmap",
        "x": list(letters),
        "y": ["log\u2082 ratio"],
        "z": [ratios],
        "yaxis": "y3",
        "xgap": 1,
        "zmin": -limit,
        "zmax": limit,
        "showscale": False,
        "hoverongaps": False,
        # As the bars: blue is more than in all, orange less.
        "colorscale": theme.scale(theme.of(theme.DIVERGING_AREAS, mode)[::-1]),
        "hovertemplate": "%{x}: log\u2082 of selection to all %{z:+.2f}<extra></extra>",
    }


def protein_figure(
    fractions: Sequence[float], composition: Composition, *, mode: str | None, alone: bool = False
) -> dict[str, Any]:
    """One protein's dots over bars from the 10th to the 90th percentile of proteins; with `alone` only dots.

    A line is the share among the residues of all proteins together, in which long proteins weigh more.
    """
    colours = theme.palette(mode)
    letters = list(ORDER)
    low, high, overall = percent(composition.low), percent(composition.high), percent(composition.overall)
    ranges = {
        "type": "bar",
        "x": letters,
        "base": low,
        "y": [round(top - bottom, 3) for top, bottom in zip(high, low, strict=True)],
        "marker": {"color": colours["rest_bar"], "line": {"width": 0}, "cornerradius": 2},
        "width": 0.6,
        "hoverinfo": "skip",
    }
    pooled = {
        "type": "scatter",
        "mode": "markers",
        "x": letters,
        "y": overall,
        "marker": {"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": colours["muted"]}},
        "hovertemplate": "%{x}: %{y:.1f} % of the residues of all proteins together<extra></extra>",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": letters,
        "y": percent(fractions),
        "cliponaxis": False,  # a dot at 0 % is whole
        "marker": {"size": 9, "color": colours["selection"], "line": {"width": 1.5, "color": colours["raised"]}},
        "hovertemplate": "%{x}: %{y:.1f} %<extra></extra>",
    }
    layout = theme.layout(
        mode,
        xaxis={
            "showline": False,
            "showgrid": False,
            "fixedrange": True,
            "tickfont": {"size": 11, "color": colours["ink"]},
            "dtick": 1,  # every letter, however narrow
            "tickangle": 0,
        },
        yaxis={"ticksuffix": " %", "nticks": 4, "rangemode": "tozero", "showline": False, "fixedrange": True},
        margin={"l": 42, "r": 8, "t": 8, "b": 22},
        dragmode=False,
        hovermode="closest",
    )
    return {"data": [dots] if alone else [ranges, pooled, dots], "layout": layout}
