"""What every test may use: a real PostgreSQL, a fresh database, people, a real worker, a real runner."""

import importlib.util
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import insert
from sqlalchemy.engine import make_url

from jobs.queue import PostgresQueue
from jobs.services import JobServices
from jobs.settings import RunnerSettings
from jobs.storage import LocalStorage
from jobs.submit import submit
from jobs.uploads import complete_upload, create_upload, receive
from jobs.worker_client import HttpWorkerClient
from models.database import Database, libpq_url
from models.tables import app_user
from protein.options import AnalysisOptions

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask
    from werkzeug.test import TestResponse

    from accounts.services import AccountServices

pytest_plugins = ["tests.stand_ins"]

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


@pytest.fixture(scope="session")
def start_process() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start `python ARGUMENTS` in the project's directory with these variables and little else; ended at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, environment: dict[str, str] | None = None, **options: object) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        variables = {**kept, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT), **(environment or {})}
        process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=variables, **options)  # type: ignore[call-overload]
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture(scope="session")
def start_worker(start_process: Callable[..., subprocess.Popen[bytes]]) -> Callable[..., tuple[str, object]]:
    """Start a real worker server: `url, process = start_worker()`; with `port` to come back where one was."""

    def start(port: int = 0) -> tuple[str, subprocess.Popen[bytes]]:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
            number = listener.fileno()
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            command = ["-m", "uvicorn", "worker.app:create_app", "--factory", "--fd", str(number)]
            process = start_process(*command, "--log-level", "warning", pass_fds=(number,))
        deadline = time.monotonic() + 60
        while not HttpWorkerClient(url).healthy():
            assert process.poll() is None, "the worker ended"
            assert time.monotonic() < deadline, "the worker did not start"
        return url, process

    return start


@pytest.fixture(scope="session")
def worker_url(start_worker: Callable[..., tuple[str, object]]) -> str:
    """The address of a real worker server, shared by all tests."""
    return start_worker()[0]


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
def submit_text(services: JobServices, user: UUID) -> Callable[..., UUID]:
    """Take a text the whole way in: `submit_text(">a\\nMKV")` gives the id of the job in the queue."""

    def submit_it(text: str | bytes, *, owner: UUID | None = None, name: str = "test.fasta", **wanted: object) -> UUID:
        data = text.encode() if isinstance(text, str) else text
        owner = owner or user
        ticket = create_upload(services, owner, name, len(data))
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(data))
        complete_upload(services, owner, ticket.id)
        options = AnalysisOptions(**wanted)  # type: ignore[arg-type]
        key = uuid.uuid4().hex
        return submit(services, owner, ticket.id, title=name, options=options, idempotency_key=key)

    return submit_it


@pytest.fixture
def runner_settings(database_url: str, worker_url: str, storage_dir: Path) -> RunnerSettings:
    """Settings of a runner for this test's database, files and worker."""
    return RunnerSettings(database_url, worker_url, storage_dir)


@pytest.fixture
def run_until(
    runner_settings: RunnerSettings,
) -> Callable[..., None]:
    """Run the real runner in a thread of this process until a condition holds: `run_until(lambda: ...)`."""

    def run(condition: Callable[[], bool], *, settings: RunnerSettings | None = None, seconds: float = 60) -> None:
        from jobs.local import run_runner

        stop = threading.Event()
        thread = threading.Thread(target=run_runner, args=(settings or runner_settings, stop))
        thread.start()
        try:
            deadline = time.monotonic() + seconds
            while not condition():
                assert thread.is_alive(), "the runner ended"
                assert time.monotonic() < deadline, "it did not happen in time"
                time.sleep(0.01)
        finally:
            stop.set()
            thread.join()

    return run


@pytest.fixture
def run_jobs(run_until: Callable[..., None], rows: Callable[..., list[tuple[object, ...]]]):
    """Run the real runner until every job has ended."""

    def run(**options: object) -> None:
        unfinished = "SELECT count(*) FROM job WHERE state IN ('queued', 'planning', 'running') AND deleted_at IS NULL"
        run_until(lambda: rows(unfinished) == [(0,)], **options)

    return run


