"""Clocks of runners and of the web application hours apart: what expires, expires by the database's."""

import ast
import io
import time
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from jobs.intake.uploads import create_upload, receive
from models.database import libpq_url
from results.jobs import get_job
from results.sharing.share import create_link
from tests.made_up import fasta, sequences

ROOT = Path(__file__).parents[2]
HOURS = (-2, 2)
TEXT = fasta(sequences(64))
RULES = ("protein", "models", "jobs", "accounts")
OF_AWS = {"iam_token.py", "worker_transports.py"}
"""Requests to AWS are signed with the time of who asks."""
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


@pytest.fixture
def span_records():
    return 8


@pytest.mark.parametrize("hours", HOURS)
def test_a_runner_takes_over_from_one_whose_clock_is_four_hours_away(
    hours, submit_text, runners, wait_until, services, user, oracle, database_url, storage_dir, rows
):
    job_id = submit_text(TEXT)
    dying = runners.start("chunk_copied:2", BATCHPROT_TEST_CLOCK=str(3600 * hours))
    wait_until(lambda: not runners.is_alive(dying))
    assert get_job(services, user, job_id).state == "running"
    runners.start(BATCHPROT_TEST_CLOCK=str(-3600 * hours))
    wait_until(lambda: get_job(services, user, job_id).state in oracle.END_STATES)
    assert get_job(services, user, job_id).state == "succeeded"
    assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir) == []
    in_order = "created_at <= started_at AND started_at <= finished_at AND finished_at <= clock_timestamp()"
    assert rows(f"SELECT {in_order} FROM job WHERE id = %s", job_id) == [(True,)]


@pytest.mark.parametrize("hours", HOURS)
def test_another_clock_ends_no_session_form_link_or_upload(hours, visit, services, user, submit_text, rows):
    job_id = submit_text(TEXT)
    link = create_link(services, user, job_id, until=timedelta(minutes=10))
    upload = create_upload(services, user, "a.fasta", len(TEXT))
    visitor = visit(user)
    token = visitor.token()
    with time_machine.travel(time.time() + 3600 * hours):
        assert visitor.get(f"/jobs/{job_id}").status_code == 200
        assert visit().get(f"/shared/{link}").status_code == 200
        receive(services, upload.id, upload.fields["token"], io.BytesIO(TEXT.encode()))
        assert visit(user).get("/account").status_code == 200
        left = visitor.client.post("/sign-out", data={"csrf_token": token})
        assert (left.status_code, left.location) == (303, "/sign-in")
    rows("UPDATE share_link SET expires_at = clock_timestamp() - interval '1 second'")
    with time_machine.travel(time.time() - 7200):
        assert visit().get(f"/shared/{link}").status_code == 410


@pytest.mark.parametrize("part", RULES)
def test_no_rule_asks_this_machine_for_the_time(part):
    for file in sorted((ROOT / part).rglob("*.py")):
        if file.name in OF_AWS:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Attribute):
                owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
                assert (owner, node.attr) not in CLOCKS, f"{file.relative_to(ROOT)}:{node.lineno}"
