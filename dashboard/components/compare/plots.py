"""The small plots of a comparison, and the ways to save them."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import described
from dashboard import ids
from dashboard.components.compare.sides import legend
from dashboard.components.shared.figure_dialog import ALL, figure_box, save_button

DRAWN = (
    "molecular_weight_da",
    "isoelectric_point",
    "charge_at_ph",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "aromaticity",
    "length",
)
SHAPES = {"density": "Density", "cumulative": "Cumulative"}
_CAPTIONS = {
    "density": "Every area is 1; of 30 values or fewer, each is a stroke. Medians are marked at the axis.",
    "cumulative": "Share of proteins at or below a value, in percent. Medians are marked at the axis.",
}
_ONLY_STROKES = "Each line is one protein. Medians are thicker."
_PLOT = {"displayModeBar": False, "responsive": True}
_FEW = 2


def caption(shape: str, *, only_strokes: bool = False) -> str:
    """What the curves are; or the strokes, where no side has enough values for a curve."""
    if shape != "cumulative" and only_strokes:
        return _ONLY_STROKES
    return _CAPTIONS.get(shape, _CAPTIONS["density"])


def distributions(
    figures: Mapping[str, Any], descriptions: Mapping[str, str], names: Sequence[str], *, only_strokes: bool = False
) -> html.Section:
    """The small plots, each with a button to save it, and one for all of them."""
    shape = dbc.Select(
        id=ids.Compare.SHAPE,
        options=[{"value": value, "label": words} for value, words in SHAPES.items()],
        value="density",
        size="sm",
        className="w-auto",
    )
    head = [
        html.H2("Distributions", className="h3"),
        html.Span(className="bp-spacer"),
        html.Label("Shape", htmlFor=ids.Compare.SHAPE, className="visually-hidden"),
        shape,
        save_button(ALL, "Save all plots as one figure"),
    ]
    words = caption("density", only_strokes=only_strokes)
    under = html.Div(
        [legend(names), html.Div(words, id=ids.Compare.CAPTION, className="bp-meta")],
        className="px-3 pt-2",
    )
    width = "col-lg-6" if len(figures) <= _FEW else "col-lg-3"
    plots = html.Div(
        [_plot(key, figure, descriptions[key], width) for key, figure in figures.items()],
        className="row g-0 gy-3 p-3 pt-2",
    )
    return html.Section(
        [html.Div(head, className="bp-panel-head"), under, plots],
        className="bp-panel mb-3",
        **{"data-figure-sides": "1"},
    )


def _plot(key: str, figure: object, description: str, width: str) -> html.Div:
    graph = dcc.Graph(id=ids.compare_plot(key), config=_PLOT, style={"height": "168px"}, figure=figure)
    return figure_box(
        [
            html.Div(graph, role="img", **{"aria-label": description}),
            save_button(key, f"Save the plot of {described(key).label}", class_name="bp-save"),
        ],
        key,
        described(key).label,
        className=f"col-12 col-sm-6 {width} px-2 bp-small",
    )
