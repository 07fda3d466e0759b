"""How a property is distributed on each side of a comparison: densities, or shares at or below a value."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from batchprot.properties.table import find
from dashboard import theme
from dashboard.components.shared import quantities
from dashboard.figures import axes
from dashboard.figures.literal import literal
from results.compare.found import Curve, Shape

LETTERS = "ABCDEF"
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MOST_NUMBERS = 256
"""Points of a curve that is drawn; results.compare.shapes makes fewer."""
_FAINT = 0.13
_HOVERS = 61
_LONGEST_NAME = 26
_LANE = 0.16
"""Height of a row of single values, in heights of the highest curve."""
MOST_FILLED = 3
"""Areas of more sides than these hide each other."""
Lanes = Mapping[int, tuple[float, float]]
"""Lower and upper end of the row of a side whose values are drawn one by one, below the axis of the curves."""


def packed(shape: Shape) -> dict[str, Any]:
    """A shape as the page keeps it, with the digits that a plot can show."""
    kept = {one.name: getattr(shape, one.name) for one in fields(shape)}
    return kept | {"curves": [_packed(curve) for curve in shape.curves]}


def _packed(curve: Curve) -> dict[str, Any]:
    kept = {one.name: getattr(curve, one.name) for one in fields(curve)}
    return kept | {name: [float(f"{one:.6g}") for one in kept[name]] for name in ("x", "below", "density")}


def unpacked(kept: object) -> Shape:
    """A shape that comes from a browser.

    Raises:
        ValueError: it isn't one, or it is larger than any that a page is given.
    """
    try:
        shape = Shape(**kept)  # type: ignore[arg-type]  # checked below
        curves = [Curve(**curve) for curve in shape.curves[: len(LETTERS)]]  # type: ignore[arg-type]
        lists = [numbers for one in curves for numbers in (one.x, one.below, one.density)]
        is_small = len(shape.curves) <= len(LETTERS) and all(len(numbers) <= MOST_NUMBERS for numbers in lists)
        singles = [
            shape.low,
            shape.high,
            *(one.left for one in curves),
            *(one.median for one in curves if one.median is not None),
        ]
        is_plain = all(type(one) in {int, float} for one in (*singles, *(one for numbers in lists for one in numbers)))
        is_plain = (
            is_plain and all(math.isfinite(one) for one in singles) and (not shape.log or 0 < shape.low < shape.high)
        )
        is_whole = all(len(one.below) == len(one.x) and len(one.density) in {0, len(one.x)} for one in curves)
    except (TypeError, AttributeError):
        raise ValueError("This is no shape.") from None
    if find(shape.key) is None or not (is_small and is_plain and is_whole):
        raise ValueError("This is no shape.")
    return Shape(shape.key, shape.low, shape.high, bool(shape.log), curves)


def figure(
    shape: Shape, names: Sequence[str], *, cumulative: bool, mode: str | None, ph: float | None = None
) -> dict[str, Any]:
    """One curve for each side, or a mark for each value where there are few; medians are marked at the axis.

    `ph` is that of the charge, when it is the same on every side.
    """
    colours = theme.of(theme.CATEGORIES, mode)
    highest = 100.0 if cumulative else max((max(one.density, default=0) for one in shape.curves), default=0) or 1.0
    lanes = _lanes(shape.curves, highest, cumulative=cumulative)
    traces: list[dict[str, Any]] = []
    medians = []
    for place, curve in enumerate(shape.curves):
        traces += _side(shape, place, colours[place], lanes.get(place), cumulative=cumulative)
        if curve.median is not None:
            medians.append(_median(curve.median, lanes.get(place, (0.0, 0.1 * highest)), colours[place]))
    title = {
        "text": literal(axes.title(shape.key, log=shape.log, ph=ph)),
        "x": 0.01,
        "xanchor": "left",
        "y": 0.99,
        "yanchor": "top",
    }
    layout = theme.layout(
        mode,
        margin={"l": 34 if cumulative else 18 if lanes else 8, "r": 8, "t": 26, "b": 22},
        title=title | {"font": {"size": 12, "color": theme.palette(mode)["ink"]}},
        shapes=medians,
        annotations=_letters(shape, lanes, colours, cumulative=cumulative),
        xaxis=_across(shape),
        yaxis=_upwards(lanes, highest if any(one.density for one in shape.curves) else 0.0, cumulative=cumulative),
        hovermode="closest",
        hoverdistance=-1,
        dragmode=False,
    )
    return {"data": [*traces, _hover(shape, names, highest, ph)], "layout": layout}


def has_only_strokes(shapes: Iterable[Shape]) -> bool:
    """Whether no side of any plot has a curve."""
    return not any(curve.density for shape in shapes for curve in shape.curves)


def description(shape: Shape, names: Sequence[str], ph: float | None = None) -> str:
    """The plot in words."""
    known = [
        f"{LETTERS[place]}, {name}: {quantities.with_unit(shape.key, one.median)}"
        for place, (name, one) in enumerate(zip(names, shape.curves, strict=True))
        if one.median is not None
    ]
    return f"Distribution of {quantities.label(shape.key, ph)}; medians: {'; '.join(known) or 'none'}"


def _lanes(curves: Sequence[Curve], highest: float, *, cumulative: bool) -> Lanes:
    """The rows of the sides without a curve."""
    if cumulative:
        return {}
    few = [place for place, one in enumerate(curves) if not one.density and one.x]
    height = highest * (_LANE if len(few) < len(curves) else 0.5)
    return {place: (-(row + 0.9) * height, -(row + 0.2) * height) for row, place in enumerate(few)}


def _side(
    shape: Shape, place: int, colour: str, lane: tuple[float, float] | None, *, cumulative: bool
) -> list[dict[str, Any]]:
    """What is drawn of a side: nothing when it has no value."""
    curve = shape.curves[place]
    line = {"width": 1.7, "color": colour, "dash": DASHES[place], "simplify": False}
    drawn: dict[str, Any] = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "name": LETTERS[place]}
    if not curve.x:
        return []
    if cumulative:
        return [drawn | _steps(shape, curve) | {"line": line | {"shape": "linear" if curve.density else "hv"}}]
    if lane is None:
        is_filled = len(shape.curves) <= MOST_FILLED
        area = {"fill": "tozeroy", "fillcolor": _faint(colour)} if is_filled else {}
        return [drawn | {"x": curve.x, "y": curve.density, "line": line} | area]
    return [drawn | _strokes(curve, lane) | {"line": {"width": 1.5, "color": colour}, "opacity": 0.75}]


def _steps(shape: Shape, curve: Curve) -> dict[str, list[float]]:
    """The share at or below each value, from one end of the axis to the other."""
    return {
        "x": [shape.low, *curve.x, shape.high],
        "y": [100 * share for share in (curve.left, *curve.below, 1.0)],
    }


def _strokes(curve: Curve, lane: tuple[float, float]) -> dict[str, list[float | None]]:
    """A stroke for each value: one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for value in curve.x:
        x += [value, value, None]
        y += [*lane, None]
    return {"x": x, "y": y}


