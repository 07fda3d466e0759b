"""Records and computed columns to a share of a table in any form: the bytes to append to what was written before."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from typing import TYPE_CHECKING, Any

from batchprot.properties.table import properties_of
from batchprot.tables.forms import Form, Packing, Shape, Written
from batchprot.tables.formulas import harmless_header

if TYPE_CHECKING:
    import polars as pl

    from batchprot.engine.analyze import Columns
    from batchprot.tables.record_columns import RecordColumns


def written(
    records: RecordColumns, computed: Columns, shape: Shape, file: str = "", own: pl.DataFrame | None = None
) -> Written:
    """The rows of `records`, in order; `computed` has a row for each that isn't rejected, `own` one for each."""
    if shape.form in {Form.CSV, Form.TSV}:
        from batchprot.tables.csv_columns import lines_of

        found = lines_of(records, computed, shape, file, own)
        lines = _tabbed(found.lines) if shape.form is Form.TSV else found.lines
        return found._replace(lines=packed(lines, shape.packing))
    frame = _frame(records, computed, shape, file, own)
    counts = Counter(frame["status"].to_list())
    return Written(_formed(frame, shape), counts["ok"], counts["warned"], counts["rejected"])


def beginning(shape: Shape) -> bytes:
    """What comes before the first row: the headings of CSV and TSV."""
    if shape.form not in {Form.CSV, Form.TSV}:
        return b""
    text = io.StringIO()
    csv.writer(text, delimiter="," if shape.form is Form.CSV else "\t", lineterminator="\n").writerow(
        map(harmless_header, shape.keys)
    )
    return packed(text.getvalue().encode(), shape.packing)


def packed(lines: bytes, packing: Packing) -> bytes:
    """Lines as one member of a compressed file; members follow each other."""
    if packing is Packing.GZIP:
        return gzip.compress(lines, compresslevel=6, mtime=0)
    if packing is Packing.ZSTANDARD:
        try:
            from compression import zstd  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            from backports import zstd
        return bytes(zstd.compress(lines))
    return lines


def _tabbed(lines: bytes) -> bytes:
    """Lines of CSV with tabs between the cells."""
    import polars as pl

    cells = pl.read_csv(lines, has_header=False, infer_schema=False)
    return cells.write_csv(separator="\t", include_header=False).encode()


def _frame(
    records: RecordColumns, computed: Columns, shape: Shape, file: str, own: pl.DataFrame | None
) -> pl.DataFrame:
    import polars as pl

    from batchprot.tables.frame import frame_of, own_of, sequences_of

    frame = frame_of(records, computed, [row.key for row in properties_of(shape.preset)])
    if shape.named:
        frame = frame.insert_column(0, pl.Series("file", [file] * len(frame), pl.String))
    frame = frame.hstack(own_of(shape.own, own)) if shape.own else frame
    return frame.with_columns(sequences_of(records)) if shape.sequences else frame


def _formed(frame: pl.DataFrame, shape: Shape) -> Any:  # noqa: ANN401 - see Written
    if shape.form is Form.EXCEL:
        return frame.rows()
    if shape.form is Form.JSON_LINES:
        return packed(frame.write_ndjson().encode(), shape.packing)
    file = io.BytesIO()
    frame.write_parquet(file, row_group_size=max(len(frame), 1))
    return file.getvalue()
