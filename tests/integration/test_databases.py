"""Tests may get a database that another test has used: nothing of that test is left in it."""

import time

import psycopg
import pytest

from tests.databases import RESTART, SHAPE, Databases, with_database


@pytest.fixture
def told(databases: Databases):
    """Give a database back after these statements; whether the next test would get it."""

    def tell(*statements: str, stay: bool = False) -> bool:
        databases._free.clear()
        name = databases.take()
        with psycopg.connect(with_database(databases.url, name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
            if not stay:
                connection.close()
            databases.give_back(name)
        return name in databases._free

    return tell


def test_rows_and_numbers_of_a_test_are_gone_in_the_next(databases: Databases, told) -> None:
    with psycopg.connect(with_database(databases.url, databases.take())) as fresh:
        shape, numbers = fresh.execute(SHAPE).fetchall(), fresh.execute(RESTART).fetchall()
    assert told(
        "INSERT INTO app_user (email) VALUES ('ada@example.org')",
        "INSERT INTO audit_event (event) VALUES ('sign_in')",
    )
    with psycopg.connect(with_database(databases.url, databases.take())) as used:
        assert databases._filled(used) == []
        assert (used.execute(SHAPE).fetchall(), used.execute(RESTART).fetchall()) == (shape, numbers)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE job ADD COLUMN more text",
        "ALTER TABLE app_user ALTER COLUMN email DROP NOT NULL",
        "CREATE TABLE more (id int)",
        "CREATE SCHEMA more",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP INDEX ix_job_unfinished",
        "ANALYZE app_user",
        "UPDATE alembic_version SET version_num = 'old'",
        "ALTER TABLE job DISABLE TRIGGER USER",
    ],
)
def test_a_database_that_a_test_has_altered_is_dropped(told, statement: str) -> None:
    filled = "INSERT INTO app_user (email) VALUES ('ada@example.org')"
    assert not told(filled, statement)


def test_a_database_that_has_grown_is_dropped(told) -> None:
    assert not told(
        "INSERT INTO app_user (email) SELECT repeat('x', 200) || n || '@example.org' FROM generate_series(1, 60000) n"
    )


def test_a_database_in_use_is_dropped(told) -> None:
    assert not told(stay=True)


def test_emptying_one_is_quicker_than_making_one(databases: Databases, told) -> None:
    assert told("INSERT INTO app_user (email) VALUES ('ada@example.org')")
    start = time.perf_counter()
    databases.give_back(databases.take())
    emptied = time.perf_counter() - start
    databases._free.clear()
    start = time.perf_counter()
    databases.drop(databases.take())
    assert emptied < time.perf_counter() - start
