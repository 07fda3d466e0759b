"""Parquet files one behind the other in one file, without unpacking them: what other processes wrote is only copied.

polars writes each as a whole file of one row group. Here the data are appended, the places in the footer moved, and one
footer written at the end, with the metadata that are known only then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import IO, Any, Final

from batchprot.tables.thrift import BINARY, I64, LIST, STRUCT, Reader, Struct, Values, to_bytes

MAGIC: Final = b"PAR1"
KEY: Final = "batchprot"
"""Under which key of the file's metadata ours are, as JSON."""
_ENDING: Final = 8
_VERSION, _SCHEMA, _ROWS, _GROUPS, _PAIRS, _CREATED_BY, _ORDERS = range(1, 8)
_COLUMNS, _GROUP_ROWS, _GROUP_OFFSET, _ORDINAL = 1, 3, 5, 7
_CHUNK_OFFSET, _CHUNK, _OFFSET_INDEX, _COLUMN_INDEX = 2, 3, 4, 6
_DATA, _INDEX, _DICTIONARY, _BLOOM = 9, 10, 11, 14


class Joined:
    """One Parquet file that grows by whole ones of the same columns."""

    def __init__(self, write: Callable[[bytes | memoryview], object]) -> None:
        self._write, self._place = write, 0
        self._footer: Struct = {}
        # Written at once: as structures, the groups of ten million proteins take some hundred megabytes.
        self._groups: list[bytes] = []
        self.rows = 0

    def add(self, file: bytes | memoryview) -> None:
        """Append the rows of a Parquet file.

        Raises:
            ValueError: It has other columns than the first.
        """
        if not self._place:
            self._put(MAGIC)
        footer, end = footer_of(file)
        if not self._footer:
            self._footer = footer
        elif footer[_SCHEMA] != self._footer[_SCHEMA]:
            raise ValueError("These files have different columns.")
        groups = [group for group in footer[_GROUPS][1].elements if group[_GROUP_ROWS][1]]
        for group in groups:
            self._groups.append(to_bytes(_moved(group, self._place - len(MAGIC), len(self._groups))))
            self.rows += group[_GROUP_ROWS][1]
        if groups:
            self._put(file[len(MAGIC) : end])

    def end(self, metadata: Mapping[str, Any]) -> None:
        """Write the footer, with our metadata as JSON."""
        pair: Struct = {1: (BINARY, KEY.encode()), 2: (BINARY, json.dumps(metadata, ensure_ascii=False).encode())}
        others = [one for one in _pairs(self._footer) if one[1][1] != KEY.encode()]
        footer = self._footer | {
            _ROWS: (I64, self.rows),
            _GROUPS: (LIST, Values(STRUCT, self._groups)),
            _PAIRS: (LIST, Values(STRUCT, [*others, pair])),
        }
        written = to_bytes(footer)
        self._put(written + len(written).to_bytes(4, "little") + MAGIC)

    def _put(self, data: bytes | memoryview) -> None:
        self._write(data)
        self._place += len(data)


def footer_of(file: bytes | memoryview) -> tuple[Struct, int]:
    """The footer of a Parquet file and where it begins.

    Raises:
        ValueError: It isn't a whole Parquet file.
    """
    length = int.from_bytes(file[-_ENDING:-4], "little")
    end = len(file) - _ENDING - length
    if not file[: len(MAGIC)] == file[-len(MAGIC) :] == MAGIC or end < len(MAGIC):
        raise ValueError("This is not a whole Parquet file.")
    return Reader(bytes(file[end:-_ENDING])).struct(), end


def metadata_of(file: IO[bytes]) -> dict[str, Any]:
    """Our metadata in an open Parquet file, of which only the footer is read; nothing for a file of others.

    Raises:
        ValueError: It isn't a whole Parquet file.
    """
    size = file.seek(0, 2)
    file.seek(max(size - _ENDING, 0))
    ending = file.read()
    length = int.from_bytes(ending[:4], "little")
    if not ending.endswith(MAGIC) or length + _ENDING + len(MAGIC) > size:
        raise ValueError("This is not a whole Parquet file.")
    file.seek(size - _ENDING - length)
    footer = Reader(file.read(length)).struct()
    texts = (pair[2][1] for pair in _pairs(footer) if pair[1][1] == KEY.encode())
    found: dict[str, Any] = json.loads(next(texts, b"{}"))
    return found


def _pairs(footer: Struct) -> list[Struct]:
    return list(footer[_PAIRS][1].elements) if _PAIRS in footer else []


def _moved(group: Struct, by: int, number: int) -> Struct:
    """A row group whose data are further back in the file."""
    columns = [_moved_column(column, by) for column in group[_COLUMNS][1].elements]
    moved = _shifted(group, by, (_GROUP_OFFSET,)) | {_COLUMNS: (LIST, Values(STRUCT, columns))}
    if _ORDINAL in moved:
        # Sixteen bits; readers don't need it.
        moved[_ORDINAL] = moved[_ORDINAL][0], min(number, 2**15 - 1)
    return moved


def _moved_column(column: Struct, by: int) -> Struct:
    moved = _shifted(column, by, (_CHUNK_OFFSET, _OFFSET_INDEX, _COLUMN_INDEX))
    moved[_CHUNK] = STRUCT, _shifted(column[_CHUNK][1], by, (_DATA, _INDEX, _DICTIONARY, _BLOOM))
    return moved


def _shifted(fields: Struct, by: int, numbers: tuple[int, ...]) -> Struct:
    """A structure in which these offsets are larger; one of 0 points nowhere."""
    return {
        number: (kind, value + by if number in numbers and value else value) for number, (kind, value) in fields.items()
    }
