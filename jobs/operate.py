"""What an operator does with any person's analysis: inspect, resume, cancel."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.errors import JobNotFound
from jobs.manage import cancel_job, resume_job
from jobs.pipeline.health import Health, look
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database
from models.tables import job


def newest(database: Database, states: Sequence[str], limit: int) -> list[Health]:
    """The newest analyses in these states."""
    wanted = select(job.c.id).where(job.c.state.in_(states), job.c.deleted_at.is_(None))
    with database.session() as session:
        ids = list(session.execute(wanted.order_by(job.c.created_at.desc(), job.c.id).limit(limit)).scalars())
        found = look(session, ids)
    return [found[job_id] for job_id in ids if job_id in found]


def one(database: Database, job_id: UUID) -> Health:
    """One analysis.

    Raises:
        JobNotFound: there is none of this id.
    """
    with database.session() as session:
        found = look(session, [job_id])
    if job_id not in found:
        raise JobNotFound
    return found[job_id]


def resume(database: Database, job_id: UUID) -> None:
    """Resume an analysis in its owner's place. Raises JobNotFound, JobRefused."""
    _as_its_owner(resume_job, database, job_id)


def cancel(database: Database, job_id: UUID) -> None:
    """Stop an analysis in its owner's place. Raises JobNotFound, JobRefused."""
    _as_its_owner(cancel_job, database, job_id)


def _as_its_owner(use_case: Callable[[JobServices, UUID, UUID], None], database: Database, job_id: UUID) -> None:
    # These use cases change rows and ring in the queue; they neither read a file nor ask the worker.
    services = JobServices(database, LocalStorage(Path(), ""), PostgresQueue(), HttpWorkerClient(""))
    use_case(services, one(database, job_id).user_id, job_id)
