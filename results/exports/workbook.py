"""An Excel workbook of a selection: results, sequences, data dictionary and methods.

Rows go to disk as they are read, so memory does not grow with the job. Texts are cells of text whatever they begin
with, and stay texts when somebody edits them; numbers are numbers, shown with the decimals of the table.
"""

import tempfile
from collections.abc import Generator, Sequence
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Select

from batchprot.tables.dictionary import DICTIONARY_HEADERS
from batchprot.tables.workbook import SEQUENCES_NOTE, Sheets, add_table
from jobs.services import JobServices
from results.access import Reader, reading
from results.exports import csv as export
from results.exports.about import dictionary
from results.exports.copying import BLOCK_BYTES, copied_rows
from results.own_columns import NO_COLUMNS, OwnColumns
from results.selection.columns import CHAIN
from results.selection.model import Selection, is_numeric

Beside = tuple[Sequence[tuple[str, ...]], Sequence[tuple[str, str]]]
"""The rows of the data dictionary, and the methods."""


def xlsx_stream(
    services: JobServices,
    reader: Reader,
    job_id: UUID,
    selection: Selection,
    columns: Sequence[str],
    *,
    methods: Sequence[tuple[str, str]],
    own: OwnColumns = NO_COLUMNS,
    engine: str = "",
) -> Generator[bytes, None, None]:
    """The selection as a workbook in blocks, the first when the workbook is complete.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    headers = export.headers(columns)
    asked = {name: export.plain(name) for name in headers} | {"sequence": CHAIN}
    with reading(services, reader, job_id):
        meanings = dictionary(headers, own, engine)
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
        sheets = Sheets(book, headers, [is_numeric(name) for name in headers], longest)
        with copied_rows(*question, types) as rows:
            for *values, sequence in rows:
                sheets.add(values, sequence)
        add_table(book, "data dictionary", DICTIONARY_HEADERS, meanings)
        add_table(book, "methods", ("term", "value"), [*methods, ("Sequences", SEQUENCES_NOTE)])
