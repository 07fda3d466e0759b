"""Accounts: creating one, signing in with a password, changing the password.

Nothing here reveals to a stranger whether an address has an account: the responses are identical, and take the same
time because a hash is computed either way.
"""

from collections.abc import Mapping
from contextlib import suppress
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from accounts.api_tokens import revoke_every_token
from accounts.attempts import Attempt, count_attempt, forget_old_attempts, give_back, key_for
from accounts.audit import Event, record
from accounts.email_address import normal_email
from accounts.email_links import void_mailed_links
from accounts.errors import EmailTaken, HashingBusy, InvalidEmail, TooManyAttempts, WrongCredentials
from accounts.passwords import acceptable_length, check_password
from accounts.services import AccountServices, Allowance, User
from accounts.sessions import end_every_session, start_session
from models.tables import app_user


def sign_up(services: AccountServices, email: str, password: str, *, address: str = "") -> None:
    """Create an account, unless the address already has one: then nothing changes and the response is the same.

    Raises:
        InvalidEmail, InvalidPassword, TooManyAttempts, HashingBusy: with the sentence to show.
    """
    normal = normal_email(email)
    _count(services, {key_for("sign_up", address): services.limits.sign_ups}, Event.SIGN_UP_LIMITED, address)
    check_password(password, normal)
    hashed = services.hasher.hash(password)
    with services.database.session() as session:
        user_id = insert_user(session, normal, hashed)
        record(session, Event.ACCOUNT_CREATED if user_id else Event.SIGN_UP_REPEATED, user_id, address)


def create_user(services: AccountServices, email: str, password: str | None = None, *, is_demo: bool = False) -> UUID:
    """Create an account as an operator; without a password only one-time links sign in.

    The address needs no confirmation, because the operator vouches for it.

    Raises:
        InvalidEmail, InvalidPassword, EmailTaken: with the sentence to show.
    """
    normal = normal_email(email)
    if password is not None:
        check_password(password, normal)
    hashed = services.hasher.hash(password) if password is not None else None
    with services.database.session() as session:
        user_id = insert_user(session, normal, hashed, is_demo=is_demo)
        if user_id is None:
            raise EmailTaken(f"{normal} already has an account.")
        trust_address(session, user_id)
        record(session, Event.ACCOUNT_CREATED, user_id)
    return user_id


def list_emails(services: AccountServices, most: int) -> list[str]:
    """The addresses of the `most` first accounts."""
    wanted = select(app_user.c.email).where(app_user.c.disabled_at.is_(None)).order_by(app_user.c.created_at)
    with services.database.session() as session:
        return list(session.execute(wanted.limit(most)).scalars())


def find_user(services: AccountServices, email: str) -> User | None:
    """Return the account of an address; for operators only, not for pages."""
    with services.database.session() as session:
        confirmed = app_user.c.email_verified_at.is_not(None)
        wanted = select(app_user.c.id, app_user.c.email, confirmed).where(app_user.c.email == normal_email(email))
        row = session.execute(wanted).one_or_none()
    return None if row is None else User(*row)


def sign_in(services: AccountServices, email: str, password: str, *, address: str = "", user_agent: str = "") -> str:
    """Start a session for the account with this address and password; return its token.

    Raises:
        WrongCredentials: unknown address, wrong password or disabled account, without distinction.
        TooManyAttempts: too many failures for this account or network address; nothing was hashed.
        HashingBusy: too many hashes at the same time; the attempt is not counted.
    """
    try:
        account = normal_email(email)
    except InvalidEmail:
        account = ""
    limits = {
        key_for("sign_in_account", account or email): services.limits.account_failures,
        key_for("sign_in_address", address): services.limits.sign_in_failures,
    }
    attempt = _count(services, limits, Event.SIGN_IN_LIMITED, address)
    user_id, stored = _credentials(services, account)
    fits = _verify(services, stored, password, attempt)
    with services.database.session() as session:
        if fits and user_id is not None:
            give_back(session, attempt)
            forget_old_attempts(session, services.limits.longest)
            record(session, Event.SIGNED_IN, user_id, address)
            token = start_session(session, user_id, services.limits, user_agent)
        else:
            record(session, Event.SIGN_IN_FAILED, user_id, address)
    if not fits or user_id is None:
        raise WrongCredentials
    if stored is not None and services.hasher.outdated(stored):
        _rehash(services, user_id, stored, password)
    return token


