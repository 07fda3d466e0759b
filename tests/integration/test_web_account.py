# ruff: noqa: ARG001 - fixtures set the scene
"""The account page and forgotten passwords through the pages, as a browser without JavaScript sees them."""

import json
import re
from types import SimpleNamespace

import pytest

from accounts import api_tokens, password_reset, people
from accounts.errors import LinkUsedUp, TooManyAttempts
from jobs.intake.own_columns.source import TableSource
from jobs.intake.own_columns.use import add_columns
from tests.stand_ins import Letters

EMAIL = "ada@example.org"
PASSWORD = "gravel violin seaside"
OTHER = "marble trumpet lakeshore"


@pytest.fixture
def letters(account_services, monkeypatch):
    kept = Letters()
    object.__setattr__(account_services, "mail", kept)
    monkeypatch.setattr(password_reset, "ANSWER_SECONDS", 0.0)
    return kept


@pytest.fixture
def ada(account_services):
    return people.create_user(account_services, EMAIL, PASSWORD)


@pytest.fixture
def page(visit, ada):
    """Ada's browser."""
    visitor = visit()
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    return visitor


def send(visitor, action, **fields):
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/account").get_data(as_text=True))[1]
    return visitor.client.post(f"/account/{action}", data={"csrf_token": token, **fields})


def test_a_name_is_kept_and_shown_as_it_is(page):
    assert send(page, "name", name=" <b>Ada</b>  Lovelace ").status_code == 303
    shown = page.get("/account").get_data(as_text=True)
    assert "Name saved." in shown
    assert "&lt;b&gt;Ada&lt;/b&gt; Lovelace" in shown
    assert "Name saved." not in page.get("/account").get_data(as_text=True)


def test_a_new_password_signs_out_everywhere_else(page, visit):
    elsewhere = visit()
    elsewhere.form("/sign-in", email=EMAIL, password=PASSWORD)
    wrong = send(page, "password", current="not it", new=OTHER)
    assert wrong.status_code == 401
    assert "The current password is wrong." in wrong.get_data(as_text=True)
    assert send(page, "password", current=PASSWORD, new="short").status_code == 422
    assert send(page, "password", current=PASSWORD, new=OTHER).status_code == 303
    assert page.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert visit().form("/sign-in", email=EMAIL, password=OTHER).status_code == 303


def test_other_sessions_are_listed_and_ended(page, visit):
    elsewhere = visit()
    elsewhere.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert page.get("/account").get_data(as_text=True).count("<tr><td>") == 2
    assert send(page, "sessions").status_code == 303
    assert elsewhere.get("/account").status_code == 302
    assert page.get("/account").get_data(as_text=True).count("<tr><td>") == 1


def test_an_api_token_reads_results_until_it_is_revoked(page, visit, ada, fill_here, make_user, rows):
    job = fill_here(5, owner=ada)
    made = send(page, "tokens", name="notebook").get_data(as_text=True)
    token = re.search(r'readonly value="([\w-]{43})"', made)[1]
    assert token not in page.get("/account").get_data(as_text=True)
    assert token not in str(rows("SELECT * FROM api_token"))
    program, path = visit(), f"/jobs/{job.id}/download.csv"
    bearer = {"Authorization": f"Bearer {token}"}
    assert program.get(path, headers=bearer).get_data(as_text=True).count("\n") == 6
    others = fill_here(3, owner=make_user())
    assert program.get(f"/jobs/{others.id}/download.csv", headers=bearer).status_code == 404
    assert program.get("/account", headers=bearer).status_code == 302
    assert program.get(path, headers={"Authorization": "Bearer nonsense"}).status_code == 401
    (token_id,) = rows("SELECT id FROM api_token")[0]
    send(page, "revoke", token=str(token_id))
    assert program.get(path, headers=bearer).status_code == 401


def test_nobody_revokes_anothers_token(account_services, ada, make_user, rows):
    api_tokens.create_api_token(account_services, ada, "mine")
    (token_id,) = rows("SELECT id FROM api_token")[0]
    assert not api_tokens.revoke_api_token(account_services, make_user(), token_id)


def test_the_export_holds_the_account_and_every_record(page, ada, fill_here):
    fill_here(4, owner=ada)
    lines = [json.loads(line) for line in page.get("/account/export.jsonl").get_data(as_text=True).splitlines()]
    kinds = [line.get("kind", "record") for line in lines]
    assert kinds == ["account", "session", "analysis", *["record"] * 4]
    assert lines[0]["email"] == EMAIL


