"""The list of analyses: show, search, rename, cancel, resume, delete with Undo."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks.browser import in_browser
from callbacks.frame import toast
from dashboard import ids
from dashboard.components.analyses.table import ACTIVE, NEWEST_FIRST, jobs_table, summary
from dashboard.components.shared import numbers
from dashboard.reader import PageReader
from jobs import manage
from jobs.services import JobServices
from results import jobs as listing

_FAST, _STEADY, _SLOW = 1000, 2000, 5000


def poll_interval(age_seconds: float) -> int:
    """Milliseconds between looks at a job of this age: often at first, then less and less."""
    if age_seconds < 30:  # noqa: PLR2004  most jobs are over by then
        return _FAST
    return _STEADY if age_seconds < 300 else _SLOW  # noqa: PLR2004


def show(
    services: JobServices, user_id: UUID, search: str, now: dt.datetime, sort: str = NEWEST_FIRST
) -> tuple[Any, str, int, bool]:
    """The table, its summary, and how soon to look again (never, when nothing runs)."""
    jobs = listing.list_jobs(services, user_id, search=search, sort=sort)
    ages = [(now - job.created_at).total_seconds() for job in jobs if job.state in ACTIVE]
    table = jobs_table(jobs, now, search=search, sort=sort)
    return table, summary(jobs), poll_interval(min(ages, default=0)), not ages


def sorted_by(column: str, sort: str) -> str:
    """How the list is sorted after the head of a column is pressed: names from A, numbers from the largest.

    >>> sorted_by("title", "-created"), sorted_by("title", "title"), sorted_by("proteins", "title")
    ('title', '-title', '-proteins')
    """
    first = column if column in {"title", "state"} else f"-{column}"
    if sort != first:
        return first
    return first.removeprefix("-") if first.startswith("-") else f"-{first}"


def act(services: JobServices, user_id: UUID, action: str, job_id: UUID) -> dict[str, Any] | None:
    """Do what a row's menu says; what the toast tells about it, if anything."""
    if action == "cancel":
        manage.cancel_job(services, user_id, job_id)
        return None
    if action == "resume":
        manage.resume_job(services, user_id, job_id)
        return None
    title = listing.get_job(services, user_id, job_id).title
    manage.delete_job(services, user_id, job_id)
    return toast(f"Deleted “{title}”", undo=str(job_id))


def delete_several(services: JobServices, user_id: UUID, job_ids: Sequence[UUID]) -> dict[str, Any]:
    """Delete analyses together, which one Undo brings back; what to say of it."""
    for job_id in job_ids:
        manage.delete_job(services, user_id, job_id)
    words = numbers.of(len(job_ids), "analysis", "analyses")
    return toast(f"Deleted {words}", undo=",".join(map(str, job_ids)))


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the list."""

    @app.callback(
        Output(ids.Analyses.LIST, "children"),
        Output(ids.Analyses.SUMMARY, "children"),
        Output(ids.Analyses.POLL, "interval"),
        Output(ids.Analyses.POLL, "disabled"),
        Input(ids.Analyses.REFRESH, "data"),
        Input(ids.Analyses.SEARCH, "value"),
        Input(ids.Analyses.SORT, "data"),
    )
    def _show(_refresh: object, search: str | None, sort: str) -> tuple[Any, str, int, bool]:
        return show(services, current_reader().id, (search or "").strip(), dt.datetime.now(dt.UTC), sort)

    _register_sort(app)
    in_browser(app, "frame.tick", Output(ids.Analyses.REFRESH, "data"), Input(ids.Analyses.POLL, "n_intervals"))

    @app.callback(
        Output(ids.Analyses.REFRESH, "data", allow_duplicate=True),
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        *(Input(ids.job_action(action, ALL), "n_clicks") for action in ("delete", "cancel", "resume")),
        prevent_initial_call=True,
    )
    def _act(*_clicks: object) -> tuple[Any, Any]:
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        done = act(services, current_reader().id, ctx.triggered_id["action"], UUID(ctx.triggered_id["job"]))
        return dt.datetime.now(dt.UTC).timestamp(), done or no_update

    @app.callback(
        Output(ids.Analyses.REFRESH, "data", allow_duplicate=True),
        Output(ids.Frame.TOAST_BOX, "className", allow_duplicate=True),
        Input(ids.Frame.TOAST_ACTION, "n_clicks"),
        State(ids.Frame.TOAST, "data"),
        prevent_initial_call=True,
    )
    def _undo(clicks: int | None, shown: dict[str, Any] | None) -> tuple[float, str]:
        if not clicks or not shown or not shown.get("undo"):
            raise PreventUpdate
        for job_id in str(shown["undo"]).split(","):
            manage.restore_job(services, current_reader().id, UUID(job_id))
        return dt.datetime.now(dt.UTC).timestamp(), "bp-toast"

    @app.callback(
        Output(ids.Analyses.REFRESH, "data", allow_duplicate=True),
        Input(ids.job_title(ALL), "value"),
        prevent_initial_call=True,
    )
    def _rename(_titles: list[str]) -> float:
        title, job_id = ctx.triggered[0]["value"], ctx.triggered_id
        if not job_id or not (title or "").strip():
            raise PreventUpdate
        manage.rename_job(services, current_reader().id, UUID(job_id["job"]), title.strip())
        return dt.datetime.now(dt.UTC).timestamp()

    _register_delete(app, services, current_reader)
    _register_checks(app)


def _register_sort(app: Dash) -> None:
    @app.callback(
        Output(ids.Analyses.SORT, "data"),
        Input(ids.job_sort(ALL), "n_clicks"),
        State(ids.Analyses.SORT, "data"),
        prevent_initial_call=True,
    )
    def _sort(clicks: list[int | None], sort: str) -> str:
        # Heads that are drawn again have not been pressed yet.
        if not any(clicks) or not ctx.triggered[0]["value"]:
            raise PreventUpdate
        return sorted_by(ctx.triggered_id["column"], sort)


def _register_delete(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Analyses.REFRESH, "data", allow_duplicate=True),
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(ids.Analyses.CHECKED_DELETE, "n_clicks"),
        State(ids.job_check(ALL), "value"),
        State(ids.job_check(ALL), "id"),
        prevent_initial_call=True,
    )
    def _delete(clicks: int | None, checked: list[Any], found: list[dict[str, str]]) -> tuple[float, Any]:
        jobs = [UUID(one["job"]) for one, is_checked in zip(found, checked, strict=False) if is_checked]
        if not clicks or not jobs:
            raise PreventUpdate
        return dt.datetime.now(dt.UTC).timestamp(), delete_several(services, current_reader().id, jobs)


def _register_checks(app: Dash) -> None:
    in_browser(
        app,
        "jobs.checked",
        Output(ids.Analyses.CHECKED, "hidden"),
        Output(ids.Analyses.CHECKED_COUNT, "children"),
        Output(ids.Analyses.CHECKED_NOTE, "children"),
        Output(ids.Analyses.CHECKED_COMPARE, "href"),
        Output(ids.Analyses.CHECKED_COMPARE, "className"),
        Input(ids.job_check(ALL), "value"),
        State(ids.job_check(ALL), "id"),
    )
    in_browser(
        app,
        "jobs.uncheck",
        Output(ids.job_check(ALL), "value"),
        Input(ids.Analyses.CHECKED_CLEAR, "n_clicks"),
        State(ids.job_check(ALL), "id"),
    )
    in_browser(
        app, "jobs.rename", Output(ids.Analyses.SUMMARY, "title"), Input(ids.job_action("rename", ALL), "n_clicks")
    )
