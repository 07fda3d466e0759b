"""Everything about one protein, laid out."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids
from dashboard.components.protein.head import crumbs, head, notes
from dashboard.components.protein.sequence import COLOURINGS, sequence
from dashboard.components.protein.values_table import all_values, main_values
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job, Record

WINDOWS = (5, 7, 9, 11, 13, 15, 17, 19, 21)
_PLOT = {"displayModeBar": False, "responsive": True, "showTips": False}


def protein_page(view: Record, job: Job, path: str, query: str, *, beside: bool = False) -> list[Any]:
    """The page of a measured protein; `beside` a table it has no way back and no heading of its own rank."""
    return [
        *([] if beside else [crumbs(view, job, path, query)]),
        head(view, beside=beside),
        *notes(view),
        html.Div(
            [
                html.Div(
                    [_sequence(view), _profile(len(view.sequence)), _composition()],
                    className="col-lg-7 d-flex flex-column gap-3",
                ),
                html.Div(
                    [_values(view, job.options.ph), _titration(), _absorbance(view)],
                    className="col-lg-5 d-flex flex-column gap-3",
                ),
            ],
            className="row g-3",
        ),
        dcc.Store(id=ids.Protein.SEQUENCE_TEXT, data=view.sequence),
    ]


def rejected_page(view: Record, job: Job, path: str, query: str, *, beside: bool = False) -> list[Any]:
    """The page of a record that could not be analysed: why, and what is known of it."""
    facts = [
        ("Record", numbers.count(view.ordinal)),
        ("Line in the file", numbers.count(view.line)),
        ("Identifier", view.identifier or "none"),
        ("Description", view.description or "none"),
    ]
    return [
        *([] if beside else [crumbs(view, job, path, query)]),
        head(view, beside=beside),
        html.Section(
            [
                html.Div(html.H2("Why it was rejected", className="h3"), className="bp-panel-head"),
                html.Div(
                    [
                        html.P(view.reason),
                        html.Dl(
                            [part for name, value in facts for part in (html.Dt(name), html.Dd(value))],
                            className="bp-dl bp-raw",
                        ),
                    ],
                    className="bp-panel-body",
                ),
            ],
            className="bp-panel",
        ),
    ]


def _panel(title: str, *beside: Component, body: Component) -> html.Section:
    head = html.Div([html.H2(title, className="h3"), *beside], className="bp-panel-head bp-wrap")
    return html.Section([head, body], className="bp-panel")


def _sequence(view: Record) -> html.Section:
    options = [{"value": key, "label": name} for key, (name, _) in COLOURINGS.items()]
    return _panel(
        "Sequence",
        html.Span(numbers.of(len(view.sequence), "residue"), className="bp-meta bp-num"),
        html.Span(className="bp-spacer"),
        html.Label("Colour", htmlFor=ids.Protein.COLOUR, className="bp-meta"),
        dbc.Select(id=ids.Protein.COLOUR, options=options, value="class", size="sm", className="w-auto"),
        body=html.Div(sequence(view.sequence), id=ids.Protein.SEQUENCE, className="bp-panel-body"),
    )


def window_for(length: int) -> int:
    """The window to begin with: 19, as for membrane helices, unless the chain is too short for it."""
    return next((width for width in (19, 9, 5) if 2 * width <= length), WINDOWS[0])


def _profile(length: int) -> html.Section:
    windows = [{"value": str(width), "label": f"window {width}"} for width in WINDOWS]
    return _panel(
        "Profile",
        html.Span(className="bp-spacer"),
        html.Label("Scale", htmlFor=ids.Protein.SCALE, className="visually-hidden"),
        dbc.Select(id=ids.Protein.SCALE, options=[], value="kyte_doolittle", size="sm", className="w-auto bp-scale"),
        html.Label("Window", htmlFor=ids.Protein.WINDOW, className="visually-hidden"),
        dbc.Select(
            id=ids.Protein.WINDOW, options=windows, value=str(window_for(length)), size="sm", className="w-auto"
        ),
        body=_plot(ids.Protein.PROFILE, "bp-h-profile"),
    )


def _composition() -> html.Section:
    legend = html.Span(
        [
            html.Span([html.B(className="bp-swatch bp-dot-pick"), "this protein"]),
            html.Span([html.B(className="bp-swatch bp-bar-rest"), "batch, 10th to 90th percentile"]),
        ],
        className="bp-legend",
    )
    return _panel(
        "Composition", html.Span(className="bp-spacer"), legend, body=_plot(ids.Protein.COMPOSITION, "bp-h-composition")
    )


def _values(view: Record, ph: float) -> html.Section:
    return _panel(
        "Values",
        html.Span(className="bp-spacer"),
        html.Span("percentile in this batch", className="bp-meta"),
        body=html.Div(
            [
                main_values(view.values, view.percentiles, ph),
                html.Details(
                    [html.Summary("Every value"), all_values(view.values, view.percentiles, ph)],
                    className="bp-all-values",
                ),
            ],
            id=ids.Protein.VALUES,
            className="bp-scroll",
        ),
    )


def _titration() -> html.Section:
    note = html.Span(id=ids.Protein.TITRATION_NOTE, className="bp-meta bp-num")
    plot = _plot(ids.Protein.TITRATION, "bp-h-titration")
    sets = html.P(id=ids.Protein.TITRATION_SETS, className="bp-meta bp-under-plot")
    return _panel("Titration", html.Span(className="bp-spacer"), note, body=html.Div([plot, sets]))


def _plot(plot_id: str, height: str) -> html.Div:
    clear = "rgba(0,0,0,0)"
    hidden = {"visible": False}
    empty = {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}
    return html.Div(dcc.Graph(id=plot_id, config=_PLOT, figure=empty), className=f"bp-plot-box {height}")


def _absorbance(view: Record) -> html.Section:
    fields = [
        _small_field(
            "A280", dbc.Input(id=ids.Protein.ABSORBANCE, value="", placeholder="0.84", debounce=200, autocomplete="off")
        ),
        _small_field(
            "Path length (cm)", dbc.Input(id=ids.Protein.PATH_LENGTH, value="1.0", debounce=200, autocomplete="off")
        ),
        html.Div(
            concentration(view.values, None, 1.0),
            id=ids.Protein.CONCENTRATION,
            className="bp-num pb-1 bp-output",
            **{"aria-live": "polite"},
        ),
    ]
    return _panel(
        "Concentration from A280",
        body=html.Div(fields, className="bp-panel-body d-flex flex-wrap gap-3 align-items-end"),
    )


def _small_field(label: str, control: dbc.Input | dbc.Select) -> html.Div:
    return html.Div(
        [html.Label(label, htmlFor=control.id, className="form-label"), control], className="bp-small-field"
    )


def concentration(values: Mapping[str, Any], absorbance: float | None, path_length: float) -> list[Any]:
    """mg/mL and µM by Beer and Lambert, for reduced cysteines; why not, when the protein does not absorb."""
    extinction, weight = values.get("extinction_reduced"), values.get("molecular_weight_da")
    if not extinction or not weight:
        return [html.Span("No Trp or Tyr, or no mass: A280 does not tell its concentration.", className="bp-meta")]
    note = f"Abs 0.1 % {numbers.decimal(extinction / weight, 3)}, cysteines reduced"
    if absorbance is None:
        return [html.Span(note, className="bp-meta d-block")]
    molar = absorbance / (extinction * path_length)
    return [
        html.Strong(f"{numbers.decimal(molar * weight, 3)} mg/mL"),
        html.Span(f"{numbers.decimal(molar * 1e6, 1)} µM · {note}", className="bp-meta d-block"),
    ]
