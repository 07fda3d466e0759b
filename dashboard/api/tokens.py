"""Requests that carry an API token: whose they are, what the token may do, and how many are left."""

from contextlib import suppress

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from accounts.api_tokens import Scope, TokenUse
from dashboard.auth import let_in_by_api_token
from dashboard.errors import answer

PREFIX = "/api/v1/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
READING_ENDPOINTS = frozenset({"v1.calculate"})
"""Sent by POST, and nothing is changed by them."""
DOWNLOADS = frozenset({"downloads.selected", "downloads.rejected", "exports.progress", "exports.file"})
CONTENT = "uploads.content"
"""Where files are sent when the storage is this server's; also by programs."""
PUBLIC = frozenset({"v1.health", "v1.openapi"})
RETRIED = frozenset({429, 503})
_INVALID = "This API token is invalid, has ended or was revoked. Make a new one on your account page."
_NO_WRITING = "This API token may only read. Make one that may write on your account page."
_TOO_OFTEN = "This API token has made too many requests. Wait for the seconds in Retry-After."


def takes_tokens() -> bool:
    """Tell whether what is asked for can be asked for with a token."""
    return request.path.startswith(PREFIX) or request.endpoint in DOWNLOADS or request.endpoint == CONTENT


def token_of_request() -> str | None:
    """Return the token that the request carries, or None."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def let_in(token: str) -> Response | None:
    """Make the owner of a token the person of this request; or answer why not."""
    use = let_in_by_api_token(token)
    if use is None:
        return answer(401, _INVALID, "api_token")
    if use.is_too_often:
        return answer(429, _TOO_OFTEN, "too_many_requests", retry_seconds=use.seconds)
    reads = request.method in READING or request.endpoint in READING_ENDPOINTS
    if not reads and Scope.WRITE not in use.scopes:
        return answer(403, _NO_WRITING, "scope")
    if request.endpoint and request.endpoint not in DOWNLOADS | {CONTENT} and not request.endpoint.startswith("v1."):
        # A page's route takes every path: this one is none of the interface's, or takes other methods.
        raise MethodNotAllowed(allowed) if (allowed := _allowed()) else NotFound
    return None


def install_token_headers(server: Flask) -> None:
    """Say on every answer to a token how many requests are left, and to everybody else that one is needed."""

    @server.after_request
    def add(response: Response) -> Response:
        if "Allow" in response.headers and request.path.startswith(PREFIX):
            response.headers["Allow"] = ", ".join(_allowed())
        use: TokenUse | None = g.get("token_use")
        if use is not None:
            response.headers["RateLimit-Limit"] = str(use.allowed)
            response.headers["RateLimit-Remaining"] = str(use.remaining)
            response.headers["RateLimit-Reset"] = str(use.seconds)
        if request.path.startswith(PREFIX) and response.status_code == 401:  # noqa: PLR2004 - HTTP
            response.headers["WWW-Authenticate"] = 'Bearer realm="BatchProt"'
        return response


def _allowed() -> list[str]:
    """The methods that the routes of the interface take at this path; the pages' route takes GET at every path."""
    adapter = current_app.url_map.bind("")
    found = []
    for method in ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST"):
        with suppress(HTTPException, RequestRedirect):
            endpoint, _ = adapter.match(request.path, method)
            found += [method] if endpoint.startswith("v1.") else []
    return found
