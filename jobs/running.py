"""The number of analyses that a person may run at a time; checked wherever one starts or is resumed."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from jobs.errors import JobRefused
from models.states import UNFINISHED
from models.tables import app_user, job


def lock_person(session: Session, user_id: UUID) -> bool:
    """Lock a person's row until the transaction ends, so that what they begin is counted one after the other.

    False when there is no such person any more.
    """
    person = select(app_user.c.id).where(app_user.c.id == user_id).with_for_update(key_share=True)
    return session.execute(person).one_or_none() is not None


def has_room(session: Session, user_id: UUID, most: int) -> bool:
    """Whether one more analysis may be under way. The caller has locked the person."""
    unfinished = select(func.count()).where(
        job.c.user_id == user_id, job.c.state.in_(UNFINISHED), job.c.deleted_at.is_(None)
    )
    return bool(session.execute(unfinished).scalar_one() < most)


def check_room(session: Session, user_id: UUID, most: int) -> None:
    """Raises JobRefused when as many analyses are under way as may be. The caller has locked the person."""
    if not has_room(session, user_id, most):
        message = f"{most} analyses are running already. Wait for one to end, or cancel it."
        raise JobRefused("too_many_jobs", message, 429)
