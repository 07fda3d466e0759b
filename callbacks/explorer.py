"""The explorer: what changes the one selection, and what follows it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from callbacks import beside
from callbacks.browser import in_browser
from callbacks.explorer_plots import register_plots
from callbacks.explorer_selection import (
    conditions,
    read,
    with_brush,
    with_statuses,
    with_typed_bounds,
    without,
)
from dashboard import ids, tables
from dashboard.components import explorer, filters, numbers
from dashboard.components.icons import icon
from dashboard.figures.axes import LOGARITHMIC
from jobs import query
from jobs.selection import Selection
from jobs.services import JobServices
from protein.header import title_of
from protein.properties import BY_KEY, Preset

_MOST_FILTERS = 20


def count_text(selected: int, total: int, *, everything: bool, noun: str = "protein") -> list[Any]:
    """701 of 6,077 selected; 6,077 proteins."""
    if everything:
        return [numbers.count(total), html.Small(f" {noun}" if total == 1 else f" {noun}s")]
    return [numbers.count(selected), html.Small(f" of {numbers.count(total)} selected")]


def download_label(selected: int) -> list[Any]:
    """What the button will give."""
    if not selected:
        return ["Nothing to download"]
    return [icon("download"), f"Download {numbers.count(selected)}"]


def filter_keys(selection: Selection, added: Sequence[str]) -> list[str]:
    """The filters to show: the default ones, those that select, those added by hand."""
    keys = dict.fromkeys([*filters.DEFAULT, *selection.ranges, *added])
    return [key for key in keys if key in BY_KEY][:_MOST_FILTERS]


def rows(
    services: JobServices,
    reader: query.Reader,
    job_id: UUID,
    *,
    selection: Selection,
    request: Mapping[str, Any],
    preset: str,
) -> tuple[dict[str, Any], Selection]:
    """One block of the grid, and the selection with the grid's sort."""
    sort = Selection.from_grid({}, request.get("sortModel") or []).sort
    sorted_selection = replace(selection, sort=sort)
    start, end = int(request["startRow"]), int(request["endRow"])
    page = query.page(services, reader, job_id, sorted_selection, start, end, tables.fields(Preset(preset)))
    shown = [row | {"id": str(row["ordinal"]), "description": title_of(row["description"] or "")} for row in page.rows]
    return {"rowData": shown, "rowCount": page.total}, sorted_selection


