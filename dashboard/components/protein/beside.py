"""The place beside the table where a protein is opened; assets/beside.js opens and closes it."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.icons import icon


def beside(ordinal: int | None) -> html.Aside:
    """The panel with the protein of this number, or closed."""
    close = html.Button(
        icon("x"),
        id=ids.Beside.CLOSE,
        className="btn btn-sm bp-quiet bp-icon",
        title="Close (Escape)",
        **{"aria-label": "Close the protein"},
    )
    whole = html.A("Open full page", id=ids.Beside.WHOLE, href="#", className="btn btn-sm bp-quiet bp-go")
    return html.Aside(
        [
            html.Div(
                [
                    html.Div(id=ids.Beside.NEIGHBOURS, className="d-flex gap-2 bp-beside-neighbours"),
                    html.Span(className="bp-spacer"),
                    whole,
                    close,
                ],
                className="bp-panel-head bp-beside-head",
            ),
            html.Div(id=ids.Protein.BODY, className="bp-beside-body"),
            dcc.Store(id=ids.Beside.PROTEIN, data=ordinal),
            dcc.Store(id=ids.Beside.ASKED),
            dcc.Store(id=ids.Protein.KEY),
        ],
        id=ids.Beside.PANEL,
        className="bp-beside",
        hidden=True,
        tabIndex=-1,
        **{"aria-label": "Protein"},
    )


def ordinal_from(query: Mapping[str, Any]) -> int | None:
    """The number of the protein that an address opens beside the table; None when it has none, or no good one."""
    text = str(query.get("p") or "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) <= 9 else None  # noqa: PLR2004 - an integer's digits
