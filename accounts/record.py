"""What operators read: the audit record and what people told us."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from accounts.services import AccountServices
from models.tables import app_user, audit_event, feedback


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event, with the e-mail address of its person while there is the account."""

    at: dt.datetime
    event: str
    email: str
    user_id: UUID | None
    job_id: UUID | None
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a person told us."""

    at: dt.datetime
    email: str
    page: str
    message: str


def recorded(services: AccountServices, *, email: str = "", event: str = "", limit: int = 50) -> Sequence[Recorded]:
    """The newest events, of one person or one kind if asked."""
    joined = audit_event.outerjoin(app_user, app_user.c.id == audit_event.c.user_id)
    wanted = select(audit_event, app_user.c.email).select_from(joined).order_by(audit_event.c.id.desc()).limit(limit)
    if email:
        wanted = wanted.where(app_user.c.email == email.strip().lower())
    if event:
        wanted = wanted.where(audit_event.c.event == event)
    with services.database.session() as session:
        rows = session.execute(wanted).all()
    return [Recorded(row.created_at, row.event, row.email or "", row.user_id, row.job_id, row.address) for row in rows]


def told(services: AccountServices, *, limit: int = 50) -> Sequence[Told]:
    """The newest feedback."""
    joined = feedback.outerjoin(app_user, app_user.c.id == feedback.c.user_id)
    wanted = select(feedback, app_user.c.email).select_from(joined).order_by(feedback.c.created_at.desc()).limit(limit)
    with services.database.session() as session:
        rows = session.execute(wanted).all()
    return [Told(row.created_at, row.email or "", row.page, row.message) for row in rows]
