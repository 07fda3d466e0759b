"""The checks that every request passes before it is handled. Access is denied by default.

The checks run in this order: the request comes from our own pages; it carries a valid share link, or a session and the
form token; the body of a callback is one that our pages send; the reader may open the page. A person who has not yet
confirmed their address sees only the confirmation page. Each use case checks ownership and read access again.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, redirect, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf, validate_csrf
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from dashboard.api import tokens
from dashboard.auth import awaits_confirmation, signed_in
from dashboard.callback_body import LARGEST, MalformedBody, check_callback_body
from dashboard.errors import answer, refused_in_front, wants_problem
from dashboard.headers import STATIC_ENDPOINTS
from dashboard.page_access import is_public
from dashboard.reader import link_token, read_by_link
from dashboard.routes.shared import ENDPOINT as SHARED_ENDPOINT
from dashboard.settings import Site
from jobs.errors import LinkEnded
from jobs.services import JobServices
from results.sharing.share import SharedJob, note_use, open_link

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC_ENDPOINTS = (
    STATIC_ENDPOINTS
    | tokens.PUBLIC
    | {
        "auth.sign_in",
        "auth.sign_up",
        "auth.follow_link",
        "account.forgot",
        "account.reset",
        "verify.confirm",
        "github.begin",
        "github.back",
        "health.alive",
        "health.ready",
        "metrics.show",
    }
)
UNCONFIRMED_ENDPOINTS = PUBLIC_ENDPOINTS | {"verify.waiting", "auth.sign_out"}
"""What is open to a person who has not yet confirmed their address."""
CALLBACK_ENDPOINT = "/_dash-update-component"
DESCRIPTION_ENDPOINTS = frozenset({"/_dash-layout", "/_dash-dependencies"})
PAGE_ENDPOINTS = frozenset({"/", "/<path:path>"})
PAGE_OUTPUT = ".._pages_content.children..._pages_store.data.."
"""The callback by which Dash lays out the page of a path; its first input is that path."""
CSRF_COOKIE = "_csrf_token"
CSRF_HEADER = "X-CSRFToken"
FORM_BYTES = 65_536


def install_guard(
    server: Flask,
    settings: Site,
    callbacks: Mapping[str, Mapping[str, Any]],
    may_open: Callable[[str], bool],
    links: "Links",
) -> None:
    """Check every request of this server.

    Args:
        server: the Flask application; must have `auth` installed.
        settings: for the origin.
        callbacks: Dash's callback map.
        may_open: tells whether the reader may open the page at this path.
        links: opens share links.
    """
    server.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, where the place of the token depends on the request
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # would need the Referer, which our pages do not send; the origin is checked instead
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_PARTS=20,
    )
    forms = CSRFProtect(server)

    @server.before_request
    def guard() -> BaseResponse | None:
        if isinstance(request.routing_exception, SecurityError):
            raise request.routing_exception  # a host name that isn't ours
        if (refused := refused_in_front()) is not None:
            return refused
        if request.endpoint in STATIC_ENDPOINTS:
            return None
        if request.method not in SAFE_METHODS and not comes_from_us(settings.origin):
            return answer(403, "This request did not come from a BatchProt page.", "cross_site")
        if (token := link_token()) is not None:
            return _let_in_by_link(token, links, callbacks, may_open)
        return _let_in_person(forms, callbacks, may_open)

    @server.after_request
    def hand_out_token(response: Response) -> Response:
        # Dash and our own scripts send this cookie back as a header; other sites cannot.
        if request.endpoint in PAGE_ENDPOINTS and response.status_code == 200 and signed_in():  # noqa: PLR2004 - HTTP
            response.set_cookie(CSRF_COOKIE, generate_csrf(), secure=settings.https, samesite="Lax", path="/")
        return response


def _let_in_person(
    forms: CSRFProtect, callbacks: Mapping[str, Mapping[str, Any]], may_open: Callable[[str], bool]
) -> BaseResponse | None:
    """Let a signed-in person open their own pages, and everybody the public ones."""
    token = tokens.token_of_request()
    if token is not None and tokens.takes_tokens() and request.endpoint not in PUBLIC_ENDPOINTS:
        return tokens.let_in(token)
    if request.endpoint not in PUBLIC_ENDPOINTS and not signed_in():
        return _let_in_anonymous(callbacks)
    _check_form_token(forms)
    if request.endpoint not in UNCONFIRMED_ENDPOINTS and awaits_confirmation():
        return _send_to_confirm()
    if request.endpoint == CALLBACK_ENDPOINT:
        return _refuse_malformed_callback(callbacks)
    if request.endpoint in PAGE_ENDPOINTS and not may_open(request.path):
        abort(404)
    return None


def _let_in_anonymous(callbacks: Mapping[str, Mapping[str, Any]]) -> BaseResponse | None:
    """Let anyone read the public pages; send every other request to the sign-in page.

    Of the callbacks only Dash's own, which lays out a page, is allowed. It changes nothing, so no form token is needed.
    """
    if request.endpoint in DESCRIPTION_ENDPOINTS:
        return None
    if request.endpoint in PAGE_ENDPOINTS and is_public(request.path):
        return None
    if request.endpoint == CALLBACK_ENDPOINT and (path := _page_to_lay_out(callbacks)) and is_public(path):
        return None
    return _send_to_sign_in()


def _page_to_lay_out(callbacks: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the path that a callback asks Dash to lay out; empty for every other callback."""
    if request.content_length is None or request.content_length > FORM_BYTES or _refuse_malformed_callback(callbacks):
        return ""
    body = request.get_json()
    if body["output"] != PAGE_OUTPUT:
        return ""
    path = body["inputs"][0].get("value")
    return path if isinstance(path, str) else ""


