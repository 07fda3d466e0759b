"""Records and computed columns to lines of CSV, column by column.

Numbers are formatted by orjson, a row of neighbouring numbers at a time, and a row of texts by joining. That takes as
long as polars does for the same cells, and polars takes longer to import than a proteome takes to be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import orjson

from protein.properties import RECORD_COLUMNS, Kind, Preset, columns_of, properties_of
from protein.records import Record
from protein.verdict import FORMULA_STARTS, Verdict, verdict_of
from worker.engine.analyze import Columns

Cells = list[str]
Row = tuple[str, str]
"""The values of a record as one text, and its length."""

FIRST_CHARACTERS = frozenset(FORMULA_STARTS)
NEEDS_QUOTES = re.compile(r"[\",\r\n]").search
"""What makes a cell need quotes."""

SHORT_EXPONENT = re.compile(rb"e[+-](?=\d\b)")

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


def lines_of(records: Sequence[Record], computed: Columns, preset: Preset) -> Written:
    """The lines of `records`, in order; `computed` has a row for each that has no reason_code.

    A rejected record has its reason and no values. A missing value is an empty cell.
    """
    rows = list(zip(_value_cells(computed, preset), _integers(np.asarray(computed["length"])), strict=True))
    judged = {notes: verdict_of(notes) for notes in set(computed["notes"])}
    verdicts = [judged[notes] for notes in computed["notes"]]
    if len(rows) < len(records) or any(verdict.status == "rejected" for verdict in judged.values()):
        rows, verdicts = _with_rejected(records, rows, verdicts, "," * (len(columns_of(preset)) - 1))
    values, lengths = zip(*rows, strict=True)
    cells = _record_cells(records, lengths, verdicts)
    text = "\n".join(map(",".join, zip(cells, values, strict=True))) + "\n"
    statuses = [verdict.status for verdict in verdicts]
    return Written(text.encode("utf-8", "replace"), *map(statuses.count, ("ok", "warned", "rejected")))


def _with_rejected(
    records: Sequence[Record], rows: Iterable[Row], verdicts: Iterable[Verdict], nothing: str
) -> tuple[list[Row], list[Verdict]]:
    """Put the rejected records among those that were computed, without values; also those the engine gave up."""
    done = iter(zip(rows, verdicts, strict=True))
    found = []
    for record in records:
        row, verdict = ((nothing, ""), _rejected(record)) if record.reason_code else next(done)
        found.append(((nothing, "") if verdict.status == "rejected" else row, verdict))
    return [row for row, _ in found], [verdict for _, verdict in found]


def _rejected(record: Record) -> Verdict:
    return Verdict("rejected", record.reason_code, record.reason)


def _record_cells(records: Sequence[Record], lengths: Sequence[str], verdicts: Sequence[Verdict]) -> Cells:
    """What `RECORD_COLUMNS` name, one text a record."""
    ordinals, _, *texts, _, _, _, _ = zip(*records, strict=True)
    statuses, _, reasons = zip(*verdicts, strict=True)
    columns = [map(str, ordinals), *map(_quoted, map(_harmless, texts)), lengths, statuses, _quoted(reasons)]
    return list(map(",".join, zip(*columns, strict=True)))


def _harmless(column: Sequence[str]) -> Sequence[str]:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it."""
    if FIRST_CHARACTERS.isdisjoint({text[:1] for text in column}):
        return column
    return [f"'{text}" if text[:1] in FIRST_CHARACTERS else text for text in column]


def _value_cells(computed: Columns, preset: Preset) -> Iterable[str]:
    """All computed values of each record as one text, neighbours of one kind formatted together."""
    rows = [row for row in properties_of(preset) if row.key not in RECORD_COLUMNS]
    blocks = [_block(kind, [computed[row.key] for row in run]) for kind, run in groupby(rows, key=lambda row: row.kind)]
    return map(",".join, zip(*blocks, strict=True))


def _block(kind: Kind, columns: Sequence[Any]) -> Cells:
    """Columns of one kind side by side, one text a record."""
    if kind is Kind.TEXT:
        return _texts(columns)
    if kind is Kind.NUMBER:
        return _numbers(np.stack(columns, axis=1))
    return _integers(columns[0] if kind is Kind.COUNTS else np.stack(columns, axis=1))


def _numbers(table: np.ndarray[Any, Any]) -> Cells:
    """Written as PostgreSQL writes them, so that the download of a job is the same file: 30, not 30.0; 1e-07."""
    json = orjson.dumps(np.ascontiguousarray(table), option=orjson.OPT_SERIALIZE_NUMPY)
    json = json.replace(b".0,", b",").replace(b".0]", b"]")
    return _rows(SHORT_EXPONENT.sub(rb"\g<0>0", json) if b"e" in json else json, "null")


def _integers(table: np.ndarray[Any, Any]) -> Cells:
    if not len(table):
        return []  # every record of the piece was rejected
    table = table.reshape(len(table), -1)
    missing = np.isnan(table)
    whole = np.where(missing, NO_INTEGER, np.where(missing, 0, table).astype(np.int64))
    return _rows(orjson.dumps(np.ascontiguousarray(whole), option=orjson.OPT_SERIALIZE_NUMPY), str(NO_INTEGER))


def _rows(json: bytes, missing: str) -> Cells:
    """`[[1,null],[2,3]]` to "1," and "2,3"."""
    text = json.decode().replace(missing, "")
    return text[2:-2].split("],[") if len(text) > len("[]") else []


def _texts(columns: Sequence[Sequence[str]]) -> Cells:
    return list(map(",".join, zip(*map(_quoted, columns), strict=True)))


def _quoted(column: Sequence[str]) -> Sequence[str]:
    """Text with quotes around each cell that needs them, as RFC 4180 has it."""
    letters = "".join(column)
    if not NEEDS_QUOTES(letters):
        return column
    return ['"' + text.replace('"', '""') + '"' if NEEDS_QUOTES(text) else text for text in column]
