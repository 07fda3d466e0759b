"""The dialog of own columns: look at what was pasted or uploaded, keep it, change what is kept."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from dash import ALL, Dash, Input, Output, State, ctx, dcc, no_update
from dash.exceptions import PreventUpdate

from batchprot.columns.choices import Choices
from batchprot.properties.property import Kind
from batchprot.properties.table import described
from batchprot.refusal import Refusal
from callbacks.browser import in_browser
from dashboard import ids
from dashboard.components.explorer.columns_dialog import known_columns, replacing
from dashboard.components.explorer.columns_report import report_view
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import field_error, message
from dashboard.reader import PageReader
from jobs.errors import JobRefused
from jobs.intake.own_columns import use
from jobs.intake.own_columns.source import ListSource, Source, TableSource, pasted
from jobs.services import JobServices
from results.own_columns import own_columns

_x = ids.OwnColumns
_SENDING = "Sending the table…"


def source_of(services: JobServices, user_id: UUID, asked: Mapping[str, Any]) -> Source | None:
    """The table or the list that is asked about; None when there is none yet.

    Raises:
        UploadError: the table did not arrive.
    """
    if asked.get("upload"):
        return use.uploaded(services, user_id, UUID(asked["upload"]), asked.get("sheet", ""))
    text = asked.get("text", "")
    return pasted(text, asked.get("name", "")) if text.strip() else None


def choices_of(asked: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]] | None = None) -> Choices:
    """The choices about a table; `columns` are those that were changed, by their headers."""
    kinds = {header: Kind(kind) for header, kind in asked.get("kinds", {}).items()}
    if columns is None:
        return Choices(key=asked.get("key", ""), match=asked.get("match", ""), kinds=kinds)
    return Choices(
        key=asked.get("key", ""),
        match=asked.get("match", ""),
        kinds=kinds,
        columns=[header for header, one in columns.items() if one["chosen"]],
        labels={header: one["name"] or "" for header, one in columns.items()},
    )


def colour_of(keys: tuple[str, ...]) -> str:
    """What the scatter is to be coloured by: the first category that was added, or the first numbers."""
    rows = [described(key) for key in keys]
    best = next((row for row in rows if row.is_category), None) or next((row for row in rows if row.is_quantity), None)
    return best.key if best is not None else ""


def asked_now(values: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is asked about: for another text or file the choices about the last one are left out."""
    same = before is not None and all(before.get(name) == values[name] for name in ("text", "upload"))
    if not same:
        return {name: values[name] for name in ("text", "upload", "name")}
    return {**values, "kinds": values["kinds"]}


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the dialog."""
    _register_open(app, services, current_reader)
    _register_look(app, services, current_reader)
    _register_keep(app, services, current_reader)
    _register_change(app, services, current_reader)
    in_browser(app, "columns.opened", Output(_x.FILE, "title"), Input(_x.DIALOG, "is_open"))
    in_browser(app, "columns.go", Output(_x.GO, "clear_data"), Input(_x.GO, "data"))
    in_browser(
        app, "columns.closed", Output(_x.CHANGED, "clear_data"), Input(_x.DIALOG, "is_open"), State(_x.CHANGED, "data")
    )


def _listed(services: JobServices, user_id: UUID, job: str) -> list[Any]:
    tables = own_columns(services, user_id, UUID(job)).tables
    return known_columns([(str(key), words, columns) for key, words, columns in tables])


def _register_open(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(_x.DIALOG, "is_open"),
        Output(_x.LIST, "children"),
        Input(_x.OPEN, "n_clicks"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _open(clicks: int | None, job: str) -> tuple[bool, Any]:
        if not clicks:
            raise PreventUpdate
        return True, _listed(services, current_reader().id, job)

    @app.callback(
        Output(_x.REPLACES, "data"),
        Output(_x.REPLACING, "children"),
        Output(_x.ADD, "children"),
        Input(ids.own_table(ALL), "n_clicks"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _replace(clicks: list[int | None], job: str) -> tuple[Any, Any, Any]:
        if not any(clicks):
            raise PreventUpdate
        table = ctx.triggered_id["table"]
        found = own_columns(services, current_reader().id, UUID(job)).tables
        labels = [one.label for key, _, columns in found for one in columns if str(key) == table]
        return table, replacing(labels), "Replace"


def _register_look(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(_x.REPORT, "children"),
        Output(_x.ASKED, "data"),
        Output(_x.ADD, "disabled"),
        Output(_x.UNMATCHED, "hidden"),
        Output(_x.PROBLEM, "children", allow_duplicate=True),
        Input(_x.TEXT, "value"),
        Input(_x.UPLOAD, "data"),
        Input(_x.NAME, "value"),
        Input(ids.own_choice(ALL), "value"),
        Input(ids.own_new("kind", ALL), "value"),
        State(ids.own_choice(ALL), "id"),
        State(ids.own_new("kind", ALL), "id"),
        State(_x.ASKED, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
        running=[(Output(_x.STATE, "className"), "bp-own-waiting", "")],
    )
    def _look(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        text, upload, name, chosen, kinds, choice_ids, kind_ids, before, job = values
        if ctx.triggered_id == _x.TEXT:
            upload = None
        if upload and upload["phase"] != "ready":
            words = _SENDING if upload["phase"] == "sending" else upload["message"]
            return message("info" if upload["phase"] == "sending" else "error", words), no_update, True, True, []
        asked = asked_now(
            {
                "text": "" if upload else text or "",
                "upload": upload["id"] if upload else "",
                "name": name or "",
                **{one["name"]: value for one, value in zip(choice_ids, chosen, strict=True)},
                "kinds": {one["column"]: kind for one, kind in zip(kind_ids, kinds, strict=True)},
            },
            before,
        )
        if before is not None and not _differs(asked, before):
            raise PreventUpdate
        try:
            return _looked(services, current_reader().id, UUID(job), asked)
        except Refusal as refused:
            return [message("error", refused.message)], asked, True, True, []


def _differs(asked: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Whether something else is asked than what the report is about, which is asked again as it appears."""
    shown = before.get("shown", {})
    return any(asked.get(name) != (before.get(name) or shown.get(name)) for name in asked if name != "shown")


