"""The values of one protein, each with its place in the analysis."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from batchprot.properties.groups.warnings import VERY_SHORT
from batchprot.properties.own import GROUP
from batchprot.properties.since import not_calculated
from batchprot.properties.table import BY_KEY, PROPERTIES, Kind, Property
from batchprot.properties.version import ENGINE_VERSION
from dashboard.components.shared import numbers, quantities

_STABLE_BELOW = 40
_QUALIFIER = "_qualifier"
_FORMULA = "formula"
_EMBOSS_NUMBER, _EMBOSS_WORDING = "inclusion_body_probability", "inclusion_body_wording"
_EMBOSS_LABEL = "Inclusion-body prediction (EMBOSS)"
_LIKELY = {"probability": "likely", "improbability": "unlikely"}


@dataclass(frozen=True, slots=True)
class Missing:
    """In place of a value that the engine of an analysis didn't calculate yet."""

    engine: str


MAIN = (
    "length",
    "molecular_weight_da",
    "isoelectric_point",
    "charge_at_ph",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "aromaticity",
    "extinction_reduced",
    "extinction_cystines",
)


def main_values(values: Mapping[str, Any], percentiles: Mapping[str, float], ph: float) -> html.Table:
    """The values that are asked for most; the charge says at which pH."""
    return _table([_row(BY_KEY[key], values, percentiles, ph) for key in MAIN])


def other_values(
    values: Mapping[str, Any], percentiles: Mapping[str, float], ph: float, engine: str = ENGINE_VERSION
) -> html.Table:
    """Every other property under its heading; what could not be calculated says so, and what `engine` didn't yet."""
    values = dict(values) | dict.fromkeys(not_calculated(engine), Missing(engine))
    rows: list[Any] = []
    others = [row for row in PROPERTIES if _stands_alone(row) and row.key not in MAIN]
    for group in dict.fromkeys(row.group for row in others):
        rows.append(_group(group))
        rows += [_row(row, values, percentiles, ph) for row in others if row.group == group]
    return _table(rows)


def own_values(
    rows: Sequence[Property], values: Mapping[str, Any], percentiles: Mapping[str, float] | None = None
) -> html.Table:
    """The values of the columns that people supplied."""
    return _table([_group(GROUP), *(_row(row, values, percentiles or {}, 0.0) for row in rows)])


def _stands_alone(row: Property) -> bool:
    is_part = row.key.endswith(_QUALIFIER) or row.key in {"notes", _EMBOSS_NUMBER}  # said beside another
    return row.kind is not Kind.COUNTS and not is_part


def _table(rows: list[Any]) -> html.Table:
    return html.Table(html.Tbody(rows), className="bp-table bp-values")


def _group(name: str) -> html.Tr:
    return html.Tr(html.Th(name, colSpan=5, scope="colgroup"), className="bp-values-group")


def _row(row: Property, values: Mapping[str, Any], percentiles: Mapping[str, float], ph: float) -> html.Tr:
    cells = [
        html.Td(_EMBOSS_LABEL if row.key == _EMBOSS_WORDING else quantities.label(row.key, ph), title=row.summary),
        html.Td(shown(row, values), className="bp-r fw-semibold bp-num"),
        html.Td(_unit(row, values), className="bp-meta ps-0"),
    ]
    # Of a few proteins a percentile says nothing, and there is no room for it.
    return html.Tr([*cells, *_percentile(percentiles.get(row.key))] if percentiles else cells)


def _percentile(percentile: float | None) -> list[Any]:
    if percentile is None:
        return [html.Td(), html.Td()]
    return [
        html.Td(_bar(percentile)),
        html.Td(numbers.ordinal(_whole(percentile)), className="bp-r bp-meta bp-num"),
    ]


def _whole(percentile: float) -> int:
    return min(99, max(1, round(percentile)))


def shown(row: Property, values: Mapping[str, Any]) -> html.Span | str:
    """A value as printed, with the ">" that half-lives carry in a column of their own."""
    value = values.get(row.key)
    if isinstance(value, Missing):
        return html.Span(f"not calculated with engine {value.engine}", className="bp-unit")
    if value is None or value == "":
        return html.Span("no value" if row.home == "own" else "not calculated", className="bp-unit")
    if row.key == _FORMULA:
        return formula(str(value))
    if row.key == _EMBOSS_WORDING and values.get(_EMBOSS_NUMBER) is not None:
        number = numbers.decimal(values[_EMBOSS_NUMBER], BY_KEY[_EMBOSS_NUMBER].decimals)
        return f"{_LIKELY.get(str(value), str(value))}, p = {number}"
    if row.kind not in {Kind.NUMBER, Kind.INTEGER}:
        return str(value)
    return f"{values.get(row.key + _QUALIFIER) or ''}{numbers.decimal(value, row.decimals)}"


def formula(text: str) -> html.Span:
    """A chemical formula with its numbers as indices."""
    parts = [part for part in re.split(r"(\d+)", text) if part]
    return html.Span([html.Sub(part) if part.isdigit() else part for part in parts])


def _unit(row: Property, values: Mapping[str, Any]) -> str:
    if row.key == "instability_index" and values.get(row.key) is not None:
        if (values.get("length") or 0) < VERY_SHORT:
            return ""
        return "predicted stable" if values[row.key] < _STABLE_BELOW else "predicted unstable"
    return row.unit


def _bar(percentile: float) -> html.Div:
    return html.Div(
        html.I(style={"left": f"{percentile:.1f}%"}),
        className="bp-pct",
        role="img",
        **{"aria-label": f"{numbers.ordinal(_whole(percentile))} percentile"},
    )
