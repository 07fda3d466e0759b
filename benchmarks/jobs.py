"""A whole job on a real `batchprot up`, against the engine and a bare COPY of the same rows."""

import contextlib
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psutil
import psycopg

from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import read_chunks, read_records
from benchmarks.proteomes import YEAST, folder, write_repeated
from benchmarks.rows import Row
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database, libpq_url
from results.jobs import get_job

PROTEINS = 82_000
MEBIBYTE = 2**20
RUNNER_MEGABYTES = 256


def job_rows(directory: Path, rounds: int) -> list[Row]:
    """Measure submit to last commit for yeast and for both proteomes repeated, and the runner's memory."""
    many = directory / "proteomes.fasta"
    if not many.exists():
        write_repeated(many, PROTEINS)
    with running(directory / "up") as (services, url, process):
        user_id = create_user(AccountServices(services.database), "bench@batchprot.example")
        _measure(services, url, user_id, folder() / YEAST)  # the first job pays for imports
        rows = [
            _row(services, url, user_id, folder() / YEAST, rounds=rounds, budget=1.6),
            _row(services, url, user_id, many, rounds=rounds, budget=1.25),
        ]
        runner = next(child for child in process.children() if child.cmdline()[-1] == "runner")
        peak = peak_megabytes(runner)
        services.database.dispose()
    return [
        *rows,
        Row("job runner after these jobs: peak memory", "256 MB", peak, 256, peak, RUNNER_MEGABYTES, "at most", "MB"),
    ]


def _row(services: JobServices, url: str, user_id: UUID, path: Path, *, rounds: int, budget: float) -> Row:
    measured = [_measure(services, url, user_id, path) for _ in range(rounds)]
    ours, theirs, count = min(measured, key=lambda found: found[0] / found[1])
    return Row(f"job, {count:,} proteins: submit to last commit", "engine + bare COPY of the same rows", ours, theirs,
               ours / theirs, budget, "at most")  # fmt: skip


@contextlib.contextmanager
def running(data: Path) -> Iterator[tuple[JobServices, str, psutil.Process]]:
    """A `batchprot up` on a directory of its own: services beside its own, its database's address, its process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "up", "--port", "0", "--no-demo", "--data-dir", str(data)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stdout or ():
            if line.startswith("Data is kept"):
                break
        url = (data / "running").read_text()
        parent = psutil.Process(process.pid)
        worker = next(child for child in parent.children() if child.cmdline()[-1] == "worker")
        services = JobServices(
            database=Database(url),
            storage=LocalStorage(data / "files", (data / "secret-key").read_text()),
            queue=PostgresQueue(),
            worker=HttpWorkerClient(worker.environ()["BATCHPROT_WORKER_URL"]),
        )
        yield services, url, parent
    finally:
        process.terminate()
        process.wait()


def _measure(services: JobServices, url: str, user_id: UUID, path: Path) -> tuple[float, float, int]:
    """Seconds of one job, seconds of engine and bare COPY for the same rows, and how many proteins."""
    upload_id = uploaded(services, user_id, path.name, path.read_bytes())
    options = AnalysisOptions()
    job_id = submit(services, user_id, upload_id, title=path.name, options=options, idempotency_key=str(upload_id))
    while (job := get_job(services, user_id, job_id)).state not in ("succeeded", "failed"):
        time.sleep(0.05)
    if job.state != "succeeded" or job.finished_at is None:
        raise RuntimeError(job.failure_message)
    ours = (job.finished_at - job.created_at).total_seconds()
    return ours, _engine_seconds(path, options) + _copy_seconds(url, job_id), job.records


def uploaded(services: JobServices, user_id: UUID, name: str, data: bytes) -> UUID:
    """Take a file in, past the web server."""
    ticket = create_upload(services, user_id, name, len(data))
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(data))
    complete_upload(services, user_id, ticket.id)
    return ticket.id


def _engine_seconds(path: Path, options: AnalysisOptions) -> float:
    seconds = 0.0
    with path.open("rb") as file:
        _, chunks = read_chunks(file)
        for chunk in chunks:
            sequences = [record.sequence for record in read_records(chunk.data) if not record.reason]
            begin = time.perf_counter()
            analyze(sequences, options)
            seconds += time.perf_counter() - begin
    return seconds


def _copy_seconds(url: str, job_id: UUID) -> float:
    """Copy the job's rows out, and time how long PostgreSQL takes to take them in again: same columns, same keys."""
    seconds = 0.0
    with psycopg.connect(libpq_url(url)) as connection:
        for name in ("protein", "measurement"):
            rows = _rows(connection, name, job_id)
            connection.execute(f"DROP TABLE IF EXISTS bare_{name}")
            connection.execute(f"CREATE TABLE bare_{name} (LIKE {name} INCLUDING ALL)")
            connection.commit()
            begin = time.perf_counter()
            with connection.cursor().copy(f"COPY bare_{name} FROM STDIN") as copy:
                copy.write(rows)
            connection.commit()
            seconds += time.perf_counter() - begin
            connection.execute(f"DROP TABLE bare_{name}")
            connection.commit()
    return seconds


def _rows(connection: "psycopg.Connection[tuple[object, ...]]", name: str, job_id: UUID) -> bytes:
    # names and ids of our own
    statement = f"COPY (SELECT * FROM {name} WHERE job_id = '{job_id}' ORDER BY ordinal) TO STDOUT"  # noqa: S608
    with connection.cursor().copy(statement) as copy:
        return b"".join(bytes(block) for block in copy)


def peak_megabytes(process: psutil.Process) -> float:
    """The most a process ever held; where the system doesn't say, what it holds now."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        peak = next(line for line in status.read_text().split("\n") if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return process.memory_info().rss / MEBIBYTE
