"""Finding stuck work and sending its message again. The rows are authoritative; a lost message loses no work."""

import logging
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from jobs.adapters.queue import SOONEST
from jobs.pipeline.context import RUNNER_APPLICATION, RunnerContext
from jobs.pipeline.finish import finish
from jobs.pipeline.health import look_at_unfinished
from jobs.start import WITHOUT_CHUNKS, queue_next
from models.states import sql_list
from models.tables import background_work, file_to_delete, job, upload

log = logging.getLogger("batchprot.jobs")

SWEEP_LOCK = 7_214_086_302
ABANDONED = text("interval '1 day'")
PATIENCE = 3
"""Leases that a transaction may outlast before it is taken for a stopped runner's."""
PART_SECONDS = 6 * 3600.0
ORPHAN_SECONDS = 24 * 3600.0

# Expired leases. SKIP LOCKED skips a chunk that is being committed.
_EXPIRED = text("""
    UPDATE chunk SET state = 'queued', lease_until = NULL WHERE (job_id, number) IN (
        SELECT c.job_id, c.number FROM chunk c JOIN job ON job.id = c.job_id
        WHERE c.state = 'running' AND c.lease_until < clock_timestamp() AND job.state = 'running'
        FOR UPDATE OF c SKIP LOCKED)
    RETURNING job_id, number
""")
# What is still running then is locked: by a commit under way, or by a runner stopped in the middle of a COPY, where
# none of PostgreSQL's time limits applies. It lost its lease long ago; its connection is ended.
_END_STOPPED = text("""
    SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
    WHERE a.datname = current_database() AND a.usename = current_user AND a.state <> 'idle'
        AND a.xact_start < clock_timestamp() - make_interval(secs => :patience)
        AND a.application_name IN (
            SELECT left(:application || c.runner, 63) FROM chunk c WHERE c.state = 'running'
                AND c.lease_until < clock_timestamp() - make_interval(secs => :patience / 2))
""")
_UNANNOUNCED_CHUNKS = text("""
    SELECT c.job_id, c.number, greatest(0, extract(epoch FROM c.next_try_at - clock_timestamp())) AS delay
    FROM chunk c JOIN job ON job.id = c.job_id
    WHERE c.state = 'queued' AND job.state = 'running' AND job.deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM procrastinate_jobs q
        WHERE q.queueing_lock = 'chunk/' || c.job_id || '/' || c.number AND q.status = 'todo')
""")
_UNANNOUNCED_JOBS = text(f"""
    SELECT id FROM job WHERE state IN ({sql_list(WITHOUT_CHUNKS)}) AND deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM procrastinate_jobs q WHERE q.queueing_lock = 'plan/' || job.id AND q.status = 'todo')
    AND NOT EXISTS (
        SELECT FROM procrastinate_jobs q JOIN procrastinate_workers w ON w.id = q.worker_id
        WHERE q.queueing_lock = 'plan/' || job.id AND q.status = 'doing'
            AND w.last_heartbeat > now() - make_interval(secs => :stalled))
""")  # noqa: S608 - our own words
# A running job whose chunks are all done was not ended; one with nothing in flight was not continued.
_IDLE_JOBS = text("""
    SELECT id, chunks_done = chunks AS is_done FROM job
    WHERE state = 'running' AND deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM chunk WHERE job_id = job.id AND state IN ('queued', 'running'))
    FOR NO KEY UPDATE SKIP LOCKED
""")
_STALLED_MESSAGES = text("""
    DELETE FROM procrastinate_jobs WHERE id IN (
        SELECT q.id FROM procrastinate_jobs q WHERE q.status = 'doing' AND NOT EXISTS (
            SELECT FROM procrastinate_workers w WHERE w.id = q.worker_id
                AND w.last_heartbeat > now() - make_interval(secs => :stalled))
        FOR UPDATE SKIP LOCKED)
""")

# Long selections whose names nobody has used for over a year, unless a link may still open with them.
_FORGOTTEN = text("""
    DELETE FROM kept_selection k WHERE used_at < now() - interval '400 days' AND NOT EXISTS (
        SELECT FROM share_link s WHERE s.job_id = k.job_id AND s.revoked_at IS NULL
            AND coalesce(s.expires_at > now(), true))
""")


