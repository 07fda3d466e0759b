"""How every number is computed: one property at a time, from the property table and the generated data."""

from itertools import groupby

import dash_bootstrap_components as dbc
from dash import html

from batchprot.properties.table import BY_KEY, PROPERTIES, Property
from dashboard import generated, ids
from dashboard.components.methods.article import article, contents
from dashboard.components.methods.aside import aside
from dashboard.components.shared.icons import icon

PATH_TEMPLATE = "/methods"
TITLE = "Methods · BatchProt"
FIRST = "isoelectric_point"


def layout(property: str = FIRST, **_query: str) -> html.Main:  # noqa: A002 - the name in the address
    """The property named in the address, or the isoelectric point."""
    row = BY_KEY.get(property, BY_KEY[FIRST])
    methods = generated.methods()
    listed = contents(_groups(), row.key, methods)
    return html.Main(
        [
            html.Nav([_find(), *listed, _nothing_found()], className="bp-toc", **{"aria-label": "Properties"}),
            html.Details(
                [html.Summary("All properties"), html.Div(listed, className="bp-toc-narrow")],
                className="d-lg-none mb-3",
            ),
            article(row, methods),
            aside(row, methods),
        ],
        id="main",
        className="bp-page bp-meth",
    )


def _groups() -> dict[str, list[Property]]:
    """The properties by group, in order; qualifiers are part of what they qualify."""
    shown = [row for row in PROPERTIES if not row.key.endswith("_qualifier")]
    order = list(dict.fromkeys(row.group for row in shown))
    by_group = sorted(shown, key=lambda row: order.index(row.group))
    return {group: list(rows) for group, rows in groupby(by_group, key=lambda row: row.group)}


def _nothing_found() -> html.Div:
    return html.Div("No property matches.", className="bp-meta bp-toc-none", hidden=True, role="status")


def _find() -> html.Div:
    return html.Div(
        [
            html.Label("Find a property", htmlFor=ids.Methods.FIND, className="visually-hidden"),
            html.Span(icon("search"), className="bp-search-icon bp-search-icon-sm"),
            dbc.Input(id=ids.Methods.FIND, placeholder="Find a property", size="sm", type="search", autoComplete="off"),
        ],
        className="position-relative bp-f-search mb-2",
    )
