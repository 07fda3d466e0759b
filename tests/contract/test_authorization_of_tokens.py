"""Every route that takes API tokens, asked with tokens of every kind: who gets what, written down once."""

from uuid import uuid4

import pytest

from accounts.api_tokens import Scope, create_api_token, list_api_tokens, revoke_api_token
from dashboard.api.tokens import CONTENT, DOWNLOADS, PUBLIC

CANARY = "CANARYPROTEIN"
FASTA = f">{CANARY} secret of its owner\nMKWVTFISLLFLFSSAYSRGVFRRDAHKSEVAHRFKDLGEENF\n>c\nACDEFGHIKLMNPQRSTVWY\n"
WHO = ("reads", "writes", "other", "ended", "revoked")

# Rule and method: the status for the owner's token that may read, the owner's that may write, another person's that may
# write, one of the owner's that has ended, and one that was revoked.
ONE = (200, 200, 404, 401, 401)
ROUTES = {
    ("POST", "/api/v1/analyses"): (403, 422, 422, 401, 401),  # without anything
    ("POST", "/api/v1/uploads"): (403, 422, 422, 401, 401),  # without anything
    ("GET", "/api/v1/inspections/<inspection_id>"): (404, 404, 404, 401, 401),  # none was begun
    ("GET", "/api/v1/analyses"): (200, 200, 200, 401, 401),  # of whoever asks
    ("GET", "/api/v1/analyses/<job_id>"): ONE,
    ("PATCH", "/api/v1/analyses/<job_id>"): (403, 200, 404, 401, 401),
    ("DELETE", "/api/v1/analyses/<job_id>"): (403, 204, 404, 401, 401),
    ("POST", "/api/v1/analyses/<job_id>/cancel"): (403, 409, 404, 401, 401),  # it has ended
    ("POST", "/api/v1/analyses/<job_id>/resume"): (403, 409, 404, 401, 401),  # it is complete
    ("POST", "/api/v1/analyses/<job_id>/digest"): (403, 202, 404, 401, 401),
    ("GET", "/api/v1/analyses/<job_id>/proteins"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>/profile"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>/titration"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/columns"): ONE,
    ("POST", "/api/v1/analyses/<job_id>/columns"): (403, 422, 422, 401, 401),  # without a table
    ("PATCH", "/api/v1/analyses/<job_id>/columns/<key>"): (403, 422, 422, 401, 401),  # without a change
    ("DELETE", "/api/v1/analyses/<job_id>/columns/<key>"): (403, 404, 404, 401, 401),  # there is none
    ("GET", "/api/v1/analyses/<job_id>/histogram"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/special"): ONE,
    ("GET", "/api/v1/analyses/<job_id>/compare"): ONE,  # with itself
    ("POST", "/api/v1/calculate"): (422, 422, 422, 401, 401),  # without any sequences
    ("GET", "/api/v1/properties"): (200, 200, 200, 401, 401),
    ("GET", "/api/v1/health"): (200, 200, 200, 200, 200),
    ("GET", "/api/v1/openapi.json"): (200, 200, 200, 200, 200),
    ("POST", "/api/uploads/<upload_id>/content"): (403, 403, 403, 401, 401),  # without the upload's own token
    ("GET", "/jobs/<job_id>/download.<form>"): ONE,
    ("GET", "/jobs/<job_id>/rejected.csv"): ONE,
    ("GET", "/jobs/<job_id>/exports/<work_id>"): (404, 404, 404, 401, 401),  # nothing was ordered
    ("GET", "/jobs/<job_id>/exports/<work_id>/file"): (404, 404, 404, 401, 401),
}
QUERIES = {"/special": "?r.gravy=0..", "/histogram": "?property=gravy", "/compare": "?with={job_id}"}


@pytest.fixture
def job(submit_text, run_jobs):
    job_id = submit_text(FASTA)
    run_jobs()
    return job_id


@pytest.fixture
def tokens(account_services, user, make_user, rows):
    """One token of each kind."""
    made = {
        "reads": create_api_token(account_services, user, "reads", Scope.READ),
        "writes": create_api_token(account_services, user, "writes", Scope.WRITE),
        "other": create_api_token(account_services, make_user(), "other", Scope.WRITE),
        "ended": create_api_token(account_services, user, "ended", Scope.WRITE, 30),
        "revoked": create_api_token(account_services, user, "revoked", Scope.WRITE),
    }
    rows("UPDATE api_token SET expires_at = now() WHERE name = 'ended'")
    (revoked,) = [one for one in list_api_tokens(account_services, user) if one.name == "revoked"]
    assert revoke_api_token(account_services, user, revoked.id)
    return made


def routes_of(server):
    """The routes below /api/v1, and those that take tokens beside them."""
    return {
        (method, rule.rule)
        for rule in server.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1") or rule.endpoint in DOWNLOADS | {CONTENT}
    }


def test_every_route_is_written_down(web):
    assert routes_of(web.server) == set(ROUTES)
    public = {rule.endpoint for rule in web.server.url_map.iter_rules() if ROUTES.get(("GET", rule.rule)) == (200,) * 5}
    assert public == PUBLIC


@pytest.mark.parametrize("route", sorted(ROUTES), ids=" ".join)
def test_route_answers_each_token_as_written(route, web, tokens, job, rows):
    method, rule = route
    ((upload_id,),) = rows("SELECT upload_id FROM job WHERE id = %s", job)
    path = (
        rule.replace("<int:ordinal>", "1")
        .replace("<form>", "csv")
        .replace("<key>", "own1i")
        .replace("<upload_id>", str(upload_id))
        .replace("<work_id>", str(uuid4()))
        .replace("<inspection_id>", str(uuid4()))
    )
    path += next((query for end, query in QUERIES.items() if rule.endswith(end)), "").format(job_id=job)
    answers = {}
    for who in WHO:
        client = web.server.test_client(use_cookies=False)
        body = {"json": {"title": "x"} if method == "PATCH" else {}} if method != "GET" else {}
        headers = {"Authorization": f"Bearer {tokens[who]}"}
        asked = path.replace("<job_id>", str(job))
        # Read to its end: a stream that is left open holds its connection until the database is gone.
        answers[who] = client.open(asked, method=method, headers=headers, buffered=True, **body)
    assert tuple(answers[who].status_code for who in WHO) == ROUTES[route]
    for who in ("other", "ended", "revoked"):
        assert CANARY.encode() not in answers[who].get_data()
        if answers[who].status_code >= 400:
            assert answers[who].mimetype in {"application/problem+json", "text/html"}


def test_a_token_opens_no_page_and_nothing_of_the_account(web, tokens, job):
    client = web.server.test_client(use_cookies=False)
    headers = {"Authorization": f"Bearer {tokens['writes']}"}
    for path in ("/", "/account", "/account/export.jsonl", f"/jobs/{job}", f"/jobs/{job}/report.html"):
        assert client.get(path, headers=headers).status_code == 302, path
    for path in ("/account/tokens", "/account/delete", "/sign-out", "/_dash-update-component", "/api/accessions"):
        assert client.post(path, headers=headers).status_code in {303, 401}, path
