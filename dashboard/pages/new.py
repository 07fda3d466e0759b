"""A new analysis: choose sequences, see what was read, choose options, start."""

import uuid

from dash import dcc, html

from dashboard import ids
from dashboard.components.new import options as analysis_options
from dashboard.components.new import sources

PATH_TEMPLATE = "/new"
TITLE = "New analysis · BatchProt"
_TAKING = {"phase": "sending", "source": "earlier", "filename": "The file of an earlier analysis"}


def layout(source: str = "file", **query: str) -> html.Main:
    """The page as it is before anything was chosen; `?source=example` opens on the examples.

    `?from=` names an analysis whose file and options are taken.
    """
    earlier = query.get("from", "")
    source = source if source in sources.SOURCES else "file"
    return html.Main(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H1("New analysis"),
                            html.Div("You'll see a check of your file before anything runs.", className="bp-meta mt-1"),
                        ]
                    ),
                    html.Span(className="bp-spacer"),
                    sources.switch(source),
                ],
                className="bp-head",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            *sources.panels(source),
                            html.Div(id=ids.New.PROBLEM),
                            html.Div(id=ids.New.REPORT),
                        ],
                        className="col-lg-8 d-flex flex-column gap-3",
                    ),
                    html.Div(analysis_options.panel(), className="col-lg-4"),
                ],
                className="row g-4",
            ),
            dcc.Store(id=ids.New.SOURCE, data=source),
            dcc.Store(id=ids.New.EXAMPLE),
            dcc.Store(id=ids.New.FROM, data=earlier),
            dcc.Store(id=ids.New.UPLOAD, data=_TAKING if earlier else None),
            dcc.Store(id=ids.New.PREFILL),
            dcc.Store(id=ids.New.SUBMIT_KEY, data=uuid.uuid4().hex),
        ],
        id="main",
        className="bp-page bp-page-new",
    )
