"""Where the sequences come from: a file, pasted text, or an example."""

from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.components.icons import icon
from protein.limits import DEFAULT_LIMITS, kilobytes, megabytes

SOURCES = ("file", "text", "example")
_NAMES = {"file": "File", "text": "Paste", "example": "Example"}
_SWITCHES = {"file": ids.New.SOURCE_FILE, "text": ids.New.SOURCE_TEXT, "example": ids.New.SOURCE_EXAMPLE}


def switch(source: str) -> html.Div:
    """The three sources side by side."""
    return html.Div(
        [
            html.Button(_NAMES[name], id=_SWITCHES[name], className="btn active" if name == source else "btn")
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
        "file": (ids.New.PANEL_FILE, _file()),
        "text": (ids.New.PANEL_TEXT, _text()),
        "example": (ids.New.PANEL_EXAMPLE, html.Div(className="bp-panel bp-panel-body")),
    }
    return [html.Div(built[name][1], id=built[name][0], hidden=name != source) for name in SOURCES]


def _file() -> html.Section:
    limits = DEFAULT_LIMITS
    empty = html.Div(
        [
            html.Span(icon("upload", large=True), className="bp-accent"),
            html.Div(["Drop a FASTA file here, or ", html.Span("choose one", className="bp-accent fw-semibold")]),
            html.Div(
                f"Plain or gzip, up to {megabytes(limits.file_bytes)}, {limits.records:,} records of "
                f"{limits.residues_per_record:,} residues each. One sequence per line works too.",
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
    return html.Section(
        [
            html.Label("Sequences, FASTA or one per line", htmlFor=ids.New.TEXT, className="form-label"),
            dbc.Textarea(
                id=ids.New.TEXT,
                className="bp-text",
                placeholder=">my_protein what it is\nMKTAYIAKQR",
                spellcheck="false",
                rows=9,
            ),
            html.Div(
                [
                    html.Button("Read sequences", id=ids.New.READ_TEXT, className="btn btn-outline-secondary"),
                    html.Span(f"Up to {kilobytes(DEFAULT_LIMITS.paste_bytes)}.", className="bp-meta"),
                ],
                className="d-flex align-items-center gap-3 mt-2",
            ),
        ],
        className="bp-panel bp-panel-body",
    )


def example_choices(examples: list[dict[str, Any]]) -> html.Section:
    """The shipped examples as buttons: what each is and how many records it has."""
    return html.Section(
        [
            html.P("Choosing one puts its text where you can read and change it."),
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
