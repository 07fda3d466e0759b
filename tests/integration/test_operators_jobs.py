"""`batchprot jobs`: what an operator sees of analyses that run, hang, failed or never were, and what the log says."""

import io
import json
import uuid

import pytest
from click.testing import CliRunner

from batchprot.command.main import main
from jobs.manage import cancel_job
from jobs.pipeline.context import RunnerContext, Throttle
from jobs.pipeline.health import look
from jobs.pipeline.leases import LeaseKeeper
from jobs.pipeline.sweep import report_stuck
from results.jobs import get_job, list_jobs
from runtime import logs

TEXT = "".join(f">p{i} hush\nMKVLAAGIVGLCAKAYLK\n" for i in range(6))


@pytest.fixture
def operator(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments, code=0):
        result = CliRunner().invoke(main, ["jobs", *arguments])
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def context(services):
    return RunnerContext(services, "tests/1", LeaseKeeper(services.database, 7), Throttle(2))


@pytest.fixture
def hours_ago(rows):
    """Pretend that everything was submitted and begun two hours ago."""
    return lambda: rows(
        "UPDATE job SET created_at = created_at - interval '2 hours', started_at = started_at - interval '2 hours'"
    )


def runner_is_alive(rows):
    rows("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_a_list_of_nothing_says_so(operator):
    assert operator("list") == "There are no such analyses.\n"


def test_a_job_without_a_runner_says_so_everywhere(operator, submit_text, hours_ago, services, user):
    job_id = submit_text(TEXT)
    assert get_job(services, user, job_id).waiting_message == ""
    hours_ago()
    lines = operator("list").splitlines()
    assert lines[0].split("  ")[0] == "ID"
    assert lines[1].split()[:7] == [str(job_id), "running", "0/6", "0/1", "2", "h", "NO_RUNNER"]
    shown = operator("show", str(job_id))
    assert "NO_RUNNER: No job runner is active." in shown
    assert get_job(services, user, job_id).waiting_code == "NO_RUNNER"
    assert "No job runner is active" in list_jobs(services, user)[0].waiting_message


def test_json_has_the_facts(operator, submit_text):
    job_id = submit_text(TEXT)
    found = json.loads(operator("show", str(job_id), "--json"))
    assert (found["id"], found["state"], found["records"], found["chunks"]) == (str(job_id), "running", 6, 1)
    assert found["idle_seconds"] >= 0
    assert json.loads(operator("list", "--json"))[0]["id"] == str(job_id)
    assert operator("list", "--state", "failed") == "There are no such analyses.\n"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("UPDATE job SET waiting_code = 'WORKER_DOWN', next_try_at = now() + interval '4 seconds'", "WORKER_DOWN"),
        ("UPDATE chunk SET state = 'running', failure_code = 'LOOKING_FOR_RECORD'", "LOOKING_FOR_RECORD"),
        ("UPDATE chunk SET state = 'running', lease_until = now()", "SLOW_CHUNK"),
        ("UPDATE chunk SET state = 'queued'", "NOT_TAKEN_UP"),
    ],
)
def test_each_reason_is_told_from_the_others(state, code, submit_text, rows, hours_ago, services, user):
    job_id = submit_text(TEXT)
    hours_ago()
    runner_is_alive(rows)
    rows(state)
    job = get_job(services, user, job_id)
    assert job.waiting_code == code
    assert len(job.waiting_message) > 40


def test_a_job_behind_others_says_so(submit_text, rows, hours_ago, services, user, make_user):
    stranger = make_user()
    ahead = submit_text(TEXT, owner=stranger)
    job_id = submit_text(TEXT)
    hours_ago()
    runner_is_alive(rows)
    rows("UPDATE chunk SET state = 'running', lease_until = now() + interval '5 s' WHERE job_id = %s", ahead)
    assert get_job(services, user, job_id).waiting_code == "OTHERS_FIRST"


def test_resume_and_cancel(operator, submit_text, rows):
    job_id = str(submit_text(TEXT))
    assert "is cancelled" in operator("cancel", job_id)
    assert rows("SELECT state FROM job") == [("cancelled",)]
    assert operator("cancel", job_id, code=2) == "The analysis has ended already.\n"
    assert operator("resume", job_id) == "The analysis has been resumed.\n"
    assert rows("SELECT state FROM job") == [("running",)]
    assert "nothing to resume" in operator("resume", job_id, code=2)


@pytest.mark.parametrize("command", ["show", "resume", "cancel"])
@pytest.mark.parametrize("wrong", ["nonsense", str(uuid.UUID(int=7)), "x" * 500])
def test_an_unknown_id_is_one_sentence(command, wrong, operator):
    output = operator(command, wrong, code=2)
    assert output == f"There is no analysis {wrong[:60]}. `batchprot jobs list` shows all analyses.\n"


def test_a_failed_job_shows_its_failure(operator, submit_text, run_jobs, storage_dir):
    job_id = submit_text(TEXT)
    for file in storage_dir.glob("*.plain"):
        file.unlink()
    run_jobs()
    assert "Why it failed  FILE_MISSING: The uploaded file no longer exists." in operator("show", str(job_id))
    assert "FILE_MISSING" in operator("list")


def test_the_log_names_what_is_stuck_and_nothing_of_its_content(context, submit_text, hours_ago):
    stream = io.StringIO()
    logs.configure(as_json=True, stream=stream)
    job_id = submit_text(TEXT)
    report_stuck(context)
    hours_ago()
    report_stuck(context)
    first, stuck, counts = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert (first["event"], first["jobs"], first["stuck"]) == ("jobs unfinished", 1, 0)
    assert (stuck["event"], stuck["job_id"], stuck["code"]) == ("job stuck", str(job_id), "NO_RUNNER")
    assert stuck["seconds"] >= 7200
    assert (counts["stuck"], counts["queued"], counts["running"]) == (1, 1, 0)
    assert "hush" not in stream.getvalue()


def test_the_time_left_of_a_resumed_job_counts_from_its_resuming(services, user, submit_text, rows, operator):
    job_id = submit_text(TEXT, records=1)
    rows("UPDATE chunk SET state = 'done', done_at = now() - interval '30 minutes' WHERE number <= 2")
    rows("UPDATE job SET chunks_done = 2, done = 2, started_at = now() - interval '1 hour'")
    assert get_job(services, user, job_id).seconds_left == pytest.approx(2 * 3600, rel=0.01)
    cancel_job(services, user, job_id)
    operator("resume", str(job_id))
    assert get_job(services, user, job_id).seconds_left is None
    rows("UPDATE chunk SET state = 'done', done_at = clock_timestamp() WHERE number = 3")
    rows("UPDATE job SET done = 3, started_at = now() - interval '10 seconds'")
    assert get_job(services, user, job_id).seconds_left == pytest.approx(30, abs=2)
    with services.database.session() as session:
        assert look(session, [job_id])[job_id].idle_seconds < 5
