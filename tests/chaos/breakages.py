"""Deliberate breakages of the code, each of which some test must notice: `python tests/chaos/breakages.py`.

Each is one replacement in a copy of the project, followed by the tests that should turn red. A breakage that
passes is a hole in the tests.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
COPIED = (
    "batchprot", "runtime", "worker", "models", "migrations", "jobs", "results", "accounts", "dashboard", "callbacks",
    "cli", "tests", "examples", "pyproject.toml",
)  # fmt: skip
KILLED = "tests/integration/test_runner_killed.py"
FAULTS = "tests/integration/test_worker_faults.py"
PEOPLE = "tests/integration/test_job_management.py"


class Breakage(NamedTuple):
    """One replacement and the tests that must notice it."""

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


BREAKAGES = (
    Breakage(
        "the fencing token is not compared",
        "jobs/pipeline/run_chunk.py",
        "AND number = :number AND token = :token AND state = 'running' RETURNING number",
        "AND number = :number AND state <> 'nothing' RETURNING number",
        ("tests/integration/test_chunks.py",),
    ),
    Breakage(
        "no place is kept for small analyses",
        "jobs/adapters/queue.py",
        "SMALL_QUEUE_NAME if small else QUEUE_NAME",
        "QUEUE_NAME",
        ("tests/integration/test_fairness.py::test_a_small_analysis_ends_while_a_large_one_holds_every_place",),
    ),
    Breakage(
        "the log quotes sequences",
        "jobs/pipeline/run_chunk.py",
        '    context.at("chunk_answered")\n',
        '    context.at("chunk_answered")\n    log.info("answered for %s", sequences)\n',
        ("tests/integration/test_up.py", "-k", "no_log"),
    ),
    Breakage(
        "a chunk is marked done before its rows are stored",
        "jobs/pipeline/run_chunk.py",
        "        _copy(session, _COPY_PROTEINS, rows.proteins)\n",
        "        session.commit()\n        _copy(session, _COPY_PROTEINS, rows.proteins)\n",
        (KILLED, "-k", "chunk_copied or chunk_before_commit"),
    ),
    Breakage(
        "a job puts all its chunks into the queue at once",
        "jobs/start.py",
        "WINDOW = 4",
        "WINDOW = 4000",
        (PEOPLE, "-k", "small_job"),
    ),
    Breakage(
        "leases never run out",
        "jobs/pipeline/sweep.py",
        "c.lease_until < clock_timestamp() AND job.state",
        "c.lease_until < clock_timestamp() - interval '1 day' AND job.state",
        (KILLED, "-k", "chunk_claimed or chunk_answered"),
    ),
    Breakage(
        "lost messages are not rung for again",
        "jobs/pipeline/sweep.py",
        "        _ring(context, session)\n",
        "",
        (KILLED, "-k", "plan_begun or chunk_read"),
    ),
    Breakage(
        "nobody ends the connection of a stopped runner",
        "jobs/pipeline/sweep.py",
        "SELECT pg_terminate_backend(a.pid) FROM",
        "SELECT a.pid FROM",
        ("tests/integration/test_chunks.py",),
    ),
    Breakage(
        "a cancelled job still takes results",
        "jobs/pipeline/run_chunk.py",
        " AND state = 'running' AND deleted_at IS NULL",
        "",
        ("tests/integration/test_chunks.py",),
    ),
    Breakage(
        "cancelling is not told to the call under way",
        "jobs/pipeline/run_chunk.py",
        "cancelled=lambda: context.leases.lost(claimed.hold)",
        "cancelled=lambda: False",
        (FAULTS, "-k", "cancelling"),
    ),
    Breakage(
        "resuming computes everything again",
        "jobs/manage.py",
        "    elif found.chunks and found.chunks_done == found.chunks:",
        "    elif _start_over(session, found.id):",
        (PEOPLE, "-k", "computes_only"),
    ),
    Breakage(
        "counters are believed without counting",
        "jobs/pipeline/finish.py",
        "    if counted != shown or found.records != found.counted_done + found.counted_rejected:",
        "    if not found:",
        (PEOPLE, "-k", "add_up"),
    ),
    Breakage(
        "an answer in another order is accepted",
        "jobs/pipeline/worker_answer.py",
        "    _check_order(result, [analysed_part(_residues(sequence), options) for sequence in sequences])\n",
        "",
        (FAULTS, "-k", "reordered"),
    ),
    Breakage(
        "an answer with a column missing is accepted",
        "jobs/pipeline/worker_answer.py",
        "    if list(result.kinds.items()) != EXPECTED:",
        "    if not result.kinds:",
        (FAULTS, "-k", "passes and missing or many"),
    ),
    Breakage(
        "an answer that goes on after its columns is accepted",
        "batchprot/tables/raw_columns.py",
        "    if place != len(data) or ",
        "    if place > len(data) or ",
        ("tests/unit/jobs/pipeline/test_worker_answer.py", "-k", "goes_on"),
    ),
    Breakage(
        "an upload keeps the spans of another reading",
        "jobs/intake/uploads.py",
        '        "spans": spans,\n',
        '        **({"spans": spans} if reading is None else {}),\n',
        ("tests/integration/test_jobs.py", "-k", "another_reading"),
    ),
    Breakage(
        "resuming does not count among the analyses under way",
        "jobs/manage.py",
        "        check_room(session, user_id, services.quotas.running_jobs)\n",
        "",
        (PEOPLE, "-k", "under_way"),
    ),
    Breakage(
        "an engine that replaced another is not named",
        "jobs/pipeline/run_chunk.py",
        "ELSE engine_version || ' and ' || :engine END",
        "ELSE engine_version END",
        (FAULTS, "-k", "one_engine"),
    ),
    Breakage(
        "a record is blamed at its first failure",
        "jobs/pipeline/bisect.py",
        "TRIES_ALONE = 3",
        "TRIES_ALONE = 1",
        ("tests/unit/jobs/pipeline/test_bisect.py",),
    ),
    Breakage(
        "a broken worker's records are blamed",
        "jobs/pipeline/bisect.py",
        "        self._check_worker()\n        self._halve",
        "        self._halve",
        ("tests/unit/jobs/pipeline/test_bisect.py",),
    ),
    Breakage(
        "a busy worker counts as a failure",
        "jobs/pipeline/run_chunk.py",
        "Waiting.WORKER_BUSY, False,",
        "Waiting.WORKER_BUSY, True,",
        (FAULTS, "-k", "busy"),
    ),
    Breakage(
        "the idempotency key is not looked up",
        "jobs/intake/submit.py",
        "        if known is not None:",
        "        if known is not None and known == 0:",
        (PEOPLE, "-k", "submitting_twice"),
    ),
    Breakage(
        "another person's job is found",
        "jobs/ownership.py",
        "job.c.id == job_id, job.c.user_id == user_id, job.c.deleted_at",
        "job.c.id == job_id, job.c.deleted_at",
        (PEOPLE, "-k", "like_none"),
    ),
    Breakage(
        "chunks are taken in the order of their queueing, whoever they belong to",
        "jobs/start.py",
        'queue.enqueue(session, "chunk", priority=priority, job_id=job_id, number=number)',
        'queue.enqueue(session, "chunk", priority=1000 - number, job_id=job_id, number=number)',
        (PEOPLE, "-k", "small_job"),
    ),
    Breakage(
        "a chunk given back in order counts as one that killed its runner",
        "jobs/pipeline/chunks.py",
        "claims = least(claims, 6), ",
        "",
        (FAULTS, "-k", "away_for_long"),
    ),
    Breakage(
        "a full disk counts as a failure of the chunk",
        "jobs/pipeline/run_chunk.py",
        "Waiting.STORAGE_FULL, False,",
        "Waiting.STORAGE_FULL, True,",
        ("tests/integration/test_postgres_faults.py", "-k", "full_under_postgresql"),
    ),
    Breakage(
        "a connection cut at COMMIT counts as a failure of the chunk",
        "jobs/pipeline/run_chunk.py",
        "    if isinstance(cause, (OperationalError, InterfaceError)) and not isinstance(cause, DiskFull):",
        "    if cause is None:",
        ("tests/integration/test_commit_lost.py", "-k", "lost-chunk"),
    ),
    Breakage(
        "a cookie from a server whose clock is ahead is refused",
        "dashboard/headers.py",
        "serializer.loads(cookie)",
        "serializer.loads(cookie, max_age=10**9)",
        ("tests/integration/test_clocks.py", "-k", "another_clock"),
    ),
    Breakage(
        "half a file counts as a file",
        "jobs/intake/uploads.py",
        "        stream.check_whole()\n",
        "",
        ("tests/integration/test_uploads.py", "-k", "half"),
    ),
)


def is_noticed(breakage: Breakage) -> bool:
    """Break a copy and run the tests; red is what we want."""
    with tempfile.TemporaryDirectory(prefix="broken-") as name:
        copy = Path(name)
        copy.chmod(0o755)
        for part in COPIED:
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, copy / part)
        file = copy / breakage.file
        text = file.read_text()
        if breakage.old not in text:
            sys.exit(f"{breakage.file} no longer has what '{breakage.what}' replaces")
        file.write_text(text.replace(breakage.old, breakage.new))
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *breakage.tests]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONPATH": name, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command, cwd=copy, env=environment, capture_output=True, check=False).returncode == 1


def main() -> int:
    """Try every breakage whose words hold the argument; the exit code says whether all were noticed."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    missed = 0
    for breakage in BREAKAGES:
        if wanted in breakage.what:
            noticed = is_noticed(breakage)
            missed += not noticed
            sys.stdout.write(f"{'caught' if noticed else 'MISSED'}  {breakage.what}\n")
            sys.stdout.flush()
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
