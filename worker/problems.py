"""Errors as problem documents (RFC 9457); see batchprot.refusal. They never contain a sequence."""

from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from batchprot.refusal import Refusal

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


class Problem(Refusal):
    """A request that the worker refuses; the message is the sentence shown."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail, code=code, status=status)


def respond(refusal: Refusal) -> Response:
    """Return the problem document of a refusal."""
    return Response(orjson.dumps(refusal.problem), refusal.status, media_type=MEDIA_TYPE)


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
    return respond(error)


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    status = HTTPStatus(error.status_code)
    code = status.name.lower()
    answer = respond(Problem(status, code, status.description or status.phrase))
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(_request: Request, _error: Exception) -> Response:
    return respond(Problem(500, "engine_failure", "An unexpected error occurred. See the worker's log."))
