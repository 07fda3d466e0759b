"""The filters of the explorer: text, status, and a small histogram with exact bounds for each property."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from batchprot.properties.table import PROPERTIES, Property, described
from dashboard import ids
from dashboard.components.explorer import categories
from dashboard.components.shared import numbers, quantities
from dashboard.components.shared.facts import Histogram
from dashboard.components.shared.icons import icon
from dashboard.components.shared.messages import skeleton
from dashboard.components.shared.not_calculated import MARK, is_missing
from results import first_look

DEFAULT = first_look.FILTERS
BINS = first_look.FILTER_BINS
SIDES = quantities.SIDES

Range = tuple[float | None, float | None]


def numeric(own: Sequence[str] = ()) -> list[Property]:
    """Every column whose values can be ranked and drawn: own ones, by their keys, and all computed ones."""
    return [row for row in (*map(described, own), *PROPERTIES) if row.is_quantity]


def keys_of(own: Sequence[str]) -> list[str]:
    """Of these own columns those with numbers."""
    return [key for key in own if described(key).is_quantity]


def property_options(
    keys: Sequence[str] | None = None, ph: float | None = None, own: Sequence[str] = (), engine: str = ""
) -> list[dict[str, str]]:
    """Columns with numbers as choices of a select; what `engine` didn't calculate is marked."""
    return [
        {"value": row.key, "label": quantities.label(row.key, ph) + (MARK if is_missing(row.key, engine) else "")}
        for row in numeric(own)
        if keys is None or row.key in keys
    ]


def panel(*, text: str = "", motif: str = "", statuses: Sequence[str] = (), identical: bool | None = None) -> list[Any]:
    """What stands in the left-hand column; the histograms come with the first answer."""
    close = html.Button(
        icon("x"),
        id=ids.Explorer.FILTERS_CLOSE,
        className="btn bp-quiet bp-icon d-lg-none",
        **{"aria-label": "Close filters"},
    )
    return [
        html.Div(
            [html.H2("Filters", className="h3"), html.Span(className="bp-spacer"), close],
            className="bp-panel-head d-lg-none",
        ),
        _search(text, motif),
        *categories.boxes(statuses, identical=identical),
        html.Div([_waiting() for _ in DEFAULT], id=ids.Explorer.FILTER_LIST, disable_n_clicks=True),
        html.Div(
            [
                html.Label("Add a property", htmlFor=ids.Explorer.ADD_FILTER, className="visually-hidden"),
                dbc.Select(id=ids.Explorer.ADD_FILTER, options=[], value="", placeholder="Add a property", size="sm"),
            ],
            className="bp-f-add",
        ),
    ]


def _search(text: str, motif: str) -> html.Div:
    """The search, and the switch for a motif; assets/controls.js says below it what can't be read."""
    field = html.Div(
        [
            html.Label("Search names or motifs", htmlFor=ids.Explorer.TEXT, className="visually-hidden"),
            html.Span(icon("search"), className="bp-search-icon bp-search-icon-sm"),
            dbc.Input(
                id=ids.Explorer.TEXT,
                value=motif or text,
                placeholder="Search names",
                size="sm",
                debounce=350,
                maxLength=200,
                autocomplete="off",
            ),
        ],
        className="position-relative bp-f-search flex-fill",
    )
    title = "Search sequences for a motif: N-{P}-[ST]-{P} or NXS"
    switch = html.Span(dbc.Switch(id=ids.Explorer.MOTIF, label="Motif", value=bool(motif)), title=title)
    return html.Div(html.Div([field, switch], className="bp-f-find"), className="bp-f")


def _waiting() -> html.Div:
    return html.Div([skeleton(width="55%"), skeleton("26px")], className="bp-f bp-f-waiting")