def register(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the explorer."""
    _register_selection(app)
    _register_bar(app, services, current_user)
    _register_filters(app, services, current_user)
    _register_grid(app, services, current_user)
    _register_browser(app)
    register_plots(app, services, current_user)
    beside.register(app, services, current_user)


def _register_selection(app: Dash) -> None:
    @app.callback(
        Output(ids.Explorer.SELECTION, "data", allow_duplicate=True),
        Output(ids.Explorer.TEXT, "value"),
        Output(ids.Explorer.STATUS, "value"),
        Input(ids.bound(ALL, ALL), "n_submit"),
        Input(ids.bound(ALL, ALL), "n_blur"),
        Input(ids.chip(ALL), "n_clicks"),
        Input(ids.filter_clear(ALL), "n_clicks"),
        Input(ids.Explorer.CLEAR, "n_clicks"),
        Input(ids.Explorer.BRUSH, "data"),
        Input(ids.Explorer.TEXT, "value"),
        Input(ids.Explorer.STATUS, "value"),
        State(ids.bound(ALL, ALL), "value"),
        State(ids.bound(ALL, ALL), "id"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.STATUS, "options"),
        prevent_initial_call=True,
    )
    def _change(*values: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - as Dash has it
        brush, text, statuses, typed, bound_ids, before, offered = values[5:]
        selection = changed = read(before)
        put_back: tuple[Any, Any] = (no_update, no_update)
        # Leaving a field by a click on a button is two changes at once.
        for trigger in _triggers():
            if trigger == ids.Explorer.BRUSH:
                changed = with_brush(changed, brush)
            elif trigger == ids.Explorer.TEXT:
                changed = replace(changed, text=(text or "").strip())
            elif trigger == ids.Explorer.STATUS:
                changed = with_statuses(changed, statuses or [], [one["value"] for one in offered])
            elif trigger == ids.Explorer.CLEAR:
                changed = Selection()
                put_back = ("", list(filters.STATUSES))
            elif trigger["type"] == "explorer-filter-clear":
                changed = without(changed, f"f:{trigger['key']}")
            elif trigger["type"] == "explorer-chip":
                changed = without(changed, trigger["key"])
                put_back = (changed.text, sorted(changed.statuses) or list(filters.STATUSES))
            else:
                key = trigger["key"]
                mine = {one["side"]: value for one, value in zip(bound_ids, typed, strict=True) if one["key"] == key}
                changed = with_typed_bounds(changed, key, mine)
        if changed == selection:
            raise PreventUpdate
        return changed.to_query(), *put_back


def _triggers() -> list[Any]:
    """What set off the callback: fields that were left first; what has just been made does not count."""
    pressed = {one["prop_id"] for one in ctx.triggered if one["value"] or one["prop_id"].endswith(".value")}
    found = [identity for name, identity in ctx.triggered_prop_ids.items() if name in pressed]
    return sorted(found, key=lambda one: not (isinstance(one, dict) and one["type"] == "explorer-bound"))


def _register_bar(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.COUNT, "children"),
        Output(ids.Explorer.BAR, "className"),
        Output(ids.Explorer.CHIPS, "children"),
        Output(ids.Explorer.CLEAR, "hidden"),
        Output(ids.Explorer.DOWNLOAD_CSV, "children"),
        Output(ids.Explorer.DOWNLOAD_CSV, "className"),
        Output(ids.Explorer.STATUS, "options"),
        Input(ids.Explorer.SELECTION, "data"),
        State(ids.Job.ID, "data"),
    )
    def _bar(text: str, job: str) -> tuple[Any, ...]:
        selection, reader, job_id = read(text), current_user().reader, UUID(job)
        counts = query.status_counts(services, reader, job_id, selection)
        everything = selection.is_everything
        selected = sum(one for one, _ in counts.values())
        total = sum(all_ for _, all_ in counts.values())
        return (
            count_text(selected, total, everything=everything, noun="record" if counts["rejected"][1] else "protein"),
            "bp-selbar none" if everything else "bp-selbar",
            filters.chips(conditions(selection)),
            everything,
            download_label(selected),
            "btn btn-sm btn-primary" if selected else "btn btn-sm btn-primary bp-off",
            filters.status_options(counts),
        )


def _register_filters(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.FILTER_LIST, "children"),
        Output(ids.Explorer.FILTER_KEYS, "data"),
        Output(ids.Explorer.ADD_FILTER, "options"),
        Output(ids.filter_strip(ALL), "children"),
        Output(ids.filter_box(ALL), "className"),
        Output(ids.filter_clear(ALL), "hidden"),
        Output(ids.bound(ALL, ALL), "value"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.ADDED, "data"),
        State(ids.Explorer.FILTER_KEYS, "data"),
        State(ids.bound(ALL, ALL), "id"),
        State(ids.Job.ID, "data"),
    )
    def _filters(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        text, added, before, bounds, job = values
        selection = read(text)
        keys = filter_keys(selection, added)
        logarithmic = {key: key in LOGARITHMIC for key in keys}
        found = query.histograms(services, current_user().reader, UUID(job), logarithmic, selection, bins=filters.BINS)
        chosen = {key: selection.ranges.get(key) for key in keys}
        others = [row.key for row in filters.numeric() if row.key not in keys]
        offered = [{"value": "", "label": "Add a property"}, *filters.property_options(others)]
        if keys != before:
            children = [filters.property_filter(key, found[key], chosen[key]) for key in keys]
            same = [no_update] * len(before)
            return children, keys, offered, same, same, same, [no_update] * len(bounds)
        # Only what changed, so that the field a person is in stays the one they are in.
        return (
            no_update,
            no_update,
            no_update,
            [filters.filter_strip(key, found[key], chosen[key]) for key in keys],
            [filters.filter_class(chosen[key]) for key in keys],
            [chosen[key] is None for key in keys],
            [filters.bound_text(one["side"], one["key"], chosen.get(one["key"])) for one in bounds],
        )

    @app.callback(
        Output(ids.Explorer.ADDED, "data"),
        Output(ids.Explorer.ADD_FILTER, "value"),
        Input(ids.Explorer.ADD_FILTER, "value"),
        State(ids.Explorer.ADDED, "data"),
        prevent_initial_call=True,
    )
    def _add(key: str | None, added: list[str]) -> tuple[list[str], str]:
        if not key or key not in BY_KEY or key in added:
            raise PreventUpdate
        return [*added, key], ""


def _register_grid(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.GRID, "getRowsResponse"),
        Output(ids.Explorer.GRID_COUNT, "children"),
        Output(ids.Explorer.SORT, "data"),
        Input(ids.Explorer.GRID, "getRowsRequest"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.PRESET, "data"),
        State(ids.Job.ID, "data"),
    )
    def _rows(request: dict[str, Any] | None, text: str, preset: str, job: str) -> tuple[Any, Any, Any]:
        if not request:
            raise PreventUpdate
        response, selection = rows(
            services, current_user().reader, UUID(job), selection=read(text), request=request, preset=preset
        )
        sort = replace(Selection(), sort=selection.sort).to_query()
        return response, numbers.of(response["rowCount"], "row"), sort

    @app.callback(
        Output(ids.Explorer.GRID, "columnDefs"),
        Output(ids.Explorer.PRESET, "data"),
        *(Output(control, "className") for control in explorer.preset_ids().values()),
        *(Input(control, "n_clicks") for control in explorer.preset_ids().values()),
        State(ids.Job.ID, "data"),
        prevent_initial_call=True,
    )
    def _preset(*values: str) -> tuple[Any, ...]:
        by_id = {control: preset for preset, control in explorer.preset_ids().items()}
        preset = by_id[ctx.triggered_id]
        classes = ["btn active" if one == preset else "btn" for one in explorer.preset_ids()]
        return tables.column_definitions(Preset(preset), values[-1]), preset, *classes


def _register_browser(app: Dash) -> None:
    """What the browser does by itself: address, downloads, tools, drawer, opening a protein."""
    x = ids.Explorer
    in_browser(
        app,
        "explorer.address",
        Output(x.URL, "data"),
        Output(x.DOWNLOAD_CSV, "href"),
        Output(x.DOWNLOAD_MENU, "title"),
        *(Input(store, "data") for store in (x.SELECTION, x.SORT, x.PRESET)),
        *(Input(control, "value") for control in (x.X, x.Y, x.PROPERTY, x.X_LOG, x.Y_LOG, x.COLOUR, x.CORRELATED)),
        Input(x.PANEL, "data"),
        Input(ids.Job.TAB, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=False,
    )
    in_browser(app, "explorer.refresh", Output(x.GRID, "title"), Input(x.SELECTION, "data"), Input(x.PRESET, "data"))
    in_browser(
        app,
        "explorer.drawn",
        Output(x.BRUSH, "data"),
        Input(x.SCATTER, "selectedData"),
        *(State(control, "value") for control in (x.X, x.Y, x.X_LOG, x.Y_LOG)),
    )
    in_browser(
        app,
        "explorer.panel",
        Output(x.PANEL, "data"),
        Output(x.PANEL_HEAD, "data-panel"),
        *(Output(view, "hidden") for view in (x.COMPOSITION_VIEW, x.CORRELATION_VIEW)),
        *(Output(control, "className") for control in (x.PANEL_COMPOSITION, x.PANEL_CORRELATION)),
        *(Input(control, "n_clicks") for control in (x.PANEL_COMPOSITION, x.PANEL_CORRELATION)),
    )
    in_browser(app, "explorer.cell", Output(x.X, "value"), Output(x.Y, "value"), Input(x.CORRELATION, "clickData"))
    for control, log in ((x.X, x.X_LOG), (x.Y, x.Y_LOG)):
        in_browser(app, "explorer.axis", Output(log, "value"), Input(control, "value"))
    in_browser(
        app, "explorer.open", Output(x.SCATTER_NOTE, "title"), Input(x.SCATTER, "clickData"), State(ids.Job.ID, "data")
    )
    in_browser(
        app,
        "explorer.tool",
        Output(x.TOOL, "data"),
        *(Output(control, "className") for control in (x.TOOL_BOX, x.TOOL_LASSO, x.TOOL_ZOOM)),
        *(Input(control, "n_clicks") for control in (x.TOOL_BOX, x.TOOL_LASSO, x.TOOL_ZOOM, x.TOOL_RESET)),
    )
    in_browser(
        app,
        "explorer.drawer",
        Output(x.FILTERS, "className"),
        Input(x.FILTERS_OPEN, "n_clicks"),
        Input(x.FILTERS_CLOSE, "n_clicks"),
    )
