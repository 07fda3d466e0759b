"""`batchprot up` as a user runs it: a real process, real services, real signals."""

import contextlib
import gzip
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import psycopg
import pytest

from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database, libpq_url
from results.jobs import get_job

UP = [sys.executable, "-m", "cli", "up"]
START_SECONDS = 90


class Running:
    """A started `batchprot up`, its output, and the processes it made."""

    def __init__(self, data_dir: Path, *options: str, source: Path | None = None) -> None:
        """Start it, of another release when `source` is where that is."""
        self.output = data_dir.parent / f"{data_dir.name}.out"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        if source:
            environment["PYTHONPATH"] = str(source)
        with self.output.open("wb") as file:
            self.process = subprocess.Popen(
                [*UP, "--port", "0", "--data-dir", str(data_dir), *options],
                stdout=file,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=source,
            )

    def link(self) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"^Open (http\S+)$", self.output.read_text(), re.MULTILINE)
            if found:
                return found[1]
            assert self.process.poll() is None, self.output.read_text()
            time.sleep(0.05)
        raise AssertionError(self.output.read_text())

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


def wait_until_gone(processes: list[psutil.Process], seconds: float = 15) -> list[psutil.Process]:
    return psutil.wait_procs(processes, timeout=seconds)[1]


def get(url: str, cookie: str = "") -> tuple[int, http.client.HTTPMessage]:
    host, path = re.fullmatch(r"http://([^/]+)(/.*)?", url).groups()
    with contextlib.closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        connection.request("GET", path or "/", headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers


def post(url: str, body: str) -> int:
    host, path = re.fullmatch(r"http://([^/]+)(/.*)", url).groups()
    with contextlib.closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        return connection.getresponse().status


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    directory = tmp_path_factory.mktemp("up") / "data"
    yield directory
    postmaster = directory / "postgres" / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, psutil.NoSuchProcess):
        psutil.Process(int(postmaster.read_text().split("\n")[0])).terminate()


@pytest.fixture
def running(data_dir: Path) -> Iterator[Running]:
    started = Running(data_dir)
    started.link()
    yield started
    if started.process.poll() is None:
        started.stop()


