"""Records and computed columns to lines of CSV, column by column.

Numbers are formatted by orjson, a row of neighbouring numbers at a time, and a row of texts by joining. That takes as
long as polars does for the same cells, and polars takes longer to import than a proteome takes to be written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby, repeat
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from batchprot.engine.analyze import Columns
from batchprot.engine.batch import Floats, Integers
from batchprot.properties.table import RECORD_COLUMNS, Kind, Preset, Property, columns_of, properties_of
from batchprot.properties.verdict import RecordStatus, Verdict, verdict_of
from batchprot.tables.forms import Shape, Written
from batchprot.tables.formulas import FORMULA_STARTS
from batchprot.tables.record_columns import RecordColumns

if TYPE_CHECKING:
    import polars as pl

Cells = Sequence[str]

FIRST_CHARACTERS = frozenset(FORMULA_STARTS)
QUOTED = '",\r\n'
"""What makes a cell need quotes."""
NEEDS_QUOTES = re.compile(f"[{QUOTED}]").search

BETWEEN = "\x1f"
"""Between cells where all are looked at as one text: no cell needs quotes for it."""
MAY_BE_FORMULA = re.compile(f"{BETWEEN}[{re.escape(''.join(FORMULA_STARTS))}]").search
"""Whether any cell of such a text may begin as a formula does."""

SHORT_EXPONENT = re.compile(r"e[+-](?=\d\b)")

SMALLEST_PLAIN = 1e-4
"""Smaller numbers are written with an exponent."""
FIRST_EXPONENT = 1e15
"""Larger ones, too."""
UNKNOWN = -1.0
"""Stands for a half-life that isn't known until it is text."""
NO_INTEGER = np.iinfo(np.int64).min
"""Stands for a missing value among integers until they are text."""


def keys_of(preset: Preset) -> frozenset[str]:
    """The properties to compute: those of the preset, and those that `lines_of` needs for every preset."""
    return frozenset(row.key for row in properties_of(preset)) | {"length", "notes"}


def lines_of(
    records: RecordColumns, computed: Columns, shape: Shape, file: str = "", own: pl.DataFrame | None = None
) -> Written:
    """The lines of `records`, in order; `computed` has a row for each that isn't rejected, `own` one for each.

    A rejected record has its reason and no computed values. A missing value is an empty cell.
    """
    values: Sequence[Cells] = _value_cells(computed, shape.preset)
    sequences: Sequence[Cells] = [_as_texts(records.chains)] if shape.sequences else []
    lengths: Cells = _integers([np.asarray(computed["length"])])
    judged = {codes: _status_and_reason(verdict_of(codes)) for codes in set(computed["notes"])}
    verdicts: Cells = [judged[codes] for codes in computed["notes"]]
    if records.rejected or any(map(_is_rejected, judged.values())):
        nothing = "," * (len(columns_of(shape.preset)) - 1)
        values, lengths, verdicts = _with_rejected(records, values, lengths, verdicts, nothing)
        sequences = [_with_gaps(records, one, verdicts) for one in sequences]
    texts = (records.identifiers, records.names, records.descriptions, records.organisms, records.genes)
    files = [_harmless([file]) * len(records.ordinals)] if shape.named else []
    supplied = [] if own is None else [_own_cells(row, own[row.key].to_list()) for row in shape.own]
    first = (*files, map(str, records.ordinals), *map(_harmless, texts), lengths, verdicts)
    cells = (*first, *values, *supplied, *sequences)
    text = "\n".join(map(",".join, zip(*cells, strict=True))) + "\n"
    counts = Counter(ok=0, warned=0, rejected=0)
    for verdict, number in Counter(verdicts).items():
        counts[verdict.partition(",")[0]] += number
    return Written(text.encode("utf-8", "replace"), counts["ok"], counts["warned"], counts["rejected"])


def _as_texts(sequences: Sequence[bytes] | Sequence[str]) -> Cells:
    return [one if isinstance(one, str) else one.decode("ascii") for one in sequences]


def _with_gaps(records: RecordColumns, sequences: Cells, verdicts: Cells) -> Cells:
    """The sequences with an empty cell for each record that is rejected."""
    found = iter(sequences)
    read = ["" if code else next(found) for code, _ in records.rejected] if records.rejected else sequences
    return ["" if _is_rejected(verdict) else one for one, verdict in zip(read, verdicts, strict=True)]


def _own_cells(row: Property, values: Sequence[Any]) -> list[str]:
    """The cells of an own column, numbers as the download of an analysis writes them."""
    if row.kind is Kind.NUMBER:
        return ["" if value is None else _decimal(value) for value in values]
    if row.kind is Kind.INTEGER:
        return ["" if value is None else str(int(value)) for value in values]
    return _harmless(["" if value is None else value for value in values])


def _decimal(value: float) -> str:
    # PostgreSQL writes an exponent sooner than Python: 1e+15.
    is_long = abs(value) >= FIRST_EXPONENT
    return np.format_float_scientific(value, trim="-", exp_digits=2) if is_long else repr(value + 0.0)


def _status_and_reason(verdict: Verdict) -> str:
    return f"{verdict.status},{_quoted_one(verdict.reason)}"


def _is_rejected(status_and_reason: str) -> bool:
    return status_and_reason.startswith("rejected,")


