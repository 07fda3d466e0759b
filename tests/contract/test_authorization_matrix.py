"""Every route and every Dash callback, asked by everybody: who gets what, written down once.

A route or callback that is not in the matrix fails the test, so that none is added without a decision.
"""

import json

import pytest
from dash import dcc
from itsdangerous import URLSafeTimedSerializer

from accounts.github import GitHub
from dashboard.app import create_app
from dashboard.asset_address import assets_path
from dashboard.routes import plotly
from dashboard.services import WebServices
from dashboard.settings import Settings
from jobs.intake.uniprot import UniProt
from results.live import names
from results.selection.model import STATUSES
from results.sharing.share import create_link, list_links, revoke_link
from tests.stand_ins import Letters

CANARY = "CANARYPROTEIN"
FASTA = (
    f">{CANARY} secret of its owner\nMKWVTFISLLFLFSSAYSRGVFRRDAHKSEVAHRFKDLGEENFKALVLIAFAQYLQQCPFEDHVK\n"
    f">{CANARY}_2\nMK*V\n>c\nACDEFGHIKLMNPQRSTVWY\n"
)

OPEN = "OPENPROTEIN"
OPEN_FASTA = f">{OPEN} shown to whoever has the link\nMKWVTFISLLFLFSSAYSRGVF\n>{OPEN}_2\nMK*V\n"

WHO = ("nobody", "owner", "other", "ended", "holder", "former", "unconfirmed")

DASH_FILES = "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"

