"""A file that can be read in more than one way: what each would give, and the choice."""

import re
from collections.abc import Mapping
from typing import Any

from dash import html

from dashboard.components.new.inspection_report import first_records
from dashboard.components.shared import numbers

_SHOWN = 3
_OPTION = re.compile(r" \((?:reading|translate) [^)]*\)")
"""How a sentence names the choice for a program; here are buttons for it."""


def question(upload: Mapping[str, Any]) -> html.Section:
    """What was seen, and for each choice its first records and the button that takes it."""
    return html.Section(
        [
            html.Div(html.H2("How should this be read?", className="h3"), className="bp-panel-head"),
            html.P(_OPTION.sub("", upload["message"]), className="bp-panel-body mb-0"),
            *(_choice(choice) for choice in upload["readings"]),
        ],
        className="bp-panel",
    )


def _choice(choice: Mapping[str, Any]) -> html.Div:
    if "translate" in choice:
        words = f"Translate by {choice['title']}"
        return html.Div(_button(words, "translate", choice["translate"]), className="bp-panel-body pt-0")
    inspection = choice["inspection"]
    rejected = f", {numbers.count(inspection['rejected'])} of them rejected" if inspection["rejected"] else ""
    return html.Div(
        [
            html.Div(
                [
                    html.B(f"{choice['title'][:1].upper()}{choice['title'][1:]}"),
                    html.Span(f"{numbers.of(inspection['records'], 'record')}{rejected}", className="bp-meta"),
                    html.Span(className="bp-spacer"),
                    _button("Read it this way", "reading", choice["reading"]),
                ],
                className="bp-panel-head bp-panel-head-inner",
            ),
            *first_records(inspection["first"][:_SHOWN])[1:],
        ]
    )


def _button(words: str, kind: str, value: str | int) -> html.Button:
    return html.Button(words, className="btn btn-sm btn-outline-secondary", **{f"data-{kind}": str(value)})
