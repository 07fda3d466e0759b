"""From an inspected upload to a job in the queue: one transaction, and once however often it is asked."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from jobs.adapters.queue import SOONEST
from jobs.errors import JobRefused
from jobs.services import JobServices
from models.tables import app_user, job, upload

UNFINISHED = ("queued", "planning", "running")
LONGEST_TITLE = 200
LONGEST_KEY = 200


def submit(
    services: JobServices,
    user_id: UUID,
    upload_id: UUID,
    *,
    title: str,
    options: AnalysisOptions,
    idempotency_key: str,
) -> UUID:
    """Start the analysis of an upload and return its id; the same key again returns the same id.

    Raises:
        JobRefused: the upload isn't this person's or wasn't inspected, or too many analyses are running.
    """
    with services.database.session() as session:
        # Locks the person's row, so that presses of the button are taken one after the other.
        person = select(app_user.c.id).where(app_user.c.id == user_id).with_for_update(key_share=True)
        if session.execute(person).one_or_none() is None:
            raise JobRefused("no_such_user", "This account no longer exists.", 404)
        known = session.execute(
            select(job.c.id).where(job.c.user_id == user_id, job.c.idempotency_key == idempotency_key[:LONGEST_KEY])
        ).scalar_one_or_none()
        if known is not None:
            return UUID(str(known))
        _check_running(services, session, user_id)
        file = _inspected(session, user_id, upload_id)
        created = insert(job).values(
            user_id=user_id,
            upload_id=upload_id,
            idempotency_key=idempotency_key[:LONGEST_KEY],
            title=clean_title(title, file.filename),
            filename=file.filename,
            reading=file.reading,
            options=options.to_json(),
            engine_version=ENGINE_VERSION,
        )
        job_id = UUID(str(session.execute(created.returning(job.c.id)).scalar_one()))
        session.execute(update(upload).where(upload.c.id == upload_id).values(submitted_at=func.now()))
        services.queue.enqueue(session, "plan", priority=SOONEST, job_id=job_id)
    return job_id


def clean_title(title: str, otherwise: str) -> str:
    """A title on one line, at most 200 characters."""
    return (" ".join(title.split()) or otherwise)[:LONGEST_TITLE]


def _check_running(services: JobServices, session: Session, user_id: UUID) -> None:
    unfinished = select(func.count()).where(
        job.c.user_id == user_id, job.c.state.in_(UNFINISHED), job.c.deleted_at.is_(None)
    )
    most = services.limits.running_jobs
    if session.execute(unfinished).scalar_one() >= most:
        raise JobRefused(
            "too_many_jobs", f"{most} analyses are running already. Wait for one to end, or cancel it.", 429
        )


def _inspected(session: Session, user_id: UUID, upload_id: UUID) -> Row[Any, Any, Any]:
    wanted = select(upload.c.filename, upload.c.reading, upload.c.state)
    row = session.execute(
        wanted.where(upload.c.id == upload_id, upload.c.user_id == user_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise JobRefused("no_such_upload", "There is no such upload. Upload the file again.", 404)
    if row.state != "ready":
        raise JobRefused("upload_not_ready", "The file was not read yet, or can't be. Upload it again.")
    return row
