"""Links that sign in once, such as the one `batchprot up` prints."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert
from sqlalchemy.orm import Session

from accounts.audit import Event, record
from accounts.services import AccountServices
from accounts.sessions import start_session
from accounts.tokens import new_token, token_hash
from models.tables import email_token

PURPOSE = "sign_in"


def create_sign_in_link(services: AccountServices, user_id: UUID, lifetime: timedelta | None = None) -> str:
    """Return the token of a new link for this account; it works once, within `lifetime`."""
    token = new_token()
    expires_at = func.now() + (lifetime or services.limits.sign_in_link)
    with services.database.session() as session:
        session.execute(delete(email_token).where(email_token.c.expires_at < func.now()))
        session.execute(
            insert(email_token).values(
                user_id=user_id, token_hash=token_hash(token), purpose=PURPOSE, expires_at=expires_at
            )
        )
        record(session, Event.LINK_CREATED, user_id)
    return token


def redeem(services: AccountServices, token: str, *, address: str = "", user_agent: str = "") -> str | None:
    """Use up a link and begin a session; return the session's token, or None when the link is no good.

    One statement finds and deletes the link: of two browsers opening it at once, one gets in.
    """
    with services.database.session() as session:
        user_id = _use_up(session, token)
        record(session, Event.LINK_REDEEMED if user_id else Event.LINK_REFUSED, user_id, address)
        if user_id is None:
            return None
        return start_session(session, user_id, services.limits, user_agent)


def _use_up(session: Session, token: str) -> UUID | None:
    used = delete(email_token).where(
        email_token.c.token_hash == token_hash(token),
        email_token.c.purpose == PURPOSE,
        email_token.c.expires_at > func.now(),
    )
    return session.execute(used.returning(email_token.c.user_id)).scalar_one_or_none()
