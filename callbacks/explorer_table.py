"""The table of the explorer: blocks of rows, which columns, which rows are checked; and the links to downloads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, no_update, set_props
from dash.exceptions import PreventUpdate

from batchprot.reading.header import title_of
from callbacks.browser import in_browser
from callbacks.explorer_selection import checked_from, checked_text, read
from callbacks.frame import toast
from dashboard import ids, tables
from dashboard.components.explorer import table as explorer_table
from dashboard.components.shared import numbers
from dashboard.reader import PageReader
from jobs.services import JobServices
from results.queries import query
from results.selection import address
from results.selection.model import MOST_SORTS, Direction, InvalidSelection, Selection


def rows(
    services: JobServices,
    reader: query.Reader,
    job_id: UUID,
    *,
    selection: Selection,
    request: Mapping[str, Any],
    columns: str,
    own: Sequence[str] = (),
) -> tuple[dict[str, Any], Selection]:
    """One block of the grid, and the selection with the grid's sort."""
    sorted_selection = replace(selection, sort=sort_of(request.get("sortModel") or []))
    start, end = int(request["startRow"]), int(request["endRow"])
    page = query.page(services, reader, job_id, sorted_selection, start, end, tables.fields(columns, own))
    same = query.identical(services, reader, job_id, [row["ordinal"] for row in page.rows])
    shown = [
        row
        | {
            "id": str(row["ordinal"]),
            "description": title_of(row["description"] or ""),
            "identical": same.get(row["ordinal"], 1),
        }
        for row in page.rows
    ]
    return {"rowData": shown, "rowCount": page.total}, sorted_selection


def sort_of(model: Sequence[Mapping[str, str]]) -> tuple[tuple[str, Direction], ...]:
    """The grid's sort; assets/table.js takes a column too many out again, so here it is only left out."""
    ways: list[tuple[str, Direction]] = [
        (str(one.get("colId")), "desc" if one.get("sort") == "desc" else "asc") for one in model
    ]
    return tuple(ways[:MOST_SORTS])


def chosen_columns(before: str, ticked: Iterable[Sequence[str]], own: Sequence[str] = ()) -> str:
    """What is shown once these are ticked: what was shown keeps its place, what is new comes last."""
    now = [key for group in ticked for key in group]
    kept = [key for key in tables.keys(before, own) if key in now]
    return ",".join([*kept, *(key for key in now if key not in kept)])


def check_label(number: int) -> str:
    """What the button to check everything shown says."""
    return f"Check all {numbers.count(number)}" if number > 1 else "Check this one"


