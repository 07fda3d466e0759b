"""A million proteins from upload to last commit, on a real `batchprot up`, while others go on working.

python -m benchmarks.million [--records 1000000] [--directory DIR]
"""

import argparse
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import psutil

from accounts.one_time_links import create_sign_in_link
from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from benchmarks.jobs import peak_megabytes, running, uploaded
from benchmarks.proteomes import write_repeated
from benchmarks.visitor import Visitor
from jobs.intake.submit import submit
from jobs.services import JobServices
from results.jobs import get_job

PEAK_MEGABYTES = 256
SMALL = b"".join(b">small%d\nMKVLAAGIVGLCAKAYLKWHYTREQDNPSF\n" % number for number in range(10))
SMALL_EVERY_SECONDS = 5.0


@dataclass
class Watched:
    """What other people met meanwhile, in seconds."""

    lists: list[float] = field(default_factory=list)
    small_jobs: list[float] = field(default_factory=list)

    def say(self, when: str) -> None:
        """Print the middle and the worst of both."""
        for name, times in (("the list", self.lists), ("a 10-protein analysis", self.small_jobs)):
            middle, worst = statistics.median(times), max(times)
            _say(f"{when}, {name}: {middle:.2f} s in the middle, {worst:.2f} s at worst of {len(times)}")


def main() -> None:
    """Run, and print what was measured; the exit code says whether the bounds were kept."""
    parser = argparse.ArgumentParser(description="A million proteins, from upload to last commit.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--directory", type=Path, help="where the file and the database are put meanwhile")
    chosen = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="batchprot-million-", dir=chosen.directory))
    directory.chmod(0o755)
    try:
        kept = _measure(directory, chosen.records)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    raise SystemExit(0 if kept else 1)


def _measure(directory: Path, records: int) -> bool:
    path = directory / "million.fasta"
    write_repeated(path, records, exactly=True)
    _say(f"{records:,} records, {path.stat().st_size / 1e6:.0f} MB")
    with running(directory / "up") as (services, _url, process):
        origin = child(process, "web").environ()["BATCHPROT_ORIGIN"]
        with _visitor(services, origin) as (owner, visitor), _visitor(services, origin) as (stranger, _):
            idle = Watched()
            _look_and_compute(idle, services, visitor, stranger, times=5)
            idle.say("idle")
            upload_id = _upload(visitor, path)
            with _watching(services, visitor, stranger) as meanwhile:
                _analyse(services, owner, upload_id)
            meanwhile.say("meanwhile")
        peaks = _peaks(process)
        services.database.dispose()
    for name, peak in peaks.items():
        _say(f"{name}: peak {peak:.0f} MB")
    return all(peaks[name] < PEAK_MEGABYTES for name in ("web", "runner"))


def _upload(visitor: Visitor, path: Path) -> UUID:
    began = time.monotonic()
    upload_id = visitor.send(path)
    _say(f"uploaded in {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    report = visitor.inspect(upload_id)
    _say(
        f"inspected in {time.monotonic() - began:.1f} s: {report['records']:,} records, {report['rejected']:,} rejected"
    )
    return upload_id


def _analyse(services: JobServices, owner: UUID, upload_id: UUID) -> None:
    job_id = submit(services, owner, upload_id, title="A million", options=AnalysisOptions(), idempotency_key="one")
    while (job := get_job(services, owner, job_id)).state not in ("succeeded", "failed"):
        time.sleep(1)
    if job.state != "succeeded" or job.finished_at is None:
        raise RuntimeError(job.failure_message)
    seconds = (job.finished_at - job.created_at).total_seconds()
    _say(f"submit to last commit: {seconds:.0f} s, {job.records / seconds:,.0f} proteins a second, {job.done:,} done")


@contextmanager
def _watching(services: JobServices, visitor: Visitor, stranger: UUID) -> Iterator[Watched]:
    """Ask for the list and submit small analyses for as long as the block lasts."""
    watched, stop = Watched(), threading.Event()

    def watch() -> None:
        while not stop.wait(SMALL_EVERY_SECONDS):
            _look_and_compute(watched, services, visitor, stranger)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield watched
    finally:
        stop.set()
        thread.join()


def _look_and_compute(
    watched: Watched, services: JobServices, visitor: Visitor, stranger: UUID, times: int = 1
) -> None:
    for _ in range(times):
        began = time.monotonic()
        visitor.list_jobs()
        watched.lists.append(time.monotonic() - began)
        watched.small_jobs.append(small_job(services, stranger))


@contextmanager
def _visitor(services: JobServices, origin: str) -> Iterator[tuple[UUID, Visitor]]:
    accounts = AccountServices(services.database)
    user_id = create_user(accounts, f"{uuid4().hex}@batchprot.example")
    with Visitor(origin, create_sign_in_link(accounts, user_id)) as visitor:
        yield user_id, visitor


def small_job(services: JobServices, user_id: UUID) -> float:
    """Seconds from submit to last commit of ten proteins."""
    upload_id = uploaded(services, user_id, "small.fasta", SMALL)
    job_id = submit(services, user_id, upload_id, title="", options=AnalysisOptions(), idempotency_key=str(upload_id))
    while (job := get_job(services, user_id, job_id)).finished_at is None:
        time.sleep(0.02)
    return (job.finished_at - job.created_at).total_seconds()


def child(process: psutil.Process, name: str) -> psutil.Process:
    """The process of one service of a `batchprot up`."""
    return next(child for child in process.children() if child.cmdline()[-1] == name)


def _peaks(process: psutil.Process) -> dict[str, float]:
    """The most that each service's processes ever held, the largest of them."""
    found = {}
    for name in ("web", "runner", "worker"):
        service = child(process, name)
        found[name] = max(peak_megabytes(one) for one in (service, *service.children(recursive=True)))
    return found


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
