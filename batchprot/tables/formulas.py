"""Text that a spreadsheet would take for a formula; every writer of tables marks it as text."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from batchprot.properties.own import header_of

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters that make a spreadsheet treat a cell as a formula, full-width forms included."""


def harmless(text: str) -> str:
    """The text of a cell, with an apostrophe in front of what a spreadsheet would run.

    >>> harmless("=1+1"), harmless("-4.5 (poly-Arg) to 4.5"), harmless("a=b")
    ("'=1+1", "'-4.5 (poly-Arg) to 4.5", 'a=b')
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(rows: Iterable[Iterable[object]], line_end: str = "\r\n") -> str:
    r"""A small table as CSV, its header first, texts made harmless; numbers stay numbers, None is an empty cell.

    >>> csv_text([("name", "score"), ("=1+1", -2), (None, 3)], line_end="\n")
    "name,score\n'=1+1,-2\n,3\n"
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return text.getvalue()


def harmless_header(key: str) -> str:
    """The header of a column for a text that a spreadsheet may open.

    >>> harmless_header("gravy"), harmless_header("own1n2_~3d1")
    ('gravy', "'=1")
    """
    return harmless(header_of(key))
