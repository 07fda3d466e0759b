"""A person's analyses: list, look, rename, delete and restore, cancel, resume. Always within what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, or_, select, text, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from jobs.chunks import queue_next
from jobs.errors import JobNotFound, JobRefused
from jobs.failures import Failure
from jobs.health import Health, look
from jobs.queue import SOONEST
from jobs.read.access import Reader, no_such_job, readable_by
from jobs.selection import escape_like
from jobs.services import JobServices
from jobs.submit import UNFINISHED, clean_title
from models.tables import chunk, job, upload
from protein.options import AnalysisOptions

LISTED = 500


@dataclass(frozen=True, slots=True)
class JobSummary:
    """One analysis as lists and pages show it.

    `done` of `records` proteins have results, `warned` of them with a warning; `rejected` have none.
    `seconds_left` is an estimate while running. `waiting_message` says why nothing happens just now (jobs/health.py),
    until `next_try_at`.
    """

    id: UUID
    title: str
    filename: str
    state: str
    records: int
    done: int
    warned: int
    rejected: int
    residues: int
    options: AnalysisOptions
    engine_version: str
    created_at: datetime
    finished_at: datetime | None
    failure_code: str
    failure_message: str
    seconds_left: float | None
    upload_id: UUID
    sha256: str
    waiting_code: str
    waiting_message: str
    next_try_at: datetime | None


def list_jobs(services: JobServices, user_id: UUID, search: str = "") -> list[JobSummary]:
    """The person's analyses, newest first; with `search`, those whose title or file name holds it."""
    wanted = _summaries(user_id).order_by(job.c.created_at.desc(), job.c.id).limit(LISTED)
    if search.strip():
        pattern = f"%{escape_like(search.strip())}%"
        wanted = wanted.where(or_(job.c.title.ilike(pattern), job.c.filename.ilike(pattern)))
    with services.database.session() as session:
        return _with_health(session, session.execute(wanted).all())


def get_job(services: JobServices, reader: Reader, job_id: UUID) -> JobSummary:
    """One analysis.

    Raises:
        JobNotFound: there is none of this id that this reader may see.
    """
    with services.database.session() as session:
        rows = session.execute(_summaries(reader).where(job.c.id == job_id)).all()
        if not rows:
            raise no_such_job(reader)
        return _with_health(session, rows)[0]


def rename_job(services: JobServices, user_id: UUID, job_id: UUID, title: str) -> None:
    """Give an analysis another title; an empty one brings the file's name back.

    Raises:
        JobNotFound: see get_job.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
        session.execute(update(job).where(job.c.id == job_id).values(title=clean_title(title, found.filename)))


def delete_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Make an analysis disappear, running or not; its rows and its file go soon after.

    Raises:
        JobNotFound: see get_job.
    """
    with services.database.session() as session:
        own_job(session, user_id, job_id)
        session.execute(update(job).where(job.c.id == job_id).values(deleted_at=func.now()))


def restore_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Undo delete_job while the rows are still there; an unfinished analysis goes on.

    Raises:
        JobNotFound: it is gone for good, or never was this person's.
    """
    with services.database.session() as session:
        own_job(session, user_id, job_id, deleted=True)
        session.execute(update(job).where(job.c.id == job_id).values(deleted_at=None))


def cancel_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Stop an analysis; what was computed stays, and it can be resumed.

    Raises:
        JobNotFound: see get_job.
        JobRefused: it has ended already.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
        if found.state not in UNFINISHED:
            raise JobRefused("already_ended", "The analysis has ended already.")
        ended = {"state": "cancelled", "finished_at": func.now(), "waiting_code": "", "next_try_at": None}
        session.execute(update(job).where(job.c.id == job_id).values(**ended))


def resume_job(services: JobServices, user_id: UUID, job_id: UUID) -> None:
    """Go on with a failed or cancelled analysis; only chunks that are not done are computed.

    Raises:
        JobNotFound: see get_job.
        JobRefused: it is running or complete.
    """
    with services.database.session() as session:
        found = own_job(session, user_id, job_id)
        if found.state not in ("failed", "cancelled"):
            raise JobRefused("not_stopped", "The analysis is not stopped: there is nothing to resume.")
        resume_locked(services, session, found)


def resume_locked(services: JobServices, session: Session, found: "Row[Any, Any, Any]") -> None:
    """Resume a job whose row the caller has locked and whose state it has checked."""
    if found.failure_code == Failure.COUNTS_DIFFER:
        _start_over(session, found.id)
    elif found.chunks and found.chunks_done == found.chunks:
        raise JobRefused("complete", "Every record has been tried already: there is nothing to resume.")
    # A higher token: whoever still works on a chunk of before writes nothing any more.
    session.execute(
        text("""
            UPDATE chunk SET state = 'pending', token = token + 1, attempts = 0, claims = 0, lease_until = NULL,
                next_try_at = NULL, failure_code = '' WHERE job_id = :job_id AND state <> 'done'
        """),
        {"job_id": found.id},
    )
    running = {
        "state": "running" if found.chunks else "queued",
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
    """Drop doorbells that wait for a later try: new ones ring at once."""
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


def _summaries(reader: Reader) -> Select[Any]:
    """The reader is in every WHERE; the time left comes from the database's clock and the pace since it (re)started."""
    elapsed = func.extract("epoch", func.clock_timestamp() - job.c.started_at)
    since = select(func.sum(chunk.c.records)).where(chunk.c.job_id == job.c.id, chunk.c.done_at >= job.c.started_at)
    left = elapsed * (job.c.records - job.c.done - job.c.rejected) / func.nullif(since.scalar_subquery(), 0)
    return (
        select(job, case((job.c.state == "running", left)).label("left"), upload.c.sha256)
        .join(upload, upload.c.id == job.c.upload_id)
        .where(readable_by(reader))
    )


def _with_health(session: Session, rows: "Sequence[Row[Any, Any, Any]]") -> list[JobSummary]:
    """The summaries of these rows; for those that have not ended, whether they make progress."""
    unfinished = [row.id for row in rows if row.state in UNFINISHED]
    health = look(session, unfinished) if unfinished else {}
    return [_summary(row, health.get(row.id)) for row in rows]


def _summary(row: "Row[Any, Any, Any]", health: Health | None) -> JobSummary:
    return JobSummary(
        id=row.id,
        title=row.title,
        filename=row.filename,
        state=row.state,
        records=row.records,
        done=row.done,
        warned=row.warned,
        rejected=row.rejected,
        residues=row.residues,
        options=AnalysisOptions.from_json(row.options),
        engine_version=row.engine_version,
        created_at=row.created_at,
        finished_at=row.finished_at,
        failure_code=row.failure_code,
        failure_message=row.failure_message,
        seconds_left=None if row.left is None else float(row.left),
        upload_id=row.upload_id,
        sha256=row.sha256,
        waiting_code=health.code if health else "",
        waiting_message=health.reason if health else "",
        next_try_at=row.next_try_at if row.state == "running" else None,
    )
