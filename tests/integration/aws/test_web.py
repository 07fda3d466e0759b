"""The web application as Lambda has it: the runtime client's events, other instances for each request, 6 MB."""

import csv
import io
import itertools
import json
import re
import threading
import uuid

import httpx
import pytest

PASSWORD = "a lantern in the orange gel"
FASTA = b">a one\nMKVLAAGG\n>b\nMKV*LA\n>c\nACDEFGHIKLMNPQRSTVWY\n"


@pytest.fixture
def browser(build, lambda_browser):
    """A browser whose every request reaches another of two instances than the one before."""
    turns = itertools.cycle([build(), build()])

    def handle(event):
        return next(turns)(event)

    return lambda_browser.Browser(handle)


def sign_in(browser, email="ada@example.org"):
    assert browser.form("/sign-up", email=email, password=PASSWORD).status == 303
    answer = browser.form("/sign-in", email=email, password=PASSWORD)
    assert (answer.status, answer.headers["location"]) == (303, "/")
    assert browser.get("/").status == 200


def page_callback(browser, path):
    """What Dash sends to open a page."""
    (callback,) = (
        each for each in browser.get("/_dash-dependencies").json if "_pages_content.children" in each["output"]
    )
    values = {"pathname": path, "search": ""}
    inputs = [{**spec, "value": values.get(spec["property"])} for spec in callback["inputs"]]
    outputs = [
        dict(zip(("id", "property"), name.rsplit(".", 1), strict=True))
        for name in callback["output"].strip(".").split("...")
    ]
    body = {
        "output": callback["output"],
        "outputs": outputs,
        "inputs": inputs,
        "state": [],
        "changedPropIds": ["_pages_location.pathname"],
        "parsedChangedPropsIds": ["_pages_location.pathname"],
    }
    return browser.post("/_dash-update-component", body)


def upload(browser, data=FASTA):
    """Sign on one instance, send to the bucket, finish on another."""
    ticket = browser.post("/api/uploads", {"filename": "a.fasta", "size": len(data)})
    assert ticket.status == 200, ticket.text
    sent = httpx.post(ticket.json["url"], data=ticket.json["fields"], files={"file": ("a.fasta", data)})
    assert sent.is_success
    return ticket.json["id"], browser.post(f"/api/uploads/{ticket.json['id']}/complete", {})


def test_a_visit_under_the_real_runtime_client(start_function, web_environment, lambda_browser, lambda_runtime):
    function = start_function("dashboard.lambda_handler.handler", web_environment)
    browser = lambda_browser.Browser(function.invoke)
    page = browser.get("/sign-in")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    sign_in(browser)
    assert {"__Host-session", "_csrf_token"} <= set(browser.cookies)
    assert "Analyses" in page_callback(browser, "/").text
    _upload_id, inspection = upload(browser)
    assert inspection.json["records"] == 3
    assert browser.get("/nowhere/at/all").status == 404
    assert browser.get("/jobs/x/download.csv").status == 404
    zipped = browser.handle(browser.event("GET", "/", None, accept_encoding="gzip"))
    assert zipped["isBase64Encoded"] is True
    assert zipped["headers"]["content-encoding"] == "gzip"
    with pytest.raises(lambda_runtime.EventTooLargeError):
        browser.send("POST", "/api/uploads", b" " * 5_000_000, content_type="application/json")
    token = {"content_type": "application/json", "x_csrftoken": browser.cookies["_csrf_token"]}
    assert browser.send("POST", "/api/uploads", b" " * 4_500_000, **token).status == 413
    assert function.invoke({"Records": []})["statusCode"] == 400


def test_a_missing_setting_is_named_at_the_start(start_function, web_environment):
    del web_environment["BATCHPROT_BUCKET"]
    assert start_function("dashboard.lambda_handler.handler", web_environment).init_error().message == (
        "BATCHPROT_BUCKET is not set."
    )


def test_requests_may_reach_another_instance_each_time(browser, runner, drain, cloud, rows):
    """Sign-in here, callback there; upload begun here and finished there; nothing is shared but database and files."""
    from batchprot.properties.options import AnalysisOptions
    from jobs.intake.submit import submit

    threads = set(threading.enumerate())
    sign_in(browser)
    assert "Analyses" in page_callback(browser, "/").text
    upload_id, inspection = upload(browser)
    assert (inspection.status, inspection.json["records"]) == (200, 3)
    ((user,),) = rows("SELECT id FROM app_user WHERE email = 'ada@example.org'")
    job_id = submit(cloud, user, uuid.UUID(upload_id), title="a", options=AnalysisOptions(), idempotency_key="k")
    while records := drain()["Records"]:
        runner.work({"Records": records}, lambda: 900.0)
    assert page_callback(browser, f"/jobs/{job_id}").status == 200
    download = browser.get(f"/jobs/{job_id}/download.csv")
    assert download.status == 200
    assert [row["status"] for row in csv.DictReader(io.StringIO(download.text))] == ["ok", "rejected", "ok"]
    # The runner, which has a thread for its calls, shares the process only here.
    left = {thread for thread in threading.enumerate() if thread.name != "worker calls"}
    assert left <= threads, "a frozen function runs no threads"
    token = f"csrf_token={browser.cookies['_csrf_token']}".encode()
    kind = "application/x-www-form-urlencoded"
    assert browser.send("POST", "/sign-out", token, content_type=kind).status == 303
    assert browser.get("/").status == 302


