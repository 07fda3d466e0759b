"""Messages, empty states and skeletons."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.shared.icons import icon

_LEVELS = {"error": ("danger", "error"), "warning": ("warning", "warn"), "info": ("primary", "info")}


def message(level: str, title: str, detail: str = "") -> html.Div:
    """A message in place: the cause, then what to do. Level is error, warning or info."""
    colour, mark = _LEVELS[level]
    parts = [html.Strong(title), " ", detail] if detail else [html.Strong(title)]
    return html.Div([icon(mark), html.Div(parts)], className=f"alert alert-{colour}", role="alert")


def empty(title: str, detail: str, *actions: Component, art: bool = False) -> html.Div:
    """Why there is nothing to show, and what to do next."""
    return html.Div(
        [
            *([html.Div(className="bp-gel-small", **{"aria-hidden": "true"})] if art else []),
            html.H2(title),
            html.P(detail),
            html.Div(list(actions), className="d-flex gap-2 flex-wrap justify-content-center"),
        ],
        className="bp-empty",
    )


def field_error(text: str) -> list[Any]:
    """The message under a field with an invalid value; empty when the value is valid."""
    return [icon("error"), text] if text else []


def skeleton(height: str = "12px", width: str = "100%") -> html.Div:
    """A grey bar in the place of content that is being loaded."""
    return html.Div(className="bp-skel", style={"height": height, "width": width})


def skeleton_rows(rows: int) -> html.Div:
    """The placeholder of a table that is being loaded."""
    widths = ("20%", "36%", "14%", "14%")
    return html.Div(
        [
            html.Div(
                [skeleton(width=width) for width in widths], className="d-flex gap-3", style={"padding": "14px 16px"}
            )
            for _ in range(rows)
        ],
        **{"aria-hidden": "true"},
    )
