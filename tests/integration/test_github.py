"""Signing in with GitHub, against a server on loopback that speaks as GitHub does."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from accounts import people
from accounts.github import GitHub
from dashboard.app import create_app
from dashboard.services import WebServices
from dashboard.settings import Settings
from tests.visitors import Visitor

EMAIL = "ada@example.org"
PASSWORD = "gravel violin seaside"
BACK = "/sign-in/github/back"


class _GitHub(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        good = (sent["code"], sent["client_secret"], challenge) == ("the-code", "a secret", self.server.challenge)
        self.answer({"access_token": "t0", "token_type": "bearer"} if good else {"error": "bad_verification_code"})

    def do_GET(self):
        assert self.headers["Authorization"] == "Bearer t0"
        self.answer(self.server.emails)

    def answer(self, document):
        body = json.dumps(document).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def github():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _GitHub)
    server.status, server.challenge = 200, ""
    server.emails = [{"email": "old@example.org", "primary": False, "verified": True}, address(EMAIL)]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(email, *, verified=True):
    return {"email": email, "primary": True, "verified": verified}


@pytest.fixture
def visit(github, services, account_services, database_url, storage_dir, worker_url):
    url = f"http://127.0.0.1:{github.server_port}"
    settings = Settings(database_url, "a secret of the tests", worker_url, storage_dir, "http://localhost")
    ours = WebServices(account_services, services, github=GitHub("Iv1.x", "a secret", url, url))
    app = create_app(settings, ours)
    return lambda: Visitor(app.server)


def begin(visitor, github, path="/sign-in/github"):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(visitor.get(path).location).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://localhost{BACK}"
    github.challenge = asked["code_challenge"]
    return asked["state"]


def back(visitor, state, **others):
    return visitor.get(BACK, query_string={"state": state, "code": "the-code"} | others)


def test_a_new_person_gets_an_account_and_goes_on_where_they_wanted(visit, github, rows):
    visitor = visit()
    assert "Continue with GitHub" in visitor.get("/sign-in").text
    entered = back(visitor, begin(visitor, github, "/sign-in/github?next=/new"))
    assert (entered.status_code, entered.location) == (303, "/new")
    assert visitor.get("/account").status_code == 200
    assert rows("SELECT email, password_hash, email_verified_at IS NOT NULL FROM app_user") == [(EMAIL, None, True)]


def test_a_confirmed_account_is_the_same_and_keeps_its_password(visit, github, account_services, rows):
    people.create_user(account_services, EMAIL, PASSWORD)
    visitor = visit()
    assert back(visitor, begin(visitor, github)).status_code == 303
    assert rows("SELECT count(*) FROM app_user") == [(1,)]
    assert visit().form("/sign-in", email=EMAIL, password=PASSWORD).status_code == 303


def test_whoever_made_an_account_with_anothers_address_is_locked_out(visit, github):
    thief, visitor = visit(), visit()
    thief.form("/sign-up", email=EMAIL, password=PASSWORD)
    thief.form("/sign-in", email=EMAIL, password=PASSWORD)
    assert back(visitor, begin(visitor, github)).status_code == 303
    assert thief.get("/account").status_code == 302
    assert visit().form("/sign-in", email=EMAIL, password=PASSWORD).status_code == 401


@pytest.mark.parametrize("email", [address(EMAIL, verified=False), address("ad\u212a@example.org")])
def test_no_unverified_or_look_alike_address_signs_in(visit, github, rows, email):
    github.emails = [email]
    visitor = visit()
    answer = back(visitor, begin(visitor, github))
    assert answer.status_code == 401
    assert "no verified primary e-mail address" in answer.text
    assert rows("SELECT count(*) FROM app_user") == [(0,)]


def test_what_was_not_begun_here_is_refused(visit, github, rows):
    visitor, other = visit(), visit()
    state = begin(visitor, github)
    assert back(other, state).status_code == 401
    assert back(visitor, "x").status_code == 401
    assert back(visitor, state).status_code == 401  # used up by the wrong one
    begin(other, github)
    assert back(other, "").status_code == 401
    state = begin(visitor, github)
    github.challenge = "another"
    assert back(visitor, state).status_code == 401
    assert rows("SELECT count(*) FROM app_user") == [(0,)]


def test_a_github_that_fails_is_said(visit, github):
    visitor = visit()
    state = begin(visitor, github)
    github.status = 502
    answer = back(visitor, state)
    assert answer.status_code == 503
    assert "GitHub is unavailable." in answer.text


def test_next_leads_nowhere_else(visit, github):
    visitor = visit()
    assert back(visitor, begin(visitor, github, "/sign-in/github?next=//e.example")).location == "/"
