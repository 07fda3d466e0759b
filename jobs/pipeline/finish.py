"""Step 6: the end of a job, counted in the tables and not on trust."""

import logging
from contextlib import suppress
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from jobs.background import MANY, WorkKind, begin
from jobs.errors import JobRefused
from jobs.pipeline.failures import SENTENCES, Failure, JobFailed
from jobs.services import JobServices
from models.database import Database
from models.states import UNFINISHED_SQL, JobState, RecordStatus
from models.tables import job
from runtime.logs import Event

log = logging.getLogger("batchprot.jobs")

_END = text(f"""
    UPDATE job SET state = :state, failure_code = :code, failure_message = :message, finished_at = clock_timestamp(),
        waiting_code = '', waiting_since = NULL, next_try_at = NULL
    WHERE id = :job_id AND state IN ({UNFINISHED_SQL}) RETURNING id
""")  # noqa: S608 - our own words

_COUNT = text(f"""
    SELECT job.records, job.done, job.warned, job.rejected, stored.*
    FROM job, LATERAL (
        SELECT count(*) FILTER (WHERE status <> '{RecordStatus.REJECTED}') AS counted_done,
            count(*) FILTER (WHERE status = '{RecordStatus.WARNED}') AS counted_warned,
            count(*) FILTER (WHERE status = '{RecordStatus.REJECTED}') AS counted_rejected,
            coalesce(sum(length) FILTER (WHERE status <> '{RecordStatus.REJECTED}'), 0) AS counted_residues
        FROM protein WHERE job_id = job.id) AS stored
    WHERE job.id = :job_id
""")  # noqa: S608 - our own words

_RESIDUES = text("UPDATE job SET residues = :residues WHERE id = :job_id")

WORTH_COUNTING = 2_000
_CHANGES_MUCH = text("""
    SELECT records >= :least AND records > 0.1 * (SELECT reltuples FROM pg_class WHERE oid = 'protein'::regclass)
    FROM job WHERE id = :job_id
""")


def finish(session: Session, job_id: UUID) -> None:
    """End a job whose chunks are all done: succeeded, unless its rows don't add up or all are rejected.

    The caller holds the lock of the job's row.
    """
    found = session.execute(_COUNT, {"job_id": job_id}).one()
    counted = (found.counted_done, found.counted_warned, found.counted_rejected)
    shown = (found.done, found.warned, found.rejected)
    if counted != shown or found.records != found.counted_done + found.counted_rejected:
        fail(session, job_id, JobFailed(Failure.COUNTS_DIFFER))
    elif found.counted_done == 0:
        fail(session, job_id, JobFailed(Failure.ALL_RECORDS_REJECTED))
    else:
        # The plan counted every letter between two headers; now it is known which of them were residues.
        session.execute(_RESIDUES, {"job_id": job_id, "residues": found.counted_residues})
        _end(session, job_id, JobState.SUCCEEDED, "", "")


def fail(session: Session, job_id: UUID, failed: JobFailed) -> bool:
    """End a job with a reason; False when it had ended already."""
    return _end(session, job_id, JobState.FAILED, failed.failure, failed.message or SENTENCES[failed.failure])


def _end(session: Session, job_id: UUID, state: JobState, code: str, message: str) -> bool:
    values = {"job_id": job_id, "state": state, "code": code, "message": message}
    ended = session.execute(_END, values).one_or_none() is not None
    if ended:
        ids = {"job_id": str(job_id), "state": str(state), "code": str(code)}
        log.info("job ended", extra={"event": Event.JOB_ENDED, **ids})
    return ended


def prepare_first_look(services: JobServices, job_id: UUID) -> None:
    """Have what the page of a large analysis shows first made now, and not when somebody waits for it."""
    of_large = select(job.c.user_id).where(job.c.id == job_id, job.c.state == JobState.SUCCEEDED, job.c.records >= MANY)
    with services.database.session() as session:
        owner = session.execute(of_large).scalar_one_or_none()
    if owner is not None:
        with suppress(JobRefused):  # of several at once the pages of some are slower
            begin(services, WorkKind.FIRST_LOOK, owner, {}, job_id=job_id)


def refresh_statistics(database: Database, job_id: UUID) -> None:
    """Tell the planner about a job that changed what the tables look like, before the first question about it."""
    with database.session() as session:
        changed = session.execute(_CHANGES_MUCH, {"job_id": job_id, "least": WORTH_COUNTING}).scalar_one()
    if changed:
        with database.session() as session:
            session.execute(text("ANALYZE protein (job_id, ordinal, status), measurement (job_id, ordinal)"))
