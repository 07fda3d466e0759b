# ruff: noqa: ARG001 - fixtures set the scene
"""Signing up, in and out through the pages, as a browser without JavaScript does."""

import re

import psycopg
import pytest

from accounts import people
from dashboard.asset_address import asset_address
from models.pulse import Pulse

EMAIL = "ada@example.org"
PASSWORD = "gravel violin seaside"
OTHER = "marble trumpet lakeshore"


@pytest.fixture
def ada(account_services):
    return people.create_user(account_services, EMAIL, PASSWORD)


def copied(visitor, visit):
    """Another browser with the same cookies, as a thief would have."""
    thief = visit()
    for cookie in list(visitor.client._cookies.values()):
        thief.client.set_cookie(cookie.key, cookie.value, domain="localhost")
    return thief


def test_sign_up_sign_in_sign_out(visit):
    visitor = visit()
    created = visitor.form("/sign-up", email=" Ada@Example.org ", password=PASSWORD)
    assert (created.status_code, created.location) == (303, "/sign-in")
    page = visitor.get("/sign-in").get_data(as_text=True)
    assert "Account created" in page
    assert 'value="Ada@Example.org"' in page
    entered = visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert (entered.status_code, entered.location) == (303, "/")
    assert visitor.get("/").status_code == 200
    left = visitor.client.post("/sign-out", data={"csrf_token": visitor.token()})
    assert (left.status_code, left.location) == (303, "/sign-in")
    assert visitor.get("/").location == "/sign-in"


def test_sign_in_leads_back_to_where_one_was(visit, ada):
    visitor = visit()
    asked = visitor.get("/new?source=example")
    assert asked.location == "/sign-in?next=/new%3Fsource%3Dexample"
    page = visitor.get(asked.location).get_data(as_text=True)
    assert 'name="next" value="/new?source=example"' in page
    entered = visitor.form(asked.location, email=EMAIL, password=PASSWORD, next="/new?source=example")
    assert entered.location == "/new?source=example"


@pytest.mark.parametrize("elsewhere", ["//e.example", "https://e.example", "/\\e.example", "javascript:alert(1)"])
def test_sign_in_leads_nowhere_else(visit, ada, elsewhere):
    visitor = visit()
    assert "e.example" not in visitor.get("/sign-in", query_string={"next": elsewhere}).get_data(as_text=True)
    assert visitor.form("/sign-in", email=EMAIL, password=PASSWORD, next=elsewhere).location == "/"
    assert visitor.get("/sign-in", query_string={"next": elsewhere}).location == "/"


def test_wrong_credentials_keep_the_address_and_never_the_password(visit, ada):
    answer = visit().form("/sign-in", email=EMAIL, password=OTHER)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert f'value="{EMAIL}"' in page
    assert "Wrong e-mail or password." in page
    assert OTHER not in page


def without_tokens(answer):
    page = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
    headers = {name: value for name, value in answer.headers if name not in {"Set-Cookie", "Content-Length"}}
    return answer.status_code, page, headers


def test_known_and_unknown_addresses_are_answered_alike(visit, ada):
    known = visit().form("/sign-in", email=EMAIL, password=OTHER)
    unknown = visit().form("/sign-in", email="eve@example.org", password=OTHER)
    assert without_tokens(known) == without_tokens(unknown)
    free = visit().form("/sign-up", email="eve@example.org", password=OTHER)
    taken = visit().form("/sign-up", email=EMAIL, password=OTHER)
    assert without_tokens(free) == without_tokens(taken)


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("ada", PASSWORD, "Enter an e-mail address"),
        (EMAIL, "short", "Use at least 12 characters"),
        (EMAIL, "password1234", "easy to guess"),
        (EMAIL, "x" * 1_025, "at most 1,024"),
        (EMAIL, PASSWORD + "\0", "NUL"),
        ("", "", "Enter an e-mail address"),
    ],
)
def test_sign_up_says_beside_the_field_what_is_wrong(visit, rows, email, password, sentence):
    answer = visit().form("/sign-up", email=email, password=password)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)
    assert rows("SELECT count(*) FROM app_user") == [(0,)]


def test_what_was_typed_is_escaped(visit):
    page = visit().form("/sign-in", email='"><script>alert(1)</script>', password=OTHER).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "&#34;&gt;&lt;script&gt;" in page


def test_form_fields_of_other_names_change_nothing(visit, rows):
    extra = {"is_demo": "true", "id": "0" * 32, "email_verified_at": "2020-01-01", "password_hash": "x"}
    visit().form("/sign-up", email=EMAIL, password=PASSWORD, **extra)
    ((demo, verified, hashed),) = rows("SELECT is_demo, email_verified_at, password_hash FROM app_user")
    assert (demo, verified) == (False, None)
    assert hashed.startswith("$argon2id$")


def test_eleventh_failure_is_told_when_to_try_again(visit, ada):
    visitor = visit()
    for _ in range(10):
        assert visitor.form("/sign-in", email=EMAIL, password=OTHER).status_code == 401
    answer = visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 301
    assert "Too many attempts. Try again in" in answer.get_data(as_text=True)


