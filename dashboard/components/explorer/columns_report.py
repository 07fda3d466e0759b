"""What a table gives, before anything is kept: matched and unmatched rows, and each column with its type."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html

from batchprot.columns import words
from batchprot.columns.choices import FORMS
from batchprot.properties.property import Kind
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.messages import message

KIND_NAMES: Final[Mapping[Kind, str]] = {
    Kind.NUMBER: "Number",
    Kind.INTEGER: "Integer",
    Kind.YES_NO: "Yes/no",
    Kind.CATEGORY: "Category",
    Kind.TEXT: "Text",
}
_LONGEST: Final = 60


def report_view(report: Mapping[str, Any], *, is_list: bool) -> list[Any]:
    """The report as people read it; `report` is its JSON."""
    return [
        html.P(_matched(report), className="bp-own-matched"),
        *([] if is_list else [_choices(report)]),
        *(message("error", problem) for problem in report["problems"]),
        *(message("warning", said) for said in report["damage"]),
        html.Ul([html.Li(said) for said in words.facts(report)], className="bp-meta bp-own-facts"),
        *([] if is_list else [_columns(report)]),
    ]


def _matched(report: Mapping[str, Any]) -> list[Any]:
    of = f" of {numbers.count(report['rows'])} rows matched by {report['match']}; "
    return [
        html.Strong(numbers.count(report["matched"])),
        of,
        html.Strong(numbers.count(report["named"])),
        f" of {numbers.count(report['records'])} proteins get values.",
    ]


def _choices(report: Mapping[str, Any]) -> html.Div:
    visible = [name for name, hidden in report["sheets"] if not hidden]
    parts = [
        _choice("key", "Proteins are named in", report["key"], report["headers"]),
        _choice("match", "by", report["match"], FORMS),
    ]
    if len(visible) > 1:
        parts.insert(0, _choice("sheet", "Sheet", report["sheet"], visible))
    return html.Div(parts, className="bp-own-choices")


def _choice(name: str, label: str, value: str, options: Sequence[str]) -> html.Label:
    select = dbc.Select(
        id=ids.own_choice(name), options=[{"value": one, "label": one} for one in options], value=value, size="sm"
    )
    return html.Label([html.Span(label, className="bp-meta"), select])


def _columns(report: Mapping[str, Any]) -> html.Div:
    names = ("", "Name", "Type", "Proteins", "Values", "")
    head = html.Tr([html.Th(name, className="bp-r" if name == "Proteins" else None) for name in names])
    rows = [_column(one) for one in report["columns"]]
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="bp-table")
    return html.Div(table, className="bp-scroll bp-own-columns")


def _column(column: Mapping[str, Any]) -> html.Tr:
    header = column["header"]
    options = [{"value": kind.value, "label": name} for kind, name in KIND_NAMES.items()]
    chosen = dbc.Checkbox(id=ids.own_new("chosen", header), value=True, name=f"Add {header}")
    name = dbc.Input(id=ids.own_new("name", header), value=column["label"], maxLength=60, size="sm", debounce=True)
    kind = dbc.Select(id=ids.own_new("kind", header), options=options, value=column["kind"], size="sm")
    return html.Tr(
        [
            html.Td(html.Label([html.Span(f"Add {header}", className="visually-hidden"), chosen])),
            html.Td(html.Label([html.Span(f"Name of {header}", className="visually-hidden"), name])),
            html.Td(html.Label([html.Span(f"Type of {header}", className="visually-hidden"), kind])),
            html.Td(numbers.count(column["filled"]), className="bp-r bp-num"),
            html.Td(
                ", ".join(str(one)[:_LONGEST] for one in column["examples"]), className="text-truncate bp-own-values"
            ),
            html.Td(words.about_column(column), className="bp-meta bp-own-bad"),
        ]
    )
