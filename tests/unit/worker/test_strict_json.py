import asyncio

import pytest
from starlette.requests import Request

from worker import strict_json
from worker.problems import Problem


def request(*parts, **headers):
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    taken = []

    async def receive():
        taken.append(messages[len(taken)])
        return taken[-1]

    given = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive), taken


def read(*parts, **headers):
    return asyncio.run(strict_json.read_body(request(*parts, **headers)[0]))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1e400}',
        b'\xef\xbb\xbf{"a": 1}',
        '{"a": 1}'.encode("utf-16"),
        '{"a": "é"}'.encode("latin-1"),
        b'{"a": "\\ud800"}',
        b'{"a": 1} x',
        b'{"a": 1}{"a": 1}',
        b'{"a": 01}',
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": "\x00"}',
        b'{"a": ' + b"[" * 100_000,
        b'{"a": 1, "a": 1}',
        b'{"a": {"b": 1, "b": 2}}',
        b'{"a": [{"b": 1}, {"c": 1, "c": 1}]}',
    ],
)
def test_what_is_not_strict_json_is_a_bad_request(body):
    with pytest.raises(Problem) as refused:
        strict_json.parse(body)
    assert refused.value.status == 400
    assert refused.value.code in {"bad_json", "duplicate_key"}


def test_nesting_that_one_reader_takes_and_the_other_may_not_is_no_fault_of_ours():
    # Python's reader has its limit near 1,000 before 3.12 and far above since; orjson's is 1,024.
    try:
        strict_json.parse(b'{"a": ' + b"[" * 1_020 + b"]" * 1_020 + b"}")
    except Problem as refused:
        assert (refused.status, refused.code) == (400, "bad_json")  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("body", [b"[]", b"1", b'"MKV"', b"null", b"true"])
def test_a_document_other_than_an_object_is_refused(body):
    with pytest.raises(Problem) as refused:
        strict_json.parse(body)
    assert (refused.value.status, refused.value.code) == (422, "not_an_object")


def test_an_object_is_read():
    assert strict_json.parse(b' {"a": [{"b": 1}, {"b": 2.5}], "c": "\xc3\xa9"} ') == {
        "a": [{"b": 1}, {"b": 2.5}],
        "c": "é",
    }


def test_a_body_in_parts_is_joined():
    assert read(b'{"a"', b": 1}") == b'{"a": 1}'


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
def test_another_media_type_is_refused(media_type):
    with pytest.raises(Problem) as refused:
        read(b"{}", content_type=media_type)
    assert refused.value.status == 415


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_parameters_and_case_of_the_media_type_do_not_matter(media_type):
    assert read(b"{}", content_type=media_type) == b"{}"


def test_an_encoded_body_is_refused():
    with pytest.raises(Problem) as refused:
        read(b"{}", content_encoding="gzip")
    assert (refused.value.status, refused.value.code) == (415, "unsupported_encoding")


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_not():
    full = b" " * strict_json.BODY_BYTES
    assert len(read(full)) == strict_json.BODY_BYTES
    with pytest.raises(Problem) as refused:
        read(full, b" ")
    assert (refused.value.status, refused.value.code) == (413, "request_too_large")


def test_a_body_declared_too_large_is_refused_unread():
    given, taken = request(b"{}", content_length=str(strict_json.BODY_BYTES + 1))
    with pytest.raises(Problem) as refused:
        asyncio.run(strict_json.read_body(given))
    assert refused.value.status == 413
    assert taken == []


def test_a_body_too_large_is_not_read_to_its_end():
    part = b" " * 1_000_000
    given, taken = request(*[part] * 20)
    with pytest.raises(Problem):
        asyncio.run(strict_json.read_body(given))
    assert len(taken) == 7
