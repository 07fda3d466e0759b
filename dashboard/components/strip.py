"""A small histogram as two masks: the shape is data, the colour is the theme's. assets/brush.js lets it be brushed."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from urllib.parse import quote

from dash import html

_HEIGHT = 30.0
_GAP = 0.12


def outline(counts: Sequence[int], tallest: int) -> str:
    """The bars as an SVG path; heights are square roots, so that rare values stay visible."""
    parts = []
    for place, number in enumerate(counts):
        if number > 0:
            height = max(1.0, _HEIGHT * math.sqrt(number / tallest))
            parts.append(f"M{place + _GAP / 2:.2f} 30v-{height:.1f}h{1 - _GAP:.2f}V30z")
    return "".join(parts)


def mask(counts: Sequence[int], tallest: int) -> dict[str, str]:
    """A style that lets a colour through where the bars are."""
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {len(counts)} 30' preserveAspectRatio='none'>"
        f"<path d='{outline(counts, tallest)}'/></svg>"
    )
    image = f'url("data:image/svg+xml,{quote(svg, safe=" =:/")}")'
    return {"maskImage": image, "WebkitMaskImage": image}


def strip(
    key: str,
    edges: Sequence[float],
    counts: Sequence[int],
    selected: Sequence[int],
    *,
    chosen: tuple[float | None, float | None] | None = None,
) -> html.Div:
    """The histogram of one filter, to be brushed; its bounds are typed below it, so it is hidden from readers."""
    tallest = max(counts, default=0) or 1
    return html.Div(
        [
            html.I(className="rest", style=mask(counts, tallest)),
            html.I(className="pick", style=mask(selected, tallest)),
            *([_brush(edges, chosen)] if chosen and edges else []),
        ],
        className="bp-hist",
        **{
            "aria-hidden": "true",
            "data-key": key,
            "data-edges": " ".join(f"{edge:.7g}" for edge in edges),
        },
    )


def _brush(edges: Sequence[float], chosen: tuple[float | None, float | None]) -> html.Span:
    low, high = chosen
    left = 0.0 if low is None else share(low, edges)
    right = 1.0 if high is None else share(high, edges)
    return html.Span(
        className="brush", style={"left": f"{100 * left:.2f}%", "width": f"{100 * max(0, right - left):.2f}%"}
    )


def share(value: float, edges: Sequence[float]) -> float:
    """Where a value lies along the strip, from 0 to 1: every bin is as wide as the next, whatever it spans."""
    if value <= edges[0]:
        return 0.0
    if value >= edges[-1]:
        return 1.0
    place = bisect_right(edges, value) - 1
    low, high = edges[place], edges[place + 1]
    return (place + (value - low) / (high - low)) / (len(edges) - 1)
