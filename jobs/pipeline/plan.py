"""The chunks of a job whose upload was inspected before inspection kept its spans: the file is scanned once more."""

import logging
from uuid import UUID

from sqlalchemy import select

from batchprot.reading.fasta import Reading
from batchprot.reading.spans import Span, plan_spans
from batchprot.reading.unreadable import UnreadableInput
from jobs.pipeline.context import RunnerContext
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.finish import fail
from jobs.start import WITHOUT_CHUNKS, start
from models.tables import job

log = logging.getLogger("batchprot.jobs")


def plan(context: RunnerContext, job_id: UUID) -> None:
    """Write the chunks of a job that waits for them; anything else about the message is ignored."""
    services = context.services
    waits = (job.c.id == job_id) & job.c.state.in_(WITHOUT_CHUNKS) & job.c.deleted_at.is_(None)
    with services.database.session() as session:
        row = session.execute(select(job.c.upload_id, job.c.reading).where(waits)).one_or_none()
    if row is None:
        log.info("nothing to plan", extra={"job_id": str(job_id)})
        return
    context.at("plan_begun")
    try:
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
