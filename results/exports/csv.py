"""CSV, TSV and JSON Lines of everything or of a selection, streamed as the database writes them."""

import re
import unicodedata
from collections.abc import Generator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ColumnElement, Select, Text, case, cast, func, literal, select

from batchprot.properties import table as properties
from batchprot.properties.own import header_of
from batchprot.properties.table import BY_KEY, RECORD_COLUMNS, Kind, Preset, columns_of, find
from batchprot.tables.formulas import FORMULA_STARTS, harmless_header
from jobs.services import JobServices
from models.tables import protein
from results.access import Reader, reading
from results.exports import copying
from results.jobs import JobSummary
from results.own_columns import NO_COLUMNS, OwnColumns
from results.queries.pages import WITH_REASON
from results.selection.columns import FILE, JOINED, SEQUENCE, column_of
from results.selection.model import InvalidSelection, Selection, is_count
from results.selection.sql import condition, ordering

OUR_WORDS = frozenset({"status", "reason_code", "sequence", *BY_KEY})
"""Texts that we make ourselves, none of which begins as a formula does. The others came with the file."""
LONGEST_STEM = 80
FIRST_EXPONENT = 1e15
"""From here on PostgreSQL writes numbers with an exponent."""
REJECTED_COLUMNS = ("ordinal", "line", "identifier", "name", "description", "status", "reason_code", "reason")


def csv_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Generator[bytes, None, None]:
    """The selection as CSV (RFC 4180, UTF-8) in blocks, the header first, rejected records with their reason.

    Numbers are written as stored, with as many digits as tell them apart, and decimal ones always with a point, so that
    a column's type doesn't depend on the rows; a missing value or text is an empty cell.
    Text that a spreadsheet would run as a formula gets an apostrophe in front, numbers never. Closing the iterator
    ends the query.

    Args:
        services: Where to read.
        reader: Who asks.
        job_id: What to read.
        selection: Which records, and in which order.
        columns: CSV headers, see `batchprot.properties.table.columns_of`; the record columns come first anyway.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    asked = selected(selection, {name: harmless(name) for name in headers(columns)}, spreadsheet=True)
    return copying.copied(services, reader, job_id, asked, copying.CSV)


def tsv_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Generator[bytes, None, None]:
    """The same with tabs between the cells: see csv_stream."""
    asked = selected(selection, {name: harmless(name) for name in headers(columns)}, spreadsheet=True)
    return copying.copied(services, reader, job_id, asked, copying.TSV)


def json_lines_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Generator[bytes, None, None]:
    """One JSON object a line, every key in every line, null where there is no value.

    The values are the CSV's, but texts are as the file had them: nothing that reads JSON runs them. See csv_stream.
    """
    asked = selected(selection, {name: in_json(name) for name in headers(columns)})
    return copying.copied(services, reader, job_id, asked, copying.JSON_LINES)


def headers(columns: Sequence[str]) -> list[str]:
    """The headers of a download: the record's columns, then the others, each once.

    Raises:
        InvalidSelection: there is no such column.
    """
    first = (*((FILE,) if FILE in columns else ()), *RECORD_COLUMNS)
    names = [*first, *(name for name in dict.fromkeys(columns) if name not in first)]
    if SEQUENCE in names:
        raise InvalidSelection("There is no such column.")
    return names


def selected(
    selection: Selection, columns: Mapping[str, ColumnElement[Any]], *, spreadsheet: bool = False
) -> Select[Any]:
    """Ask for these columns of the selected records, in the selection's order.

    With `spreadsheet`, headers are for a text that a spreadsheet may open.
    """
    named = harmless_header if spreadsheet else header_of
    shown = [column.label(named(name)) for name, column in columns.items()]
    asked = select(*shown).select_from(JOINED).where(condition(selection, protein.c.ordinal))
    return asked.order_by(*ordering(selection, protein.c.ordinal))


def rejected_csv_stream(services: JobServices, reader: Reader, job_id: UUID) -> Generator[bytes, None, None]:
    """The records that were rejected or warned about: where each is in the file, why, and its name.

    Raises:
        JobNotFound: before the first block.
    """
    columns = (*((FILE,) if _came_in_files(services, reader, job_id) else ()), *REJECTED_COLUMNS)
    asked = selected(WITH_REASON, {name: harmless(name) for name in columns})
    return copying.copied(services, reader, job_id, asked, copying.CSV)


def _came_in_files(services: JobServices, reader: Reader, job_id: UUID) -> bool:
    """Whether several files were sent together: then the first record names its file."""
    with reading(services, reader, job_id) as job:
        first = (protein.c.job_id == job.job_id) & (protein.c.ordinal == 1)
        return job.connection.execute(select(column_of(FILE)).where(first)).scalar_one_or_none() is not None


def columns_named(wanted: str, own: OwnColumns = NO_COLUMNS) -> tuple[str, ...]:
    """The keys of a preset's columns by its name and all own columns, or of chosen columns by theirs, joined by commas.

    Raises:
        InvalidSelection: there is no such preset or column.
    """
    if wanted in set(Preset):
        return (*columns_of(Preset(wanted)), *own.keys)
    names = tuple(dict.fromkeys(own.current(name) or "" for name in wanted.split(",")))
    for name in names:
        if not (find(name) or name in RECORD_COLUMNS or name in {"line", FILE} or is_count(name)):
            raise InvalidSelection("The columns are basic, advanced, all, or names of columns joined by commas.")
    return tuple(
        header for name in names for header in (properties.headers(BY_KEY[name]) if name in BY_KEY else (name,))
    )


def filename(job: JobSummary, extension: str = "csv") -> str:
    """A name for the download, of letters and digits of any script: `yeast-proteome.csv`, `φ29-蛋白质.csv`."""
    stem = re.sub(r"\.(fasta|fa|faa|fas|txt|gz)\b", "", unicodedata.normalize("NFC", job.title), flags=re.IGNORECASE)
    letters = re.sub(r"[\W_]+", "-", stem)[:LONGEST_STEM].strip("-").lower()
    return f"{letters or 'batchprot'}.{extension}"


def plain(name: str) -> ColumnElement[Any]:
    """A column as it is stored; a text without letters is no value.

    Raises:
        InvalidSelection: there is no such column.
    """
    column = column_of(name)
    if isinstance(column.type, Text):
        return func.nullif(column, "")
    row = find(name)
    # An own integer is stored as a float, which would be written 1e+15 from there on.
    return cast(column, BigInteger) if row is not None and row.home == "own" and row.kind is Kind.INTEGER else column


def _is_decimal(name: str) -> bool:
    row = find(name)
    return row is not None and row.kind is Kind.NUMBER


def written(name: str) -> ColumnElement[Any]:
    """A column of numbers as text that shows its type in every row, 30.0 and not 30; others as they are stored."""
    column = plain(name)
    if not _is_decimal(name):
        return column
    text = cast(column, Text)
    is_whole = (column == func.trunc(column)) & (func.abs(column) < FIRST_EXPONENT)
    return case((is_whole, text.op("||")(".0")), else_=text)


def in_json(name: str) -> ColumnElement[Any]:
    """The same as a JSON number."""
    return cast(written(name), JSON) if _is_decimal(name) else plain(name)


def harmless(name: str) -> ColumnElement[Any]:
    """A column as a spreadsheet may read it: by its type, text made harmless and numbers as numbers."""
    column = column_of(name)
    if not isinstance(column.type, Text) or name in OUR_WORDS:
        return written(name)
    is_formula = func.left(column, 1).in_(FORMULA_STARTS)
    return case((column == "", None), (is_formula, literal("'").op("||")(column)), else_=column)
