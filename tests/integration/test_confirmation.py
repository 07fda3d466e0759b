# ruff: noqa: ARG001 - fixtures set the scene
"""Confirming an e-mail address by a link from a mail, as a browser without JavaScript sees it."""

import re
import threading

import pytest

from accounts import api_tokens, confirmation, people
from accounts.console_mail import ConsoleMail
from accounts.errors import LinkUsedUp, TooManyAttempts
from tests.stand_ins import Letters

EMAIL = "ada@example.org"
PASSWORD = "gravel violin seaside"
OTHER = "marble trumpet lakeshore"
ORIGIN = "http://localhost"


@pytest.fixture(autouse=True)
def letters(account_services):
    kept = Letters()
    object.__setattr__(account_services, "mail", kept)
    return kept


@pytest.fixture
def ada(visit, letters):
    """Ada's browser: she has an account, has signed in and has not opened the mail."""
    visitor = visit()
    visitor.form("/sign-up", email=EMAIL, password=PASSWORD)
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    return visitor


def text(answer):
    return answer.get_data(as_text=True)


def test_signing_up_sends_a_link_that_confirms_the_address(visit, letters, rows):
    visitor = visit()
    visitor.form("/sign-up", email=" Ada@Example.org", password=PASSWORD)
    assert [(to, subject) for to, subject, _ in letters.sent] == [(EMAIL, "Confirm your e-mail address")]
    assert "We sent you an e-mail" in text(visitor.get("/sign-in"))
    assert EMAIL in text(visitor.get(letters.path("verify")))
    assert rows("SELECT email_verified_at FROM app_user") == [(None,)]  # looking is not yet confirming
    confirmed = visitor.form(letters.path("verify"))
    assert (confirmed.status_code, confirmed.location) == (303, "/sign-in")
    assert "Your e-mail address is confirmed." in text(visitor.get("/sign-in"))
    assert visitor.form("/sign-in", email=EMAIL, password=PASSWORD).location == "/"
    assert visitor.get("/").status_code == 200
    assert visitor.get(letters.path("verify")).status_code == 410


def test_until_then_there_is_only_the_page_that_says_so(ada, letters):
    for path in ("/", "/new", "/account", "/account/export.jsonl", "/methods"):
        assert ada.get(path).location == "/verify", path
    page = text(ada.get("/verify"))
    assert EMAIL in page
    assert "Resend the link" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    refused = ada.client.post("/api/uploads", json={"filename": "a", "size": 3}, headers={"X-CSRFToken": token})
    assert (refused.status_code, refused.json["code"]) == (403, "unconfirmed")
    assert ada.form(letters.path("verify")).location == "/"
    assert ada.get("/account").status_code == 200
    assert ada.get("/verify").location == "/"


def test_the_link_is_sent_again_and_not_without_end(ada, letters, account_services):
    first = letters.path("verify")
    again = ada.form("/verify")
    assert "sent a new link." in text(again)
    assert letters.path("verify") != first
    for _ in range(account_services.limits.confirmations.attempts - 2):
        ada.form("/verify")
    sent = len(letters.sent)
    limited = ada.form("/verify")
    assert limited.status_code == 429
    assert "Too many attempts." in text(limited)
    assert len(letters.sent) == sent
    assert ada.form(first).status_code == 303  # each of them confirms


def test_a_mail_that_can_not_be_sent_is_said_and_loses_nothing(visit, letters):
    letters.broken = True
    visitor = visit()
    assert visitor.form("/sign-up", email=EMAIL, password=PASSWORD).status_code == 303
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert "The e-mail could not be sent." in text(visitor.form("/verify"))
    letters.broken = False
    visitor.form("/verify")
    assert visitor.form(letters.path("verify")).status_code == 303


def test_a_link_works_for_a_day_and_for_one_of_two_at_once(ada, letters, account_services, rows):
    token = letters.path("verify").rpartition("/")[2]
    ((hours,),) = rows("SELECT extract(epoch FROM expires_at - created_at) / 3600 FROM email_token")
    assert hours == 24
    rows("UPDATE email_token SET expires_at = now() - interval '1 second'")
    assert "Sign in to request a new one" in text(ada.get(letters.path("verify")))
    with pytest.raises(LinkUsedUp):
        confirmation.confirm(account_services, token, ORIGIN)
    rows("UPDATE email_token SET expires_at = now() + interval '1 hour'")
    outcomes = []

    def confirm():
        try:
            confirmation.confirm(account_services, token, ORIGIN)
            outcomes.append("confirmed")
        except LinkUsedUp:
            outcomes.append("used up")

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["confirmed", "used up"]


def test_an_address_in_use_is_answered_alike_and_its_owner_is_told(visit, letters, account_services):
    people.create_user(account_services, EMAIL, PASSWORD)
    free = visit().form("/sign-up", email="eve@example.org", password=OTHER)
    taken = visit().form("/sign-up", email=EMAIL, password=OTHER)
    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert [to for to, *_ in letters.sent] == ["eve@example.org", EMAIL]
    assert "you already have one." in letters.sent[-1][2]
    assert "/verify/" not in letters.sent[-1][2]
    for _ in range(20):
        visit().form("/sign-up", email=EMAIL, password=OTHER)
    assert len(letters.sent) <= 1 + account_services.limits.confirmations.attempts


