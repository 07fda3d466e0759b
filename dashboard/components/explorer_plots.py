"""The plots of the explorer: scatter, distribution, composition and correlation, each with its head."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.components import filters
from dashboard.components.icons import icon
from dashboard.figures import axes, colouring

_PLOT = {"displayModeBar": False, "responsive": True, "doubleClick": "reset", "showTips": False}
_COLOUR_OF_SELECTION = {"value": "selection", "label": "Selection"}


def scatter(view: dict[str, str]) -> html.Section:
    """Two properties of choice against each other, with the colour of choice."""
    area: dict[str, Any] = {
        "aria-label": "Scatter of two properties",
        # Axes that are logarithmic when a property is chosen anew: assets/explorer.js reads it.
        "data-logarithmic": " ".join(sorted(axes.LOGARITHMIC)),
    }
    head = [
        *_select(ids.Explorer.Y, view["y"], "Y"),
        _log(ids.Explorer.Y_LOG, view["ylog"], "Y axis logarithmic"),
        *_select(ids.Explorer.X, view["x"], "X"),
        _log(ids.Explorer.X_LOG, view["xlog"], "X axis logarithmic"),
        *_select(ids.Explorer.COLOUR, view["colour"] or "selection", "Colour", first=_colour_options()),
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
    ]
    plot = [
        dcc.Graph(id=ids.Explorer.SCATTER, config=_PLOT, clear_on_unhover=True, figure=_nothing()),
        html.Div(id=ids.Explorer.SCATTER_NOTE, className="bp-key-line"),
        html.Div(id=ids.Explorer.HOVER, className="bp-hover hide", **{"aria-hidden": "true"}),
    ]
    return html.Section(
        [
            html.Div(head, className="bp-panel-head bp-plot-head"),
            html.Div(plot, className="bp-x-plot", role="img", id=ids.Explorer.AREA, **area),
        ],
        className="bp-x-scatter",
        **{"aria-label": "Scatter plot"},
    )


def side(view: dict[str, str]) -> html.Section:
    """Distribution of one property over the composition."""
    distribution = [
        html.Div(
            [
                html.H3("Distribution"),
                html.Span(className="bp-spacer"),
                *_select(ids.Explorer.PROPERTY, view["d"], "Property", visible=False),
            ],
            className="bp-panel-head bp-plot-head",
        ),
        html.Div(dcc.Graph(id=ids.Explorer.HISTOGRAM, config=_PLOT, figure=_nothing()), className="bp-x-plot"),
    ]
    composition = [
        html.Div(
            [
                html.H3("Composition"),
                html.Span(className="bp-spacer"),
                html.Span(id=ids.Explorer.COMPOSITION_NOTE, className="bp-meta"),
            ],
            className="bp-panel-head bp-plot-head",
        ),
        html.Div(dcc.Graph(id=ids.Explorer.COMPOSITION, config=_PLOT, figure=_nothing()), className="bp-x-plot"),
    ]
    return html.Section(
        [html.Div(distribution, className="bp-x-half"), html.Div(composition, className="bp-x-half")],
        className="bp-x-side",
        **{"aria-label": "Distribution and composition"},
    )


def _colour_options() -> list[dict[str, str]]:
    named = [{"value": key, "label": words} for key, words in colouring.CATEGORIES.items()]
    return [_COLOUR_OF_SELECTION, *named]


def _select(
    control_id: str, value: str, name: str, *, first: list[dict[str, str]] | None = None, visible: bool = True
) -> list[Any]:
    options = [*(first or []), *({"value": row.key, "label": row.label} for row in filters.numeric())]
    return [
        html.Label(name, htmlFor=control_id, className="bp-meta" if visible else "visually-hidden"),
        dbc.Select(id=control_id, options=options, value=value, size="sm", className="bp-axis"),
    ]


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
