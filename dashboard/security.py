"""What every request must pass before anything else is done with it: default deny.

In this order: does it come from our own pages; is it made with a share link that is good, or is the person signed in
and does it carry the form token; is a callback's body one that our pages send; is the page one that this visitor may
see. Whoever has yet to confirm their address sees nothing but that. Each use case checks again for itself who may read
and whose it is.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, redirect, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf, validate_csrf
from werkzeug.exceptions import SecurityError
from werkzeug.wrappers import Response as BaseResponse
from wtforms.validators import ValidationError

from dashboard.auth import awaits_confirmation, let_in_by_api_token, signed_in
from dashboard.callback_body import LARGEST, MalformedBody, check_callback_body
from dashboard.errors import answer, wants_problem
from dashboard.headers import STATIC_ENDPOINTS
from dashboard.routes.shared import ENDPOINT as SHARED_ENDPOINT
from dashboard.settings import Site
from dashboard.visitors import come_by_link, link_token
from jobs.errors import LinkEnded
from jobs.services import JobServices
from results.sharing.share import SharedJob, note_use, open_link

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC_ENDPOINTS = STATIC_ENDPOINTS | {
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
}
UNCONFIRMED_ENDPOINTS = PUBLIC_ENDPOINTS | {"verify.waiting", "auth.sign_out"}
"""What is open to somebody who has yet to confirm their address."""
CALLBACK_ENDPOINT = "/_dash-update-component"
API_ENDPOINTS = frozenset({"downloads.selected", "downloads.rejected"})
"""What an API token opens: reading, and nothing that a page of another site could not be kept from asking for."""
DESCRIPTION_ENDPOINTS = frozenset({"/_dash-layout", "/_dash-dependencies"})
PAGE_ENDPOINTS = frozenset({"/", "/<path:path>"})
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
        may_open: tells whether the visitor may open the page at this path.
        links: opens share links.
    """
    server.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # we say below when, and where the token may be looked for
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # wants the Referer that our own pages don't send; the origin is checked instead
        MAX_CONTENT_LENGTH=LARGEST,
        MAX_FORM_PARTS=20,
    )
    forms = CSRFProtect(server)

    @server.before_request
    def guard() -> BaseResponse | None:
        if isinstance(request.routing_exception, SecurityError):
            raise request.routing_exception  # a host name that isn't ours
        if request.endpoint in STATIC_ENDPOINTS:
            return None
        if request.method not in SAFE_METHODS and not comes_from_us(settings.origin):
            return answer(403, "This request did not come from a page of BatchProt.", "cross_site")
        if (token := link_token()) is not None:
            return _let_in_by_link(token, links, callbacks, may_open)
        return _let_in_person(forms, callbacks, may_open)

    @server.after_request
    def hand_out_token(response: Response) -> Response:
        # Dash and our own scripts send this cookie back as a header, which no other site can.
        if request.endpoint in PAGE_ENDPOINTS and response.status_code == 200 and signed_in():  # noqa: PLR2004 - HTTP
            response.set_cookie(CSRF_COOKIE, generate_csrf(), secure=settings.https, samesite="Lax", path="/")
        return response


def _let_in_person(
    forms: CSRFProtect, callbacks: Mapping[str, Mapping[str, Any]], may_open: Callable[[str], bool]
) -> BaseResponse | None:
    """Let whoever is signed in to what is theirs, and everybody to what is public."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and request.endpoint in API_ENDPOINTS:
        return None if let_in_by_api_token(token.strip()) else answer(401, "This API token is not good.", "api_token")
    if request.endpoint not in PUBLIC_ENDPOINTS and not signed_in():
        return _send_to_sign_in()
    _check_form_token(forms)
    if request.endpoint not in UNCONFIRMED_ENDPOINTS and awaits_confirmation():
        return _send_to_confirm()
    if request.endpoint == CALLBACK_ENDPOINT:
        return _refuse_malformed_callback(callbacks)
    if request.endpoint in PAGE_ENDPOINTS and not may_open(request.path):
        abort(404)
    return None


class Links:
    """The use cases of share links that the guard needs."""

    def __init__(self, services: JobServices) -> None:
        self._services = services

    def open(self, token: str) -> SharedJob:
        """What a token opens; see results.sharing.share.open_link."""
        return open_link(self._services, token)

    def note_use(self, shared: SharedJob) -> None:
        """Keep that a link was used."""
        note_use(self._services, shared)


def _let_in_by_link(
    token: str, links: Links, callbacks: Mapping[str, Mapping[str, Any]], may_open: Callable[[str], bool]
) -> Response | None:
    """Let the holder of a link to its pages, its downloads and the callbacks, and to nothing else.

    The token itself proves that a callback was sent by a page of the link, so no form token is asked for.
    """
    try:
        shared = links.open(token)
    except LinkEnded as error:
        return answer(410, str(error), "link_ended")
    come_by_link(shared)
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

    Browsers say so themselves: in Sec-Fetch-Site, and in Origin. A form of ours has Origin `null`, because our
    pages send no referrer; then Sec-Fetch-Site decides, and where a browser knows neither, the form token.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    said = request.headers.get("Origin")
    if said is None:
        return True
    if said == "null":
        return not wants_problem()
    return said in (origin, f"{request.scheme}://{request.host}")


def _send_to_sign_in() -> BaseResponse:
    if wants_problem():
        return answer(401, code="signed_out")
    if request.method not in SAFE_METHODS:
        return redirect("/sign-in", 303)
    wanted = request.full_path if request.query_string else request.path
    return redirect("/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='/')}", 302)


def _send_to_confirm() -> BaseResponse:
    if wants_problem():
        return answer(403, "Confirm your e-mail address first: open the link that we mailed you.", "unconfirmed")
    return redirect("/verify", 302 if request.method in SAFE_METHODS else 303)


def _check_form_token(forms: CSRFProtect) -> None:
    """Check the token of an unsafe request; for data only in the header, so that a body is never parsed here."""
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
        return answer(400, "This request is not one that a page of BatchProt sends. Reload the page.", "malformed")
    return None
