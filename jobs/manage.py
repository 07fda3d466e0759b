"""A person's analyses: rename, delete and restore, cancel, resume. Always within what is theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from jobs.adapters.queue import SOONEST
from jobs.errors import JobRefused
from jobs.intake.submit import clean_title
from jobs.ownership import own_job
from jobs.pipeline.failures import Failure
from jobs.running import check_room, has_room, lock_person
from jobs.services import JobServices
from jobs.start import queue_next
from models.states import STOPPED, UNFINISHED, JobState
from models.tables import job

CANCELLED = {"state": JobState.CANCELLED, "finished_at": func.now(), "waiting_code": "", "next_try_at": None}


def rename_job(services: JobServices, user_id: UUID, job_id: UUID, title: str) -> None:
    """Give an analysis another title; an empty one brings the file's name back.

    Raises:
        JobNotFound: there is none of this id that is this person's.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
        session.execute(update(job).where(job.c.id == job_id).values(title=clean_title(title, found.filename)))


def delete_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Make an analysis disappear, running or not; its rows and its file go soon after.

    Raises:
        JobNotFound: there is none of this id that is this person's.
    """
    with services.database.session() as session:
        own_job(session, user_id, job_id)
        session.execute(update(job).where(job.c.id == job_id).values(deleted_at=func.now()))


def restore_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Undo delete_job while the rows are still there.

    An unfinished analysis goes on, unless the person has begun as many others meanwhile as may be under way: it is
    stopped then, and can be resumed.

    Raises:
        JobNotFound: it is gone for good, or never was this person's.
    """
    with services.database.session() as session:
        lock_person(session, user_id)
        found = own_job(session, user_id, job_id, deleted=True)
        stopped = {}
        if found.state in UNFINISHED and not has_room(session, user_id, services.quotas.running_jobs):
            stopped = CANCELLED
        session.execute(update(job).where(job.c.id == job_id).values(deleted_at=None, **stopped))


def cancel_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Stop an analysis; what was computed stays, and it can be resumed.

    Raises:
        JobNotFound: there is none of this id that is this person's.
        JobRefused: it has ended already.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
        if found.state not in UNFINISHED:
            raise JobRefused("already_ended", "The analysis has ended already.")
        session.execute(update(job).where(job.c.id == job_id).values(**CANCELLED))


def resume_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Resume a failed or cancelled analysis; only chunks that are not done are computed.

    Raises:
        JobNotFound: there is none of this id that is this person's.
        JobRefused: it is running or complete, or too many others are running.
    """
    with services.database.session() as session:
        lock_person(session, user_id)
        found = own_job(session, user_id, job_id)
        if found.state not in STOPPED:
            raise JobRefused("not_stopped", "The analysis is not stopped: there is nothing to resume.")
        check_room(session, user_id, services.quotas.running_jobs)
        resume_locked(services, session, found)


def resume_locked(services: JobServices, session: Session, found: "Row[Any, Any, Any]") -> None:
    """Resume a job whose row the caller has locked and whose state it has checked."""
    if found.failure_code == Failure.COUNTS_DIFFER:
        _start_over(session, found.id)
    elif found.chunks and found.chunks_done == found.chunks:
        raise JobRefused("complete", "Every record has been tried already: there is nothing to resume.")
    # A higher fencing token: a runner that still holds an earlier claim can write nothing any more.
    session.execute(
        text("""
            UPDATE chunk SET state = 'pending', token = token + 1, attempts = 0, claims = 0, lease_until = NULL,
                next_try_at = NULL, failure_code = '' WHERE job_id = :job_id AND state <> 'done'
        """),
        {"job_id": found.id},
    )
    running = {
        "state": JobState.RUNNING if found.chunks else JobState.QUEUED,
        "started_at": func.now() if found.chunks else None,
        "failure_code": "",
        "failure_message": "",
        "waiting_code": "",
        "waiting_since": None,
        "next_try_at": None,
        "finished_at": None,
    }
    session.execute(update(job).where(job.c.id == found.id).values(**running))
    if found.chunks:
        _forget_messages(session, found.id)
        queue_next(session, services.queue, found.id)
    else:
        services.queue.enqueue(session, "plan", priority=SOONEST, job_id=found.id)


def _forget_messages(session: Session, job_id: UUID) -> None:
    """Delete messages that wait for a later attempt; new ones are due at once."""
    session.execute(
        text("""
            DELETE FROM procrastinate_jobs
            WHERE status = 'todo' AND task_name = 'chunk' AND args ->> 'job_id' = CAST(:job_id AS text)
        """),
        {"job_id": str(job_id)},
    )


def _start_over(session: Session, job_id: UUID) -> None:
    """Throw all results of a job away, because they don't add up."""
    for statement in (
        "DELETE FROM measurement WHERE job_id = :job_id",
        "DELETE FROM protein WHERE job_id = :job_id",
        "UPDATE chunk SET state = 'pending' WHERE job_id = :job_id",
        "UPDATE job SET chunks_done = 0, done = 0, warned = 0, rejected = 0 WHERE id = :job_id",
    ):
        session.execute(text(statement), {"job_id": job_id})
