"""Entity tags: a program is told that nothing has changed, and changes nothing that it hasn't seen."""

import hashlib
import re

from flask import Response, request

from batchprot.refusal import Refusal

_COMPRESSED = re.compile(r":(gzip|br|deflate|zstd)$")
"""What the compressor adds to the tag of an answer that it compresses."""


class Changed(Refusal):
    """What is to be changed is not what the program has seen."""

    code = "changed"
    status = 412

    def __init__(self) -> None:
        super().__init__("The analysis has changed since you read it. Read it again, then decide.")


def tag_of(*parts: object) -> str:
    """A tag of what an answer is made of."""
    return hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()[:32]


def tagged(response: Response, tag: str) -> Response:
    """The answer with its tag; without a body when the program has it already."""
    if tag in _sent("If-None-Match"):
        response = Response(status=304)
    response.set_etag(tag)
    return response


def check_unchanged(tag: str) -> None:
    """Raises Changed when the request is for another state than this."""
    sent = _sent("If-Match")
    if sent and tag not in sent and "*" not in sent:
        raise Changed


def _sent(header: str) -> set[str]:
    """The tags of a header; weak ones count, because an answer of the same content has the same tag."""
    parts = (part.strip().removeprefix("W/").strip('"') for part in request.headers.get(header, "").split(","))
    return {_COMPRESSED.sub("", part) for part in parts if part}
