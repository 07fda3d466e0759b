"""Step 4: scan the file once and write down its chunks as byte ranges."""

import logging
from uuid import UUID

from sqlalchemy import func, insert, select, text, update

from batchprot.reading.fasta import Reading
from batchprot.reading.spans import Span, plan_spans
from batchprot.reading.unreadable import UnreadableInput
from jobs.pipeline.chunks import queue_next
from jobs.pipeline.context import RunnerContext
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.finish import fail
from models.tables import chunk, job

log = logging.getLogger("batchprot.jobs")

_BEGIN = text("""
    UPDATE job SET state = 'planning' WHERE id = :job_id AND state IN ('queued', 'planning') AND deleted_at IS NULL
    RETURNING upload_id, reading
""")


def plan(context: RunnerContext, job_id: UUID) -> None:
    """Plan a job that waits for it; anything else about the message is ignored."""
    with context.services.database.session() as session:
        row = session.execute(_BEGIN, {"job_id": job_id}).one_or_none()
    if row is None:
        log.info("nothing to plan", extra={"job_id": str(job_id)})
        return
    context.at("plan_begun")
    try:
        spans = _spans(context, row.upload_id, Reading(row.reading))
    except JobFailed as failed:
        with context.services.database.session() as session:
            fail(session, job_id, failed)
        return
    context.at("plan_scanned")
    _write(context, job_id, spans)
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


def _write(context: RunnerContext, job_id: UUID, spans: list[Span]) -> None:
    """Store the chunks and start the first ones: once, however many planners were at it."""
    with context.services.database.session() as session:
        started = {
            "state": "running",
            "records": sum(span.records for span in spans),
            "residues": sum(span.residues for span in spans),
            "chunks": len(spans),
            "started_at": func.now(),
        }
        is_ours = (job.c.id == job_id) & (job.c.state == "planning") & job.c.deleted_at.is_(None)
        if session.execute(update(job).where(is_ours).values(started).returning(job.c.id)).one_or_none() is None:
            return
        if session.execute(select(func.count()).where(chunk.c.job_id == job_id)).scalar_one() == 0:
            session.execute(insert(chunk), [_row(job_id, number, span) for number, span in enumerate(spans, 1)])
        context.at("plan_before_commit")
        queue_next(session, context.services.queue, job_id)


def _row(job_id: UUID, number: int, span: Span) -> dict[str, object]:
    return {
        "job_id": job_id,
        "number": number,
        "byte_offset": span.offset,
        "byte_length": span.length,
        "first_ordinal": span.first_ordinal,
        "first_line": span.first_line,
        "records": span.records,
        "residues": span.residues,
    }
