"""Only what comes through the edge is answered, and only the edge says who asks and for which host."""

import pytest
from flask import Flask, request
from werkzeug.test import Client

from dashboard.edge import REREAD_SECONDS, EdgeSecrets, behind_edge

SECRET, OLD = "s" * 64, "o" * 64
FROM_EDGE = {"x-batchprot-edge": SECRET, "x-batchprot-host": "site.example", "x-batchprot-viewer": "203.0.113.9"}


@pytest.fixture
def client():
    server = Flask("seen")

    @server.route("/seen", methods=["GET", "POST"])
    def seen():
        names = sorted(name for name, _ in request.headers if name.lower().startswith("x-batchprot"))
        return {"host": request.host, "address": request.remote_addr, "url": request.base_url, "left": names}

    return Client(behind_edge(server.wsgi_app, EdgeSecrets(lambda: [SECRET, OLD])))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "said", [{}, {"x-batchprot-edge": ""}, {"x-batchprot-edge": SECRET[:-1]}, {"x-batchprot-edge": "é"}]
)
def test_what_lacks_the_secret_is_refused_before_anything_is_looked_at(client, method, said):
    answer = client.open("/seen", method=method, headers=FROM_EDGE | {"x-batchprot-edge": ""} | said)
    assert answer.status_code == 403
    assert "seen" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_the_edge_says_host_and_address(client, secret):
    answer = client.get("/seen", headers=FROM_EDGE | {"x-batchprot-edge": secret, "Host": "abc.execute-api.example"})
    assert answer.json == {
        "host": "site.example",
        "address": "203.0.113.9",
        "url": "https://site.example/seen",
        "left": [],  # the application, its logs and its error pages never see the secret
    }


def test_a_browsers_own_word_for_it_counts_for_nothing(client):
    forged = {"X-Forwarded-For": "198.51.100.1", "X-Forwarded-Host": "evil.example", "Forwarded": "for=198.51.100.1"}
    assert client.get("/seen", headers=FROM_EDGE | forged).json["address"] == "203.0.113.9"
    assert client.get("/seen", headers=FROM_EDGE | forged).json["host"] == "site.example"


@pytest.mark.parametrize("secrets", [[], [""], [SECRET, ""]])
def test_an_empty_secret_would_let_everybody_in(secrets):
    with pytest.raises(ValueError, match="secret"):
        EdgeSecrets(lambda: secrets)


def test_a_secret_replaced_meanwhile_is_read_again_at_most_once_a_minute():
    reads, now = [], 0.0
    kept = [SECRET, OLD]
    secrets = EdgeSecrets(lambda: reads.append(1) or list(kept), clock=lambda: now)
    kept[:] = ["n" * 64, SECRET]
    assert secrets.admit(SECRET.encode())
    assert not secrets.admit(b"n" * 64)  # read a moment ago
    now += REREAD_SECONDS
    assert secrets.admit(b"n" * 64)
    assert not secrets.admit(OLD.encode())
    assert [secrets.admit(b"guess") for _ in range(5)] == [False] * 5
    assert len(reads) == 2
