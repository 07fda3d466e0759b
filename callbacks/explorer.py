"""The explorer: what changes the one selection, and what follows it."""

from collections.abc import Callable
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from callbacks import beside
from callbacks.browser import in_browser
from callbacks.explorer_plots import register_plots
from callbacks.explorer_selection import Controls, put_back_after, read, with_control
from callbacks.explorer_summary import register_summary
from callbacks.explorer_table import register_table
from dashboard import ids
from jobs.services import JobServices

_NOTHING: tuple[Any, ...] = (no_update,) * 4
"""Of search, statuses, organisms and identical sequences none is to be put back."""


def register(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the explorer."""
    _register_selection(app)
    _register_browser(app)
    register_summary(app, services, current_user)
    register_plots(app, services, current_user)
    beside.register(app, services, current_user)
    register_table(app, services, current_user)


def _register_selection(app: Dash) -> None:
    @app.callback(
        Output(ids.Explorer.CHANGED, "data"),
        Output(ids.Explorer.TEXT, "value"),
        Output(ids.Explorer.STATUS, "value"),
        Output(ids.Explorer.ORGANISM, "value", allow_duplicate=True),
        Output(ids.Explorer.IDENTICAL, "value", allow_duplicate=True),
        Input(ids.bound(ALL, ALL), "n_submit"),
        Input(ids.bound(ALL, ALL), "n_blur"),
        Input(ids.Explorer.CLEAR, "n_clicks"),
        Input(ids.Explorer.REMOVED, "data"),
        Input(ids.Explorer.BRUSH, "data"),
        Input(ids.Explorer.TEXT, "value"),
        Input(ids.Explorer.STATUS, "value"),
        Input(ids.Explorer.ORGANISM, "value"),
        Input(ids.Explorer.IDENTICAL, "value"),
        State(ids.bound(ALL, ALL), "value"),
        State(ids.bound(ALL, ALL), "id"),
        State(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.STATUS, "options"),
        State(ids.Explorer.ORGANISM, "options"),
        prevent_initial_call=True,
    )
    def _change(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        *shown, before, statuses, organisms = values[3:]
        controls = Controls(*shown, *([one["value"] for one in options] for options in (statuses, organisms)))
        selection = changed = read(before)
        put_back = _NOTHING
        # Leaving a field by a click on a button is two changes at once.
        for trigger in _triggers():
            changed = with_control(changed, trigger, controls)
            put_back = put_back_after(changed, trigger, controls) or put_back
        if changed == selection and put_back == _NOTHING:
            raise PreventUpdate
        made = no_update if changed == selection else {"before": before or "", "after": changed.to_query()}
        return made, *put_back


def _triggers() -> list[Any]:
    """What set off the callback: fields that were left first; what has just been made does not count."""
    pressed = {one["prop_id"] for one in ctx.triggered if one["value"] or one["prop_id"].endswith(".value")}
    found = [identity for name, identity in ctx.triggered_prop_ids.items() if name in pressed]
    return sorted(found, key=lambda one: not isinstance(one, dict))


def _register_browser(app: Dash) -> None:
    """What the browser does by itself: address, downloads, tools, drawer, opening a protein."""
    x = ids.Explorer
    in_browser(app, "brush.draw", Input(x.STRIPS, "data"))
    selection = Output(x.SELECTION, "data", allow_duplicate=True)
    in_browser(app, "brush.select", selection, Input(x.RANGE, "data"), State(x.SELECTION, "data"))
    in_browser(app, "brush.merge", selection, Input(x.CHANGED, "data"), State(x.SELECTION, "data"))
    in_browser(
        app,
        # One for all that follows the selection in the browser: each of its own costs as much as drawing a plot.
        "explorer.follow",
        Output(x.URL, "data"),
        *(Input(store, "data") for store in (x.SELECTION, x.SORT, x.PRESET, x.PICKED)),
        *(Input(control, "value") for control in (x.X, x.Y, x.PROPERTY, x.X_LOG, x.Y_LOG, x.COLOUR, x.CORRELATED)),
        Input(x.PANEL, "data"),
        Input(ids.Job.TAB, "data"),
        Input(x.DOWNLOAD_RECORDS, "value"),
        Input(x.DOWNLOAD_COLUMNS, "value"),
        State(x.PRESET_KEYS, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=False,
    )
    # Not of the server's callback, which would be asked whenever a chip comes.
    crosses = (Input(ids.chip(ALL), "n_clicks"), Input(ids.filter_clear(ALL), "n_clicks"))
    in_browser(app, "explorer.remove", Output(x.REMOVED, "data"), *crosses)
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
