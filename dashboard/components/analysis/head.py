"""The heading of an analysis: title, state, facts and tabs; and the panel shown while it runs or after it failed."""

from collections.abc import Collection
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.since import not_calculated
from batchprot.properties.table import BY_KEY
from dashboard import ids
from dashboard.components.analyses.table import ACTIVE, DUPLICATE, duplicate_address, facts, proteins
from dashboard.components.analysis.digest_dialog import digest_button
from dashboard.components.analysis.progress import failure, progress
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job
from dashboard.components.shared.icons import icon
from dashboard.components.shared.pills import job_pill
from models.states import JobState

_NONE = "No proteins have been calculated yet."
TABS = ("explore", "records", "report", "options")
_TAB_IDS = {
    "explore": ids.Job.TAB_EXPLORE,
    "records": ids.Job.TAB_RECORDS,
    "report": ids.Job.TAB_REPORT,
    "options": ids.Job.TAB_OPTIONS,
}


def title(job: Job, *, own: bool = True) -> list[Any]:
    """Title and state on one line, what it is made of below; `own` says whether to offer what only the owner may do."""
    made_of = [numbers.of(proteins(job), "protein")] if job.records else []
    if job.residues:
        made_of = [f"{made_of[0]}, {numbers.of(job.residues, 'residue')}"] if made_of else made_of
    named = facts(job)
    return [
        html.Div(
            [
                _name(job, own=own),
                html.Span(job_pill(job.state, warned=job.warned, rejected=job.rejected), id=ids.Job.STATE),
                *([digest_button()] if own and job.state == JobState.SUCCEEDED else []),
                *([_duplicate(job)] if own else []),
            ],
            className="d-flex align-items-center gap-2",
        ),
        html.Div(" · ".join([*made_of, *named[1:], named[0]]), className="bp-meta text-truncate"),
        *_newer(job, own=own),
    ]


def _name(job: Job, *, own: bool) -> html.Div:
    """The title; its owner can change it where it stands, as in the list of analyses."""
    heading = html.H1(job.title, className="h2 text-truncate", title=job.title)
    if not own:
        return html.Div(heading, className="d-flex bp-head-words")
    rename = html.Button(
        icon("edit"),
        id=ids.Job.RENAME,
        className="btn btn-sm bp-quiet bp-icon bp-rename",
        title="Rename",
        **{"aria-label": "Rename this analysis"},
    )
    field = html.Label(
        [
            html.Span("New title", className="visually-hidden"),
            dbc.Input(id=ids.Job.TITLE, value=job.title, maxLength=200, size="sm"),
        ],
        className="bp-job-field w-100",
    )
    return html.Div(
        [heading, rename, field], id=ids.Job.NAME, className="bp-job-name d-flex align-items-center gap-1 bp-head-words"
    )


def _newer(job: Job, *, own: bool) -> list[Any]:
    """What this analysis lacks because its engine is older, and one click to have it."""
    missing = not_calculated(job.engine_version) if job.state == JobState.SUCCEEDED else ()
    if not missing:
        return []
    words = f"{numbers.of(len(missing), 'column is', 'columns are')} not calculated with engine {job.engine_version}"
    again: list[Any] = [": ", dcc.Link("run again", href=duplicate_address(job.id))] if own else []
    return [html.P([words, *again, "."], className="bp-meta mb-0", title=_names(missing))]


def _names(keys: Collection[str]) -> str:
    return ", ".join(BY_KEY[key].label for key in BY_KEY if key in keys)


def _duplicate(job: Job) -> dcc.Link:
    words = html.Span(DUPLICATE, className="d-none d-md-inline")
    return dcc.Link(
        [icon("reset"), words],
        href=duplicate_address(job.id),
        title=DUPLICATE,
        className="btn btn-sm btn-outline-secondary flex-shrink-0",
    )


def tabs(tab: str, noted: int) -> html.Ul:
    """Explore, warned and rejected with their number, report, options."""
    names = {
        "explore": ["Explore"],
        "records": ["Warned and rejected ", html.Span(numbers.count(noted), className="bp-count")],
        "report": ["Report"],
        "options": ["Options"],
    }
    return html.Ul(
        [
            html.Li(
                html.Button(
                    names[name],
                    id=_TAB_IDS[name],
                    className="nav-link active" if name == tab else "nav-link",
                ),
                className="nav-item",
            )
            for name in TABS
        ],
        className="nav nav-underline bp-x-tabs",
    )


def working(job: Job) -> html.Div:
    """A job that is not over: how far it is, and the way to stop it."""
    return html.Div(
        html.Section(
            [
                html.Div(
                    [
                        html.H2("Calculating properties" if job.state == JobState.RUNNING else "Waiting to start"),
                        html.Span(className="bp-spacer"),
                        html.Button("Cancel", id=ids.Job.CANCEL, className="btn btn-sm btn-outline-secondary"),
                    ],
                    className="d-flex align-items-center mb-2",
                ),
                html.Div(progress(job), id=ids.Job.PROGRESS),
                html.P(
                    "Results open here when ready. You can close this page; the analysis keeps running.",
                    className="bp-meta mt-3 mb-0",
                ),
            ],
            className="bp-panel bp-panel-body",
        ),
        className="bp-progress-panel",
    )


def stopped(job: Job) -> html.Div:
    """A job that failed or was cancelled: why, and how to go on."""
    failed = job.state == JobState.FAILED
    kept = (
        f"{numbers.count(job.done)} of {numbers.of(job.records, 'protein')} are done and kept." if job.done else _NONE
    )
    return html.Div(
        html.Section(
            [
                html.H2("This analysis failed" if failed else "This analysis was cancelled"),
                html.P(failure(job) if failed else kept, className="mt-2 mb-3"),
                html.Button([icon("reset"), "Resume"], id=ids.Job.RESUME, className="btn btn-primary"),
                html.Div(id=ids.Job.PROGRESS),
            ],
            className="bp-panel bp-panel-body",
        ),
        className="bp-progress-panel",
    )


def kind(job: Job) -> str:
    """Which body a job has; the body is rebuilt only when this changes."""
    if job.state in ACTIVE:
        return "working"
    return "explorer" if job.state == JobState.SUCCEEDED else f"stopped {job.state}"
