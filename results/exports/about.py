"""What goes along with a download: what its columns mean, and how its numbers came about."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from batchprot.properties.methods import READING_NOTES, Terms, engine_terms
from batchprot.properties.table import Kind
from batchprot.properties.table import described as row_of
from batchprot.reading import alphabet
from results.exports.selected import in_words
from results.jobs import JobSummary
from results.own_columns import NO_COLUMNS, OwnColumns
from results.selection import address
from results.selection.model import Selection, is_count

DICTIONARY_HEADERS: Final = (
    "column",
    "label",
    "unit",
    "type",
    "decimals_shown",
    "meaning",
    "formula",
    "range",
    "caveat",
    "reference",
    "doi",
)
_RECORD: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "file": ("text", "The file, of several that were sent together, that holds the record."),
        "ordinal": ("integer", "Place of the record in the file, from 1."),
        "line": ("integer", "Line of the file that the record begins on, from 1."),
        "identifier": ("text", "First word of the record's header."),
        "name": ("text", "UniProt entry name, or else the accession, when the header has one."),
        "description": ("text", "The header after the identifier."),
        "organism": ("text", "What the header gives after OS=."),
        "gene": ("text", "What the header gives after GN=."),
        "status": ("text", "ok, warned (see reason) or rejected (nothing was computed)."),
        "reason": ("text", "Why the record was warned about or rejected."),
    }
)


def dictionary(headers: Sequence[str], own: OwnColumns = NO_COLUMNS) -> list[tuple[str, ...]]:
    """A row for each column of a download, under DICTIONARY_HEADERS."""
    return [_entry(header, own) for header in headers]


def _entry(header: str, own: OwnColumns) -> tuple[str, ...]:
    if (column := own.find(header)) is not None:
        row = column.row
        decimals = str(row.decimals) if row.kind is Kind.NUMBER else ""
        return (row.label, row.label, "", row.kind, decimals, row.summary, *("",) * 5)
    if header in _RECORD:
        kind, meaning = _RECORD[header]
        return (header, header.capitalize(), "", kind, "", meaning, "", "", "", "", "")
    if is_count(header):
        name = alphabet.NAMES[header[-1]]
        return (header, f"{name} residues", "", Kind.INTEGER, "0", f"How many residues are {name}.", *("",) * 5)
    row = row_of(header)
    decimals = str(row.decimals) if row.kind is Kind.NUMBER else ""
    facts = (row.summary, row.formula, row.range, row.caveat, row.reference, row.doi)
    return (header, row.label, row.unit, row.kind, decimals, *facts)


def methods(job: JobSummary, selection: Selection, rows: int, now: dt.datetime) -> Terms:
    """How the numbers came about, as terms and what they are: file, checksum, engine, every option, what is in here.

    Args:
        job: The analysis.
        selection: What of it was downloaded.
        rows: How many records that is.
        now: When, in UTC.
    """
    finished = f"{job.finished_at:%Y-%m-%d %H:%M} UTC" if job.finished_at else ""
    return [
        ("Analysis", job.title),
        ("File", job.filename),
        ("SHA-256 of the file", job.sha256),
        *job.reading_terms,
        ("Records in the file", str(job.records)),
        ("Analysed", f"{job.done} ({job.warned} with a warning)"),
        ("Rejected", str(job.rejected)),
        ("Records in this download", str(rows) if rows else "0: nothing is selected, so there are headers only"),
        ("Selection", described(selection)),
        *_own_terms(job.own_columns),
        *engine_terms(job.engine_version, job.options),
        ("Computed", finished),
        ("Downloaded", f"{now:%Y-%m-%d %H:%M} UTC"),
        *READING_NOTES,
    ]


def _own_terms(own: OwnColumns) -> Terms:
    """Where each own column comes from; they are no results of ours."""
    return [
        (
            f"Own column {one.row.label}",
            f"{one.row.summary} {one.row.kind.capitalize()}, {one.filled} records have a value.",
        )
        for one in own.facts
    ]


def described(selection: Selection) -> str:
    """What is selected, in words and as the page's address spells it."""
    query = address.write(selection)
    if not query:
        return "every record, in the order of the file"
    return query if selection.is_everything else f"{in_words(selection)} ({query})"
