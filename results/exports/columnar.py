"""Parquet and Arrow of everything or of a selection: typed columns, read by other programs without a guess.

Rows are copied out of the database as CSV and become frames of some megabytes, so that memory doesn't grow with the
analysis. An Arrow stream is sent frame by frame; a Parquet file is written to disk first, because its end says where
everything lies.
"""

import io
import json
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
from polars.io.plugins import register_io_source

from batchprot.properties.own import header_of
from batchprot.properties.table import Kind, find
from batchprot.tables.parquet import KEY
from jobs.services import JobServices
from results.access import Reader
from results.exports import copying
from results.exports.csv import headers, plain, selected
from results.selection.model import Selection, is_count

Blocks = Generator[bytes, None, None]
FRAME_BYTES = 8_000_000
_TYPES = {Kind.NUMBER: pl.Float64, Kind.INTEGER: pl.Int64}
_WHOLE = frozenset({"ordinal", "line", "length"})
_CSV = "{query}", "FORMAT csv"
_END = bytes.fromhex("ffffffff00000000")
"""The end of an Arrow stream."""


def arrow_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Blocks:
    """The selection as an Arrow IPC stream; see results.exports.csv.csv_stream for the arguments.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    names, blocks = _asked(services, reader, job_id, selection, columns)
    return _arrow(names, blocks)


def parquet_stream(
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    columns: Sequence[str],
    *,
    facts: Mapping[str, Any],
) -> Blocks:
    """The selection as a Parquet file; see arrow_stream. `facts` go into its metadata, as the command writes them."""
    names, blocks = _asked(services, reader, job_id, selection, columns)
    return _parquet(names, blocks, {KEY: json.dumps(facts, ensure_ascii=False)})


def schema_of(names: Sequence[str]) -> dict[str, Any]:
    """The header and the type of each column, whatever rows there are."""
    return {header_of(name): pl.Int64 if name in _WHOLE or is_count(name) else _type_of(name) for name in names}


def _type_of(name: str) -> Any:  # noqa: ANN401 - a class of polars
    row = find(name)
    return pl.String if row is None else _TYPES.get(row.kind, pl.String)


def _asked(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> tuple[list[str], Blocks]:
    names = headers(columns)
    asked = selected(selection, {name: plain(name) for name in names})
    return names, copying.copied(services, reader, job_id, asked, _CSV)


def _arrow(names: Sequence[str], blocks: Blocks) -> Blocks:
    try:
        is_first = True
        for frame in _frames(names, blocks):
            written = io.BytesIO()
            frame.write_ipc_stream(written, compat_level=pl.CompatLevel.oldest())
            message = written.getvalue().removesuffix(_END)
            yield message if is_first else message[_schema_bytes(message) :]
            is_first = False
        yield _END
    finally:
        blocks.close()


def _schema_bytes(message: bytes) -> int:
    """The length of the schema that a stream begins with: a marker, a length, and as many bytes."""
    return 8 + int.from_bytes(message[4:8], "little")


def _parquet(names: Sequence[str], blocks: Blocks, metadata: dict[str, str]) -> Blocks:
    schema = schema_of(names)

    def frames(
        with_columns: list[str] | None, _predicate: object, _rows: object, _size: object
    ) -> Iterator[pl.DataFrame]:
        for frame in _frames(names, blocks):
            yield frame.select(with_columns) if with_columns else frame

    try:
        with tempfile.TemporaryDirectory(prefix="batchprot-") as folder:
            path = Path(folder, "rows.parquet")
            register_io_source(frames, schema=schema).sink_parquet(path, metadata=metadata)
            with path.open("rb") as file:
                while block := file.read(copying.BLOCK_BYTES):
                    yield block
    finally:
        blocks.close()


def _frames(names: Sequence[str], blocks: Iterator[bytes]) -> Iterator[pl.DataFrame]:
    """Frames of whole rows; one without rows when there is none."""
    schema, is_empty = schema_of(names), True
    for rows in _whole_rows(blocks):
        is_empty = False
        yield pl.read_csv(io.BytesIO(rows), has_header=False, schema=schema)
    if is_empty:
        yield pl.DataFrame(schema=schema)


def _whole_rows(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks of CSV that end where a row does, of FRAME_BYTES or more but for the last."""
    rest = bytearray()
    for block in blocks:
        rest += block
        if len(rest) >= FRAME_BYTES and (end := _last_row(rest)):
            yield bytes(rest[:end])
            del rest[:end]
    if rest:
        yield bytes(rest)


def _last_row(text: bytearray) -> int:
    """Where the last whole row ends: after a line feed with as many quotes before it as close; 0 when there is none."""
    end = text.rfind(b"\n") + 1
    while end and text.count(b'"', 0, end) % 2:
        end = text.rfind(b"\n", 0, end - 1) + 1
    return end
