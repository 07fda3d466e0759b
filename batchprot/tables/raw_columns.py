"""Columns of properties as raw bytes: what the worker sends to a program that asks for it, beside JSON.

Values travel as the engine holds them, and are read without a look at each. All numbers are little-endian:

    8 bytes     MAGIC, with the version of this layout
    uint32      length of the head
    head        JSON: {"engine", "constants", "records": n, "columns": [[key, kind, length in bytes], ...]}
    blocks      one for each column, in the head's order

Head and blocks are followed by as many zero bytes as make the next begin at a multiple of eight. A block holds

    number, integer     n float64; NaN where there is no value
    counts              n times twenty int32, in the order of `alphabet.STANDARD`
    text                n texts in UTF-8 without NUL, separated by line feeds; an empty one where there is none
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from batchprot.properties.table import BY_KEY, Kind
from batchprot.reading import alphabet

MAGIC: Final = b"BPCOLS1\n"
HEAD_KEYS: Final = frozenset({"engine", "constants", "records", "columns"})
MOST_RECORDS: Final = 1_000_000
_LENGTH_BYTES: Final = 4
_ALIGNED: Final = 8
_NUMBERS: Final = np.dtype("<f8")
_COUNTS: Final = np.dtype("<i4")

RawColumn = NDArray[Any] | list[str]


@dataclass(frozen=True, slots=True, eq=False)
class RawColumns:
    """One value per record in each column; which engine calculated them, and with which constants."""

    engine: str
    constants: str
    records: int
    kinds: dict[str, Kind]
    columns: dict[str, RawColumn]

    def array(self, key: str) -> NDArray[Any]:
        """Give a column of numbers or counts."""
        column = self.columns[key]
        if isinstance(column, list):
            raise TypeError(key)
        return column

    def texts(self, key: str) -> list[str]:
        """Give a column of texts."""
        column = self.columns[key]
        if not isinstance(column, list):
            raise TypeError(key)
        return column


def to_bytes(columns: Mapping[str, RawColumn], *, engine: str, constants: str) -> bytes:
    """Write the columns that `analyze` gives.

    Example:
        >>> from_bytes(to_bytes({"gravy": np.array([1.5])}, engine="1", constants="expasy")).columns
        {'gravy': array([1.5])}
    """
    blocks = {key: _block(BY_KEY[key].kind, column) for key, column in columns.items()}
    listed = [[key, BY_KEY[key].kind.value, len(block)] for key, block in blocks.items()]
    records = len(next(iter(columns.values()), ()))
    head = {"engine": engine, "constants": constants, "records": records, "columns": listed}
    written = json.dumps(head, separators=(",", ":")).encode()
    begin = MAGIC + len(written).to_bytes(_LENGTH_BYTES, "little") + written
    return b"".join(_padded((begin, *blocks.values())))


def from_bytes(data: bytes) -> RawColumns:
    """Read what `to_bytes` wrote.

    Raises:
        ValueError: anything is missing, left over or not what the head says; the message names it and no value.
    """
    head, place = _head(data)
    records = head["records"]
    columns: dict[str, RawColumn] = {}
    for key, kind, length in head["columns"]:
        block = memoryview(data)[place : place + length]
        if len(block) != length:
            raise ValueError("the columns are cut off")
        columns[key] = _column(key, kind, block, records)
        place += length + -length % _ALIGNED
    if place != len(data) or len(columns) != len(head["columns"]):
        raise ValueError("something else than the columns is there")
    kinds = {key: Kind(kind) for key, kind, _ in head["columns"]}
    return RawColumns(head["engine"], head["constants"], records, kinds, columns)


def _padded(parts: tuple[bytes, ...]) -> Iterator[bytes]:
    for part in parts:
        yield part
        yield bytes(-len(part) % _ALIGNED)


def _block(kind: Kind, column: RawColumn) -> bytes:
    if kind is Kind.TEXT:
        return "\n".join(column).encode()
    return np.ascontiguousarray(column, _COUNTS if kind is Kind.COUNTS else _NUMBERS).tobytes()


def _head(data: bytes) -> tuple[dict[str, Any], int]:
    """Read the head, checked, and say where the first block begins."""
    begin = len(MAGIC) + _LENGTH_BYTES
    if not data.startswith(MAGIC) or len(data) < begin:
        raise ValueError("these are no raw columns")
    end = begin + int.from_bytes(data[len(MAGIC) : begin], "little")
    try:
        head = json.loads(data[begin:end])
    except (ValueError, RecursionError):
        raise ValueError("the head is not JSON") from None
    if end > len(data) or not isinstance(head, dict) or head.keys() != HEAD_KEYS:
        raise ValueError("the head has not the parts it should have")
    if not (isinstance(head["engine"], str) and isinstance(head["constants"], str) and _is_size(head["records"])):
        raise ValueError("the head is not what it should be")
    if not isinstance(head["columns"], list) or not all(map(_is_listed, head["columns"])):
        raise ValueError("the list of columns is not what it should be")
    return head, end + -end % _ALIGNED


def _is_listed(column: object) -> bool:
    if not isinstance(column, list) or list(map(type, column)) != [str, str, int]:
        return False
    return column[1] in set(Kind) and column[2] >= 0


def _is_size(number: object) -> bool:
    return type(number) is int and 0 <= number <= MOST_RECORDS


def _column(key: str, kind: str, block: memoryview, records: int) -> RawColumn:
    if kind == Kind.TEXT:
        return _texts(key, block, records)
    shape = (records, len(alphabet.STANDARD)) if kind == Kind.COUNTS else (records,)
    dtype = _COUNTS if kind == Kind.COUNTS else _NUMBERS
    if len(block) != dtype.itemsize * int(np.prod(shape)):
        raise ValueError(f"{key} has not one value per record")
    return np.frombuffer(block, dtype).reshape(shape)


def _texts(key: str, block: memoryview, records: int) -> list[str]:
    try:
        text = bytes(block).decode()
    except UnicodeDecodeError:
        raise ValueError(f"{key} is not UTF-8") from None
    values = text.split("\n") if records else []
    if "\0" in text:
        raise ValueError(f"{key} holds a NUL")
    if len(values) != records or (not records and text):
        raise ValueError(f"{key} has not one value per record")
    return values
