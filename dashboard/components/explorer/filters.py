"""The filters of the explorer: text, status, and a small histogram with exact bounds for each property."""

from collections.abc import Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from batchprot.properties.table import BY_KEY, PROPERTIES, Property
from dashboard import ids
from dashboard.components.explorer import categories
from dashboard.components.shared import numbers, quantities
from dashboard.components.shared.facts import Histogram
from dashboard.components.shared.icons import icon
from dashboard.components.shared.messages import skeleton
from dashboard.figures import correlation

DEFAULT = correlation.DEFAULT
BINS = 40
SIDES = ("min", "max")

Range = tuple[float | None, float | None]


def numeric() -> list[Property]:
    """Every property whose values can be ranked and drawn."""
    return [row for row in PROPERTIES if row.is_quantity]


def property_options(keys: Sequence[str] | None = None) -> list[dict[str, str]]:
    """Properties as choices of a select."""
    return [{"value": row.key, "label": row.label} for row in numeric() if keys is None or row.key in keys]


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


def property_filter(key: str, histogram: Histogram, chosen: Range | None, ph: float | None = None) -> html.Div:
    """One property: name, histogram, and the bounds as numbers to type."""
    row = BY_KEY[key]
    aria: dict[str, Any] = {"aria-label": f"Clear {row.label} filter"}
    hidden: dict[str, Any] = {"aria-hidden": "true", "data-key": key}
    clear = html.Button(
        icon("x"), id=ids.filter_clear(key), className="btn bp-quiet bp-f-x", hidden=chosen is None, **aria
    )
    head = [
        quantities.label(key, ph),
        html.Span(row.unit, className="bp-unit"),
        html.Span(className="bp-spacer"),
        clear,
    ]
    return html.Div(
        [
            html.Div(head, className="bp-f-head"),
            # Its bounds are typed below it, so it is hidden from readers.
            html.Div(className="bp-hist", **hidden),
            html.Div([_bound(side, row, histogram, chosen) for side in SIDES], className="bp-f-bounds"),
        ],
        id=ids.filter_box(key),
        disable_n_clicks=True,
        className=filter_class(chosen),
    )


def filter_class(chosen: Range | None) -> str:
    """How a filter looks that selects, or does not."""
    return "bp-f" if chosen is None else "bp-f on"


def filter_strip(histogram: Histogram, chosen: Range | None) -> dict[str, Any]:
    """The small histogram of one filter, in numbers: assets/brush.js draws it."""
    edges, counts, selected = histogram.edges, histogram.counts, histogram.selected
    if edges and histogram.least is not None and histogram.below[0]:
        edges = [min(histogram.least, edges[0] - histogram.step), *edges]
        counts, selected = [histogram.below[0], *counts], [histogram.below[1], *selected]
    if edges and histogram.most is not None and histogram.above[0]:
        edges = [*edges, max(histogram.most, edges[-1] + histogram.step)]
        counts, selected = [*counts, histogram.above[0]], [*selected, histogram.above[1]]
    drawn = {"edges": edges, "counts": counts, "selected": selected}
    return {**drawn, "chosen": chosen, "decimals": histogram.decimals}


def bound_text(side: str, chosen: Range | None) -> str:
    """What stands in the field of one bound, with all its digits; nothing while that side is open."""
    return numbers.exact(chosen[SIDES.index(side)]) if chosen is not None else ""


def _bound(side: str, row: Property, histogram: Histogram, chosen: Range | None) -> html.Label:
    edge = histogram.least if side == "min" else histogram.most
    words = "at least" if side == "min" else "at most"
    return html.Label(
        [
            html.Span(f"{row.label}, {words}", className="visually-hidden"),
            dbc.Input(
                id=ids.bound(side, row.key),
                value=bound_text(side, chosen),
                placeholder=numbers.decimal(edge, min(row.decimals, 2)),
                autocomplete="off",
            ),
        ]
    )


def chip_text(key: str, chosen: Range) -> str:
    """Such as "GRAVY 0 to 0.3" and "pI at least 9"."""
    row = BY_KEY[key]
    low, high = map(numbers.exact, chosen)
    if low and high:
        return f"{row.short} {low} to {high}"
    return f"{row.short} at least {low}" if low else f"{row.short} at most {high}"


def chips(conditions: Sequence[tuple[str, str]]) -> list[html.Span]:
    """One removable chip per condition, given as (name, words)."""
    made = []
    for name, words in conditions:
        mark = [icon("lasso")] if name == "region" else []
        aria: dict[str, Any] = {"aria-label": f"Remove {words}"}
        remove = html.Button(icon("x"), id=ids.chip(name), **aria)
        made.append(html.Span([*mark, words, remove], className="bp-chip"))
    return made
