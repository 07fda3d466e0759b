"""The explorer of a finished analysis: one selection, and everything that follows it."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from dashboard import ids, tables
from dashboard.components import explorer_plots, filters
from dashboard.components.beside import beside, ordinal_from
from dashboard.components.icons import icon
from dashboard.components.menus import menu
from dashboard.figures import axes, colouring, correlation
from protein.properties import Preset

VIEW_DEFAULTS = {
    "y": "molecular_weight_da",
    "x": "isoelectric_point",
    "d": "charge_at_ph",
    "cols": "basic",
    "colour": "",
    "panel": "composition",
    "corr": ",".join(correlation.DEFAULT),
}
_PRESETS = {
    "basic": (ids.Explorer.PRESET_BASIC, "Basic"),
    "advanced": (ids.Explorer.PRESET_ADVANCED, "Advanced"),
    "all": (ids.Explorer.PRESET_ALL, "All"),
}


def explorer(
    job_id: str,
    view: dict[str, str],
    *,
    text: str = "",
    statuses: Sequence[str] = (),
    sort: Sequence[tuple[str, str]] = (),
    own: bool = True,
) -> html.Div:
    """The whole screen; `view` holds the axes, the distribution's property and the preset.

    Only the owner saves selections and shares; with `own` False nothing offers it.
    """
    return html.Div(
        [
            _selection_bar(own=own),
            html.Div(
                [
                    html.Aside(
                        filters.panel(text=text, statuses=statuses),
                        id=ids.Explorer.FILTERS,
                        className="bp-x-filters",
                        **{"aria-label": "Filters"},
                    ),
                    html.Div(className="bp-filters-shade"),
                    explorer_plots.scatter(view),
                    explorer_plots.side(view),
                    _table(job_id, view, sort),
                    beside(ordinal_from(view)),
                ],
                className="bp-x",
            ),
            dcc.Store(id=ids.Explorer.ADDED, data=[]),
            dcc.Store(id=ids.Explorer.FILTER_KEYS, data=[]),
            dcc.Store(id=ids.Explorer.BRUSH),
            dcc.Store(id=ids.Explorer.SORT, data=""),
            dcc.Store(id=ids.Explorer.URL),
            dcc.Store(id=ids.Explorer.TOOL, data="lasso"),
            dcc.Store(id=ids.Explorer.PRESET, data=view["cols"]),
        ],
        className="bp-x-area",
    )


def view_from(query: Mapping[str, Any]) -> dict[str, str]:
    """Axes, distribution and preset as the address asks for them; what it gets wrong is as by default."""
    known = {row.key for row in filters.numeric()}
    view = dict(VIEW_DEFAULTS)
    for name in ("x", "y", "d"):
        if query.get(name) in known:
            view[name] = query[name]
    if query.get("cols") in _PRESETS:
        view["cols"] = query["cols"]
    if query.get("colour") in known | set(colouring.CATEGORIES):
        view["colour"] = query["colour"]
    if query.get("panel") in explorer_plots.PANELS:
        view["panel"] = query["panel"]
    asked = [key for key in dict.fromkeys(query.get("corr", "").split(",")) if key in known][: correlation.MOST]
    if len(asked) >= correlation.FEWEST:
        view["corr"] = ",".join(asked)
    for name in ("x", "y"):
        best = "1" if view[name] in axes.LOGARITHMIC else "0"
        view[f"{name}log"] = query[f"{name}log"] if query.get(f"{name}log") in {"0", "1"} else best
    if opened := ordinal_from(query):
        view["p"] = str(opened)
    return view


def _selection_bar(*, own: bool) -> html.Div:
    open_filters = html.Button(
        [icon("filter"), "Filters"],
        id=ids.Explorer.FILTERS_OPEN,
        className="btn btn-sm btn-outline-secondary d-lg-none",
    )
    download = html.A(
        [icon("download"), "Download"],
        id=ids.Explorer.DOWNLOAD_CSV,
        className="btn btn-sm btn-primary",
        href="#",
        **{"data-download": "1"},
    )
    more = menu(
        html.Summary(
            icon("chev"), className="btn btn-sm btn-outline-secondary bp-icon", **{"aria-label": "More downloads"}
        ),
        [],
        id=ids.Explorer.DOWNLOAD_MENU,
    )
    return html.Div(
        [
            html.Span(id=ids.Explorer.COUNT, className="bp-selcount", **{"aria-live": "polite"}),
            html.Div(
                [
                    open_filters,
                    html.Div(id=ids.Explorer.CHIPS, className="d-contents"),
                    html.Button("Clear", id=ids.Explorer.CLEAR, className="btn btn-sm bp-quiet", hidden=True),
                ],
                className="bp-chips ms-lg-3",
            ),
            html.Span(className="bp-spacer"),
            *(_own_actions() if own else []),
            html.Div([download, more], className="bp-downloads"),
        ],
        id=ids.Explorer.BAR,
        className="bp-selbar none",
    )


def _own_actions() -> list[Any]:
    actions = ((ids.Selections.OPEN, "save", "Selections"), (ids.Share.OPEN, "share", "Share"))
    return [
        html.Button(
            [icon(mark), html.Span(words, className="d-none d-lg-inline")],
            id=control,
            className="btn btn-sm bp-quiet",
            **{"aria-label": words, "aria-haspopup": "dialog"},
        )
        for control, mark, words in actions
    ]


def _table(job_id: str, view: dict[str, str], sort: Sequence[tuple[str, str]]) -> html.Section:
    preset = view["cols"]
    return html.Section(
        [
            html.Div(
                [
                    html.H3("Proteins"),
                    html.Span(id=ids.Explorer.GRID_COUNT, className="bp-meta bp-num"),
                    html.Span(className="bp-spacer"),
                    html.Div(
                        [
                            html.Button(name, id=control, className="btn active" if value == preset else "btn")
                            for value, (control, name) in _PRESETS.items()
                        ],
                        className="bp-seg",
                        role="group",
                        **{"aria-label": "Columns"},
                    ),
                ],
                className="bp-panel-head",
            ),
            dag.AgGrid(
                id=ids.Explorer.GRID,
                className="ag-theme-quartz",
                rowModelType="infinite",
                columnDefs=tables.column_definitions(Preset(preset), job_id, sort),
                defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
                getRowId="params.data.id",
                dashGridOptions={
                    "cacheBlockSize": 200,
                    "maxBlocksInCache": 10,
                    "maxConcurrentDatasourceRequests": 1,
                    "infiniteInitialRowCount": 1,
                    "localeText": {"noRowsToShow": "No protein matches. Take a condition away above the plots."},
                    "rowHeight": 30,
                    "headerHeight": 32,
                    "tooltipShowDelay": 400,
                    "suppressCellFocus": False,
                    "alwaysMultiSort": False,
                },
                style={"height": None, "width": None},
            ),
        ],
        className="bp-x-table",
        **{"aria-label": "Table of proteins"},
    )


def preset_ids() -> dict[str, str]:
    """The button of each preset."""
    return {value: control for value, (control, _) in _PRESETS.items()}