def check_current_password(services: AccountServices, user_id: UUID, current: str, *, address: str = "") -> str:
    """Check the password of a person who is already signed in; return the account's address.

    Raises:
        WrongCredentials: the password is wrong.
        TooManyAttempts: too many wrong passwords.
        HashingBusy: too many hashes at the same time; the attempt is not counted.
    """
    with services.database.session() as session:
        wanted = select(app_user.c.email, app_user.c.password_hash).where(app_user.c.id == user_id)
        email, stored = session.execute(wanted).one()
    limits = {key_for("current_password", str(user_id)): services.limits.sign_in_failures}
    attempt = _count(services, limits, Event.SIGN_IN_LIMITED, address)
    if not _verify(services, stored, current, attempt):
        raise WrongCredentials("The current password is wrong.")
    with services.database.session() as session:
        give_back(session, attempt)
    return str(email)


def change_password(services: AccountServices, user_id: UUID, current: str, new: str, *, address: str = "") -> str:
    """Set a new password, end all sessions of the account and start a new one; return its token.

    Raises:
        WrongCredentials: the current password is wrong.
        InvalidPassword: the new password is not acceptable.
        TooManyAttempts: too many wrong passwords.
        HashingBusy: too many hashes at the same time; nothing has changed.
    """
    check_password(new, check_current_password(services, user_id, current, address=address))
    hashed = services.hasher.hash(new)
    with services.database.session() as session:
        store_password(session, user_id, hashed, address)
        return start_session(session, user_id, services.limits)


def set_password(services: AccountServices, user_id: UUID, new: str) -> None:
    """Set a password as an operator; all sessions of the account end.

    Raises:
        InvalidPassword: the password is not acceptable.
    """
    with services.database.session() as session:
        email = session.execute(select(app_user.c.email).where(app_user.c.id == user_id)).scalar_one()
    check_password(new, email)
    hashed = services.hasher.hash(new)
    with services.database.session() as session:
        store_password(session, user_id, hashed, "")


def insert_user(session: Session, email: str, password_hash: str | None, *, is_demo: bool = False) -> UUID | None:
    """Add an account in the caller's transaction; None when the address has one."""
    created = insert(app_user).values(email=email, password_hash=password_hash, is_demo=is_demo)
    return session.execute(created.on_conflict_do_nothing().returning(app_user.c.id)).scalar_one_or_none()


def trust_address(session: Session, user_id: UUID) -> None:
    """Mark the account's address as confirmed in the caller's transaction."""
    confirmed_at = func.coalesce(app_user.c.email_verified_at, func.now())
    session.execute(update(app_user).where(app_user.c.id == user_id).values(email_verified_at=confirmed_at))


def _count(services: AccountServices, limits: Mapping[str, Allowance], limited: Event, address: str) -> Attempt:
    try:
        with services.database.session() as session:
            return count_attempt(session, limits)
    except TooManyAttempts:
        _record_limited(services, limited, address)
        raise


def _record_limited(services: AccountServices, limited: Event, address: str) -> None:
    """Record a rejected attempt; not every one, or an attacker could fill the table."""
    with suppress(TooManyAttempts), services.database.session() as session:
        count_attempt(session, {key_for(limited.value, address): services.limits.sign_in_failures})
        record(session, limited, None, address)


def _verify(services: AccountServices, stored: str | None, password: str, attempt: Attempt) -> bool:
    """Tell whether the password is right; if none can be hashed now, the attempt is not counted."""
    try:
        return acceptable_length(password) and services.hasher.verify(stored, password)
    except HashingBusy:
        with services.database.session() as session:
            give_back(session, attempt)
        raise


def _credentials(services: AccountServices, email: str) -> tuple[UUID | None, str | None]:
    wanted = select(app_user.c.id, app_user.c.password_hash)
    wanted = wanted.where(app_user.c.email == email, app_user.c.disabled_at.is_(None))
    with services.database.session() as session:
        row = session.execute(wanted).one_or_none()
    return (None, None) if row is None else (row.id, row.password_hash)


def _rehash(services: AccountServices, user_id: UUID, stored: str, password: str) -> None:
    """Store a hash with the current parameters, unless the password was changed in the meantime."""
    hashed = services.hasher.hash(password)
    unchanged = (app_user.c.id == user_id) & (app_user.c.password_hash == stored)
    with services.database.session() as session:
        session.execute(update(app_user).where(unchanged).values(password_hash=hashed))
        record(session, Event.PASSWORD_REHASHED, user_id)


def store_password(session: Session, user_id: UUID, hashed: str, address: str) -> None:
    """Set a password in the caller's transaction and close every other way in: sessions, mailed links, API tokens.

    A person who takes an account back by a reset must not leave a stranger's token behind.
    """
    stored = update(app_user).where(app_user.c.id == user_id)
    session.execute(stored.values(password_hash=hashed, password_changed_at=func.now()))
    end_every_session(session, user_id)
    void_mailed_links(session, user_id)
    revoke_every_token(session, user_id)
    record(session, Event.PASSWORD_CHANGED, user_id, address)
