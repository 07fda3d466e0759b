"""Sheets of an Excel workbook: results and sequences side by side, and tables of text.

Texts are cells of text whatever they begin with, and stay texts when somebody edits them; numbers are numbers, shown
with the decimals of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from batchprot.properties.own import read_key
from batchprot.properties.table import Kind, find
from batchprot.tables.formulas import FORMULA_STARTS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_CHARACTERS = 32_767
"""The most that Excel keeps in one cell; a longer sequence continues in the next one."""
SHEET_ROWS = 1_048_576
SEQUENCES_NOTE = (
    f"A sequence longer than {CELL_CHARACTERS:,} residues continues in the next column: join the cells of its row."
)
_WIDTHS = {"identifier": 24, "name": 16, "description": 44, "organism": 26, "reason": 30}
_NUMBER_WIDTH, _TEXT_WIDTH, _SEQUENCE_WIDTH = 12, 16, 60


class Sheets:
    """Results and sequences, side by side; another pair when a sheet is full.

    `numeric` says of each column whether it holds numbers, `longest` how many residues a sequence may have.
    """

    def __init__(self, book: Workbook, headers: Sequence[str], numeric: Sequence[bool], longest: int) -> None:
        self._book, self._headers, self._is_number = book, headers, numeric
        parts = -(-longest // CELL_CHARACTERS)
        self._sequence_headers = ["ordinal", "identifier", "sequence", *(f"sequence_{n}" for n in range(2, parts + 1))]
        self._number = 0
        self._row = SHEET_ROWS
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._unstyled = book.add_format()
        self._quoted = book.add_format({"quote_prefix": True})
        self._begin()

    def add(self, values: Sequence[Any], sequence: str) -> None:
        """A row of results, and the sequence if there is one."""
        if self._row == SHEET_ROWS:
            self._begin()
        number, text, row = self._results.write_number, self._text, self._row
        for column, (value, is_number) in enumerate(zip(values, self._is_number, strict=True)):
            if value is None:
                continue
            if is_number:
                number(row, column, value)
            else:
                text(self._results, row, column, value)
        if sequence:
            self._sequences.write_number(row, 0, values[0])
            self._text(self._sequences, row, 1, values[1] or "")
            for place in range(0, len(sequence), CELL_CHARACTERS):
                part = sequence[place : place + CELL_CHARACTERS]
                self._sequences.write_string(row, 2 + place // CELL_CHARACTERS, part)
        self._row += 1

    def _begin(self) -> None:
        self._number += 1
        more = f" {self._number}" if self._number > 1 else ""
        self._results = self._sheet(f"results{more}", self._headers, frozen=2)
        self._sequences = self._sheet(f"sequences{more}", self._sequence_headers, frozen=2)
        self._row = 1

    def _sheet(self, name: str, headers: Sequence[str], frozen: int) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        numeric = self._is_number if headers is self._headers else [False] * len(headers)
        for column, (header, is_number) in enumerate(zip(headers, numeric, strict=True)):
            sheet.set_column(column, column, _width(header, is_number), self._shown(header))
        for column, header in enumerate(headers):
            self._text(sheet, 0, column, _name(header), self._head)
        return sheet

    def _shown(self, header: str) -> Format | None:
        row = find(header)
        if row is None or row.kind is not Kind.NUMBER:
            return None
        return self._book.add_format({"num_format": f"0.{'0' * row.decimals}" if row.decimals else "0"})

    def _text(self, sheet: Worksheet, row: int, column: int, value: str, look: Format | None = None) -> None:
        if value.startswith("<r>"):
            # xlsxwriter takes such a text for markup of its own, unless it comes in parts.
            sheet.write_rich_string(row, column, self._unstyled, value[:1], value[1:], *([look] if look else []))
        else:
            sheet.write_string(row, column, value, look or (self._quoted if value[:1] in FORMULA_STARTS else None))


def _name(header: str) -> str:
    """The heading of a column: its key, or the name that people gave to an own column."""
    own = read_key(header)
    return header if own is None else own.label


def _width(header: str, is_number: bool) -> int:
    if header.startswith("sequence"):
        return _SEQUENCE_WIDTH
    return _WIDTHS.get(header, max(_NUMBER_WIDTH, len(header) + 1) if is_number else _TEXT_WIDTH)


def add_table(book: Workbook, name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Add a sheet of texts."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    head, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(headers) - 1, 110 if len(headers) == 2 else 28)  # noqa: PLR2004 - a term and its value
    for number, cells in enumerate([headers, *rows]):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, wrapped if number else head)
