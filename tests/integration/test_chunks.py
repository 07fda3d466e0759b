"""Who may work on a chunk, and whose work counts."""

import dataclasses
import threading
import time

import psycopg
import pytest

from batchprot.properties.options import AnalysisOptions
from jobs.manage import cancel_job
from jobs.pipeline.bisect import Part
from jobs.pipeline.chunks import claim, give_back
from jobs.pipeline.context import RUNNER_APPLICATION, RunnerContext, Throttle
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.leases import LeaseKeeper
from jobs.pipeline.plan import plan
from jobs.pipeline.rows import chunk_rows
from jobs.pipeline.run_chunk import SHORTEST_CALL, LeaseLost, _fail, _records, _store, run_chunk
from jobs.pipeline.sweep import sweep
from jobs.start import WINDOW
from models.database import libpq_url

TEXT = "".join(f">p{i}\nMKVLAAGIVGLCAKAYLK\n" for i in range(6))


@pytest.fixture
def context(services):
    return RunnerContext(services, "tests/1", LeaseKeeper(services.database, 7), Throttle(2))


@pytest.fixture
def job_id(submit_text):
    return submit_text(TEXT)


def take(context, job_id, number=1, runner="tests/1"):
    with context.services.database.session() as session:
        return claim(session, job_id, number, runner, 7)


def rows_for(context, claimed):
    records = _records(context, claimed, AnalysisOptions())
    result = context.services.worker.analyze([record.sequence for record in records], AnalysisOptions())
    return chunk_rows(claimed.job_id, records, [Part(0, len(records), result)])


def test_a_chunk_is_taken_once_and_again_only_after_its_lease(context, job_id, rows):
    first = take(context, job_id)
    assert first is not None
    assert take(context, job_id) is None
    rows("UPDATE chunk SET lease_until = now() - interval '1 second'")
    second = take(context, job_id, runner="tests/2")
    assert second.token == first.token + 1
    assert second.claims == 2


def test_what_a_former_holder_computed_is_thrown_away(context, job_id, rows):
    first = take(context, job_id)
    stale = rows_for(context, first)
    rows("UPDATE chunk SET lease_until = now() - interval '1 second'")
    second = take(context, job_id, runner="tests/2")
    with pytest.raises(LeaseLost):
        _store(context, first, stale)
    assert rows("SELECT count(*) FROM protein") == [(0,)]
    with context.services.database.session() as session:
        assert give_back(session, context.services.queue, first, counted=True, delay=0, code="x") is None
    assert rows("SELECT state, token, attempts FROM chunk") == [("running", second.token, 0)]
    assert _store(context, second, stale) is True
    assert rows("SELECT count(*) FROM protein") == [(6,)]


@pytest.mark.parametrize(("state", "ended"), [("running", "failed"), ("queued", "running")])
def test_only_who_still_holds_the_chunk_can_fail_its_job(context, job_id, rows, state, ended):
    claimed = take(context, job_id)
    rows("UPDATE chunk SET state = %s", state)  # queued: the sweep took it away and nobody has it yet
    _fail(context, claimed, JobFailed(Failure.FILE_MISSING))
    assert rows("SELECT state FROM job") == [(ended,)]


def test_the_same_chunk_is_stored_once(context, job_id, rows):
    claimed = take(context, job_id)
    computed = rows_for(context, claimed)
    _store(context, claimed, computed)
    with pytest.raises(LeaseLost):
        _store(context, claimed, computed)
    assert rows("SELECT done FROM job") == [(6,)]


def test_results_of_a_cancelled_job_are_thrown_away(context, job_id, rows, services, user):
    claimed = take(context, job_id)
    computed = rows_for(context, claimed)
    cancel_job(services, user, job_id)
    with pytest.raises(LeaseLost):
        _store(context, claimed, computed)
    assert rows("SELECT count(*) FROM protein") == [(0,)]
    assert take(context, job_id) is None


