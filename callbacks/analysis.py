"""One analysis: progress while it runs, then the explorer, the records that need a look, and the options."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode
from uuid import UUID

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.exceptions import PreventUpdate

from callbacks import explorer as explorer_callbacks
from callbacks.analyses import poll_interval
from callbacks.browser import in_browser
from callbacks.explorer_selection import checked_from, checked_text, read
from callbacks.frame import toast
from dashboard import ids
from dashboard.components.analyses.table import ACTIVE
from dashboard.components.analysis import head as job_head
from dashboard.components.analysis.digest_dialog import digest_dialog
from dashboard.components.analysis.options import options_view
from dashboard.components.analysis.records_table import PAGE_SIZE, records_view
from dashboard.components.analysis.report_view import report_view
from dashboard.components.analysis.share_dialog import share_dialog
from dashboard.components.explorer.columns_dialog import columns_dialog
from dashboard.components.explorer.hints import HINTS_FOR
from dashboard.components.explorer.page import explorer
from dashboard.components.explorer.selections_dialog import selections_dialog
from dashboard.components.explorer.special_dialog import special_dialog
from dashboard.components.explorer.view import PARAMETERS, not_known, spelled_now, view_from
from dashboard.components.shared.messages import empty
from dashboard.reader import PageReader
from dashboard.report.page import page
from jobs import manage
from jobs.errors import JobNotFound
from jobs.services import JobServices
from models.states import JobState
from results import jobs as listing
from results.exports.report import MOST_LIVE, report
from results.jobs import JobSummary
from results.own_columns import NO_COLUMNS, OwnColumns
from results.queries import query
from results.selection import address
from results.selection.model import InvalidSelection, Selection
from results.sharing.kept_selections import PARAMETER, expanded

_NOTE = "This link contains a filter we don't understand; showing all proteins."
_LONGEST_NAME, _MOST_NAMED = 40, 5


def not_found() -> html.Div:
    """An analysis that is not there, or is another person's: both look the same."""
    home = dcc.Link("Go to your analyses", href="/", className="btn btn-primary")
    words = empty("Analysis not found", "It may have been deleted, or the address is mistyped.", home)
    return html.Div(html.Div(words, className="bp-panel"), className="bp-page")


def heading(job: JobSummary, tab: str, *, own: bool = True) -> list[Any]:
    """Title, and tabs once there are results."""
    parts: list[Any] = [html.Div(job_head.title(job, own=own), className="bp-x-title")]
    if job.state == JobState.SUCCEEDED:
        parts += [html.Span(className="bp-spacer d-none d-lg-block"), job_head.tabs(tab, job.warned + job.rejected)]
    return parts


def open_address(query: str | None, own: OwnColumns = NO_COLUMNS) -> tuple[Selection, dict[str, str], str]:
    """Selection and view of an address's query, and a note about what of it was not understood.

    `own` are the own columns of the analysis; what an address says of columns that are gone is left out.
    """
    asked = spelled_now({name: values[0] for name, values in parse_qs(query or "").items()}, own.keys)
    view = view_from(asked, own.keys)
    try:
        selection, gone = own.translated(address.read(query or ""))
        same = asked.get("checked") == "n"  # the checked rows are those that are shown
        view["checked"] = checked_text(
            (same and selection.ordinals) or checked_from("" if same else asked.get("checked"))
        )
        return selection, view, " ".join(filter(None, (_note(query or "", asked, view), _gone(gone))))
    except InvalidSelection:
        return Selection(), view | {"checked": ""}, _NOTE


def _opened(
    services: JobServices, reader: PageReader, job: JobSummary, query: str
) -> tuple[Selection, dict[str, str], str]:
    """What an address says, with the long selection whose name it has."""
    try:
        return open_address(expanded(services, reader.access, job.id, query or ""), job.own_columns)
    except InvalidSelection as gone:
        rest = urlencode([(name, value) for name, value in parse_qsl(query) if name != PARAMETER])
        return *open_address(rest, job.own_columns)[:2], gone.message


def _gone(labels: Sequence[str]) -> str:
    """Which filters were left out because their columns are no longer there."""
    if not labels:
        return ""
    named = ", ".join(f"“{label}”" for label in labels[:_MOST_NAMED])
    return f"Filters left out, as their columns are gone or have values of another kind: {named}."


