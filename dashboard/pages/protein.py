"""One protein: its sequence, its values among all, and its profiles."""

from urllib.parse import urlencode

from dash import dcc, html

from dashboard import ids
from dashboard.components.shared.messages import skeleton

PATH_TEMPLATE = "/jobs/<job_id>/proteins/<ordinal>"
SHARED_TEMPLATE = "/shared/<token>/proteins/<ordinal>"
TITLE = "Protein · BatchProt"


def layout(job_id: str = "", ordinal: str = "", **query: str) -> html.Main:
    """The place of the page; the query is the explorer's, for the way back."""
    key = {"job": job_id, "ordinal": ordinal, "query": urlencode(query, doseq=True)}
    waiting = html.Div(
        [
            skeleton("16px", "240px"),
            html.Div(skeleton("26px", "320px"), className="my-4"),
            html.Div(
                [
                    html.Div(skeleton("420px"), className="col-lg-7"),
                    html.Div(skeleton("420px"), className="col-lg-5"),
                ],
                className="row g-3",
            ),
        ]
    )
    return html.Main(
        [dcc.Store(id=ids.Protein.KEY, data=key), html.Div(waiting, id=ids.Protein.BODY)],
        id="main",
        className="bp-page bp-page-protein",
    )