def test_what_lacks_the_edges_secret_is_refused(browser):
    event = browser.event("GET", "/sign-in", None)
    assert browser.handle(event)["statusCode"] == 200
    for secret in ("", "x" * 64):
        event["headers"]["x-batchprot-edge"] = secret
        assert browser.handle(event)["statusCode"] == 403
    foreign = browser.event("GET", "/sign-in", None, x_batchprot_host="evil.example")
    assert browser.handle(foreign)["statusCode"] == 400


def malformed(good):
    yield from (None, [], {}, "x", 7, {"version": "2.0"}, {"Records": [{"body": "x"}]})
    for key in ("rawPath", "headers", "requestContext", "version"):
        yield {name: value for name, value in good.items() if name != key}
    yield good | {"version": "1.0"}
    yield good | {"body": "no base64!", "isBase64Encoded": True}
    yield good | {"body": {"a": 1}}
    yield good | {"headers": {"a": None}}
    yield good | {"cookies": [None]}
    yield good | {"requestContext": {"http": {}}}


def test_an_event_that_is_no_request_is_400(browser):
    for event in malformed(browser.event("GET", "/sign-in", None)):
        answer = browser.handle(event)
        assert answer["statusCode"] == 400, event
        assert json.loads(answer["body"])["code"] == "malformed"


def test_a_large_download_goes_by_the_bucket(monkeypatch, browser, runner, drain, cloud, rows):
    from batchprot.properties.options import AnalysisOptions
    from jobs.intake.submit import submit

    monkeypatch.setattr("dashboard.large_answers.MOST_BYTES", 500)
    sign_in(browser)
    upload_id, _inspection = upload(browser)
    ((user,),) = rows("SELECT id FROM app_user")
    job_id = submit(cloud, user, uuid.UUID(upload_id), title="Yeast", options=AnalysisOptions(), idempotency_key="k")
    while records := drain()["Records"]:
        runner.work({"Records": records}, lambda: 900.0)
    for form in ("csv", "xlsx", "zip"):
        answer = browser.get(f"/jobs/{job_id}/download.{form}")
        assert answer.status == 303
        assert answer.headers["cache-control"] == "no-store"
        fetched = browser.download(f"/jobs/{job_id}/download.{form}")
        assert fetched.is_success
        assert f"yeast.{form}" in fetched.headers["content-disposition"]
    rejected = browser.get(f"/jobs/{job_id}/rejected.csv")
    assert rejected.status == 200
    assert len(rejected.body) <= 500


def test_an_answer_that_lambda_would_not_let_through_is_said(lambda_browser):
    from dashboard.lambda_application import event_handler

    def application(environ, start_response):
        kind = environ["QUERY_STRING"]
        start_response("200 OK", [("Content-Type", kind)])
        return [b'"' * 3_100_000] if kind == "text/html" else [b"x" * 4_600_000]

    browser = lambda_browser.Browser(lambda event: event_handler(application)(event, None))
    for kind in ("text/html", "image/png"):
        answer = browser.get(f"/?{kind}")
        assert (answer.status, answer.json["code"]) == (500, "answer_too_large")
    assert browser.get("/?text/plain").status == 200


def test_a_sleeping_database_is_waited_for_by_the_page_itself(build, lambda_browser):
    browser = lambda_browser.Browser(build(BATCHPROT_DATABASE_URL="postgresql://batchprot@127.0.0.1:9/batchprot"))
    browser.cookies["__Host-session"] = "x"
    page = browser.form("/sign-in", email="ada@example.org", password=PASSWORD)
    assert page.status == 503
    assert "starting" in page.text
    assert "try again." in page.text
    assert 'http-equiv="refresh"' not in page.text, "what a form had sent would be lost"
    page = browser.get("/sign-in/link/" + "x" * 43)
    assert (page.status, page.headers["retry-after"]) == (503, "5")
    assert '<meta http-equiv="refresh" content="5">' in page.text
    assert "<script>" not in page.text
    ready = browser.get("/readyz")
    assert (ready.status, ready.json["database"]) == (200, "not asked")