def _note(query: str, asked: Mapping[str, str], view: Mapping[str, str]) -> str:
    """What of an address is not known, by its names: links collect such parts as they are passed on."""
    tab = asked.get("tab", "")
    strange = not_known(asked, {**view, "tab": tab if tab in job_head.TABS else ""})
    notes = [f"Not understood in this address: {', '.join(strange)}. That part is as usual."] if strange else []
    names = [name[:_LONGEST_NAME] for name in address.unknown(query, also=PARAMETERS)][:_MOST_NAMED]
    return " ".join([*notes, *([f"Ignored in this address: {', '.join(names)}."] if names else [])])


def body(
    job: JobSummary, job_id: str, selection: Selection, view: dict[str, str], tab: str, *, own: bool = True
) -> object:
    """The content below the heading; `own` says whether to offer the owner's actions."""
    if job.state in ACTIVE:
        return job_head.working(job)
    if job.state != JobState.SUCCEEDED:
        return job_head.stopped(job)
    screen = explorer(
        job_id,
        view,
        text=selection.text,
        motif=selection.motif,
        statuses=sorted(selection.statuses),
        identical=selection.identical,
        sort=selection.sort,
        own=own,
        ph=job.options.ph,
        columns=job.own_columns.keys,
        engine=job.engine_version,
        hints=own and job.filename == HINTS_FOR,
    )
    views = (
        (ids.Explorer.VIEW_EXPLORE, "explore", screen),
        (ids.Explorer.VIEW_RECORDS, "records", None),
        (ids.Explorer.VIEW_REPORT, "report", None),
        (ids.Explorer.VIEW_OPTIONS, "options", options_view(job, own=own)),
    )
    shown = [
        html.Div(content, id=view_id, hidden=name != tab, className="bp-view", disable_n_clicks=True)
        for view_id, name, content in views
    ]
    dialogs = (share_dialog, selections_dialog, columns_dialog, digest_dialog)
    return [*shown, special_dialog(), *([dialog() for dialog in dialogs] if own else [])]


def is_of_one_protein(job: JobSummary) -> bool:
    """Whether an analysis has one protein and nothing else: then that is what is to be seen."""
    return job.state == JobState.SUCCEEDED and job.records == 1 and not job.rejected


