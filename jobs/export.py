"""CSV of everything or of a selection, streamed from COPY as the database writes it: memory does not grow."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import ColumnElement, Connection, Select, Text, case, func, select

from jobs.manage import JobSummary
from jobs.selected import JOINED, column_of, condition, job_for, ordering
from jobs.selection import InvalidSelection, Selection
from jobs.services import JobServices
from models.database import driver_connection
from models.tables import protein
from protein.properties import RECORD_COLUMNS, Preset, columns_of

BLOCK_BYTES = 256 * 1024
TRUSTED_TEXTS = frozenset({"status", "formula", "crc64"})
"""Texts that we make ourselves and that never begin as a formula does."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a cell for a formula, full-width forms included."""
LONGEST_STEM = 80
REJECTED_COLUMNS = ("ordinal", "line", "identifier", "name", "description", "status", "reason_code", "reason")


def csv_stream(
    services: JobServices, user_id: UUID, job_id: UUID, selection: Selection, columns: Sequence[str]
) -> Iterator[bytes]:
    """The selection as CSV (RFC 4180, UTF-8) in blocks, the header first.

    Numbers are written as stored; a missing value is empty. Text that a spreadsheet would run as a formula gets an
    apostrophe in front, numbers never. Closing the iterator ends the query.

    `columns` are CSV headers, as `protein.properties.columns_of` gives them; the record columns come first anyway.

    Raises:
        JobNotFound, InvalidSelection: before the first block.
    """
    asked = _asked(job_id, selection, columns)
    with services.database.session() as session:
        job_for(session, user_id, job_id)
    return _stream(services, asked)


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


def _asked(job_id: UUID, selection: Selection, columns: Sequence[str]) -> Select[Any]:
    headers = [*RECORD_COLUMNS, *(name for name in columns if name not in RECORD_COLUMNS)]
    return (
        select(*(_shown(name).label(name) for name in headers))
        .select_from(JOINED)
        .where(protein.c.job_id == job_id, condition(selection))
        .order_by(*ordering(selection))
    )


def _shown(name: str) -> ColumnElement[Any]:
    """A column as it is written: by its type, text made harmless and numbers untouched."""
    column = column_of(name)
    if not isinstance(column.type, Text) or name in TRUSTED_TEXTS:
        return column
    return case((func.left(column, 1).in_(FORMULA_STARTS), func.concat("'", column)), else_=column)


def _stream(services: JobServices, asked: Select[Any]) -> Iterator[bytes]:
    with services.database.connection() as connection:
        # A plan for a few rows, made before the table was analysed, would fetch measurements one by one.
        connection.exec_driver_sql("SET LOCAL enable_nestloop = off")
        statement = _copy_statement(connection, asked)
        block = bytearray()
        with driver_connection(connection).cursor().copy(statement) as copy:
            for piece in copy:
                block += piece
                if len(block) >= BLOCK_BYTES:
                    yield bytes(block)
                    block.clear()
        if block:
            yield bytes(block)


def _copy_statement(connection: Connection, asked: Select[Any]) -> bytes:
    """COPY takes no parameters: libpq's own quoting puts the values into the text."""
    compiled = asked.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
    query = psycopg.ClientCursor(driver_connection(connection)).mogrify(str(compiled), compiled.params)
    return f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)".encode()


def rejected_csv_stream(services: JobServices, user_id: UUID, job_id: UUID) -> Iterator[bytes]:
    """The records that were rejected or warned about: where each is in the file, why, and its name.

    Raises:
        JobNotFound: before the first block.
    """
    with services.database.session() as session:
        job_for(session, user_id, job_id)
    asked = (
        select(*(_shown(name).label(name) for name in REJECTED_COLUMNS))
        .where(protein.c.job_id == job_id, protein.c.status.in_(("rejected", "warned")))
        .order_by(protein.c.ordinal)
    )
    return _stream(services, asked)
