"""One property explained: what it is, how it is computed, what it does not mean, why other tools differ."""

from typing import Any

from dash import dcc, html

from batchprot.properties.table import Kind, Property
from dashboard.components.shared.numbers import MINUS
from dashboard.components.shared.plain_table import plain_table

_KINDS = {Kind.INTEGER: "whole number", Kind.TEXT: "text", Kind.COUNTS: "20 whole numbers"}
DIFFERENCES = "differences"
"""The part of the page that says why other tools give another number."""
_PRESETS = {"basic": "basic, advanced, all", "advanced": "advanced, all", "all": "all"}


def article(row: Property, methods: dict[str, Any]) -> html.Article:
    """The article of one property; `methods` is the generated data."""
    return html.Article(
        [
            html.Div(row.group, className="bp-meta mb-1"),
            html.H1(_title(row), className="bp-meth-title"),
            html.P(row.summary, className="bp-lead"),
            _facts(row),
            html.H2("Formula"),
            html.Div(row.formula, className="bp-formula bp-formula-words"),
            *_caveat(row),
            *_differences(methods["differences"].get(row.key, [])),
            *(_constants(table) for table in methods["constants"].get(row.key, [])),
            *_reference(row),
        ],
        className="bp-prose",
    )


def _title(row: Property) -> list[Any]:
    return [row.label] if row.short == row.label else [f"{row.label} ", html.Span(row.short, className="bp-unit")]


def _facts(row: Property) -> html.Div:
    shown = str(row.decimals) if row.kind is Kind.NUMBER else _KINDS[row.kind]
    facts = [
        *([("Unit", row.unit)] if row.unit else []),
        ("Decimals shown" if row.kind is Kind.NUMBER else "Kind", shown),
        ("Range", row.range),
        ("Column sets", _PRESETS[row.preset]),
    ]
    column = html.Div([html.Span("CSV column"), html.B(row.key, className="bp-mono")])
    return html.Div(
        [*(html.Div([html.Span(name), html.B(value)]) for name, value in facts), column], className="bp-facts"
    )


def _constants(table: dict[str, Any]) -> html.Div:
    right = {number for number in range(1, len(table["head"])) if all(_is_number(row[number]) for row in table["rows"])}
    rows = [[_minus(text) for text in row] for row in table["rows"]]
    return html.Div(
        [
            html.H2(table["title"]),
            html.Div(
                plain_table(table["head"], rows, right, table["title"]),
                className="bp-panel bp-panel-clip mb-4",
            ),
        ]
    )


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def _minus(text: str) -> str:
    return text.replace("-", MINUS) if _is_number(text) else text


def _caveat(row: Property) -> list[Any]:
    return [html.H2("Limitations"), html.P(row.caveat)] if row.caveat else []


def _differences(differences: list[dict[str, Any]]) -> list[Any]:
    if not differences:
        return []
    return [
        html.H2("Why does this differ from another tool?", id=DIFFERENCES),
        *(_difference(each) for each in differences),
    ]


def _difference(difference: dict[str, Any]) -> html.Div:
    tool = difference["tool"]
    rows = [[each["sequence"], each["ours"], each["theirs"]] for each in difference["examples"]]
    table = plain_table(["Example", "Here", tool], rows, {1, 2}, f"Examples against {tool}")
    parts: list[Any] = [html.P([html.B(tool), f". {difference['text']}"])]
    if rows:
        parts.append(html.Div(table, className="bp-panel bp-panel-clip mb-4"))
    return html.Div(parts)


def _reference(row: Property) -> list[Any]:
    if not row.reference:
        return []
    link: list[Any] = (
        [" ", html.A(f"doi:{row.doi}", href=f"https://doi.org/{row.doi}", rel="noopener")] if row.doi else []
    )
    return [html.H2("Reference"), html.P([f"{row.reference.rstrip('.')}.", *link], className="bp-ref")]


def contents(groups: dict[str, list[Property]], chosen: str, methods: dict[str, Any]) -> list[Any]:
    """The list of properties by group, as links; assets/methods.js searches their words."""
    return [
        part
        for group, rows in groups.items()
        for part in (
            html.Div(group, className="bp-toc-g"),
            *(_entry(row, methods["differences"].get(row.key, []), chosen=row.key == chosen) for row in rows),
        )
    ]


def _entry(row: Property, differences: list[dict[str, Any]], *, chosen: bool) -> html.Div:
    # dcc.Link takes no aria attributes; the class and the heading beside it say where one is.
    link = dcc.Link(row.label, href=f"/methods?property={row.key}", className="active" if chosen else None)
    tools = [each["tool"] for each in differences]
    words = " ".join((row.label, row.short, row.key, row.group, row.summary, row.reference, *tools)).lower()
    return html.Div(link, **{"data-words": words})
