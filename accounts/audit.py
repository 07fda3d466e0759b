"""The audit record: who did what, and when by the database's clock. Rows are only ever added."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.tables import audit_event


class Event(StrEnum):
    """What is recorded about accounts, and about who is let in to see their analyses."""

    ACCOUNT_CREATED = "account_created"
    SIGN_UP_REPEATED = "sign_up_repeated"
    SIGN_UP_LIMITED = "sign_up_limited"
    SIGNED_IN = "signed_in"
    SIGNED_IN_BY_GITHUB = "signed_in_by_github"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LIMITED = "sign_in_limited"
    SIGNED_OUT = "signed_out"
    LINK_CREATED = "sign_in_link_created"
    LINK_REDEEMED = "sign_in_link_redeemed"
    LINK_REFUSED = "sign_in_link_refused"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an event
    PASSWORD_REHASHED = "password_rehashed"  # noqa: S105 - the name of an event
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105 - the name of an event
    CONFIRMATION_ASKED = "email_confirmation_asked"
    EMAIL_CONFIRMED = "email_confirmed"
    EMAIL_CHANGED = "email_changed"
    SESSIONS_ENDED = "sessions_ended"
    API_TOKEN_CREATED = "api_token_created"  # noqa: S105 - the name of an event
    API_TOKEN_REVOKED = "api_token_revoked"  # noqa: S105 - the name of an event
    DATA_EXPORTED = "data_exported"
    ACCOUNT_DELETED = "account_deleted"
    SHARE_LINK_CREATED = "share_link_created"
    SHARE_LINK_REVOKED = "share_link_revoked"
    SHARE_LINK_USED = "share_link_used"


def record(
    session: Session, event: Event, user_id: UUID | None = None, address: str = "", *, job_id: UUID | None = None
) -> None:
    """Add one row in the caller's transaction: what didn't happen isn't recorded either."""
    session.execute(insert(audit_event).values(event=event.value, user_id=user_id, address=address, job_id=job_id))
