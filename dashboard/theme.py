"""Colours and the one Plotly template, for light and dark; the same values as in assets/theme.css."""

from typing import Any, Literal

Mode = Literal["light", "dark"]

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


def palette(mode: str | None) -> dict[str, str]:
    """The colours of a mode; anything but "dark" is light."""
    return PALETTES["dark" if mode == "dark" else "light"]


def sequential(mode: str | None) -> tuple[str, ...]:
    """The sequential scale of a mode, from low to high."""
    return SEQUENTIAL["dark" if mode == "dark" else "light"]


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