def property_filter(
    key: str, histogram: Histogram, chosen: Range | None, ph: float | None = None, *, missing: Sequence[Any] = ()
) -> html.Div:
    """One property: name, histogram, and the bounds as numbers to type; or, with `missing`, why it has no values."""
    aria: dict[str, Any] = {"aria-label": f"Clear {quantities.label(key, ph)} filter"}
    hidden: dict[str, Any] = {"aria-hidden": "true", "data-key": key}
    clear = html.Button(
        icon("x"), id=ids.filter_clear(key), className="btn bp-quiet bp-f-x", hidden=chosen is None, **aria
    )
    head = [
        quantities.label(key, ph),
        html.Span(quantities.unit(key), className="bp-unit"),
        html.Span(className="bp-spacer"),
        clear,
    ]
    return html.Div(
        [
            html.Div(head, className="bp-f-head"),
            *([html.Div(list(missing), className="bp-meta bp-f-missing")] if missing else []),
            # Its bounds are typed below it, so it is hidden from readers.
            html.Div(className="bp-hist", **hidden),
            html.Div([_bound(side, key, histogram, chosen, ph) for side in SIDES], className="bp-f-bounds"),
        ],
        id=ids.filter_box(key),
        disable_n_clicks=True,
        className=filter_class(chosen),
    )


def filter_class(chosen: Range | None) -> str:
    """How a filter looks that selects, or does not."""
    return "bp-f" if chosen is None else "bp-f on"


def filter_strip(histogram: Histogram, chosen: Range | None, codes: str = "") -> dict[str, Any]:
    """The small histogram of one filter, in numbers: assets/brush.js draws it.

    `codes` names the place of each protein in it, counted from below the first bin: assets/live.js asks for them.
    """
    edges, counts, selected = histogram.edges, histogram.counts, histogram.selected
    if edges and histogram.least is not None and histogram.below[0]:
        edges = [min(histogram.least, edges[0] - histogram.step), *edges]
        counts, selected = [histogram.below[0], *counts], [histogram.below[1], *selected]
    if edges and histogram.most is not None and histogram.above[0]:
        edges = [*edges, max(histogram.most, edges[-1] + histogram.step)]
        counts, selected = [*counts, histogram.above[0]], [*selected, histogram.above[1]]
    drawn = {"edges": edges, "counts": counts, "selected": selected}
    live = {"codes": codes, "first": 0 if histogram.below[0] else 1}
    return {**drawn, "chosen": chosen, "decimals": histogram.decimals, **live}


def bound_text(key: str, side: str, chosen: Range | None) -> str:
    """What stands in the field of one bound, with all its digits; nothing while that side is open."""
    return quantities.bound_text(key, side, chosen[SIDES.index(side)]) if chosen is not None else ""


def _bound(side: str, key: str, histogram: Histogram, chosen: Range | None, ph: float | None) -> html.Label:
    edge = histogram.least if side == "min" else histogram.most
    words = "at least" if side == "min" else "at most"
    return html.Label(
        [
            html.Span(f"{quantities.named(key, ph)}, {words}", className="visually-hidden"),
            dbc.Input(
                id=ids.bound(side, key),
                value=bound_text(key, side, chosen),
                placeholder=_extreme(key, edge),
                autocomplete="off",
            ),
        ]
    )


def _extreme(key: str, value: float | None) -> str:
    """The least or the greatest value, as a hint of what can be typed."""
    if quantities.factor(key) != 1:
        return quantities.text(key, value)
    return numbers.decimal(value, min(quantities.decimals(key), 2))


def chip_text(key: str, chosen: Range, ph: float | None = None) -> str:
    """Such as "GRAVY 0 to 0.3", "MW 45.0 to 60.0 kDa" and "Net charge at pH 7.0 at least 9"."""
    low, high = (bound_text(key, side, chosen) for side in SIDES)
    words = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    unit = quantities.unit(key) if quantities.factor(key) != 1 else ""
    return " ".join(filter(None, (chip_name(key, ph), words, unit)))


def chip_name(key: str, ph: float | None = None) -> str:
    """A property's name in a chip: the short one, unless the full one says a pH."""
    full = quantities.label(key, ph)
    return full if full != described(key).label else described(key).short


def chips(conditions: Sequence[tuple[str, str]]) -> list[html.Span]:
    """One removable chip per condition, given as (name, words)."""
    made = []
    for name, words in conditions:
        mark = [icon("lasso")] if name == "region" else []
        aria: dict[str, Any] = {"aria-label": f"Remove {words}"}
        remove = html.Button(icon("x"), id=ids.chip(name), **aria)
        made.append(html.Span([*mark, words, remove], className="bp-chip"))
    return made
