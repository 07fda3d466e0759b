"""PostgreSQL killed, stopped and out of space under jobs and the web application, on a server of this module's own."""

import os
import signal
import subprocess
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from models.database import CONNECT_SECONDS, Database, libpq_url
from results.jobs import get_job
from tests.chaos.replacing import Replacing
from tests.databases import Databases
from tests.made_up import fasta, sequences

TEXT = fasta(sequences(100))
ACCEPTS_TO_COMMIT_SECONDS = 10
MEGABYTE = 1_000_000
KILLS = int(os.environ.get("CHAOS_POSTGRES_KILLS", "1"))


@pytest.fixture
def span_records():
    return 8


class Server:
    """A PostgreSQL that may be ill-treated."""

    def __init__(self, directory: Path) -> None:
        from cli import embedded_postgres

        self.directory = directory
        self.postgres = embedded_postgres.start(directory / "pg")
        self.url = self.postgres.url

    def processes(self) -> list[psutil.Process]:
        main = psutil.Process(self.postgres.server.get_pid())
        return [main, *main.children(recursive=True)]

    def kill(self) -> None:
        """End the main process as the kernel does when memory runs out; its children end themselves."""
        processes = self.processes()
        processes[0].kill()
        assert psutil.wait_procs(processes, timeout=20)[1] == []

    def revive(self) -> float:
        """Start it again, as `batchprot up` does; the moment when it accepts connections."""
        while not self.postgres.is_running() and not self.postgres.start_again():
            time.sleep(0.1)
        while True:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url).close()
                return time.monotonic()


@pytest.fixture(scope="module")
def full_disk():
    """A small file system of our own, to be filled."""
    with tempfile.TemporaryDirectory(prefix="bp-small-", ignore_cleanup_errors=True) as name:
        command = ["mount", "-t", "tmpfs", "-o", "size=220m,mode=755", "tmpfs", name]
        if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root can mount the small file system that this fills")
        yield Path(name)
        subprocess.run(["umount", "-l", name], check=True)


@pytest.fixture
def storage_dir(full_disk, tmp_path):
    """Uploads lie on the same small disk."""
    directory = full_disk / tmp_path.name
    directory.mkdir()
    return directory


@pytest.fixture(scope="module")
def server(full_disk):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns of a missing XDG_RUNTIME_DIR
        server = Server(full_disk)
    yield server
    server.revive()
    server.postgres.stop()


@pytest.fixture(scope="module")
def postgres_url(server):
    """Every fixture of this module speaks to the server that is ill-treated."""
    return server.url


@pytest.fixture(scope="module")
def databases(postgres_url):
    return Databases(postgres_url)


@pytest.fixture
def faultless(submit_text, runners, wait_until, services, user, oracle, database_url):
    """The digest of a text's results when nothing goes wrong."""

    def run(text, **wanted):
        job_id = submit_text(text, **wanted)
        runner = runners.start()
        wait_until(lambda: get_job(services, user, job_id).state == "succeeded")
        os.kill(runner, signal.SIGKILL)
        return oracle.digest(libpq_url(database_url), job_id)

    return run


@pytest.fixture
def check(oracle, database_url, storage_dir, services, user, wait_until):
    def check(job_id, expected):
        wait_until(lambda: get_job(services, user, job_id).state in oracle.END_STATES, seconds=60)
        assert get_job(services, user, job_id).state == "succeeded", get_job(services, user, job_id)
        assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir, expected=expected) == []

    return check


def done(rows):
    return rows("SELECT coalesce(max(chunks_done), 0) FROM job WHERE state = 'running'")[0][0]


@pytest.mark.parametrize("seed", range(KILLS))
def test_the_main_process_killed_in_the_middle_of_a_job(
    seed, server, submit_text, runners, faultless, check, rows, wait_until, visit, user
):
    visitor = visit(user)
    assert visitor.get("/readyz").status_code == 200
    expected = faultless(TEXT)
    job_id = submit_text(TEXT)
    runners.start()
    wait_until(lambda: done(rows) >= 1 + seed % 10)
    server.kill()
    for path in ("/readyz", "/", f"/jobs/{job_id}", f"/jobs/{job_id}/download.csv"):
        answer = visitor.get(path)
        assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True), path
        assert "Traceback" not in answer.get_data(as_text=True)
    accepts = server.revive()
    before = done(rows)
    wait_until(lambda: done(rows) != before, seconds=ACCEPTS_TO_COMMIT_SECONDS)
    assert time.monotonic() - accepts < ACCEPTS_TO_COMMIT_SECONDS
    assert visitor.get("/").status_code == 200
    check(job_id, expected)


@pytest.mark.parametrize("seed", range(KILLS))
def test_the_main_process_and_the_runner_killed_while_columns_are_replaced(
    seed, server, submit_text, runners, services, user, faultless, check, rows, wait_until, database_url
):
    expected = faultless(TEXT)
    (finished,) = rows("SELECT id FROM job WHERE state = 'succeeded'")[0]
    job_id = submit_text(TEXT)
    with Replacing(services, user, finished, [f"p{number}" for number in range(100)]) as replacing:
        runner = runners.start()
        wait_until(lambda: done(rows) >= 1 + seed % 10)
        wait_until(lambda: replacing.acknowledged >= 2 + seed % 3)
        server.kill()
        os.kill(runner, signal.SIGKILL)
        wait_until(lambda: replacing.failed > 0)
        server.revive()
        before = replacing.acknowledged
        wait_until(lambda: replacing.acknowledged > before, seconds=ACCEPTS_TO_COMMIT_SECONDS)
        runners.start()
        wait_until(lambda: get_job(services, user, job_id).state == "succeeded", seconds=60)
    assert replacing.violations(libpq_url(database_url)) == []
    replacing.replace_once_more()
    assert replacing.violations(libpq_url(database_url)) == []
    check(job_id, expected)
    check(finished, expected)


