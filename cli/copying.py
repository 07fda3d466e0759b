"""Every table of a database to files and back, over COPY: no program of PostgreSQL's is needed, and no one version."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import IO

import psycopg
from psycopg import sql

_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> 'alembic_version'
    GROUP BY c.relname"""
_NEEDS = """
    SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
    WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conrelid <> confrelid"""
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"

Connection = psycopg.Connection[tuple[object, ...]]


def tables(connection: Connection) -> dict[str, list[str]]:
    """Tables with the columns that are stored, those first that others refer to."""
    columns = {str(name): list(map(str, names)) for name, names in _asked(connection, _TABLES)}  # type: ignore[call-overload]
    order = TopologicalSorter({name: set() for name in columns})
    for table, other in _asked(connection, _NEEDS):
        order.add(str(table), str(other))
    return {name: columns[name] for name in order.static_order() if name in columns}


def copy_out(connection: Connection, table: str, columns: Sequence[str], file: IO[bytes]) -> int:
    """Write the rows of a table; return how many there are."""
    with connection.cursor() as cursor:
        with cursor.copy(_copy("COPY {} ({}) TO STDOUT (FORMAT binary)", table, columns)) as copy:
            for block in copy:
                file.write(block)
        return cursor.rowcount


def copy_in(connection: Connection, table: str, columns: Sequence[str], file: IO[bytes]) -> int:
    """Read the rows of a table; return how many there are."""
    with connection.cursor() as cursor:
        with cursor.copy(_copy("COPY {} ({}) FROM STDIN (FORMAT binary)", table, columns)) as copy:
            while block := file.read(2**18):
                copy.write(block)
        return cursor.rowcount


def sequences(connection: Connection) -> dict[str, int]:
    """Where each sequence is."""
    return {str(name): int(str(value)) for name, value in _asked(connection, _SEQUENCES)}


def set_sequences(connection: Connection, values: dict[str, int]) -> None:
    """Go on counting where it was left."""
    for name, value in values.items():
        connection.execute("SELECT setval(%s::text::regclass, %s)", (f'public."{name}"', value))


def _asked(connection: Connection, question: str) -> list[tuple[object, ...]]:
    return connection.execute(question.encode()).fetchall()


def _copy(statement: str, table: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))
