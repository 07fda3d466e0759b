"""The explorer of a finished analysis: one selection, and everything that follows it."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.explorer import filters
from dashboard.components.explorer import plots as explorer_plots
from dashboard.components.explorer.download_menu import downloads
from dashboard.components.explorer.hints import first_hints
from dashboard.components.explorer.special_dialog import open_button
from dashboard.components.explorer.table import table
from dashboard.components.protein.beside import beside, ordinal_from
from dashboard.components.shared.icons import icon
from dashboard.components.shared.use_in_code import use_in_code

_REGIONS = (
    ("Skip to filters", ids.Explorer.FILTERS),
    ("Skip to the scatter", ids.Explorer.SCATTER_PANEL),
    ("Skip to the table", ids.Explorer.GRID),
)


def explorer(
    job_id: str,
    view: dict[str, str],
    *,
    text: str = "",
    motif: str = "",
    statuses: Sequence[str] = (),
    identical: bool | None = None,
    sort: Sequence[tuple[str, str]] = (),
    own: bool = True,
    ph: float | None = None,
    columns: Sequence[str] = (),
    engine: str = "",
    hints: bool = False,
) -> html.Div:
    """The whole screen; `view` holds the axes, the distribution's property, the columns and what is checked.

    `ph` is that of the net charge, `columns` are the keys of own columns, `engine` is the version that calculated the
    analysis. Only the owner saves selections and shares; with `own` False nothing offers it. `hints` are for a first
    visit.
    """
    return html.Div(
        [
            *(html.A(words, href=f"#{place}", className="bp-skip btn btn-primary") for words, place in _REGIONS),
            *([first_hints()] if hints else []),
            _selection_bar(job_id, own=own),
            html.Div(
                [
                    html.Aside(
                        filters.panel(text=text, motif=motif, statuses=statuses, identical=identical),
                        id=ids.Explorer.FILTERS,
                        className="bp-x-filters",
                        disable_n_clicks=True,
                        **{"aria-label": "Filters"},
                    ),
                    html.Div(className="bp-filters-shade"),
                    explorer_plots.scatter(view, ph, columns, engine),
                    explorer_plots.side(view, ph, columns, engine),
                    _splitter(),
                    table(job_id, view["cols"], view["checked"], sort, ph, columns, engine),
                    beside(ordinal_from(view)),
                ],
                className="bp-x",
            ),
            dcc.Store(id=ids.Explorer.ADDED, data=[key for key in view["f"].split(",") if key]),
            dcc.Store(id=ids.Explorer.FILTER_KEYS, data=[]),
            dcc.Store(id=ids.Explorer.RANGE),
            dcc.Store(id=ids.Explorer.VALUE),
            dcc.Store(id=ids.Explorer.VALUE_SHAPE, data=[]),
            dcc.Store(id=ids.Explorer.VALUE_COUNTS),
            dcc.Store(id=ids.Explorer.STRIPS),
            dcc.Store(id=ids.Explorer.SORT, data=""),
            dcc.Store(id=ids.Explorer.URL),
            dcc.Store(id=ids.Explorer.TOOL, data="lasso"),
            dcc.Store(id=ids.Explorer.PH, data=ph),
            dcc.Store(id=ids.Explorer.ENGINE, data=engine),
            dcc.Store(id=ids.Explorer.OWN, data=list(columns)),
            dcc.Store(id=ids.Explorer.ZOOM),
            dcc.Store(id=ids.Explorer.MARKS),
        ],
        className="bp-x-area",
    )


def _splitter() -> html.Div:
    """The line between plots and table; assets/panels.js moves it."""
    aria = {"aria-label": "Height of the plots", "aria-orientation": "horizontal", "aria-valuenow": "53"}
    return html.Div(className="bp-splitter", role="separator", tabIndex=0, title="Drag to resize", **aria)


def _selection_bar(job_id: str, *, own: bool) -> html.Div:
    open_filters = html.Button(
        [icon("filter"), "Filters"],
        id=ids.Explorer.FILTERS_OPEN,
        className="btn btn-sm btn-outline-secondary d-lg-none",
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
            open_button(),
            *(_own_actions(job_id) if own else []),
            downloads(),
        ],
        id=ids.Explorer.BAR,
        className="bp-selbar none",
    )


def _own_actions(job_id: str) -> list[Any]:
    actions = (
        (ids.OwnColumns.OPEN, "columns", "Add columns"),
        (ids.Selections.OPEN, "save", "Save selection"),
        (ids.Share.OPEN, "share", "Share"),
    )
    buttons = [
        html.Button(
            [icon(mark), html.Span(words, className="d-none d-lg-inline")],
            id=control,
            className="btn btn-sm bp-quiet",
            **{"aria-label": words, "aria-haspopup": "dialog"},
        )
        for control, mark, words in actions
    ]
    return [*buttons, use_in_code("analysis", job_id=job_id)]
