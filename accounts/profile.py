"""What a person sees and changes of their own account: name, sessions, feedback, and the end of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from accounts.attempts import count_attempt, key_for
from accounts.audit import Event, record
from accounts.errors import NotConfirmed
from accounts.services import AccountServices
from accounts.tokens import token_hash
from models.tables import app_user, feedback, login_session

LONGEST_NAME = 120
LONGEST_FEEDBACK = 4000


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its owner sees it."""

    email: str
    name: str
    has_password: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One place where the person is signed in; `here` is the one that asks."""

    user_agent: str
    created_at: datetime
    last_seen_at: datetime
    here: bool


def profile(services: AccountServices, user_id: UUID) -> Profile:
    """The account."""
    kept = app_user.c
    wanted = select(kept.email, kept.name, kept.password_hash.is_not(None), kept.created_at).where(kept.id == user_id)
    with services.database.session() as session:
        email, name, has_password, created_at = session.execute(wanted).one()
    return Profile(email, name, bool(has_password), created_at)


def set_name(services: AccountServices, user_id: UUID, name: str) -> None:
    """Change how the person is called; nothing is a name too."""
    kept = " ".join(name.replace("\0", "").split())[:LONGEST_NAME]
    with services.database.session() as session:
        session.execute(update(app_user).where(app_user.c.id == user_id).values(name=kept))


def sessions(services: AccountServices, user_id: UUID, token: str) -> list[SignedInAt]:
    """Where the person is signed in, this session first, then the latest used."""
    kept = login_session.c
    here = kept.token_hash == token_hash(token)
    wanted = select(kept.user_agent, kept.created_at, kept.last_seen_at, here).where(kept.user_id == user_id)
    with services.database.session() as session:
        rows = session.execute(wanted.order_by(here.desc(), kept.last_seen_at.desc())).all()
    return [SignedInAt(*row) for row in rows]


def end_other_sessions(services: AccountServices, user_id: UUID, token: str, *, address: str = "") -> None:
    """Sign the person out everywhere else."""
    others = (login_session.c.user_id == user_id) & (login_session.c.token_hash != token_hash(token))
    with services.database.session() as session:
        session.execute(delete(login_session).where(others))
        record(session, Event.SESSIONS_ENDED, user_id, address)


def give_feedback(services: AccountServices, user_id: UUID, message: str) -> bool:
    """Keep what the person wants to tell; False when there is nothing in it.

    Raises:
        TooManyAttempts: enough for now.
    """
    kept = message.replace("\0", "").strip()[:LONGEST_FEEDBACK]
    if not kept:
        return False
    with services.database.session() as session:
        count_attempt(session, {key_for("feedback", str(user_id)): services.limits.feedback})
        session.execute(insert(feedback).values(user_id=user_id, page="account", message=kept))
    return True


def delete_account(services: AccountServices, user_id: UUID, typed_email: str, *, address: str = "") -> None:
    """Delete the account with everything of it: analyses, results, sessions, tokens, links.

    The files follow with the next sweep, which removes what no row knows.

    Raises:
        NotConfirmed: what was typed is not the account's e-mail address.
    """
    with services.database.session() as session:
        email = session.execute(select(app_user.c.email).where(app_user.c.id == user_id)).scalar_one()
        if typed_email.strip().casefold() != email:
            raise NotConfirmed("Type the e-mail address of this account to delete it.")
        session.execute(select(func.set_config("statement_timeout", "0", True)))
        record(session, Event.ACCOUNT_DELETED, user_id, address)
        session.execute(delete(app_user).where(app_user.c.id == user_id))
