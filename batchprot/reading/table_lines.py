"""Lines of a table: cells, and which column holds sequences."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final

from batchprot.reading.proforma.bodies import residues_only
from batchprot.reading.words import is_heading, likeness

SEPARATORS: Final = (b"\t", b",", b";", b"|")
_SHORTEST = 3
_MOSTLY = 0.5


def cells_of(row: bytes) -> list[bytes]:
    """The cells of a row: separated by tabs, commas, semicolons or bars outside of quotes, or else by blanks.

    >>> cells_of(b'one,"MKV"'), cells_of(b"one   MKV")
    ([b'one', b'MKV'], [b'one', b'MKV'])
    """
    row = row.strip()
    for separator in SEPARATORS:
        if separator in row:
            return [cell.strip().strip(b"\"'") for cell in _split(row, separator)]
    return row.split() or [b""]


def _split(row: bytes, separator: bytes) -> list[bytes]:
    if b'"' not in row:
        return row.split(separator)
    (cells,) = csv.reader([row.decode("latin-1")], delimiter=separator.decode()) if b"\n" not in row else [[]]
    return [cell.encode("latin-1") for cell in cells] or row.split(separator)


def _count(line: bytes, separator: bytes) -> int:
    """How many of these a line has outside of quotes."""
    return sum(part.count(separator) for part in line.split(b'"')[::2])


def is_table(lines: Sequence[bytes]) -> bool:
    """Whether every line has the same number of cells, two or more, separated by the same sign."""
    return _separator(lines) is not None


def _separator(lines: Sequence[bytes]) -> bytes | None:
    for separator in SEPARATORS:
        counts = {_count(line, separator) for line in lines}
        if len(counts) == 1 and counts != {0}:
            return separator
    return None


def _rows_of(lines: Sequence[bytes]) -> list[list[bytes]]:
    """The cells of lines, empty ones at their ends too."""
    separator = _separator(lines)
    if separator is None:
        return [cells_of(line) for line in lines]
    return [[cell.strip().strip(b"\"'") for cell in _split(line, separator)] for line in lines]


def heading_of(lines: Sequence[bytes]) -> bool:
    """Whether the first line names columns."""
    return bool(lines) and any(is_heading(cell) for cell in cells_of(lines[0]))


def sequence_column(lines: Sequence[bytes]) -> tuple[int, bytes] | None:
    """Number, from 1, and heading of the column that holds sequences; of several the one whose heading says so.

    None when none or several do. Under such a heading a few cells may be empty or something else.
    """
    rows = _rows_of(lines)
    first, others = (rows[0], rows[1:]) if heading_of(lines) else ([], rows)
    width = min(map(len, others), default=0)
    shares = [sum(_is_sequence(row[column]) for row in others) / len(others) for column in range(width)]
    headed = [
        column
        for column, share in enumerate(shares)
        if share >= _MOSTLY and len(first) > column and b"sequence" in first[column].lower()
    ]
    found = headed if len(headed) == 1 else [column for column, share in enumerate(shares) if share == 1]
    if len(found) != 1:
        return None
    return found[0] + 1, first[found[0]] if len(first) > found[0] else b""


def has_more(lines: Sequence[bytes]) -> bool:
    """Whether this is a table of more than a name and a sequence a line, in this order."""
    if not is_table(lines):
        return False
    width = max(map(len, _rows_of(lines)))
    column = sequence_column(lines)
    return width > 2 or (column is not None and column[0] < width)  # noqa: PLR2004 - a name and a sequence


def _is_sequence(cell: bytes) -> bool:
    letters = residues_only(cell.rstrip(b"*"))
    return len(letters) >= _SHORTEST and letters.isalpha() and letters.isascii() and likeness(letters) > 0
