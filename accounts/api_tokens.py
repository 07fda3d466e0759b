"""API tokens: programs of a person read that person's results with them. Shown once, kept as a hash."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from accounts.audit import Event, record
from accounts.errors import TooManyTokens
from accounts.services import AccountServices, User
from accounts.tokens import new_token, token_hash
from models.tables import api_token, app_user

LONGEST_NAME = 80


def create_api_token(services: AccountServices, user_id: UUID, name: str) -> str:
    """Return a new token, which can't be retrieved later.

    Raises:
        TooManyTokens: the person has as many as they may have.
    """
    token = new_token()
    with services.database.session() as session:
        session.execute(select(app_user.c.id).where(app_user.c.id == user_id).with_for_update())
        alive = select(func.count()).where(api_token.c.user_id == user_id, api_token.c.revoked_at.is_(None))
        if session.execute(alive).scalar_one() >= services.limits.api_tokens:
            raise TooManyTokens(f"You already have {services.limits.api_tokens} tokens. Revoke one first.")
        kept = " ".join(name.replace("\0", "").split())[:LONGEST_NAME] or "Token"
        session.execute(insert(api_token).values(user_id=user_id, token_hash=token_hash(token), name=kept))
        record(session, Event.API_TOKEN_CREATED, user_id)
    return token


def list_api_tokens(services: AccountServices, user_id: UUID) -> "Sequence[Row[Any, Any, Any, Any]]":
    """The person's tokens that work: id, name, created_at, last_used_at; newest first."""
    wanted = select(api_token.c.id, api_token.c.name, api_token.c.created_at, api_token.c.last_used_at)
    wanted = wanted.where(api_token.c.user_id == user_id, api_token.c.revoked_at.is_(None))
    with services.database.session() as session:
        return session.execute(wanted.order_by(api_token.c.created_at.desc(), api_token.c.id)).all()


def revoke_api_token(services: AccountServices, user_id: UUID, token_id: UUID) -> bool:
    """Make a token of this person worthless; False when it is not one."""
    mine = (api_token.c.id == token_id) & (api_token.c.user_id == user_id) & api_token.c.revoked_at.is_(None)
    with services.database.session() as session:
        revoked = update(api_token).where(mine).values(revoked_at=func.now()).returning(api_token.c.id)
        if session.execute(revoked).scalar_one_or_none() is None:
            return False
        record(session, Event.API_TOKEN_REVOKED, user_id)
    return True


def revoke_every_token(session: Session, user_id: UUID) -> None:
    """Make all tokens of an account worthless, in the caller's transaction."""
    alive = (api_token.c.user_id == user_id) & api_token.c.revoked_at.is_(None)
    session.execute(update(api_token).where(alive).values(revoked_at=func.now()))


def user_for_api_token(services: AccountServices, token: str) -> User | None:
    """Whose token this is, or None when it is none or was revoked."""
    works = (api_token.c.token_hash == token_hash(token)) & api_token.c.revoked_at.is_(None)
    found = (
        select(app_user.c.id, app_user.c.email, app_user.c.email_verified_at.is_not(None).label("confirmed"))
        .join(api_token, api_token.c.user_id == app_user.c.id)
        .where(works, app_user.c.disabled_at.is_(None))
    )
    with services.database.session() as session:
        row = session.execute(found).one_or_none()
        if row is None:
            return None
        session.execute(update(api_token).where(works).values(last_used_at=func.now()))
    return User(row.id, row.email, row.confirmed)
