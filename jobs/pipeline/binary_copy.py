"""Columns of numpy as PostgreSQL's binary COPY format, made column by column and never value by value.

https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": each row begins with how many fields it has,
each field with its length in bytes, -1 for NULL. All numbers are big-endian. Here every column is first a rectangle of
bytes as wide as its longest value; what a row's value doesn't fill is left out in the end.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = -1
INT4_OID = 23
AT_ONCE = 1024
"""Rows: it bounds what is held beside the result."""
BYTE = np.uint8

Bytes = NDArray[np.uint8]


class Field(NamedTuple):
    """One column: a row of `cells` begins with the bytes of its value, of which there are `lengths`; or NULL."""

    cells: Bytes
    lengths: NDArray[Any]


def copy_bytes(fields: Sequence[Field]) -> bytes:
    """Write the columns as one COPY."""
    rows = len(fields[0].lengths)
    parts = [_rows([Field(*(part[start : start + AT_ONCE] for part in field)) for field in fields])
             for start in range(0, rows, AT_ONCE)]  # fmt: skip
    return b"".join((HEADER, *parts, TRAILER))


def _rows(fields: Sequence[Field]) -> bytes:
    rows = len(fields[0].lengths)
    width = 2 + sum(4 + field.cells.shape[1] for field in fields)
    table, kept = np.empty((rows, width), BYTE), np.ones((rows, width), np.bool_)
    table[:, :2] = _cells(np.full(rows, len(fields), ">i2"))
    place = 2
    for cells, lengths in fields:
        table[:, place : place + 4] = _cells(lengths.astype(">i4"))
        place += 4
        end = place + cells.shape[1]
        table[:, place:end] = cells
        if (lengths != cells.shape[1]).any():
            kept[:, place:end] = np.arange(cells.shape[1]) < lengths[:, None]
        place = end
    return table[kept].tobytes()


def uuids(value: UUID, rows: int) -> Field:
    """A column of type uuid with the same value in each row."""
    return Field(np.broadcast_to(np.frombuffer(value.bytes, BYTE), (rows, 16)), np.full(rows, 16))


def doubles(values: NDArray[np.float64]) -> Field:
    """A column of type double precision; NaN is NULL."""
    return Field(_cells(values.astype(">f8")), np.where(np.isnan(values), NULL, 8))


def integers(values: NDArray[Any]) -> Field:
    """A column of type integer, of whole numbers; NaN is NULL."""
    missing = np.isnan(values)
    return Field(_cells(np.where(missing, 0, values).astype(">i4")), np.where(missing, NULL, 4))


def texts(values: Sequence[str]) -> Field:
    """A column of type text; an empty one is NULL."""
    encoded = [value.encode() for value in values]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    width = max(1, int(lengths.max(initial=1)))
    return Field(_cells(np.array(encoded, f"S{width}")), np.where(lengths == 0, NULL, lengths))


def integer_arrays(values: NDArray[Any]) -> Field:
    """A column of type integer[], all of the same length."""
    rows, length = values.shape
    head = np.array([1, 0, INT4_OID, length, 1], ">i4")  # one dimension, no NULL, of integers, their number, from 1
    items = np.empty((rows, length, 2), ">i4")
    items[:, :, 0], items[:, :, 1] = 4, values
    cells = np.hstack((np.broadcast_to(head.view(BYTE), (rows, head.nbytes)), _cells(items)))
    return Field(cells, np.full(rows, cells.shape[1]))


def _cells(values: NDArray[Any]) -> Bytes:
    """The bytes of each row."""
    rows = len(values)
    return np.ascontiguousarray(values).view(BYTE).reshape(rows, values.nbytes // max(1, rows))
