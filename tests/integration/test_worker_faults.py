"""Faults of the worker, each over real HTTP with the real runner, judged by the one oracle."""

import dataclasses
import math
import time

import pytest

from jobs.manage import cancel_job, resume_job
from models.database import libpq_url
from results.jobs import get_job
from tests.made_up import fasta, sequences
from tests.raw_answers import put_together

SEQUENCES = sequences(64)
SIXTY_FOUR = fasta(SEQUENCES)
POISON = "WWWWPOISSSNWWWW"


@pytest.fixture
def settings(runner_settings, fault_proxy):
    return dataclasses.replace(runner_settings, worker_url=fault_proxy.url)


@pytest.fixture
def check(database_url, storage_dir, oracle):
    def check(job_id, **more):
        assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir, **more) == []

    return check


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Retries come as soon as their order allows."""
    monkeypatch.setattr("jobs.pipeline.run_chunk.FIRST_DELAY", 0.02)


@pytest.fixture(scope="module")
def known_digests():
    return {}


@pytest.fixture
def faultless_digest(known_digests, submit_text, run_jobs, oracle, database_url):
    """What the sixty-four give when nothing goes wrong; computed once."""
    if not known_digests:
        job_id = submit_text(SIXTY_FOUR)
        run_jobs()
        known_digests["sixty-four"] = oracle.digest(libpq_url(database_url), job_id)
    return known_digests["sixty-four"]


def once(action):
    return lambda number, _sequences: action if number == 0 else None


def reversed_columns(document):
    document["columns"] = {key: values[::-1] for key, values in document["columns"].items()}
    return document


def without(key):
    def change(document):
        del document["columns"][key]
        return document

    return change


def one_value_less(document):
    document["columns"]["gravy"].pop()
    return document


def extra_column(document):
    document["columns"]["surprise"] = document["columns"]["gravy"]
    document["kinds"]["surprise"] = document["kinds"]["gravy"]
    return document


def not_finite(document):
    document["columns"]["gravy"][3] = math.inf
    return document


def texts_for_numbers(document):
    document["kinds"]["gravy"] = "text"
    return document


def cut(length):
    return lambda document: put_together(document)[:length]


TRANSIENT = {
    "500": 500,
    "502": 502,
    "503": 503,
    "504": 504,
    "429": (429, {"Retry-After": "0.2"}),
    "429 without Retry-After": 429,
    "429 with a date": (429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    "cut": "close",
    "garbage": b"\x00\xff<html>",
    "truncated": cut(-8),
    "truncated in its head": cut(100),
    "empty": b"",
    "another document": b"[]",
    "reordered": reversed_columns,
    "a column missing": without("gravy"),
    "a value missing": one_value_less,
    "a column too many": extra_column,
    "infinite": not_finite,
    "wrong kind": texts_for_numbers,
    "endless": "huge",
}


@pytest.mark.parametrize("name", TRANSIENT)
def test_a_fault_that_passes_leaves_no_trace(
    name, services, user, submit_text, run_jobs, fault_proxy, settings, check, faultless_digest
):
    fault_proxy.rule = once(TRANSIENT[name])
    job_id = submit_text(SIXTY_FOUR)
    run_jobs(settings=settings)
    assert get_job(services, user, job_id).state == "succeeded"
    assert get_job(services, user, job_id).rejected == 0
    check(job_id, expected=faultless_digest)
    assert len(fault_proxy.calls) >= 2


@pytest.mark.parametrize("status", [500, 503])
def test_a_worker_that_always_fails_ends_the_job_with_a_reason_and_resume_works(
    status, services, user, submit_text, run_jobs, fault_proxy, settings, check
):
    fault_proxy.rule = lambda _number, _sequences: status
    job_id = submit_text(SIXTY_FOUR)
    run_jobs(settings=settings)
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.failure_code) == ("failed", "WORKER_UNAVAILABLE")
    assert "Resume" in summary.failure_message
    assert len([call for call in fault_proxy.calls if len(call) == 64]) == 5
    check(job_id)
    fault_proxy.rule = lambda _number, _sequences: None
    resume_job(services, user, job_id)
    run_jobs(settings=settings)
    assert get_job(services, user, job_id).state == "succeeded"
    check(job_id)


def test_busy_is_waited_for_and_never_counted(services, user, submit_text, run_jobs, fault_proxy, settings, check):
    fault_proxy.rule = lambda number, _sequences: (429, {"Retry-After": "0.1"}) if number < 8 else None
    job_id = submit_text(SIXTY_FOUR)
    run_jobs(settings=settings)
    assert get_job(services, user, job_id).state == "succeeded"
    assert len(fault_proxy.calls) == 9
    check(job_id)


def poisoned(how):
    return lambda _number, sequences: how if POISON in sequences else None


@pytest.mark.parametrize("how", [500, "close", b"{}", without("gravy")], ids=["500", "cut", "empty", "incomplete"])
@pytest.mark.parametrize("place", [0, 31, 63])
def test_only_the_poison_record_is_rejected(
    how, place, services, user, submit_text, run_jobs, fault_proxy, settings, check, rows
):
    fault_proxy.rule = poisoned(how)
    proteins = [*SEQUENCES[:place], POISON, *SEQUENCES[place + 1 :]]
    job_id = submit_text(fasta(proteins))
    run_jobs(settings=settings)
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.done, summary.rejected) == ("succeeded", 63, 1)
    assert rows("SELECT ordinal, reason_code FROM protein WHERE status = 'rejected'") == [(place + 1, "worker_unable")]
    check(job_id)
    # 2k(ceil(log2 n) + 1) for one in 64, beside the call that would have been enough
    assert len(fault_proxy.calls) - 1 <= 2 * (6 + 1)


def test_two_poisons_in_one_chunk(submit_text, run_jobs, fault_proxy, settings, check, rows):
    fault_proxy.rule = poisoned(500)
    proteins = [POISON if i in {5, 40} else s for i, s in enumerate(SEQUENCES)]
    job_id = submit_text(fasta(proteins))
    run_jobs(settings=settings)
    assert rows("SELECT ordinal FROM protein WHERE status = 'rejected' ORDER BY 1") == [(6,), (41,)]
    check(job_id)
    assert len(fault_proxy.calls) - 1 <= 2 * 2 * (6 + 1)


def test_when_every_record_is_poison_the_job_stops_early(
    services, user, submit_text, run_jobs, fault_proxy, settings, check
):
    canary = ["MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ"]
    fault_proxy.rule = lambda _number, sequences: None if sequences == canary else 500
    job_id = submit_text(SIXTY_FOUR)
    run_jobs(settings=settings)
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.failure_code) == ("failed", "ALL_RECORDS_REJECTED")
    assert len(fault_proxy.calls) < 64
    check(job_id)


def test_a_worker_that_is_away_is_waited_for_and_the_page_says_so(
    services, user, submit_text, run_until, runner_settings, start_worker, check
):
    url, process = start_worker()
    process.kill()
    process.wait()
    job_id = submit_text(SIXTY_FOUR)
    settings = dataclasses.replace(runner_settings, worker_url=url)
    run_until(lambda: get_job(services, user, job_id).waiting_code == "WORKER_DOWN", settings=settings)
    waiting = get_job(services, user, job_id)
    assert waiting.next_try_at is not None
    assert "Retrying automatically" in waiting.waiting_message
    _, process = start_worker(int(url.rpartition(":")[2]))
    run_until(lambda: get_job(services, user, job_id).state == "succeeded", settings=settings, seconds=10)
    check(job_id)
    process.kill()


def test_a_worker_that_is_away_for_long_costs_no_job(
    services, user, submit_text, run_until, run_jobs, runner_settings, settings, monkeypatch, rows, check
):
    """However often it is tried, a chunk that was given back in order is not taken for one that kills its runners."""
    monkeypatch.setattr("jobs.pipeline.run_chunk.FIRST_DELAY", 0.002)
    monkeypatch.setattr("jobs.pipeline.run_chunk.LONGEST_DELAY_WHILE_DOWN", 0.002)
    monkeypatch.setattr("jobs.pipeline.run_chunk.MOST_CLAIMS", 8)
    job_id = submit_text(SIXTY_FOUR)
    away = dataclasses.replace(runner_settings, worker_url="http://127.0.0.1:9")
    run_until(lambda: rows("SELECT coalesce(max(token), 0) > 15 FROM chunk") == [(True,)], settings=away)
    assert get_job(services, user, job_id).state == "running"
    run_jobs(settings=settings)
    check(job_id)


def test_cancelling_ends_a_call_that_hangs(services, user, submit_text, run_until, fault_proxy, settings, check):
    fault_proxy.rule = lambda _number, _sequences: "hang"
    job_id = submit_text(SIXTY_FOUR)
    cancelled = []

    def cancel_once_called():
        if fault_proxy.calls and not cancelled:
            cancel_job(services, user, job_id)
            cancelled.append(time.monotonic())
        return bool(cancelled)

    # run_until waits for the runner's thread, which waits for the call.
    run_until(cancel_once_called, settings=settings)
    assert time.monotonic() - cancelled[0] < 5
    assert len(fault_proxy.calls) == 1
    check(job_id)
    fault_proxy.rule = lambda _number, _sequences: None
    resume_job(services, user, job_id)
    run_until(lambda: get_job(services, user, job_id).state == "succeeded", settings=settings)
    check(job_id)


def test_options_the_worker_refuses_end_the_job_at_once(services, user, submit_text, run_jobs, fault_proxy, settings):
    fault_proxy.rule = lambda _number, _sequences: 422
    job_id = submit_text(SIXTY_FOUR)
    run_jobs(settings=settings)
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.failure_code) == ("failed", "WORKER_REFUSED")
    assert len(fault_proxy.calls) == 1


def of_engine(version):
    def change(document):
        document["engine"] = version
        return document

    return change


def test_a_job_begun_by_one_engine_and_ended_by_another_names_both(
    services, user, submit_text, run_jobs, fault_proxy, settings
):
    """After a deployment in the middle of it: in the analysis' facts, its methods and its report."""
    versions = ["7.0.0", "7.0.0", "7.0.1", "7.0.0", "7.0.1"]
    fault_proxy.rule = lambda number, _sequences: of_engine(versions[number])
    job_id = submit_text(">nothing\n\n" * 4 + fasta(SEQUENCES[:20]), records=4)
    run_jobs(settings=settings)
    assert get_job(services, user, job_id).state == "succeeded"
    # The engine of the web server, 1.x, calculated nothing, and the first chunk has nothing to calculate.
    assert sorted(get_job(services, user, job_id).engine_version.split(" and ")) == ["7.0.0", "7.0.1"]