def test_stopped_for_a_while_with_all_its_processes(server, submit_text, runners, faultless, check, rows, wait_until):
    expected = faultless(TEXT)
    job_id = submit_text(TEXT)
    runners.start()
    wait_until(lambda: done(rows) >= 2)
    stopped = server.processes()
    for process in stopped:
        process.suspend()
    # Longer than a lease of these runners, which last a second.
    assert not _accepts(server.url, seconds=2)
    for process in stopped:
        with suppress(psutil.NoSuchProcess):
            process.resume()
    check(job_id, expected)


@pytest.fixture
def frozen(server):
    """Stop the whole server for a while: it takes connections and says nothing."""

    @contextmanager
    def stop():
        stopped = server.processes()
        for process in stopped:
            process.suspend()
        try:
            yield
        finally:
            for process in stopped:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    return stop


def test_every_page_says_that_the_server_is_frozen_and_none_hangs(
    frozen, submit_text, visit, user, monkeypatch, wait_until
):
    monkeypatch.setattr("models.pulse.SILENT_SECONDS", 0.5)
    job_id = submit_text(TEXT)
    visitors = [visit(user) for _ in range(5)]
    for visitor in visitors:
        assert visitor.get("/").status_code == 200
    paths = ("/readyz", "/", f"/jobs/{job_id}", f"/jobs/{job_id}/download.csv", "/api/v1/analyses")
    with frozen(), ThreadPoolExecutor(len(paths)) as pool:
        began = time.monotonic()
        answers = list(pool.map(lambda visitor, path: visitor.get(path), visitors, paths))
        assert time.monotonic() - began < 0.5 + CONNECT_SECONDS + 4
        for path, answer in zip(paths, answers, strict=True):
            assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True), path
            assert "database is unavailable" in answer.text, path
        began = time.monotonic()
        assert visitors[0].get("/").status_code == 503
        assert time.monotonic() - began < 1, "what was found a moment ago is not tried again by everybody"
        assert visitors[0].get("/healthz").status_code == 200
    wait_until(lambda: visitors[0].get("/").status_code == 200, seconds=10)


def test_a_wait_that_began_before_the_server_froze_ends_and_a_long_one_does_not(frozen, database_url, monkeypatch):
    monkeypatch.setattr("models.pulse.SILENT_SECONDS", 0.3)
    monkeypatch.setattr("models.pulse.TOLD_SECONDS", 0.0)
    database = Database(database_url, connect_seconds=2)
    with database.connection() as connection:
        assert connection.execute(text("SELECT 7 FROM pg_sleep(2)")).scalar_one() == 7
    with (
        pytest.raises(OperationalError, match="frozen"),
        database.connection() as connection,
        frozen(),
    ):
        connection.execute(text("SELECT 1"))
    with database.connection() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    database.dispose()


def _accepts(url, seconds):
    try:
        psycopg.connect(url, connect_timeout=seconds).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_disk_full_under_postgresql(
    server, full_disk, submit_text, runners, faultless, check, wait_until, visit, user, services, rows
):
    long = "".join(f">p{i}\nMKVLAAGIVGLCAKAYLK{'GAVLIMFWP' * 90}\n" for i in range(4000))
    expected = faultless(long, records=500)
    job_id = submit_text(long, records=500)
    visitor = visit(user)
    filler = full_disk / "filler"
    _fill(filler, full_disk, leave=3 * MEGABYTE)
    runners.start()
    wait_until(lambda: _waits_for_space(services, user, job_id) or not server.postgres.is_running(), seconds=60)
    assert visitor.get("/").status_code in (200, 503)
    filler.unlink()
    server.revive()
    check(job_id, expected)
    # However long there is no space, no chunk is blamed for it.
    assert rows("SELECT max(attempts) FROM chunk WHERE job_id = %s", job_id) == [(0,)]


def _fill(filler, directory, leave):
    free = os.statvfs(directory)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leave)


def _waits_for_space(services, user, job_id):
    with suppress(Exception):
        return get_job(services, user, job_id).waiting_code == "STORAGE_FULL"
    return False


def test_the_disk_full_under_uploads_is_a_sentence(full_disk, storage_dir, visit, user):
    visitor = visit(user)
    ticket = visitor.post("/api/uploads", json={"filename": "a.fasta", "size": 3 * MEGABYTE}).get_json()
    data = (b">p\n" + b"MKV" * 20 + b"\n") * (3 * MEGABYTE // 64)
    data += b"\n" * (3 * MEGABYTE - len(data))
    address = f"{ticket['url']}?token={ticket['fields']['token']}"
    filler = full_disk / "filler"
    _fill(filler, full_disk, leave=MEGABYTE)
    refused = visitor.post(address, data=data)
    filler.unlink()
    assert refused.status_code == 507
    assert refused.get_json()["code"] == "disk_full"
    assert "run out of disk space" in refused.get_json()["detail"]
    assert list(storage_dir.iterdir()) == []
    # The same upload goes through as soon as there is room.
    assert visitor.post(address, data=data).status_code == 204
