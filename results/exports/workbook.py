"""An Excel workbook of a selection: results, sequences, data dictionary and methods.

Rows go to disk as they are read, so memory does not grow with the job. Texts are cells of text whatever they begin
with, and stay texts when somebody edits them; numbers are numbers, shown with the decimals of the table.
"""

import tempfile
from collections.abc import Generator, Sequence
from typing import IO, TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select

from batchprot.properties.table import Kind, find
from batchprot.tables.formulas import FORMULA_STARTS
from jobs.services import JobServices
from models.tables import protein
from results.access import Reader, reading
from results.exports import csv as export
from results.exports.about import DICTIONARY_HEADERS, dictionary
from results.exports.copying import BLOCK_BYTES, copied_rows
from results.exports.headers import header_of
from results.own_columns import NO_COLUMNS, OwnColumns
from results.selection.model import Selection, is_numeric

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CELL_CHARACTERS = 32_767
"""The most that Excel keeps in one cell; a longer sequence continues in the next one."""
SHEET_ROWS = 1_048_576
Beside = tuple[Sequence[tuple[str, ...]], Sequence[tuple[str, str]]]
"""The rows of the data dictionary, and the methods."""
SEQUENCES_NOTE = (
    f"A sequence longer than {CELL_CHARACTERS:,} residues continues in the next column: join the cells of its row."
)
_WIDTHS = {"identifier": 24, "name": 16, "description": 44, "organism": 26, "reason": 30}
_NUMBER_WIDTH, _TEXT_WIDTH, _SEQUENCE_WIDTH = 12, 16, 60


def xlsx_stream(
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    columns: Sequence[str],
    *,
    methods: Sequence[tuple[str, str]],
    own: OwnColumns = NO_COLUMNS,
) -> Generator[bytes, None, None]:
    """The selection as a workbook in blocks, the first when the workbook is complete.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    headers = export.headers(columns)
    asked = {name: export.plain(name) for name in headers} | {"sequence": protein.c.sequence}
    with reading(services, reader, job_id):
        meanings = dictionary(headers, own)
        return _blocks((services, reader, job_id, export.selected(selection, asked)), headers, (meanings, methods))


def _blocks(
    question: tuple[JobServices, Reader, UUID, Select[Any]], headers: list[str], beside: Beside
) -> Generator[bytes, None, None]:
    with tempfile.TemporaryDirectory(prefix="batchprot-xlsx-") as directory, tempfile.TemporaryFile() as file:
        _write(file, directory, question, headers, beside)
        file.seek(0)
        while block := file.read(BLOCK_BYTES):
            yield block


def _write(
    file: IO[bytes],
    directory: str,
    question: tuple[JobServices, Reader, UUID, Select[Any]],
    headers: list[str],
    beside: Beside,
) -> None:
    from xlsxwriter import Workbook

    meanings, methods = beside
    longest = question[0].limits.residues_per_record
    types = [*("float8" if is_numeric(name) else "text" for name in headers), "text"]
    with Workbook(file, {"constant_memory": True, "tmpdir": directory}) as book:
        sheets = _Sheets(book, headers, parts=-(-longest // CELL_CHARACTERS))
        with copied_rows(*question, types) as rows:
            for *values, sequence in rows:
                sheets.add(values, sequence)
        _add_table(book, "data dictionary", DICTIONARY_HEADERS, meanings)
        _add_table(book, "methods", ("term", "value"), [*methods, ("Sequences", SEQUENCES_NOTE)])


class _Sheets:
    """Results and sequences, side by side; another pair when a sheet is full."""

    def __init__(self, book: "Workbook", headers: list[str], parts: int) -> None:
        self._book, self._headers = book, headers
        self._sequence_headers = ["ordinal", "identifier", "sequence", *(f"sequence_{n}" for n in range(2, parts + 1))]
        self._number = 0
        self._row = SHEET_ROWS
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._unstyled = book.add_format()
        self._quoted = book.add_format({"quote_prefix": True})
        self._is_number = [is_numeric(name) for name in headers]
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

    def _sheet(self, name: str, headers: Sequence[str], frozen: int) -> "Worksheet":
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        for column, header in enumerate(headers):
            sheet.set_column(column, column, _width(header), self._shown(header))
        for column, header in enumerate(headers):
            self._text(sheet, 0, column, header_of(header), self._head)
        return sheet

    def _shown(self, header: str) -> "Format | None":
        row = find(header)
        if row is None or row.kind is not Kind.NUMBER:
            return None
        return self._book.add_format({"num_format": f"0.{'0' * row.decimals}" if row.decimals else "0"})

    def _text(self, sheet: "Worksheet", row: int, column: int, value: str, look: "Format | None" = None) -> None:
        if value.startswith("<r>"):
            # xlsxwriter takes such a text for markup of its own, unless it comes in parts.
            sheet.write_rich_string(row, column, self._unstyled, value[:1], value[1:], *([look] if look else []))
        else:
            sheet.write_string(row, column, value, look or (self._quoted if value[:1] in FORMULA_STARTS else None))


def _width(header: str) -> int:
    if header.startswith("sequence"):
        return _SEQUENCE_WIDTH
    return _WIDTHS.get(header, max(_NUMBER_WIDTH, len(header) + 1) if is_numeric(header) else _TEXT_WIDTH)


def _add_table(book: "Workbook", name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    head, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(headers) - 1, 110 if len(headers) == 2 else 28)  # noqa: PLR2004 - a term and its value
    for number, cells in enumerate([headers, *rows]):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, wrapped if number else head)
