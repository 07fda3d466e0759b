"""API tokens: a person's programs use the REST interface with them. Shown once, kept as a hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, insert, or_, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from accounts.audit import Event, record
from accounts.errors import TooManyTokens
from accounts.services import AccountServices, User
from accounts.tokens import new_token, token_hash
from models.tables import api_token, app_user

LONGEST_NAME = 80
LIFETIMES = (30, 90, 365)
"""Days for which a token may work; one without an end is possible too."""


class Scope(StrEnum):
    """What a token may do: read results, or also submit, change and delete analyses."""

    READ = "read"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A request with a token: whose it is, what the token may do, and how many requests are left.

    `used` of `allowed` requests have been made in a period that ends in `seconds`.
    """

    user: User
    scopes: frozenset[str]
    used: int
    allowed: int
    seconds: int

    @property
    def remaining(self) -> int:
        """Requests that are left in this period."""
        return max(0, self.allowed - self.used)

    @property
    def is_too_often(self) -> bool:
        """Whether this request is one too many."""
        return self.used > self.allowed


def create_api_token(
    services: AccountServices, user_id: UUID, name: str, scope: Scope = Scope.READ, days: int | None = None
) -> str:
    """Return a new token, which can't be retrieved later; it ends after `days` days, or never.

    Raises:
        TooManyTokens: the person has as many as they may have.
    """
    token = new_token()
    with services.database.session() as session:
        session.execute(select(app_user.c.id).where(app_user.c.id == user_id).with_for_update())
        alive = select(func.count()).where(api_token.c.user_id == user_id, _works())
        if session.execute(alive).scalar_one() >= services.limits.api_tokens:
            raise TooManyTokens(f"You already have {services.limits.api_tokens} tokens. Revoke one first.")
        kept = " ".join(name.replace("\0", "").split())[:LONGEST_NAME] or "Token"
        made = {
            "user_id": user_id,
            "token_hash": token_hash(token),
            "name": kept,
            "scopes": "read write" if scope is Scope.WRITE else "read",
            "expires_at": None if days is None else func.now() + timedelta(days=days),
        }
        session.execute(insert(api_token).values(made))
        record(session, Event.API_TOKEN_CREATED, user_id)
    return token


def list_api_tokens(services: AccountServices, user_id: UUID) -> "Sequence[Row[Any, Any, Any, Any, Any, Any]]":
    """The tokens of a person that still work: id, name, scopes, created_at, expires_at, last_used_at; newest first."""
    names = ("id", "name", "scopes", "created_at", "expires_at", "last_used_at")
    wanted = select(*(api_token.c[name] for name in names)).where(api_token.c.user_id == user_id, _works())
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


def use_api_token(services: AccountServices, token: str) -> TokenUse | None:
    """Whose token this is, with this request counted; None when it is none, was revoked or has ended.

    One statement finds the token, notes its use and counts the request, by the database's clock.
    """
    allowance = services.limits.api_requests
    same_period = api_token.c.requests_since > func.now() - allowance.within
    noted = {
        "last_used_at": func.now(),
        "requests_since": case((same_period, api_token.c.requests_since), else_=func.now()),
        "requests": case((same_period, api_token.c.requests + 1), else_=1),
    }
    used = (
        update(api_token)
        .where(api_token.c.token_hash == token_hash(token), _works())
        .where(app_user.c.id == api_token.c.user_id, app_user.c.disabled_at.is_(None))
        .values(noted)
        .returning(
            app_user.c.id,
            app_user.c.email,
            app_user.c.email_verified_at.is_not(None).label("confirmed"),
            api_token.c.scopes,
            api_token.c.requests,
            func.extract("epoch", api_token.c.requests_since + allowance.within - func.now()).label("seconds"),
        )
    )
    with services.database.session() as session:
        row = session.execute(used).one_or_none()
    if row is None:
        return None
    user = User(row.id, row.email, row.confirmed)
    return TokenUse(user, frozenset(row.scopes.split()), row.requests, allowance.attempts, int(row.seconds) + 1)


def _works() -> Any:  # noqa: ANN401 - a condition on `api_token`
    """The condition on a token that is neither revoked nor past its end."""
    return api_token.c.revoked_at.is_(None) & or_(api_token.c.expires_at.is_(None), api_token.c.expires_at > func.now())