def test_a_new_password_by_mail_confirms_the_address_too(ada, visit, letters):
    stranger = visit()
    stranger.form("/forgot", email=EMAIL)
    stranger.form(re.search(r"/reset/[\w-]+", letters.sent[-1][2])[0], password=OTHER)
    assert stranger.form("/sign-in", email=EMAIL, password=OTHER).location == "/"
    assert stranger.get("/account").status_code == 200


def test_a_token_of_somebody_unconfirmed_opens_nothing(ada, visit, account_services, fill_here):
    user = people.find_user(account_services, EMAIL)
    job = fill_here(2, owner=user.id)
    bearer = {"Authorization": f"Bearer {api_tokens.create_api_token(account_services, user.id, 'x')}"}
    assert visit().get(f"/jobs/{job.id}/download.csv", headers=bearer).status_code == 401


def test_accounts_of_an_operator_need_no_mail(visit, letters, account_services):
    people.create_user(account_services, EMAIL, PASSWORD)
    visitor = visit()
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert visitor.get("/account").status_code == 200
    assert letters.sent == []


@pytest.mark.parametrize("mail", [None, ConsoleMail()])
def test_where_mail_reaches_nobody_nothing_is_asked(visit, account_services, mail, capsys):
    object.__setattr__(account_services, "mail", mail)
    visitor = visit()
    visitor.form("/sign-up", email=EMAIL, password=PASSWORD)
    assert "Account created. Sign in to continue." in text(visitor.get("/sign-in"))
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert visitor.get("/account").status_code == 200
    assert visitor.get("/verify").location == "/"
    assert capsys.readouterr().out == ""


# Another address for an account.


@pytest.fixture
def page(visit, account_services):
    """The browser of somebody whose address is confirmed."""
    people.create_user(account_services, EMAIL, PASSWORD)
    visitor = visit()
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    return visitor


def change(visitor, email, password=PASSWORD):
    token = re.search(r'name="csrf_token" value="([^"]+)"', text(visitor.get("/account")))[1]
    return visitor.client.post(
        "/account/email", data={"csrf_token": token, "email": email, "current": password}, follow_redirects=True
    )


def test_another_address_counts_once_it_is_confirmed(page, visit, letters, rows):
    assert "We sent an e-mail to the new address." in text(change(page, "Ada@new.example"))
    assert rows("SELECT email FROM app_user") == [(EMAIL,)]
    assert letters.sent[-1][0] == "ada@new.example"
    assert visit().form(letters.path("verify")).status_code == 303
    assert rows("SELECT email, email_verified_at IS NOT NULL FROM app_user") == [("ada@new.example", True)]
    assert letters.sent[-1][:2] == (EMAIL, "Your e-mail address has changed")
    assert visit().form("/sign-in", email="ada@new.example", password=PASSWORD).location == "/"


def test_what_is_wrong_with_another_address_is_said_and_kept(page, letters):
    for email, password, sentence in (
        ("nowhere", PASSWORD, "Enter an e-mail address"),
        ("ada@new.example", OTHER, "The current password is wrong."),
        (EMAIL, PASSWORD, "already your e-mail address"),
    ):
        answer = text(change(page, email, password))
        assert sentence in answer
        assert f'value="{email}"' in answer
    assert letters.sent == []


def test_an_address_with_an_account_is_told_by_mail_only(page, letters, account_services, rows):
    people.create_user(account_services, "eve@example.org", OTHER)
    assert "We sent an e-mail to the new address." in text(change(page, "eve@example.org"))
    assert letters.sent[-1][0] == "eve@example.org"
    assert "you already have one." in letters.sent[-1][2]


def test_an_address_taken_in_the_meantime_changes_nothing(page, visit, letters, account_services, rows):
    change(page, "eve@example.org")
    link = letters.path("verify")
    people.create_user(account_services, "eve@example.org", OTHER)
    answer = visit().form(link)
    assert answer.status_code == 409
    assert "Your account was not changed." in text(answer)
    assert rows("SELECT count(*) FROM app_user WHERE email = %s", EMAIL) == [(1,)]


def test_a_new_password_ends_a_change_of_address_under_way(page, visit, letters, account_services):
    change(page, "thief@example.org")
    link = letters.path("verify")
    user = people.find_user(account_services, EMAIL)
    people.change_password(account_services, user.id, PASSWORD, OTHER)
    assert visit().get(link).status_code == 410


def test_where_mail_reaches_nobody_the_address_changes_at_once(page, account_services, rows):
    object.__setattr__(account_services, "mail", ConsoleMail())
    people.create_user(account_services, "eve@example.org", OTHER)
    assert "This address already has an account." in text(change(page, "eve@example.org"))
    assert "E-mail address changed." in text(change(page, "ada@new.example"))
    assert rows("SELECT email_verified_at FROM app_user WHERE email = 'ada@new.example'") == [(None,)]


def test_asking_for_links_is_limited_per_address(page, account_services):
    user = people.find_user(account_services, EMAIL)
    for _ in range(account_services.limits.confirmations.attempts):
        confirmation.change_email(account_services, user.id, "x@new.example", PASSWORD, ORIGIN)
    with pytest.raises(TooManyAttempts):
        confirmation.change_email(account_services, user.id, "x@new.example", PASSWORD, ORIGIN)
