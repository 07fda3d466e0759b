"""Too many proteins to draw one by one: how many are in each small cell, the selection in colour over the rest."""

import math
from array import array
from collections.abc import Sequence
from typing import Any

from dashboard import theme
from dashboard.components.shared.facts import Density
from dashboard.figures import typed


def traces(density: Density, *, mode: str | None, with_selection: bool) -> list[dict[str, Any]]:
    """Heat maps: all in grey and above it the selection in blue, unless that is all or drawn as points."""
    if not density.x_edges:
        return []
    everything = density.counts == density.selected
    made = [_cells(density, density.counts, theme.of(theme.REST, mode), "proteins")]
    if with_selection and not everything:
        made.append(_cells(density, density.selected, theme.sequential(mode)[1:], "selected"))
    return made


def _cells(density: Density, counts: bytes, colours: Sequence[str], words: str) -> dict[str, Any]:
    numbers = typed.decode(counts, "i4")
    most = max(numbers, default=1) or 1
    # An empty cell is no cell: what is below shows through.
    shown = array("f", (number or math.nan for number in numbers))
    return {
        "type": "heatmap",
        "x": density.x_edges,
        "y": density.y_edges,
        "z": typed.encode(shown, "f4") | {"shape": f"{len(density.y_edges) - 1}, {len(density.x_edges) - 1}"},
        "zmin": 1,
        "zmax": max(most, 2),
        "colorscale": _logarithmic(colours, most),
        "showscale": False,
        "hoverongaps": False,
        "hovertemplate": f"%{{z:,}} {words}<extra></extra>",
    }


def _logarithmic(colours: Sequence[str], most: int) -> list[list[Any]]:
    """A colour scale whose steps are equal ratios: counts of 1, 10 and 100 are equally far apart."""
    last = len(colours) - 1
    if most <= 1:
        return [[0, colours[last // 2]], [1, colours[last // 2]]]
    return [[(most ** (place / last) - 1) / (most - 1), colour] for place, colour in enumerate(colours)]
