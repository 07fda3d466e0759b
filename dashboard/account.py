"""The account page and resetting a forgotten password: plain forms that work without JavaScript."""

import datetime as dt
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, json, redirect, render_template, request, session, url_for
from flask_login import current_user as login_user_proxy
from flask_login import login_user
from werkzeug.wrappers import Response as BaseResponse

from accounts import api_tokens, confirmation, password_reset, people, profile
from accounts.errors import AccountError, LinkUsedUp
from accounts.services import AccountServices, User
from accounts.sessions import user_for_session
from dashboard.auth import ORIGIN, SignedIn, current_user, retry_headers
from dashboard.components.shared.numbers import ago
from dashboard.devices import device
from dashboard.errors import answer
from dashboard.page_access import job_id_from
from dashboard.services import WebServices
from jobs.services import JobServices
from models.states import JobState
from results import jobs as listing
from results.exports import csv as export
from results.own_columns import own_columns
from results.selection.model import Selection

Page = BaseResponse | tuple[str, int] | tuple[str, int, dict[str, str]]
_DONE = "account_done"


def install(server: Flask, services: WebServices, origin: str) -> None:
    """Add the account's routes."""
    blueprint = Blueprint("account", __name__)
    accounts = services.accounts

    @blueprint.get("/account")
    def page() -> Page:
        return _page(accounts)

    actions: dict[str, Callable[[AccountServices, User], str]] = {**_ACTIONS, "email": partial(_change_email, origin)}
    for path, act in actions.items():
        _add_action(blueprint, accounts, path, act)

    @blueprint.post("/account/tokens")
    def tokens() -> Page:
        try:  # shown in this response, because a redirect would have to carry the token
            token = api_tokens.create_api_token(accounts, current_user().id, **_asked_token())
        except AccountError as error:
            return _page(accounts, error, "tokens")
        return _page(accounts, new_token=token)

    @blueprint.post("/account/delete")
    def delete() -> Page:
        try:
            profile.delete_account(accounts, current_user().id, request.form.get("email", ""), address=_address())
        except AccountError as error:
            return _page(accounts, error, "delete")
        session.clear()
        return redirect("/sign-in", 303)

    @blueprint.get("/account/export.jsonl")
    def everything() -> Response:
        user = current_user()
        name = f"batchprot-{dt.datetime.now(dt.UTC):%Y-%m-%d}.jsonl"
        response = Response(
            _everything(accounts, services.jobs, user, login_user_proxy.token), mimetype="application/jsonl"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    _add_reset(blueprint, accounts, origin)
    server.register_blueprint(blueprint)


def _add_action(
    blueprint: Blueprint, accounts: AccountServices, name: str, act: Callable[[AccountServices, User], str]
) -> None:
    """Add one form of the page: it carries out the action, then shows the page with the result or the error."""

    def view() -> Page:
        try:
            session[_DONE] = act(accounts, current_user())
        except AccountError as error:
            return _page(accounts, error, name)
        return redirect(f"{url_for('account.page')}#{name}", 303)

    blueprint.add_url_rule(f"/account/{name}", name, view, methods=["POST"])


def _add_reset(blueprint: Blueprint, accounts: AccountServices, origin: str) -> None:
    @blueprint.route("/forgot", methods=["GET", "POST"])
    def forgot() -> Page:
        email = request.form.get("email", "")
        shown = {"email": email, "can_mail": accounts.mail is not None}
        if request.method == "GET":
            return render_template("forgot.html", **shown), 200
        try:
            password_reset.request_reset(accounts, email, origin, address=_address())
        except AccountError as error:
            return render_template("forgot.html", error=str(error), **shown), error.status, retry_headers(error)
        return render_template("forgot.html", sent=True, **shown), 200

    @blueprint.route("/reset/<token>", methods=["GET", "POST"])
    def reset(token: str) -> Page:
        try:
            if request.method == "GET":
                password_reset.check_link(accounts, token)
                return render_template("reset.html"), 200
            password_reset.reset_password(accounts, token, request.form.get("password", ""), address=_address())
        except LinkUsedUp as error:
            return answer(410, str(error), "reset_link_ended")
        except AccountError as error:
            return render_template("reset.html", error=str(error)), error.status, retry_headers(error)
        return redirect("/sign-in", 303)


def _change_name(accounts: AccountServices, user: User) -> str:
    profile.set_name(accounts, user.id, request.form.get("name", ""))
    return "Name saved."


def _change_email(origin: str, accounts: AccountServices, user: User) -> str:
    new, password = request.form.get("email", ""), request.form.get("current", "")
    if confirmation.change_email(accounts, user.id, new, password, origin, address=_address()):
        return "E-mail address changed."
    return "We sent an e-mail to the new address. Open the link in it to complete the change."


def _change_password(accounts: AccountServices, user: User) -> str:
    current, new = request.form.get("current", ""), request.form.get("new", "")
    token = people.change_password(accounts, user.id, current, new, address=_address())
    again = user_for_session(accounts, token)
    session.clear()
    session.permanent = True
    login_user(SignedIn(cast("User", again), token))
    return "Password changed. You are signed out of all other sessions."


def _end_sessions(accounts: AccountServices, user: User) -> str:
    profile.end_other_sessions(accounts, user.id, login_user_proxy.token, address=_address())
    return "Signed out of all other sessions."


def _revoke_token(accounts: AccountServices, user: User) -> str:
    token_id = job_id_from(request.form.get("token"))
    revoked = token_id is not None and api_tokens.revoke_api_token(accounts, user.id, token_id)
    return "Token revoked." if revoked else "This token no longer exists."


def _asked_token() -> dict[str, Any]:
    """What the form asks for; anything else reads only, and what is no number of days is the shortest."""
    scope = api_tokens.Scope.WRITE if request.form.get("scope") == api_tokens.Scope.WRITE else api_tokens.Scope.READ
    asked = request.form.get("days", "")
    days = {str(days): days for days in api_tokens.LIFETIMES} | {"": None}
    return {"name": request.form.get("name", ""), "scope": scope, "days": days.get(asked, api_tokens.LIFETIMES[0])}


def _feedback(accounts: AccountServices, user: User) -> str:
    given = profile.give_feedback(accounts, user.id, request.form.get("message", ""))
    return "Thank you. Your message was saved for the administrator." if given else "Enter a message first."


_ACTIONS: dict[str, Callable[[AccountServices, User], str]] = {
    "name": _change_name,
    "password": _change_password,
    "sessions": _end_sessions,
    "revoke": _revoke_token,
    "feedback": _feedback,
}


def _page(accounts: AccountServices, error: AccountError | None = None, section: str = "", new_token: str = "") -> Page:
    user_id, token = current_user().id, login_user_proxy.token
    now = dt.datetime.now(dt.UTC)
    # A form with an error keeps what was typed, except passwords.
    shown = render_template(
        "account.html",
        profile=profile.profile(accounts, user_id),
        sessions=[(device(one.user_agent), one) for one in profile.sessions(accounts, user_id, token)],
        tokens=api_tokens.list_api_tokens(accounts, user_id),
        new_token=new_token,
        lifetimes=api_tokens.LIFETIMES,
        done=session.pop(_DONE, ""),
        error="" if error is None else str(error),
        section=section,
        typed=request.form,
        now=now,
        ago=ago,
        confirms=confirmation.is_asked(accounts),
        origin=current_app.config[ORIGIN],
    )
    return (shown, 200) if error is None else (shown, error.status, retry_headers(error))


def _everything(accounts: AccountServices, jobs: JobServices, user: User, token: str) -> Generator[bytes, None, None]:
    """Yield one JSON object per line: the account, its sessions and tokens, then each analysis with its records."""
    mine = profile.profile(accounts, user.id)
    yield _line("account", email=mine.email, name=mine.name, created_at=mine.created_at)
    for one in profile.sessions(accounts, user.id, token):
        yield _line("session", user_agent=one.user_agent, created_at=one.created_at, last_seen_at=one.last_seen_at)
    for kept in api_tokens.list_api_tokens(accounts, user.id):
        moments = {name: getattr(kept, name) for name in ("created_at", "expires_at", "last_used_at")}
        yield _line("api_token", name=kept.name, scopes=kept.scopes, **moments)
    for job in listing.list_jobs(jobs, user.id):
        facts = {name: getattr(job, name) for name in ("id", "title", "filename", "state", "created_at", "sha256")}
        yield _line("analysis", **facts, options=job.options.to_json())
        if job.state == JobState.SUCCEEDED:
            own = own_columns(jobs, user.id, job.id)
            for column in own.facts:
                kept_from = {"source": column.source, "sheet": column.sheet, "match": column.match}
                yield _line("own_column", analysis=job.id, label=column.label, type=column.kind, **kept_from)
            yield from export.json_lines_stream(jobs, user.id, job.id, Selection(), export.columns_named("all", own))


def _line(kind: str, **values: object) -> bytes:
    plain = {
        name: value.isoformat() if isinstance(value, dt.datetime) else str(value) if isinstance(value, UUID) else value
        for name, value in values.items()
    }
    return (json.dumps({"kind": kind} | plain) + "\n").encode()


def _address() -> str:
    return request.remote_addr or ""