def _with_rejected(
    records: RecordColumns, values: Sequence[Cells], lengths: Cells, verdicts: Cells, nothing: str
) -> tuple[Sequence[Cells], Cells, Cells]:
    """Put the rejected records among those that were computed, without values; also those the engine gave up."""
    done = zip(map(",".join, zip(*values, strict=True)), lengths, verdicts, strict=True)
    found = []
    for code, reason in records.rejected or repeat(("", ""), len(records.ordinals)):
        refused = _status_and_reason(Verdict(RecordStatus.REJECTED, code, reason))
        value, length, verdict = (nothing, "", refused) if code else next(done)
        found.append((nothing, "", verdict) if _is_rejected(verdict) else (value, length, verdict))
    one_text, lengths, verdicts = zip(*found, strict=True)
    return [one_text], lengths, verdicts


def _harmless(column: Cells) -> list[str]:
    """Text cells with an apostrophe before what a spreadsheet would run as a formula, quoted where they need it."""
    letters = BETWEEN.join(("", *column))
    if MAY_BE_FORMULA(letters):
        column = [f"'{text}" if text[:1] in FIRST_CHARACTERS else text for text in column]
    return _quoted(column, letters)


def _value_cells(computed: Columns, preset: Preset) -> list[Cells]:
    """All computed values, neighbours that are written alike together: columns of texts."""
    rows = [row for row in properties_of(preset) if row.key not in RECORD_COLUMNS]
    return [write([computed[row.key] for row in run]) for write, run in groupby(rows, key=_writer)]


def _writer(row: Property) -> Callable[[Sequence[Any]], Cells]:
    """What writes a property and its neighbours of the same kind, side by side, as one text a record."""
    if row.group == "Half-life":
        return _half_lives
    return WRITERS[row.kind]


class _HalfLives(dict[tuple[Any, ...], str]):
    """What is written for hours, qualifiers and residues: few different rows, each made once."""

    def __missing__(self, row: tuple[Any, ...]) -> str:
        written = self[row] = ",".join(map(self._cell, row))
        return written

    @staticmethod
    def _cell(value: object) -> str:
        if isinstance(value, str):
            return value
        return "" if value == UNKNOWN else _as_downloaded(orjson.dumps(value).decode())


def _half_lives(columns: Sequence[Any]) -> Cells:
    # A NaN is not equal to any other, and would make a new row each time.
    values = (
        column if isinstance(column, list) else np.where(np.isnan(column), UNKNOWN, column).tolist()
        for column in columns
    )
    return list(map(_HalfLives().__getitem__, zip(*values, strict=True)))


def _counts(columns: Sequence[Integers]) -> Cells:
    return _integer_rows(columns[0])


def _numbers(columns: Sequence[Floats]) -> Cells:
    """Written as the download of an analysis writes them: 30.0, so that a column's type shows in each cell; 1e-07."""
    table = np.stack(columns, axis=1)
    rows = _rows(orjson.dumps(table, option=orjson.OPT_SERIALIZE_NUMPY))
    # Few rows hold any number that is written otherwise; looking through the text of all takes longer than counting.
    otherwise = np.isnan(table) | (np.abs(table) < SMALLEST_PLAIN)
    for row in np.flatnonzero(otherwise.any(axis=1)).tolist():
        rows[row] = _as_downloaded(rows[row])
    return rows


def _as_downloaded(row: str) -> str:
    text = row.replace("null", "")
    return SHORT_EXPONENT.sub(r"\g<0>0", text) if "e" in text else text


def _integers(columns: Sequence[Floats]) -> Cells:
    return _integer_rows(np.stack(columns, axis=1))


def _integer_rows(table: Any) -> list[str]:  # noqa: ANN401 - whole numbers, as integers or as floats with NaN
    if not len(table):
        return []  # every record of the chunk was rejected
    table = table.reshape(len(table), -1)
    missing = np.isnan(table)
    whole = np.where(missing, NO_INTEGER, np.where(missing, 0, table).astype(np.int64))
    rows = _rows(orjson.dumps(np.ascontiguousarray(whole), option=orjson.OPT_SERIALIZE_NUMPY))
    for row in np.flatnonzero(missing.any(axis=1)).tolist():
        rows[row] = rows[row].replace(str(NO_INTEGER), "")
    return rows


def _rows(json: bytes) -> list[str]:
    """`[[1,null],[2,3]]` to "1,null" and "2,3"."""
    text = json.decode()
    return text[2:-2].split("],[") if len(text) > len("[]") else []


def _texts(columns: Sequence[Cells]) -> Cells:
    quoted = [_quoted(column, "".join(column)) for column in columns]
    return list(map(",".join, zip(*quoted, strict=True))) if len(quoted) > 1 else quoted[0]


def _quoted(column: Cells, letters: str) -> list[str]:
    """Text with quotes around each cell that needs them, as RFC 4180 has it; `letters` are those of all cells."""
    marks = [mark for mark in QUOTED if mark in letters]
    if not marks:
        return list(column)
    if marks == [","]:
        return [f'"{text}"' if "," in text else text for text in column]
    return list(map(_quoted_one, column))


def _quoted_one(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES(text) else text


WRITERS: Mapping[Kind, Callable[[Sequence[Any]], Cells]] = MappingProxyType(
    {Kind.TEXT: _texts, Kind.NUMBER: _numbers, Kind.INTEGER: _integers, Kind.COUNTS: _counts}
)
