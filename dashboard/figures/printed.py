"""Histograms as paths of an SVG, for the report that is printed: no script draws them."""

from collections.abc import Sequence

WIDTH, HEIGHT = 320.0, 84.0
_GAP = 0.14


def bars(counts: Sequence[int], tallest: int) -> str:
    """A bar for each number, as the outline of one path in a box of WIDTH by HEIGHT; `tallest` fills the height."""
    if not counts or not tallest:
        return ""
    step = WIDTH / len(counts)
    parts = []
    for place, number in enumerate(counts):
        if number > 0:
            height = max(0.8, HEIGHT * number / tallest)
            left, width = (place + _GAP / 2) * step, (1 - _GAP) * step
            parts.append(f"M{left:.2f} {HEIGHT:g}v-{height:.2f}h{width:.2f}V{HEIGHT:g}z")
    return "".join(parts)
