"""Databases for tests: migrated and empty, made from a template or left clean by the test before."""

import time
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[object, ...]

TEMPLATE: Final = "batchprot_template"
SECONDS_TO_LEAVE: Final = 0.2
"""A backend ends shortly after its client has gone."""
LARGEST: Final = 20_000_000
"""Bytes of a database that is used again: deleted rows keep their room, and a fresh one has 9 MB."""
SIZE: Final = "SELECT pg_database_size(current_database())"
SHAPE: Final = """
SELECT format('%s %s %s %s %s', relname, relkind, reltuples > 0, reloptions, relacl)
  FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s %s %s %s', attrelid::regclass, attname, atttypid, attnotnull, attisdropped)
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
UNION ALL SELECT format('%s %s %s %s', conname, conrelid::regclass, convalidated, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s', indexrelid::regclass, indisvalid)
  FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT format('%s %s %s', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT format('%s %s', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT format('%s', nspname) FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
UNION ALL SELECT format('%s %s', setrole, setconfig) FROM pg_db_role_setting
  JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
UNION ALL SELECT format('%s %s', datconnlimit, datallowconn) FROM pg_database WHERE datname = current_database()
UNION ALL SELECT version_num FROM alembic_version
ORDER BY 1
"""
"""All that a test may have altered but rows; also whether tables were analysed, since plans depend on it."""
TABLES: Final = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
    "AND relname <> 'alembic_version' ORDER BY 1"
)
RESTART: Final = (
    "SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false) FROM pg_sequences "
    "WHERE schemaname = 'public' AND last_value IS NOT NULL"
)
OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


def with_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


class Databases:
    """The databases of one server.

    Creating and dropping one takes longer than most tests. So a database in which a test has left nothing but rows,
    and to which nobody is connected any more, is emptied and given to the next test. Any other is dropped.
    """

    def __init__(self, url: str) -> None:
        from migrations.upgrade import upgrade

        self.url = url
        self._free: list[str] = []
        self.create(TEMPLATE)
        upgrade(with_database(url, TEMPLATE))
        with self._connected(TEMPLATE) as connection:
            self._shape = connection.execute(SHAPE).fetchall()
            self._tables = [name for (name,) in connection.execute(TABLES)]
            assert not self._filled(connection)

    def create(self, name: str, template: str | None = None) -> None:
        """Make a database: empty, or a copy of another."""
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            statement += sql.SQL(" TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template))
        self._tell(statement)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def take(self) -> str:
        """The name of a database that is migrated and empty."""
        if self._free:
            return self._free.pop()
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.create(name, TEMPLATE)
        return name

    def give_back(self, name: str) -> None:
        """Take a database back from a test."""
        try:
            with self._connected(name) as connection:
                is_clean = self._is_left(connection) and self._emptied(connection)
        except psycopg.Error:
            is_clean = False
        if is_clean:
            self._free.append(name)
        else:
            self.drop(name)

    def _tell(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def _connected(self, name: str) -> "Iterator[psycopg.Connection[Row]]":
        with psycopg.connect(with_database(self.url, name), autocommit=True) as connection:
            connection.execute("SET lock_timeout = '1s'")
            yield connection

    def _is_left(self, connection: "psycopg.Connection[Row]") -> bool:
        deadline = time.monotonic() + SECONDS_TO_LEAVE
        while connection.execute(OTHERS).fetchone() != (0,):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.01)
        return True

    def _emptied(self, connection: "psycopg.Connection[Row]") -> bool:
        ((size,),) = connection.execute(SIZE).fetchall()
        if size > LARGEST or connection.execute(SHAPE).fetchall() != self._shape:
            return False
        connection.execute("SET session_replication_role = replica")  # no foreign keys, no triggers
        for table in self._filled(connection):
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        connection.execute(RESTART)
        return True

    def _filled(self, connection: "psycopg.Connection[Row]") -> list[str]:
        one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
        asked = [one.format(sql.Literal(table), sql.Identifier(table)) for table in self._tables]
        return [str(name) for (name,) in connection.execute(sql.SQL(" UNION ALL ").join(asked))]
