"""Every endpoint that takes a body, and every argument of every callback, has a bound that is checked before any work.

The largest that is allowed is sent to each, and one more.
"""

import json

import pytest
from dash import Dash

from dashboard import callback_body
from dashboard.callback_body import LARGEST as BODY_BYTES
from dashboard.routes.figures import LARGEST as LARGEST_FIGURE
from dashboard.routes.uploads import FORM_ALLOWANCE, JSON_BYTES
from dashboard.security import CALLBACK_ENDPOINT, FORM_BYTES
from dashboard.serving.kinds import kind_by_path

WHOLE_FILES = ("/api/uploads/<upload_id>/content", "/api/v1/analyses")
LARGEST = {
    CALLBACK_ENDPOINT: callback_body.LARGEST,
    "/api/accessions": JSON_BYTES,
    "/api/uploads": JSON_BYTES,
    "/api/uploads/<upload_id>/complete": JSON_BYTES,
    "/api/figure.pdf": LARGEST_FIGURE,
    "/api/kept-selections": BODY_BYTES,
    "/shared/<token>/kept-selections": BODY_BYTES,
    "/shared/<token>/figure.pdf": LARGEST_FIGURE,
}
FORMS = ("/account", "/sign-", "/verify", "/forgot", "/reset")
ID = "00000000-0000-4000-8000-000000000000"


def largest_of(rule: str) -> int | None:
    if rule in WHOLE_FILES:
        return None
    if rule.startswith("/api/v1/"):
        return BODY_BYTES
    return FORM_BYTES if rule.startswith(FORMS) else LARGEST[rule]


def rules(app: Dash) -> list[str]:
    return sorted(rule.rule for rule in app.server.url_map.iter_rules() if "POST" in (rule.methods or ()))


def path_of(rule: str) -> str:
    for name in ("<upload_id>", "<job_id>", "<uuid:job_id>", "<uuid:upload_id>", "<token>"):
        rule = rule.replace(name, ID)
    assert "<" not in rule, rule
    return rule


def test_the_server_in_front_takes_what_each_endpoint_takes_and_no_more_than_its_kind(web):
    for rule in rules(web):
        kind, largest = kind_by_path(path_of(rule), "POST"), largest_of(rule)
        assert (kind.body_bytes is None) == (largest is None), rule
        assert largest is None or kind.body_bytes in (largest, *([FORM_BYTES] if largest <= FORM_BYTES else [])), rule


def test_one_byte_more_than_the_largest_is_refused_by_each_endpoint(web, visit, user, services):
    for rule in rules(web):
        largest = largest_of(rule) or services.limits.file_bytes + FORM_ALLOWANCE
        if largest > 10_000_000:
            continue  # by its declared size: tests/integration/test_web_uploads.py
        for size, is_refused in ((largest, False), (largest + 1, True)):
            answer = visit(user).post(path_of(rule), data=b" " * size, content_type=_type(rule))
            refused = {413} if "<" not in rule else {401, 404, 409, 410, 413}  # what isn't there is refused sooner
            assert answer.status_code in refused if is_refused else answer.status_code != 413, (rule, size)


def _type(rule: str) -> str:
    if rule.startswith(FORMS):
        return "application/x-www-form-urlencoded"
    return "image/svg+xml" if rule.endswith(".pdf") else "application/json"


@pytest.fixture
def server_callbacks(web):
    """The callbacks that the server computes; the others run in the browser."""
    return {output: one for output, one in web.callback_map.items() if one.get("callback") is not None}


def arguments(callback: dict) -> list[tuple[str, int]]:
    return [(part, place) for part in ("inputs", "state") for place in range(len(callback[part]))]


def body_with(output: str, callback: dict, part: str, place: int, size: int) -> dict:
    body = {"output": output, "outputs": outputs_of(callback), "changedPropIds": []}
    for name in ("inputs", "state"):
        body[name] = [_argument(wanted, "") for wanted in callback[name]]
    wanted = callback[part][place]
    quotes = len(json.dumps([""])) if wanted["id"].startswith("{") else len(json.dumps(""))
    body[part][place] = _argument(wanted, "x" * (size - quotes))
    return body


def _argument(wanted: dict, value: str) -> object:
    if wanted["id"].startswith("{"):
        return [
            {"id": json.loads(wanted["id"].replace('["ALL"]', '"1"')), "property": wanted["property"], "value": value}
        ]
    return {"id": wanted["id"], "property": wanted["property"], "value": value}


def outputs_of(callback: dict) -> object:
    def one(output: object) -> object:
        if isinstance(output.component_id, dict):
            fits = {"id": {"type": "x"}, "property": output.component_property}
            return [fits] if any(part is callback_body.ALL for part in output.component_id.values()) else fits
        return {"id": output.component_id, "property": output.component_property}

    expected = callback["output"]
    return [one(output) for output in expected] if isinstance(expected, list | tuple) else one(expected)


def test_each_argument_of_each_callback_has_a_bound(server_callbacks, web):
    def is_taken(body: dict) -> bool:
        data = json.dumps(body).encode()
        with web.server.test_request_context(
            CALLBACK_ENDPOINT, method="POST", data=data, content_type="application/json"
        ):
            from flask import request

            try:
                callback_body.check_callback_body(request, web.callback_map)
            except callback_body.MalformedBody:
                return False
        return True

    checked = 0
    for output, callback in server_callbacks.items():
        for part, place in arguments(callback):
            largest = callback_body.largest_of(callback[part][place]["id"])
            assert is_taken(body_with(output, callback, part, place, largest)), (output, part, place)
            assert not is_taken(body_with(output, callback, part, place, largest + 1)), (output, part, place)
            checked += 1
    assert checked > 100


def test_a_sequence_may_have_as_many_residues_as_a_record(services):
    from dashboard import ids

    residues = services.limits.residues_per_record
    assert callback_body.largest_of(ids.Protein.SEQUENCE_TEXT) == residues + len('""')


@pytest.mark.parametrize(("text", "is_taken"), [("a\\u0000b", False), ("a\\\\u0000b", True), ("\\u0041", True)])
def test_no_text_holds_a_nul(web, visit, user, text, is_taken):
    output = "jobs-list.children"
    name, callback = next((name, one) for name, one in web.callback_map.items() if output in name)
    body = body_with(name, callback, "inputs", 1, 10)
    sent = json.dumps(body).replace("x" * 8, text)
    answer = visit(user).post(CALLBACK_ENDPOINT, data=sent, content_type="application/json")
    assert (answer.status_code == 200) is is_taken