def register_table(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the table."""
    _register_rows(app, services, current_reader)
    _register_columns(app)
    _register_checked(app, services, current_reader)
    _register_browser(app)


def _register_rows(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    @app.callback(
        Output(ids.Explorer.GRID, "getRowsResponse"),
        Output(ids.Explorer.GRID_COUNT, "children"),
        Output(ids.Explorer.SORT, "data"),
        Output(ids.Explorer.CHECK_SHOWN, "children"),
        Output(ids.Explorer.CHECK_SHOWN, "hidden"),
        Input(ids.Explorer.GRID, "getRowsRequest"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PRESET, "data"),
        State(ids.Explorer.SORT, "data"),
        State(ids.Explorer.OWN, "data"),
        State(ids.Job.ID, "data"),
    )
    def _rows(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        request, text, columns, before, own, job = values
        if not request:
            raise PreventUpdate
        asked = (services, current_reader().access, UUID(job))
        response, selection = rows(*asked, selection=read(text), request=request, columns=columns, own=own)
        sort = address.write(Selection(sort=selection.sort))
        number = response["rowCount"]
        # Whatever is set makes the browser look at what follows it, if it changed or not.
        sorted_by = no_update if sort == before else sort
        return response, numbers.of(number, "row"), sorted_by, check_label(number), not number


def _register_columns(app: Dash) -> None:
    x = ids.Explorer
    presets = {control: name for name, (control, _) in explorer_table.PRESETS.items()}

    @app.callback(
        Output(x.PRESET, "data"),
        Output(x.COLUMNS, "is_open"),
        *(Input(control, "n_clicks") for control in presets),
        Input(x.COLUMNS_BASIC, "n_clicks"),
        Input(x.COLUMNS_OPEN, "n_clicks"),
        Input(ids.column_group(ALL), "value"),
        State(x.PRESET, "data"),
        State(x.MINE, "data"),
        State(x.OWN, "data"),
        prevent_initial_call=True,
    )
    def _choose(*values: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as Dash has it
        ticked, before, mine, own = values[-4:]
        pressed = ctx.triggered_id
        if isinstance(pressed, dict):
            chosen = chosen_columns(before, ticked, own)
            if not chosen or sorted(chosen.split(",")) == sorted(tables.keys(before, own)):
                raise PreventUpdate
            return chosen, no_update
        if pressed == x.COLUMNS_OPEN or (pressed == x.PRESET_MINE and not mine):
            return no_update, True
        if pressed == x.COLUMNS_BASIC:
            return "basic", False
        return mine if pressed == x.PRESET_MINE else presets[pressed], no_update

    @app.callback(
        Output(x.GRID, "columnDefs"),
        Output(x.MINE, "data"),
        *(Output(control, "className") for control in presets),
        Input(x.PRESET, "data"),
        State(x.PH, "data"),
        State(x.OWN, "data"),
        State(x.ENGINE, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _show(columns: str, ph: float, own: list[str], engine: str, job: str) -> tuple[Any, ...]:
        mine = no_update if tables.is_preset(columns) else columns
        # Not as outputs: the ticks are what this follows, too.
        for (group, _), ticked in zip(tables.groups(own), explorer_table.group_values(columns, own), strict=True):
            set_props(ids.column_group(group), {"value": ticked})
        definitions = tables.column_definitions(columns, job, ph=ph, own=own, engine=engine)
        return definitions, mine, *explorer_table.button_classes(columns)


def _register_checked(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    x = ids.Explorer

    @app.callback(
        Output(x.CHECKED, "data"),
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(x.CHECK_SHOWN, "n_clicks"),
        State(x.SELECTION, "data"),
        State(x.CHECKED, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _check_shown(clicks: int | None, text: str, checked: str, job: str) -> tuple[Any, Any]:
        if not clicks:
            raise PreventUpdate
        try:
            shown = query.ordinals(services, current_reader().access, UUID(job), read(text))
            return checked_text(checked_from(checked) | shown), no_update
        except InvalidSelection as error:
            return no_update, toast(str(error))


def _register_browser(app: Dash) -> None:
    """What runs in the browser: checking rows, copying, and the records of the downloads."""
    x = ids.Explorer
    job = State(ids.Job.ID, "data")
    # Separate, so that the rows are requested at once and not after everything that the address waits for.
    in_browser(app, "table.refresh", Input(x.SELECTION, "data"), Input(x.PRESET, "data"))
    in_browser(
        app,
        "table.checked",
        Output(x.CHECKED_COUNT, "children"),
        Output(x.CHECKED_TOOLS, "hidden"),
        Input(x.CHECKED, "data"),
        Input(x.GRID, "id"),
        prevent_initial_call=False,
    )
    in_browser(
        app, "table.uncheck", Output(x.CHECKED, "data", allow_duplicate=True), Input(x.CHECKED_CLEAR, "n_clicks")
    )
    in_browser(
        app,
        "table.copy",
        Output(ids.Frame.TOAST, "data", allow_duplicate=True),
        Input(x.CHECKED_COPY, "n_clicks"),
        State(x.CHECKED, "data"),
        job,
    )
    in_browser(
        app,
        "downloads.choices",
        Output(x.DOWNLOAD_RECORDS, "options"),
        Output(x.DOWNLOAD_RECORDS, "value"),
        Output(x.DOWNLOAD_NOTE, "children"),
        Input(x.COUNTS, "data"),
        Input(x.CHECKED, "data"),
        Input(x.DOWNLOAD_RECORDS, "value"),
    )
