"""Everything about one protein, laid out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from batchprot.reading import alphabet
from dashboard import ids
from dashboard.components.protein.head import crumbs, head, notes
from dashboard.components.protein.modified import modifications, names_by_place
from dashboard.components.protein.sequence import COLOURINGS, sequence
from dashboard.components.protein.sites import sites
from dashboard.components.protein.values_table import main_values, other_values, own_values
from dashboard.components.shared import numbers
from dashboard.components.shared.facts import Job, Record
from dashboard.components.shared.figure_dialog import figure_box, save_button
from dashboard.figures.composition import ORDER

WINDOWS = (5, 7, 9, 11, 13, 15, 17, 19, 21)
_MOST_HITS = 12
_MOST_UNFOLDED = 180
"""Residues of three lines of six blocks."""
_PLOT = {"displayModeBar": False, "responsive": True, "showTips": False}


FEWEST_FOR_PERCENTILES = 10
"""Proteins of an analysis from which on it says something where a value stands among theirs."""


def protein_page(
    view: Record, job: Job, path: str, query: str, *, beside: bool = False, motifs: Sequence[str] = ()
) -> list[Any]:
    """The page of a protein, values first; `beside` a table it has no way back and no heading of its own rank.

    `motifs` are regular expressions of what is looked for in sequences: their hits are marked.
    """
    percentiles = view.percentiles if is_enough(job) else {}
    found = hits(view.sequence, motifs)
    return [
        *([] if beside else [crumbs(view, job, path, query)]),
        head(view, beside=beside),
        *notes(view),
        html.Div(
            [
                html.Div(
                    [_values(view, percentiles, job), _titration(view), _absorbance(view)],
                    className="col-lg-5 d-flex flex-column gap-3",
                ),
                html.Div(
                    [
                        _profile(view),
                        _composition(view, job),
                        _sequence(view, found, marked=bool(motifs)),
                    ],
                    className="col-lg-7 d-flex flex-column gap-3",
                ),
            ],
            className="row g-3",
        ),
        dcc.Store(id=ids.Protein.SEQUENCE_TEXT, data=view.sequence),
        dcc.Store(id=ids.Protein.CHAIN, data=_chain(view)),
        dcc.Store(id=ids.Protein.HITS, data=found),
    ]


def is_enough(job: Job) -> bool:
    """Whether an analysis has enough proteins for percentiles of theirs."""
    return job.records - job.rejected >= FEWEST_FOR_PERCENTILES


def hits(sequence: str, motifs: Sequence[str]) -> list[tuple[int, int]]:
    """Where motifs are in a sequence, those that overlap too: from each first residue to the one after the last."""
    found = (re.finditer(f"(?=({motif}))", sequence) for motif in motifs)
    return sorted({(one.start(1), one.end(1)) for several in found for one in several})


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
                        *([own_values(job.own_columns.rows, view.values)] if job.own_columns.rows else []),
                    ],
                    className="bp-panel-body",
                ),
            ],
            className="bp-panel",
        ),
    ]


def _panel(title: str, *beside: Component | None, body: Component) -> html.Section:
    head = html.Div(
        [html.H2(title, className="h3"), *(one for one in beside if one is not None)], className="bp-panel-head bp-wrap"
    )
    return html.Section([head, body], className="bp-panel")


def _sequence(view: Record, found: Sequence[tuple[int, int]], *, marked: bool) -> html.Section:
    options = [{"value": key, "label": name} for key, (name, _) in COLOURINGS.items()]
    drawn = sequence(view.sequence, hits=found, modified=names_by_place(_chain(view)))
    words = html.P(_hit_words(found), className="bp-meta mb-2", id=ids.Protein.HIT_WORDS) if marked else None
    return _panel(
        "Sequence",
        html.Span(numbers.of(len(view.sequence), "residue"), className="bp-meta bp-num"),
        html.Span(className="bp-spacer"),
        html.Label("Colour", htmlFor=ids.Protein.COLOUR, className="bp-meta"),
        dbc.Select(id=ids.Protein.COLOUR, options=options, value="class", size="sm", className="w-auto"),
        body=html.Div(
            [words, modifications(_chain(view)), sites(view.sequence), *_folded(drawn, len(view.sequence), found)],
            className="bp-panel-body",
        ),
    )


def _chain(view: Record) -> str:
    """The sequence with its modifications."""
    return view.values.get("proforma") or view.sequence


def _folded(drawn: Any, length: int, found: Sequence[tuple[int, int]]) -> list[Any]:  # noqa: ANN401 - as Dash has it
    """The sequence, of which narrow places show three lines until it is unfolded; hits of a motif are never folded."""
    shown = html.Div(drawn, id=ids.Protein.SEQUENCE)
    if length <= _MOST_UNFOLDED or found:
        return [shown]
    words = f"Show all {numbers.of(length, 'residue')}"
    more = html.Button(words, className="btn btn-sm bp-quiet bp-unfold", **{"aria-expanded": "false"})
    return [html.Div(shown, className="bp-fold"), more]


def _hit_words(found: Sequence[tuple[int, int]]) -> str:
    """Such as "Motif found twice, at 12 to 14 and 88 to 90"."""
    places = [f"{start + 1:,}\N{EN DASH}{end:,}" if end > start + 1 else f"{end:,}" for start, end in found]
    listed = ", ".join(places[:_MOST_HITS]) + (" …" if len(places) > _MOST_HITS else "")
    return f"{numbers.of(len(found), 'motif hit')}{f', underlined: {listed}' if listed else ''}"


def window_for(length: int) -> int:
    """The window to begin with: 19, as for membrane helices, unless the chain is too short for it."""
    return next((width for width in (19, 9, 5) if 2 * width <= length), WINDOWS[0])


def _profile(view: Record) -> html.Section:
    windows = [{"value": str(width), "label": f"window {width}"} for width in WINDOWS]
    return _panel(
        "Profile",
        html.Span(className="bp-spacer"),
        html.Label("Scale", htmlFor=ids.Protein.SCALE, className="visually-hidden"),
        dbc.Select(id=ids.Protein.SCALE, options=[], value="kyte_doolittle", size="sm", className="w-auto bp-scale"),
        html.Label("Window", htmlFor=ids.Protein.WINDOW, className="visually-hidden"),
        dbc.Select(
            id=ids.Protein.WINDOW,
            options=windows,
            value=str(window_for(len(view.sequence))),
            size="sm",
            className="w-auto",
        ),
        save_button("profile", "Save the profile"),
        body=_plot(ids.Protein.PROFILE, "bp-h-profile", view, "Profile"),
    )


def _composition(view: Record, job: Job) -> html.Section:
    others = [
        html.Span([html.B(className="bp-swatch bp-bar-rest"), "10th to 90th percentile of proteins"]),
        html.Span("line: all residues together"),
    ]
    this = html.Span([html.B(className="bp-swatch bp-dot-pick"), "this protein"])
    legend = html.Span([this, *(others if is_enough(job) else [])], className="bp-legend")
    body = html.Div([_plot(ids.Protein.COMPOSITION, "bp-h-composition", view, "Composition"), _counts(view)])
    save = save_button("composition", "Save the composition")
    return _panel("Composition", html.Span(className="bp-spacer"), legend, save, body=body)


def _counts(view: Record) -> html.Div | None:
    """How often each residue occurs, in the order of the plot."""
    counts = dict(zip(alphabet.STANDARD, view.values.get("residue_counts") or (), strict=False))
    if not counts:
        return None
    total = sum(counts.values()) or 1
    cells = [
        html.Span(
            [
                html.B(letter, title=alphabet.NAMES[letter]),
                html.Span(numbers.count(counts[letter])),
                html.Span(f"{numbers.decimal(100 * counts[letter] / total, 1)} %", className="bp-unit"),
            ]
        )
        for letter in ORDER
    ]
    return html.Div(cells, className="bp-residues bp-num", id=ids.Protein.COUNTS)


def _values(view: Record, percentiles: Mapping[str, float], job: Job) -> html.Section:
    ph, own = job.options.ph, job.own_columns.rows
    said = html.Span("percentile in this analysis", className="bp-meta") if percentiles else None
    return _panel(
        "Values",
        html.Span(className="bp-spacer"),
        said,
        body=html.Div(
            [
                main_values(view.values, percentiles, ph),
                *([own_values(own, view.values, percentiles)] if own else []),
                html.Details(
                    [
                        html.Summary("All other properties"),
                        other_values(view.values, percentiles, ph, job.engine_version),
                    ],
                    className="bp-all-values",
                ),
            ],
            id=ids.Protein.VALUES,
            className="bp-scroll",
        ),
    )


def _titration(view: Record) -> html.Section:
    note = html.Span(id=ids.Protein.TITRATION_NOTE, className="bp-meta bp-num")
    plot = _plot(ids.Protein.TITRATION, "bp-h-titration", view, "Titration")
    sets = html.P(id=ids.Protein.TITRATION_SETS, className="bp-meta bp-under-plot")
    save = save_button("titration", "Save the titration curve")
    return _panel("Titration", html.Span(className="bp-spacer"), note, save, body=html.Div([plot, sets]))


def _plot(plot_id: str, height: str, view: Record, title: str) -> html.Div:
    clear = "rgba(0,0,0,0)"
    hidden = {"visible": False}
    empty = {"data": [], "layout": {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": clear, "plot_bgcolor": clear}}
    return figure_box(
        dcc.Graph(id=plot_id, config=_PLOT, figure=empty),
        title.lower(),
        title,
        ratio=0.5,
        className=f"bp-plot-box {height}",
        **{"data-figure-of": f"proteins/{view.ordinal}"},
    )


def _absorbance(view: Record) -> html.Section:
    fields = [
        _small_field(
            "A280",
            dbc.Input(
                id=ids.Protein.ABSORBANCE,
                value="",
                placeholder="0.84",
                debounce=200,
                autocomplete="off",
                className="bp-number",
            ),
        ),
        _small_field(
            "Path length (cm)",
            dbc.Input(id=ids.Protein.PATH_LENGTH, value="1.0", debounce=200, autocomplete="off", className="bp-number"),
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
