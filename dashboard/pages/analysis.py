"""One analysis: its progress, then the explorer."""

from urllib.parse import quote_plus, urlencode

from dash import dcc, html

from dashboard import ids
from dashboard.components.analysis.head import TABS
from dashboard.components.shared.messages import skeleton

PATH_TEMPLATE = "/jobs/<job_id>"
SHARED_TEMPLATE = "/shared/<token>"
TITLE = "Analysis · BatchProt"


def _spelled(query: dict[str, str]) -> str:
    """The query again, no longer than browsers spell it: commas and the like stay as they are."""
    return urlencode(query, doseq=True, safe="!$'()*,/:;?@", quote_via=quote_plus)


def layout(job_id: str = "", **query: str) -> html.Main:
    """The frame of the page; the address's query travels on as it came."""
    tab = query.get("tab")
    return html.Main(
        [
            html.Div(_waiting(), id=ids.Job.HEADING, className="bp-x-head"),
            html.Div(html.Div(skeleton("60vh"), className="bp-page"), id=ids.Job.BODY, disable_n_clicks=True),
            dcc.Store(id=ids.Job.ID, data=job_id),
            dcc.Store(id=ids.Job.KIND),
            dcc.Store(id=ids.Job.REFRESH),
            dcc.Store(id=ids.Job.RENAMED),
            dcc.Store(id=ids.Job.TAB, data=tab if tab in TABS else "explore"),
            dcc.Store(id=ids.Explorer.SELECTION, data=_spelled(query)),
            dcc.Interval(id=ids.Job.POLL, interval=1000, disabled=True),
        ],
        id="main",
        disable_n_clicks=True,
        className="bp-x-page",
    )


def _waiting() -> html.Div:
    return html.Div([skeleton("16px", "280px"), skeleton("12px", "420px")], className="bp-x-title bp-x-waiting")
