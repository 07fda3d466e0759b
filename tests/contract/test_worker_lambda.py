"""The worker behind Lambda: Function URL events in, the same answers out."""

import asyncio
import base64
import gzip
import json

import pytest

from batchprot.properties.version import ENGINE_VERSION
from batchprot.tables import media_types, raw_columns


@pytest.fixture(scope="module")
def handler():
    from worker import lambda_handler

    yield lambda_handler.handler
    lambda_handler.loop.close()
    asyncio.set_event_loop(None)


def event(method, path, body=None, **headers):
    """A Function URL event (payload version 2.0), as AWS documents it."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "worker.example", "x-forwarded-proto": "https", **headers},
        "requestContext": {"http": {"method": method, "path": path, "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1"}},
        "body": body,
        "isBase64Encoded": False,
    }


def post(handler, path, document, **headers):
    headers = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return handler(event("POST", path, json.dumps(document), **headers), None)


def test_health(handler):
    answer = handler(event("GET", "/healthz"), None)
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["engine"] == ENGINE_VERSION


def test_an_analysis_is_plain_text_when_not_zipped(handler):
    answer = post(handler, "/v1/analyze", {"sequences": ["GGGGD"]})
    assert answer["statusCode"] == 200
    assert answer["isBase64Encoded"] is False
    assert json.loads(answer["body"])["columns"]["length"] == [5]


def test_a_zipped_answer_travels_as_base64(handler):
    answer = post(handler, "/v1/analyze", {"sequences": ["GGGGD"] * 50}, accept_encoding="gzip")
    assert answer["isBase64Encoded"] is True
    assert answer["headers"]["content-encoding"] == "gzip"
    assert len(json.loads(gzip.decompress(base64.b64decode(answer["body"])))["columns"]["length"]) == 50


def test_a_problem_is_readable_text(handler):
    answer = post(handler, "/v1/analyze", {"sequences": "MK"})
    assert answer["statusCode"] == 422
    assert answer["headers"]["content-type"] == "application/problem+json"
    assert answer["isBase64Encoded"] is False
    assert json.loads(answer["body"])["code"] == "bad_request"


def test_an_unexpected_error_is_an_answer_too(handler, monkeypatch):
    def broken(_sequences, _options):
        raise RuntimeError

    monkeypatch.setattr("worker.app.analyze", broken)
    assert post(handler, "/v1/analyze", {"sequences": ["MK"]})["statusCode"] == 500


def test_the_interface_is_not_described_in_production(handler):
    assert handler(event("GET", "/openapi.json"), None)["statusCode"] == 404


def test_raw_columns_travel_as_base64(handler):
    answer = post(handler, "/v1/analyze", {"sequences": ["GGGGD"] * 3}, accept=media_types.RAW_COLUMNS)
    assert answer["isBase64Encoded"] is True
    assert answer["headers"]["content-type"] == media_types.RAW_COLUMNS
    assert raw_columns.from_bytes(base64.b64decode(answer["body"])).columns["length"].tolist() == [5, 5, 5]
