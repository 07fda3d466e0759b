"""Where the sequences come from: a file, pasted text, UniProt by accession, or an example."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from batchprot.reading.limits import DEFAULT_LIMITS, kilobytes, megabytes
from dashboard import ids
from dashboard.components.shared.icons import icon
from jobs.quotas import DEFAULT_QUOTAS

SOURCES = ("file", "text", "accessions", "example")
_NAMES = {"file": "File", "text": "Paste", "accessions": "UniProt", "example": "Example"}
SWITCHES = {
    "file": ids.New.SOURCE_FILE,
    "text": ids.New.SOURCE_TEXT,
    "accessions": ids.New.SOURCE_ACCESSIONS,
    "example": ids.New.SOURCE_EXAMPLE,
}
PANELS = {
    "file": ids.New.PANEL_FILE,
    "text": ids.New.PANEL_TEXT,
    "accessions": ids.New.PANEL_ACCESSIONS,
    "example": ids.New.PANEL_EXAMPLE,
}


def switch(source: str) -> html.Div:
    """The sources side by side."""
    return html.Div(
        [
            html.Button(_NAMES[name], id=SWITCHES[name], className="btn active" if name == source else "btn")
            for name in SOURCES
        ],
        className="bp-seg align-self-center",
        role="group",
        **{"aria-label": "Source"},
    )


def switch_classes(source: str) -> list[str]:
    """Class of each button of the switch."""
    return ["btn active" if name == source else "btn" for name in SOURCES]


def panels(source: str) -> list[html.Div]:
    """One panel per source; only the chosen one is shown, and all keep what was put in."""
    built = {
        "file": _file(),
        "text": _text(),
        "accessions": _accessions(),
        "example": html.Div(className="bp-panel bp-panel-body"),
    }
    return [html.Div(built[name], id=PANELS[name], hidden=name != source) for name in SOURCES]


def _file() -> html.Section:
    limits = DEFAULT_LIMITS
    empty = html.Div(
        [
            html.Span(icon("upload", large=True), className="bp-accent"),
            html.Div(["Drop FASTA files here, or ", html.Span("choose them", className="bp-accent fw-semibold")]),
            html.Div(
                f"Plain or compressed, up to {megabytes(limits.file_bytes)}, {limits.records:,} records of "
                f"{limits.residues_per_record:,} residues each. GenBank, UniProt, PDB and alignments work too, "
                "and tables with a column of sequences: CSV, TSV or Excel.",
                className="bp-meta",
            ),
        ],
        className="bp-drop-empty",
    )
    # assets/upload.js fills these in; the file input it makes lies over the whole panel.
    chosen = html.Div(
        [
            html.Span(icon("file", large=True), className="bp-accent"),
            html.Div(
                [
                    html.Div(className="bp-drop-name fw-semibold text-truncate"),
                    html.Div(className="bp-drop-facts bp-meta bp-num", **{"aria-live": "polite"}),
                    html.Div(html.Div(className="progress-bar"), className="progress bp-drop-progress"),
                ],
                className="bp-drop-text",
            ),
            html.Span(className="bp-spacer"),
            html.Span("Replace", className="btn btn-sm btn-outline-secondary"),
        ],
        className="bp-drop-chosen",
    )
    return html.Section([empty, chosen, html.Span(id=ids.New.FILE_SLOT)], id=ids.New.DROP, className="bp-panel bp-drop")


def _text() -> html.Section:
    return _field(
        ids.New.TEXT,
        "Sequences, FASTA or one per line",
        ">my_protein what it is\nMKTAYIAKQR",
        html.Button("Check sequences", id=ids.New.READ_TEXT, className="btn btn-outline-secondary"),
        f"Up to {kilobytes(DEFAULT_QUOTAS.paste_bytes)}.",
    )


def _accessions() -> html.Section:
    return _field(
        ids.New.ACCESSIONS,
        "UniProt accessions, separated by spaces, commas or new lines",
        "P69905 P68871\nP02768-1",
        html.Button("Fetch sequences", id=ids.New.FETCH, className="btn btn-outline-secondary"),
        f"Up to {DEFAULT_QUOTAS.accessions:,}. The server downloads them from UniProt; only the accessions are sent.",
    )


def _field(field_id: str, label: str, placeholder: str, button: html.Button, note: str) -> html.Section:
    """A large field to write into, and the button that reads it."""
    return html.Section(
        [
            html.Label(label, htmlFor=field_id, className="form-label"),
            dbc.Textarea(id=field_id, className="bp-text", placeholder=placeholder, spellcheck="false", rows=9),
            html.Div([button, html.Span(note, className="bp-meta")], className="d-flex align-items-center gap-3 mt-2"),
        ],
        className="bp-panel bp-panel-body",
    )


def example_choices(examples: list[dict[str, Any]]) -> html.Section:
    """The shipped examples as buttons: what each is and how many records it has."""
    return html.Section(
        [
            html.P("Opens the example in the Paste tab, where you can edit it."),
            html.Div(
                [
                    html.Button(
                        [html.B(example["title"]), html.Span(example["summary"], className="bp-meta")],
                        id=ids.example(example["name"]),
                        className="bp-example",
                    )
                    for example in examples
                ],
                className="bp-examples",
            ),
        ],
        className="bp-panel bp-panel-body",
    )