# Rule and method: the status for nobody, the owner, another person, a session that was ended, the holder of a share
# link to another analysis of the owner, the holder of a link that was revoked, and somebody who has yet to confirm an
# address. Only the two before the last have a link's token.
ROUTES = {
    ("GET", "/"): (302, 200, 200, 302, 302, 302, 302),
    ("GET", "/<path:path>"): (302, 200, 404, 302, 302, 302, 302),  # the page of the owner's analysis
    ("GET", "/sign-in"): (200, 302, 302, 200, 200, 200, 302),
    ("POST", "/sign-in"): (401, 401, 401, 401, 401, 401, 401),  # with a password that is wrong
    ("GET", "/sign-up"): (200, 302, 302, 200, 200, 200, 302),
    ("POST", "/sign-up"): (422, 422, 422, 422, 422, 422, 422),  # with a password that is too short
    ("GET", "/sign-in/link/<token>"): (410, 302, 302, 410, 410, 410, 302),  # a link that is no good
    ("GET", "/sign-in/github"): (302, 302, 302, 302, 302, 302, 302),  # to GitHub, or home for who is signed in
    ("GET", "/sign-in/github/back"): (401, 401, 401, 401, 401, 401, 401),  # without having been sent there
    ("POST", "/sign-out"): (303, 303, 303, 303, 303, 303, 303),
    ("GET", "/healthz"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", "/readyz"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", "/_favicon.ico"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", f"/{assets_path()}/<path:filename>"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", DASH_FILES): (200, 200, 200, 200, 200, 200, 200),
    ("GET", plotly.ADDRESS): (200, 200, 200, 200, 200, 200, 200),
    ("GET", "/_dash-layout"): (200, 200, 200, 200, 200, 410, 403),  # for nobody: only the public bar
    ("GET", "/_dash-dependencies"): (200, 200, 200, 200, 200, 410, 403),
    ("GET", "/_reload-hash"): (302, 200, 200, 302, 302, 302, 302),
    ("POST", "/_dash-update-component"): (401, 400, 400, 401, 400, 410, 403),  # with an empty body
    ("POST", "/api/accessions"): (401, 400, 400, 401, 401, 401, 403),  # without any
    ("POST", "/api/uploads"): (401, 200, 200, 401, 401, 401, 403),
    ("POST", "/api/uploads/<upload_id>/content"): (401, 409, 403, 401, 401, 401, 403),  # 409: it has been received
    ("POST", "/api/uploads/<upload_id>/complete"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/jobs/<job_id>/download.<form>"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/plots/<plot>.csv"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/plots/<plot>.txt"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/proteins/<int:ordinal>/plots/<plot>.txt"): (302, 200, 404, 302, 302, 302, 302),
    ("POST", "/api/kept-selections"): (401, 400, 400, 401, 401, 401, 403),  # of no analysis
    ("POST", "/shared/<token>/kept-selections"): (410, 410, 410, 410, 400, 410, 410),  # of none
    ("POST", "/api/figure.pdf"): (401, 415, 415, 401, 401, 401, 403),  # what is no picture
    ("GET", "/jobs/<job_id>/codes/<name>"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/rows"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/shared/<token>/codes/<name>"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/shared/<token>/rows"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/jobs/<job_id>/exports/<work_id>"): (302, 404, 404, 302, 302, 302, 302),  # none was asked for
    ("GET", "/jobs/<job_id>/exports/<work_id>/file"): (302, 404, 404, 302, 302, 302, 302),
    ("GET", "/shared/<token>/exports/<work_id>"): (410, 410, 410, 410, 404, 410, 410),
    ("GET", "/shared/<token>/exports/<work_id>/file"): (410, 410, 410, 410, 404, 410, 410),
    ("GET", "/jobs/<job_id>/rejected.csv"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/report.<form>"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/to-correct.fasta"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/shared/<token>/download.<form>"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/shared/<token>/plots/<plot>.csv"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/shared/<token>/plots/<plot>.txt"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/shared/<token>/proteins/<int:ordinal>/plots/<plot>.txt"): (410, 410, 410, 410, 200, 410, 410),
    ("POST", "/shared/<token>/figure.pdf"): (410, 410, 410, 410, 415, 410, 410),
    ("GET", "/compare/plots/<plot>.txt"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/jobs/<job_id>/special.<form>"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/shared/<token>/special.<form>"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/compare/differences.csv"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/compare/matched.csv"): (302, 200, 404, 302, 302, 302, 302),
    ("GET", "/shared/<token>/rejected.csv"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/shared/<token>/report.<form>"): (410, 410, 410, 410, 200, 410, 410),
    ("GET", "/account"): (302, 200, 200, 302, 302, 302, 302),
    ("GET", "/account/export.jsonl"): (302, 200, 200, 302, 302, 302, 302),  # of whoever asks
    ("POST", "/account/name"): (303, 303, 303, 303, 303, 303, 303),
    ("POST", "/account/password"): (303, 401, 401, 303, 303, 303, 303),  # with a current password that is wrong
    ("POST", "/account/sessions"): (303, 303, 303, 303, 303, 303, 303),
    ("POST", "/account/tokens"): (303, 200, 200, 303, 303, 303, 303),
    ("POST", "/account/revoke"): (303, 303, 303, 303, 303, 303, 303),
    ("POST", "/account/feedback"): (303, 303, 303, 303, 303, 303, 303),
    ("POST", "/account/delete"): (303, 422, 422, 303, 303, 303, 303),  # with an address that is not theirs
    ("POST", "/account/email"): (303, 401, 401, 303, 303, 303, 303),  # with a current password that is wrong
    ("GET", "/verify"): (302, 303, 303, 302, 302, 302, 200),  # nothing to confirm
    ("POST", "/verify"): (303, 303, 303, 303, 303, 303, 200),
    ("GET", "/verify/<token>"): (410, 410, 410, 410, 410, 410, 410),  # a link that is no good
    ("POST", "/verify/<token>"): (410, 410, 410, 410, 410, 410, 410),
    ("GET", "/forgot"): (200, 200, 200, 200, 200, 200, 200),
    ("POST", "/forgot"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", "/reset/<token>"): (410, 410, 410, 410, 410, 410, 410),  # a link that is no good
    ("POST", "/reset/<token>"): (410, 410, 410, 410, 410, 410, 410),  # a link that is no good
    # The REST interface, here by those who are signed in; tokens: test_authorization_of_tokens.py.
    ("POST", "/api/v1/analyses"): (401, 422, 422, 401, 401, 401, 403),  # without anything
    ("POST", "/api/v1/uploads"): (401, 422, 422, 401, 401, 401, 403),  # without anything
    ("GET", "/api/v1/inspections/<inspection_id>"): (401, 404, 404, 401, 401, 401, 403),  # none was begun
    ("GET", "/api/v1/analyses"): (401, 200, 200, 401, 401, 401, 403),  # of whoever asks
    ("GET", "/api/v1/analyses/<job_id>"): (401, 200, 404, 401, 401, 401, 403),
    ("PATCH", "/api/v1/analyses/<job_id>"): (401, 200, 404, 401, 401, 401, 403),
    ("DELETE", "/api/v1/analyses/<job_id>"): (401, 204, 404, 401, 401, 401, 403),
    ("POST", "/api/v1/analyses/<job_id>/cancel"): (401, 409, 404, 401, 401, 401, 403),  # it has ended
    ("POST", "/api/v1/analyses/<job_id>/resume"): (401, 409, 404, 401, 401, 401, 403),  # it is complete
    ("POST", "/api/v1/analyses/<job_id>/digest"): (401, 422, 422, 401, 401, 401, 403),  # by what is no enzyme
    ("GET", "/api/v1/analyses/<job_id>/proteins"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>/profile"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/proteins/<int:ordinal>/titration"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/columns"): (401, 200, 404, 401, 401, 401, 403),
    ("POST", "/api/v1/analyses/<job_id>/columns"): (401, 422, 422, 401, 401, 401, 403),  # without a table
    ("PATCH", "/api/v1/analyses/<job_id>/columns/<key>"): (401, 404, 404, 401, 401, 401, 403),  # there are none
    ("DELETE", "/api/v1/analyses/<job_id>/columns/<key>"): (401, 404, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/histogram"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/special"): (401, 200, 404, 401, 401, 401, 403),
    ("GET", "/api/v1/analyses/<job_id>/compare"): (401, 200, 404, 401, 401, 401, 403),  # with itself
    ("POST", "/api/v1/calculate"): (401, 422, 422, 401, 401, 401, 403),  # without any sequences
    ("GET", "/api/v1/properties"): (401, 200, 200, 401, 401, 401, 403),
    ("GET", "/api/v1/health"): (200, 200, 200, 200, 200, 200, 200),
    ("GET", "/api/v1/openapi.json"): (200, 200, 200, 200, 200, 200, 200),
}
FORMS = {
    "/sign-in": {"email": "eve@example.org", "password": "not the password"},
    "/sign-up": {"email": "eve@example.org", "password": "short"},
    "/sign-out": {},
    "/account/name": {"name": "Eve"},
    "/account/password": {"current": "not the password", "new": "marble trumpet lakeshore"},
    "/account/email": {"email": "eve@example.org", "current": "not the password"},
    "/account/sessions": {},
    "/verify": {},
    "/verify/<token>": {},
    "/account/tokens": {"name": "notebook"},
    "/account/revoke": {"token": "x"},
    "/account/feedback": {"message": "hello"},
    "/account/delete": {"email": "eve@example.org"},
    "/forgot": {"email": "eve@example.org"},
    "/reset/<token>": {"password": "marble trumpet lakeshore"},
}
BODIES = {
    ("POST", "/api/uploads"): {"filename": "a.fasta", "size": 10},
    ("POST", "/api/v1/analyses/<job_id>/digest"): {"enzyme": "scissors"},
    ("PATCH", "/api/v1/analyses/<job_id>"): {"title": "x"},
    ("PATCH", "/api/v1/analyses/<job_id>/columns/<key>"): {"label": "x"},
}


@pytest.fixture
def web(services, account_services, database_url, storage_dir, worker_url, uniprot_url):
    """The application with every route that it can have: GitHub is set up, and never asked."""
    settings = Settings(database_url, "a secret of the tests", worker_url, storage_dir, "http://localhost")
    nobody = "http://127.0.0.1:9"
    github = GitHub("Iv1.x", "a secret", nobody, nobody)
    return create_app(settings, WebServices(account_services, services, UniProt(uniprot_url), github=github))


@pytest.fixture
def job(submit_text, run_jobs):
    """An analysis of `user` that has ended, with a canary in it."""
    job_id = submit_text(FASTA, name=f"{CANARY}.fasta")
    run_jobs()
    return job_id


@pytest.fixture
def people(visit, user, make_user, rows, good_link, revoked_link, account_services):
    """One visitor of each kind."""
    ended_id, other_id = make_user(), make_user()
    ended = visit(ended_id)
    rows("DELETE FROM login_session WHERE user_id = %s", ended_id)
    unconfirmed_id = make_user()
    unconfirmed = visit(unconfirmed_id)
    # Everybody else's address is known to be theirs, on a server whose mail reaches people.
    rows("UPDATE app_user SET email_verified_at = now() WHERE id <> %s", unconfirmed_id)
    object.__setattr__(account_services, "mail", Letters())
    holder, former = visit(link=good_link), visit(link=revoked_link)
    return {
        "nobody": visit(),
        "owner": visit(user),
        "other": visit(other_id),
        "ended": ended,
        "holder": holder,
        "former": former,
        "unconfirmed": unconfirmed,
    }


@pytest.fixture
def shared_job(submit_text, run_jobs):
    """An analysis of `user` that is shared."""
    job_id = submit_text(OPEN_FASTA, name="open.fasta")
    run_jobs()
    return job_id


@pytest.fixture
def good_link(services, user, shared_job):
    """The token of a link to it."""
    return create_link(services, user, shared_job)


@pytest.fixture
def revoked_link(services, user, job):
    """The token of a link to the other analysis, which was revoked."""
    token = create_link(services, user, job)
    (link,) = list_links(services, user, job)
    revoke_link(services, user, job, link.id)
    return token


def routes_of(server):
    return {
        (method, rule.rule) for rule in server.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_in_the_matrix(web):
    assert routes_of(web.server) == set(ROUTES)


@pytest.mark.parametrize("route", sorted(ROUTES), ids=" ".join)
def test_route_answers_each_person_as_written(route, people, job, services, rows):
    method, rule = route
    ((upload_id,),) = rows("SELECT upload_id FROM job WHERE id = %s", job)
    _url, fields = services.storage.upload_form(upload_id, 1)
    answers = {}
    for who, visitor in people.items():
        path = concrete(rule, job, upload_id, visitor.headers.get("X-Share-Link", "x"))
        if method == "GET":
            answers[who] = visitor.get(path)
        elif rule in FORMS:
            # The page of a form gives its token, except where only the bar of a page has the form.
            token = token_of(visitor, rule)
            answers[who] = visitor.client.post(path, data={"csrf_token": token, **FORMS[rule]})
        else:
            token = fields["token"] if who == "owner" else "x"
            query = {"token": token} if "content" in rule else None
            answers[who] = visitor.send(method, path, json=BODIES.get((method, rule), {}), query_string=query)
    assert tuple(answers[who].status_code for who in WHO) == ROUTES[route]
    for who in ("nobody", "other", "ended", "holder", "former", "unconfirmed"):
        assert CANARY.encode() not in answers[who].get_data()


def token_of(visitor, rule):
    if rule == "/sign-out" and (token := visitor.token()):
        return token
    with visitor.client.session_transaction() as session:
        session.setdefault("csrf_token", "0" * 40)
        raw = session["csrf_token"]
    return URLSafeTimedSerializer("a secret of the tests", salt="wtf-csrf-token").dumps(raw)


def concrete(rule, job_id, upload_id, token):
    if rule.startswith("/compare/"):
        return f"{rule.replace('<plot>', 'gravy')}?jobs={job_id},{job_id}"
    if "fingerprinted_path" in rule:
        return f"/_dash-component-suites/dash/{dcc._js_dist[0]['relative_package_path']}"
    if rule.endswith("/special"):
        rule += "?r.gravy=0.."
    if rule.endswith("/histogram"):
        rule += "?property=gravy"
    if rule.endswith("/compare"):
        rule += f"?with={job_id}"
    replaced = {
        "<path:path>": f"jobs/{job_id}",
        "<path:filename>": "theme.css",
        "<job_id>": str(job_id),
        "<upload_id>": str(upload_id),
        "<token>": token,
        "<int:ordinal>": "1",
        "<key>": "own1i",
        "<plot>": "titration"
        if "proteins" in rule
        else "scatter",  # any of them: distribution, composition, correlation
        "<form>": "pdf" if "report" in rule else "csv",  # any of them; of what is special, csv or zip
        "<name>": names.Category("status").name(STATUSES),
    }
    for name, value in replaced.items():
        rule = rule.replace(name, value)
    return rule


# Callbacks: the same question with the owner's ids in every argument, asked by everybody.


def test_no_callback_gives_or_does_anything_to_others(web, people, job, rows):
    ((upload_id,),) = rows("SELECT upload_id FROM job WHERE id = %s", job)
    seen_by_owner = set()
    before = fingerprint(rows)
    bodies = {output: list(bodies_for(output, callback, job, upload_id)) for output, callback in served(web)}
    for output, variants in bodies.items():
        for body in variants:
            for who in ("nobody", "ended"):
                assert people[who].post("/_dash-update-component", json=body).status_code == 401, (output, who)
            assert people["former"].post("/_dash-update-component", json=body).status_code == 410, output
            assert people["unconfirmed"].post("/_dash-update-component", json=body).status_code == 403, output
            for who in ("other", "holder"):
                answer = people[who].post("/_dash-update-component", json=body)
                assert answer.status_code in {200, 204}, (output, who)
                assert CANARY not in answer.text, (output, who)
    assert fingerprint(rows) == before
    # The list's own actions, delete among them, come last.
    for output, variants in sorted(bodies.items(), key=lambda item: "jobs-refresh" in item[0]):
        for body in variants:
            answer = people["owner"].post("/_dash-update-component", json=body)
            assert answer.status_code in {200, 204}, output
            if CANARY in answer.text:
                seen_by_owner.add(output)
    # The test would prove nothing if these bodies showed the owner nothing either.
    assert len(seen_by_owner) >= 6, seen_by_owner
    assert fingerprint(rows) != before


def test_a_link_lets_its_holder_read_its_analysis_and_change_nothing(web, people, good_link, shared_job, user, rows):
    ((upload_id,),) = rows("SELECT upload_id FROM job WHERE id = %s", shared_job)
    ((email,),) = rows("SELECT email FROM app_user WHERE id = %s", user)
    holder, before, seen = people["holder"], fingerprint(rows), set()
    for output, callback in served(web):
        for body in bodies_for(output, callback, shared_job, upload_id, path=f"/shared/{good_link}"):
            answer = holder.post("/_dash-update-component", json=body)
            assert answer.status_code in {200, 204}, output
            assert email not in answer.text, output
            assert str(user) not in answer.text, output
            if OPEN in answer.text:
                seen.add(output)
    assert fingerprint(rows) == before
    assert len(seen) >= 4, seen
    assert email not in holder.get("/_dash-layout").text


def test_a_link_opens_its_pages_and_no_other(people, good_link, revoked_link, job, shared_job):
    holder = people["holder"]
    for path in ("", "/", "/proteins/1", "?q=kinase", "?job_id=x&token=y"):
        page = holder.get(f"/shared/{good_link}{path}")
        assert page.status_code == 200, path
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
    for path in (
        "/proteins/3",
        "/proteins/0",
        "/proteins/x",
        "/x",
        "/proteins",
        f"/jobs/{shared_job}",
        "//download.csv",
    ):
        assert holder.get(f"/shared/{good_link}{path}").status_code == 404, path
    for who in people.values():
        for token in (revoked_link, "x", "x" * 43, good_link[:-1], f"{good_link}A", "%00", "..%2f"):
            page = who.get(f"/shared/{token}")
            assert page.status_code == 410, token
            assert "This link no longer works" in page.text
            assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    for path in ("/", f"/jobs/{shared_job}", f"/jobs/{job}", f"/jobs/{shared_job}/download.csv", "/new"):
        assert holder.get(path).headers["Location"].startswith("/sign-in"), path
    # A person who is signed in and opens a link is its holder there, and themselves elsewhere.
    assert people["other"].get(f"/shared/{good_link}/download.csv").status_code == 200
    assert people["other"].get(f"/jobs/{shared_job}").status_code == 404


@pytest.mark.parametrize("path", ["/methods", "/methods?property=gravy", "/validation", "/validation/"])
def test_methods_and_validation_are_open_to_everybody(people, path):
    for who in ("nobody", "owner", "other", "ended", "holder", "former"):
        assert people[who].get(path).status_code == 200, who
    place, _, search = path.partition("?")
    for who in ("nobody", "ended"):
        answer = people[who].post("/_dash-update-component", json=laid_out(place, search))
        assert answer.status_code == 200, who
        assert "Page not found" not in answer.text
    assert "Isoelectric point" in answer.text or "Validation" in answer.text


def test_nobody_lays_out_any_other_page(people, job):
    for path in (
        "/",
        "/new",
        f"/jobs/{job}",
        "/methods/x",
        "/methodsx",
        "//methods",
        "/account",
        None,
        3,
        ["/methods"],
    ):
        assert people["nobody"].post("/_dash-update-component", json=laid_out(path, "")).status_code == 401, path


def laid_out(path, search):
    """The body by which Dash asks for the page of a path."""
    return {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": path},
            {"id": "_pages_location", "property": "search", "value": search},
        ],
        "changedPropIds": ["_pages_location.pathname"],
    }


def test_pages_are_laid_out_for_the_right_visitor(people, good_link, job, shared_job):
    def content(who, path, search=""):
        return people[who].post("/_dash-update-component", json=laid_out(path, search)).text

    assert str(shared_job) in content("holder", f"/shared/{good_link}")
    assert str(job) not in content("holder", f"/shared/{good_link}", f"?job_id={job}")
    for path in (f"/jobs/{job}", f"/jobs/{shared_job}", "/", "/new", "/shared/x"):
        assert "Page not found" in content("holder", path), path
    for who in ("owner", "other"):
        assert "Page not found" in content(who, f"/shared/{good_link}")
    assert "Page not found" in content("owner", f"/jobs/{job}", f"?token={good_link}")


def served(web):
    return [(output, callback) for output, callback in web.callback_map.items() if "callback" in callback]


def fingerprint(rows):
    """What a stranger's callback might change: everything about analyses and their results."""
    tables = ("job", "chunk", "protein", "measurement", "share_link", "saved_selection", "kept_selection")
    return [
        rows(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {name} t") for name in tables
    ]


def bodies_for(output, callback, job_id, upload_id, path=""):
    """Plausible bodies with the owner's ids: for each tab, and for each input as the one that was used."""
    for tab in ("explore", "records"):
        values = values_of(job_id, upload_id, tab, path or f"/jobs/{job_id}")
        inputs = [argument(spec, values, job_id) for spec in callback["inputs"]]
        state = [argument(spec, values, job_id) for spec in callback["state"]]
        for used in callback["inputs"]:
            yield {
                "output": output,
                "outputs": outputs_of(output, job_id),
                "inputs": inputs,
                "state": state,
                "changedPropIds": [f"{filled_text(used['id'], job_id)}.{used['property']}"],
            }


def values_of(job_id, upload_id, tab, path):
    row = {"startRow": 0, "endRow": 50, "sortModel": [], "filterModel": {}}
    return {
        "_pages_location.pathname": f"{path}/proteins/1" if tab == "records" else path,
        "_pages_location.search": "",
        "job-id.data": str(job_id),
        "compare-address.data": f"jobs={job_id},{job_id}",
        "compare-ready.data": f"jobs={job_id},{job_id}",
        "job-kind.data": None,
        "job-tab.data": tab,
        "records-view.children": None,
        "report-view.children": None,
        "explorer-selection.data": "",
        "explorer-x.value": "isoelectric_point",
        "explorer-y.value": "molecular_weight_da",
        "explorer-property.value": "gravy",
        "explorer-colour.value": "gravy",
        "explorer-panel.data": "composition" if tab == "explore" else "correlation",
        "explorer-correlated.value": ["gravy", "aromaticity"],
        "explorer-preset.data": "basic",
        "explorer-grid.getRowsRequest": row,
        "explorer-scatter.hoverData": {
            "points": [{"customdata": 1, "x": 1, "y": 1, "bbox": {"x0": 0, "x1": 1, "y0": 0, "y1": 1}}]
        },
        "app-theme.data": "light",
        "app-toast.data": {"text": "x", "undo": str(job_id), "at": 0},
        "protein-key.data": {"job": str(job_id), "ordinal": "1", "query": ""},
        "new-from.data": str(job_id),
        "protein-sequence-text.data": "MKV",
        "new-upload.data": {"phase": "ready", "id": str(upload_id), "filename": "a", "inspection": {}},
    }


def argument(spec, values, job_id):
    name = f"{spec['id']}.{spec['property']}"
    fallback = {"n_clicks": 1, "n_intervals": 1, "n_submit": 1, "value": "", "data": ""}.get(spec["property"])
    if spec["id"].startswith("{"):
        concrete_id = json.loads(filled_text(spec["id"], job_id))
        value = "a new title" if concrete_id.get("type") == "jobs-title" else fallback
        return [{"id": concrete_id, "property": spec["property"], "value": value}]
    return {**spec, "value": values.get(name, fallback)}


def filled_text(component_id, job_id):
    """A component's id with its wildcards filled in, in the spelling Dash uses for names."""
    if not component_id.startswith("{"):
        return component_id
    parts = json.loads(component_id)
    filled = {
        key: (str(job_id) if key == "job" else "x") if isinstance(part, list) else part for key, part in parts.items()
    }
    return json.dumps(filled, sort_keys=True, separators=(",", ":"))


def outputs_of(output, job_id):
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    found = []
    for name in names:
        wildcard, _, prop = name.rpartition(".")
        component = filled_text(wildcard, job_id)
        parsed = json.loads(component) if component.startswith("{") else component
        one = {"id": parsed, "property": prop.split("@")[0]}
        found.append([one] if '["ALL"]' in wildcard else one)  # Dash sends a list for every component of a kind
    return found if output.startswith("..") else found[0]
