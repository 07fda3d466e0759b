"""Excel workbooks: a sheet as texts. Formulas give the values that were stored with them, and nothing is run."""

import datetime as dt
import io
from typing import Any

import polars as pl

from batchprot.columns.extent import refuse_large
from batchprot.columns.refused import TableRefused
from batchprot.columns.table import MOST_HEADERS, MOST_ROWS, Sheet, Table, from_rows

BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Of .xlsx, and of .xls."""
_UNREADABLE = "This workbook can't be read: it is damaged, or protected by a password. Save it as CSV."
_LARGEST_EXACT = 1e15


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are a workbook, or an archive that may be one."""
    return data.startswith(BEGINNINGS)


def read_workbook(data: bytes, sheet: str = "", *, header: bool | None = None) -> Table:
    """One sheet of a workbook; without a name the first that is visible and not empty.

    Raises:
        TableRefused: it can't be read, or has no such sheet.
    """
    refuse_large(data)
    book = _open(data)
    sheets = tuple(
        Sheet(one.name, hidden=not str(one.visible).endswith("Visible"))
        for one in book.sheets_metadata
        if str(one.typ).endswith("WorkSheet")
    )
    visible = [one.name for one in sheets if not one.hidden]
    if sheet and sheet not in {one.name for one in sheets}:
        raise TableRefused(f"The workbook has no sheet named “{sheet[:60]}”.", code="no_such_sheet")
    for name in [sheet] if sheet else visible:
        found = _rows(book, name)
        if found is not None or sheet:
            break
    else:
        raise TableRefused("The workbook has no visible sheet with anything in it.", code="empty_table")
    if found is None:
        raise TableRefused("This sheet is empty.", code="empty_table")
    rows, notes = found
    frame, header_row, more = from_rows(rows, header=header)
    hidden = [one.name for one in sheets if one.hidden]
    if hidden:
        notes.append(f"Hidden sheets are not read: {', '.join(f'“{one}”' for one in hidden[:5])}.")
    return Table(frame, header_row, name, sheets, (*notes, *more))


def _open(data: bytes) -> Any:  # noqa: ANN401 - the library has no types
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception as error:  # the library has an exception for each format
        raise TableRefused(_UNREADABLE, code="unreadable_workbook") from error


def _rows(book: Any, name: str) -> tuple[pl.DataFrame, list[str]] | None:  # noqa: ANN401
    """The rows of a sheet as texts, from its first row on, and what is to be said; None when it is empty."""
    try:
        found = book.get_sheet_by_name(name)
        cells = found.to_python(skip_empty_area=False)
    except Exception as error:
        raise TableRefused(_UNREADABLE, code="unreadable_workbook") from error
    if not cells or not any(cell != "" for row in cells for cell in row):
        return None
    if len(cells) > MOST_ROWS + 1 or len(cells[0]) > MOST_HEADERS:
        raise TableRefused(f"The table has more than {MOST_ROWS:,} rows.", code="too_many_rows")
    notes = []
    if found.merged_cell_ranges:
        notes.append("The sheet has merged cells: their value is in the first of them, the others are empty.")
    columns = {f"column_{place}": list(map(_text, column)) for place, column in enumerate(zip(*cells, strict=True))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), notes


def _text(cell: object) -> str | None:
    """A cell as text: numbers with as many digits as tell them apart, dates as 2024-09-02."""
    if cell == "":
        return None
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _LARGEST_EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).replace("\0", "")