def test_huge_form_is_refused_unread(visit):
    answer = visit().form("/sign-in", email=EMAIL, password="x" * 1_000_000)
    assert answer.status_code == 413
    assert "Too large" in answer.get_data(as_text=True)


# What kills a cookie


def test_copied_cookie_is_worth_nothing_after_sign_out(visit, ada):
    visitor = visit(ada)
    thief = copied(visitor, visit)
    assert thief.get("/").status_code == 200
    visitor.client.post("/sign-out", data={"csrf_token": visitor.token()})
    assert thief.get("/").location == "/sign-in"
    assert thief.post("/api/uploads", json={}).status_code == 401


@pytest.mark.parametrize(
    "event",
    [
        "DELETE FROM login_session",
        "DELETE FROM app_user",
        "UPDATE app_user SET disabled_at = now()",
        "UPDATE login_session SET last_seen_at = now() - interval '13 hours'",
        "UPDATE login_session SET created_at = now() - interval '8 days'",
    ],
)
def test_session_that_ended_in_the_database_has_ended_everywhere(visit, ada, rows, event):
    visitor = visit(ada)
    assert visitor.get("/").status_code == 200
    rows(event)
    assert visitor.get("/").location == "/sign-in"
    assert visitor.post("/api/uploads", json={}).status_code == 401


def test_password_change_ends_the_session_at_the_next_request(visit, ada, account_services):
    visitor = visit(ada)
    people.change_password(account_services, ada, PASSWORD, OTHER)
    assert visitor.get("/").location == "/sign-in"


def test_signing_in_begins_a_new_cookie_and_a_new_form_token(visit, ada):
    visitor = visit()
    visitor.get("/sign-in")
    before = visitor.client.get_cookie("session").value
    with visitor.client.session_transaction() as session:
        old_token = session["csrf_token"]
    visitor.form("/sign-in", email=EMAIL, password=PASSWORD)
    visitor.get("/")
    with visitor.client.session_transaction() as session:
        assert session["csrf_token"] != old_token
    planted = visit()
    planted.client.set_cookie("session", before, domain="localhost")
    assert planted.get("/").location == "/sign-in"


def test_cookie_holds_nothing_about_the_person(visit, ada):
    visitor = visit(ada)
    with visitor.client.session_transaction() as session:
        content = str(dict(session))
    assert str(ada) not in content
    assert EMAIL not in content


def test_forged_cookie_is_nobodys(visit, ada):
    visitor = visit(ada)
    value = visitor.client.get_cookie("session").value
    content, time, signature = value.rsplit(".", 2)
    # The first letter: the last one of a base64 signature carries two bits that decoding drops.
    other_signature = ("A" if signature[0] != "A" else "B") + signature[1:]
    for forged in (f"{content}.{time}.{other_signature}", "x", "", "." * 1_000, value.split(".")[0]):
        other = visit()
        other.client.set_cookie("session", forged, domain="localhost")
        assert other.get("/").location == "/sign-in"


def test_session_cookie_is_out_of_scripts_reach(visit, ada):
    answer = visit().form("/sign-in", email=EMAIL, password=PASSWORD)
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


# One-time links


def test_link_works_once_and_looking_ahead_does_not_use_it_up(visit, ada, account_services):
    from accounts.one_time_links import create_sign_in_link

    path = f"/sign-in/link/{create_sign_in_link(account_services, ada)}"
    visitor = visit()
    assert visitor.client.head(path).status_code == 204
    assert visitor.get(path, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert visitor.get("/").location == "/sign-in"
    assert visitor.get(path).location == "/"
    assert visitor.get("/").status_code == 200
    assert visitor.get(path).location == "/"
    stranger = visit().get(path)
    assert stranger.status_code == 410
    assert "has expired or was already used" in stranger.get_data(as_text=True)


@pytest.mark.parametrize("token", ["x", "%00", "%ff%fe", "a" * 5_000, "' OR 1=1 --", "<script>"])
def test_made_up_links_are_told_so(visit, token):
    answer = visit().get(f"/sign-in/link/{token}")
    assert answer.status_code == 410
    assert "<script>" not in answer.get_data(as_text=True).replace(
        f'<script src="{asset_address("theme.js")}"></script>', ""
    )


# Health and a database that is away


def test_health_needs_no_database_and_readiness_does(visit):
    assert visit().get("/healthz").json == {"status": "ok"}
    assert visit().get("/readyz").json == {"status": "ready"}


def test_database_away_is_503_and_says_when_to_come_back(visit, ada, database, monkeypatch):
    visitor = visit(ada)
    token = visitor.token()
    away(database, monkeypatch)
    for path in ("/", "/new", "/readyz", "/_dash-layout"):
        answer = visitor.get(path)
        assert (path, answer.status_code) == (path, 503)
        assert answer.headers["Retry-After"] == "5"
        assert "database" in answer.get_data(as_text=True)
    form = visitor.client.post("/sign-in", data={"csrf_token": token, "email": EMAIL, "password": PASSWORD})
    assert form.status_code == 503
    assert visitor.get("/healthz").status_code == 200


def away(database, monkeypatch):
    """Let the pool dial where nothing answers."""
    database.dispose()

    def refuse(*_arguments, **_more):
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(Pulse, "connect", refuse)
