"""Matched identifiers on the page that compares: how many meet, and the proteins that changed, page by page."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.table import described
from dashboard import ids
from dashboard.components.compare.sides import key
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import empty
from results.compare.found import PAGE, Match, MatchedPage, Matches


def matched(others: Sequence[Mapping[str, str]], keys: Sequence[Mapping[str, str]]) -> html.Section:
    """The place of the table, with the side and the property to choose; `others` are empty when nothing meets."""
    heading = html.H2("Matched identifiers", className="h3")
    if not others:
        words = empty(
            "No shared identifiers",
            "To see changes protein by protein, compare two analyses of the same file with different options.",
        )
        return html.Section([html.Div(heading, className="bp-panel-head"), words], className="bp-panel")
    choose = [
        html.Label("Side", htmlFor=ids.Compare.MATCHED_OTHER, className="visually-hidden"),
        _select(ids.Compare.MATCHED_OTHER, others),
        html.Label("Property", htmlFor=ids.Compare.MATCHED_KEY, className="visually-hidden"),
        _select(ids.Compare.MATCHED_KEY, keys),
    ]
    pages = [
        html.Button("Previous", id=ids.Compare.MATCHED_BACK, className="btn btn-sm btn-outline-secondary"),
        html.Button("Next", id=ids.Compare.MATCHED_NEXT, className="btn btn-sm btn-outline-secondary"),
        html.Span(id=ids.Compare.MATCHED_PLACE, className="bp-meta", role="status"),
    ]
    return html.Section(
        [
            html.Div([heading, html.Span(className="bp-spacer"), *choose], className="bp-panel-head"),
            html.Div(id=ids.Compare.MATCHED_TABLE, className="bp-scroll"),
            html.Div(pages, className="d-flex align-items-center gap-2 px-3 py-2"),
            dcc.Store(id=ids.Compare.MATCHED_PAGE, data=1),
        ],
        className="bp-panel",
    )


def _select(id_: str, options: Sequence[Mapping[str, str]]) -> dbc.Select:
    return dbc.Select(id=id_, options=list(options), value=options[0]["value"], size="sm", className="w-auto mw-50")


def counts(found: Matches) -> str:
    """How the identifiers of two sides meet, in words."""
    words = f"{numbers.count(found.matched)} in both, {numbers.count(found.only_first)} only in the first, "
    words += f"{numbers.count(found.only_other)} only in the other"
    if found.repeated:
        words += f"; {numbers.of(found.repeated, 'identifier')} on a side more than once, matched with nothing"
    if found.unnamed:
        words += f"; {numbers.of(found.unnamed, 'record')} without an identifier"
    return f"{words}."


def changes(shown: MatchedPage, other: int, paths: Sequence[str]) -> list[Any]:
    """One page of the proteins that changed in a property; nothing to list when none changed."""
    words = html.P(counts(shown.matches), className="bp-meta px-3 pt-2 mb-1 mw-100")
    row = described(shown.key)
    if not shown.changed:
        return [words, html.P(f"{row.label} is the same in every pair.", className="px-3 pb-2 mb-0")]
    head = html.Tr(
        [html.Th("Identifier")]
        + [html.Th([key(place), f" {row.short}"], className="bp-r") for place in (0, other)]
        + [html.Th("Change", className="bp-r pe-3")]
    )
    body = [_row(one, row.decimals, paths) for one in shown.rows]
    return [words, html.Table([html.Thead(head), html.Tbody(body)], className="bp-table bp-diff")]


def place(shown: MatchedPage) -> str:
    """Which of the changes are on this page."""
    if not shown.changed:
        return ""
    first = (shown.number - 1) * PAGE + 1
    last = numbers.count(first + len(shown.rows) - 1)
    return f"{numbers.count(first)} to {last} of {numbers.of(shown.changed, 'change')}"


def _row(one: Match, decimals: int, paths: Sequence[str]) -> html.Tr:
    values = ("none" if value is None else numbers.decimal(value, decimals) for value in one.values)
    name = one.identifier or f"Record {one.ordinals[0]}"
    return html.Tr(
        [
            html.Td(dcc.Link(name, href=f"{paths[0]}/proteins/{one.ordinals[0]}"), className="bp-id"),
            *(html.Td(value, className="bp-r bp-num") for value in values),
            html.Td("" if one.delta is None else _change(one.delta, decimals), className="bp-r bp-num pe-3"),
        ]
    )


def _change(value: float, decimals: int) -> str:
    """A change with its sign; one too small for the decimals is not 0."""
    words = numbers.decimal(abs(value), decimals)
    if not any(digit in words for digit in "123456789"):
        words = f"less than {10.0**-decimals:g}"
        return f"{'+' if value > 0 else numbers.MINUS} ({words})"
    return f"{'+' if value > 0 else numbers.MINUS}{words}"
