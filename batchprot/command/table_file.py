"""The table that `batchprot analyze` writes, share by share, in whichever form its name asks for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from batchprot.command.output_file import Write
from batchprot.properties.own import header_of
from batchprot.properties.table import Kind, Property, find
from batchprot.reading.limits import COMMAND_LINE_LIMITS
from batchprot.tables.forms import Form, Shape, Written
from batchprot.tables.written import beginning

if TYPE_CHECKING:
    from batchprot.tables.workbook import Sheets

Facts = Callable[[], Mapping[str, Any]]
"""What is said about a table, known when all is computed: `methods` and more."""


class Table(Protocol):
    """A table that grows."""

    def begin(self, shape: Shape) -> None:
        """Fix the columns, before the first rows."""

    def add(self, share: Written) -> None:
        """Append rows."""


@contextmanager
def table_file(form: Form, write: Write, folder: Path | None, facts: Facts) -> Iterator[Table]:
    """The table to fill; it is whole after the block. `folder` is where temporary files may go."""
    if form is Form.EXCEL:
        with _workbook(write, folder, facts) as workbook:
            yield workbook
    elif form is Form.PARQUET:
        parquet = _Parquet(write)
        yield parquet
        parquet.end(facts())
    else:
        yield _Lines(write)


class _Lines:
    def __init__(self, write: Write) -> None:
        self._write = write

    def begin(self, shape: Shape) -> None:
        self._write(beginning(shape))

    def add(self, share: Written) -> None:
        self._write(share.lines)


class _Parquet:
    def __init__(self, write: Write) -> None:
        from batchprot.tables.parquet import Joined

        self._joined, self._shape = Joined(write), Shape()
        self._begun = False

    def begin(self, shape: Shape) -> None:
        self._shape = shape

    def add(self, share: Written) -> None:
        self._joined.add(share.lines)
        self._begun = True

    def end(self, facts: Mapping[str, Any]) -> None:
        if not self._begun:
            self._joined.add(_no_rows(self._shape))
        self._joined.end({**facts, "columns": columns_metadata(self._shape)})


def _no_rows(shape: Shape) -> bytes:
    """A Parquet file of the columns alone, for a share without records."""
    from batchprot.engine.analyze import analyze
    from batchprot.properties.options import AnalysisOptions
    from batchprot.tables.record_columns import RecordColumns
    from batchprot.tables.written import written

    data: bytes = written(RecordColumns.of([]), analyze([], AnalysisOptions()), shape).lines
    return data


def columns_metadata(shape: Shape) -> dict[str, dict[str, Any]]:
    """What a program should know of each column of properties: label, unit, kind, decimals, meaning."""
    own = {row.key: row for row in shape.own}
    rows = [row for key in shape.keys if (row := own.get(key) or find(key)) is not None]
    return {
        header_of(row.key): {
            "label": row.label,
            "unit": row.unit,
            "kind": row.kind.value,
            "decimals_shown": row.decimals if row.kind is Kind.NUMBER else None,
            "meaning": row.summary,
        }
        for row in rows
    }


class _Workbook:
    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter's, which has no types
        self._book = book
        self._sheets: Sheets | None = None
        self.keys: Sequence[str] = ()
        self.own: Sequence[Property] = ()

    def begin(self, shape: Shape) -> None:
        from batchprot.tables.dictionary import kind_of
        from batchprot.tables.workbook import Sheets

        self.keys, self.own = shape.keys[:-1], shape.own  # the sequence has a sheet of its own
        own = {row.key: row.is_quantity for row in shape.own}
        numeric = [own[key] if key in own else kind_of(key) is not Kind.TEXT for key in self.keys]
        self._sheets = Sheets(self._book, self.keys, numeric, COMMAND_LINE_LIMITS.residues_per_record)

    def add(self, share: Written) -> None:
        assert self._sheets is not None  # noqa: S101 - begun before
        for *values, sequence in share.lines:
            self._sheets.add(values, sequence or "")


@contextmanager
def _workbook(write: Write, folder: Path | None, facts: Facts) -> Iterator[_Workbook]:
    from xlsxwriter import Workbook

    from batchprot.tables.dictionary import DICTIONARY_HEADERS, dictionary
    from batchprot.tables.workbook import SEQUENCES_NOTE, add_table

    with tempfile.TemporaryDirectory(prefix=".batchprot-", dir=folder) as directory, _spooled(folder) as file:
        book = Workbook(file, {"constant_memory": True, "tmpdir": directory})
        workbook = _Workbook(book)
        try:
            yield workbook
        except BaseException:
            _close_sheets(book)
            raise
        add_table(book, "data dictionary", DICTIONARY_HEADERS, dictionary(workbook.keys, workbook.own))
        methods = [(str(term), str(value)) for term, value in facts()["methods"]]
        add_table(book, "methods", ("term", "value"), [*methods, ("Sequences", SEQUENCES_NOTE)])
        book.close()
        file.seek(0)
        while block := file.read(2**20):
            write(block)


def _close_sheets(book: Any) -> None:  # noqa: ANN401 - xlsxwriter's
    """Close the temporary files of a workbook that won't be written, which xlsxwriter leaves open."""
    for sheet in book.worksheets():
        with suppress(OSError):
            sheet.row_data_fh.close()


def _spooled(folder: Path | None) -> Any:  # noqa: ANN401 - a file with or without a name
    return tempfile.TemporaryFile(dir=folder)
