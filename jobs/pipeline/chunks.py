"""The state of a chunk, changed only by statements that say from which state: claim, give back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from batchprot.reading.spans import Span
from jobs.adapters.queue import Queue

# SKIP LOCKED: a stopped process may hold the row until its connection is ended; others do not wait for it.
_CLAIM = text("""
    UPDATE chunk SET state = 'running', token = token + 1, claims = claims + 1, runner = :runner,
        lease_until = clock_timestamp() + make_interval(secs => :lease), next_try_at = NULL
    FROM job JOIN upload ON upload.id = job.upload_id
    WHERE job.id = chunk.job_id AND (chunk.job_id, chunk.number) IN (
        SELECT c.job_id, c.number FROM chunk c JOIN job j ON j.id = c.job_id
        WHERE c.job_id = :job_id AND c.number = :number AND j.state = 'running' AND j.deleted_at IS NULL
            AND (c.state = 'queued' OR (c.state = 'running' AND c.lease_until < clock_timestamp()))
            AND coalesce(c.next_try_at, '-infinity') <= clock_timestamp() + interval '50 milliseconds'
        FOR UPDATE OF c SKIP LOCKED)
    RETURNING chunk.token, chunk.attempts, chunk.claims, chunk.byte_offset, chunk.byte_length, chunk.first_ordinal,
        chunk.first_line, chunk.records, chunk.residues, job.upload_id, job.reading, job.options,
        upload.inspection->'files' AS files
""")

# Who gives a chunk back was not killed by it: of `claims`, which end a chunk that kills its runners, few are kept.
_GIVE_BACK = text("""
    UPDATE chunk SET state = 'queued', attempts = attempts + :counted, claims = least(claims, 6), lease_until = NULL,
        failure_code = :code, next_try_at = clock_timestamp() + make_interval(secs => :delay)
    WHERE job_id = :job_id AND number = :number AND token = :token AND state = 'running'
    RETURNING attempts
""")


@dataclass(frozen=True, slots=True)
class Claim:
    """A chunk that this runner may work on: until its lease runs out, and only with the newest token."""

    job_id: UUID
    number: int
    token: int
    attempts: int
    claims: int
    span: Span
    upload_id: UUID
    reading: str
    options: dict[str, Any]
    file_lines: tuple[int, ...] = ()
    """The lines of the upload on which each of several files begins."""

    @property
    def hold(self) -> tuple[UUID, int, int]:
        """How the lease keeper knows it."""
        return (self.job_id, self.number, self.token)


def claim(session: Session, job_id: UUID, number: int, runner: str, lease_seconds: float) -> Claim | None:
    """Lease a chunk, unless it is leased, done, not due yet or no longer needed."""
    values = {"job_id": job_id, "number": number, "runner": runner, "lease": lease_seconds}
    row = session.execute(_CLAIM, values).one_or_none()
    if row is None:
        return None
    span = Span(row.byte_offset, row.byte_length, row.first_ordinal, row.first_line, row.records, row.residues)
    return Claim(
        job_id,
        number,
        row.token,
        row.attempts,
        row.claims,
        span,
        row.upload_id,
        row.reading,
        dict(row.options),
        tuple(file["first_line"] for file in row.files or ()),
    )


def give_back(session: Session, queue: Queue, claimed: Claim, *, counted: bool, delay: float, code: str) -> int | None:
    """Put a chunk back for a later try.

    Returns:
        The tries that counted so far; None when the chunk is no longer ours.
    """
    values = {
        "job_id": claimed.job_id,
        "number": claimed.number,
        "token": claimed.token,
        "counted": int(counted),
        "delay": delay,
        "code": code,
    }
    attempts = session.execute(_GIVE_BACK, values).scalar_one_or_none()
    if attempts is not None:
        queue.enqueue(session, "chunk", delay=delay, job_id=claimed.job_id, number=claimed.number)
    return attempts
