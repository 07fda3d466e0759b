"""The runner killed between any two steps, stopped and woken again, and PostgreSQL cutting connections."""

import os
import random
import signal
import time
from pathlib import Path

import psycopg
import pytest

from jobs.adapters.queue import QUEUE_NAME, defer
from models.database import libpq_url
from results.jobs import get_job
from tests.made_up import fasta, sequences

SEQUENCES = sequences(64)
CANARY = "CANARYSEQWENCEHIDDEN"
TEXT = fasta(SEQUENCES) + f">canary_header secret description\n{CANARY}\n"

FAILPOINTS = [
    "plan_begun",
    "plan_scanned",
    "plan_before_commit",
    "plan_written",
    "chunk_claimed",
    "chunk_read",
    "chunk_before_call",
    "chunk_answered",
    "chunk_copied",
    "chunk_before_commit",
    "chunk_committed",
    "job_finishing",
]


@pytest.fixture
def span_records():
    return 8


@pytest.fixture(scope="module")
def known_digests():
    return {}


@pytest.fixture
def ended_well(services, user, oracle, database_url, storage_dir, runners, known_digests):
    """Wait for a job's end and hold it to the invariants; all of them must have the same results."""

    def check(job_id, seconds=30):
        deadline = time.monotonic() + seconds
        while get_job(services, user, job_id).state not in oracle.END_STATES:
            assert time.monotonic() < deadline, oracle.what_hangs(libpq_url(database_url), runners)
            time.sleep(0.01)
        assert get_job(services, user, job_id).state == "succeeded"
        expected = known_digests.setdefault("digest", oracle.digest(libpq_url(database_url), job_id))
        assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir, expected=expected) == []
        assert oracle.leaks(runners.log.read_text(), [CANARY, "canary_header", "secret description"]) == []

    return check


def test_without_faults(submit_text, runners, ended_well):
    job_id = submit_text(TEXT)
    runners.start()
    ended_well(job_id)


@pytest.mark.parametrize("place", FAILPOINTS)
def test_killed_at_a_named_place(place, submit_text, runners, ended_well, wait_until):
    job_id = submit_text(TEXT, forgets_spans=place.startswith("plan"))
    first = runners.start(failpoint=f"{place}:1")
    wait_until(lambda: not runners.is_alive(first))
    runners.start()
    ended_well(job_id)


def test_another_runner_takes_over_from_a_dead_one(submit_text, runners, ended_well, wait_until):
    job_id = submit_text(TEXT)
    first = runners.start(failpoint="chunk_answered:3")
    runners.start()
    wait_until(lambda: not runners.is_alive(first) or _finished(ended_well, job_id))
    ended_well(job_id)


def _finished(ended_well, job_id):
    try:
        ended_well(job_id, seconds=0.2)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("place", ["chunk_answered", "chunk_before_call", "chunk_copied"])
def test_a_zombie_holds_nothing_up_and_writes_nothing(place, submit_text, runners, ended_well, wait_until, rows):
    job_id = submit_text(TEXT)
    zombie = runners.start(failpoint=f"{place}:2:stop")
    wait_until(lambda: _is_stopped(zombie))
    # Stopped with rows written and not committed, it holds locks until PostgreSQL ends its connection.
    runners.start()
    ended_well(job_id)
    before = rows("SELECT xmin, * FROM chunk ORDER BY number")
    os.kill(zombie, signal.SIGCONT)
    # It notices that its chunk is done, or not its own any more, and then obeys.
    os.kill(zombie, signal.SIGTERM)
    wait_until(lambda: not runners.is_alive(zombie))
    assert rows("SELECT xmin, * FROM chunk ORDER BY number") == before
    ended_well(job_id)


def _is_stopped(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_moments(seed, submit_text, runners, ended_well, wait_until, services, user):
    moments = random.Random(seed)
    job_ids = [submit_text(TEXT) for _ in range(3)]
    for _ in range(4):
        pid = runners.start(failpoint=f"{moments.choice(FAILPOINTS)}:{moments.randint(1, 6)}")
        wait_until(
            lambda pid=pid: (
                not runners.is_alive(pid)
                or all(get_job(services, user, job_id).state == "succeeded" for job_id in job_ids)
            )
        )
    runners.start()
    for job_id in job_ids:
        ended_well(job_id)


def test_postgresql_cuts_every_connection_again_and_again(submit_text, runners, ended_well, database_url):
    job_ids = [submit_text(TEXT) for _ in range(3)]
    runners.start()
    with psycopg.connect(libpq_url(database_url), autocommit=True) as connection:
        for _ in range(5):
            cut = connection.execute(
                "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND application_name LIKE 'batchprot%' AND application_name <> 'batchprot tests') AS ended"
            ).fetchone()
            assert cut is not None
            connection.execute("SELECT pg_sleep(0.15)")
    for job_id in job_ids:
        ended_well(job_id, seconds=60)


def test_a_message_delivered_again_or_for_nothing_changes_nothing(
    submit_text, runners, ended_well, database, services, wait_until, rows
):
    job_id = submit_text(TEXT)
    runners.start()
    ended_well(job_id)
    with database.session() as session:
        services.queue.enqueue(session, "plan", job_id=job_id)
        for number in (1, 2, 77):
            services.queue.enqueue(session, "chunk", job_id=job_id, number=number)
        junk = {"job_id": "junk", "number": "more junk"}
        defer(session, "chunk", priority=0, delay=0, due_at_once=True, queue=QUEUE_NAME, **junk)
        services.queue.enqueue(session, "unheard_of", job_id=job_id)
        services.queue.enqueue(session, "plan", job_id="00000000-0000-4000-8000-000000000000")
    wait_until(lambda: rows("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == [(0,)])
    ended_well(job_id)
    another = submit_text(TEXT)
    ended_well(another)
