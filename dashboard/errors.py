"""What is answered when something can't be done: a page to a person, a problem document to a program."""

import logging
from http import HTTPStatus
from types import TracebackType

from dash.exceptions import CallbackException, DependencyException
from flask import Flask, Response, current_app, json, render_template, request
from flask_wtf.csrf import CSRFError
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

RETRY_SECONDS = 5
DATABASE_SLEEPS = "DATABASE_SLEEPS"
"""The server's configuration: whether a database out of reach is probably only asleep."""
WAKING = "BatchProt is waking up"
ASLEEP = "Nobody was here for a while, so the database went to sleep. In about 15 seconds "
PROBLEM_PATHS = ("/_dash-", "/api/", "/healthz", "/readyz")

_log = logging.getLogger(__name__)

_FULL = (
    "There is no space left here to store anything just now. Nothing is lost; tell the operator, and try again later."
)

# Status: title, what it means and what to do.
_WORDS = {
    400: ("This request can't be read", "Go back and try again. If it happens again, reload the page first."),
    401: ("You are signed out", "Sign in again to go on."),
    403: ("This form has expired", "It was open too long. Go back, reload the page and try again."),
    404: ("There is no such page", "The address may be mistyped, or what was here has been deleted."),
    405: ("This can't be done here", "Go back and use the page's own buttons."),
    410: ("This link no longer works", "A sign-in link works once, for an hour. Sign in, or ask for a new one."),
    413: ("This is too large", "Send a smaller file or less text. The page for new analyses states the limits."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: ("Something went wrong here", "It isn't your doing, and it has been noted. Try again in a moment."),
    503: ("The database can't be reached", "Nothing is lost. Try again in a few seconds."),
}


def wants_problem() -> bool:
    """Tell whether the caller is a program of the page rather than a person."""
    return request.path.startswith(PROBLEM_PATHS)


def answer(status: int, sentence: str = "", code: str = "", retry_seconds: int = 0) -> Response:
    """Build the answer for a status: the sentence given, or the usual one."""
    title, usual = _WORDS.get(status, (HTTPStatus(status).phrase, "Go back and try again."))
    if code == "waking":
        title, usual = WAKING, ASLEEP + ("this page opens by itself." if request.method == "GET" else "try again.")
    if wants_problem():
        response = problem(status, sentence or f"{title}. {usual}", code)
    else:
        # Without a script, which would not know either what a form had sent.
        reload = retry_seconds if request.method == "GET" else 0
        page = render_template("error.html", status=status, title=title, sentence=sentence or usual, reload=reload)
        response = Response(page, status=status, mimetype="text/html")
    if retry_seconds:
        response.headers["Retry-After"] = str(retry_seconds)
    return response


def database_out_of_reach() -> Response:
    """Build the answer for a database that can't be connected to: asleep, where it may be, or away."""
    code = "waking" if current_app.config.get(DATABASE_SLEEPS) else "database_away"
    return answer(503, code=code, retry_seconds=RETRY_SECONDS)


def problem(status: int, detail: str, code: str = "") -> Response:
    """Build a problem document (RFC 9457): `detail` is the sentence to show, `code` what a program reads."""
    body = json.dumps(problem_document(status, detail, code))
    return Response(body, status=status, mimetype="application/problem+json")


def problem_document(status: int, detail: str, code: str = "") -> dict[str, str | int]:
    """Say what went wrong as RFC 9457 has it."""
    name = HTTPStatus(status).phrase
    return {
        "type": "about:blank",
        "title": name,
        "status": status,
        "detail": detail,
        "code": code or name.lower().replace(" ", "_"),
    }


def install_errors(server: Flask) -> None:
    """Answer every kind of error in the application's own look and words."""

    @server.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400:  # noqa: PLR2004 - a redirect is no error
            return error
        return answer(status, retry_seconds=RETRY_SECONDS if status == HTTPStatus.SERVICE_UNAVAILABLE else 0)

    @server.errorhandler(DependencyException)
    def no_such_bundle(_error: DependencyException) -> Response:
        return answer(404)

    @server.errorhandler(CSRFError)
    def forged(_error: CSRFError) -> Response:
        return answer(403, code="csrf")

    @server.errorhandler(OperationalError)
    @server.errorhandler(PoolTimeout)
    def database_away(error: Exception) -> Response:
        # The statement's values stay out of the log: they may be somebody's data.
        if isinstance(error, OperationalError) and isinstance(error.orig, DiskFull):
            _log.error("database full")
            return answer(503, _FULL, code="disk_full", retry_seconds=RETRY_SECONDS)
        _log.warning("database unreachable: %s", type(error).__name__)
        return database_out_of_reach()

    @server.errorhandler(CallbackException)
    def unlike_any_callback(error: CallbackException) -> Response:
        # Dash's word for a request whose outputs are not the callback's; its heirs are mistakes of our own.
        return answer(400, code="bad_callback") if type(error) is CallbackException else broken(error)

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        _log.error("unexpected %s at %s", type(error).__name__, request.endpoint, exc_info=_place(error))
        return answer(500, code="internal")


def _place(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    """Keep the lines of code for the log, with a message that holds nobody's values."""
    return RuntimeError, RuntimeError(type(error).__name__), error.__traceback__
