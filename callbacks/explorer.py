"""The explorer: what changes the one selection, and what follows it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.exceptions import PreventUpdate

from callbacks import beside
from callbacks.browser import in_browser
from callbacks.explorer_plots import register_plots
from callbacks.explorer_selection import Controls, conditions, put_back_after, read, with_control
from callbacks.explorer_table import register_table
from dashboard import ids
from dashboard.components import filters, numbers
from dashboard.components.icons import icon
from dashboard.figures.axes import LOGARITHMIC
from jobs import query
from jobs.selection import Selection
from jobs.services import JobServices
from protein.properties import BY_KEY

_MOST_FILTERS = 20
_NOTHING: tuple[Any, ...] = (no_update,) * 4
"""Of search, statuses, organisms and identical sequences none is to be put back."""


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


def register(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    """Wire the explorer."""
    _register_selection(app)
    _register_bar(app, services, current_user)
    _register_filters(app, services, current_user)
    _register_browser(app)
    register_plots(app, services, current_user)
    beside.register(app, services, current_user)
    register_table(app, services, current_user)


def _register_selection(app: Dash) -> None:
    @app.callback(
        Output(ids.Explorer.SELECTION, "data", allow_duplicate=True),
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
        return no_update if changed == selection else changed.to_query(), *put_back


def _triggers() -> list[Any]:
    """What set off the callback: fields that were left first; what has just been made does not count."""
    pressed = {one["prop_id"] for one in ctx.triggered if one["value"] or one["prop_id"].endswith(".value")}
    found = [identity for name, identity in ctx.triggered_prop_ids.items() if name in pressed]
    return sorted(found, key=lambda one: not isinstance(one, dict))


def _register_bar(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.COUNT, "children"),
        Output(ids.Explorer.BAR, "className"),
        Output(ids.Explorer.CHIPS, "children"),
        Output(ids.Explorer.CLEAR, "hidden"),
        Output(ids.Explorer.DOWNLOAD_CSV, "children"),
        Output(ids.Explorer.DOWNLOAD_CSV, "className"),
        Output(ids.Explorer.STATUS, "options"),
        Output(ids.Explorer.COUNTS, "data"),
        Output(ids.Explorer.ORGANISM, "options"),
        Output(ids.Explorer.ORGANISM, "value"),
        Output(ids.Explorer.ORGANISM_BOX, "hidden"),
        Output(ids.Explorer.IDENTICAL, "options"),
        Output(ids.Explorer.IDENTICAL_BOX, "hidden"),
        Input(ids.Explorer.SELECTION, "data"),
        State(ids.Explorer.ORGANISM, "options"),
        State(ids.Job.ID, "data"),
    )
    def _bar(text: str, before: Sequence[object], job: str) -> tuple[Any, ...]:
        selection, reader, job_id = read(text), current_user().reader, UUID(job)
        found = query.category_counts(services, reader, job_id, selection)
        counts = found.statuses
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
            {"selected": selected, "total": total},
            *_organism_boxes(found.organisms, selection, first=not before),
            *_identical_boxes(found.identical, (selected, total)),
        )


def _organism_boxes(counts: query.OrganismCounts, selection: Selection, *, first: bool) -> tuple[Any, Any, Any]:
    """The boxes with their counts, where there is a choice; ticks when first made, then they are the person's own."""
    options = filters.organism_options(counts.listed, counts.others)
    if not options:
        return no_update, no_update, no_update
    offered = [one["value"] for one in options]
    ticked = filters.ticked_organisms(selection.organisms, selection.organisms_left_out, offered)
    return options, ticked if first else no_update, False


def _identical_boxes(counts: tuple[int, int], everything: tuple[int, int]) -> tuple[Any, Any]:
    """The boxes with their counts, where any sequence occurs twice."""
    return (filters.identical_options(counts, everything), False) if counts[1] else (no_update, no_update)


def _changes(values: Sequence[Any], now: Sequence[Any], before: Sequence[Any]) -> list[Any]:
    """The values where something is not as it was."""
    return [no_update if one == other else value for value, one, other in zip(values, now, before, strict=True)]


def _register_filters(app: Dash, services: JobServices, current_user: Callable[[], Any]) -> None:
    @app.callback(
        Output(ids.Explorer.FILTER_LIST, "children"),
        Output(ids.Explorer.FILTER_KEYS, "data"),
        Output(ids.Explorer.ADD_FILTER, "options"),
        Output(ids.Explorer.STRIPS, "data"),
        Output(ids.filter_box(ALL), "className"),
        Output(ids.filter_clear(ALL), "hidden"),
        Output(ids.bound(ALL, ALL), "value"),
        Input(ids.Explorer.SELECTION, "data"),
        Input(ids.Explorer.ADDED, "data"),
        State(ids.Explorer.FILTER_KEYS, "data"),
        State(ids.bound(ALL, ALL), "id"),
        State(ids.bound(ALL, ALL), "value"),
        State(ids.filter_clear(ALL), "hidden"),
        State(ids.Job.ID, "data"),
    )
    def _filters(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as Dash has it
        text, added, before, bounds, typed, closed, job = values
        selection = read(text)
        keys = filter_keys(selection, added)
        logarithmic = {key: key in LOGARITHMIC for key in keys}
        found = query.histograms(services, current_user().reader, UUID(job), logarithmic, selection, bins=filters.BINS)
        chosen = {key: selection.ranges.get(key) for key in keys}
        others = [row.key for row in filters.numeric() if row.key not in keys]
        offered = [{"value": "", "label": "Add a property"}, *filters.property_options(others)]
        strips = {key: filters.filter_strip(key, found[key], chosen[key]) for key in keys}
        if keys != before:
            children = [filters.property_filter(key, found[key], chosen[key]) for key in keys]
            same = [no_update] * len(before)
            return children, keys, offered, strips, same, same, [no_update] * len(bounds)
        # Only what changed, so that the field a person is in stays the one they are in; and each property that is set
        # has Dash look at every component of the page.
        now_closed = [chosen[key] is None for key in keys]
        now_typed = [filters.bound_text(one["side"], one["key"], chosen.get(one["key"])) for one in bounds]
        classes = [filters.filter_class(chosen[key]) for key in keys]
        return (
            no_update,
            no_update,
            no_update,
            strips,
            _changes(classes, now_closed, closed),
            _changes(now_closed, now_closed, closed),
            _changes(now_typed, now_typed, typed),
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


def _register_browser(app: Dash) -> None:
    """What the browser does by itself: address, downloads, tools, drawer, opening a protein."""
    x = ids.Explorer
    in_browser(app, "brush.draw", Input(x.STRIPS, "data"))
    selection = Output(x.SELECTION, "data", allow_duplicate=True)
    in_browser(app, "brush.select", selection, Input(x.RANGE, "data"), State(x.SELECTION, "data"))
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
