"""Lines of a table: cells, and which column holds sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from batchprot.reading.proforma.bodies import residues_only
from batchprot.reading.words import is_heading, likeness

SEPARATORS: Final = (b"\t", b",", b";", b"|")
_SHORTEST = 3


def cells_of(row: bytes) -> list[bytes]:
    """The cells of a row: separated by tabs, commas, semicolons or bars, or else by blanks.

    >>> cells_of(b'one,"MKV"'), cells_of(b"one   MKV")
    ([b'one', b'MKV'], [b'one', b'MKV'])
    """
    row = row.strip()
    for separator in SEPARATORS:
        if separator in row:
            return [cell.strip().strip(b"\"'") for cell in row.split(separator)]
    return row.split() or [b""]


def is_table(lines: Sequence[bytes]) -> bool:
    """Whether every line has the same number of cells, two or more, separated by the same sign."""
    for separator in SEPARATORS:
        counts = {line.count(separator) for line in lines}
        if len(counts) == 1 and counts != {0}:
            return True
    return False


def heading_of(lines: Sequence[bytes]) -> bool:
    """Whether the first line names columns."""
    return bool(lines) and any(is_heading(cell) for cell in cells_of(lines[0]))


def sequence_column(lines: Sequence[bytes]) -> tuple[int, bytes] | None:
    """Number, from 1, and heading of the column that holds sequences; None when none or several do."""
    rows = [cells_of(line) for line in lines]
    first, others = (rows[0], rows[1:]) if heading_of(lines) else ([], rows)
    found = [
        column for column in range(min(map(len, others), default=0)) if all(_is_sequence(row[column]) for row in others)
    ]
    if len(found) != 1:
        return None
    return found[0] + 1, first[found[0]] if len(first) > found[0] else b""


def _is_sequence(cell: bytes) -> bool:
    letters = residues_only(cell.rstrip(b"*"))
    return len(letters) >= _SHORTEST and letters.isalpha() and letters.isascii() and likeness(letters) > 0
