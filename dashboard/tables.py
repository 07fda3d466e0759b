"""Columns of the grid, made from the property table."""

from collections.abc import Sequence
from typing import Any

from protein.properties import Kind, Preset, Property, properties_of

RECORD_FIELDS = ("ordinal", "identifier", "name", "description", "status")
_WIDEST = 170
# Nearly always 0, and the notes say when it is not: it would push the masses out of sight.
_LEFT_OUT: dict[Preset, frozenset[str]] = {
    Preset.BASIC: frozenset({"ambiguous_residues"}),
    Preset.ADVANCED: frozenset(),
    Preset.ALL: frozenset(),
}


def grid_properties(preset: Preset) -> list[Property]:
    """The properties a preset shows as columns; residue counts are for downloads."""
    return [row for row in properties_of(preset) if row.kind is not Kind.COUNTS and row.key not in _LEFT_OUT[preset]]


def fields(preset: Preset) -> list[str]:
    """What a row of the grid holds."""
    return [*RECORD_FIELDS, *(row.key for row in grid_properties(preset))]


def column_definitions(preset: Preset, job_id: str, sort: Sequence[tuple[str, str]] = ()) -> list[dict[str, Any]]:
    """AG Grid's column definitions: text left, numbers right with their unit in the head; sorted as given."""
    columns = _columns(preset, job_id)
    by_field = {column["field"]: column for column in columns}
    for place, (key, direction) in enumerate(sort):
        if key in by_field:
            by_field[key] |= {"sort": direction, "sortIndex": place}
    return columns


def _columns(preset: Preset, job_id: str) -> list[dict[str, Any]]:
    return [
        {
            "field": "identifier",
            "headerName": "Identifier",
            "cellRenderer": "ProteinLink",
            "cellRendererParams": {"job": job_id},
            "minWidth": 120,
            "width": 150,
            "pinned": "left",
        },
        {
            "field": "description",
            "headerName": "Name",
            "width": 250,
            "cellClass": "bp-name",
            "valueGetter": {"function": "params.data ? params.data.description || params.data.name : ''"},
            "tooltipValueGetter": {"function": "params.value"},
        },
        *(_column(row) for row in grid_properties(preset)),
    ]


def _column(row: Property) -> dict[str, Any]:
    head = f"{row.short} ({row.unit})" if row.unit else row.short
    column: dict[str, Any] = {"field": row.key, "headerName": head, "headerTooltip": f"{row.label}. {row.summary}"}
    if row.kind is Kind.TEXT:
        return column | {"width": _WIDEST}
    width = min(_WIDEST, round(38 + 6.3 * max(len(head), 7 + row.decimals)))
    return column | {
        "type": "rightAligned",
        "width": width,
        "valueFormatter": {"function": value_format(row)},
    }


def value_format(row: Property) -> str:
    """A d3 format in AG Grid's language: separators, decimals, the minus sign U+2212; unmeasured is empty."""
    return f"params.value == null ? '' : d3.format(',.{row.decimals}f')(params.value)"
