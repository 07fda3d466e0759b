"""Being signed in: a row in the database, found by the hash of the token in the cookie.

Ending a session deletes its row, so a copied cookie is worth nothing from the next request on. Both limits,
12 hours without a request and 7 days in all, go by the database's clock.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from accounts.audit import Event, record
from accounts.services import AccountLimits, AccountServices, User
from accounts.tokens import new_token, token_hash
from models.tables import app_user, login_session

USER_AGENT_KEPT = 200
SEEN_EVERY = timedelta(minutes=1)  # a row is not rewritten for every request of a page


def start_session(session: Session, user_id: UUID, limits: AccountLimits, user_agent: str = "") -> str:
    """Begin a session in the caller's transaction; return its token, which is kept nowhere here."""
    session.execute(delete(login_session).where(login_session.c.user_id == user_id, _ended(limits)))
    token = new_token()
    session.execute(
        insert(login_session).values(
            user_id=user_id,
            token_hash=token_hash(token),
            user_agent=user_agent.replace("\0", "")[:USER_AGENT_KEPT],
        )
    )
    return token


def user_for_session(services: AccountServices, token: str) -> User | None:
    """Return who is signed in with this token, or None when the session has ended or never was."""
    hashed = token_hash(token)
    found = (
        select(
            app_user.c.id,
            app_user.c.email,
            app_user.c.email_verified_at.is_not(None).label("confirmed"),
            (login_session.c.last_seen_at < func.now() - SEEN_EVERY).label("unseen"),
        )
        .join(login_session, login_session.c.user_id == app_user.c.id)
        .where(login_session.c.token_hash == hashed, ~_ended(services.limits), app_user.c.disabled_at.is_(None))
    )
    with services.database.session() as session:
        row = session.execute(found).one_or_none()
        if row is None:
            return None
        if row.unseen:
            seen = update(login_session).where(login_session.c.token_hash == hashed)
            session.execute(seen.values(last_seen_at=func.now()))
    return User(row.id, row.email, row.confirmed)


def sign_out(services: AccountServices, token: str, *, address: str = "") -> None:
    """End the session of this token; nothing happens when it has ended already."""
    ended = (
        delete(login_session).where(login_session.c.token_hash == token_hash(token)).returning(login_session.c.user_id)
    )
    with services.database.session() as session:
        user_id = session.execute(ended).scalar_one_or_none()
        if user_id is not None:
            record(session, Event.SIGNED_OUT, user_id, address)


def end_every_session(session: Session, user_id: UUID) -> None:
    """End all sessions of a person in the caller's transaction, wherever they are signed in."""
    session.execute(delete(login_session).where(login_session.c.user_id == user_id))


def _ended(limits: AccountLimits) -> ColumnElement[bool]:
    return or_(
        login_session.c.created_at < func.now() - limits.session_lifetime,
        login_session.c.last_seen_at < func.now() - limits.session_idle,
    )
