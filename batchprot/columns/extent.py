"""How large a workbook becomes once it is read, found before it is: a cell far from the others costs gigabytes."""

import io
import re
import zipfile
import zlib
from typing import Final

from batchprot.columns.refused import TableRefused
from batchprot.reading.limits import megabytes

MOST_INFLATED: Final = 1_000_000_000
MOST_CELLS: Final = 20_000_000
"""Between the first and the last cell of a sheet; Excel's own form of before 2007 has 17 million at most."""
WORKBOOK: Final = "xl/workbook.xml"
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 32
# Without an anchor in front, so that the first letters are searched for as a text.
_FAR: Final = re.compile(rb'r="([A-Z]{2,3})\d')
_ROW: Final = re.compile(rb'row [^>]*?r="(\d{1,7})"')
_LETTERS: Final = [bytes([letter]) for letter in reversed(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")]


def refuse_large(data: bytes) -> None:
    """Refuse a workbook that would fill the memory, or isn't one of Excel since 2007.

    Raises:
        TableRefused: see above.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if WORKBOOK not in archive.namelist():
                raise TableRefused("This is no workbook of Excel. Save the table as .xlsx or CSV.", code="not_a_table")
            if sum(info.file_size for info in infos) > MOST_INFLATED:
                words = f"The workbook is larger than {megabytes(MOST_INFLATED)} once it is unpacked."
                raise TableRefused(f"{words} Save the sheet as CSV.", code="table_too_large", status=413)
            for info in infos:
                if _SHEET.fullmatch(info.filename):
                    _refuse_sheet(archive, info)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error, OverflowError) as error:
        words = "This workbook can't be read: it is damaged, or protected by a password. Save it as CSV."
        raise TableRefused(words, code="unreadable_workbook") from error


def _refuse_sheet(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    rows = width = 0
    before = b""
    with archive.open(info) as sheet:
        while block := sheet.read(_BLOCK):
            text = before + block
            width = max(width, _narrow(text), *map(_number, set(_FAR.findall(text))))
            rows = max(rows, *map(int, _ROW.findall(text)), 0)
            before = text[-_OVERLAP:]
    if rows * width > MOST_CELLS:
        raise TableRefused(
            f"A sheet reaches to row {rows:,} and column {width:,}, too far for a table of cells. Remove what stands "
            "far from the table, or save the sheet as CSV.",
            code="table_too_large",
            status=413,
        )


def _narrow(text: bytes) -> int:
    """The last of the first 26 columns that a cell is in; a search for each letter is quicker than one for all."""
    return next((_number(letter) for letter in _LETTERS if b'r="' + letter in text), 0)


def _number(letters: bytes) -> int:
    """The number of a column by its letters.

    >>> _number(b"AA"), _number(b"XFD")
    (27, 16384)
    """
    found = 0
    for letter in letters:
        found = found * 26 + letter - ord("A") + 1
    return found
