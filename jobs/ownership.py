"""The one place that asks whether an analysis is a person's own before anything is changed."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from jobs.errors import JobNotFound
from models.tables import job


def own_job(session: Session, user_id: UUID, job_id: UUID, *, deleted: bool = False) -> "Row[Any, Any, Any]":
    """The person's own job, its row locked until the transaction ends.

    Raises:
        JobNotFound: there is none of this id that is this person's.
    """
    wanted = select(job).where(job.c.id == job_id, job.c.user_id == user_id, job.c.deleted_at.is_not(None) == deleted)
    row = session.execute(wanted.with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise JobNotFound
    return row
