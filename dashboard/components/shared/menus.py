"""Menus that need no script to open: details and summary; assets/menu.js closes them."""

from typing import Any

from dash import html


def menu(summary: html.Summary, items: list[Any], *, class_name: str = "", **props: str) -> html.Details:
    """A menu under its summary; items are html.Li."""
    return html.Details(
        [summary, html.Ul(items, className="dropdown-menu")], className=f"bp-menu {class_name}".strip(), **props
    )
