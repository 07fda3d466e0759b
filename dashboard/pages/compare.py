"""Two or more analyses or selections, side by side."""

from urllib.parse import urlencode

from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.messages import skeleton
from dashboard.components.shared.use_in_code import use_in_code

PATH_TEMPLATE = "/compare"
TITLE = "Compare · BatchProt"


def layout(**query: str) -> html.Main:
    """The place of the page; the address says what is compared."""
    return html.Main(
        [
            html.Div(
                [
                    html.Div([html.H1("Compare"), html.Div(id=ids.Compare.SUMMARY, className="bp-meta mt-1")]),
                    html.Span(className="bp-spacer"),
                    use_in_code("compare", class_name="btn btn-outline-secondary"),
                    html.Div(id=ids.Compare.ACTIONS, className="bp-actions"),
                ],
                className="bp-head",
            ),
            html.Div(skeleton("58px"), id=ids.Compare.SIDES, className="mb-3"),
            html.Div(id=ids.Compare.RESULTS),
            html.Div(id=ids.Compare.MATCHED),
            dcc.Store(id=ids.Compare.ADDRESS, data=urlencode(query, doseq=True)),
            dcc.Store(id=ids.Compare.READY),
            dcc.Store(id=ids.Compare.SPREAD),
        ],
        id="main",
        className="bp-page bp-compare",
    )