def _hover(shape: Shape, names: Sequence[str], highest: float, ph: float | None) -> dict[str, Any]:
    """Points that can't be seen, each with one text for all sides."""
    places = [_between(shape, number / (_HOVERS - 1)) for number in range(_HOVERS)]
    texts = []
    for x in places:
        lines = [f"<b>{literal(quantities.label(shape.key, ph))} {quantities.with_unit(shape.key, x)}</b>"]
        lines += [
            f"{LETTERS[place]} {literal(_short(name))}: {100 * _share(one, x):.1f} % at or below"
            for place, (name, one) in enumerate(zip(names, shape.curves, strict=True))
            if one.n
        ]
        texts.append("<br>".join(lines))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": places,
        "y": [highest / 2] * _HOVERS,
        "marker": {"opacity": 0, "size": 1},
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }


def _between(shape: Shape, share: float) -> float:
    if shape.log:
        return float(shape.low * (shape.high / shape.low) ** share)
    return shape.low + share * (shape.high - shape.low)


def _share(curve: Curve, x: float) -> float:
    """The share at or below a value: stepwise for single values, otherwise linear between the points of the curve."""
    after = bisect_left(curve.x, x)
    if after == len(curve.x):
        return 1.0
    if curve.x[after] == x:
        return curve.below[after]
    if not after:
        return curve.left
    if not curve.density:
        return curve.below[after - 1]
    left, right = curve.x[after - 1], curve.x[after]
    low, high = curve.below[after - 1], curve.below[after]
    return low + (high - low) * (x - left) / (right - left)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _letters(shape: Shape, lanes: Lanes, colours: Sequence[str], *, cumulative: bool) -> list[dict[str, Any]]:
    """The letter of each side: beside its row, or at the highest point of its curve."""
    found = []
    for place, curve in enumerate(shape.curves):
        aside = 8 * place - 4 * (len(shape.curves) - 1)
        if place in lanes:
            where = {"xref": "paper", "x": 0, "xanchor": "right", "xshift": -4, "y": sum(lanes[place]) / 2}
        elif not curve.x:
            continue
        elif cumulative:
            share = 0.3 + 0.1 * place
            where = {"x": _placed(shape, _reaches(curve, share)), "y": 100 * share, "xanchor": "left", "xshift": 3}
        else:
            top = max(range(len(curve.x)), key=curve.density.__getitem__)
            where = {"x": _placed(shape, curve.x[top]), "y": curve.density[top], "yshift": 7, "xshift": aside}
        font = {"size": 10, "color": colours[place], "weight": 700}
        found.append({"text": LETTERS[place], "showarrow": False, "font": font, **where})
    return found


def _reaches(curve: Curve, share: float) -> float:
    """The value at which a curve has come to a share."""
    return curve.x[min(bisect_left(curve.below, share), len(curve.x) - 1)]


def _end(value: float, *, log: bool) -> float:
    return math.log10(value) if log else value


def _placed(shape: Shape, value: float) -> float:
    """Where a value is on the axis of an annotation, which Plotly wants as a logarithm."""
    return _end(value, log=shape.log)


def _median(value: float, ends: tuple[float, float], colour: str) -> dict[str, Any]:
    low, high = ends
    line = {"color": colour, "width": 2.6}
    return {"type": "line", "xref": "x", "yref": "y", "x0": value, "x1": value, "y0": low, "y1": high, "line": line}


def _across(shape: Shape) -> dict[str, Any]:
    """The axis of the property: the title is above the plot."""
    spike = {
        "showspikes": True,
        "spikemode": "across",
        "spikethickness": 1,
        "spikecolor": "#8D98A5",
        "spikedash": "dot",
    }
    made = axes.axis(shape.key, shape.low, shape.high, log=shape.log)
    return made | spike | {"tickangle": 0, "title": {"text": ""}, "fixedrange": True}


def _upwards(lanes: Lanes, highest: float, *, cumulative: bool) -> dict[str, Any]:
    if cumulative:
        ticks = {"tickvals": [0, 50, 100], "ticktext": ["0", "50", "100 %"]}
        return {"range": [0, 104], "fixedrange": True, "showline": False} | ticks
    least = min((low for low, _ in lanes.values()), default=0.0) * 1.04
    return {"visible": False, "fixedrange": True, "range": [least, 1.16 * highest]}


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_FAINT})"
