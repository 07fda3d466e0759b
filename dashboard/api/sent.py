"""What requests that start something send: a file in the body, and a key under which it is done once."""

from collections.abc import Sequence
from typing import Any

from flask import request

from dashboard.api.framework import BadRequest

LONGEST_KEY = 190


def key_parameter(description: str) -> dict[str, Any]:
    """Describe the header Idempotency-Key."""
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "schema": {"type": "string", "maxLength": LONGEST_KEY, "pattern": "^[!-~]*$"},
        "description": description,
    }


def file_body(description: str, document: Any, types: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401 - a schema
    """Describe a body that is JSON of this schema, a form with the field `file`, or a file of one of these types."""
    form = {"type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"]}
    return {
        "required": True,
        "description": description,
        "content": {
            "application/json": {"schema": document},
            "multipart/form-data": {"schema": form},
            **{name: {"schema": {"type": "string", "minLength": 1}} for name in types},
        },
    }


def idempotency_key() -> str:
    """Give the request's key, empty when it has none.

    Raises:
        BadRequest: It is too long or not printable ASCII.
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise BadRequest(f"Idempotency-Key: At most {LONGEST_KEY} printable ASCII characters.", status=400)
    return key
