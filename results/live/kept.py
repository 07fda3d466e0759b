"""Answers about finished analyses that are kept in the database: asked once, read by every process afterwards."""

from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from jobs.services import JobServices
from models.tables import kept_answer
from results.access import FINISHED, OpenJob

MOST_KEPT = 80
"""Answers of one analysis; the oldest go first."""


def recall(job: OpenJob, name: str) -> bytes | None:
    """The answer kept under this name, or None."""
    asked = select(kept_answer.c.data).where(kept_answer.c.job_id == job.job_id, kept_answer.c.name == name)
    found: bytes | None = job.connection.execute(asked).scalar_one_or_none()
    return found


def keep(services: JobServices, job: OpenJob, name: str, data: bytes) -> None:
    """Keep an answer about a job that will never change. When that fails, it is only asked again."""
    if job.state == FINISHED:
        try:
            _store(services, job.job_id, name, data)
        except SQLAlchemyError:  # the job was deleted meanwhile, or the disk is full
            return


def _store(services: JobServices, job_id: UUID, name: str, data: bytes) -> None:
    newest = (
        select(kept_answer.c.name)
        .where(kept_answer.c.job_id == job_id)
        .order_by(kept_answer.c.created_at.desc(), kept_answer.c.name)
    )
    with services.database.connection() as connection:
        connection.execute(insert(kept_answer).values(job_id=job_id, name=name, data=data).on_conflict_do_nothing())
        if connection.execute(select(func.count()).where(kept_answer.c.job_id == job_id)).scalar_one() > MOST_KEPT:
            old = kept_answer.c.name.in_(newest.offset(MOST_KEPT))
            connection.execute(delete(kept_answer).where(kept_answer.c.job_id == job_id, old))
