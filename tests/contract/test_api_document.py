"""The description of the REST interface, its routes, its page and its committed copy are the same."""

import json
import re
from pathlib import Path

import pytest

from dashboard import generated
from dashboard.components.api.operations import operations
from dashboard.pages import api
from tools.docs.api_document import API_JSON, api_document

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(api_document()))


def test_every_route_is_described_and_nothing_else(web, document):
    routes = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in web.server.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/")
    }
    assert routes == {(method.upper(), path) for method, path, _ in operations(document)}
    assert len(routes) >= 18


def test_the_served_and_the_committed_document_are_that_of_the_routes(web, document):
    served = web.server.test_client().get("/api/v1/openapi.json").json
    assert served == document == json.loads((ROOT / API_JSON).read_text("utf-8")) == generated.api()
    assert served["openapi"].startswith("3.1")


def test_the_page_shows_every_request_with_its_parameters_and_answers(document):
    shown = str(api.layout().to_plotly_json())
    for method, path, operation in operations(document):
        assert f"'api-{operation['operationId']}'" in shown
        assert path in shown
        assert method.upper() in shown
        for parameter in operation.get("parameters", []):
            assert parameter["name"] in shown
        for status in operation["responses"]:
            assert status in shown


def test_every_request_says_what_it_refuses_and_that_it_needs_a_token(document):
    for _, path, operation in operations(document):
        refusals = {status: one for status, one in operation["responses"].items() if status >= "4"}
        assert {"400", "422", "429", "503"} <= refusals.keys(), path
        assert ("401" in refusals) == (operation.get("security") != []), path
        for one in refusals.values():
            assert list(one["content"]) == ["application/problem+json"]
        assert "default" not in operation["responses"]
        assert operation["summary"]
    assert document["security"] == [{"token": []}]
