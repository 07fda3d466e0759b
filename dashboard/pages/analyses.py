"""The list of a person's analyses."""

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components.analyses.table import NEWEST_FIRST
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
            html.Section([_checked(), html.Div(skeleton_rows(4), id=ids.Analyses.LIST)], className="bp-panel"),
            dcc.Interval(id=ids.Analyses.POLL, interval=1000, disabled=True),
            dcc.Store(id=ids.Analyses.REFRESH),
            dcc.Store(id=ids.Analyses.SORT, data=NEWEST_FIRST),
        ],
        id="main",
        className="bp-page",
    )


def _checked() -> html.Div:
    """What can be done with the checked analyses; assets/jobs.js shows it while any are."""
    return html.Div(
        [
            html.Span(id=ids.Analyses.CHECKED_COUNT, className="bp-selcount", **{"aria-live": "polite"}),
            dcc.Link(
                [icon("compare"), "Compare"], id=ids.Analyses.CHECKED_COMPARE, href="/compare", className="d-none"
            ),
            html.Span(id=ids.Analyses.CHECKED_NOTE, className="bp-meta"),
            html.Span(className="bp-spacer"),
            html.Button(
                [icon("trash"), "Delete"],
                id=ids.Analyses.CHECKED_DELETE,
                className="btn btn-sm btn-outline-danger",
            ),
            html.Button("Clear", id=ids.Analyses.CHECKED_CLEAR, className="btn btn-sm bp-quiet"),
        ],
        id=ids.Analyses.CHECKED,
        className="bp-selbar bp-jobs-checked",
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
