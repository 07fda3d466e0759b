"""Confirming an e-mail address by a mailed link, which proves that the person can read mail sent to it.

Asked for only where mail reaches people. Opening the link changes nothing yet, because programs that check mail open
every link in it: the person presses a button there.
"""

from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from accounts.attempts import count_attempt, key_for
from accounts.audit import Event, record
from accounts.email_address import normal_email
from accounts.email_links import is_good, new_link, void_mailed_links
from accounts.errors import EmailTaken, LinkUsedUp, TooManyAttempts
from accounts.mail import MailNotSent
from accounts.people import check_current_password
from accounts.services import AccountServices
from models.tables import app_user, email_token

PURPOSE = "confirm_email"
_CONFIRM = """Please confirm your e-mail address for BatchProt.

This link is valid for one day and can be used once:

{link}

If you did not create an account, ignore this e-mail. The account can't be used until the address is confirmed.
"""
_KNOWN = """We received a request to create a BatchProt account with this address, but you already have one.

Sign in: {origin}/sign-in
Reset your password: {origin}/forgot

If you did not request this, ignore this e-mail. Your account has not changed.
"""
_MOVED = """The e-mail address of your BatchProt account has been changed.

If you did not change it, contact the administrator of {origin} immediately.
"""
_ENDED = "This confirmation link has expired or was already used. Sign in to request a new one."


def is_asked(services: AccountServices) -> bool:
    """Whether addresses are to be confirmed here: not where mail is only printed, or not sent at all."""
    return services.mail is not None and services.mail.reaches_people


def greet(services: AccountServices, email: str, origin: str, *, address: str = "") -> None:
    """After signing up: mail the link, or that there is an account already. Either way one mail, and no word here.

    Raises:
        InvalidEmail: the text is no address.
    """
    if not is_asked(services):
        return
    normal = normal_email(email)
    kept = app_user.c
    with services.database.session() as session:
        wanted = select(kept.id, kept.email_verified_at.is_not(None)).where(kept.email == normal)
        found = session.execute(wanted.where(kept.disabled_at.is_(None))).one_or_none()
    if found is None or not _may_send(services, normal):
        return
    user_id, confirmed = found
    if confirmed:
        _send(services, normal, "You already have an account", _KNOWN.format(origin=origin))
    else:
        _send_link(services, user_id, normal, origin, address)


def send_again(services: AccountServices, user_id: UUID, origin: str, *, address: str = "") -> bool:
    """Mail a new link to the account's address; False when it could not be sent.

    Raises:
        TooManyAttempts: enough were sent for now.
    """
    with services.database.session() as session:
        email = session.execute(select(app_user.c.email).where(app_user.c.id == user_id)).scalar_one()
        count_attempt(session, {_key(email): services.limits.confirmations})
    return _send_link(services, user_id, email, origin, address)


def address_to_confirm(services: AccountServices, token: str) -> str:
    """The address that a link confirms.

    Raises:
        LinkUsedUp: the link was used, has expired or never was.
    """
    with services.database.session() as session:
        wanted = select(email_token.c.email).where(is_good(token, PURPOSE))
        email: str | None = session.execute(wanted).scalar_one_or_none()
    if email is None:
        raise LinkUsedUp(_ENDED)
    return email


def confirm(services: AccountServices, token: str, origin: str, *, address: str = "") -> None:
    """Take a link's address for confirmed, and for the account's own when it was to become that.

    An address of before is told.

    Raises:
        LinkUsedUp: the link was used, has expired or never was.
        EmailTaken: the address has become another account's in the meantime.
    """
    try:
        with services.database.session() as session:
            used = delete(email_token).where(is_good(token, PURPOSE))
            row = session.execute(used.returning(email_token.c.user_id, email_token.c.email)).one_or_none()
            if row is None:  # of two at once, one confirms
                raise LinkUsedUp(_ENDED)
            mine = app_user.c.id == row.user_id
            before = session.execute(select(app_user.c.email).where(mine).with_for_update()).scalar_one()
            session.execute(update(app_user).where(mine).values(email=row.email, email_verified_at=func.now()))
            moved = before != row.email
            void_mailed_links(session, row.user_id)
            record(session, Event.EMAIL_CHANGED if moved else Event.EMAIL_CONFIRMED, row.user_id, address)
    except IntegrityError:
        raise EmailTaken("Another account now uses this address. Your account was not changed.") from None
    if moved:
        _send(services, before, "Your e-mail address has changed", _MOVED.format(origin=origin))


def change_email(
    services: AccountServices, user_id: UUID, new: str, password: str, origin: str, *, address: str = ""
) -> bool:
    """Give an account another address; at once, or where mail reaches people once that address is confirmed.

    Returns:
        Whether it is done; False: a mail is on its way.

    Raises:
        InvalidEmail, WrongCredentials, TooManyAttempts, HashingBusy: with the sentence to show.
        EmailTaken: the address has an account; where mail reaches people, only a mail to it says so.
    """
    normal = normal_email(new)
    before = check_current_password(services, user_id, password, address=address)
    if normal == before:
        raise EmailTaken("This is already your e-mail address.")
    if is_asked(services):
        _ask_new_address(services, user_id, normal, origin, address)
        return False
    with services.database.session() as session:
        # Each try tells whether an address has an account, so there can't be many.
        count_attempt(session, {key_for("change_email", str(user_id)): services.limits.confirmations})
    try:
        with services.database.session() as session:
            session.execute(
                update(app_user).where(app_user.c.id == user_id).values(email=normal, email_verified_at=None)
            )
            record(session, Event.EMAIL_CHANGED, user_id, address)
    except IntegrityError:
        raise EmailTaken("This address already has an account.") from None
    return True


def _ask_new_address(services: AccountServices, user_id: UUID, normal: str, origin: str, address: str) -> None:
    with services.database.session() as session:
        count_attempt(session, {_key(normal): services.limits.confirmations})
        taken = session.execute(select(app_user.c.id).where(app_user.c.email == normal)).scalar_one_or_none()
    if taken is not None:
        _send(services, normal, "You already have an account", _KNOWN.format(origin=origin))
    else:
        _send_link(services, user_id, normal, origin, address)


def _send_link(services: AccountServices, user_id: UUID, email: str, origin: str, address: str) -> bool:
    with services.database.session() as session:
        token = new_link(session, user_id, PURPOSE, services.limits.confirmation, email)
        record(session, Event.CONFIRMATION_ASKED, user_id, address)
    return _send(services, email, "Confirm your e-mail address", _CONFIRM.format(link=f"{origin}/verify/{token}"))


def _send(services: AccountServices, to: str, subject: str, text: str) -> bool:
    if services.mail is None:
        return False
    try:
        services.mail.send(to, subject, text)
    except MailNotSent:  # noted in the log where it happened
        return False
    return True


def _may_send(services: AccountServices, email: str) -> bool:
    """Count an e-mail to an address that may have been typed by a stranger."""
    try:
        with services.database.session() as session:
            count_attempt(session, {_key(email): services.limits.confirmations})
    except TooManyAttempts:
        return False
    return True


def _key(email: str) -> str:
    return key_for("confirmation", email)