def test_the_origin_may_be_known_only_later(build, aws_client, lambda_browser):
    origin = {"Name": "/batchprot/origin", "Value": "https://d1.cloudfront.net", "Type": "String"}
    aws_client("ssm").put_parameter(**origin)
    handle = build(BATCHPROT_ORIGIN="", BATCHPROT_ORIGIN_PARAMETER="/batchprot/origin")
    browser = lambda_browser.Browser(handle)
    assert browser.get("/sign-in", x_batchprot_host="d1.cloudfront.net").status == 200
    assert browser.get("/sign-in").status == 400


def test_mail_is_sent_where_a_sender_is_named(web_environment, local_aws, monkeypatch):
    from accounts.ses_mail import SesMail
    from dashboard import lambda_application
    from dashboard.lambda_settings import WebLambdaSettings
    from runtime.settings import read_settings

    built = []
    create_app = lambda_application.create_app
    monkeypatch.setattr(lambda_application, "create_app", lambda *given: built.append(given[1]) or create_app(*given))
    for sender in ("", "batchprot@example.org"):
        settings = read_settings(WebLambdaSettings, web_environment | {"BATCHPROT_MAIL_FROM": sender})
        lambda_application.build_application(settings, local_aws)
    assert built[0].accounts.mail is None
    assert isinstance(built[1].accounts.mail, SesMail)


def test_pages_may_send_files_to_the_bucket(browser):
    policy = browser.get("/sign-in").headers["content-security-policy"]
    assert "connect-src 'self' http" in policy


def test_an_address_is_confirmed_by_a_mail_through_ses(build, aws_client, lambda_browser):
    from moto.ses.models import ses_backends  # the server runs in this process

    aws_client("sesv2").create_email_identity(EmailIdentity="batchprot@example.org")
    browser = lambda_browser.Browser(build(BATCHPROT_MAIL_FROM="BatchProt <batchprot@example.org>"))
    email = f"{uuid.uuid4().hex[:8]}@example.org"
    assert browser.form("/sign-up", email=email, password=PASSWORD).status == 303
    assert browser.form("/sign-in", email=email, password=PASSWORD).status == 303
    assert browser.get("/").headers["location"] == "/verify"
    message = ses_backends["123456789012"]["eu-central-1"].sent_messages[-1]
    assert message.destinations["ToAddresses"] == [email]
    link = re.search(r"https://batchprot\.example(/verify/[\w-]{43})", message.body)[1]
    assert email in browser.get(link).text
    assert browser.form(link).status == 303
    assert browser.get("/").status == 200


def test_a_program_goes_the_same_way_as_on_one_machine(monkeypatch, browser, runner, drain, rows):
    from accounts.api_tokens import Scope
    from accounts.tokens import new_token, token_hash

    sign_in(browser)
    token = new_token()
    rows(
        "INSERT INTO api_token (user_id, token_hash, name, scopes) SELECT id, %s, 'program', %s FROM app_user",
        token_hash(token),
        f"read {Scope.WRITE}",
    )
    browser.cookies.clear()
    bearer = {"authorization": f"Bearer {token}"}

    def post(path, document):
        return browser.send("POST", path, json.dumps(document).encode(), content_type="application/json", **bearer)

    small = browser.send("POST", "/api/v1/analyses?title=Small", FASTA, content_type="text/x-fasta", **bearer)
    assert (small.status, small.json["records"]) == (202, 3)
    ticket = post("/api/v1/uploads", {"filename": "large.fasta", "size": len(FASTA)}).json
    sent = httpx.post(ticket["url"], data=ticket["fields"], files={"file": ("large.fasta", FASTA)})  # without the token
    assert sent.is_success
    large = post("/api/v1/analyses", {"upload": ticket["id"], "title": "Large"})
    assert (large.status, large.json["title"]) == (202, "Large")
    while records := drain()["Records"]:
        runner.work({"Records": records}, lambda: 900.0)
    place = "/" + large.headers["location"].split("/", 3)[3]
    assert browser.get(place, **bearer).json["state"] == "succeeded"
    monkeypatch.setattr("dashboard.large_answers.MOST_BYTES", 500)
    for form in ("text/csv", "application/vnd.apache.parquet"):
        answer = browser.send("GET", f"{place}/proteins", None, **bearer | {"accept": form})
        assert answer.status == 303
        fetched = httpx.get(answer.headers["location"])
        assert (fetched.status_code, fetched.headers["content-type"].split(";")[0]) == (200, form)
    assert fetched.content.startswith(b"PAR1")
    refused = browser.get(f"{place}/proteins?nothing=1", **bearer)
    assert (refused.status, refused.headers["content-type"]) == (400, "application/problem+json")
