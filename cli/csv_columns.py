"""Records and computed columns to lines of CSV, column by column.

Numbers are formatted by orjson, a row of neighbouring numbers at a time, and a row of texts by joining. That takes as
long as polars does for the same cells, and polars takes longer to import than a proteome takes to be written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, repeat
from typing import Any, NamedTuple

import numpy as np
import orjson

from cli.plain_fasta import RecordColumns
from protein.properties import RECORD_COLUMNS, Kind, Preset, columns_of, properties_of
from protein.verdict import FORMULA_STARTS, Verdict, verdict_of
from worker.engine.analyze import Columns
from worker.engine.batch import Floats

Cells = Sequence[str]

FIRST_CHARACTERS = frozenset(FORMULA_STARTS)
QUOTED = '",\r\n'
"""What makes a cell need quotes."""
NEEDS_QUOTES = re.compile(f"[{QUOTED}]").search

SMALLEST_PLAIN = 1e-4
"""Smaller numbers are written with an exponent."""
SHORT_EXPONENT = re.compile(r"e[+-](?=\d\b)")

NO_INTEGER = np.iinfo(np.int64).min
"""Stands for a missing value among integers until they are text."""


class Written(NamedTuple):
    """Lines of CSV and how many of their records are ok, warned and rejected."""

    lines: bytes
    ok: int
    warned: int
    rejected: int


def keys_of(preset: Preset) -> frozenset[str]:
    """The properties to compute: those of the preset, and those that `lines_of` needs for every preset."""
    return frozenset(row.key for row in properties_of(preset)) | {"length", "notes"}


def lines_of(records: RecordColumns, computed: Columns, preset: Preset) -> Written:
    """The lines of `records`, in order; `computed` has a row for each that isn't rejected.

    A rejected record has its reason and no values. A missing value is an empty cell.
    """
    values: Sequence[Cells] = _value_cells(computed, preset)
    lengths: Cells = _integers(np.asarray(computed["length"]))
    judged = {codes: _status_and_reason(verdict_of(codes)) for codes in set(computed["notes"])}
    verdicts: Cells = [judged[codes] for codes in computed["notes"]]
    if records.rejected or any(map(_is_rejected, judged.values())):
        nothing = "," * (len(columns_of(preset)) - 1)
        values, lengths, verdicts = _with_rejected(records, values, lengths, verdicts, nothing)
    texts = (records.identifiers, records.names, records.descriptions, records.organisms, records.genes)
    cells = (map(str, records.ordinals), *map(_harmless, texts), lengths, verdicts, *values)
    text = "\n".join(map(",".join, zip(*cells, strict=True))) + "\n"
    counts = Counter(ok=0, warned=0, rejected=0)
    for verdict, number in Counter(verdicts).items():
        counts[verdict.partition(",")[0]] += number
    return Written(text.encode("utf-8", "replace"), **counts)


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
        refused = _status_and_reason(Verdict("rejected", code, reason))
        value, length, verdict = (nothing, "", refused) if code else next(done)
        found.append((nothing, "", verdict) if _is_rejected(verdict) else (value, length, verdict))
    one_text, lengths, verdicts = zip(*found, strict=True)
    return [one_text], lengths, verdicts


def _harmless(column: Cells) -> Cells:
    """Text cells with an apostrophe before what a spreadsheet would run as a formula, quoted where they need it."""
    letters = "".join(column)
    if any(start in letters for start in FORMULA_STARTS) and not FIRST_CHARACTERS.isdisjoint(
        {text[:1] for text in column}
    ):
        column = [f"'{text}" if text[:1] in FIRST_CHARACTERS else text for text in column]
    return _quoted(column, letters)


def _value_cells(computed: Columns, preset: Preset) -> list[Cells]:
    """All computed values, neighbours of one kind formatted together: columns of texts."""
    rows = [row for row in properties_of(preset) if row.key not in RECORD_COLUMNS]
    return [_block(kind, [computed[row.key] for row in run]) for kind, run in groupby(rows, key=lambda row: row.kind)]


def _block(kind: Kind, columns: Sequence[Any]) -> Cells:
    """Columns of one kind side by side, one text a record."""
    if kind is Kind.TEXT:
        return _texts(columns)
    if kind is Kind.NUMBER:
        return _numbers(np.stack(columns, axis=1))
    return _integers(columns[0] if kind is Kind.COUNTS else np.stack(columns, axis=1))


def _numbers(table: Floats) -> Cells:
    """Written as PostgreSQL writes them, so that the download of a job is the same file: 30, not 30.0; 1e-07."""
    rows = _rows(orjson.dumps(np.ascontiguousarray(table), option=orjson.OPT_SERIALIZE_NUMPY))
    if table.shape[1] == 1:
        different = {row: _as_postgresql(row) for row in set(rows)}
        return [different[row] for row in rows]
    # Few rows hold any number that is written otherwise; looking through the text of all takes longer than counting.
    otherwise = (table == np.rint(table)) | np.isnan(table) | (np.abs(table) < SMALLEST_PLAIN)
    for row in np.flatnonzero(otherwise.any(axis=1)).tolist():
        rows[row] = _as_postgresql(rows[row])
    return rows


def _as_postgresql(row: str) -> str:
    text = f"{row},".replace("null", "").replace(".0,", ",")[:-1]
    return SHORT_EXPONENT.sub(r"\g<0>0", text) if "e" in text else text


def _integers(table: Any) -> list[str]:  # noqa: ANN401 - whole numbers, as integers or as floats with NaN
    if not len(table):
        return []  # every record of the piece was rejected
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


def _quoted(column: Cells, letters: str) -> Cells:
    """Text with quotes around each cell that needs them, as RFC 4180 has it; `letters` are those of all cells."""
    marks = [mark for mark in QUOTED if mark in letters]
    if not marks:
        return column
    if marks == [","]:
        return [f'"{text}"' if "," in text else text for text in column]
    return list(map(_quoted_one, column))


def _quoted_one(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if NEEDS_QUOTES(text) else text
