"""What is refused before anything is done with it: forged requests and malformed callback bodies."""

import json

import pytest

OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

# Headers of an unsafe request that carries a good form token all the same.
FORGED = [
    {"Origin": "https://e.example"},
    {"Origin": "http://e.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost.e.example"},
    {"Origin": "http://e.example/http://localhost"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost:8051"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://LOCALHOST"},
    {"Origin": "localhost"},
    {"Origin": ""},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "Same-Origin "},
    {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
]
BAD_TOKENS = ["", "x", "null", "undefined", "a.b.c", "%00", "'", "x" * 4_000]
UNSAFE = ["/_dash-update-component", "/api/uploads", "/sign-out"]


@pytest.fixture
def visitor(visit, user):
    return visit(user)


def send(visitor, path, headers):
    if path == "/sign-out":
        return visitor.client.post(path, data={"csrf_token": headers.pop("X-CSRFToken", "")}, headers=headers)
    return visitor.client.post(path, json={}, headers=headers)


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("headers", FORGED, ids=range(len(FORGED)))
def test_request_of_another_site_is_refused(visitor, path, headers):
    answer = send(visitor, path, {"X-CSRFToken": visitor.token(), **headers})
    assert answer.status_code == 403
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("path", UNSAFE)
@pytest.mark.parametrize("token", BAD_TOKENS, ids=range(len(BAD_TOKENS)))
def test_request_without_the_sessions_token_is_refused(visitor, path, token):
    assert send(visitor, path, {"X-CSRFToken": token, **OURS}).status_code == 403
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("path", UNSAFE)
def test_token_of_another_session_is_refused(visitor, visit, make_user, path):
    stolen = visit(make_user()).token()
    assert send(visitor, path, {"X-CSRFToken": stolen, **OURS}).status_code == 403


def test_token_in_the_body_does_not_count_for_data(visitor):
    answer = visitor.client.post("/api/uploads", data={"csrf_token": visitor.token()}, headers=OURS)
    assert answer.status_code == 403


def test_form_of_a_browser_that_hides_the_referrer_is_accepted(visitor):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin", "X-CSRFToken": visitor.token()}
    assert send(visitor, "/sign-out", headers).status_code == 303


def test_data_with_hidden_origin_is_refused(visitor):
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin", "X-CSRFToken": visitor.token()}
    assert send(visitor, "/api/uploads", headers).status_code == 403


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up"])
@pytest.mark.parametrize("headers", [{"Origin": "https://e.example"}, {"Sec-Fetch-Site": "cross-site"}, {}])
def test_nobody_can_be_signed_in_by_another_site(visit, path, headers, rows):
    answer = visit().client.post(
        path, data={"email": "eve@example.org", "password": "gravel violin seaside"}, headers=headers
    )
    assert answer.status_code == 403
    assert rows("SELECT count(*) FROM app_user") == [(0,)]


def test_forged_form_is_told_to_reload(visitor):
    page = visitor.client.post("/sign-out", headers=OURS)
    assert page.status_code == 403
    assert "Reload and try again" in page.text
    data = visitor.client.post("/api/uploads", headers=OURS)
    assert data.json["code"] == "csrf"


def test_get_changes_nothing(visitor, web, rows, submit_text):
    job = submit_text(">a\nMKV\n")

    def state():
        tables = ("app_user", "login_session", "upload", "job", "chunk", "protein", "email_token", "audit_event")
        return [
            rows(f"SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), '')) FROM {name} t") for name in tables
        ]

    before = state()
    for rule in web.server.url_map.iter_rules():
        path = rule.rule.replace("<job_id>", str(job)).replace("<upload_id>", str(job)).replace("<token>", "x")
        if "<" not in path and "GET" in rule.methods and not path.startswith("/sign-in/link"):
            visitor.get(path)
    assert state() == before


# Callbacks

SEARCH = {
    "output": "..analyses-list.children...analyses-summary.children..",
}


def test_good_callback_passes(visitor, web):
    answer = visitor.post("/_dash-update-component", json=good_body(web))
    assert answer.status_code == 200
    assert "response" in answer.json


def good_body(web):
    """The router's own callback, which every page has."""
    output = next(key for key in web.callback_map if "_pages_content" in key)
    callback = web.callback_map[output]
    values = {"pathname": "/", "search": ""}
    inputs = [{**spec, "value": values.get(spec["property"])} for spec in callback["inputs"]]
    outputs = [{"id": "_pages_content", "property": "children"}, {"id": "_pages_store", "property": "data"}]
    return {
        "output": output,
        "outputs": outputs,
        "inputs": inputs,
        "state": [],
        "changedPropIds": ["_pages_location.pathname"],
        "parsedChangedPropsIds": ["_pages_location.pathname"],
    }


