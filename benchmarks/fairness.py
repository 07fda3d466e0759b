"""How long a 10-protein analysis takes beside ten maximum ones, on a real `batchprot up`.

python -m benchmarks.fairness [--jobs 10] [--records 83520] [--small 40]
"""

import argparse
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.properties.options import AnalysisOptions
from benchmarks.jobs import running, uploaded
from benchmarks.million import small_job
from benchmarks.proteomes import write_repeated
from jobs.intake.submit import submit
from jobs.manage import cancel_job
from jobs.services import JobServices
from results.jobs import get_job

RECORDS = 83_520
BUDGET = 3.0
PAUSE_SECONDS = 0.3
"""Between two small analyses, so that one's last steps aren't the next one's company."""


def main() -> None:
    """Measure, and print; the exit code says whether the bound was kept."""
    parser = argparse.ArgumentParser(description="A 10-protein analysis beside large ones.")
    parser.add_argument("--jobs", type=int, default=10)
    parser.add_argument("--records", type=int, default=RECORDS)
    parser.add_argument("--small", type=int, default=40, help="how many small analyses are timed")
    parser.add_argument("--directory", type=Path, help="where the files and the database are put meanwhile")
    chosen = parser.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="batchprot-fairness-", dir=chosen.directory))
    directory.chmod(0o755)
    try:
        kept = _measure(directory, chosen.jobs, chosen.records, chosen.small)
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    raise SystemExit(0 if kept else 1)


def _measure(directory: Path, jobs: int, records: int, small: int) -> bool:
    path = directory / "large.fasta"
    write_repeated(path, records, exactly=True)
    with running(directory / "up") as (services, _url, _process):
        stranger = _person(services)
        _small_jobs(services, stranger, 3)  # the first ones pay for imports
        idle = _small_jobs(services, stranger, small)
        large = _start(services, path, jobs)
        while get_job(services, *large[-1]).state != "running":
            time.sleep(0.1)
        beside = _small_jobs(services, stranger, small)
        states = [get_job(services, *one).state for one in large]
        for owner, job_id in large:
            if get_job(services, owner, job_id).state == "running":
                cancel_job(services, owner, job_id)
        services.database.dispose()
    ratio = statistics.median(beside) / statistics.median(idle)
    print(f"ten proteins alone: {_summary(idle)}")
    print(f"beside {jobs} analyses of {records:,} proteins: {_summary(beside)}")
    print(
        f"ratio of the medians: {ratio:.2f} (at most {BUDGET:g}); still running at the end: {states.count('running')}"
    )
    return ratio <= BUDGET


def _start(services: JobServices, path: Path, jobs: int) -> list[tuple[UUID, UUID]]:
    """Submit the large analyses, each by a different person, because one person may run only a few at a time."""
    data, started = path.read_bytes(), []
    waiting = [(person, uploaded(services, person, path.name, data)) for person in _people(services, jobs)]
    for person, upload_id in waiting:
        options = AnalysisOptions()
        job_id = submit(services, person, upload_id, title="", options=options, idempotency_key=str(upload_id))
        started.append((person, job_id))
    return started


def _people(services: JobServices, count: int) -> list[UUID]:
    return [_person(services) for _ in range(count)]


def _person(services: JobServices) -> UUID:
    return create_user(AccountServices(services.database), f"{uuid4().hex}@batchprot.example")


def _small_jobs(services: JobServices, person: UUID, count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        seconds.append(small_job(services, person))
        time.sleep(PAUSE_SECONDS)
    return seconds


def _summary(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    middle, tenth = statistics.median(ordered), ordered[int(0.9 * (len(ordered) - 1))]
    return f"{middle:.3f} s in the middle, nine of ten within {tenth:.3f} s, {ordered[-1]:.3f} s at worst"


if __name__ == "__main__":
    main()
