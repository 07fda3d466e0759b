"""The file check: what was read from a file, before anything is computed."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from batchprot.reading import said
from batchprot.reading.reading import Reading
from batchprot.reading.refusals import NOTATION_CODES
from dashboard import ids
from dashboard.components.shared import numbers
from dashboard.components.shared.icons import icon

_MARKS = {
    "error": ("error", "var(--bp-rejected)"),
    "warning": ("warn", "var(--bp-warned)"),
    "info": ("info", "var(--bp-muted)"),
    "ok": ("check", "var(--bp-ok)"),
}
_OTHER_READING = {
    "list": ("one", "Read as one sequence over all lines instead"),
    "one": ("list", "Read one sequence per line instead"),
    "aligned": ("fasta", "Keep the gaps instead"),
    "notation": ("fasta", "Accept ProForma only instead"),
    "notation-list": ("list", "Accept ProForma only instead"),
}
_DROP_GAPS = ("aligned", "Drop the gaps of the alignment")
_NOTATION = ("notation", "Read notations of modifications as ProForma")
_SHOWN_EXAMPLES = 3
_SHOWN_COLUMNS = 8


def report(inspection: Mapping[str, Any]) -> html.Section:
    """Counts, a bar of them, the notes and the first records."""
    return html.Section(
        [
            html.Div(
                [html.H2("File check", className="h3"), html.Span(className="bp-spacer"), _reading(inspection)],
                className="bp-panel-head",
            ),
            _counts(inspection),
            _bar(inspection),
            *_read_as(inspection),
            html.Ul([_note(note) for note in inspection["notes"]], className="bp-finds"),
            *first_records(inspection["first"]),
        ],
        className="bp-panel",
    )


def _key(role: str) -> html.I:
    """A small square in the colour of a state."""
    return html.I(className="bp-sum-key", style={"background": f"var(--bp-{role})"})


def _reading(inspection: Mapping[str, Any]) -> Component:
    other = _other_reading(inspection)
    if other is None:
        return html.Span(_facts(inspection), className="bp-meta")
    return html.Button(other[1], id=ids.New.READING, className="btn btn-sm bp-quiet", **{"data-reading": other[0]})


def _other_reading(inspection: Mapping[str, Any]) -> tuple[str, str] | None:
    """What else the file may be read as, and the button's words; None when there is one line or nothing to ask."""
    reading = inspection["reading"]
    if reading == "fasta" and any(note["code"] == "gap" for note in inspection["notes"]):
        return _DROP_GAPS
    if reading in {"fasta", "list"} and any(note["code"] in NOTATION_CODES for note in inspection["notes"]):
        return _NOTATION
    return None if reading == "list" and inspection["records"] == 1 else _OTHER_READING.get(reading)


def _read_as(inspection: Mapping[str, Any]) -> list[html.Div]:
    """The verdict and its evidence; what isn't FASTA has a note that says the same."""
    if inspection["reading"] != Reading.FASTA:
        return []
    format_name = inspection.get("format_name", "")
    (_, what), *_ = said.terms(Reading.FASTA, inspection.get("evidence", ""), {}, format_name=format_name)
    columns = inspection.get("table", {}).get("columns", [])
    shown = ", ".join(f"“{name}”" for name in columns[:_SHOWN_COLUMNS])
    more = f" and {numbers.count(len(columns) - _SHOWN_COLUMNS)} more" if len(columns) > _SHOWN_COLUMNS else ""
    along = f" Its other columns are included as yours: {shown}{more}." if columns else ""
    return [html.Div(f"Read as {what}{along}", className="bp-meta bp-panel-body pb-0")]


def _facts(inspection: Mapping[str, Any]) -> str:
    residues = inspection.get("residues")
    return numbers.of(residues, "residue") if residues else ""


def _counts(inspection: Mapping[str, Any]) -> html.Div:
    cells = (
        (inspection["records"], "sequences found", None),
        (inspection["ready"], "OK", "ok"),
        (inspection["warned"], "with a warning", "warned"),
        (inspection["rejected"], "rejected", "rejected"),
    )
    return html.Div(
        [
            html.Div(
                [
                    html.B(numbers.count(number)),
                    html.Span(
                        [
                            *([_key(role)] if role else []),
                            words,
                        ]
                    ),
                ]
            )
            for number, words, role in cells
        ],
        className="bp-sum",
    )


def _bar(inspection: Mapping[str, Any]) -> html.Div:
    parts = (
        (inspection["ready"], "ok", 0, "ready"),
        (inspection["warned"], "warned", 8, "with a warning"),
        (inspection["rejected"], "rejected", 6, "rejected"),
    )
    return html.Div(
        [
            html.I(style={"flex": number, "minWidth": f"{least}px", "background": f"var(--bp-{role})"})
            for number, role, least, _ in parts
            if number
        ],
        className="bp-stack",
        role="img",
        **{"aria-label": ", ".join(f"{numbers.count(number)} {words}" for number, _, _, words in parts if number)},
    )


def _note(note: Mapping[str, Any]) -> html.Li:
    mark, colour = _MARKS.get(note["level"], _MARKS["info"])
    examples = note.get("examples") or []
    return html.Li(
        [
            html.Span(icon(mark), style={"color": colour}),
            html.Div([html.Div(note["title"]), html.Div(_detail(note["detail"], examples), className="bp-meta")]),
        ],
        className="bp-find",
    )


def _detail(detail: str, examples: Sequence[Any]) -> list[Any]:
    parts: list[Any] = []
    for ordinal, line, identifier in list(examples)[:_SHOWN_EXAMPLES]:
        name = identifier or f"record {numbers.count(ordinal)}"
        parts += [html.Span(name[:40], className="bp-mono"), f" line {numbers.count(line)}", ", "]
    if parts:
        more = len(examples) > _SHOWN_EXAMPLES
        parts[-1] = " and others. " if more else ". "
    return [*parts, detail]


def first_records(records: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The first records in a table; nothing when there are none."""
    if not records:
        return []
    head = html.Thead(
        html.Tr(
            [
                html.Th("#", className="bp-r"),
                html.Th("Identifier"),
                html.Th("Description"),
                html.Th("Length", className="bp-r"),
                html.Th("Sequence starts"),
            ]
        )
    )
    rows = [
        html.Tr(
            [
                html.Td(numbers.count(record["ordinal"]), className="bp-r bp-unit"),
                html.Td(record["identifier"], className="bp-id", title=record["identifier"]),
                html.Td(record["description"], className="name"),
                html.Td(numbers.count(record["length"]), className="bp-r"),
                html.Td(record["start"], className="bp-mono bp-unit"),
            ]
        )
        for record in records
    ]
    return [
        html.Div(html.H3("First records"), className="bp-panel-head bp-panel-head-inner"),
        html.Div(html.Table([head, html.Tbody(rows)], className="bp-grid"), className="bp-scroll"),
    ]
