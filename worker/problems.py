"""Errors as RFC 9457 problem documents: `{"type", "title", "status", "detail", "code"}`.

A program reads `code`, a person reads `detail`. Neither ever repeats a sequence.
"""

from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

SCHEMA: dict[str, object] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
    },
}


class Problem(Exception):  # noqa: N818 - the RFC's word, and it is an answer rather than a fault
    """An answer other than the one asked for; the message is the sentence shown."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail

    def response(self) -> Response:
        """The problem document."""
        title = HTTPStatus(self.status).phrase
        document = {
            "type": f"urn:batchprot:problem:{self.code}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        return Response(orjson.dumps(document), self.status, media_type=MEDIA_TYPE)


def documented(*statuses: int) -> dict[int | str, dict[str, object]]:
    """OpenAPI `responses` for the given error statuses."""
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": SCHEMA}}}
        for status in statuses
    }


def register(app: FastAPI) -> None:
    """Make every error of `app` a problem document, the framework's own included."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - registered for this class only
    return error.response()


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    status = HTTPStatus(error.status_code)
    code = status.name.lower()
    answer = Problem(status, code, status.description or status.phrase).response()
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(_request: Request, _error: Exception) -> Response:
    return Problem(
        500, "engine_failure", "The worker met an error it has no sentence for. It is in the worker's log."
    ).response()
