"""A file that can be read in more than one way: what each would give, and the choice."""

from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.new.inspection_report import first_records
from dashboard.components.shared import numbers

_SHOWN = 3


def question(upload: Mapping[str, Any]) -> html.Section:
    """What was seen, and for each choice its first records and the button that takes it."""
    return html.Section(
        [
            html.Div(html.H2("How is this to be read?", className="h3"), className="bp-panel-head"),
            html.P(upload["message"], className="bp-panel-body pb-0 mb-0"),
            *(_choice(choice) for choice in upload["readings"]),
        ],
        className="bp-panel",
    )


def _choice(choice: Mapping[str, Any]) -> html.Div:
    if "translate" in choice:
        return html.Div(
            _button(f"Translate by {choice['title']}", "translate", choice["translate"]), className="bp-panel-body pb-0"
        )
    inspection = choice["inspection"]
    rejected = f", {numbers.count(inspection['rejected'])} of them rejected" if inspection["rejected"] else ""
    return html.Div(
        [
            html.Div(
                [
                    html.B(f"{choice['title'][:1].upper()}{choice['title'][1:]}"),
                    html.Span(f"{numbers.of(inspection['records'], 'record')}{rejected}", className="bp-meta"),
                    html.Span(className="bp-spacer"),
                    _button("Read it so", "reading", choice["reading"]),
                ],
                className="bp-panel-head bp-panel-head-inner",
            ),
            *first_records(inspection["first"][:_SHOWN])[1:],
        ]
    )


def _button(words: str, kind: str, value: str | int) -> html.Button:
    return html.Button(words, className="btn btn-sm btn-outline-secondary", **{f"data-{kind}": str(value)})
