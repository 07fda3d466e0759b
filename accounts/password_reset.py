"""Resetting a forgotten password by a one-time link sent by e-mail.

Only the owner of the mailbox learns whether an address has an account: the response is always the same.
"""

import time
from typing import Any

from sqlalchemy import Select, delete, select

from accounts.attempts import count_attempt, key_for
from accounts.audit import Event, record
from accounts.email_address import normal_email
from accounts.email_links import is_good, new_link
from accounts.errors import LinkUsedUp
from accounts.mail import MailNotSent
from accounts.passwords import check_password
from accounts.people import store_password, trust_address
from accounts.services import AccountServices
from models.tables import app_user, email_token

PURPOSE = "password_reset"
ANSWER_SECONDS = 1.0
"""Shortest response time where e-mail is sent, so that timing does not reveal whether an account exists."""
_TEXT = """We received a request to reset your BatchProt password.

This link is valid for one hour and can be used once:

{link}

If you did not request this, ignore this e-mail. Your password has not changed.
"""


def request_reset(services: AccountServices, email: str, origin: str, *, address: str = "") -> None:
    """E-mail a link to the address if it has an account; the caller cannot tell whether it has.

    Args:
        services: database, limits and mail.
        email: the address as typed.
        origin: scheme and host of the application, for the link.
        address: the network address of the request.

    Raises:
        InvalidEmail: the text is not an e-mail address.
        TooManyAttempts: too many requests for this e-mail address or from this network address.
    """
    normal = normal_email(email)
    begun = time.monotonic()
    _mail_link(services, normal, origin, address)
    if services.mail is not None:
        time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - begun)))


def _mail_link(services: AccountServices, normal: str, origin: str, address: str) -> None:
    with services.database.session() as session:
        keys = (key_for("reset", normal), key_for("reset_address", address))
        count_attempt(session, dict.fromkeys(keys, services.limits.resets))
    with services.database.session() as session:
        wanted = select(app_user.c.id).where(app_user.c.email == normal, app_user.c.disabled_at.is_(None))
        user_id = session.execute(wanted).scalar_one_or_none()
        record(session, Event.PASSWORD_RESET_ASKED, user_id, address)
        token = new_link(session, user_id, PURPOSE, services.limits.password_reset) if user_id else None
    if token is not None and services.mail is not None:
        try:
            services.mail.send(normal, "Reset your password", _TEXT.format(link=f"{origin}/reset/{token}"))
        except MailNotSent:  # already logged; the response reveals nothing
            return


def check_link(services: AccountServices, token: str) -> None:
    """Check that a reset link still works, without using it.

    Raises:
        LinkUsedUp: the link was used, has expired or never existed.
    """
    with services.database.session() as session:
        if session.execute(_owner(token)).scalar_one_or_none() is None:
            raise LinkUsedUp


def reset_password(services: AccountServices, token: str, new: str, *, address: str = "") -> None:
    """Set a new password by a link from a mail; every session of the account ends.

    Raises:
        LinkUsedUp: the link was used, has expired or never existed.
        InvalidPassword: the password can't be accepted; the link still works.
    """
    with services.database.session() as session:
        email = session.execute(_owner(token)).scalar_one_or_none()
    if email is None:
        raise LinkUsedUp
    check_password(new, email)
    hashed = services.hasher.hash(new)
    with services.database.session() as session:
        used = delete(email_token).where(is_good(token, PURPOSE)).returning(email_token.c.user_id)
        user_id = session.execute(used).scalar_one_or_none()
        if user_id is None:  # a concurrent request used the link
            raise LinkUsedUp
        store_password(session, user_id, hashed, address)
        trust_address(session, user_id)  # the link was sent to this mailbox


def _owner(token: str) -> Select[Any]:
    joined = email_token.join(app_user, app_user.c.id == email_token.c.user_id)
    return select(app_user.c.email).select_from(joined).where(is_good(token, PURPOSE))
