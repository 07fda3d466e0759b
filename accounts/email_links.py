"""Links that reach a person by mail or on the screen: each has one purpose, works once and for a while."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert
from sqlalchemy.orm import Session

from accounts.tokens import new_token, token_hash
from models.tables import email_token

SIGN_IN = "sign_in"
"""The purpose of links that were shown on the screen, not mailed."""


def new_link(session: Session, user_id: UUID, purpose: str, lifetime: timedelta, email: str = "") -> str:
    """Return the token of a new link; links that have ended go by the way.

    Args:
        session: of the caller's transaction.
        user_id: whose link it is.
        purpose: the only thing that it opens.
        lifetime: for how long, by the database's clock.
        email: the address that it was sent to, where that matters.
    """
    session.execute(delete(email_token).where(email_token.c.expires_at < func.now()))
    token = new_token()
    values = {"user_id": user_id, "token_hash": token_hash(token), "purpose": purpose, "email": email}
    session.execute(insert(email_token).values(**values, expires_at=func.now() + lifetime))
    return token


def void_mailed_links(session: Session, user_id: UUID) -> None:
    """End every link that was mailed to a person: to an address or for a password that counts no longer."""
    session.execute(delete(email_token).where(email_token.c.user_id == user_id, email_token.c.purpose != SIGN_IN))


def is_good(token: str, purpose: str) -> ColumnElement[bool]:
    """The condition on `email_token` that this is a link for this purpose that still works."""
    return (
        (email_token.c.token_hash == token_hash(token))
        & (email_token.c.purpose == purpose)
        & (email_token.c.expires_at > func.now())
    )
