"""The way in for a table, whatever form it has."""

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
    if data.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\x1f\x8b")):
        raise TableRefused("This is no table: send CSV, TSV or an Excel workbook.", code="not_a_table")
    return read_workbook(data, sheet, header=header) if is_workbook(data) else read_text(data, header=header)
