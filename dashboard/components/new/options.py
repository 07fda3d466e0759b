"""Title, options and the one button that starts an analysis."""

from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from batchprot.properties.options import PKA_SETS, AnalysisOptions
from dashboard import ids
from dashboard.components.shared import numbers

_CONSTANTS = {"expasy": "Expasy ProtParam", "biopython": "Biopython"}
_AMBIGUOUS = {
    "exclude": "Ignore them",
    "average": "Average them, as EMBOSS does",
    "reject": "Reject the record",
}


def panel() -> html.Section:
    """The right-hand column, with the defaults chosen."""
    default = AnalysisOptions()
    return html.Section(
        html.Div(
            [
                _field("Title", dbc.Input(id=ids.New.TITLE, maxLength=200, placeholder="Name this analysis")),
                _field(
                    "Calculate like",
                    dbc.Select(id=ids.New.CONSTANTS, options=_choices(_CONSTANTS), value=default.constants),
                ),
                html.Details(
                    [
                        html.Summary(
                            ["Options ", html.Span("(defaults)", id=ids.New.OPTIONS_CHANGED, className="bp-meta")]
                        ),
                        html.Div(_folded(default), className="d-flex flex-column gap-3 mt-3"),
                    ],
                    id=ids.New.OPTIONS,
                ),
                html.Div(
                    [
                        html.Button(
                            "Add sequences to start",
                            id=ids.New.SUBMIT,
                            className="btn btn-primary btn-lg w-100",
                            disabled=True,
                        ),
                        html.Div(id=ids.New.SUBMIT_NOTE, className="bp-meta mt-2"),
                    ],
                    className="bp-submit",
                ),
            ],
            className="bp-panel-body d-flex flex-column gap-3",
        ),
        className="bp-panel bp-sticky",
    )


def _folded(default: AnalysisOptions) -> list[Any]:
    number = {"inputMode": "numeric", "className": "bp-num bp-number"}
    return [
        _field(
            "pH for net charge",
            dbc.Input(id=ids.New.PH, value=f"{default.ph:g}", className="bp-num bp-number", autocomplete="off"),
        ),
        _field("pKa set", dbc.Select(id=ids.New.PKA_SET, options=_choices(dict(PKA_SETS)), value=default.pka_set)),
        _field(
            "Ambiguous letters (B, J, X, Z)",
            dbc.Select(id=ids.New.AMBIGUOUS, options=_choices(_AMBIGUOUS), value=default.ambiguous),
        ),
        html.Div(
            [
                dbc.Checkbox(id=ids.New.INITIATOR_MET, label="Remove initiator Met", value=False),
                dbc.Checkbox(id=ids.New.N_TERMINUS, label="N-terminus blocked", value=False),
                dbc.Checkbox(id=ids.New.C_TERMINUS, label="C-terminus blocked", value=False),
                html.Div("A blocked end carries no charge. Mass and formula don't change.", className="form-text mt-0"),
            ],
            className="d-flex flex-column gap-2",
        ),
        _field(
            "Disulfide bonds",
            dbc.Input(id=ids.New.DISULFIDES, value="0", **number),
            "Two Cys fewer per bond in pI and charge; 0: all are reduced. Of the absorbances, only that with chosen "
            "disulfides has them; mass and formula don't change.",
        ),
        html.Div(
            [
                html.Div(
                    _field("First residue", dbc.Input(id=ids.New.FIRST_RESIDUE, value="1", **number)), className="col-6"
                ),
                html.Div(
                    _field("Last residue", dbc.Input(id=ids.New.LAST_RESIDUE, placeholder="end", **number)),
                    className="col-6",
                ),
                html.Div("Analyse only this range of every sequence.", className="form-text col-12 mt-1"),
            ],
            className="row g-2",
        ),
    ]


def _field(label: str, control: dbc.Input | dbc.Select, help_text: str = "") -> html.Div:
    parts = [html.Label(label, htmlFor=control.id, className="form-label"), control]
    if help_text:
        parts.append(html.Div(help_text, className="form-text"))
    return html.Div(parts)


def _choices(names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in names.items()]


def submit_label(ready: int | None) -> str:
    """What the button will do: its object and count."""
    if ready is None:
        return "Add sequences to start"
    return f"Analyse {numbers.of(ready, 'protein')}" if ready else "No record can be analysed"


def submit_note(inspection: Mapping[str, Any] | None) -> str:
    """What happens to the records that can't be analysed."""
    rejected = (inspection or {}).get("rejected", 0)
    if not rejected:
        return ""
    if rejected == 1:
        return "1 sequence will be skipped. You can download it with the reason, fix it and upload it again."
    skipped = f"{numbers.count(rejected)} sequences will be skipped."
    return f"{skipped} You can download them with the reasons, fix them and upload them again."


def changed_label(described: list[str]) -> str:
    """How many options differ from the default."""
    return f"({len(described)} changed)" if described else "(defaults)"