def test_the_export_holds_own_columns_and_their_values(page, ada, fill_here, services):
    job = fill_here(4, owner=ada)
    table = TableSource(b"Accession,Fold\nP00001,1.5\nP00002,2\n", "hits.csv")
    add_columns(services, ada, job.id, table)
    lines = [json.loads(line) for line in page.get("/account/export.jsonl").get_data(as_text=True).splitlines()]
    own = next(line for line in lines if line.get("kind") == "own_column")
    assert (own["label"], own["type"], own["source"], own["match"]) == ("Fold", "number", "hits.csv", "accession")
    assert [line["Fold"] for line in lines if "ordinal" in line][:2] == [1.5, 2.0]


def test_an_account_is_deleted_with_all_that_is_in_it(page, ada, fill_here, make_user, rows):
    fill_here(4, owner=ada)
    kept = fill_here(3, owner=make_user())
    refused = send(page, "delete", email="somebody@else.org")
    assert refused.status_code == 422
    assert "Type the e-mail address" in refused.get_data(as_text=True)
    assert send(page, "delete", email=EMAIL.upper()).status_code == 303
    assert page.get("/account").status_code == 302
    assert rows("SELECT count(*) FROM app_user WHERE id = %s", ada) == [(0,)]
    assert rows("SELECT DISTINCT job_id FROM protein") == [(kept.id,)]


def test_feedback_is_kept_and_limited(page, account_services, rows):
    assert send(page, "feedback", message="  ").status_code == 303
    assert send(page, "feedback", message="Good\0 work").status_code == 303
    assert rows("SELECT message FROM feedback") == [("Good work",)]
    for _ in range(account_services.limits.feedback.attempts - 1):
        send(page, "feedback", message="again")
    limited = send(page, "feedback", message="what I typed")
    assert limited.status_code == 429
    assert "what I typed" in limited.get_data(as_text=True)


def test_a_forgotten_password_is_replaced_once(page, visit, letters, account_services):
    stranger = visit()
    known = stranger.form("/forgot", email=" Ada@Example.org").get_data(as_text=True)
    unknown = stranger.form("/forgot", email="nobody@example.org").get_data(as_text=True)
    assert known == unknown
    assert [to for to, *_ in letters.sent] == [EMAIL]
    link = letters.path("reset")
    assert stranger.get(link).status_code == 200
    assert stranger.form(link, password="short").status_code == 422
    assert stranger.form(link, password=OTHER).location == "/sign-in"
    assert page.get("/account").status_code == 302  # signed out everywhere
    with pytest.raises(LinkUsedUp):
        password_reset.reset_password(account_services, link.rpartition("/")[2], PASSWORD)
    used = stranger.get(link)  # refused before anything is typed, with the way to a new link
    assert used.status_code == 410
    assert 'href="/forgot"' in used.get_data(as_text=True)
    assert stranger.form("/sign-in", email=EMAIL, password=OTHER).status_code == 303


def test_a_link_expires_and_asking_is_limited(account_services, ada, letters, rows):
    password_reset.request_reset(account_services, EMAIL, "http://localhost")
    rows("UPDATE email_token SET expires_at = now() - interval '1 second'")
    with pytest.raises(LinkUsedUp):
        password_reset.reset_password(account_services, letters.path("reset").rpartition("/")[2], OTHER)
    for _ in range(account_services.limits.resets.attempts - 1):
        password_reset.request_reset(account_services, EMAIL, "http://localhost")
    with pytest.raises(TooManyAttempts):
        password_reset.request_reset(account_services, EMAIL, "http://localhost")


def test_time_does_not_tell_whether_an_address_has_an_account(account_services, ada, letters, monkeypatch):
    now = [0.0]

    def pass_time(seconds):
        now[0] += seconds

    monkeypatch.setattr(password_reset, "ANSWER_SECONDS", 1.0)
    monkeypatch.setattr(password_reset, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=pass_time))
    monkeypatch.setattr(letters, "send", lambda *_letter: pass_time(0.4))
    for email in (EMAIL, "nobody@example.org"):
        begun = now[0]
        password_reset.request_reset(account_services, email, "http://localhost")
        assert now[0] - begun == pytest.approx(1.0)


def test_a_server_without_mail_says_so(visit):
    assert "send e-mail" in visit().get("/forgot").get_data(as_text=True)


def test_an_account_without_a_password_is_told_how_to_choose_one(visit, user, rows, letters):
    rows("UPDATE app_user SET email_verified_at = now()")
    assert "request a link" in visit(user).get("/account").text


def test_where_no_mail_is_sent_links_sign_in(visit, user):
    shown = visit(user).get("/account").text
    assert "sign in with one-time links" in shown
    assert "request a link" not in shown
