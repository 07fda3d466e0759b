"""The list of a person's analyses."""

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.icons import icon
from dashboard.components.shared.messages import skeleton_rows

PATH_TEMPLATE = "/"
TITLE = "Analyses · BatchProt"


def layout(**_query: str) -> html.Main:
    """Heading, search and the place of the list."""
    return html.Main(
        [
            html.Div(
                [
                    html.Div([html.H1("Analyses"), html.Div(id=ids.Analyses.SUMMARY, className="bp-meta mt-1")]),
                    html.Span(className="bp-spacer"),
                    _search(),
                    dcc.Link([icon("plus"), "New analysis"], href="/new", className="btn btn-primary"),
                ],
                className="bp-head",
            ),
            html.Section([_picked(), html.Div(skeleton_rows(4), id=ids.Analyses.LIST)], className="bp-panel"),
            dcc.Interval(id=ids.Analyses.POLL, interval=1000, disabled=True),
            dcc.Store(id=ids.Analyses.REFRESH),
        ],
        id="main",
        className="bp-page",
    )


def _picked() -> html.Div:
    """What can be done with the chosen analyses; assets/jobs.js shows it while any are."""
    return html.Div(
        [
            html.Span(id=ids.Analyses.PICKED_COUNT, className="bp-selcount", **{"aria-live": "polite"}),
            dcc.Link([icon("compare"), "Compare"], id=ids.Analyses.PICKED_COMPARE, href="/compare", className="d-none"),
            html.Span(id=ids.Analyses.PICKED_NOTE, className="bp-meta"),
            html.Span(className="bp-spacer"),
            html.Button(
                [icon("trash"), "Delete"],
                id=ids.Analyses.PICKED_DELETE,
                className="btn btn-sm btn-outline-danger",
            ),
            html.Button("Clear", id=ids.Analyses.PICKED_CLEAR, className="btn btn-sm bp-quiet"),
        ],
        id=ids.Analyses.PICKED,
        className="bp-selbar bp-jobs-picked",
        hidden=True,
    )


def _search() -> html.Div:
    return html.Div(
        [
            html.Label("Search by title or file name", htmlFor=ids.Analyses.SEARCH, className="visually-hidden"),
            html.Span(icon("search"), className="bp-search-icon"),
            dbc.Input(id=ids.Analyses.SEARCH, placeholder="Search by title or file name", type="search", debounce=250),
        ],
        className="position-relative bp-search",
    )
