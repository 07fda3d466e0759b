"""Columns of the grid, made from the property table: a preset's, or those a person chose.

What is shown is spelt as in the address: the name of a preset, or keys of columns in their order, joined by commas.
"""

from collections.abc import Sequence
from typing import Any

from batchprot.properties.table import PROPERTIES, Kind, Preset, Property, described, find, properties_of
from batchprot.reading import alphabet
from dashboard.components.shared import not_calculated, quantities

ALWAYS = ("ordinal", "identifier", "name", "description", "status")
"""What a row holds whatever is shown: for its first two columns, and to be opened."""
RECORD_LABELS = {
    "ordinal": "Place in the file",
    "line": "Line of the file",
    "name": "Entry name",
    "organism": "Organism",
    "gene": "Gene",
    "status": "Status",
    "reason": "Reason",
}
COUNT_LABELS = {f"count_{letter}": f"{alphabet.NAMES[letter]}, {letter}" for letter in alphabet.STANDARD}
_WIDEST, _NARROWEST, _WIDE = 170, 66, 100
_WIDEST_NUMBER = 148
_DIGITS, _OWN_DIGITS = 4, 7
"""Room before the decimals, the point with it; of own numbers it isn't known how large they are: 12,345."""
_PLAIN_HEADS = frozenset({"length", "charge_at_ph"})
"""Units that go without saying: residues, and elementary charges. The columns of a first look fit a laptop."""
_WIDE_NUMBERS = frozenset({"molecular_weight_da", "monoisotopic_mass_da"})
BASIC = (
    "length",
    "molecular_weight_da",
    "isoelectric_point",
    "gravy",
    "instability_index",
    "aliphatic_index",
    "aromaticity",
    "charge_at_ph",
    "extinction_reduced",
)
"""Of the basic properties those that fit beside each other on a laptop's screen; downloads have them all."""


def is_preset(columns: str) -> bool:
    """Whether this is the name of a preset."""
    return columns in set(Preset)


def is_known(columns: str, own: Sequence[str] = ()) -> bool:
    """Whether this names a preset, or nothing but columns, each once; `own` are the keys of own columns."""
    keys = columns.split(",")
    known = {key for _, group in groups(own) for key, _ in group}
    return is_preset(columns) or (set(keys) <= known and len(set(keys)) == len(keys))


def keys(columns: str, own: Sequence[str] = ()) -> list[str]:
    """The keys of what is shown, in order, without the two columns that always come first; own columns are in all."""
    if columns == Preset.BASIC:
        return [*own, *BASIC]
    if is_preset(columns):
        return [*own, *(row.key for row in properties_of(Preset(columns)) if row.kind is not Kind.COUNTS)]
    return columns.split(",")


def fields(columns: str, own: Sequence[str] = ()) -> list[str]:
    """What a row of the grid holds."""
    return list(dict.fromkeys([*ALWAYS, *keys(columns, own)]))


def groups(own: Sequence[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every column there is to choose, as (key, label) under its group."""
    found: dict[str, list[tuple[str, str]]] = {"Record": list(RECORD_LABELS.items())}
    for row in (*map(described, own), *PROPERTIES):
        if row.kind is not Kind.COUNTS:
            found.setdefault(row.group, []).append((row.key, row.label))
    return [*found.items(), ("Residue counts", list(COUNT_LABELS.items()))]


def column_definitions(  # noqa: PLR0917 - parts of one table
    columns: str,
    job_id: str,
    sort: Sequence[tuple[str, str]] = (),
    ph: float | None = None,
    own: Sequence[str] = (),
    engine: str = "",
) -> list[dict[str, Any]]:
    """AG Grid's column definitions: text left, numbers right with their unit in the head; sorted as given.

    `ph` is that of the net charge; what `engine` didn't calculate says so in every cell.
    """
    shown = keys(columns, own)
    definitions = [*_first(job_id), *(_column(key, ph) | _missing(key, engine) for key in shown)]
    by_field = {column["field"]: column for column in definitions}
    for place, (key, direction) in enumerate(sort):
        if key in by_field:
            by_field[key] |= {"sort": direction, "sortIndex": place}
    return definitions


def _missing(key: str, engine: str) -> dict[str, Any]:
    """What differs in a column that the analysis lacks."""
    if not not_calculated.is_missing(key, engine):
        return {}
    return {
        "headerTooltip": not_calculated.sentence(key, engine),
        "valueFormatter": {"function": "'not calculated'"},
        "cellClass": "bp-name",
        "sortable": False,
    }


def _first(job_id: str) -> list[dict[str, Any]]:
    return [
        {
            "field": "identifier",
            "headerName": "Identifier",
            "cellRenderer": "ProteinLink",
            "cellRendererParams": {"job": job_id},
            "minWidth": 120,
            "initialWidth": 156,
            "pinned": "left",
            "lockPosition": "left",
        },
        {
            "field": "description",
            "headerName": "Name",
            "minWidth": 116,
            "initialFlex": 1,
            "cellClass": "bp-name",
            "lockPosition": "left",
            "valueGetter": {"function": "params.data ? params.data.description || params.data.name : ''"},
            "tooltipValueGetter": {"function": "params.value"},
        },
    ]


def _column(key: str, ph: float | None) -> dict[str, Any]:
    if (row := find(key)) is not None:
        return _property_column(row, ph)
    if key in COUNT_LABELS or key in ("ordinal", "line"):
        label = COUNT_LABELS.get(key) or RECORD_LABELS[key]
        head = key[-1] if key in COUNT_LABELS else key.capitalize()
        return {"field": key, "headerName": head, "headerTooltip": label, "type": "rightAligned", "initialWidth": 72}
    return {"field": key, "headerName": RECORD_LABELS[key], "initialWidth": 130}


def _property_column(row: Property, ph: float | None) -> dict[str, Any]:
    name, short = quantities.label(row.key, ph), quantities.short(row.key, ph)
    has_unit = row.unit and row.key not in _PLAIN_HEADS
    head = f"{short} ({row.unit})" if has_unit else short
    column: dict[str, Any] = {"field": row.key, "headerName": head, "headerTooltip": f"{name}. {row.summary}"}
    if row.kind is Kind.TEXT or row.is_category:
        return column | {"initialWidth": _WIDEST}
    before = _OWN_DIGITS if row.home == "own" else _DIGITS
    width = round(min(_WIDEST_NUMBER, max(_NARROWEST, 25 + 6.1 * len(head), 25 + 7.3 * (before + row.decimals))))
    if row.key in _WIDE_NUMBERS:
        width = _WIDE
    return column | {
        "type": "rightAligned",
        "initialWidth": width,
        "valueFormatter": {"function": value_format(row)},
    }


def value_format(row: Property) -> str:
    """A d3 format in AG Grid's language: separators, decimals, the minus sign U+2212; unmeasured is empty."""
    return f"params.value == null ? '' : d3.format(',.{row.decimals}f')(params.value)"
