"""Responses to requests that fail: a page for a person, a problem document for a program."""

import logging
from http import HTTPStatus
from types import TracebackType

from dash.exceptions import CallbackException, DependencyException, InvalidCallbackReturnValue
from flask import Flask, Response, current_app, json, render_template, request
from flask_wtf.csrf import CSRFError
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from batchprot.refusal import Refusal, problem_document
from jobs.errors import JobNotFound

RETRY_SECONDS = 5
DATABASE_SLEEPS = "DATABASE_SLEEPS"
"""Key of the server's configuration: whether an unreachable database is probably only paused."""
DISK = "DISK"
"""Key of the server's configuration: asks how much the disk has left, None where there is no bound."""
NO_SPACE_BYTES = 64_000_000
"""With less, PostgreSQL stops: it writes its log in files of 16 MB."""
WAKING = "BatchProt is starting"
ASLEEP = "Starting up after a pause. This takes about 15 seconds. "
REFUSED = "batchprot.refused"
"""In a request's environment: the status with which the server in front refuses it, whatever it asks."""
PROBLEM_PATHS = ("/_dash-", "/api/", "/healthz", "/readyz")

log = logging.getLogger("batchprot.web")

BUSY = "Too many requests are waiting at the moment. Try again in a few seconds."
_FULL = "The server has run out of disk space. No data is lost. Tell your administrator and try again later."

# Status: title; explanation and next step.
_WORDS = {
    400: ("This request can't be read", "Go back and try again. If it happens again, reload the page first."),
    401: ("You are signed out", "Sign in to continue."),
    403: ("This page has expired", "This page was open too long. Reload and try again."),
    404: ("Page not found", "The address may be mistyped, or the page has been deleted."),
    405: ("Not allowed", "Go back and use the buttons on the page."),
    408: ("This request took too long", "It did not arrive whole. Check your connection and try again."),
    410: ("This link no longer works", "This sign-in link has expired or was already used."),
    413: ("Too large", "Send a smaller file or less text. The limits are listed under New analysis."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: ("Something went wrong on our side", "We've logged it. Try again in a moment."),
    503: ("The database is unavailable", "No data is lost. Try again in a few seconds."),
}


def wants_problem() -> bool:
    """Tell whether the caller is a script rather than a person."""
    return request.path.startswith(PROBLEM_PATHS)


def answer(status: int, sentence: str = "", code: str = "", retry_seconds: int = 0) -> Response:
    """Build the response for a status, with the given sentence or the default one."""
    title, usual = _WORDS.get(status, (HTTPStatus(status).phrase, "Go back and try again."))
    if code == "waking":
        title, usual = (
            WAKING,
            ASLEEP + ("The page reloads automatically." if request.method == "GET" else "Then try again."),
        )
    if wants_problem():
        response = problem(status, sentence or f"{title}. {usual}", code)
    else:
        # Reloaded without a script, and only if no form was sent.
        reload = retry_seconds if request.method == "GET" else 0
        page = render_template(
            "error.html", status=status, title=title, sentence=sentence or usual, code=code, reload=reload
        )
        response = Response(page, status=status, mimetype="text/html")
    if retry_seconds:
        response.headers["Retry-After"] = str(retry_seconds)
    return response


def database_out_of_reach() -> Response:
    """Build the response for an unreachable database: paused, where that is possible, without disk space, or down."""
    disk = current_app.config[DISK]()
    if disk is not None and disk.free < min(NO_SPACE_BYTES, disk.reserve):
        return answer(503, _FULL, code="disk_full", retry_seconds=RETRY_SECONDS)
    code = "waking" if current_app.config.get(DATABASE_SLEEPS) else "database_away"
    return answer(503, code=code, retry_seconds=RETRY_SECONDS)


def refused_in_front() -> Response | None:
    """Build the response for a request that the server in front refuses: see dashboard.serving."""
    status = request.environ.get(REFUSED)
    if status is None:
        return None
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return answer(status, BUSY, "busy", retry_seconds=RETRY_SECONDS)
    return answer(status)


def problem(status: int, detail: str, code: str = "") -> Response:
    """Build a response with a problem document; see batchprot.refusal."""
    body = json.dumps(problem_document(status, detail, code))
    return Response(body, status=status, mimetype="application/problem+json")


def install_errors(server: Flask) -> None:
    """Give every kind of error the application's own page or problem document."""

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        if (error.code or 500) < 400:  # noqa: PLR2004 - a redirect is not an error
            return error
        return _of_http(error)

    @server.errorhandler(Refusal)
    def not_possible(error: Refusal) -> Response:
        # People get one page for everything that isn't there or isn't theirs, whichever address they tried.
        if type(error) is JobNotFound and not wants_problem():
            return answer(404)
        response = answer(
            error.status, error.message, error.code, retry_seconds=_seconds(error) if wants_problem() else 0
        )
        if wants_problem():  # with line, record and choices, where the refusal names them
            response.set_data(json.dumps(error.problem))
        return response

    @server.errorhandler(DependencyException)
    def no_such_bundle(_error: DependencyException) -> Response:
        return answer(404)

    @server.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return answer(403, code="csrf")

    @server.errorhandler(OperationalError)
    @server.errorhandler(PoolTimeout)
    def database_away(error: Exception) -> Response:
        # The values of the statement are not logged: they may be personal data.
        if isinstance(error, OperationalError) and isinstance(error.orig, DiskFull):
            log.error("database full")
            return answer(503, _FULL, code="disk_full", retry_seconds=RETRY_SECONDS)
        log.warning("database unreachable: %s", type(error).__name__)
        return database_out_of_reach()

    _install_faults(server)


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    response = answer(status, retry_seconds=RETRY_SECONDS if status == HTTPStatus.SERVICE_UNAVAILABLE else 0)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(error.valid_methods)
    return response


def _seconds(error: Refusal) -> int:
    """When to try again what is refused for now only."""
    later = error.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    return getattr(error, "seconds", 0) or (RETRY_SECONDS if later else 0)


def _install_faults(server: Flask) -> None:
    """Answer what Dash refuses about a callback, and everything unexpected."""

    @server.errorhandler(CallbackException)
    def unlike_any_callback(error: CallbackException) -> Response:
        # Dash raises the first for a request whose outputs do not match the callback, and the second for a family of
        # another size, which is known only once the callback has run. Other subclasses are our own errors.
        if type(error) not in (CallbackException, InvalidCallbackReturnValue):
            return broken(error)
        log.warning("callback does not fit its request", exc_info=_place(error))
        return answer(400, code="bad_callback")

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=_place(error))
        return answer(500, code="internal")


def _place(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    """Keep the traceback for the log, with a message that contains no values."""
    return RuntimeError, RuntimeError(type(error).__name__), error.__traceback__
