"""Rounds of faults for `make chaos`: seeded kills at random places and moments, and every failpoint five times.

Not collected by `make test`, which has a short selection of the same in tests/integration/test_runner_killed.py.
"""

import os
import random
import signal
import time

import psycopg
import pytest

from models.database import libpq_url
from results.jobs import get_job
from tests.chaos.replacing import Replacing

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "60"))
FIRST_SEED = int(os.environ.get("CHAOS_FIRST_SEED", "0"))
KILLS_A_ROUND = 5
LETTERS = "ACDEFGHIKLMNPQRSTVWY"
CANARY = "CANARYSEQWENCEHIDDEN"
FAILPOINTS = (
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
)


def fasta(seed: int, records: int) -> str:
    """Made-up proteins, some of them wrong, and one that must never be seen in a log."""
    draw = random.Random(seed)
    lines = []
    for number in range(records):
        sequence = "M" + "".join(draw.choices(LETTERS, k=draw.randint(1, 60)))
        wrong = draw.choice(["", "", "", "", "X", "*A", "-"])
        lines.append(f">p{number} protein {number}\n{sequence}{wrong}\n")
    return "".join(lines) + f">canary_header secret description\n{CANARY}\n"


class Round:
    """Jobs, the runners that were killed over them, and the end that all must come to."""

    def __init__(self, services, user, runners, oracle, url, storage) -> None:
        self.services, self.user, self.runners, self.oracle = services, user, runners, oracle
        self.url, self.storage = url, storage

    def state(self, job_id) -> str:
        return get_job(self.services, self.user, job_id).state

    def ended(self, job_ids) -> bool:
        return all(self.state(job_id) in self.oracle.END_STATES for job_id in job_ids)

    def check(self, job_ids, expected) -> None:
        deadline = time.monotonic() + 60
        while not self.ended(job_ids):
            if time.monotonic() > deadline:
                pytest.fail(self.oracle.what_hangs(self.url, self.runners))
            time.sleep(0.02)
        for job_id in job_ids:
            assert self.state(job_id) == "succeeded"
            assert self.oracle.violations(self.url, job_id, storage=self.storage, expected=expected) == []
        assert self.oracle.leaks(self.runners.log.read_text(), [CANARY, "canary_header", "secret description"]) == []


@pytest.fixture
def span_records():
    return 8


@pytest.fixture
def chaos(services, user, runners, oracle, database_url, storage_dir):
    return Round(services, user, runners, oracle, libpq_url(database_url), storage_dir)


@pytest.fixture
def undisturbed(chaos, submit_text, runners, wait_until):
    """The digest of a text's results when nothing goes wrong."""

    def run(text: str) -> str:
        job_id = submit_text(text)
        runner = runners.start()
        wait_until(lambda: chaos.ended([job_id]))
        os.kill(runner, signal.SIGKILL)
        wait_until(lambda: not runners.is_alive(runner))
        return chaos.oracle.digest(chaos.url, job_id)

    return run


def cut_connections(url: str, *, tests_too: bool = False) -> None:
    """End every connection of BatchProt to this database, as an administrator or a failing network does."""
    spared = "" if tests_too else "batchprot tests"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND application_name LIKE 'batchprot%%'"
            " AND application_name <> %s",
            (spared,),
        )


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + ROUNDS))
def test_kills(seed, chaos, submit_text, undisturbed, runners, wait_until, record_property):
    draw = random.Random(seed)
    text = fasta(seed, 60)
    expected = undisturbed(text)
    job_ids = [submit_text(text) for _ in range(draw.randint(1, 4))]
    kills = 0
    while kills < KILLS_A_ROUND:
        if chaos.ended(job_ids):
            job_ids.append(submit_text(text))
        place = f"{draw.choice(FAILPOINTS)}:{draw.randint(1, 5)}"
        pids = [runners.start(failpoint=place), *([runners.start()] if draw.random() < 0.3 else [])]
        moment = time.monotonic() + draw.uniform(0.05, 1.5)
        wait_until(lambda pid=pids[0], moment=moment: not runners.is_alive(pid) or time.monotonic() > moment)
        if draw.random() < 0.2:
            cut_connections(chaos.url)
        for pid in pids:
            if runners.is_alive(pid):
                os.kill(pid, signal.SIGKILL)
                wait_until(lambda pid=pid: not runners.is_alive(pid))
            kills += 1
    record_property("kills", kills)
    runners.start()
    chaos.check(job_ids, expected)


@pytest.mark.parametrize("repeat", range(5))
@pytest.mark.parametrize("place", FAILPOINTS)
def test_every_place(place, repeat, chaos, submit_text, undisturbed, runners, wait_until, record_property):
    text = fasta(1000 + repeat, 40)
    expected = undisturbed(text)
    job_ids = [submit_text(text)]
    first = runners.start(failpoint=f"{place}:{repeat % 2 + 1}")

    def has_died() -> bool:
        if chaos.ended(job_ids):  # before its runner came by for the second time
            job_ids.append(submit_text(text))
        return not runners.is_alive(first)

    wait_until(has_died)
    record_property("kills", 1)
    record_property("place", place)
    runners.start()
    chaos.check(job_ids, expected)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(1, ROUNDS // 6)))
def test_zombies(seed, chaos, submit_text, undisturbed, runners, record_property):
    draw = random.Random(seed + 5000)
    text = fasta(seed, 60)
    expected = undisturbed(text)
    job_ids = [submit_text(text) for _ in range(2)]
    zombies = [runners.start(failpoint=f"{draw.choice(FAILPOINTS)}:{draw.randint(1, 4)}:stop") for _ in range(2)]
    runners.start()
    time.sleep(draw.uniform(0.2, 3))
    for pid in zombies:
        os.kill(pid, signal.SIGCONT)
    record_property("zombies", len(zombies))
    # One that stops only now stays stopped: the third runner must get everything done all the same.
    chaos.check(job_ids, expected)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + max(1, ROUNDS // 6)))
def test_columns_are_replaced(seed, chaos, submit_text, runners, wait_until, record_property):
    """Own columns of a finished analysis are replaced while runners are killed over others and connections are cut."""
    draw = random.Random(seed + 9000)
    text = fasta(seed, 60)
    finished = submit_text(text)
    runner = runners.start()
    wait_until(lambda: chaos.ended([finished]))
    os.kill(runner, signal.SIGKILL)
    expected = chaos.oracle.digest(chaos.url, finished)
    job_ids, kills = [submit_text(text)], 1
    with Replacing(chaos.services, chaos.user, finished, [f"p{number}" for number in range(60)]) as replacing:
        while kills < KILLS_A_ROUND:
            if chaos.ended(job_ids):
                job_ids.append(submit_text(text))
            pid = runners.start(failpoint=f"{draw.choice(FAILPOINTS)}:{draw.randint(1, 5)}")
            time.sleep(draw.uniform(0.1, 1))
            cut_connections(chaos.url, tests_too=True)
            if runners.is_alive(pid):
                os.kill(pid, signal.SIGKILL)
            kills += 1
        runners.start()
        wait_until(lambda: chaos.ended(job_ids), seconds=60)
    assert replacing.failed > 0
    assert replacing.acknowledged > 1
    assert replacing.violations(chaos.url) == []
    replacing.replace_once_more()
    assert replacing.violations(chaos.url) == []
    record_property("kills", kills)
    chaos.check([finished, *job_ids], expected)