def test_a_holder_learns_that_its_chunk_was_taken_or_its_job_cancelled(context, job_id, rows, services, user):
    claimed = take(context, job_id)
    context.leases.hold(claimed.hold)
    context.leases.prolong()
    assert not context.leases.lost(claimed.hold)
    rows("UPDATE chunk SET lease_until = now() - interval '1 second'")
    context.leases.prolong()
    assert rows("SELECT lease_until > now() FROM chunk") == [(True,)]
    cancel_job(services, user, job_id)
    context.leases.prolong()
    assert context.leases.lost(claimed.hold)


def test_a_chunk_given_back_waits_until_its_next_try(context, job_id, rows):
    claimed = take(context, job_id)
    with context.services.database.session() as session:
        assert give_back(session, context.services.queue, claimed, counted=True, delay=60, code="x") == 1
    assert take(context, job_id) is None
    rows("UPDATE chunk SET next_try_at = now()")
    assert take(context, job_id).attempts == 1


def test_only_a_window_of_chunks_is_in_the_queue(submit_text, context, rows):
    job_id = submit_text(TEXT * 2, records=1)
    assert rows("SELECT count(*) FROM chunk WHERE state = 'queued'") == [(WINDOW,)]
    assert rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'chunk'") == [(WINDOW,)]
    plan(context, job_id)  # a message of an older release
    assert rows("SELECT count(*) FROM chunk") == [(12,)]
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(WINDOW,)]


def test_the_throttle_halves_and_recovers():
    throttle = Throttle(4)
    throttle.busy()
    assert throttle.limit == 2
    throttle.busy()
    throttle.busy()
    assert throttle.limit == 1
    for _ in range(15):
        throttle.answered()
    assert throttle.limit == 4


def test_a_runner_stopped_in_the_middle_of_a_copy_is_cut_off(services, job_id, rows, database_url, wait_until):
    impatient = RunnerContext(services, "tests/1", LeaseKeeper(services.database, 0.1), Throttle(2))
    assert take(impatient, job_id, runner="stopped") is not None
    rows("UPDATE chunk SET lease_until = now()")
    stopped = psycopg.connect(libpq_url(database_url), application_name=RUNNER_APPLICATION + "stopped")
    stopped.execute("UPDATE chunk SET state = 'done'")
    stopped.pgconn.send_query(b"COPY protein FROM STDIN")

    def swept():
        sweep(impatient)
        return rows("SELECT state FROM chunk") == [("queued",)]

    wait_until(swept)
    with pytest.raises(psycopg.OperationalError):
        stopped.execute("SELECT 1")
    stopped.close()


def test_waiting_for_a_place_at_the_worker_ends_when_the_job_is_cancelled(context, job_id, services, user, rows):
    context.throttle.busy()  # one call at a time from now on, and that one is under way
    with context.throttle.call(lambda: None):
        waiting = threading.Thread(target=run_chunk, args=(context, job_id, 1))
        waiting.start()
        while rows("SELECT count(*) FROM chunk WHERE state = 'running'") != [(1,)]:
            time.sleep(0.01)
        cancel_job(services, user, job_id)
        context.leases.prolong()
        waiting.join(5)
        assert not waiting.is_alive()
    assert rows("SELECT count(*) FROM protein") == [(0,)]


def test_waiting_for_a_place_at_the_worker_ends_before_the_process_does(context, job_id, rows):
    context.throttle.busy()
    short = dataclasses.replace(context, deadline=time.monotonic() + SHORTEST_CALL + 0.5)
    with context.throttle.call(lambda: None):
        waiting = threading.Thread(target=run_chunk, args=(short, job_id, 1))
        waiting.start()
        waiting.join(5)
        assert not waiting.is_alive()
    assert rows("SELECT state, attempts FROM chunk WHERE number = 1") == [("queued", 1)]


def test_a_job_has_finished_when_its_rows_were_there(context, job_id, rows):
    run_chunk(context, job_id, 1)
    assert rows("SELECT job.state, finished_at > done_at, done_at > started_at FROM job JOIN chunk ON job_id = id") == [
        ("succeeded", True, True)
    ]