def test_a_first_visitor_is_signed_in_by_the_link_and_finds_an_analysed_example(running: Running):
    link = running.link()
    origin = link.split("/sign-in")[0]
    status, headers = get(link)
    assert status == 303
    cookies = "; ".join(cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie"))
    assert get(origin + "/", cookies)[0] == 200
    assert "session" not in str(get(link)[1].get_all("Set-Cookie")), "the link works once"
    assert get(origin + "/", "")[0] == 302
    jobs = subprocess.run(
        [sys.executable, "-c", LIST_DEMO_JOBS],
        env={**os.environ, "URL": (running_directory(running) / "running").read_text()},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert jobs
    assert set(jobs) == {"succeeded"}


def test_the_link_opens_the_yeast_proteome(running: Running):
    link = running.link()
    status, headers = get(link)
    assert status == 303
    assert re.fullmatch(r"/jobs/[0-9a-f-]{36}", headers["Location"])
    assert link.endswith(f"?next={headers['Location']}")
    cookies = "; ".join(cookie.split(";")[0] for cookie in headers.get_all("Set-Cookie"))
    origin = link.split("/sign-in")[0]
    found = json.loads(body_of(f"{origin}/api/v1{headers['Location'].replace('jobs', 'analyses')}", cookies))
    assert (found["title"], found["records"], found["rejected"]) == ("Yeast proteome", 6077, 0)
    listed = json.loads(body_of(f"{origin}/api/v1/analyses", cookies))["analyses"]
    assert listed[0]["title"] == "Yeast proteome"
    assert len(listed) == 3


def body_of(url: str, cookie: str) -> bytes:
    host, path = re.fullmatch(r"http://([^/]+)(/.*)", url).groups()
    with contextlib.closing(http.client.HTTPConnection(host, timeout=20)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie})
        return connection.getresponse().read()


def test_user_link_finds_the_running_server(running: Running):
    running.link()
    command = [sys.executable, "-m", "cli", "user", "link", "--data-dir", str(running_directory(running))]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    made = subprocess.run(command, capture_output=True, text=True, env=environment, check=True).stdout.strip()
    assert made.startswith(running.link().split("/sign-in")[0] + "/sign-in/link/")
    assert get(made)[0] == 303
    directory = running_directory(running)
    running.stop()
    stopped = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (stopped.returncode, stopped.stderr) == (
        2,
        f"No BatchProt is running on {directory}. Start it with `batchprot up`, or set --data-dir or DATABASE_URL.\n",
    )


def test_a_file_is_analysed_and_opened(data_dir: Path, tmp_path: Path):
    file = tmp_path / "mine.fasta.gz"
    file.write_bytes(gzip.compress(b">a\nMKWVTFISLLFLFSSAYS\n>b\nMK!V\n"))
    places = []
    for _ in range(2):
        started = Running(data_dir, str(file))
        status, headers = get(started.link())
        assert status == 303
        places.append(headers["Location"])
        started.stop()
    assert re.fullmatch(r"/jobs/[0-9a-f-]{36}", places[0])
    assert places[0] == places[1]  # the same file is not analysed again


def test_a_file_that_cannot_be_read_is_one_sentence(data_dir: Path, tmp_path: Path):
    file = tmp_path / "two.txt"
    file.write_text("pep1 ACDEFGHIK\npep2 KLMNPQRST\n")
    asked = Running(data_dir, str(file))
    assert asked.process.wait(timeout=START_SECONDS) == 2
    said = asked.output.read_text()
    assert "Choose with --reading: table." in said
    assert "Traceback" not in said
    chosen = Running(data_dir, str(file), "--reading", "table")
    chosen.link()
    assert chosen.stop() == 0


LIST_DEMO_JOBS = """
import os, psycopg
for row in psycopg.connect(os.environ["URL"]).execute("SELECT state FROM job"):
    print(row[0])
"""


def running_directory(running: Running) -> Path:
    arguments = psutil.Process(running.process.pid).cmdline()
    return Path(arguments[arguments.index("--data-dir") + 1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_within_ten_seconds(data_dir: Path, number: int):
    started = Running(data_dir, "--no-demo")
    started.link()
    family = started.family()
    postmaster = psutil.Process(int((data_dir / "postgres" / "postmaster.pid").read_text().split("\n")[0]))
    assert len(family) >= 3
    assert started.stop(number) == 0
    assert wait_until_gone([*family, postmaster], seconds=1) == []


def test_a_second_start_on_the_same_data_is_refused_politely(running: Running):
    second = Running(running_directory(running))
    assert second.process.wait(timeout=20) == 2
    assert re.fullmatch(r"BatchProt is already running on .*\.\n", second.output.read_text())
    assert running.process.poll() is None


def test_after_kill_9_the_children_go_and_the_next_start_works(data_dir: Path):
    first = Running(data_dir)
    first.link()
    family = first.family()
    first.stop(signal.SIGKILL)
    second = Running(data_dir)
    second.link()
    assert wait_until_gone(family) == []
    assert second.stop() == 0


def test_a_killed_service_is_started_again(running: Running):
    origin = running.link().split("/sign-in")[0]
    web = next(process for process in running.family() if process.cmdline()[-1:] == ["web"])
    web.kill()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if get(origin + "/healthz")[0] == 200:
                return
    pytest.fail("the web application did not come back")


def test_a_killed_database_is_started_again(running: Running):
    origin = running.link().split("/sign-in")[0]
    pid_file = running_directory(running) / "postgres" / "postmaster.pid"
    psutil.Process(int(pid_file.read_text().split("\n")[0])).kill()
    answers = []
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (answers and answers[-1] == 200 and len(set(answers)) > 1):
        answers.append(get(origin + "/readyz")[0])
    assert set(answers) == {503, 200}
    assert "The database ended unexpectedly and is started again" in running.output.read_text()


def test_a_port_in_use_is_one_sentence(data_dir: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = subprocess.run(
            [*UP, "--port", str(port), "--data-dir", str(data_dir)], capture_output=True, text=True, check=False
        )
    assert result.returncode == 2
    assert result.stderr == (
        f"Port {port} is in use by another program. Choose another with --port; --port 0 takes any free one.\n"
    )


def test_an_unreachable_database_is_one_sentence(data_dir: Path):
    result = subprocess.run(
        [*UP, "--port", "0", "--data-dir", str(data_dir)],
        env={**os.environ, "DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "DATABASE_URL" in result.stderr
    assert "secret" not in result.stderr


def test_a_data_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    result = subprocess.run(
        [*UP, "--port", "0", "--data-dir", str(tmp_path / "file" / "data")], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.startswith("Can't keep data in ")


def test_the_smoke_test_goes_through_a_running_site_and_notices_a_broken_one(running: Running):
    site = re.match(r"http://[^/]+", running.link())[0]
    command = [sys.executable, "tools/smoke.py"]
    environment = {**os.environ, "PYTHONPATH": "."}
    good = subprocess.run([*command, site], capture_output=True, text=True, env=environment, timeout=120, check=False)
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("ok  ") == 8
    wrong = subprocess.run(
        [*command, "http://127.0.0.1:9"], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert wrong.returncode == 1
    assert "FAILED" in wrong.stderr


CANARY = "MKCANARYSEQWENCEHIDDENK"
CANARY_FASTA = f">good\n{CANARY}\n>rejected\nMK*{CANARY}\n>warned\nMXB{CANARY}\n".encode()


def analysed(directory: Path, data: bytes) -> str:
    """Take a file in beside a running site and wait for its runner; gives the job's state."""
    services = JobServices(
        database=Database((directory / "running").read_text()),
        storage=LocalStorage(directory / "files", (directory / "secret-key").read_text()),
        queue=PostgresQueue(),
        worker=HttpWorkerClient(""),
    )
    try:
        owner = create_user(AccountServices(services.database), "canary@batchprot.example")
        ticket = create_upload(services, owner, "canary.fasta", len(data))
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(data))
        complete_upload(services, owner, ticket.id)
        job_id = submit(services, owner, ticket.id, title="", options=AnalysisOptions(), idempotency_key="canary")
        deadline = time.monotonic() + 60
        while (job := get_job(services, owner, job_id)).finished_at is None and time.monotonic() < deadline:
            time.sleep(0.05)
        return job.state
    finally:
        services.database.dispose()


def test_no_log_of_any_process_holds_a_submitted_sequence(running: Running):
    origin = running.link().split("/sign-in")[0]
    directory = running_directory(running)
    assert analysed(directory, CANARY_FASTA) == "succeeded"
    worker = next(process for process in running.family() if process.cmdline()[-1:] == ["worker"])
    # What goes wrong is what gets logged.
    for url, path in ((worker.environ()["BATCHPROT_WORKER_URL"], "/v1/analyze"), (origin, "/api/uploads")):
        for body in (f'{{"sequences": ["{CANARY}"', f'{{"sequences": "{CANARY}", "options": 1}}'):
            assert post(url + path, body) >= 400
    running.stop()
    logs = [file for file in (directory / "logs").iterdir() if file.suffix == ".log"]
    assert {file.stem for file in logs} == {"web", "runner", "worker"}
    assert "chunk done" in (directory / "logs" / "runner.log").read_text()
    for file in [*logs, directory / "postgres" / "log", running.output]:
        assert CANARY not in file.read_text(), file


LAST_RELEASE = "v0.1.0"
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def last_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources of the last release, out of the history."""
    archive = subprocess.run(["git", "-C", str(ROOT), "archive", LAST_RELEASE], capture_output=True, check=False)
    if archive.returncode:
        pytest.skip(f"{LAST_RELEASE} is not in this copy of the history")
    folder = tmp_path_factory.mktemp("release")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as sources:
        sources.extractall(folder, filter="data")
    return folder


def stored_rows(running: Running, columns: Sequence[str] = ()) -> tuple[list[str], list[tuple[object, ...]]]:
    """What the database holds of every record and its values: the names of its columns, and the rows."""
    url = libpq_url((running_directory(running) / "running").read_text())
    asked = ", ".join(columns) if columns else "*"
    joined = "protein JOIN measurement USING (job_id, ordinal)"
    with psycopg.connect(url) as connection:
        found = connection.execute(f"SELECT {asked} FROM {joined} ORDER BY job_id, ordinal")
        return [column.name for column in found.description], found.fetchall()


@pytest.mark.slow
def test_the_data_of_the_last_release_are_taken_over(data_dir: Path, last_release: Path):
    before = Running(data_dir, source=last_release)
    before.link()
    names, rows = stored_rows(before)
    assert before.stop() == 0
    assert len(rows) > 20
    after = Running(data_dir)
    try:
        origin = after.link().split("/sign-in")[0]
        kept = [name for name in names if name in stored_rows(after)[0]]
        assert kept == names  # migrations only add
        old_jobs = {row[names.index("job_id")] for row in rows}
        now = [row for row in stored_rows(after, names)[1] if row[names.index("job_id")] in old_jobs]
        assert now == rows
        cookies = "; ".join(one.split(";")[0] for one in get(after.link())[1].get_all("Set-Cookie"))
        listed = json.loads(body_of(f"{origin}/api/v1/analyses", cookies))["analyses"]
        assert {str(job) for job in old_jobs} <= {one["id"] for one in listed}
        assert {one["state"] for one in listed} == {"succeeded"}
        for job in old_jobs:
            assert get(f"{origin}/jobs/{job}", cookies)[0] == 200
            proteins = json.loads(body_of(f"{origin}/api/v1/analyses/{job}/proteins?columns=basic", cookies))
            assert proteins["total"] == sum(row[names.index("job_id")] == job for row in rows)
    finally:
        after.stop()