NOT_BODIES = [
    b"",
    b" ",
    b"{",
    b"}",
    b"[]",
    b"{}",
    b"null",
    b"true",
    b"0",
    b'""',
    b'"output"',
    b"NaN",
    b"{'output': 1}",
    b'{"output": "a.b"',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"output": "\xff"}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"1" * 10_000,
    b"\x00" * 100,
    json.dumps({"output": "no-such.thing"}).encode(),
    json.dumps({"output": None}).encode(),
    json.dumps({"output": ["a.b"]}).encode(),
    json.dumps({"output": {"id": "a"}}).encode(),
]


@pytest.mark.parametrize("body", NOT_BODIES, ids=range(len(NOT_BODIES)))
def test_what_is_no_callback_body_is_400(visitor, body):
    answer = visitor.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


CHANGES = [
    {"inputs": None},
    {"inputs": {}},
    {"inputs": []},
    {"inputs": "x"},
    {"inputs": [None, None]},
    {"inputs": [[], []]},
    {"inputs": [{}, {}]},
    {"inputs": [{"id": "_pages_location"}, {"property": "search"}]},
    {"inputs": [{"id": 1, "property": 2, "value": 3}] * 2},
    {"inputs": [{"id": "other", "property": "pathname", "value": "/"}] * 2},
    {"inputs": [{"id": "_pages_location", "property": "pathname", "value": "/"}] * 3},
    {"inputs": [{"id": {"a": 1}, "property": "pathname", "value": "/"}] * 2},
    {"state": None},
    {"state": {}},
    {"state": [{"id": "a", "property": "b", "value": 1}]},
    {"outputs": None},
    {"outputs": "x"},
    {"outputs": [None]},
    {"outputs": [1, 2]},
    {"outputs": {"id": "a"}},
    {"changedPropIds": None},
    {"changedPropIds": "x"},
    {"changedPropIds": [1]},
    {"changedPropIds": [{}]},
    {"changedPropIds": {"a": 1}},
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_callback_body_of_another_shape_is_400(visitor, web, change):
    assert visitor.post("/_dash-update-component", json={**good_body(web), **change}).status_code == 400


def test_text_that_cannot_be_stored_is_400(visitor, web):
    body = json.dumps(good_body(web)).replace('"/"', '"\\ud800"').encode()
    answer = visitor.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/json-patch"]
)
def test_callback_of_another_content_type_is_400(visitor, web, kind):
    body = json.dumps(good_body(web)).encode()
    answer = visitor.post("/_dash-update-component", data=body, content_type=kind)
    assert answer.status_code == 400


@pytest.mark.parametrize(("size", "status"), [(2_000_000, 400), (2_000_001, 413)])
def test_callback_body_has_a_size_limit(visitor, size, status):
    answer = visitor.post("/_dash-update-component", data=b" " * size, content_type="application/json")
    assert answer.status_code == status


def test_outputs_that_are_not_the_callbacks_own_are_400(visitor, web):
    """Dash fails on them after the callback has run: whatever is missing, doubled, of another shape or name."""
    for output, callback in web.callback_map.items():
        if "callback" not in callback:
            continue
        body = body_of(output, callback, None)
        given = body["outputs"]
        several = given if isinstance(given, list) else [given]
        for wrong in (
            [],
            {},
            None,
            "x",
            [[]],
            [given, given],
            [*several, *several],
            [{"id": "no", "property": "no"}] * 2,
        ):
            answer = visitor.post("/_dash-update-component", json={**body, "outputs": wrong})
            assert answer.status_code == 400, (output, wrong)


def test_every_callback_answers_wrong_values_without_500(visitor, web):
    """Names and numbers of arguments are right, values are not: whatever a callback makes of it, it isn't a 500."""
    for output, callback in web.callback_map.items():
        if "callback" not in callback:
            continue
        for value in (None, "", "x", -1, 1e308, [], {}, [None], {"id": None}, "\u2028", "0" * 400):
            body = body_of(output, callback, value)
            answer = visitor.post("/_dash-update-component", json=body)
            assert answer.status_code in {200, 204, 400, 404, 409}, (output, value)


def body_of(output, callback, value):
    def argument(spec):
        component = spec["id"]
        if component.startswith("{"):
            concrete = {key: "x" if isinstance(part, list) else part for key, part in json.loads(component).items()}
            return [{"id": concrete, "property": spec["property"], "value": value}]
        return {**spec, "value": value}

    inputs = [argument(spec) for spec in callback["inputs"]]
    changed = [f"{spec['id']}.{spec['property']}" for spec in callback["inputs"][:1] if not spec["id"].startswith("{")]
    return {
        "output": output,
        "outputs": outputs_of(output),
        "inputs": inputs,
        "state": [argument(spec) for spec in callback["state"]],
        "changedPropIds": changed,
    }


def outputs_of(output):
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    found = []
    for name in names:
        component, _, prop = name.rpartition(".")
        found.append({"id": component, "property": prop.split("@")[0]})
    return found if output.startswith("..") else found[0]
