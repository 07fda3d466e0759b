"""The dialog of saved selections: save this one, open, rename and delete the others, compare."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.facts import SavedSelection
from dashboard.components.shared.icons import icon

_QUIET = "btn btn-sm btn-outline-secondary"


def selections_dialog() -> dbc.Modal:
    """The dialog, closed; it is filled in when it opens."""
    save = html.Div(
        [
            html.Div(
                [
                    html.Label("Name", htmlFor=ids.Selections.NAME, className="bp-meta"),
                    dbc.Input(id=ids.Selections.NAME, maxLength=100, size="sm", autocomplete="off"),
                ],
                className="flex-grow-1",
            ),
            html.Button([icon("save"), "Save"], id=ids.Selections.SAVE, className="btn btn-sm btn-primary"),
        ],
        className="bp-share-make",
    )
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Selections", id=ids.Selections.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.P(id=ids.Selections.WHAT),
                    save,
                    html.Div(id=ids.Selections.PROBLEM, className="bp-field-error", role="alert"),
                    html.Div(id=ids.Selections.COMPARE, className="my-3"),
                    html.Div(id=ids.Selections.LIST),
                ]
            ),
        ],
        id=ids.Selections.DIALOG,
        labelledby=ids.Selections.TITLE,
        is_open=False,
        size="lg",
        scrollable=True,
    )


def compare_links(job_id: str, query: str) -> list[Any]:
    """The ways to compare what is selected now; nothing to compare while that is everything."""
    if not query:
        return [html.Span("Select some proteins to compare them with the rest.", className="bp-meta")]
    rest, everything = f"!{query}", ""
    pairs = (("Compare with the rest", rest), ("Compare with all", everything))
    return [
        html.Div(
            [
                dcc.Link([icon("compare"), words], href=compare_address(job_id, query, other), className=_QUIET)
                for words, other in pairs
            ],
            className="d-flex gap-2 flex-wrap",
        )
    ]


def compare_address(job_id: str, query: str, other: str) -> str:
    """The page that compares two selections of one analysis; "!" in front means all but these."""
    return "/compare?" + urlencode({"jobs": f"{job_id},{job_id}", "s1": query, "s2": other}, safe=",")


def saved_table(job_id: str, query: str, saved: Sequence[SavedSelection], described: Sequence[str]) -> list[Any]:
    """The saved selections of an analysis; `described` says of each what it selects."""
    if not saved:
        return [html.P("No selection of this analysis is saved yet.", className="bp-meta mb-0")]
    rows = [_row(job_id, query, one, words) for one, words in zip(saved, described, strict=True)]
    head = html.Tr([html.Th("Name"), html.Th("Filters"), html.Th()])
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="bp-table")
    return [html.H3("Saved", className="h3 mt-3"), html.Div(table, className="bp-scroll")]


def _row(job_id: str, query: str, saved: SavedSelection, words: str) -> html.Tr:
    key = str(saved.id)
    name = [
        html.Span(f"Name of {saved.name}", className="visually-hidden"),
        dbc.Input(id=ids.selection_name(key), value=saved.name, debounce=True, maxLength=100, size="sm"),
    ]
    compare = "/compare?" + urlencode({"jobs": f"{job_id},{key}", "s1": query}, safe=",")
    actions = [
        html.A("Open", href=f"/jobs/{job_id}?{saved.selection}", className=_QUIET),
        html.A("Compare", href=compare, className=_QUIET, title="Compare what is selected now with this selection"),
        html.Button(
            icon("trash"),
            id=ids.selection_action("delete", key),
            className="btn btn-sm bp-quiet bp-icon",
            title=f"Delete {saved.name}",
            **{"aria-label": f"Delete {saved.name}"},
        ),
    ]
    return html.Tr(
        [
            html.Td(html.Label(name, className="d-block")),
            html.Td(words, className="text-truncate bp-share-what", title=words),
            html.Td(html.Div(actions, className="d-flex gap-1 justify-content-end"), className="bp-r"),
        ],
        key=key,
    )
