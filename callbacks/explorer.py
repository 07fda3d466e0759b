"""The explorer: what changes the one selection, and what follows it."""

from collections.abc import Callable

from dash import ALL, Dash, Input, Output, State

from callbacks import beside
from callbacks.browser import in_browser
from callbacks.explorer_plots import register_plots
from callbacks.explorer_summary import register_summary
from callbacks.explorer_table import register_table
from dashboard import ids
from dashboard.reader import PageReader
from jobs.services import JobServices


def register(app: Dash, services: JobServices, current_reader: Callable[[], PageReader]) -> None:
    """Wire the explorer."""
    _register_selection(app)
    _register_browser(app)
    register_summary(app, services, current_reader)
    register_plots(app, services, current_reader)
    beside.register(app, services, current_reader)
    register_table(app, services, current_reader)


def _register_selection(app: Dash) -> None:
    """Every way of selecting, all of them in the browser: each changes the one selection."""
    x = ids.Explorer
    before = State(x.SELECTION, "data")
    after = Output(x.SELECTION, "data", allow_duplicate=True)
    organisms = State(x.ORGANISM, "options")
    in_browser(app, "choose.brushed", after, Input(x.RANGE, "data"), before)
    in_browser(
        app,
        "choose.drawn",
        after,
        Input(x.SCATTER, "selectedData"),
        *(State(control, "value") for control in (x.X, x.Y, x.X_LOG, x.Y_LOG)),
        before,
    )
    crosses = (Input(ids.chip(ALL), "n_clicks"), Input(ids.filter_clear(ALL), "n_clicks"), Input(x.CLEAR, "n_clicks"))
    in_browser(app, "choose.removed", after, *crosses, organisms, before)
    in_browser(
        app,
        "choose.named",
        after,
        *(Input(control, "value") for control in (x.TEXT, x.MOTIF, x.STATUS, x.ORGANISM, x.IDENTICAL)),
        State(x.STATUS, "options"),
        organisms,
        before,
    )
    in_browser(app, "values.chosen", after, Input(x.VALUE, "data"), organisms, State(x.STATUS, "options"), before)
    in_browser(app, "values.follow", Input(x.SELECTION, "data"), Input(x.VALUE_COUNTS, "data"))
    in_browser(
        app,
        "choose.bounds",
        after,
        Input(ids.bound(ALL, ALL), "n_submit"),
        Input(ids.bound(ALL, ALL), "n_blur"),
        State(ids.bound(ALL, ALL), "value"),
        State(ids.bound(ALL, ALL), "id"),
        before,
    )
    in_browser(
        app, "choose.checkedOnly", after, Input(x.CHECKED_ONLY, "n_clicks"), State(x.CHECKED, "data"), organisms, before
    )


def _register_browser(app: Dash) -> None:
    """What runs in the browser: address, downloads, tools, drawer, opening a protein."""
    x = ids.Explorer
    in_browser(app, "brush.draw", Input(x.STRIPS, "data"), Input(x.COUNTS, "data"))
    in_browser(
        app,
        # One for all that follows the selection in the browser: each of its own costs as much as drawing a plot.
        "explorer.follow",
        Output(x.URL, "data"),
        *(Input(store, "data") for store in (x.SELECTION, x.SORT, x.PRESET, x.CHECKED)),
        *(
            Input(control, "value")
            for control in (x.X, x.Y, x.PROPERTY, x.X_LOG, x.Y_LOG, x.COLOUR, x.HOW, x.CORRELATED)
        ),
        Input(x.PANEL, "data"),
        Input(x.ADDED, "data"),
        Input(ids.Job.TAB, "data"),
        Input(x.DOWNLOAD_RECORDS, "value"),
        Input(x.DOWNLOAD_COLUMNS, "value"),
        State(x.PRESET_KEYS, "data"),
        State(ids.Job.ID, "data"),
        prevent_initial_call=False,
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
    in_browser(app, "explorer.how", Input(x.HOW, "value"))
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
