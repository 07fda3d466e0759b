"""The values of one protein, each with its place in the batch."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components import numbers
from protein.properties import PROPERTIES, Kind, Property

_STABLE_BELOW = 40
_QUALIFIER = "_qualifier"


def values_table(values: Mapping[str, Any], percentiles: Mapping[str, float]) -> html.Table:
    """Every measured property, grouped as in the property table; what was not measured says so by being empty."""
    rows: list[Any] = []
    group = ""
    for row in PROPERTIES:
        if row.kind is Kind.COUNTS or row.key.endswith(_QUALIFIER) or row.key in {"notes", "crc64"}:
            continue
        if row.group != group and rows:
            rows.append(_group(row.group))
        group = row.group
        rows.append(_row(row, values, percentiles.get(row.key)))
    return html.Table(html.Tbody(rows), className="bp-table bp-values bp-tight")


def _group(name: str) -> html.Tr:
    return html.Tr(html.Th(name, colSpan=5, scope="colgroup"), className="bp-values-group")


def _row(row: Property, values: Mapping[str, Any], percentile: float | None) -> html.Tr:
    return html.Tr(
        [
            html.Td(row.label, title=row.summary),
            html.Td(shown(row, values), className="bp-r fw-semibold bp-num"),
            html.Td(_unit(row, values), className="bp-meta ps-0"),
            html.Td(_bar(percentile) if percentile is not None else ""),
            html.Td(
                numbers.ordinal(_whole(percentile)) if percentile is not None else "", className="bp-r bp-meta bp-num"
            ),
        ]
    )


def _whole(percentile: float) -> int:
    return min(99, max(1, round(percentile)))


def shown(row: Property, values: Mapping[str, Any]) -> html.Span | str:
    """A value as printed, with the ">" that half-lives carry in a column of their own."""
    value = values.get(row.key)
    if value is None or value == "":
        return html.Span("not measured", className="bp-unit")
    if row.kind is Kind.TEXT:
        return str(value)
    return f"{values.get(row.key + _QUALIFIER) or ''}{numbers.decimal(value, row.decimals)}"


def _unit(row: Property, values: Mapping[str, Any]) -> str:
    if row.key == "instability_index" and values.get(row.key) is not None:
        return "stable" if values[row.key] < _STABLE_BELOW else "unstable"
    return row.unit


def _bar(percentile: float) -> html.Div:
    return html.Div(
        html.I(style={"left": f"{percentile:.1f}%"}),
        className="bp-pct",
        role="img",
        **{"aria-label": f"{numbers.ordinal(_whole(percentile))} percentile"},
    )