def _looked(services: JobServices, user_id: UUID, job_id: UUID, asked: dict[str, Any]) -> tuple[Any, ...]:
    source = source_of(services, user_id, asked)
    if source is None:
        return [], asked, True, True, []
    found = use.look(services, user_id, job_id, source, choices_of(asked)).report.to_json()
    shown = {name: found[name] for name in ("key", "match", "sheet")}
    shown["kinds"] = {one["header"]: one["kind"] for one in found["columns"]}
    view = report_view(found, is_list=isinstance(source, ListSource))
    return view, {**asked, "shown": shown}, bool(found["problems"]), not found["unmatched"], []


def _register_keep(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(_x.GO, "data"),
        Output(_x.PROBLEM, "children"),
        Input(_x.ADD, "n_clicks"),
        State(_x.ASKED, "data"),
        State(_x.REPLACES, "data"),
        State(ids.own_new("chosen", ALL), "value"),
        State(ids.own_new("name", ALL), "value"),
        State(ids.own_new("name", ALL), "id"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
        running=[(Output(_x.ADD, "disabled"), True, False)],
    )
    def _keep(*values: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as Dash has it
        clicks, asked, table, chosen, names, columns, job = values
        if not clicks or not asked:
            raise PreventUpdate
        user_id = current_reader().id
        named = {
            one["column"]: {"chosen": is_chosen, "name": name}
            for one, is_chosen, name in zip(columns, chosen, names, strict=True)
        }
        try:
            source = source_of(services, user_id, asked)
            if source is None:
                raise PreventUpdate
            choices = choices_of(asked, named if isinstance(source, TableSource) else None)
            if table:
                found = use.replace_table(services, user_id, UUID(job), UUID(table), source, choices)
                keys = (*found.kept, *found.added)
            else:
                keys = use.add_columns(services, user_id, UUID(job), source, choices, uuid4()).keys
        except Refusal as refused:
            return no_update, field_error(refused.message)
        if asked.get("upload"):
            use.forget_upload(services, user_id, UUID(asked["upload"]))
        return {"colour": colour_of(keys)}, []

    @app.callback(
        Output(_x.UNMATCHED_FILE, "data"),
        Input(_x.UNMATCHED, "n_clicks"),
        State(_x.ASKED, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _unmatched(clicks: int | None, asked: dict[str, Any] | None, job: str) -> Any:  # noqa: ANN401
        user_id = current_reader().id
        source = source_of(services, user_id, asked or {}) if clicks else None
        if source is None:
            raise PreventUpdate
        found = use.unmatched(services, user_id, UUID(job), source, choices_of(asked or {}))
        return dcc.send_bytes(found, "unmatched.csv")  # type: ignore[no-untyped-call, attr-defined]


def _register_change(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(_x.LIST, "children", allow_duplicate=True),
        Output(_x.CHANGED, "data"),
        Output(_x.PROBLEM, "children", allow_duplicate=True),
        Input(ids.own_known("name", ALL), "value"),
        Input(ids.own_known("kind", ALL), "value"),
        Input(ids.own_known("delete", ALL), "n_clicks"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _change(*values: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - as Dash has it
        used, value, job, user_id = ctx.triggered_id, ctx.triggered[0]["value"], values[-1], current_reader().id
        if not isinstance(used, dict) or len(ctx.triggered) != 1 or not value:
            raise PreventUpdate  # the list was made, and nobody changed anything
        asked = (services, user_id, UUID(job))
        known = {str(one.number): one for one in own_columns(*asked).facts}
        column = known.get(used["column"])
        if column is None or value == (column.label if used["part"] == "name" else column.kind):
            raise PreventUpdate
        said: Any = []
        try:
            if used["part"] == "name":
                use.rename_column(*asked, column.number, value)
            elif used["part"] == "kind":
                lost = use.retype_column(*asked, column.number, Kind(value))
                said = field_error(f"{numbers.count(lost)} values of “{column.label}” were left out." if lost else "")
            else:
                use.delete_columns(*asked, [column.number])
        except JobRefused as refused:
            return _listed(services, user_id, job), no_update, field_error(refused.message)
        return _listed(services, user_id, job), True, said
