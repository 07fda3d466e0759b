"""The explorer of a finished analysis: one selection, and everything that follows it."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids, tables
from dashboard.components import filters
from dashboard.components.icons import icon
from dashboard.components.menus import menu
from dashboard.figures import axes
from protein.properties import Preset

VIEW_DEFAULTS = {"y": "molecular_weight_da", "x": "isoelectric_point", "d": "charge_at_ph", "cols": "basic"}
_PRESETS = {
    "basic": (ids.Explorer.PRESET_BASIC, "Basic"),
    "advanced": (ids.Explorer.PRESET_ADVANCED, "Advanced"),
    "all": (ids.Explorer.PRESET_ALL, "All"),
}
_PLOT = {"displayModeBar": False, "responsive": True, "doubleClick": "reset", "showTips": False}


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
                    _scatter(view),
                    _side(view),
                    _table(job_id, view, sort),
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


def _select(control_id: str, value: str, name: str, *, visible: bool) -> list[Any]:
    options = [{"value": row.key, "label": axes.label(row.key)} for row in filters.numeric()]
    return [
        html.Label(name, htmlFor=control_id, className="bp-meta" if visible else "visually-hidden"),
        dbc.Select(id=control_id, options=options, value=value, size="sm", className="bp-axis"),
    ]


def _tool(control_id: str, mark: str, words: str, *, active: bool = False) -> html.Button:
    return html.Button(
        icon(mark),
        id=control_id,
        className="btn btn-sm bp-quiet bp-icon active" if active else "btn btn-sm bp-quiet bp-icon",
        title=words,
        **{"aria-label": words},
    )


def _scatter(view: dict[str, str]) -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    *_select(ids.Explorer.Y, view["y"], "Y", visible=True),
                    *_select(ids.Explorer.X, view["x"], "X", visible=True),
                    html.Span(className="bp-spacer"),
                    html.Span(
                        [
                            _tool(ids.Explorer.TOOL_BOX, "box", "Box select"),
                            _tool(ids.Explorer.TOOL_LASSO, "lasso", "Lasso select", active=True),
                            _tool(ids.Explorer.TOOL_ZOOM, "zoom", "Zoom"),
                            _tool(ids.Explorer.TOOL_RESET, "reset", "Reset axes"),
                        ],
                        className="bp-tools",
                    ),
                ],
                className="bp-panel-head bp-plot-head",
            ),
            html.Div(
                [
                    dcc.Graph(id=ids.Explorer.SCATTER, config=_PLOT, clear_on_unhover=True, figure=_nothing()),
                    html.Div(id=ids.Explorer.SCATTER_NOTE, className="bp-key-line"),
                    html.Div(id=ids.Explorer.HOVER, className="bp-hover hide", **{"aria-hidden": "true"}),
                ],
                className="bp-x-plot",
                role="img",
                id=ids.Explorer.AREA,
                **{"aria-label": "Scatter of two properties"},
            ),
        ],
        className="bp-x-scatter",
        **{"aria-label": "Scatter plot"},
    )


def _side(view: dict[str, str]) -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.H3("Distribution"),
                            html.Span(className="bp-spacer"),
                            *_select(ids.Explorer.PROPERTY, view["d"], "Property", visible=False),
                        ],
                        className="bp-panel-head bp-plot-head",
                    ),
                    html.Div(
                        dcc.Graph(id=ids.Explorer.HISTOGRAM, config=_PLOT, figure=_nothing()), className="bp-x-plot"
                    ),
                ],
                className="bp-x-half",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.H3("Composition"),
                            html.Span(className="bp-spacer"),
                            html.Span(id=ids.Explorer.COMPOSITION_NOTE, className="bp-meta"),
                        ],
                        className="bp-panel-head bp-plot-head",
                    ),
                    html.Div(
                        dcc.Graph(id=ids.Explorer.COMPOSITION, config=_PLOT, figure=_nothing()), className="bp-x-plot"
                    ),
                ],
                className="bp-x-half",
            ),
        ],
        className="bp-x-side",
        **{"aria-label": "Distribution and composition"},
    )


def _nothing() -> dict[str, Any]:
    # Transparent until the first answer: an empty figure would flash white axes in dark mode.
    hidden = {"visible": False}
    clear = "rgba(0,0,0,0)"
    return {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}


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
