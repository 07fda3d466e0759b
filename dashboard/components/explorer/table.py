"""The table of the explorer: its columns to choose, its checked rows, and the grid itself."""

from collections.abc import Sequence
from typing import Any

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import Preset
from dashboard import ids, tables
from dashboard.components.shared.icons import icon

PRESETS = {
    "basic": (ids.Explorer.PRESET_BASIC, "Basic"),
    "advanced": (ids.Explorer.PRESET_ADVANCED, "Advanced"),
    "all": (ids.Explorer.PRESET_ALL, "All"),
    "mine": (ids.Explorer.PRESET_MINE, "Custom"),
}
_GRID_OPTIONS = {
    "cacheBlockSize": 100,
    "maxBlocksInCache": 10,
    "maxConcurrentDatasourceRequests": 1,
    # Each row beyond the visible ones is redrawn at every brush.
    "rowBuffer": 5,
    "animateRows": False,
    "infiniteInitialRowCount": 1,
    "localeText": {
        "noRowsToShow": "No proteins match. Remove a filter.",
        "ariaRowToggleSelection": "Press Space to check this protein, Enter to open it",
    },
    "rowHeight": 30,
    "headerHeight": 32,
    "tooltipShowDelay": 400,
    "suppressCellFocus": False,
    "enableCellTextSelection": True,
    "suppressDragLeaveHidesColumns": True,
    "alwaysMultiSort": False,
    "rowSelection": {
        "mode": "multiRow",
        "checkboxes": True,
        "headerCheckbox": False,
        "enableClickSelection": False,
    },
    "selectionColumnDef": {"pinned": "left", "width": 38, "resizable": False, "suppressHeaderMenuButton": True},
}


def table(  # noqa: PLR0917 - parts of one table
    job_id: str,
    columns: str,
    checked: str,
    sort: Sequence[tuple[str, str]],
    ph: float | None = None,
    own: Sequence[str] = (),
    engine: str = "",
) -> html.Section:
    """The grid under its head; `columns` and `checked` as in the address, `own` the keys of own columns."""
    return html.Section(
        [
            _head(columns),
            dag.AgGrid(
                id=ids.Explorer.GRID,
                className="ag-theme-quartz",
                rowModelType="infinite",
                columnDefs=tables.column_definitions(columns, job_id, sort, ph, own, engine),
                defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
                getRowId="params.data.id",
                dashGridOptions=_GRID_OPTIONS,
                style={"height": None, "width": None},
            ),
            _chooser(columns, own),
            dcc.Store(id=ids.Explorer.PRESET, data=columns),
            dcc.Store(id=ids.Explorer.MINE, data="" if tables.is_preset(columns) else columns),
            dcc.Store(id=ids.Explorer.CHECKED, data=checked),
            dcc.Store(id=ids.Explorer.PRESET_KEYS, data={name: ",".join(tables.keys(name, own)) for name in Preset}),
        ],
        className="bp-x-table",
        **{"aria-label": "Table of proteins"},
    )


def button_classes(columns: str) -> list[str]:
    """The look of each preset's button."""
    shown = columns if tables.is_preset(columns) else "mine"
    return ["btn active" if name == shown else "btn" for name in PRESETS]


def group_values(columns: str, own: Sequence[str] = ()) -> list[list[str]]:
    """What is ticked in each group of the chooser."""
    shown = set(tables.keys(columns, own))
    return [[key for key, _ in group if key in shown] for _, group in tables.groups(own)]


def _head(columns: str) -> html.Div:
    presets = zip(PRESETS.values(), button_classes(columns), strict=True)
    choose = html.Button(
        icon("columns"),
        id=ids.Explorer.COLUMNS_OPEN,
        className="btn btn-sm bp-quiet bp-icon",
        title="Choose columns",
        **{"aria-label": "Choose columns"},
    )
    return html.Div(
        [
            html.H3("Proteins"),
            html.Span(
                [html.Span(id=ids.Explorer.GRID_COUNT), html.Span(id=ids.Explorer.CHECKED_COUNT)],
                className="bp-meta bp-num",
                **{"aria-live": "polite"},
            ),
            _button(ids.Explorer.CHECK_SHOWN, "Check all", hidden=True),
            html.Span(
                [
                    _button(ids.Explorer.CHECKED_ONLY, "Show only checked"),
                    _button(ids.Explorer.CHECKED_COPY, "Copy as FASTA"),
                    _button(ids.Explorer.CHECKED_CLEAR, "Uncheck all"),
                ],
                id=ids.Explorer.CHECKED_TOOLS,
                hidden=True,
            ),
            html.Span(className="bp-spacer"),
            html.Div(
                [html.Button(name, id=control, className=look) for (control, name), look in presets],
                className="bp-seg",
                role="group",
                **{"aria-label": "Columns"},
            ),
            choose,
        ],
        className="bp-panel-head bp-table-head",
    )


def _button(control_id: str, words: str, *, hidden: bool = False) -> html.Button:
    return html.Button(words, id=control_id, className="btn btn-sm bp-quiet", hidden=hidden)


def _chooser(columns: str, own: Sequence[str]) -> dbc.Offcanvas:
    ticked = group_values(columns, own)
    find = html.Div(
        [
            html.Label("Find a column", htmlFor=ids.Explorer.COLUMNS_FIND, className="visually-hidden"),
            html.Span(icon("search"), className="bp-search-icon bp-search-icon-sm"),
            dbc.Input(
                id=ids.Explorer.COLUMNS_FIND,
                placeholder="Find a column",
                size="sm",
                type="search",
                autocomplete="off",
            ),
        ],
        className="position-relative bp-f-search",
    )
    note = html.P(
        ["Shown in this order; drag a column header to move it. ", html.Span("Saved in the page link.")],
        className="bp-meta mt-2 mb-1",
    )
    return dbc.Offcanvas(
        [
            find,
            note,
            html.Button("Back to basic", id=ids.Explorer.COLUMNS_BASIC, className="btn btn-sm bp-quiet"),
            *(_group(name, group, values) for (name, group), values in zip(tables.groups(own), ticked, strict=True)),
        ],
        id=ids.Explorer.COLUMNS,
        title="Columns",
        placement="end",
        scrollable=True,
        backdrop=False,
        className="bp-columns",
    )


def _group(name: str, group: Sequence[tuple[str, str]], ticked: list[str]) -> html.Fieldset:
    options: list[dict[str, Any]] = [{"value": key, "label": label} for key, label in group]
    return html.Fieldset(
        [
            html.Legend(name),
            dbc.Checklist(id=ids.column_group(name), options=options, value=ticked, className="bp-cats"),
        ]
    )
