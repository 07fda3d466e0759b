"""A real worker killed, asked to end, or stopped while it has a chunk; and answers that never come to an end."""

import dataclasses
import signal

import psutil
import pytest

from models.database import libpq_url
from results.jobs import get_job
from tests.made_up import fasta, sequences

TEXT = fasta(sequences(64))


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Calls and their repetitions take a second at most."""
    monkeypatch.setattr("jobs.pipeline.run_chunk.FIRST_DELAY", 0.02)
    monkeypatch.setattr("jobs.pipeline.run_chunk.TOTAL_SECONDS", 1.0)
    monkeypatch.setattr("jobs.pipeline.bisect.SHORTEST_SECONDS", 1.0)


@pytest.fixture
def undisturbed(submit_text, run_jobs, oracle, database_url):
    """The digest of a run without faults."""
    job_id = submit_text(TEXT)
    run_jobs()
    return oracle.digest(libpq_url(database_url), job_id)


@pytest.fixture
def ended_well(services, user, oracle, database_url, storage_dir, undisturbed, rows):
    def check(job_id):
        assert get_job(services, user, job_id).state == "succeeded"
        assert get_job(services, user, job_id).rejected == 0
        url = libpq_url(database_url)
        assert oracle.violations(url, job_id, storage=storage_dir, expected=undisturbed) == []
        assert rows("SELECT count(*) FROM protein WHERE job_id = %s", job_id) == [(64,)]

    return check


def waiting_at(port):
    """Whether a question waits at the port of a worker that takes none."""
    return any(
        one.laddr.port == port and one.status == psutil.CONN_ESTABLISHED for one in psutil.net_connections("tcp4")
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_that_ends_while_it_has_a_chunk(
    number, services, user, submit_text, run_until, runner_settings, start_worker, ended_well
):
    url, process = start_worker()
    port = int(url.rpartition(":")[2])
    settings = dataclasses.replace(runner_settings, worker_url=url)
    job_id = submit_text(TEXT)
    process.send_signal(signal.SIGSTOP)  # so that it has the chunk for as long as we want
    ended = []

    def end_once_asked():
        if waiting_at(port) and not ended:
            process.send_signal(number)
            process.send_signal(signal.SIGCONT)
            process.wait()
            ended.append(start_worker(port)[1])
        return bool(ended) and get_job(services, user, job_id).state == "succeeded"

    run_until(end_once_asked, settings=settings)
    ended_well(job_id)
    ended[0].kill()


def test_a_worker_stopped_for_longer_than_a_call_answers_too_late(
    services, user, submit_text, run_until, runner_settings, start_worker, ended_well, rows
):
    url, process = start_worker()
    settings = dataclasses.replace(runner_settings, worker_url=url)
    job_id = submit_text(TEXT)
    process.send_signal(signal.SIGSTOP)
    woken = []

    def wake_when_given_back():
        if not woken and rows("SELECT token FROM chunk WHERE job_id = %s AND token > 1", job_id):
            process.send_signal(signal.SIGCONT)  # and now it answers whoever asked first
            woken.append(True)
        return bool(woken) and get_job(services, user, job_id).state == "succeeded"

    run_until(wake_when_given_back, settings=settings)
    ended_well(job_id)
    process.kill()


@pytest.mark.parametrize("how", ["hang", "trickle"])
def test_an_answer_without_end_is_given_up_and_asked_for_again(
    how, submit_text, run_jobs, fault_proxy, runner_settings, ended_well
):
    fault_proxy.rule = lambda asked, _sequences: how if asked == 0 else None
    job_id = submit_text(TEXT)
    run_jobs(settings=dataclasses.replace(runner_settings, worker_url=fault_proxy.url))
    ended_well(job_id)
    assert len(fault_proxy.calls) >= 2
