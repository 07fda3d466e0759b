"""The chunks of a job: written once, and put into the queue a few at a time.

Intake does both when a job is submitted; the pipeline goes on, and starts jobs whose spans were not known then.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from batchprot.reading.spans import Span
from jobs.adapters.queue import Queue
from models.states import ChunkState, JobState, sql_list
from models.tables import chunk, job

WINDOW = 4
"""Chunks of one job in the queue or in work at once, so that a huge job never blocks a small one."""
WITHOUT_CHUNKS = (JobState.QUEUED, JobState.PLANNING)
IN_FLIGHT = sql_list((ChunkState.QUEUED, ChunkState.RUNNING))

# A user's share decides: who had few chunks in unfinished analyses goes first. Logarithmic, so that two large
# analyses take turns although one is ahead of the other.
_PRIORITY = text(f"""
    SELECT -floor(log(2, 1 + coalesce(sum(chunks_done), 0)))::integer FROM job
    WHERE user_id = (SELECT user_id FROM job WHERE id = :job_id) AND state = '{JobState.RUNNING}'
        AND deleted_at IS NULL
""")  # noqa: S608 - our own words
_QUEUE_NEXT = text(f"""
    UPDATE chunk SET state = '{ChunkState.QUEUED}' WHERE job_id = :job_id AND number IN (
        SELECT number FROM chunk WHERE job_id = :job_id AND state = '{ChunkState.PENDING}' ORDER BY number
        LIMIT greatest(0, :window - (
            SELECT count(*) FROM chunk WHERE job_id = :job_id AND state IN ({IN_FLIGHT}))))
    RETURNING number
""")  # noqa: S608 - our own words


def start(session: Session, queue: Queue, job_id: UUID, spans: Sequence[Span]) -> bool:
    """Write the chunks of a job that has none and queue the first; False when it is not waiting for that any more."""
    started = {
        "state": JobState.RUNNING,
        "records": sum(span.records for span in spans),
        "residues": sum(span.residues for span in spans),
        "chunks": len(spans),
        "started_at": func.now(),
    }
    waits = (job.c.id == job_id) & job.c.state.in_(WITHOUT_CHUNKS) & job.c.deleted_at.is_(None)
    if session.execute(update(job).where(waits).values(started).returning(job.c.id)).one_or_none() is None:
        return False
    if session.execute(select(func.count()).where(chunk.c.job_id == job_id)).scalar_one() == 0:
        session.execute(insert(chunk), [_row(job_id, number, span) for number, span in enumerate(spans, 1)])
    queue_next(session, queue, job_id)
    return True


def queue_next(session: Session, queue: Queue, job_id: UUID) -> None:
    """Fill the job's window. The caller holds the lock of the job's row."""
    numbers = sorted(session.execute(_QUEUE_NEXT, {"job_id": job_id, "window": WINDOW}).scalars())
    if numbers:
        priority = session.execute(_PRIORITY, {"job_id": job_id}).scalar_one()
        for number in numbers:
            queue.enqueue(session, "chunk", priority=priority, job_id=job_id, number=number)


def read_spans(kept: Iterable[Sequence[int]] | None) -> list[Span]:
    """The spans of an upload as its row keeps them; none when it was inspected before they were kept."""
    return [Span(*span) for span in kept or ()]


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
