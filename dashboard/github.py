"""Signing in with GitHub: the way there and the way back. The routes are there only where it is set up."""

from flask import Blueprint, Flask, redirect, request, session
from werkzeug.wrappers import Response

from accounts.errors import AccountError
from accounts.github import GitHub
from accounts.services import AccountServices
from accounts.vouched import count_coming_back, sign_in_vouched
from dashboard.auth import GITHUB, begin_session, refused_sign_in, signed_in
from dashboard.next_path import local_path

_BEGUN = "github"
_BACK = "/sign-in/github/back"

Page = Response | tuple[str, int] | tuple[str, int, dict[str, str]]


def install(server: Flask, accounts: AccountServices, github: GitHub | None, origin: str) -> None:
    """Add the routes, and the button to the sign-in pages."""
    server.config[GITHUB] = github is not None
    if github is None:
        return
    blueprint = Blueprint("github", __name__)

    @blueprint.get("/sign-in/github")
    def begin() -> Response:
        """Off to GitHub. A link, not a form: a form's answer may not lead to another host."""
        wanted = local_path(request.args.get("next"))
        if signed_in():
            return redirect(wanted)
        begun = github.begin(f"{origin}{_BACK}")
        session[_BEGUN] = {"state": begun.state, "verifier": begun.verifier, "next": wanted}
        return redirect(begun.address)

    @blueprint.get(_BACK)
    def back() -> Page:
        """Sign in whom GitHub knows. What was begun is used up, whatever comes of it."""
        begun: dict[str, str] = session.pop(_BEGUN, {})
        address = request.remote_addr or ""
        try:
            count_coming_back(accounts, address)
            email = github.verified_address(begun, request.args, f"{origin}{_BACK}")
            token = sign_in_vouched(accounts, email, address=address, user_agent=request.user_agent.string)
        except AccountError as error:
            return refused_sign_in(error, local_path(begun.get("next")))
        return begin_session(token, local_path(begun.get("next")))

    server.register_blueprint(blueprint)
