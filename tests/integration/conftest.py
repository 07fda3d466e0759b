"""Rows of results put straight into the tables, and kept in Python too: what a reading test compares with."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from batchprot.properties.table import CALCULATED, Kind
from batchprot.reading.alphabet import STANDARD
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database, libpq_url
from tests.databases import Databases, with_database

ODD_TEXTS = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\tindented",
    "\uff1d1+1",
    "<script>alert(1)</script>",
    "{{7*7}} %s %% _ \\ '",
    'says "hello", twice\nand on',
    "\u202eright to left",
    "\u0392-LACTAMASE of Ärger",
    "100% kinase_like",
    "x" * 10_000,
    "\\.",
)


OF_THE_SEQUENCE = ("status", "reason_code", "reason", "length", "crc64", "sequence", "proforma")


@dataclass(frozen=True)
class FilledJob:
    """A job's id and its records: column -> value, None where there is none."""

    owner: UUID
    id: UUID
    records: list[dict[str, Any]] = field(default_factory=list)

    def values(self, key: str) -> list[Any]:
        """The values of one column, without the missing ones."""
        return [record[key] for record in self.records if record[key] is not None]


def made_up_records(number: int, seed: int) -> list[dict[str, Any]]:
    """Records of every status with values of every kind, some of them missing, and every odd text."""
    chance = random.Random(seed)
    records = [_record(ordinal, chance) for ordinal in range(1, number + 1)]
    for before, record in itertools.pairwise(records):
        if record["ordinal"] % 11 == 0:  # the same sequence, twice in one file
            record |= {key: before[key] for key in (*OF_THE_SEQUENCE, *(row.key for row in CALCULATED))}
    return records


def _record(ordinal: int, chance: random.Random) -> dict[str, Any]:
    status = chance.choices(("ok", "warned", "rejected"), (8, 1, 1))[0]
    sequence = "" if status == "rejected" else "M" + "".join(chance.choices(STANDARD, k=chance.randint(4, 300)))
    odd = ODD_TEXTS[ordinal % len(ODD_TEXTS)] if ordinal % 3 == 0 else f"Protein kinase number {ordinal}"
    record: dict[str, Any] = {
        "ordinal": ordinal,
        "line": 2 * ordinal - 1,
        "identifier": odd[:40] if ordinal % 9 == 0 else f"sp|P{ordinal:05d}|NAME{ordinal}",
        "name": f"NAME{ordinal}_YEAST",
        "description": odd,
        "organism": chance.choice(("Saccharomyces cerevisiae", "Mus musculus", "")),
        "gene": chance.choice(("", f"gen{ordinal}")),
        "status": status,
        "reason_code": "" if status == "ok" else "ambiguous",
        "reason": "" if status == "ok" else "Contains B, J, X or Z.",
        "reading_notes": "",
        "length": len(sequence) or None,
        "crc64": None if status == "rejected" else f"{chance.getrandbits(64):016X}",
        "sequence": sequence,
        "proforma": "",
    }
    return record | {row.key: None if status == "rejected" else _value(row, sequence, chance) for row in CALCULATED}


def _value(row: Any, sequence: str, chance: random.Random) -> Any:
    if row.kind is Kind.COUNTS:
        return [sequence.count(letter) for letter in STANDARD]
    if row.key == "molecular_weight_da":
        return 110.25 * len(sequence)
    if chance.random() < 0.1 and row.key not in ("gravy", "aromaticity"):
        return None
    if row.kind is Kind.TEXT:
        return chance.choice((">", "no_trp;very_short"))
    if row.kind is Kind.INTEGER:
        return chance.randint(0, 60)
    return chance.choice((7.0, 1e-05, -0.0, round(chance.uniform(-3, 12), row.stored_decimals)))


def insert_job(url: str, owner: UUID, records: list[dict[str, Any]]) -> UUID:
    """A succeeded job with these records, inserted past all of our code."""
    job_id, upload_id = uuid4(), uuid4()
    counted = [sum(record["status"] in wanted for record in records) for wanted in (("ok", "warned"), ("rejected",))]
    with psycopg.connect(libpq_url(url)) as connection:
        connection.execute(
            "INSERT INTO upload (id, user_id, filename, declared_size, state) VALUES (%s, %s, 'a.fasta', 1, 'ready')",
            (upload_id, owner),
        )
        connection.execute(
            "INSERT INTO job (id, user_id, upload_id, idempotency_key, title, filename, reading, options, "
            "engine_version, state, records, done, rejected) "
            "VALUES (%s, %s, %s, %s, 'Filled', 'a.fasta', 'fasta', '{}', '1', 'succeeded', %s, %s, %s)",
            (job_id, owner, upload_id, str(job_id), len(records), *counted),
        )
        measured = ["ordinal", *(row.key for row in CALCULATED)]
        first = [key for key in (records[0] if records else {}) if key not in measured[1:]]
        _copy(connection, "protein", job_id, first, records)
        _copy(connection, "measurement", job_id, measured, [r for r in records if r["status"] != "rejected"])
    return job_id


def _copy(connection: Any, table: str, job_id: UUID, names: list[str], records: list[dict[str, Any]]) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, ["job_id", *names]))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
    with connection.cursor().copy(statement) as copy:
        for record in records:
            copy.write_row([job_id, *(0 if name == "length" and not record[name] else record[name] for name in names)])


@pytest.fixture(scope="module")
def results_url(databases: Databases) -> Iterator[str]:
    """One database for all reading tests of a module: jobs of different people don't see each other."""
    name = databases.take()
    yield with_database(databases.url, name)
    databases.give_back(name)


@pytest.fixture(scope="module")
def reader(results_url: str) -> Iterator[JobServices]:
    """Services for reading: a real database; files, queue and worker are never asked."""
    database = Database(results_url, application_name="batchprot reading tests")
    nowhere = HttpWorkerClient("http://127.0.0.1:9")
    yield JobServices(database, LocalStorage(Path("/nonexistent"), "none"), PostgresQueue(), nowhere)
    database.dispose()


@pytest.fixture(scope="module")
def tell(results_url: str) -> Callable[..., list[tuple[object, ...]]]:
    """Speak to that database past all of our code."""

    def run(statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(libpq_url(results_url), autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture(scope="module")
def fill(results_url: str, tell: Callable[..., list[tuple[Any, ...]]]) -> Callable[..., FilledJob]:
    """Make a job of so many made-up records, or of these, for a new person or this one: `fill(300)`."""

    def make(
        number: int = 0, *, seed: int = 1, owner: UUID | None = None, records: list[dict[str, Any]] | None = None
    ) -> FilledJob:
        if owner is None:
            owner = tell("INSERT INTO app_user (email) VALUES (%s) RETURNING id", f"{uuid4().hex}@example.org")[0][0]
        made = made_up_records(number, seed) if records is None else records
        return FilledJob(owner, insert_job(results_url, owner, made), made)

    return make


@pytest.fixture(scope="module")
def filled(fill: Callable[..., FilledJob]) -> FilledJob:
    """A job of 300 records; beside it another one of the same person, whose rows must never show."""
    beside = fill(40, seed=2)
    return fill(300, owner=beside.owner)


@pytest.fixture
def fill_here(database_url: str, user: UUID) -> Callable[..., FilledJob]:
    """The same in the fresh database of this test: `fill_here(20)` for `user`, or for another owner."""

    def make(number: int = 20, *, seed: int = 1, owner: UUID | None = None, records: Any = None) -> FilledJob:
        made = made_up_records(number, seed) if records is None else records
        return FilledJob(owner or user, insert_job(database_url, owner or user, made), made)

    return make
