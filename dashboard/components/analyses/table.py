"""The table of analyses: one row each, with its state, its menu and a field to rename it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.options import describe
from dashboard import ids
from dashboard.components.analysis.progress import failure, progress
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu
from dashboard.components.shared.messages import empty
from dashboard.components.shared.pills import job_pill
from models.states import STOPPED, UNFINISHED, JobState

ACTIVE = frozenset(UNFINISHED)
DUPLICATE = "Run again with other options"
_RESUMABLE = frozenset(STOPPED)


def summary(jobs: Sequence[Job]) -> str:
    """8 analyses, 115,247 proteins."""
    if not jobs:
        return ""
    analyses = numbers.of(len(jobs), "analysis", "analyses")
    return f"{analyses}, {numbers.of(sum(proteins(job) for job in jobs), 'protein')}"


NEWEST_FIRST = "-created"
_SORTED = {"title": "Title", "proteins": "Proteins", "state": "State", "created": "Created"}
"""The columns that sort the list."""


def jobs_table(
    jobs: Sequence[Job], now: dt.datetime, *, search: str = "", sort: str = NEWEST_FIRST
) -> html.Div | html.Table:
    """Every analysis given, in the given order; or why there is none. `sort` says by what they are sorted."""
    if not jobs and search:
        return empty("No analyses match", f"No title or file name contains “{search[:60]}”.")
    if not jobs:
        return nothing_yet()
    head = html.Thead(
        html.Tr(
            [
                html.Th(html.Span("Selected", className="visually-hidden")),
                _sorting("title", sort),
                _sorting("proteins", sort, class_name="bp-r"),
                _sorting("state", sort),
                html.Th("Warned and rejected"),
                _sorting("created", sort),
                html.Th(html.Span("Actions", className="visually-hidden")),
            ]
        )
    )
    return html.Table([head, html.Tbody([_row(job, now) for job in jobs])], className="bp-table bp-jobs")


def _sorting(column: str, sort: str, class_name: str = "") -> html.Th:
    """The head of a column: pressed, it sorts by it, and the other way round when pressed again."""
    button = html.Button(_SORTED[column], id=ids.job_sort(column), className="bp-sort")
    if sort.removeprefix("-") != column:
        return html.Th(button, className=class_name)
    way: dict[str, Any] = {"aria-sort": "descending" if sort.startswith("-") else "ascending"}
    return html.Th(button, className=class_name, **way)


def nothing_yet() -> html.Div:
    """The first page of a new account: what BatchProt does, and a link to the examples."""
    return empty(
        "No analyses yet",
        "Get mass, pI, GRAVY, instability index and 40 more properties per protein, with plots of the whole set. "
        "Upload a FASTA file, paste sequences or start with an example.",
        dcc.Link([icon("upload"), "Upload sequences"], href="/new", className="btn btn-primary"),
        dcc.Link("Try an example", href="/new?source=example", className="btn btn-outline-secondary"),
        art=True,
    )


def _row(job: Job, now: dt.datetime) -> html.Tr:
    return html.Tr(
        [
            html.Td(_check(job), className="bp-jobs-check"),
            html.Td(_title(job, now), className="bp-jobt"),
            html.Td(numbers.count(proteins(job)) if job.records else "", className="bp-r bp-num bp-jobn"),
            html.Td(_state(job), className="bp-jobs-state"),
            html.Td(_warned_and_rejected(job), className="bp-jobs-notes"),
            html.Td(
                numbers.ago(job.created_at, now),
                className="bp-meta bp-num bp-jobs-age",
                title=f"{job.created_at:%Y-%m-%d %H:%M} UTC",
            ),
            html.Td(_actions(job), className="bp-r bp-jobs-actions"),
        ],
        key=str(job.id),
    )


def _check(job: Job) -> dbc.Checkbox:
    """The checkbox of an analysis; it keeps its state when the list is refreshed."""
    finished = job.state == JobState.SUCCEEDED
    return dbc.Checkbox(
        id=ids.job_check(str(job.id)),
        value=False,
        disabled=not finished,
        label=html.Span(f"Select {job.title}", className="visually-hidden"),
        label_class_name="bp-check-label",
        persistence=True,
        persistence_type="memory",
    )


def duplicate_address(job_id: object) -> str:
    """The address of a new analysis with the file and the options of this one."""
    return f"/new?from={job_id}"


def _title(job: Job, now: dt.datetime) -> list[Any]:
    named = html.Div(
        [
            dcc.Link(job.title, href=f"/jobs/{job.id}", className="fw-semibold text-reset bp-job-link"),
            html.Label(
                [
                    html.Span(f"New title of {job.title}", className="visually-hidden"),
                    dbc.Input(id=ids.job_title(str(job.id)), value=job.title, debounce=True, maxLength=200, size="sm"),
                ],
                className="bp-job-field",
            ),
        ],
        id=ids.job_name(str(job.id)),
        className="bp-job-name",
    )
    # A phone has no room for the columns of proteins and age.
    count = [numbers.of(proteins(job), "protein")] if job.records else []
    narrow = [
        part
        for words in (*count, numbers.ago(job.created_at, now))
        for part in (" · ", html.Span(words, className="text-nowrap"))
    ]
    return [named, html.Div([" · ".join(facts(job)), html.Span(narrow, className="d-md-none")], className="bp-meta")]


def proteins(job: Job) -> int:
    """The number of proteins; the number of records until it is known which are rejected."""
    return job.done if job.state == JobState.SUCCEEDED else job.records


def facts(job: Job) -> list[str]:
    """The file, the constants, and each option that differs from the default, in words."""
    described = describe(job.options)
    constants = [] if any("constants" in words for words in described) else ["Expasy constants"]
    return [job.filename, *constants, *described]


def _state(job: Job) -> html.Div:
    parts: list[Any] = [job_pill(job.state, warned=job.warned, rejected=job.rejected)]
    if job.state in {JobState.PLANNING, JobState.RUNNING} or job.waiting_message:
        parts.append(progress(job))
    if job.state == JobState.FAILED:
        parts.append(html.Div(failure(job), className="bp-meta mt-1"))
    return html.Div(parts, className="bp-state")


def _warned_and_rejected(job: Job) -> html.Span:
    parts: list[Any] = []
    for number, word in ((job.warned, "warned"), (job.rejected, "rejected")):
        if number:
            parts.append(
                dcc.Link(
                    f"{numbers.count(number)} {word}", href=f"/jobs/{job.id}?tab=records", className=f"bp-c-{word}"
                )
            )
    if len(parts) > 1:
        parts.insert(1, " · ")
    if not parts and job.state in {JobState.RUNNING, JobState.PLANNING, JobState.SUCCEEDED}:
        return html.Span("0" if job.state != JobState.SUCCEEDED else "\N{EN DASH}", className="bp-unit bp-13")
    return html.Span(parts, className="bp-num bp-13")


def _actions(job: Job) -> list[Any]:
    summary_button = html.Summary(
        icon("more"), className="btn btn-sm bp-quiet bp-icon", **{"aria-label": f"More actions on {job.title}"}
    )
    duplicate = dcc.Link([icon("reset"), DUPLICATE], href=duplicate_address(job.id), className="dropdown-item")
    items = [_action("rename", "edit", "Rename", job), html.Li(duplicate)]
    if job.state in ACTIVE:
        items.append(_action("cancel", "x", "Cancel", job))
    items.append(_action("delete", "trash", "Delete", job))
    resume = html.Button(
        [icon("reset"), "Resume"],
        id=ids.job_action("resume", str(job.id)),
        className="btn btn-sm btn-outline-secondary",
    )
    return [*([resume] if job.state in _RESUMABLE else []), menu(summary_button, items, class_name="ms-1")]


def _action(action: str, mark: str, word: str, job: Job) -> html.Li:
    return html.Li(html.Button([icon(mark), word], id=ids.job_action(action, str(job.id)), className="dropdown-item"))
