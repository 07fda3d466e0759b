"""Reading a request body as strict JSON (RFC 8259), within a limit.

orjson refuses what Python's own reader lets through: NaN, 1e400, a byte order mark, bytes that aren't UTF-8,
lone surrogates, text after the document, nesting deeper than 1,024. Keys that occur twice, of which every
reader silently picks one, are looked for by a second reading, where there are more colons than keys.
"""

import json
from collections.abc import Hashable

import orjson
from starlette.requests import Request

from worker.problems import Problem

# Lambda allows 6 MB each way with the event's envelope around the body.
BODY_BYTES = 6_000_000


async def read_body(request: Request) -> bytes:
    """The body of a JSON request.

    Raises:
        Problem: 415 for another media type or an encoded body, 413 above `BODY_BYTES` (without reading on).
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise Problem(415, "unsupported_media_type", "Send JSON, with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "unsupported_encoding", "Send the body as it is, without Content-Encoding.")
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:12]) > BODY_BYTES:
        raise _too_large()
    body = bytearray()
    async for received in request.stream():
        body += received
        if len(body) > BODY_BYTES:
            raise _too_large()
    return bytes(body)


def parse(body: bytes) -> dict[str, object]:
    """The one JSON object in `body`.

    Raises:
        Problem: 400 when it isn't strict JSON, 422 when it isn't an object.
    """
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        # The reader's message never repeats the input beyond a position.
        raise Problem(400, "bad_json", f"The body is not strict JSON: {error.msg}.") from None
    if not isinstance(document, dict):
        raise Problem(422, "not_an_object", 'The body must be a JSON object such as {"sequences": ["MKV"]}.')
    if body.count(b":") > _count_keys(document):  # as many colons as keys: no key was dropped
        try:
            json.loads(body, object_pairs_hook=_once_each)
        except RecursionError:
            raise Problem(400, "bad_json", "The body is not strict JSON: it is nested too deeply.") from None
    return document


def _count_keys(document: dict[str, object]) -> int:
    """How many keys the document and the objects right in it have; those further down are not counted."""
    return len(document) + sum(len(value) for value in document.values() if isinstance(value, dict))


def _once_each(pairs: list[tuple[Hashable, object]]) -> dict[Hashable, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise Problem(400, "duplicate_key", "A key occurs twice in the same JSON object.")
    return read


def _too_large() -> Problem:
    return Problem(
        413,
        "request_too_large",
        f"A request may have at most {BODY_BYTES:,} bytes. Split the sequences over several requests.",
    )
