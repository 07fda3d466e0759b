"""Links that sign in once, such as the one `batchprot up` prints."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from accounts.attempts import count_attempt, key_for
from accounts.audit import Event, record
from accounts.email_links import SIGN_IN, is_good, new_link
from accounts.errors import TooManyAttempts
from accounts.services import AccountServices
from accounts.sessions import start_session
from models.tables import email_token


def create_sign_in_link(services: AccountServices, user_id: UUID, lifetime: timedelta | None = None) -> str:
    """Return the token of a new link for this account; it works once, within `lifetime`."""
    with services.database.session() as session:
        token = new_link(session, user_id, SIGN_IN, lifetime or services.limits.sign_in_link)
        record(session, Event.LINK_CREATED, user_id)
    return token


def redeem(services: AccountServices, token: str, *, address: str = "", user_agent: str = "") -> str | None:
    """Use up a link and begin a session; return the session's token, or None when the link is no good.

    One statement finds and deletes the link: of two browsers opening it at once, one gets in. A refused link is
    recorded as long as the network address has not used up its attempts.
    """
    with services.database.session() as session:
        user_id = _use_up(session, token)
        if user_id is not None:
            record(session, Event.LINK_REDEEMED, user_id, address)
            return start_session(session, user_id, services.limits, user_agent)
    with suppress(TooManyAttempts), services.database.session() as session:
        count_attempt(session, {key_for("link_refused", address): services.limits.sign_in_failures})
        record(session, Event.LINK_REFUSED, None, address)
    return None


def _use_up(session: Session, token: str) -> UUID | None:
    used = delete(email_token).where(is_good(token, SIGN_IN))
    return session.execute(used.returning(email_token.c.user_id)).scalar_one_or_none()