class Visitor:
    """A browser without JavaScript: keeps cookies, sends forms with their token and data as our pages do."""

    def __init__(self, server: "Flask", link: str | None = None) -> None:
        self.headers = {} if link is None else {"X-Share-Link": link}  # as pages of a share link send it
        self.client = server.test_client()

    def get(self, path: str, headers: dict[str, str] | None = None, **options: object) -> "TestResponse":
        return self.client.get(path, headers=self.headers | (headers or {}), buffered=True, **options)

    def form(self, path: str, **fields: str) -> "TestResponse":
        """Open the page with the form, then send it."""
        page = self.client.get(path).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(path.partition("?")[0], data={"csrf_token": token[1] if token else "", **fields})

    def token(self) -> str:
        """The token our pages have in a cookie, and send as a header."""
        self.client.get("/")
        cookie = self.client.get_cookie("_csrf_token")
        return cookie.value if cookie else ""

    def post(self, path: str, **options: object) -> "TestResponse":
        """Send data as our scripts do; `json=` or `data=`."""
        ours = {"X-CSRFToken": self.token(), "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return self.client.post(path, headers=ours | self.headers, buffered=True, **options)


@pytest.fixture
def account_services(database: Database) -> "AccountServices":
    """Accounts with real limits and a hash that costs a test nothing."""
    from accounts.passwords import PasswordHasher
    from accounts.services import AccountServices

    return AccountServices(database, PasswordHasher(memory_kib=8, passes=1))


@pytest.fixture
def web(
    services: JobServices,
    account_services: "AccountServices",
    database_url: str,
    storage_dir: Path,
    worker_url: str,
    uniprot_url: str,
) -> "Dash":
    """The web application, on real services."""
    from dashboard.app import create_app
    from dashboard.services import WebServices
    from dashboard.settings import Settings
    from jobs.uniprot import UniProt

    settings = Settings(database_url, "a secret of the tests", worker_url, storage_dir, "http://localhost")
    return create_app(settings, WebServices(account_services, services, UniProt(uniprot_url)))


@pytest.fixture
def visit(web: "Dash", account_services: "AccountServices") -> Callable[..., Visitor]:
    """A factory of visitors: `visit()` is nobody yet, `visit(user_id)` is signed in, `visit(link=token)` has a link."""
    from accounts.one_time_links import create_sign_in_link

    def arrive(user_id: UUID | None = None, link: str | None = None) -> Visitor:
        visitor = Visitor(web.server, link)
        if user_id is not None:
            link = create_sign_in_link(account_services, user_id)
            assert visitor.get(f"/sign-in/link/{link}").status_code == 303
        return visitor

    return arrive


def _load(name: str) -> ModuleType:
    """A module of tests/chaos, which scripts use as well."""
    path = Path(__file__).parent / "chaos" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"chaos_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def oracle() -> ModuleType:
    """The invariants that hold of every job, tests/chaos/oracle.py."""
    return _load("oracle")


@pytest.fixture(scope="session")
def load_chaos() -> Callable[[str], ModuleType]:
    """A module of tests/chaos by its name."""
    return _load


@pytest.fixture
def fault_proxy(worker_url: str) -> Iterator[object]:
    """A worker that misbehaves as its `rule` says, tests/chaos/faults.py."""
    proxy = _load("faults").FaultProxy(worker_url)
    yield proxy
    proxy.close()


@pytest.fixture(scope="session")
def runner_forks(start_process: Callable[..., subprocess.Popen[bytes]]) -> Callable[[dict[str, str]], int]:
    """Start a runner in a process of its own, quickly: `pid = runner_forks({...})`."""
    server = start_process("tests/chaos/runner_entry.py", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin is not None
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"

    def fork(environment: dict[str, str]) -> int:
        server.stdin.write(json.dumps(environment).encode() + b"\n")
        server.stdin.flush()
        return int(server.stdout.readline())

    return fork


class Runners:
    """Runners in processes of their own, with short leases and chunks of eight records."""

    def __init__(self, fork: Callable[[dict[str, str]], int], environment: dict[str, str]) -> None:
        self._fork = fork
        self._environment = environment
        self.started: list[int] = []
        self.log = Path(environment["BATCHPROT_TEST_LOG"])

    def start(self, failpoint: str = "nowhere", **variables: str) -> int:
        """Give the process id of a new runner."""
        pid = self._fork({**self._environment, "BATCHPROT_FAILPOINT": failpoint, **variables})
        self.started.append(pid)
        return pid

    @staticmethod
    def is_alive(pid: int) -> bool:
        """Whether the process still exists."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True

    def end(self) -> None:
        """Kill what is left."""
        for pid in self.started:
            if self.is_alive(pid):
                os.kill(pid, signal.SIGKILL)
                wait_until(lambda pid=pid: not self.is_alive(pid))


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Look again and again until it holds; fail when it doesn't in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., None]:
    """Wait for a condition, with a limit."""
    return wait_until


@pytest.fixture
def runners(
    runner_forks: Callable[[dict[str, str]], int], database_url: str, worker_url: str, storage_dir: Path, tmp_path: Path
) -> Iterator[Runners]:
    """Start and kill runners on this test's database."""
    runners = Runners(
        runner_forks,
        {
            "BATCHPROT_DATABASE_URL": database_url,
            "BATCHPROT_WORKER_URL": worker_url,
            "BATCHPROT_STORAGE_DIR": str(storage_dir),
            "BATCHPROT_TEST_LOG": str(tmp_path / "runner.log"),
            "BATCHPROT_TEST_LEASE": "1",
            "BATCHPROT_TEST_SWEEP": "0.2",
            "BATCHPROT_TEST_SPAN": "8",
        },
    )
    yield runners
    runners.end()
