"""The options of an analysis, and everything else needed to repeat it."""

import datetime as dt

from dash import dcc, html

from batchprot.properties.options import option_terms
from dashboard.components.analyses.table import DUPLICATE, duplicate_address
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job
from dashboard.components.shared.icons import icon


def options_view(job: Job, *, own: bool) -> html.Div:
    """Options, engine and file as a list of terms; the owner can run the analysis again with other options."""
    terms = [
        ("File", job.filename),
        *(job.digest.terms() if job.digest else ()),
        *job.reading_terms,
        ("Records", numbers.count(job.records or 0)),
        ("Started", _moment(job.created_at)),
        ("Engine", job.engine_version),
        *option_terms(job.options),
    ]
    return html.Div(
        html.Section(
            [
                html.Div(
                    [
                        html.H2("Options", className="h3"),
                        html.Span(className="bp-spacer"),
                        *([_run_again(job)] if own else []),
                    ],
                    className="bp-panel-head",
                ),
                html.Dl(
                    [part for name, value in terms for part in (html.Dt(name), html.Dd(value))],
                    className="bp-dl bp-panel-body",
                ),
            ],
            className="bp-panel",
        ),
        className="bp-page bp-page-narrow",
    )


def _moment(moment: dt.datetime) -> html.Time:
    """A time, which assets/frame.js writes as the reader's clock has it; what is written here is in its tooltip."""
    utc = f"{moment:%Y-%m-%d %H:%M} UTC"
    return html.Time(utc, dateTime=moment.isoformat(), title=utc, className="bp-time")


def _run_again(job: Job) -> dcc.Link:
    return dcc.Link(
        [icon("reset"), DUPLICATE], href=duplicate_address(job.id), className="btn btn-sm btn-outline-secondary"
    )
