"""Amino acid composition: the selection against the batch, and one protein against the batch."""

import math
from collections.abc import Sequence
from typing import Any

from batchprot.reading import alphabet
from dashboard import theme
from dashboard.components.shared.facts import Composition

ORDER = "DEKRHSTNQAVLIMFWYGPC"
"""Acidic, basic, polar, aliphatic, aromatic, Gly and Pro, Cys: as in the sequence's colouring."""
CLASSES = {"acidic": "DE", "basic": "KRH", "polar": "STNQ", "aliphatic": "AVLIM", "aromatic": "FWY", "other": "GPC"}

_MOST_TICKS = 2
"""Ticks on each side of 0, itself among them."""
_LEAST_RATIO = 0.25
"""A fifth more or less: below that the strip stays pale."""
_PLACES = [alphabet.STANDARD.index(letter) for letter in ORDER]


def percent(fractions: Sequence[float]) -> list[float]:
    """Percentages in the order they are drawn; zeros when there was nothing to count."""
    if not fractions:
        return [0.0] * len(_PLACES)
    return [round(100 * fractions[place], 3) for place in _PLACES]


def selection_figure(composition: Composition, *, everything: bool, mode: str | None) -> dict[str, Any]:
    """Bars of the difference in percentage points over two heat strips; of the batch alone when all is selected."""
    colours = theme.palette(mode)
    batch, selected = percent(composition.batch), percent(composition.selected)
    letters = list(ORDER)
    heights = batch if everything else [round(one - all_, 3) for one, all_ in zip(selected, batch, strict=True)]
    if everything:
        tints: list[str] | str = colours["selection"]
    else:
        tints = [colours["low"] if height >= 0 else colours["high"] for height in heights]
    bars = {
        "type": "bar",
        "x": letters,
        "y": heights,
        "marker": {"color": tints, "line": {"width": 0}},
        "customdata": [[one, all_] for one, all_ in zip(selected, batch, strict=True)],
        "hovertemplate": "%{x}: selection %{customdata[0]:.1f} %, batch %{customdata[1]:.1f} %<extra></extra>",
    }
    strips = {
        "type": "heatmap",
        "x": letters,
        "y": ["Batch"] if everything else ["Batch", "Selection"],
        "z": [batch] if everything else [batch, selected],
        "yaxis": "y2",
        "xgap": 1,
        "ygap": 1,
        "showscale": False,
        "colorscale": theme.scale(theme.sequential(mode)),
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
            **({"nticks": 4} if everything else _signed_ticks(heights)),
            "showline": False,
            "fixedrange": True,
            "zeroline": True,
            "zerolinecolor": colours["axis"],
            "ticksuffix": " %" if everything else "",
        },
        yaxis2={"domain": [0, 0.22 if everything else 0.28], "showgrid": False, "showline": False, "fixedrange": True},
        yaxis3={"domain": [0.31, 0.45], "showgrid": False, "showline": False, "fixedrange": True},
        shapes=[_bracket(letters, colours) for letters in CLASSES.values()],
        annotations=[_class_name(name, letters, colours) for name, letters in CLASSES.items()],
        margin={"l": 62, "r": 10, "t": 8, "b": 36},
        dragmode=False,
        hovermode="closest",
    )
    return {"data": [bars, *heats], "layout": layout}


def _signed_ticks(heights: Sequence[float]) -> dict[str, Any]:
    """Ticks that say more and less: +2, 0 and \u22122; the finest step of 1, 2 or 5 that leaves room for them."""
    furthest = max((abs(height) for height in heights), default=0.0) or 1.0
    steps = (one * 10.0**power for power in range(-3, 3) for one in (1, 2, 5))
    step = next(one for one in steps if furthest / one < _MOST_TICKS)
    places = [round(place * step, 3) for place in range(-_MOST_TICKS + 1, _MOST_TICKS)]
    return {
        "tickvals": places,
        "ticktext": [f"{place:+g}".replace("-", "\u2212") if place else "0" for place in places],
    }


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


def log_ratio(selected: float, batch: float) -> float | None:
    """How many times as frequent, as a power of two; None where one of them is not there at all."""
    return math.log2(selected / batch) if selected > 0 and batch > 0 else None


def _ratios(letters: Sequence[str], composition: Composition, mode: str | None) -> dict[str, Any]:
    """A heat strip of the selection against the batch: twice as frequent is 1, half as frequent is -1."""
    pairs = [(composition.selected[place], composition.batch[place]) for place in _PLACES]
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
        # As the bars: blue is more than in the batch, orange less.
        "colorscale": theme.scale(theme.of(theme.DIVERGING_AREAS, mode)[::-1]),
        "hovertemplate": "%{x}: log\u2082 of selection to batch %{z:+.2f}<extra></extra>",
    }


def protein_figure(fractions: Sequence[float], composition: Composition, *, mode: str | None) -> dict[str, Any]:
    """One protein's dots over bars from the batch's 10th to 90th percentile, with the batch's mean as a line."""
    colours = theme.palette(mode)
    letters = list(ORDER)
    low, high, batch = percent(composition.low), percent(composition.high), percent(composition.batch)
    ranges = {
        "type": "bar",
        "x": letters,
        "base": low,
        "y": [round(top - bottom, 3) for top, bottom in zip(high, low, strict=True)],
        "marker": {"color": colours["rest_bar"], "line": {"width": 0}, "cornerradius": 2},
        "width": 0.6,
        "hoverinfo": "skip",
    }
    mean = {
        "type": "scatter",
        "mode": "markers",
        "x": letters,
        "y": batch,
        "marker": {"symbol": "line-ew", "size": 9, "line": {"width": 1.5, "color": colours["muted"]}},
        "hovertemplate": "%{x}: batch %{y:.1f} %<extra></extra>",
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": letters,
        "y": percent(fractions),
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
    return {"data": [ranges, mean, dots], "layout": layout}