class Links:
    """The use cases of share links that the guard needs."""

    def __init__(self, services: JobServices) -> None:
        self._services = services

    def open(self, token: str) -> SharedJob:
        """Return the analysis a token gives access to; see results.sharing.share.open_link."""
        return open_link(self._services, token)

    def note_use(self, shared: SharedJob) -> None:
        """Record that a link was used."""
        note_use(self._services, shared)


def _let_in_by_link(
    token: str, links: Links, callbacks: Mapping[str, Mapping[str, Any]], may_open: Callable[[str], bool]
) -> Response | None:
    """Let the holder of a share link use its pages, downloads and callbacks, and nothing else.

    The token proves that a callback was sent by a page of the link, so no form token is required.
    """
    try:
        shared = links.open(token)
    except LinkEnded as error:
        return answer(410, str(error), "link_ended")
    read_by_link(shared)
    endpoint = request.endpoint or ""
    if endpoint == CALLBACK_ENDPOINT:
        return _refuse_malformed_callback(callbacks)
    if endpoint in PAGE_ENDPOINTS and may_open(request.path):
        links.note_use(shared)
    elif endpoint not in DESCRIPTION_ENDPOINTS and not endpoint.startswith(SHARED_ENDPOINT):
        abort(404)
    return None


def comes_from_us(origin: str) -> bool:
    """Tell whether an unsafe request was made by one of our own pages.

    Browsers report this in Sec-Fetch-Site and Origin. Our forms have the Origin `null`, because our pages send no
    referrer; then Sec-Fetch-Site decides, or the form token if the browser sends neither header.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    sent_from = request.headers.get("Origin")
    if sent_from is None:
        return True
    if sent_from == "null":
        return not wants_problem()
    return sent_from in (origin, f"{request.scheme}://{request.host}")


def _send_to_sign_in() -> BaseResponse:
    if wants_problem():
        return answer(401, code="signed_out")
    if request.method not in SAFE_METHODS:
        return redirect("/sign-in", 303)
    wanted = request.full_path if request.query_string else request.path
    return redirect("/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='/')}", 302)


def _send_to_confirm() -> BaseResponse:
    if wants_problem():
        return answer(403, "Confirm your e-mail address first: open the link we e-mailed you.", "unconfirmed")
    return redirect("/verify", 302 if request.method in SAFE_METHODS else 303)


def _check_form_token(forms: CSRFProtect) -> None:
    """Check the token of an unsafe request; for data it must be in the header, so that no body is parsed here."""
    if request.method in SAFE_METHODS:
        return
    if not wants_problem():
        request.max_content_length = FORM_BYTES
        forms.protect()
        return
    try:
        validate_csrf(request.headers.get(CSRF_HEADER))
    except ValidationError as error:
        raise CSRFError(str(error)) from error


def _refuse_malformed_callback(callbacks: Mapping[str, Mapping[str, Any]]) -> Response | None:
    try:
        check_callback_body(request, callbacks)
    except MalformedBody:
        return answer(400, "The request was malformed. Reload the page.", "malformed")
    return None
