"""Text that a spreadsheet would take for a formula; every writer of tables marks it as text."""

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


def harmless_row(cells: Iterable[object]) -> list[object]:
    """The cells of a row, texts made harmless; numbers stay numbers."""
    return [harmless(cell) if isinstance(cell, str) else cell for cell in cells]


def harmless_header(key: str) -> str:
    """The header of a column for a text that a spreadsheet may open.

    >>> harmless_header("gravy"), harmless_header("own1n2_~3d1")
    ('gravy', "'=1")
    """
    return harmless(header_of(key))
