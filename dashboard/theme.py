"""Colours and the one Plotly template, for light and dark; the same values as in assets/theme.css."""

from collections.abc import Sequence
from typing import Any

SANS = (
    '-apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", '
    '"Liberation Sans", Arial, sans-serif'
)

PALETTES: dict[str, dict[str, str]] = {
    "light": {
        "ink": "#17202B",
        "muted": "#4C5764",
        "raised": "#FFFFFF",
        "line_strong": "#C3CAD3",
        "selection": "#2B55C8",
        "selection_area": "rgba(43,85,200,.16)",
        "selection_faint": "rgba(43,85,200,.07)",
        "grid": "#ECEFF2",
        "axis": "#B4BCC6",
        "tick": "#5C6773",
        "rest": "#8D98A5",
        "rest_bar": "#D5DBE1",
        "low": "#5379D6",
        "high": "#D98A3A",
        "high_area": "rgba(217,138,58,.22)",
    },
    "dark": {
        "ink": "#E4E9EF",
        "muted": "#A0ABB8",
        "raised": "#151A21",
        "line_strong": "#3A4551",
        "selection": "#7293FF",
        "selection_area": "rgba(114,147,255,.16)",
        "selection_faint": "rgba(114,147,255,.07)",
        "grid": "#212933",
        "axis": "#46525F",
        "tick": "#98A4B1",
        "rest": "#8793A1",
        "rest_bar": "#3D4855",
        "low": "#5D80E6",
        "high": "#C07A2C",
        "high_area": "rgba(192,122,44,.22)",
    },
}

SEQUENTIAL: dict[str, tuple[str, ...]] = {
    "light": ("#F3F6FD", "#D5E0F8", "#AFC3F0", "#819FE5", "#5379D6", "#2B55C8", "#1E3D98", "#142863"),
    "dark": ("#1A212C", "#20305A", "#2A4386", "#3A5BB5", "#5478DE", "#7E9DF7", "#ADC2FF", "#DEE7FF"),
}

REST: dict[str, tuple[str, ...]] = {
    "light": ("#E4E8EC", "#C9D0D7", "#A9B3BD", "#87929E", "#667280"),
    "dark": ("#222A34", "#333E4A", "#4B5865", "#6B7885", "#919DAA"),
}
"""A density of what is not chosen, from few to many."""

DIVERGING_MARKERS: dict[str, tuple[str, ...]] = {
    "light": ("#1E3D98", "#4A70D0", "#8CA3DB", "#9BA4AE", "#D4A878", "#CE7B24", "#8F4A06"),
    "dark": ("#A9BEFF", "#6F90F0", "#5F76B8", "#6D7782", "#A5814F", "#DB9040", "#FFC98A"),
}

DIVERGING_AREAS: dict[str, tuple[str, ...]] = {
    "light": ("#1E3D98", "#5379D6", "#AFC3F0", "#EEF0F2", "#F3CFA6", "#D98A3A", "#8F4A06"),
    "dark": ("#9DB5FF", "#5D80E6", "#2F4685", "#272F39", "#6B4519", "#C07A2C", "#FFC27D"),
}

CATEGORIES: dict[str, tuple[str, ...]] = {
    "light": ("#2B55C8", "#D9730D", "#1C9A84", "#7A1F4B", "#A586CC", "#5B5A12", "#A3ADB8"),
    "dark": ("#7293FF", "#F0983C", "#35C4A5", "#BC4F78", "#D8C6F5", "#EFE08A", "#5B6775"),
}
"""Six categories in this order, and "other" in grey."""


def palette(mode: str | None) -> dict[str, str]:
    """The colours of a mode; anything but "dark" is light."""
    return PALETTES["dark" if mode == "dark" else "light"]


def sequential(mode: str | None) -> tuple[str, ...]:
    """The sequential scale of a mode, from low to high."""
    return SEQUENTIAL["dark" if mode == "dark" else "light"]


def of(colours: dict[str, tuple[str, ...]], mode: str | None) -> tuple[str, ...]:
    """A series of colours in a mode."""
    return colours["dark" if mode == "dark" else "light"]


def light_of_dark() -> dict[str, str]:
    """The light colour that stands for each dark one."""
    pairs = [(dark, PALETTES["light"][role]) for role, dark in PALETTES["dark"].items()]
    for series in (SEQUENTIAL, REST, DIVERGING_MARKERS, DIVERGING_AREAS, CATEGORIES):
        pairs += zip(series["dark"], series["light"], strict=True)
    return dict(pairs)


def scale(colours: Sequence[str]) -> list[list[Any]]:
    """Colours as Plotly's colour scale, at equal distances."""
    last = len(colours) - 1
    return [[place / last, colour] for place, colour in enumerate(colours)]


def axis(mode: str | None) -> dict[str, Any]:
    """What every axis has: thin grid, a line, no ticks, a quiet title."""
    colours = palette(mode)
    return {
        "gridcolor": colours["grid"],
        "gridwidth": 1,
        "linecolor": colours["axis"],
        "showline": True,
        "zeroline": False,
        "ticks": "",
        "automargin": False,
        "tickfont": {"size": 11, "color": colours["tick"]},
        "title": {"font": {"size": 12, "color": colours["muted"]}, "standoff": 8},
    }


def layout(mode: str | None, **overrides: object) -> dict[str, Any]:
    """A Plotly layout in the house style; overrides replace whole entries.

    Plotly's own templates are switched off: every value that shows is here.
    """
    colours = palette(mode)
    base: dict[str, Any] = {
        "template": {"layout": {"xaxis": axis(mode), "yaxis": axis(mode)}},
        "font": {"family": SANS, "size": 11, "color": colours["tick"]},
        "paper_bgcolor": colours["raised"],
        "plot_bgcolor": colours["raised"],
        "margin": {"l": 52, "r": 14, "t": 12, "b": 40},
        "showlegend": False,
        "separators": ".,",
        "hoverlabel": {
            "bgcolor": colours["raised"],
            "bordercolor": colours["line_strong"],
            "font": {"family": SANS, "size": 12, "color": colours["ink"]},
            "align": "left",
        },
        "newselection": {"line": {"color": colours["selection"], "width": 1.4, "dash": "5px,3px"}},
        "activeselection": {"fillcolor": colours["selection"], "opacity": 0.07},
        "autosize": True,
    }
    return base | overrides
