"""The chunks of a job that was submitted without them.

Either its file is a digest, which is to be made first; or its upload was inspected before inspection kept its spans,
and the file is scanned once more.
"""

import errno
import logging
from pkgutil import resolve_name
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from batchprot.reading.fasta import Reading
from batchprot.reading.spans import Span, plan_spans
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal
from jobs.pipeline.context import RunnerContext
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.finish import fail
from jobs.start import WITHOUT_CHUNKS, start
from models.tables import job, upload

log = logging.getLogger("batchprot.jobs")

MAKE_DIGEST = "jobs.intake.digest.make:make"  # by name, as intake and pipeline meet through rows only


def plan(context: RunnerContext, job_id: UUID) -> None:
    """Write the chunks of a job that waits for them; anything else about the message is ignored."""
    services = context.services
    waits = (job.c.id == job_id) & job.c.state.in_(WITHOUT_CHUNKS) & job.c.deleted_at.is_(None)
    wanted = select(job.c.upload_id, job.c.reading, upload.c.digest, upload.c.spans)
    with services.database.session() as session:
        found = wanted.join(upload, upload.c.id == job.c.upload_id).where(waits)
        row = session.execute(found).one_or_none()
    if row is None:
        log.info("nothing to plan", extra={"job_id": str(job_id)})
        return
    context.at("plan_begun")
    try:
        if row.digest is not None and row.spans is None:
            _make_digest(context, job_id)
            return
        spans = _spans(context, row.upload_id, Reading(row.reading))
    except JobFailed as failed:
        with services.database.session() as session:
            fail(session, job_id, failed)
        return
    context.at("plan_scanned")
    with services.database.session() as session:
        start(session, services.queue, job_id, spans)
        context.at("plan_before_commit")
    context.at("plan_written")


def _make_digest(context: RunnerContext, job_id: UUID) -> None:
    try:
        resolve_name(MAKE_DIGEST)(context.services, job_id, context.at)
    except Refusal as refused:
        raise JobFailed(Failure.DIGEST_REFUSED, refused.message) from None
    except OperationalError:
        raise  # the sweep sends a new message
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise JobFailed(Failure.STORAGE_FULL) from None
    except Exception as error:  # noqa: BLE001 - it would come again and again
        # Without the values in its message, which may be sequences.
        log.error("digest failed", extra={"job_id": str(job_id), "error": type(error).__name__})  # noqa: TRY400
        raise JobFailed(Failure.INTERNAL) from None


def _spans(context: RunnerContext, upload_id: UUID, reading: Reading) -> list[Span]:
    services = context.services
    try:
        with services.storage.open(upload_id) as stream:
            spans = list(plan_spans(stream, reading=reading, limits=services.limits))
    except FileNotFoundError:
        raise JobFailed(Failure.FILE_MISSING) from None
    except UnreadableInput as error:
        raise JobFailed(Failure.FILE_UNREADABLE, error.message) from None
    if not spans:
        raise JobFailed(Failure.ALL_RECORDS_REJECTED)
    return spans
