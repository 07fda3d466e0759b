"""With what an analysis was made: everything needed to repeat it."""

from dash import html

from batchprot.properties.options import option_terms
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job


def options_view(job: Job) -> html.Div:
    """Options, engine and file as a list of terms."""
    terms = [
        ("File", job.filename),
        ("Records", numbers.count(job.records or 0)),
        ("Started", f"{job.created_at:%Y-%m-%d %H:%M} UTC"),
        ("Engine", job.engine_version),
        *option_terms(job.options),
    ]
    return html.Div(
        html.Section(
            [
                html.Div(html.H2("Options", className="h3"), className="bp-panel-head"),
                html.Dl(
                    [part for name, value in terms for part in (html.Dt(name), html.Dd(value))],
                    className="bp-dl bp-panel-body",
                ),
            ],
            className="bp-panel",
        ),
        className="bp-page bp-page-narrow",
    )
