"""Whether unfinished analyses make progress, and if one does not, why: for its page, the operator and the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from jobs.pipeline.failures import WAITING_SENTENCES, Waiting
from models.states import UNFINISHED, UNFINISHED_SQL
from models.tables import job

RUNNER_SECONDS = 15.0
"""A runner without a heartbeat for this long has stopped: heartbeats come every two seconds."""
OTHERS_SECONDS = 5.0
SLOW_SECONDS = 45.0
"""A chunk takes about a second: one that takes so long is worth a sentence."""
STUCK_SECONDS = 60.0
"""No progress for so long is written to the log."""
KEPT_CODES = frozenset({Waiting.WORKER_DOWN, Waiting.WORKER_BUSY, Waiting.WORKER_FAILING, Waiting.STORAGE_FULL})

# A message in procrastinate's queue that no runner receives indicates a missing runner; where another queue is used
# there are no such rows. All times are the database's own.
_LOOK = text(f"""
    SELECT job.id, job.user_id, job.title, job.state, job.records, job.done, job.warned, job.rejected, job.chunks,
        job.chunks_done, job.failure_code, job.failure_message, job.waiting_code, job.next_try_at, job.created_at,
        job.finished_at, coalesce(parts.pending, 0) AS pending, coalesce(parts.queued, 0) AS queued,
        coalesce(parts.running, 0) AS running, coalesce(parts.attempts, 0) AS attempts,
        coalesce(parts.claims, 0) AS claims, coalesce(parts.last_failure, '') AS last_failure,
        coalesce(parts.is_searching, false) AS is_searching,
        CASE WHEN job.state IN ({UNFINISHED_SQL}) THEN extract(epoch FROM
            clock_timestamp() - greatest(job.created_at, job.started_at, parts.last_done))::float8 END AS idle_seconds,
        EXISTS (SELECT FROM procrastinate_jobs WHERE args ->> 'job_id' = job.id::text) AS is_rung_for,
        EXISTS (SELECT FROM procrastinate_workers
            WHERE last_heartbeat > now() - make_interval(secs => :runner_seconds)) AS has_runner,
        (SELECT count(DISTINCT c.job_id) FROM chunk c
            WHERE c.state = 'running' AND c.lease_until > clock_timestamp() AND c.job_id <> job.id) AS others
    FROM job LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'queued') AS queued,
            count(*) FILTER (WHERE state = 'running') AS running, sum(attempts) AS attempts, sum(token) AS claims,
            max(failure_code) FILTER (WHERE failure_code <> '') AS last_failure, max(done_at) AS last_done,
            bool_or(state = 'running' AND failure_code = :searching) AS is_searching
        FROM chunk WHERE job_id = job.id) AS parts ON true
    WHERE job.id = ANY(:job_ids) AND job.deleted_at IS NULL
""")  # noqa: S608 - our own words
_UNFINISHED = select(job.c.id).where(job.c.state.in_(UNFINISHED), job.c.deleted_at.is_(None))


@dataclass(frozen=True, slots=True)
class Health:
    """One analysis as an operator sees it.

    `pending`, `queued`, `running` and `chunks_done` count its chunks; `attempts` the failures that count against
    them, `claims` how often a runner took one of them; `last_failure` is the code of a chunk that is being tried again.
    `idle_seconds` is the time since its last progress, None once it has ended. `code` and `reason` tell why it makes
    none just now; both are empty while all is well.
    """

    id: UUID
    user_id: UUID
    title: str
    state: str
    records: int
    done: int
    warned: int
    rejected: int
    chunks: int
    chunks_done: int
    pending: int
    queued: int
    running: int
    attempts: int
    claims: int
    last_failure: str
    failure_code: str
    failure_message: str
    next_try_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    idle_seconds: float | None
    code: str
    reason: str

    @property
    def is_stuck(self) -> bool:
        """Whether it is unfinished and made no progress for a minute."""
        return self.idle_seconds is not None and self.idle_seconds >= STUCK_SECONDS


def look(session: Session, job_ids: Iterable[UUID]) -> dict[UUID, Health]:
    """The health of these analyses, whatever their owner; deleted ones are left out."""
    wanted = {"job_ids": list(job_ids), "runner_seconds": RUNNER_SECONDS, "searching": Waiting.LOOKING_FOR_RECORD}
    return {row.id: _health(row._asdict()) for row in session.execute(_LOOK, wanted)}


def look_at_unfinished(session: Session) -> list[Health]:
    """All analyses that have not ended, the one that has waited longest first."""
    found = look(session, session.execute(_UNFINISHED).scalars())
    return sorted(found.values(), key=lambda health: -(health.idle_seconds or 0))


def why_waiting(row: dict[str, Any]) -> Waiting | None:
    """Why there is no progress, from a row of facts; None while all is well or the job has ended."""
    idle = row["idle_seconds"]
    if idle is None:
        return None
    is_busy = row["running"]
    kept = row["waiting_code"] if row["waiting_code"] in KEPT_CODES else None
    causes = (
        (Waiting.NO_RUNNER, row["is_rung_for"] and not row["has_runner"], RUNNER_SECONDS),
        (Waiting.LOOKING_FOR_RECORD, row["is_searching"], 0),
        (kept, kept, 0),
        (Waiting.SLOW_CHUNK, is_busy, SLOW_SECONDS),
        (Waiting.OTHERS_FIRST, not is_busy and row["others"], OTHERS_SECONDS),
        (Waiting.NOT_TAKEN_UP, not is_busy and not row["others"], SLOW_SECONDS),
    )
    code = next((code for code, is_so, patience in causes if is_so and idle >= patience), None)
    return Waiting(code) if code else None


def _health(row: dict[str, Any]) -> Health:
    code = why_waiting(row)
    facts = {name: row[name] for name in Health.__dataclass_fields__ if name in row}
    return Health(**facts, code=code or "", reason=WAITING_SENTENCES[code] if code else "")
