"""The plots of the explorer: scatter, distribution, composition and correlation, each with its head."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import described
from dashboard import ids
from dashboard.components.explorer import filters
from dashboard.components.shared.figure_dialog import figure_box, save_button
from dashboard.components.shared.icons import icon
from dashboard.components.shared.menus import menu
from dashboard.figures import axes, colouring, gel

_PLOT = {"displayModeBar": False, "responsive": True, "doubleClick": False, "showTips": False}
PANELS = {
    "composition": (ids.Explorer.PANEL_COMPOSITION, "Composition"),
    "correlation": (ids.Explorer.PANEL_CORRELATION, "Correlation"),
}
_COLOUR_OF_SELECTION = {"value": "selection", "label": "Selection"}


def scatter(view: dict[str, str], ph: float | None = None, own: Sequence[str] = (), engine: str = "") -> html.Section:
    """Two properties of choice against each other, with the colour of choice; `own` are keys of own columns."""
    area: dict[str, Any] = {
        "aria-label": "Scatter of two properties",
        # Axes that are logarithmic when a property is newly chosen; assets/explorer.js reads it.
        "data-logarithmic": " ".join(sorted(axes.LOGARITHMIC)),
    }
    head = [
        _together(
            *_select(ids.Explorer.Y, view["y"], "Y", ph, own, engine),
            _log(ids.Explorer.Y_LOG, view["ylog"], "Y axis logarithmic"),
        ),
        _together(
            *_select(ids.Explorer.X, view["x"], "X", ph, own, engine),
            _log(ids.Explorer.X_LOG, view["xlog"], "X axis logarithmic"),
        ),
        _together(
            *_select(
                ids.Explorer.COLOUR,
                view["colour"] or "selection",
                "Colour",
                ph,
                own,
                engine,
                first=_colour_options(own),
            )
        ),
        _together(*_how(view["how"])),
        html.Span(className="bp-spacer"),
        html.Span(
            [
                _tool(ids.Explorer.TOOL_BOX, "box", "Box select"),
                _tool(ids.Explorer.TOOL_LASSO, "lasso", "Lasso select", active=True),
                _tool(ids.Explorer.TOOL_ZOOM, "zoom", "Zoom"),
                _tool(ids.Explorer.TOOL_RESET, "reset", "Reset axes"),
                save_button("scatter", "Save the scatter plot"),
            ],
            className="bp-tools",
        ),
    ]
    plot = [
        dcc.Graph(id=ids.Explorer.SCATTER, config=_PLOT, clear_on_unhover=True, figure=_nothing()),
        html.Div(id=ids.Explorer.HOVER, className="bp-hover hide", **{"aria-hidden": "true"}),
    ]
    return html.Section(
        [
            html.Div(head, className="bp-panel-head bp-plot-head"),
            html.Div(id=ids.Explorer.SCATTER_NOTE, className="bp-key-line"),
            _box(plot, "scatter", "Scatter", 0.66, className="bp-x-plot", role="img", id=ids.Explorer.AREA, **area),
        ],
        className="bp-x-scatter",
        id=ids.Explorer.SCATTER_PANEL,
        **{"aria-label": "Scatter plot"},
    )


def side(view: dict[str, str], ph: float | None = None, own: Sequence[str] = (), engine: str = "") -> html.Section:
    """Distribution of one property, and below it the composition or the correlations."""
    distribution = [
        html.Div(
            [
                html.H3("Distribution"),
                html.Span(className="bp-spacer"),
                *_select(ids.Explorer.PROPERTY, view["d"], "Property", ph, own, engine, visible=False),
                save_button("distribution", "Save the distribution plot"),
            ],
            className="bp-panel-head bp-plot-head",
        ),
        _box(
            dcc.Graph(id=ids.Explorer.HISTOGRAM, config=_PLOT, figure=_nothing()),
            "distribution",
            "Distribution",
            0.58,
            className="bp-x-plot",
        ),
    ]
    shown = view["panel"]
    head = [
        html.Div(
            [
                html.Button(words, id=control, className="btn active" if shown == name else "btn")
                for name, (control, words) in PANELS.items()
            ],
            className="bp-seg",
            role="group",
            **{"aria-label": "Composition or correlation"},
        ),
        html.Span(className="bp-spacer"),
        _correlated(view["corr"], ph, own, engine),
        html.Span(save_button("composition", "Save the composition plot"), className="bp-composition-only"),
        html.Span(save_button("correlation", "Save the correlation plot"), className="bp-correlation-only"),
    ]
    lower = [
        html.Div(head, className="bp-panel-head bp-plot-head", id=ids.Explorer.PANEL_HEAD, **{"data-panel": shown}),
        # Beside the buttons they would not fit.
        html.Div(id=ids.Explorer.COMPOSITION_NOTE, className="bp-key-line bp-composition-only"),
        html.Div(id=ids.Explorer.CORRELATION_NOTE, className="bp-key-line bp-correlation-only"),
        _box(
            dcc.Graph(id=ids.Explorer.COMPOSITION, config=_PLOT, figure=_nothing()),
            "composition",
            "Composition",
            0.62,
            className="bp-x-plot",
            id=ids.Explorer.COMPOSITION_VIEW,
            hidden=shown != "composition",
        ),
        _box(
            dcc.Graph(id=ids.Explorer.CORRELATION, config=_PLOT, figure=_nothing()),
            "correlation",
            "Correlation",
            0.86,
            className="bp-x-plot",
            id=ids.Explorer.CORRELATION_VIEW,
            hidden=shown != "correlation",
        ),
        dcc.Store(id=ids.Explorer.PANEL, data=shown),
    ]
    return html.Section(
        [html.Div(distribution, className="bp-x-half"), html.Div(lower, className="bp-x-half")],
        className="bp-x-side",
        **{"aria-label": "Distribution, composition and correlation"},
    )


def _box(children: Any, name: str, title: str, ratio: float, **props: Any) -> html.Div:  # noqa: ANN401 - components
    """A plot that can be saved, and whose data can."""
    return figure_box(children, name, title, ratio=ratio, **props, **{"data-figure-data": "1"})


def _correlated(keys: str, ph: float | None, own: Sequence[str], engine: str) -> html.Details:
    """The properties to correlate, as check boxes in a menu."""
    boxes = dbc.Checklist(
        id=ids.Explorer.CORRELATED,
        options=filters.property_options(ph=ph, own=own, engine=engine),
        value=keys.split(","),
        className="bp-correlated",
    )
    summary = html.Summary(
        icon("columns"),
        className="btn btn-sm bp-quiet bp-icon",
        title="Choose properties",
        **{"aria-label": "Choose the properties to correlate"},
    )
    return menu(summary, [html.Li(boxes)], class_name="bp-correlation-only")


def _how(value: str) -> list[Any]:
    """Points, or one of the gels."""
    options = [{"value": name, "label": words} for name, words in gel.NAMES.items()]
    return [
        html.Label("Draw as", htmlFor=ids.Explorer.HOW, className="visually-hidden"),
        dbc.Select(id=ids.Explorer.HOW, options=options, value=value, size="sm", className="bp-axis bp-how"),
    ]


def _colour_options(own: Sequence[str]) -> list[dict[str, str]]:
    named = [{"value": key, "label": words} for key, words in colouring.CATEGORIES.items()]
    named += [{"value": row.key, "label": row.label} for row in map(described, own) if row.is_category]
    return [_COLOUR_OF_SELECTION, *named]


def _select(  # noqa: PLR0917 - parts of one choice
    control_id: str,
    value: str,
    name: str,
    ph: float | None,
    own: Sequence[str],
    engine: str,
    *,
    first: list[dict[str, str]] | None = None,
    visible: bool = True,
) -> list[Any]:
    options = [*(first or []), *filters.property_options(ph=ph, own=own, engine=engine)]
    return [
        html.Label(name, htmlFor=control_id, className="bp-meta" if visible else "visually-hidden"),
        dbc.Select(id=control_id, options=options, value=value, size="sm", className="bp-axis"),
    ]


def _together(*parts: Any) -> html.Span:  # noqa: ANN401 - components
    # On a narrow screen a label, its select and its switch move to the next line as one.
    return html.Span(list(parts), className="bp-axis-of")


def _log(control_id: str, value: str, words: str) -> html.Span:
    # The word is the button: a check box that looks pressed.
    box = dbc.Checkbox(
        id=control_id,
        value=value == "1",
        label="log",
        input_class_name="btn-check",
        label_class_name="btn btn-sm bp-quiet",
    )
    return html.Span(box, className="bp-log", title=words)


def _tool(control_id: str, mark: str, words: str, *, active: bool = False) -> html.Button:
    return html.Button(
        icon(mark),
        id=control_id,
        className="btn btn-sm bp-quiet bp-icon active" if active else "btn btn-sm bp-quiet bp-icon",
        title=words,
        **{"aria-label": words},
    )


def _nothing() -> dict[str, Any]:
    # Transparent until the first answer: an empty figure would flash white axes in dark mode.
    hidden = {"visible": False}
    clear = "rgba(0,0,0,0)"
    return {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}
