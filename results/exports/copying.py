"""COPY out of the database as the database writes it: memory does not grow with the job."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Select

from jobs.services import JobServices
from models.database import driver_connection
from models.tables import protein
from results.access import OpenJob, Reader, reading

BLOCK_BYTES = 256 * 1024
EXPORT_SECONDS = 1800
"""A download may take so long, at the pace of the reader."""
CSV = "{query}", "FORMAT csv, HEADER"
TSV = "{query}", r"FORMAT csv, HEADER, DELIMITER E'\t'"
# One JSON text a row, passed through as it is: JSON has no raw control characters, so that nothing is ever quoted.
JSON_LINES = "SELECT row_to_json(asked) FROM ({query}) AS asked", r"FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02'"


def copied(
    services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any], form: tuple[str, str]
) -> Generator[bytes, None, None]:
    """Rows of the job in blocks of bytes; who may not read hears of it now and not with the first block."""
    with reading(services, reader, job_id):
        return _blocks(services, reader, job_id, asked, form)


@contextmanager
def copied_rows(
    services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any], types: list[str]
) -> Iterator[Iterator[tuple[Any, ...]]]:
    """Rows of the job as Python values of these PostgreSQL types, read one by one while the block lasts."""
    with _copying(services, reader, job_id, asked, ("{query}", "FORMAT text")) as copy:
        copy.set_types(types)
        yield copy.rows()


def _blocks(
    services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any], form: tuple[str, str]
) -> Generator[bytes, None, None]:
    with _copying(services, reader, job_id, asked, form) as copy:
        block = bytearray()
        for data in copy:
            block += data
            if len(block) >= BLOCK_BYTES:
                yield bytes(block)
                block.clear()
        if block:
            yield bytes(block)


@contextmanager
def _copying(
    services: JobServices, reader: Reader, job_id: UUID, asked: Select[Any], form: tuple[str, str]
) -> Iterator[psycopg.Copy]:
    with reading(services, reader, job_id, seconds=EXPORT_SECONDS) as job:
        # Both tables in the order of their keys, side by side: the first rows come at once, and nothing is kept. A plan
        # made for a few rows, before the tables were analysed, would look up measurements one by one.
        job.connection.exec_driver_sql("SET LOCAL enable_nestloop = off; SET LOCAL enable_hashjoin = off")
        with driver_connection(job.connection).cursor().copy(_statement(job, asked, form)) as copy:
            yield copy


def _statement(job: OpenJob, asked: Select[Any], form: tuple[str, str]) -> bytes:
    """COPY takes no parameters: libpq's own quoting puts the values into the text."""
    statement, values = job.plain(asked.where(protein.c.job_id == job.job_id))
    query = psycopg.ClientCursor(driver_connection(job.connection)).mogrify(statement, values)
    return f"COPY ({form[0].replace('{query}', query)}) TO STDOUT ({form[1]})".encode()
