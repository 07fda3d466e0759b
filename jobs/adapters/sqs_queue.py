"""Messages through SQS, kept in PostgreSQL until they have been received.

SQS can't take part in a transaction. So the message is first written where the local queue keeps it, in the caller's
transaction and at most once for each thing to do, and sent to SQS after the commit. The receiver removes it
there. What was lost between commit and SQS, or by SQS, still stands in the table, and the sweep sends it again.
"""

import logging
import math
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from jobs.adapters.queue import QUEUE_NAME, defer, message_key

log = logging.getLogger("batchprot.jobs")

BATCH = 10
"""The most messages of one call, by SQS's own limit."""
LONGEST_DELAY = 900
"""Seconds, by SQS's own limit."""
UNHEARD_SECONDS = 120
"""A message not received within this time after it was due is sent again; a duplicate does no harm."""
SENT_AGAIN = 500
_OUTBOX = "sqs messages"

_OWNER = text("""
    SELECT user_id FROM job WHERE id = :job_id UNION ALL SELECT user_id FROM background_work WHERE id = :job_id
""")
# A late duplicate must not remove a message that is due later.
_HEARD = text("""
    DELETE FROM procrastinate_jobs WHERE queueing_lock = :key AND status = 'todo'
        AND coalesce(scheduled_at, '-infinity') <= clock_timestamp() + interval '50 milliseconds'
""")
_UNHEARD = text("""
    UPDATE procrastinate_jobs SET scheduled_at = clock_timestamp() WHERE id IN (
        SELECT id FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo'
            AND coalesce(scheduled_at, '-infinity') < clock_timestamp() - make_interval(secs => :seconds)
        ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING task_name, args
""")


class SqsQueue:
    """The SQS queue at `url`, through a boto3 SQS client; the local twin is jobs.adapters.queue.PostgresQueue.

    The message's group is the job's owner: with fair queues one person's many messages do not delay another's few.
    """

    def __init__(self, client: Any, url: str) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        self._client = client
        self._url = url

    def enqueue(self, session: Session, task: str, *, priority: int = 0, delay: float = 0.0, **ids: UUID | int) -> None:
        """Write the message in the session's transaction and send it after the commit."""
        if defer(session, task, priority=priority, delay=delay, due_at_once=False, queue=QUEUE_NAME, **ids):
            self._after_commit(session, task, ids, delay)

    def send_unheard(self, session: Session, seconds: float = UNHEARD_SECONDS) -> int:
        """Send again what was due `seconds` ago and not heard; returns how many messages."""
        rows = session.execute(_UNHEARD, {"queue": QUEUE_NAME, "seconds": seconds, "most": SENT_AGAIN}).all()
        for row in rows:
            self._after_commit(session, row.task_name, row.args, 0)
        return len(rows)

    def heard(self, session: Session, task: str, **ids: UUID | int) -> None:
        """Note that a message arrived: from now on the same may be sent again."""
        session.execute(_HEARD, {"key": message_key(task, **ids)})

    def _after_commit(self, session: Session, task: str, ids: Mapping[str, Any], delay: float) -> None:
        outbox = session.info.setdefault(_OUTBOX, [])
        if not outbox:
            event.listen(session, "after_commit", self._send_all, once=True)
        owner = session.execute(_OWNER, {"job_id": ids["job_id"]}).scalar_one_or_none()
        body = {"task": task, **{name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}}
        outbox.append(
            {
                "Id": str(len(outbox)),
                "MessageBody": orjson.dumps(body).decode(),
                "DelaySeconds": min(math.ceil(max(delay, 0)), LONGEST_DELAY),
                "MessageGroupId": str(owner or "nobody"),
            }
        )

    def _send_all(self, session: Session) -> None:
        outbox = session.info.pop(_OUTBOX, [])
        for start in range(0, len(outbox), BATCH):
            self._send(outbox[start : start + BATCH])

    def _send(self, entries: Sequence[dict[str, Any]]) -> None:
        """What can't be sent now stands in the table: the commit has happened and must not fail any more."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            failed = self._client.send_message_batch(QueueUrl=self._url, Entries=entries).get("Failed", [])
        except (BotoCoreError, ClientError) as error:
            log.warning("messages not sent", extra={"error": type(error).__name__, "messages": len(entries)})
            return
        if failed:
            log.warning("messages not sent", extra={"error": failed[0].get("Code", ""), "messages": len(failed)})
