"""Records and computed columns to a polars DataFrame, with the columns and the values of the CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

import numpy as np
import polars as pl

from batchprot.engine.analyze import Columns
from batchprot.properties.table import BY_KEY, PROPERTIES, RECORD_COLUMNS, Kind, Property, headers
from batchprot.properties.verdict import RecordStatus, verdict_of
from batchprot.tables.record_columns import RecordColumns

ALWAYS: Final = frozenset({"length", "notes"})
"""The properties that every frame needs, whichever it shows."""

TYPES: Final[Mapping[Kind, Any]] = {
    Kind.NUMBER: pl.Float64,
    Kind.INTEGER: pl.Int64,
    Kind.TEXT: pl.String,
    Kind.COUNTS: pl.Int64,
}
RECORD_TYPES: Final = {name: pl.Int64 if name in {"ordinal", "length"} else pl.String for name in RECORD_COLUMNS}


def schema_of(keys: Sequence[str]) -> dict[str, Any]:
    """The columns of `frame_of` and their types, in order."""
    chosen = (BY_KEY[key] for key in dict.fromkeys(keys) if key not in RECORD_TYPES)
    return {**RECORD_TYPES, **{name: TYPES[row.kind] for row in chosen for name in headers(row)}}


def frame_of(records: RecordColumns, computed: Columns, keys: Sequence[str]) -> pl.DataFrame:
    """One row for each of `records`, in order; `computed` has a row for each that isn't rejected.

    A rejected record has its reason and no values; what has no value, or is an empty text, is null.
    """
    verdicts = [verdict_of(notes) for notes in computed["notes"]]
    places = _places(records, [verdict.status is RecordStatus.REJECTED for verdict in verdicts])
    # A record the reader rejected says why itself; of the others the engine's notes decide.
    statuses: list[str] = [RecordStatus.REJECTED] * len(records.ordinals)
    reasons = [reason for _, reason in records.rejected] or [""] * len(records.ordinals)
    for place, verdict in zip(_accepted(records), verdicts, strict=True):
        statuses[place], reasons[place] = verdict.status, verdict.reason
    values = pl.DataFrame(
        {name: column for key in dict.fromkeys(("length", *keys)) for name, column in _series(key, computed[key])}
    )
    chosen = values.select(pl.all().gather(pl.Series(places, dtype=pl.UInt32)))
    texts = (records.identifiers, records.names, records.descriptions, records.organisms, records.genes)
    first = (records.ordinals, *texts, chosen["length"], statuses, reasons)
    frame = pl.DataFrame(dict(zip(RECORD_COLUMNS, first, strict=True)), schema=RECORD_TYPES)
    names = [name for key in keys if key != "length" for name in headers(BY_KEY[key])]
    return frame.with_columns(pl.col(pl.String).replace("", None)).hstack(chosen.select(names))


def sequences_of(records: RecordColumns) -> pl.Series:
    """The column of sequences, modified ones in ProForma, null for rejected records."""
    column: list[str | None] = [None] * len(records.ordinals)
    for place, sequence in zip(_accepted(records), records.chains, strict=True):
        column[place] = sequence.decode("ascii") if isinstance(sequence, bytes) else str(sequence)
    return pl.Series("sequence", column, pl.String)


def own_of(rows: Sequence[Property], values: pl.DataFrame | None) -> list[pl.Series]:
    """Own columns under their names, typed; `values` has a column for each, None is a table without records."""
    types = {row.key: TYPES.get(row.kind, pl.String) for row in rows}
    frame = pl.DataFrame(schema=types) if values is None else values
    return [frame[row.key].cast(types[row.key]).alias(row.label) for row in rows]


def _accepted(records: RecordColumns) -> list[int]:
    """Where the records that were computed stand."""
    if not records.rejected:
        return list(range(len(records.ordinals)))
    return [place for place, (code, _) in enumerate(records.rejected) if not code]


def _places(records: RecordColumns, undone: Sequence[bool]) -> list[int | None]:
    """For each record the row of its values, None where it has none."""
    places: list[int | None] = [None] * len(records.ordinals)
    for row, (place, nothing) in enumerate(zip(_accepted(records), undone, strict=True)):
        places[place] = None if nothing else row
    return places


def _series(key: str, column: Any) -> list[tuple[str, pl.Series]]:  # noqa: ANN401 - a list or an array
    """The columns of one property: twenty for the residue counts, one for any other."""
    row = BY_KEY[key]
    if row.kind is Kind.COUNTS:
        table = np.asarray(column).reshape(-1, len(headers(row)))
        return [(name, pl.Series(name, table[:, place])) for place, name in enumerate(headers(row))]
    if row.kind is Kind.TEXT:
        return [(key, pl.Series(key, column, pl.String).replace("", None))]
    values = pl.Series(key, np.asarray(column, np.float64)).fill_nan(None)
    return [(key, values.cast(TYPES[row.kind]))]


def property_frame() -> pl.DataFrame:
    """The property table, one row a property, in the order of the CSV."""
    rows = [asdict(row) | {"kind": row.kind.value, "preset": row.preset.value} for row in PROPERTIES]
    return pl.DataFrame(rows).drop("home")
