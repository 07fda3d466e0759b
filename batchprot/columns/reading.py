"""The way in for a table, whatever form it has."""

import gzip
import io
import zlib

from batchprot.columns.refused import TableRefused
from batchprot.columns.table import Table
from batchprot.columns.text import read_text
from batchprot.columns.workbook import is_workbook, read_workbook
from batchprot.reading.limits import megabytes

MOST_BYTES = 200_000_000


def read_table(data: bytes, sheet: str = "", *, header: bool | None = None) -> Table:
    """Read CSV, TSV, text with semicolons, or a sheet of a workbook.

    Args:
        data: the whole file, or what was pasted.
        sheet: of a workbook the sheet; empty is the first that is visible and not empty.
        header: whether the first row has headers; None finds out.

    Raises:
        TableRefused: it can't be read.
    """
    if len(data) > MOST_BYTES:
        raise TableRefused(f"The table is larger than {megabytes(MOST_BYTES)}.", code="table_too_large", status=413)
    if not data.strip():
        raise TableRefused("The table is empty.", code="empty_table")
    if data.startswith(b"\x1f\x8b"):
        return read_table(_inflated(data), sheet, header=header)
    if data.startswith((b"%PDF", b"\x89PNG", b"GIF8")):
        raise TableRefused("This is no table: send CSV, TSV or an Excel workbook.", code="not_a_table")
    if is_workbook(data):
        return read_workbook(data, sheet, header=header)
    if sheet:
        raise TableRefused(f"This is no workbook, so it has no sheet “{sheet[:60]}”.", code="no_such_sheet")
    return read_text(data, header=header)


def _inflated(data: bytes) -> bytes:
    """The plain bytes of a gzip file, as far as the limit and one byte beyond it."""
    try:
        with gzip.open(io.BytesIO(data)) as file:
            plain = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise TableRefused("This gzip file is damaged or was cut off.", code="unreadable_gzip") from error
    if plain.startswith(b"\x1f\x8b"):
        raise TableRefused("This is a file compressed twice. Unpack it once.", code="unreadable_gzip")
    return plain
