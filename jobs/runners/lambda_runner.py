"""The job runner as Lambda has it: one message or one round of sweeping at a time, and a fixed time to do it in.

What the local runner does in threads is triggered by AWS here: SQS for each step, and a schedule for the
sweep. Leases are prolonged only while an invocation runs, because a function is frozen afterwards.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from jobs.adapters.aws_services import Aws
from jobs.adapters.queue import BACKGROUND_TASK
from jobs.adapters.sqs_queue import SqsQueue
from jobs.pipeline.background import do_background, give_up_background, sweep_background
from jobs.pipeline.context import RUNNER_APPLICATION, RunnerContext, Throttle
from jobs.pipeline.failures import Failure, JobFailed
from jobs.pipeline.finish import fail
from jobs.pipeline.leases import LeaseKeeper
from jobs.pipeline.plan import plan
from jobs.pipeline.run_chunk import run_chunk
from jobs.pipeline.sweep import delete_orphans, purge_deleted, sweep
from jobs.runners.lambda_settings import RunnerLambdaSettings
from jobs.services import JobServices

log = logging.getLogger("batchprot.jobs")

STEPS: dict[str, Callable[..., None]] = {"plan": plan, "chunk": run_chunk, BACKGROUND_TASK: do_background}
CONNECT_SECONDS = 5
RESERVE_SECONDS = 15.0
"""Of an invocation's time, what is kept for writing down how far it came."""
LEAST_SECONDS = 90.0
"""With less time left no further message of a batch is begun."""
WAKING_SECONDS = 40.0
"""A paused Aurora takes about 15 seconds to come back."""
WAKING_STEP_SECONDS = 1.0
MINUTES = 60
LONGEST_MESSAGE = 4_096

Seconds = Callable[[], float]


class Junk(Exception):  # noqa: N818 - what the message is
    """A message that no part of BatchProt sends."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it was received from the queue."""

    task: str
    ids: dict[str, UUID | int]

    @classmethod
    def read(cls, body: object) -> "Message":
        """Read a message's body.

        Raises:
            Junk: it is none of ours.
        """
        if not isinstance(body, str) or len(body) > LONGEST_MESSAGE:
            raise Junk
        try:
            document = orjson.loads(body)
            task, job_id = document.pop("task"), UUID(document.pop("job_id"))
            number = document.pop("number", None)
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
            raise Junk from None
        wanted = int if task == "chunk" else type(None)
        if document or task not in STEPS or type(number) is not wanted:
            raise Junk
        return cls(task, {"job_id": job_id} if number is None else {"job_id": job_id, "number": number})


