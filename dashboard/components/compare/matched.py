"""Matched identifiers on the page that compares: how many meet, and the largest changes of one property."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import BY_KEY
from dashboard import ids
from dashboard.components.compare.page import median, swatch
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import empty


def matched(found: Any, options: Sequence[Mapping[str, str]]) -> html.Section:  # noqa: ANN401 - counts of a match
    """Counts of matched identifiers, and the largest changes of one property."""
    if not found.matched:
        words = empty(
            "No identifier is in both",
            "To see differences protein by protein, compare two analyses of the same file with other options.",
        )
        return html.Section([_matched_head([]), words], className="bp-panel")
    choose = [
        html.Label("Property", htmlFor=ids.Compare.MATCHED_KEY, className="visually-hidden"),
        dbc.Select(id=ids.Compare.MATCHED_KEY, options=list(options), value=found.key, size="sm", className="w-auto"),
    ]
    counts = f"{numbers.count(found.matched)} in both, {numbers.count(found.only_first)} only in the first, "
    counts += f"{numbers.count(found.only_second)} only in the second"
    if found.repeated:
        counts += f"; {numbers.count(found.repeated)} occur more than once on a side and are matched with nothing"
    if found.unnamed:
        counts += f"; {numbers.of(found.unnamed, 'record')} without an identifier"
    table = html.Div(id=ids.Compare.MATCHED_TABLE, className="bp-scroll")
    return html.Section(
        [_matched_head(choose), html.P(f"{counts}.", className="bp-meta px-3 pt-2 mb-0 mw-100"), table],
        className="bp-panel",
    )


def _matched_head(choose: Sequence[Any]) -> html.Div:
    heading = html.H2("Matched identifiers", className="h3")
    return html.Div([heading, html.Span(className="bp-spacer"), *choose], className="bp-panel-head")


def changes(rows: Sequence[Any], key: str, changed: int, paths: Sequence[str]) -> list[Any]:
    """The largest changes of one property; nothing to list when none changed."""
    if not changed:
        return [html.P(f"{BY_KEY[key].label} is the same in every matched record.", className="p-3 mb-0")]
    decimals = BY_KEY[key].decimals
    head = html.Tr(
        [html.Th("Identifier")]
        + [html.Th([swatch(place), BY_KEY[key].short], className="bp-r") for place in (0, 1)]
        + [html.Th("Change", className="bp-r pe-3")]
    )
    body = [
        html.Tr(
            [
                html.Td(dcc.Link(row.identifier, href=f"{paths[0]}/proteins/{row.ordinals[0]}"), className="bp-id"),
                *(html.Td(median(value, decimals), className="bp-r bp-num") for value in row.values),
                html.Td("" if row.delta is None else _change(row.delta, decimals), className="bp-r bp-num pe-3"),
            ]
        )
        for row in rows
    ]
    note = f"The {numbers.count(len(rows))} largest changes; {numbers.of(changed, 'record')} changed in all."
    table = html.Table([html.Thead(head), html.Tbody(body)], className="bp-table bp-diff")
    return [html.P(note, className="bp-meta px-3 pt-1 mb-1"), table]


def _change(value: float, decimals: int) -> str:
    words = numbers.decimal(value, decimals)
    return f"+{words}" if value > 0 else words
