"""A plot that can't be drawn says why, in its place."""

from typing import Any

from dashboard import theme


def figure(sentence: str, *, mode: str | None) -> dict[str, Any]:
    """An empty plot with a sentence in the middle."""
    colours = theme.palette(mode)
    note = {
        "text": sentence,
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "paper",
        "showarrow": False,
        "font": {"size": 13, "color": colours["muted"]},
    }
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": [],
        "layout": theme.layout(mode, xaxis=hidden, yaxis=hidden, annotations=[note], dragmode=False),
    }
