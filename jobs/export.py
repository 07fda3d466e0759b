"""CSV of everything or of a selection, streamed from COPY as the database writes it: memory does not grow."""

import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import ColumnElement, Select, Text, case, func, literal, select

from jobs.manage import JobSummary
from jobs.read.access import Reader, Reading, reading
from jobs.read.columns import JOINED, SEQUENCE, column_of
from jobs.read.conditions import condition, ordering
from jobs.selection import InvalidSelection, Selection
from jobs.services import JobServices
from models.database import driver_connection
from models.tables import protein
from protein.properties import BY_KEY, RECORD_COLUMNS, Preset, columns_of
from protein.verdict import FORMULA_STARTS

BLOCK_BYTES = 256 * 1024
EXPORT_SECONDS = 1800
"""A download may take so long, at the pace of the reader."""
OUR_WORDS = frozenset({"status", "reason_code", "sequence", *BY_KEY})
"""Texts that we make ourselves, none of which begins as a formula does. The others came with the file."""
LONGEST_STEM = 80
REJECTED_COLUMNS = ("ordinal", "line", "identifier", "name", "description", "status", "reason_code", "reason")


def csv_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Iterator[bytes]:
    """The selection as CSV (RFC 4180, UTF-8) in blocks, the header first, rejected records with their reason.

    Numbers are written as stored, with as many digits as tell them apart; a missing value or text is an empty cell.
    Text that a spreadsheet would run as a formula gets an apostrophe in front, numbers never. Closing the iterator
    ends the query.

    Args:
        services: Where to read.
        reader: Who asks.
        job_id: What to read.
        selection: Which records, and in which order.
        columns: CSV headers, as `protein.properties.columns_of` gives them; the record columns come first anyway.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    headers = [*RECORD_COLUMNS, *(name for name in dict.fromkeys(columns) if name not in RECORD_COLUMNS)]
    if SEQUENCE in headers:
        raise InvalidSelection("There is no such column.")
    shown = [_shown(name).label(name) for name in headers]
    asked = select(*shown).select_from(JOINED).where(condition(selection, protein.c.ordinal))
    return _stream(services, reader, job_id, asked.order_by(*ordering(selection, protein.c.ordinal)))


def rejected_csv_stream(services: JobServices, reader: Reader, job_id: UUID) -> Iterator[bytes]:
    """The records that were rejected or warned about: where each is in the file, why, and its name.

    Raises:
        JobNotFound: before the first block.
    """
    asked = select(*(_shown(name).label(name) for name in REJECTED_COLUMNS))
    asked = asked.where(protein.c.status.in_(("rejected", "warned"))).order_by(protein.c.ordinal)
    return _stream(services, reader, job_id, asked)


def columns_named(preset: str) -> tuple[str, ...]:
    """The CSV headers of a preset by its name.

    Raises:
        InvalidSelection: there is no such preset.
    """
    try:
        return columns_of(Preset(preset))
    except ValueError:
        raise InvalidSelection("The columns are basic, advanced or all.") from None


def filename(job: JobSummary) -> str:
    """A name for the download, of plain letters: `yeast-proteome.csv`."""
    stem = re.sub(r"\.(fasta|fa|faa|fas|txt|gz)\b", "", job.title, flags=re.IGNORECASE)
    plain = re.sub(r"[^A-Za-z0-9]+", "-", stem)[:LONGEST_STEM].strip("-").lower()
    return f"{plain or 'batchprot'}.csv"


def _shown(name: str) -> ColumnElement[Any]:
    """A column as it is written: by its type, text made harmless and numbers untouched."""
    column = column_of(name)
    if not isinstance(column.type, Text):
        return column
    if name in OUR_WORDS:
        return func.nullif(column, "")
    is_formula = func.left(column, 1).in_(FORMULA_STARTS)
    return case((column == "", None), (is_formula, literal("'").op("||")(column)), else_=column)


def _stream(services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any]) -> Iterator[bytes]:
    """Blocks of CSV; who may not read hears of it now and not with the first block."""
    with reading(services, reader, job_id):
        return _blocks(services, reader, job_id, asked)


def _blocks(services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any]) -> Generator[bytes, None, None]:
    with reading(services, reader, job_id, seconds=EXPORT_SECONDS) as job:
        # Both tables in the order of their keys, side by side: the first rows come at once, and nothing is kept. A plan
        # made for a few rows, before the tables were analysed, would look up measurements one by one.
        job.connection.exec_driver_sql("SET LOCAL enable_nestloop = off; SET LOCAL enable_hashjoin = off")
        block = bytearray()
        with driver_connection(job.connection).cursor().copy(_copy(job, asked)) as copy:
            for piece in copy:
                block += piece
                if len(block) >= BLOCK_BYTES:
                    yield bytes(block)
                    block.clear()
        if block:
            yield bytes(block)


def _copy(job: Reading, asked: Select[Any]) -> bytes:
    """COPY takes no parameters: libpq's own quoting puts the values into the text."""
    statement, values = job.plain(asked.where(protein.c.job_id == job.job_id))
    query = psycopg.ClientCursor(driver_connection(job.connection)).mogrify(statement, values)
    return f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)".encode()
