"""What every test may use: a real PostgreSQL, a fresh database, people, a real worker, a real runner."""

import os
import subprocess
import sys
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import insert
from sqlalchemy.engine import make_url

from models.database import Database, libpq_url
from models.tables import app_user

TEMPLATE = "batchprot_template"
ROOT = Path(__file__).parent.parent


def with_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test session's own, in a directory its system user can read."""
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="bp-pg-", ignore_cleanup_errors=True) as name:
        warnings.simplefilter("ignore")  # platformdirs warns of a missing XDG_RUNTIME_DIR
        Path(name).chmod(0o755)
        from cli import embedded_postgres

        server = embedded_postgres.start(Path(name) / "pg")
        with psycopg.connect(server.url, autocommit=True) as connection:
            # What a test needs is that a process may die, not that the power may fail.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def template_database(postgres_url: str) -> str:
    """The name of a migrated database, to be cloned by each test."""
    from migrations.upgrade import upgrade

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    upgrade(with_database(postgres_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture
def database_url(postgres_url: str, template_database: str) -> Iterator[str]:
    """A fresh, migrated database."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template_database)))
    yield with_database(postgres_url, name)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def empty_database_url(postgres_url: str) -> Iterator[str]:
    """A database without any table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield with_database(postgres_url, name)
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The fresh database behind BatchProt's own pool."""
    database = Database(database_url, application_name="batchprot tests")
    yield database
    database.dispose()


@pytest.fixture
def make_user(database: Database) -> Callable[..., UUID]:
    """A factory of people: `make_user("ada@example.org")` gives the id of a new account."""

    def make(email: str | None = None, **columns: object) -> UUID:
        email = email or f"{uuid.uuid4().hex[:10]}@example.org"
        with database.session() as session:
            created = insert(app_user).values(email=email, **columns).returning(app_user.c.id)
            return session.execute(created).scalar_one()

    return make


@pytest.fixture
def user(make_user: Callable[..., UUID]) -> UUID:
    """One person's id."""
    return make_user()


@pytest.fixture
def rows(database_url: str) -> Callable[..., list[tuple[object, ...]]]:
    """Ask the database directly, past all of our code."""

    def ask(statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return ask


def process_environment(**more: str) -> dict[str, str]:
    """The environment of a child: only what a program needs to run, and what it is told."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **more}


def start_python(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """A Python child process in the project's directory."""
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, **options)  # type: ignore[call-overload]
