import io
import tracemalloc

import polars as pl
import pytest

from batchprot.tables.parquet import Joined, footer_of, metadata_of
from batchprot.tables.thrift import Reader, to_bytes


def file_of(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


WIDE = pl.DataFrame({f"column_{n}": [float(n), None, 1.5] for n in range(40)})


def test_a_footer_is_written_as_it_was_read() -> None:
    file = file_of(WIDE)
    footer, end = footer_of(file)
    assert to_bytes(footer) == file[end:-8]
    assert Reader(to_bytes(footer)).struct() == footer


def test_files_are_joined_with_metadata_and_without_empty_ones() -> None:
    whole = io.BytesIO()
    joined = Joined(whole.write)
    for rows in (3, 0, 2):
        joined.add(file_of(WIDE.head(rows)))
    joined.end({"engine": "1", "unit": "Å"})
    assert pl.read_parquet(io.BytesIO(whole.getvalue())).equals(pl.concat([WIDE, WIDE.head(2)]))
    assert metadata_of(whole) == {"engine": "1", "unit": "Å"}


def test_other_columns_and_half_files_are_refused() -> None:
    joined = Joined(io.BytesIO().write)
    joined.add(file_of(WIDE))
    with pytest.raises(ValueError, match="different columns"):
        joined.add(file_of(WIDE.drop("column_3")))
    for half in (b"", b"PAR1", file_of(WIDE)[:-1], file_of(WIDE)[10:]):
        with pytest.raises(ValueError, match="not a whole Parquet file"):
            joined.add(half)


def test_hundreds_of_row_groups_take_little_memory() -> None:
    file, joined = file_of(WIDE), Joined(lambda _: None)
    joined.add(file)
    tracemalloc.start()
    for _ in range(200):
        joined.add(file)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 200 * len(WIDE.columns) * 400
