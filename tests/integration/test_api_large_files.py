"""Large files over REST: a runner inspects and submits them, and the request only says where to look."""

import gzip

import pytest

import batchprot
from batchprot.client import ServerRefusal, client
from jobs.intake import inspect_later
from tests.integration.test_api import FASTA, call, program, submit  # noqa: F401 - fixtures
from tests.integration.test_client import fasta, server, while_running  # noqa: F401 - fixtures

UNFINISHED = "SELECT count(*) FROM background_work WHERE state IN ('waiting', 'running')"
IN_TWO_WAYS = "pep1 ACDEFGHIK\npep2 KLMNPQRST\n"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(inspect_later, "LARGE_BYTES", 5)


@pytest.fixture
def inspected(call, run_until, rows):  # noqa: F811
    """What is at the place that an answer names, when the runner has done its work."""

    def look(answer):
        place = answer.headers["Location"].removeprefix("http://localhost/api/v1")
        assert place.startswith("/inspections/")
        run_until(lambda: rows(UNFINISHED) == [(0,)])
        return call("GET", place)

    return look


@pytest.mark.parametrize("body", [FASTA.encode(), gzip.compress(FASTA.encode())], ids=["plain", "gzip"])
def test_the_runner_inspects_and_submits_it(call, inspected, body, services, monkeypatch, run_jobs):  # noqa: F811
    with monkeypatch.context() as patched:
        patched.setattr(type(services.storage), "open", lambda *_: pytest.fail("it was read in the request"))
        answer = submit(call, body, query_string={"title": "Large", "ph": "5.5"})
        assert (answer.status_code, answer.json["state"]) == (202, "inspecting"), answer.text
        assert (answer.json["bytes_done"], answer.json["url"]) == (0, answer.headers["Location"])
        assert int(answer.headers["Retry-After"]) > 0
        waiting = call("GET", f"/inspections/{answer.json['id']}")
        assert (waiting.status_code, waiting.json["state"]) == (202, "inspecting")
    done = inspected(answer)
    assert done.status_code == 303
    run_jobs()
    analysis = call("GET", done.headers["Location"].removeprefix("http://localhost/api/v1")).json
    assert (analysis["state"], analysis["done"], analysis["rejected"]) == ("succeeded", 3, 1)
    assert (analysis["title"], analysis["options"]["ph"]) == ("Large", 5.5)


def test_a_dry_run_submits_nothing_and_its_upload_can_be_submitted(call, inspected, rows, monkeypatch):  # noqa: F811
    found = inspected(submit(call, query_string={"dry_run": "true"}))
    assert rows("SELECT count(*) FROM job") == [(0,)]
    with monkeypatch.context() as small:
        small.setattr(inspect_later, "LARGE_BYTES", 1_000)
        assert found.json["inspection"] == submit(call, query_string={"dry_run": "true"}).json["inspection"]
    answer = call("POST", "/analyses", json={"upload": found.json["upload"], "title": "Now"})
    assert (answer.status_code, answer.json["title"]) == (202, "Now")  # it is inspected: there is nothing to wait for


@pytest.mark.parametrize("text", ["\0\1\2" * 50, IN_TWO_WAYS])
def test_a_refusal_is_the_one_that_a_small_file_gets(call, inspected, text, monkeypatch):  # noqa: F811
    later = inspected(submit(call, text))
    monkeypatch.setattr(inspect_later, "LARGE_BYTES", 1_000)
    at_once = submit(call, text)
    assert (later.status_code, later.json) == (at_once.status_code, at_once.json)
    assert later.mimetype == "application/problem+json"


def test_a_choice_is_made_by_naming_the_upload_again(call, inspected, rows):  # noqa: F811
    assert inspected(submit(call, IN_TWO_WAYS)).json["code"] == "table"
    ((upload_id,),) = rows("SELECT id FROM upload")
    chosen = inspected(call("POST", "/analyses", json={"upload": str(upload_id), "reading": "table"}))
    assert chosen.status_code == 303


def test_the_same_key_gives_the_same_analysis(call, inspected, rows):  # noqa: F811
    key = {"Idempotency-Key": "once"}
    answers = [submit(call, headers=key), submit(call, headers=key)]
    assert len({inspected(answer).headers["Location"] for answer in answers}) == 1
    assert rows("SELECT count(*) FROM job") == [(1,)]
    other = inspected(submit(call, FASTA + ">e\nMK\n", headers=key))
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_an_inspection_is_its_owners_only(call, program, inspected, make_user):  # noqa: F811
    answer = submit(call)
    stranger = program(owner=make_user())
    assert stranger("GET", f"/inspections/{answer.json['id']}").json["code"] == "no_such_inspection"
    inspected(answer)
    assert stranger("GET", f"/inspections/{answer.json['id']}").status_code == 404


@pytest.mark.parametrize("largest_body", [10, 1_000_000], ids=["by an upload", "in the request"])
def test_the_client_waits_for_it(server, fasta, while_running, monkeypatch, largest_body):  # noqa: F811
    monkeypatch.setattr(client, "LARGEST_BODY", largest_body)
    there = while_running(lambda: server.analyze(fasta, columns="basic", ph=6.0))
    assert there.equals(batchprot.analyze(fasta, columns="basic", ph=6.0))
    fasta.write_text(IN_TWO_WAYS)
    with pytest.raises(ServerRefusal, match="table"):
        while_running(lambda: server.submit(fasta))