class LambdaRunner:
    """One execution environment's runner; it serves one invocation at a time.

    Args:
        services: what every step works with.
        queue: the same that `services` has.
        lease_seconds: see RunnerLambdaSettings.
        runner: name of this environment, in its connections and its chunks.
        sweep_minutes: see RunnerLambdaSettings.
    """

    def __init__(
        self, services: JobServices, queue: SqsQueue, lease_seconds: float, runner: str, sweep_minutes: int = 1
    ) -> None:
        self._queue = queue
        self._lease_seconds = lease_seconds
        self._sweep_minutes = sweep_minutes
        self._context = RunnerContext(
            services=services,
            runner=runner,
            leases=LeaseKeeper(services.database, lease_seconds),
            throttle=Throttle(1),
            stalled_seconds=lease_seconds + 1,
        )

    def work(self, event: Mapping[str, Any], seconds_left: Seconds) -> dict[str, Any]:
        """Process a batch of messages; return those that SQS must keep.

        Junk is kept, so that it ends in the dead-letter queue, for somebody to look at. What fails by the database is
        not: the rows say what is to be done, and the sweep sends a new message.
        """
        kept = []
        with self._working(seconds_left) as context:
            for place, record in enumerate(event["Records"]):
                is_too_late = place > 0 and seconds_left() < LEAST_SECONDS
                if is_too_late or not self._heed(context, record):
                    kept.append(record)
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in kept]}

    def sweep(self, now: str = "") -> dict[str, int]:
        """Find stuck work once, send lost messages again, and once an hour remove files without rows."""
        self._wait_for_database(lambda: WAKING_SECONDS)
        sweep(self._context)
        sweep_background(self._context)
        purge_deleted(self._context)
        if self._is_first_of_the_hour(now):
            delete_orphans(self._context)
        with self._context.services.database.session() as session:
            return {"sent_again": self._queue.send_unheard(session)}

    def dead_letters(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """End the analyses whose messages could not be delivered; junk stays in the dead-letter queue."""
        kept = []
        with suppress(OperationalError):  # then each letter is kept
            self._wait_for_database(lambda: WAKING_SECONDS)
        for record in event["Records"]:
            try:
                self._give_up(Message.read(record.get("body")))
            except (Junk, SQLAlchemyError) as error:
                log.error("dead letter kept", extra={"error": type(error).__name__})  # noqa: TRY400 - may hold anything
                kept.append(record)
        return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in kept]}

    @contextmanager
    def _working(self, seconds_left: Seconds) -> Iterator[RunnerContext]:
        """The context of one invocation: leases that are prolonged meanwhile, and its deadline."""
        leases = LeaseKeeper(self._context.services.database, self._lease_seconds)
        deadline = time.monotonic() + seconds_left() - RESERVE_SECONDS
        leases.start()
        try:
            yield replace(self._context, leases=leases, deadline=deadline)
        finally:
            leases.stop()

    def _heed(self, context: RunnerContext, record: Mapping[str, Any]) -> bool:
        """Do one message's step; False when SQS must keep it."""
        try:
            message = Message.read(record.get("body"))
        except Junk:
            log.error("junk in the queue")  # noqa: TRY400 - the message may hold anything
            return False
        try:
            self._wait_for_database(lambda: context.deadline - time.monotonic())
            with context.services.database.session() as session:
                self._queue.heard(session, message.task, **message.ids)
            STEPS[message.task](context, *message.ids.values())
        except SQLAlchemyError as error:
            log.warning("step not done", extra={"task": message.task, "error": type(error).__name__})
        return True

    def _is_first_of_the_hour(self, now: str) -> bool:
        """Whether no sweep before this one lay in the same hour, by the schedule's own time (2026-11-24T04:17:00Z)."""
        return now[14:16].isdecimal() and int(now[14:16]) < min(self._sweep_minutes, MINUTES)

    def _wait_for_database(self, seconds_left: Seconds) -> None:
        """Give a paused database the time to come back.

        Raises:
            sqlalchemy.exc.OperationalError: it doesn't.
        """
        until = time.monotonic() + min(WAKING_SECONDS, seconds_left())
        while True:
            try:
                with self._context.services.database.connection() as connection:
                    connection.execute(text("SELECT 1"))
                    return
            except OperationalError:
                if time.monotonic() > until:
                    raise
            time.sleep(WAKING_STEP_SECONDS)

    def _give_up(self, message: Message) -> None:
        if message.task == BACKGROUND_TASK:
            give_up_background(self._context, UUID(str(message.ids["job_id"])))
            return
        with self._context.services.database.session() as session:
            if message.task == "chunk":
                done = text("SELECT FROM chunk WHERE job_id = :job_id AND number = :number AND state = 'done'")
                if session.execute(done, message.ids).one_or_none() is not None:
                    return
            fail(session, UUID(str(message.ids["job_id"])), JobFailed(Failure.RUNNER_KILLED))


def build_runner(settings: RunnerLambdaSettings, aws: Aws) -> LambdaRunner:
    """Build what one execution environment works with; nothing is opened yet."""
    name = f"lambda/{uuid.uuid4().hex[:12]}"
    database = aws.database(
        settings.database_url,
        application_name=RUNNER_APPLICATION + name,
        connect_seconds=CONNECT_SECONDS,
        idle_seconds=settings.lease_seconds + 1,
        transaction_seconds=5 * settings.lease_seconds,
    )
    queue = aws.queue(settings.queue_url)
    return LambdaRunner(
        aws.job_services(settings, database, queue), queue, settings.lease_seconds, name, settings.sweep_minutes
    )
