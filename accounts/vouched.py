"""Signing in through a provider, such as GitHub, that has verified the person's address."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from accounts.api_tokens import revoke_every_token
from accounts.attempts import count_attempt, key_for
from accounts.audit import Event, record
from accounts.email_address import normal_email
from accounts.email_links import void_mailed_links
from accounts.errors import WrongCredentials
from accounts.people import insert_user, trust_address
from accounts.services import AccountServices
from accounts.sessions import end_every_session, start_session
from models.tables import app_user


def count_coming_back(services: AccountServices, address: str) -> None:
    """Count one return from GitHub, before GitHub is asked about it.

    Raises:
        TooManyAttempts: this network address came back too often.
    """
    with services.database.session() as session:
        count_attempt(session, {key_for("github", address): services.limits.sign_ups})


def sign_in_vouched(services: AccountServices, email: str, *, address: str = "", user_agent: str = "") -> str:
    """Begin a session for the account of this address, made now if there is none; return its token.

    An account whose address was never confirmed may have been made by a stranger: whatever opened it until now opens it
    no longer.

    Raises:
        InvalidEmail: it is no address.
        WrongCredentials: the account was closed.
    """
    normal = normal_email(email)
    with services.database.session() as session:
        created = insert_user(session, normal, None)
        if created is not None:
            record(session, Event.ACCOUNT_CREATED, created, address)
        kept = app_user.c
        wanted = select(kept.id, kept.email_verified_at, kept.disabled_at).where(kept.email == normal)
        user_id, confirmed_at, disabled_at = session.execute(wanted.with_for_update()).one()
        if disabled_at is not None:
            raise WrongCredentials("This account is closed. Contact your administrator.")
        if confirmed_at is None:
            _close_to_others(session, user_id)
            trust_address(session, user_id)
        record(session, Event.SIGNED_IN_BY_GITHUB, user_id, address)
        return start_session(session, user_id, services.limits, user_agent)


def _close_to_others(session: Session, user_id: UUID) -> None:
    session.execute(update(app_user).where(app_user.c.id == user_id).values(password_hash=None))
    revoke_every_token(session, user_id)
    end_every_session(session, user_id)
    void_mailed_links(session, user_id)