def sweep(context: RunnerContext) -> None:
    """Look once, in one transaction; when another runner is at it, leave it to that one."""
    with context.services.database.session() as session:
        if not session.execute(select(func.pg_try_advisory_xact_lock(SWEEP_LOCK))).scalar_one():
            return
        session.execute(_STALLED_MESSAGES, {"stalled": context.stalled_seconds})
        for row in session.execute(_EXPIRED):
            log.warning("lease ran out", extra={"job_id": str(row.job_id), "chunk": row.number})
        stopped = {"patience": PATIENCE * context.leases.lease_seconds, "application": RUNNER_APPLICATION}
        if session.execute(_END_STOPPED, stopped).all():
            log.warning("a stopped runner's connection was ended")
        _ring(context, session)
        for row in session.execute(_IDLE_JOBS).all():
            log.warning("job continued", extra={"job_id": str(row.id)})
            if row.is_done:
                finish(session, row.id)
            else:
                queue_next(session, context.services.queue, row.id)


def _ring(context: RunnerContext, session: Session) -> None:
    queue = context.services.queue
    for row in session.execute(_UNANNOUNCED_CHUNKS).all():
        queue.enqueue(session, "chunk", delay=float(row.delay or 0), job_id=row.job_id, number=row.number)
    for row in session.execute(_UNANNOUNCED_JOBS, {"stalled": context.stalled_seconds}).all():
        queue.enqueue(session, "plan", priority=SOONEST, job_id=row.id)


def report_stuck(context: RunnerContext) -> None:
    """Write one line for each analysis without progress for a minute, with the reason, and one with the counts."""
    with context.services.database.session() as session:
        unfinished = look_at_unfinished(session)
    stuck = [health for health in unfinished if health.is_stuck]
    for health in stuck:
        seconds = round(health.idle_seconds or 0)
        log.warning("job stuck", extra={"job_id": str(health.id), "code": health.code or "WORKING", "seconds": seconds})
    if unfinished:
        queued, running = (sum(getattr(health, name) for health in unfinished) for name in ("queued", "running"))
        counts = {"jobs": len(unfinished), "stuck": len(stuck), "queued": queued, "running": running}
        log.info("jobs unfinished", extra=counts)


def purge_deleted(context: RunnerContext) -> None:
    """Remove the rows of jobs deleted a while ago, and files that no job needs any more."""
    gone = job.c.deleted_at < func.now() - func.make_interval(0, 0, 0, 0, 0, 0, context.undo_seconds)
    with context.services.database.session() as session:
        for job_id in session.execute(select(job.c.id).where(gone).with_for_update(skip_locked=True)).scalars().all():
            _allow_time(session)
            session.execute(delete(job).where(job.c.id == job_id))
            log.info("job purged", extra={"job_id": str(job_id)})
    for key in _abandoned(context):
        with context.services.database.session() as session:
            unused = ~select(job.c.id).where(job.c.upload_id == key).exists()
            session.execute(delete(upload).where(upload.c.id == key, unused))
    _delete_files(context)
    with context.services.database.session() as session:
        session.execute(_FORGOTTEN)


def _delete_files(context: RunnerContext) -> None:
    """Delete the files of rows that are gone, whatever deleted them: a person, their account, or age."""
    with context.services.database.session() as session:
        keys = session.execute(select(file_to_delete.c.key).with_for_update(skip_locked=True)).scalars().all()
        for key in keys:
            context.services.storage.delete(key)
        session.execute(delete(file_to_delete).where(file_to_delete.c.key.in_(keys)))


def _allow_time(session: Session) -> None:
    """A million rows take longer to delete than a runner's transactions may otherwise take."""
    session.execute(text("SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'transaction_timeout'"))


def _abandoned(context: RunnerContext) -> list[UUID]:
    """Uploads whose jobs were all deleted, and those that were never submitted within a day."""
    has_job = select(job.c.id).where(job.c.upload_id == upload.c.id).exists()
    is_old = (upload.c.created_at < func.now() - ABANDONED) | upload.c.submitted_at.is_not(None)
    with context.services.database.session() as session:
        return list(session.execute(select(upload.c.id).where(~has_job, is_old)).scalars())


def delete_orphans(context: RunnerContext) -> None:
    """Remove files that no row knows: what a killed process left behind."""
    storage = context.services.storage
    storage.delete_parts(PART_SECONDS)
    old = [key for key, age in storage.stored() if age > ORPHAN_SECONDS]
    with context.services.database.session() as session:
        known = set(session.execute(select(upload.c.id).where(upload.c.id.in_(old))).scalars())
        known |= set(session.execute(select(background_work.c.id).where(background_work.c.id.in_(old))).scalars())
    for key in set(old) - known:
        storage.delete(key)
