"""Adding a message to the queue in the caller's transaction: task and ids, never content."""

from typing import Protocol
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

QUEUE_NAME = "analyses"
SMALL_QUEUE_NAME = "small analyses"
"""Of files of at most SMALL_BYTES: the runner keeps a place that nothing else takes, so that they never wait."""
BACKGROUND_QUEUE_NAME = "background work"
"""Of work that takes longer than a request may; see jobs.background."""
BACKGROUND_TASK = "background"
SMALL_BYTES = 65_536
SOONEST = 100
"""Priority of what must not wait behind chunks: planning a job."""

# The function is procrastinate's own way in, called on our connection so that message and rows are committed
# together or not at all. `queueing_lock` is unique among waiting messages: a second message for the same thing
# would fail the transaction, so it is left out instead; callers hold the lock of the job's row meanwhile.
_DEFER = text("""
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        CAST(:queue AS varchar), CAST(:task AS varchar), CAST(:priority AS integer), NULL, CAST(:key AS text),
        CAST(:arguments AS jsonb),
        CASE WHEN NOT CAST(:due_at_once AS boolean)
             THEN clock_timestamp() + make_interval(secs => CAST(:delay AS double precision)) END
    )::procrastinate_job_to_defer_v1])
    WHERE NOT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = CAST(:key AS text) AND status = 'todo')
""")

_IS_SMALL = text("""
    SELECT upload.size <= :small_bytes FROM job JOIN upload ON upload.id = job.upload_id WHERE job.id = :job_id
""")


class Queue(Protocol):
    """A durable queue that delivers at least once."""

    def enqueue(self, session: Session, task: str, *, priority: int = 0, delay: float = 0.0, **ids: UUID | int) -> None:
        """Deliver `task` with these ids, not before `delay` seconds; unless the same already waits."""
        ...


class PostgresQueue:
    """procrastinate's tables in our own database."""

    def enqueue(self, session: Session, task: str, *, priority: int = 0, delay: float = 0.0, **ids: UUID | int) -> None:
        """Insert the message in the session's transaction: it exists once that is committed."""
        queue = BACKGROUND_QUEUE_NAME if task == BACKGROUND_TASK else _queue_of_job(session, ids["job_id"])
        defer(session, task, priority=priority, delay=delay, due_at_once=delay <= 0, queue=queue, **ids)


def _queue_of_job(session: Session, job_id: UUID | int) -> str:
    small = session.execute(_IS_SMALL, {"job_id": job_id, "small_bytes": SMALL_BYTES}).scalar_one_or_none()
    return SMALL_QUEUE_NAME if small else QUEUE_NAME


def defer(
    session: Session,
    task: str,
    *,
    priority: int,
    delay: float,
    due_at_once: bool,
    queue: str,
    **ids: UUID | int,
) -> bool:
    """Write a message into procrastinate's table; False when the same waits there already.

    With `due_at_once` it carries no time at all, otherwise the time when it is due.
    """
    arguments = {name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}
    values = {
        "queue": queue,
        "task": task,
        "priority": priority,
        "key": message_key(task, **ids),
        "arguments": orjson.dumps(arguments).decode(),
        "delay": max(delay, 0.0),
        "due_at_once": due_at_once,
    }
    return session.execute(_DEFER, values).first() is not None


def message_key(task: str, **ids: UUID | int) -> str:
    """The key by which two messages are the same: `chunk/<job>/3`."""
    return "/".join([task, *map(str, ids.values())])
