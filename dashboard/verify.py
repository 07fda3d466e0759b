"""Confirming an e-mail address: where one waits for the mail, and what its link opens."""

from flask import Blueprint, Flask, redirect, render_template, request, session
from werkzeug.wrappers import Response

from accounts import confirmation
from accounts.errors import AccountError, LinkUsedUp
from accounts.services import AccountServices
from dashboard.auth import CONFIRMED, awaits_confirmation, current_user, retry_headers, signed_in
from dashboard.errors import answer

Page = Response | tuple[str, int] | tuple[str, int, dict[str, str]]
_NOT_SENT = "The e-mail could not be sent. Try again in a few minutes."


def install(server: Flask, accounts: AccountServices, origin: str) -> None:
    """Add the pages."""
    blueprint = Blueprint("verify", __name__)

    @blueprint.route("/verify", methods=["GET", "POST"])
    def waiting() -> Page:
        if not awaits_confirmation():
            return redirect("/", 303)
        user = current_user()
        if request.method == "GET":
            return render_template("verify.html", email=user.email), 200
        try:
            sent = confirmation.send_again(accounts, user.id, origin, address=_address())
        except AccountError as error:
            page = render_template("verify.html", email=user.email, error=str(error))
            return page, error.status, retry_headers(error)
        return render_template("verify.html", email=user.email, sent=sent, error="" if sent else _NOT_SENT), 200

    @blueprint.route("/verify/<token>", methods=["GET", "POST"])
    def confirm(token: str) -> Page:
        try:
            if request.method == "GET":
                email = confirmation.address_to_confirm(accounts, token)
                return render_template("verify_link.html", email=email), 200
            confirmation.confirm(accounts, token, origin, address=_address())
        except LinkUsedUp as error:
            return answer(error.status, error.message, error.code)
        except AccountError as error:
            return answer(409, error.message, error.code)
        if signed_in():
            return redirect("/", 303)
        session[CONFIRMED] = True
        return redirect("/sign-in", 303)

    server.register_blueprint(blueprint)


def _address() -> str:
    return request.remote_addr or ""
