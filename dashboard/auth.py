"""Sign in, sign up, sign out: plain forms that work without JavaScript; and who is signed in."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, g, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, login_user
from flask_login import current_user as login_user_proxy
from werkzeug.wrappers import Response

from accounts import confirmation
from accounts.api_tokens import TokenUse, use_api_token
from accounts.errors import AccountError, InvalidEmail, InvalidPassword
from accounts.one_time_links import redeem
from accounts.people import sign_in as sign_in_person
from accounts.people import sign_up as sign_up_person
from accounts.services import AccountServices, User
from accounts.sessions import sign_out as end_session
from accounts.sessions import user_for_session
from dashboard.errors import answer
from dashboard.next_path import local_path
from dashboard.settings import Site

EXTENSION = "batchprot_accounts"
CONFIRMED = "address_confirmed"
"""Key of the session: an address has just been confirmed, and the person should sign in."""
GITHUB = "BATCHPROT_GITHUB"
"""Key of the server's configuration: whether signing in with GitHub is offered."""
ORIGIN = "BATCHPROT_ORIGIN"
"""Key of the server's configuration: the address at which people reach it."""
_JUST_SIGNED_UP = "signed_up_as"

blueprint = Blueprint("auth", __name__)


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc] # Flask-Login has no type hints
    """The person who is signed in, and the token of the session."""

    user: User
    token: str

    def get_id(self) -> str:
        """Return what Flask-Login stores in the cookie: only the session's token."""
        return self.token


def install_auth(server: Flask, settings: Site, services: AccountServices) -> None:
    """Add sessions and the sign-in pages to the server."""
    server.extensions[EXTENSION] = services
    server.config[ORIGIN] = settings.origin
    server.config.update(
        # Browsers accept this prefix only with Secure, for this host and for all of its paths.
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=services.limits.session_lifetime,
        SESSION_REFRESH_EACH_REQUEST=False,
    )
    manager = LoginManager(server, add_context_processor=False)
    # This protection ties a session to a network address, which changes behind CloudFront and in mobile networks. A
    # session is protected by its random token, which is stored as a hash and can be revoked.
    manager.session_protection = None

    @manager.user_loader
    def load(token: str) -> SignedIn | None:
        user = user_for_session(services, token)
        return None if user is None else SignedIn(user, token)

    server.register_blueprint(blueprint)


def signed_in() -> bool:
    """Tell whether the request carries a valid session or API token."""
    return "token_user" in g or bool(login_user_proxy.is_authenticated)


def let_in_by_api_token(token: str) -> TokenUse | None:
    """Make the owner of an API token the person of this request, without a session; None if the token is invalid."""
    use = use_api_token(_services(), token)
    if use is None or _must_confirm(use.user):
        return None
    g.token_user, g.token_use = use.user, use
    return use


def awaits_confirmation() -> bool:
    """Tell whether the person who is signed in must first confirm their address."""
    return signed_in() and _must_confirm(current_user())


def _must_confirm(user: User) -> bool:
    return not user.confirmed and confirmation.is_asked(_services())