def without_sort(selection: Selection) -> str:
    """The query string of what is selected; how it is sorted is the grid's to say."""
    return address.write(replace(selection, sort=()))


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the page."""
    _register_look(app, services, current_reader)
    _register_actions(app, services, current_reader)
    _register_name(app, services, current_reader)
    _register_tabs(app, services, current_reader)
    explorer_callbacks.register(app, services, current_reader)


def _register_look(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Job.HEADING, "children"),
        Output(ids.Job.BODY, "children"),
        Output(ids.Job.KIND, "data"),
        Output(ids.Explorer.SELECTION, "data"),
        Output(ids.Job.POLL, "interval"),
        Output(ids.Job.POLL, "disabled"),
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(ids.Job.REFRESH, "data"),
        State(ids.Job.ID, "data"),
        State(ids.Job.KIND, "data"),
        State(ids.Job.TAB, "data"),
        State(ids.Explorer.SELECTION, "data"),
        prevent_initial_call="initial_duplicate",
    )
    def _look(_refresh: object, job_id: str, kind: str | None, tab: str, address: str) -> tuple[Any, ...]:
        try:
            reader = current_reader()
            job = listing.get_job(services, reader.access, UUID(job_id))
        except (JobNotFound, ValueError):
            return [], not_found(), "missing", no_update, no_update, True, no_update
        running = job.state in ACTIVE
        age = (dt.datetime.now(dt.UTC) - job.created_at).total_seconds()
        now_kind = job_head.kind(job)
        if now_kind == kind and kind != "working":
            return (no_update,) * 4 + (no_update, not running, no_update)
        if is_of_one_protein(job) and not address:
            only = dcc.Store(id=ids.Job.ONLY, data=f"{reader.place(job.id)}/proteins/1")
            return no_update, only, now_kind, no_update, no_update, True, no_update
        selection, view, note = _opened(services, reader, job, address)
        return (
            heading(job, tab, own=reader.shared is None),
            body(job, job_id, selection, view, tab, own=reader.shared is None),
            now_kind,
            without_sort(selection) if now_kind == "explorer" else no_update,
            poll_interval(age),
            not running,
            toast(note) if note else no_update,
        )

    # With an output of its own, as one without is not called for what comes later.
    only = ids.Job.ONLY
    in_browser(app, "explorer.only", Output(only, "clear_data"), Input(only, "data"), prevent_initial_call=False)
    in_browser(app, "frame.tick", Output(ids.Job.REFRESH, "data"), Input(ids.Job.POLL, "n_intervals"))


def _register_actions(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    for button, act in ((ids.Job.CANCEL, manage.cancel_job), (ids.Job.RESUME, manage.resume_job)):

        @app.callback(
            Output(ids.Job.REFRESH, "data", allow_duplicate=True),
            Output(ids.Job.POLL, "disabled", allow_duplicate=True),
            Input(button, "n_clicks"),
            State(ids.Job.ID, "data"),
            prevent_initial_call=True,
        )
        def _act(clicks: int | None, job_id: str, act: Callable[..., Any] = act) -> tuple[float, bool]:
            if not clicks:
                raise PreventUpdate
            act(services, current_reader().id, UUID(job_id))
            return dt.datetime.now(dt.UTC).timestamp(), False


def _register_name(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Job.HEADING, "children", allow_duplicate=True),
        Input(ids.Job.RENAMED, "data"),
        State(ids.Job.ID, "data"),
        State(ids.Job.TAB, "data"),
        prevent_initial_call=True,
    )
    def _rename(title: str | None, job_id: str, tab: str) -> list[Any]:
        if not (title or "").strip():
            raise PreventUpdate
        reader = current_reader()
        manage.rename_job(services, reader.id, UUID(job_id), (title or "").strip())
        return heading(listing.get_job(services, reader.access, UUID(job_id)), tab)

    in_browser(app, "jobs.renameThis", Output(ids.Job.NAME, "title"), Input(ids.Job.RENAME, "n_clicks"))


def _register_tabs(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    buttons = (ids.Job.TAB_EXPLORE, ids.Job.TAB_RECORDS, ids.Job.TAB_REPORT, ids.Job.TAB_OPTIONS)
    views = (
        ids.Explorer.VIEW_EXPLORE,
        ids.Explorer.VIEW_RECORDS,
        ids.Explorer.VIEW_REPORT,
        ids.Explorer.VIEW_OPTIONS,
    )

    @app.callback(
        Output(ids.Job.TAB, "data"), *(Input(button, "n_clicks") for button in buttons), prevent_initial_call=True
    )
    def _choose(*clicks: object) -> str:
        if not any(clicks):
            raise PreventUpdate
        return job_head.TABS[buttons.index(ctx.triggered_id)]

    in_browser(
        app,
        "explorer.tab",
        *(Output(view, "hidden") for view in views),
        *(Output(button, "className") for button in buttons),
        Input(ids.Job.TAB, "data"),
    )

    @app.callback(
        Output(ids.Explorer.VIEW_RECORDS, "children"),
        Input(ids.Job.TAB, "data"),
        State(ids.Job.ID, "data"),
        State(ids.Explorer.VIEW_RECORDS, "children"),
    )
    def _records(tab: str, job_id: str, shown: object) -> object:
        if tab != "records" or shown:
            raise PreventUpdate
        reader = current_reader()
        page = query.rejected(services, reader.access, UUID(job_id), 0, PAGE_SIZE)
        return records_view(reader.place(job_id), page.rows, page.total)

    @app.callback(
        Output(ids.Explorer.VIEW_REPORT, "children"),
        Input(ids.Job.TAB, "data"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Job.ID, "data"),
    )
    def _report(tab: str, text: str | None, job_id: str) -> object:
        if tab != "report":
            raise PreventUpdate
        reader, now, selection = current_reader(), dt.datetime.now(dt.UTC), read(text)
        made = report(services, reader.access, UUID(job_id), selection, now)
        return report_view(
            page(made, now),
            reader.place(job_id),
            address.write(selection),
            selected=None if made.is_everything else made.selected,
            is_live=made.job.records <= MOST_LIVE,
        )
