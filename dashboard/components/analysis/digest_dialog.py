"""The dialog that cuts the proteins of an analysis into peptides: enzyme, missed cleavages, which peptides are kept."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from batchprot.properties.cleavage import LONGEST_RULE, MOST_MISSED, TITLES, Digest
from batchprot.reading.limits import DEFAULT_LIMITS
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon

OWN_RULE = "rule"


def digest_dialog() -> dbc.Modal:
    """The dialog, closed."""
    return dbc.Modal(
        [
            dbc.ModalHeader(html.H2("Cut into peptides", id=ids.Digest.TITLE, className="h3 mb-0")),
            dbc.ModalBody(
                [
                    html.P(
                        "All proteins of this analysis are cut over their whole length. The peptides become a new "
                        "analysis with every property and m/z, and with the protein and position of each.",
                        className="mb-3",
                    ),
                    html.Div(_fields(), className="row g-3 align-items-end"),
                    html.Div(id=ids.Digest.PROBLEM, className="bp-field-error mt-2", role="alert"),
                    _actions(),
                    dcc.Store(id=ids.Digest.KEY),
                ]
            ),
        ],
        id=ids.Digest.DIALOG,
        labelledby=ids.Digest.TITLE,
        is_open=False,
        scrollable=True,
    )


def _fields() -> list[Any]:
    usual = Digest()
    enzymes = [{"value": name, "label": title} for name, title in TITLES.items()]
    enzymes.append({"value": OWN_RULE, "label": "A rule of your own…"})
    missed = [{"value": str(number), "label": "none" if not number else f"up to {number}"} for number in _most()]
    low, high = usual.lengths
    return [
        _field("col-7", "Enzyme", dbc.Select(id=ids.Digest.ENZYME, options=enzymes, value=usual.rule)),
        _field("col-5", "Missed cleavages", dbc.Select(id=ids.Digest.MISSED, options=missed, value=str(usual.missed))),
        html.Div(
            [
                html.Label("Rule", htmlFor=ids.Digest.RULE, className="form-label"),
                dbc.Input(id=ids.Digest.RULE, placeholder="[KR]|{P}", maxLength=LONGEST_RULE, autocomplete="off"),
                html.Div(
                    "[KR]|{P} cuts after K or R unless P follows, [X]|[D] before D; several are separated by commas.",
                    className="form-text",
                ),
            ],
            id=ids.Digest.RULE_BOX,
            className="col-12",
            hidden=True,
        ),
        _field("col-3", "Residues from", _number(ids.Digest.SHORTEST, f"{low}")),
        _field("col-3", "to", _number(ids.Digest.LONGEST, f"{high}")),
        _field("col-3", "Mass from (Da)", _number(ids.Digest.LIGHTEST, None, "any")),
        _field("col-3", "to", _number(ids.Digest.HEAVIEST, None, "any")),
        _field(
            "col-12",
            "Title",
            dbc.Input(id=ids.Digest.NAME, maxLength=200, placeholder="The present title and the enzyme"),
        ),
    ]


def _most() -> range:
    return range(MOST_MISSED + 1)


def _number(control: str, value: str | None, placeholder: str = "") -> dbc.Input:
    return dbc.Input(id=control, value=value, placeholder=placeholder, className="bp-num", autocomplete="off")


def _field(width: str, label: str, control: dbc.Input | dbc.Select) -> html.Div:
    return html.Div([html.Label(label, htmlFor=control.id, className="form-label"), control], className=width)


def _actions() -> html.Div:
    most = f"An analysis has at most {numbers.count(DEFAULT_LIMITS.records)} peptides."
    return html.Div(
        [
            html.Button([icon("plus"), "Start"], id=ids.Digest.START, className="btn btn-primary"),
            html.Span(most, className="bp-meta"),
        ],
        className="d-flex align-items-center gap-3 mt-3",
    )


def digest_button() -> html.Button:
    """What opens the dialog, in the heading of an analysis."""
    return html.Button(
        [icon("scissors"), html.Span("Cut into peptides", className="d-none d-md-inline")],
        id=ids.Digest.OPEN,
        title="Cut into peptides",
        className="btn btn-sm btn-outline-secondary flex-shrink-0",
        **{"aria-label": "Cut into peptides", "aria-haspopup": "dialog"},
    )
