"""Medians in a distribution: a dashed line and words for each."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dashboard.components.shared import quantities
from dashboard.figures import axes

_LINE, _ABOVE = 14, 20
"""Pixels from one line of words to the next, and above a plot with one line."""


class Middles(Protocol):
    """The middle value of all and that of the selection."""

    @property
    def median(self) -> float | None:
        """Of all."""

    @property
    def selected_median(self) -> float | None:
        """Of the selection."""


def drawn(
    found: Middles,
    key: str,
    ends: tuple[float | None, float | None],
    colours: Mapping[str, str],
    *,
    everything: bool,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lines and words; the words of two are on lines of their own, so that both can be read."""
    lines = [(found.median, colours["ink"], "median" if everything else "median of all")]
    if not everything:
        lines.append((found.selected_median, colours["selection"], "median of selection"))
    known = [(value, colour, words) for value, colour, words in lines if value is not None]
    shapes = [_line(value, colour) for value, colour, _ in known]
    notes = [
        _words(key, value, ends, colour, f"{words} {quantities.text(key, value)}") | {"yshift": place * _LINE}
        for place, (value, colour, words) in enumerate(known)
    ]
    return shapes, notes


def room(notes: Sequence[object]) -> int:
    """Pixels that the words need above the plot."""
    return _ABOVE + _LINE * max(0, len(notes) - 1)


def _line(value: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1.4, "dash": "3px,2px"}
    return {"type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _words(key: str, value: float, ends: tuple[float | None, float | None], colour: str, text: str) -> dict[str, Any]:
    log = axes.is_logarithmic(key) and value > 0
    # on a logarithmic axis shapes take values, annotations their logarithm
    place, *sides = (math.log10(one) if log and one else one or 0.0 for one in (value, *ends))
    return {
        "x": place,
        "yref": "paper",
        "y": 1.0,
        "yanchor": "bottom",
        "xanchor": "right" if place > sum(sides) / 2 else "left",
        "showarrow": False,
        "text": text,
        "font": {"size": 11, "color": colour},
    }
