"""What an operator can see: metrics, readiness, the audit record and feedback."""

import json

import pytest
from click.testing import CliRunner
from flask import request

from accounts import people
from accounts.errors import WrongCredentials
from accounts.profile import give_feedback
from batchprot.command.main import main
from dashboard.local import create_application

TOKEN = "a token for the monitor of the tests"


@pytest.fixture
def environment(database_url, storage_dir, worker_url):
    return {
        "BATCHPROT_DATABASE_URL": database_url,
        "BATCHPROT_SECRET_KEY": "a secret of the tests",
        "BATCHPROT_WORKER_URL": worker_url,
        "BATCHPROT_STORAGE_DIR": str(storage_dir),
        "BATCHPROT_ORIGIN": "http://localhost",
        "BATCHPROT_METRICS_TOKEN": TOKEN,
    }


@pytest.fixture
def monitored(environment):
    server = create_application(environment)
    yield server.test_client()
    server.extensions["batchprot_services"].jobs.database.dispose()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        ("0", "203.0.113.9", "127.0.0.1"),  # anybody can write that
        ("1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),  # the proxy wrote the last one only
        ("1", "", "127.0.0.1"),
    ],
)
def test_people_behind_a_proxy_have_addresses_of_their_own(environment, proxies, forwarded, seen):
    server = create_application(environment | {"BATCHPROT_PROXIES": proxies})
    said = lambda: f"{request.remote_addr} {request.scheme} {request.host}"  # noqa: E731
    server.before_request_funcs[None].insert(0, said)
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    answer = server.test_client().get("/sign-in", headers=headers)
    assert answer.text == f"{seen} http localhost"
    server.extensions["batchprot_services"].jobs.database.dispose()


def test_metrics_are_for_who_has_the_token(monitored, submit_text):
    submit_text(">a\nMKWVTF\n")
    for headers in ({}, {"Authorization": "Bearer other"}, {"Authorization": TOKEN}):
        assert monitored.get("/metrics", headers=headers).status_code == 404
    answer = monitored.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert 'batchprot_jobs{state="running"} 1.0' in answer.text
    assert 'batchprot_chunks{state="queued"} 1.0' in answer.text
    assert "batchprot_runner_places 0.0" in answer.text
    assert "batchprot_disk_free_bytes" in answer.text
    assert "process_resident_memory_bytes" in answer.text


def test_readiness_names_a_runner_that_is_missing(monitored, rows):
    assert monitored.get("/healthz").status_code == 200
    assert monitored.get("/readyz").json == {"status": "degraded", "runner": "no heartbeat for 15 seconds"}
    assert [monitored.get(path).status_code for path in ("/readyz", "/readyz?all")] == [200, 503]
    rows("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert monitored.get("/readyz?all").json == {"status": "ready"}


@pytest.fixture
def operator(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments):
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_the_audit_record_is_read_by_person_and_by_event(operator, account_services):
    for email in ("ada@example.org", "eve@example.org"):
        people.create_user(account_services, email, "correct horse battery staple")
    with pytest.raises(WrongCredentials):
        people.sign_in(account_services, "ada@example.org", "not the password", address="192.0.2.1")
    everything = operator("audit")
    assert everything.index("sign_in_failed") < everything.index("account_created")
    assert "192.0.2.1" in everything
    assert "eve@example.org" not in operator("audit", "--email", "ADA@example.org")
    lines = operator("audit", "--event", "sign_in_failed", "--json").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["sign_in_failed"]
    assert len(operator("audit", "--limit", "1").splitlines()) == 1


def test_feedback_is_read(operator, account_services, make_user):
    give_feedback(account_services, make_user("ada@example.org"), "The plot is lovely.")
    assert "ada@example.org\nThe plot is lovely." in operator("feedback")
    assert json.loads(operator("feedback", "--json"))["message"] == "The plot is lovely."
