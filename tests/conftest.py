"""What every test may use: a real PostgreSQL, a fresh database, people, services, jobs submitted.

Real workers are in processes.py, runners and their faults in runners.py, the web and its visitors in visitors.py.
"""

import io
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import insert, null, update

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.limits import DEFAULT_LIMITS
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.runners.settings import RunnerSettings
from jobs.services import JobServices
from models.database import Database, libpq_url
from models.tables import app_user, upload
from tests.databases import Databases, with_database

pytest_plugins = ["tests.stand_ins", "tests.processes", "tests.runners", "tests.visitors", "tests.live"]


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
def aws_url() -> Iterator[str]:
    """A stand-in for AWS over HTTP: S3, SQS, SES, Secrets Manager and Systems Manager of this test session's own."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def aws_client(aws_url: str) -> Callable[[str], Any]:
    """A factory of boto3 clients: `aws_client("s3")`."""

    def make(name: str) -> Any:
        import boto3

        keys = {"aws_access_key_id": "AKIDTESTS", "aws_secret_access_key": "of the tests"}
        return boto3.client(name, endpoint_url=aws_url, region_name="eu-central-1", **keys)

    return make


@pytest.fixture
def bucket(aws_client: Callable[[str], Any]) -> str:
    """A new, empty bucket."""
    name = f"batchprot-{uuid.uuid4().hex[:12]}"
    aws_client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    return name


@pytest.fixture(scope="session")
def databases(postgres_url: str) -> Databases:
    """The databases of this test session's server."""
    return Databases(postgres_url)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A fresh, migrated database."""
    name = databases.take()
    yield with_database(databases.url, name)
    databases.give_back(name)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    name = f"empty_{uuid.uuid4().hex[:12]}"
    databases.create(name)
    yield with_database(databases.url, name)
    databases.drop(name)


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


@pytest.fixture
def storage_dir(tmp_path: Path) -> Path:
    """Where this test's uploads lie."""
    return tmp_path / "storage"


@pytest.fixture
def services(database: Database, storage_dir: Path, worker_url: str) -> JobServices:
    """The services of the use cases around a job, all real."""
    return JobServices(
        database=database,
        storage=LocalStorage(storage_dir, "a secret of the tests"),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(worker_url),
    )


@pytest.fixture
def span_records() -> int:
    """How many records a chunk has at most; modules that want many chunks of a short text override it."""
    return DEFAULT_LIMITS.span_records


@pytest.fixture
def submit_text(services: JobServices, user: UUID, span_records: int) -> Callable[..., UUID]:
    """Take a text the whole way in: `submit_text(">a\\nMKV")` gives the id of the job in the queue.

    With `forgets_spans` its upload is as releases up to 0.1.0 left it: the runner has to look for the chunks.
    """

    def submit_it(
        text: str | bytes,
        *,
        owner: UUID | None = None,
        name: str = "test.fasta",
        records: int = span_records,
        forgets_spans: bool = False,
        **wanted: object,
    ) -> UUID:
        data = text.encode() if isinstance(text, str) else text
        owner = owner or user
        cutting = replace(services, limits=replace(services.limits, span_records=records))
        ticket = create_upload(services, owner, name, len(data))
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(data))
        complete_upload(cutting, owner, ticket.id)
        if forgets_spans:
            with services.database.session() as session:
                session.execute(update(upload).where(upload.c.id == ticket.id).values(spans=null()))
        options = AnalysisOptions(**wanted)  # type: ignore[arg-type]
        key = uuid.uuid4().hex
        return submit(services, owner, ticket.id, title=name, options=options, idempotency_key=key)

    return submit_it


@pytest.fixture
def runner_settings(database_url: str, worker_url: str, storage_dir: Path) -> RunnerSettings:
    """Settings of a runner for this test's database, files and worker."""
    return RunnerSettings(database_url, worker_url, storage_dir)