def current_user() -> User:
    """Return the person who is signed in.

    Raises:
        RuntimeError: nobody is signed in; the guard stops such a request before this is called.
    """
    if not signed_in():
        raise RuntimeError("nobody is signed in")
    owner: User | None = g.get("token_user")
    return owner or cast("SignedIn", login_user_proxy).user


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Show the form, or sign in with its values."""
    wanted = local_path(request.values.get("next"))
    if request.method == "GET":
        if signed_in():
            return redirect(wanted)
        known = session.pop(_JUST_SIGNED_UP, None)
        note = _note_for(signed_up=known is not None, confirmed=session.pop(CONFIRMED, False))
        return _sign_in_page(wanted, email=known or "", note=note), 200
    email = request.form.get("email", "")
    try:
        token = sign_in_person(
            _services(),
            email,
            request.form.get("password", ""),
            address=_address(),
            user_agent=request.user_agent.string,
        )
    except AccountError as error:
        return _sign_in_page(wanted, email=email, error=str(error)), error.status, retry_headers(error)
    return begin_session(token, wanted)


@blueprint.route("/sign-up", methods=["GET", "POST"])
def sign_up() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Show the form, or create the account; the response is the same if the address already has one."""
    wanted = local_path(request.values.get("next"))
    if request.method == "GET":
        return redirect(wanted) if signed_in() else (_sign_up_page(wanted, ""), 200)
    email = request.form.get("email", "")
    try:
        sign_up_person(_services(), email, request.form.get("password", ""), address=_address())
    except AccountError as error:
        field = {InvalidEmail: "email", InvalidPassword: "password"}.get(type(error), "form")
        return _sign_up_page(wanted, email, error=str(error), field=field), error.status, retry_headers(error)
    confirmation.greet(_services(), email, current_app.config[ORIGIN], address=_address())
    session.clear()
    session[_JUST_SIGNED_UP] = email.strip()
    return redirect(_with_next("/sign-in", wanted), 303)


def refused_sign_in(error: AccountError, wanted: str) -> tuple[str, int, dict[str, str]]:
    """The form again, with the error of another sign-in method."""
    return _sign_in_page(wanted, trouble=str(error)), error.status, retry_headers(error)


def _sign_up_page(wanted: str, email: str, **shown: str) -> str:
    return render_template("sign_up.html", next=wanted, email=email, github=current_app.config[GITHUB], **shown)


def _sign_in_page(wanted: str, **shown: str) -> str:
    return render_template("sign_in.html", next=wanted, github=current_app.config[GITHUB], **shown)


def _note_for(*, signed_up: bool, confirmed: bool) -> str:
    """The note above the form after creating an account or confirming its address."""
    if confirmed:
        return "Your e-mail address is confirmed. Sign in to continue."
    if not signed_up:
        return ""
    if confirmation.is_asked(_services()):
        return "We sent you an e-mail. Open the link in it to confirm your address, then sign in."
    return "Account created. Sign in to continue. (Already had an account? Use your old password.)"


@blueprint.route("/sign-out", methods=["POST"])
def sign_out() -> Response:
    """End the session here and in the database."""
    end_session(_services(), cast("SignedIn", login_user_proxy).token, address=_address())
    session.clear()
    response = redirect("/sign-in", 303)
    response.delete_cookie("_csrf_token", path="/")
    return response


@blueprint.route("/sign-in/link/<token>", methods=["GET"])
def follow_link(token: str) -> Response:
    """Sign in by a one-time link. A preview by a browser or a chat program does not use it up."""
    looks_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "HEAD" or looks_ahead:
        return Response(status=204)
    session_token = redeem(_services(), token, address=_address(), user_agent=request.user_agent.string)
    if session_token is not None:
        return begin_session(session_token, local_path(request.args.get("next")))
    return redirect(local_path(request.args.get("next"))) if signed_in() else answer(410)


def begin_session(token: str, wanted: str) -> Response:
    """Start a session in a new cookie that keeps nothing of the anonymous one."""
    user = user_for_session(_services(), token)
    if user is None:  # it ended in the meantime, by a change of password elsewhere
        return redirect("/sign-in", 303)
    session.clear()
    session.permanent = True
    login_user(SignedIn(user, token))
    return redirect(wanted, 303)


def _services() -> AccountServices:
    return cast("AccountServices", current_app.extensions[EXTENSION])


def _address() -> str:
    return request.remote_addr or ""


def _with_next(path: str, wanted: str) -> str:
    return path if wanted == "/" else f"{path}?next={quote(wanted, safe='/')}"


def retry_headers(error: AccountError) -> dict[str, str]:
    """The header that says when to try again, where that helps."""
    return {"Retry-After": str(error.seconds)} if error.seconds else {}
