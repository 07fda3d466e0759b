"""What the columns of a table mean: the data dictionary that goes along with a download."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from batchprot.properties.own import header_of
from batchprot.properties.table import BY_KEY, Kind, Property, described, headers
from batchprot.reading import alphabet

COUNT_HEADERS: Final = frozenset(headers(BY_KEY["residue_counts"]))
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
        "sequence": ("text", "The residues as they were read, in ProForma where any is modified."),
    }
)


def kind_of(header: str) -> Kind:
    """What the cells of a column are."""
    if header in BY_KEY:
        return BY_KEY[header].kind
    return Kind.INTEGER if header in COUNT_HEADERS or header in {"ordinal", "line"} else Kind.TEXT


def dictionary(columns: Sequence[str], own: Sequence[Property] = ()) -> list[tuple[str, ...]]:
    """A row for each column of a download, under DICTIONARY_HEADERS; `own` are own columns with where they are from."""
    known = {row.key: row for row in own}
    return [_described(known[key]) if key in known else entry(key) for key in columns]


def entry(header: str) -> tuple[str, ...]:
    """The row of one column."""
    if header in _RECORD:
        kind, meaning = _RECORD[header]
        return (header, header.capitalize(), "", kind, "", meaning, "", "", "", "", "")
    if header in COUNT_HEADERS:
        name = alphabet.NAMES[header[-1]]
        return (header, f"{name} residues", "", Kind.INTEGER, "0", f"How many residues are {name}.", *("",) * 5)
    return _described(described(header))


def _described(row: Property) -> tuple[str, ...]:
    decimals = str(row.decimals) if row.kind is Kind.NUMBER else ""
    facts = (row.summary, row.formula, row.range, row.caveat, row.reference, row.doi)
    return (header_of(row.key), row.label, row.unit, row.kind, decimals, *facts)
