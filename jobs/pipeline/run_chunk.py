"""Step 5: one chunk from its bytes to its rows. Repeating it changes nothing.

Everything it stores is stored in one transaction that begins by proving that the chunk is still ours (its fencing
token) and ends by queueing the job's next chunk. Whatever is killed in between, the rows are there and the chunk is
done, or neither.
"""

import logging
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from uuid import UUID

from psycopg import InterfaceError, OperationalError
from psycopg.errors import DiskFull
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading, Record, read_records, reject_ambiguous
from batchprot.reading.spans import read_span
from batchprot.tables.raw_columns import RawColumns
from jobs.pipeline.bisect import Bisection, Part
from jobs.pipeline.chunks import Claim, claim, give_back
from jobs.pipeline.context import RunnerContext
from jobs.pipeline.failures import Failure, JobFailed, Waiting
from jobs.pipeline.finish import fail, finish, prepare_first_look, refresh_statistics
from jobs.pipeline.rows import MEASUREMENT_COLUMNS, PROTEIN_COLUMNS, ChunkRows, chunk_rows
from jobs.pipeline.worker_client import TOTAL_SECONDS
from jobs.pipeline.worker_errors import (
    WorkerBusy,
    WorkerCallCancelled,
    WorkerDown,
    WorkerFailed,
    WorkerRefused,
    WorkerTooLarge,
)
from jobs.room import has_space
from jobs.start import queue_next
from models.database import driver_connection
from runtime.logs import Event

log = logging.getLogger("batchprot.jobs")

COUNTED_TRIES = 5
MOST_CLAIMS = 40
"""A chunk taken so often without an end kills its runner each time."""
SHORTEST_CALL = 5.0
"""Seconds: less is not worth calling the worker for."""
LONGEST_WAIT = "30 minutes"
LONGEST_DELAY_WHILE_DOWN = 4.0
FIRST_DELAY = 0.5


class LeaseLost(Exception):  # noqa: N818
    """Somebody else has the chunk now, or the job is not wanted any more: what was computed is thrown away."""


class OutOfTime(Exception):  # noqa: N818
    """This process ends before the worker can answer; the next one starts the chunk again."""


RESERVE_PART = 0.5
"""Results stop at half of the disk's reserve: what was accepted before uploads stopped may still be finished."""
EXPECTED = (WorkerBusy, WorkerDown, WorkerFailed, OutOfTime, DiskFull)
"""What needs no traceback in the log: its code says it all."""

# The job's row is always locked before its chunks, so that there is no deadlock.
_LOCK_JOB = text("SELECT FROM job WHERE id = :job_id FOR NO KEY UPDATE")
_STILL_WANTED = text("SELECT FROM job WHERE id = :job_id AND state = 'running' AND deleted_at IS NULL FOR KEY SHARE")
_DONE = text("""
    UPDATE chunk SET state = 'done', done_at = clock_timestamp(), lease_until = NULL, failure_code = ''
    WHERE job_id = :job_id AND number = :number AND token = :token AND state = 'running' RETURNING number
""")
# Which engines calculated it: another one than at the first chunk, after a deployment, is named beside that.
_COUNT = text("""
    UPDATE job SET done = done + :done, warned = warned + :warned, rejected = rejected + :rejected,
        chunks_done = chunks_done + 1, waiting_code = '', waiting_since = NULL, next_try_at = NULL,
        engine_version = CASE
            WHEN :engine = '' OR :engine = ANY(string_to_array(engine_version, ' and ')) THEN engine_version
            WHEN done = 0 THEN :engine
            ELSE engine_version || ' and ' || :engine END
    WHERE id = :job_id AND state = 'running' AND deleted_at IS NULL RETURNING chunks_done = chunks
""")
_WAIT = text("""
    UPDATE job SET waiting_code = :code, waiting_since = coalesce(waiting_since, now()),
        next_try_at = now() + make_interval(secs => :delay)
    WHERE id = :job_id AND state = 'running'
    RETURNING coalesce(waiting_since, now()) < now() - CAST(:longest AS interval)
""")
_LOOKING = text("""
    UPDATE chunk SET failure_code = :code
    WHERE job_id = :job_id AND number = :number AND token = :token AND state = 'running'
""")
_COPY_PROTEINS = f"COPY protein ({', '.join(PROTEIN_COLUMNS)}) FROM STDIN"
_COPY_MEASUREMENTS = f"COPY measurement ({', '.join(MEASUREMENT_COLUMNS)}) FROM STDIN (FORMAT binary)"


def run_chunk(context: RunnerContext, job_id: UUID, number: int) -> None:
    """Do one chunk if it is there to be done; anything else about the message is ignored."""
    with context.services.database.session() as session:
        claimed = claim(session, job_id, number, context.runner, context.leases.lease_seconds)
    if claimed is None:
        log.info("nothing to do", extra={"job_id": str(job_id), "chunk": number})
        return
    context.at("chunk_claimed")
    context.leases.hold(claimed.hold)
    began = time.monotonic()
    try:
        _work(context, claimed)
    except (LeaseLost, WorkerCallCancelled):
        log.info("chunk given up", extra={"job_id": str(job_id), "chunk": number})
    except JobFailed as failed:
        _fail(context, claimed, failed)
    except Exception as error:  # noqa: BLE001 - whatever it is, the job must come to an end with a reason
        _retry(context, claimed, error)
    else:
        seconds = round(time.monotonic() - began, 3)
        log.info("chunk done", extra={"job_id": str(job_id), "chunk": number, "seconds": seconds})
    finally:
        context.leases.release(claimed.hold)


def _work(context: RunnerContext, claimed: Claim) -> None:
    if claimed.claims > MOST_CLAIMS:
        raise JobFailed(Failure.RUNNER_KILLED)
    options = AnalysisOptions.from_json(claimed.options)
    records = _records(context, claimed, options)
    context.at("chunk_read")
    sequences = [record.proforma or record.sequence for record in records if not record.reason_code]
    parts = _analyze(context, claimed, sequences, options) if sequences else []
    context.at("chunk_answered")
    rows = chunk_rows(claimed.job_id, records, parts)
    is_last = _store(context, claimed, rows)
    context.at("chunk_committed")
    if is_last:
        refresh_statistics(context.services.database, claimed.job_id)
        prepare_first_look(context.services, claimed.job_id)


def _records(context: RunnerContext, claimed: Claim, options: AnalysisOptions) -> list[Record]:
    limits = context.services.limits
    try:
        with context.services.storage.open(claimed.upload_id) as stream:
            data = read_span(stream, claimed.span, limits=limits)
    except FileNotFoundError:
        raise JobFailed(Failure.FILE_MISSING) from None
    records = read_records(
        data,
        first_ordinal=claimed.span.first_ordinal,
        first_line=claimed.span.first_line,
        reading=Reading(claimed.reading),
        limits=limits,
        file_lines=claimed.file_lines,
    )
    if len(records) != claimed.span.records:
        raise JobFailed(Failure.FILE_UNREADABLE)
    return [reject_ambiguous(record) for record in records] if options.ambiguous == "reject" else records


def _analyze(context: RunnerContext, claimed: Claim, sequences: Sequence[str], options: AnalysisOptions) -> list[Part]:
    """All results: in one call when all is well, in halves when they are too large or one of them is poison."""

    def ask(some: Sequence[str], seconds: float) -> RawColumns:
        with context.throttle.call(go_on), _in_time(context, seconds) as allowed:
            context.at("chunk_before_call")
            result = context.services.worker.analyze(
                some, options, seconds=allowed, cancelled=lambda: context.leases.lost(claimed.hold)
            )
        context.throttle.answered()
        return result

    def go_on() -> None:
        _go_on(context, claimed)

    def pause(seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            go_on()
            time.sleep(min(0.1, seconds))

    try:
        return [Part(0, len(sequences), ask(sequences, TOTAL_SECONDS))]
    except WorkerTooLarge:
        middle = len(sequences) // 2
        if not middle:
            return [Part(0, 1, None)]
        left = _analyze(context, claimed, sequences[:middle], options)
        right = _analyze(context, claimed, sequences[middle:], options)
        return [*left, *(Part(part.start + middle, part.stop + middle, part.result) for part in right)]
    except WorkerFailed as error:
        # The first time it may be chance, and the whole chunk is tried again.
        if not error.suspicious or claimed.attempts == 0:
            raise
    context.at("bisect_begun")
    _say_what_is_looked_for(context, claimed)
    return Bisection(ask, pause).run(sequences)


def _go_on(context: RunnerContext, claimed: Claim) -> None:
    """Go on waiting for the worker; raises LeaseLost or OutOfTime when that has no use any more."""
    if context.leases.lost(claimed.hold):
        raise LeaseLost
    if context.deadline - time.monotonic() < SHORTEST_CALL:
        raise OutOfTime


def _say_what_is_looked_for(context: RunnerContext, claimed: Claim) -> None:
    log.info("looking for the record", extra={"job_id": str(claimed.job_id), "chunk": claimed.number})
    ids = {"job_id": claimed.job_id, "number": claimed.number, "token": claimed.token}
    with context.services.database.session() as session:
        session.execute(_LOOKING, {**ids, "code": Waiting.LOOKING_FOR_RECORD})


@contextmanager
def _in_time(context: RunnerContext, seconds: float) -> Iterator[float]:
    """How long a call may take before this process ends; no answer until then proves nothing against the records."""
    left = context.deadline - time.monotonic()
    if left < SHORTEST_CALL:
        raise OutOfTime
    try:
        yield min(seconds, left)
    except WorkerFailed:
        if time.monotonic() >= context.deadline:
            raise OutOfTime from None
        raise


def _store(context: RunnerContext, claimed: Claim, rows: ChunkRows) -> bool:
    """The one transaction of a chunk; tells whether it was the job's last."""
    if not has_space(context.services, part=RESERVE_PART):
        raise DiskFull
    ids = {"job_id": claimed.job_id, "number": claimed.number, "token": claimed.token}
    with context.services.database.session() as session:
        if session.execute(_STILL_WANTED, ids).one_or_none() is None:
            raise LeaseLost
        if session.execute(_DONE, ids).one_or_none() is None:
            raise LeaseLost
        _copy(session, _COPY_PROTEINS, rows.proteins)
        _copy(session, _COPY_MEASUREMENTS, rows.measurements)
        context.at("chunk_copied")
        counted = {"done": rows.done, "warned": rows.warned, "rejected": rows.rejected, "engine": rows.engine}
        counted["job_id"] = claimed.job_id
        is_last = session.execute(_COUNT, counted).scalar_one_or_none()
        if is_last is None:
            raise LeaseLost
        if is_last:
            context.at("job_finishing")
            finish(session, claimed.job_id)
        else:
            queue_next(session, context.services.queue, claimed.job_id)
        context.at("chunk_before_commit")
    return bool(is_last)


def _copy(session: Session, statement: str, data: bytes) -> None:
    if data:
        with driver_connection(session.connection()).cursor().copy(statement.encode()) as copy:
            copy.write(data)


def _retry(context: RunnerContext, claimed: Claim, error: Exception) -> None:
    """Give the chunk back for a later try, or end the job when it had enough of them."""
    if isinstance(error, WorkerRefused):
        message = f"The compute service refused the analysis: {error.detail}"
        _fail(context, claimed, JobFailed(Failure.WORKER_REFUSED, message))
        return
    # COPY speaks to the driver itself, whose errors SQLAlchemy then doesn't wrap.
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, (OperationalError, InterfaceError)) and not isinstance(cause, DiskFull):
        # Nothing can be written now; the lease runs out and the sweep queues the chunk again.
        log.warning("database lost", extra={"job_id": str(claimed.job_id), "chunk": claimed.number})
        return
    delay, code, counted, failure = _plan_of_retry(context, claimed, cause or error)
    log.warning(
        "chunk to be tried again",
        # The type only: a message of a library may repeat what it was given.
        extra={
            "event": Event.CHUNK_RETRIED,
            "job_id": str(claimed.job_id),
            "chunk": claimed.number,
            "code": code,
            "error": type(error).__name__,
        },
        exc_info=None if isinstance(cause, EXPECTED) else _without_values(error),
    )
    with context.services.database.session() as session:
        session.execute(_LOCK_JOB, {"job_id": claimed.job_id})
        attempts = give_back(session, context.services.queue, claimed, counted=counted, delay=delay, code=code)
        if attempts is None:
            return
        wait = {"job_id": claimed.job_id, "code": code, "delay": delay, "longest": LONGEST_WAIT}
        waited_too_long = session.execute(_WAIT, wait).scalar_one_or_none()
        if attempts >= COUNTED_TRIES or waited_too_long:
            fail(session, claimed.job_id, JobFailed(failure))


def _plan_of_retry(context: RunnerContext, claimed: Claim, error: BaseException) -> tuple[float, str, bool, Failure]:
    """When to try again, the code shown meanwhile, whether it counts, and what it means in the end."""
    jitter = random.uniform(0.75, 1.25)  # noqa: S311 - so that runners don't come back in step
    if isinstance(error, WorkerBusy):
        context.throttle.busy()
        return error.seconds * max(1.0, jitter), Waiting.WORKER_BUSY, False, Failure.WORKER_UNAVAILABLE
    if isinstance(error, WorkerDown):
        delay = min(LONGEST_DELAY_WHILE_DOWN, FIRST_DELAY * 2 ** min(claimed.claims, 5)) * jitter
        return delay, Waiting.WORKER_DOWN, False, Failure.WORKER_UNAVAILABLE
    if isinstance(error, DiskFull):
        return LONGEST_DELAY_WHILE_DOWN * jitter, Waiting.STORAGE_FULL, False, Failure.STORAGE_FULL
    delay = FIRST_DELAY * 2**claimed.attempts * jitter
    if isinstance(error, (WorkerFailed, WorkerTooLarge, OutOfTime)):
        return delay, Waiting.WORKER_FAILING, True, Failure.WORKER_UNAVAILABLE
    return delay, Failure.INTERNAL, True, Failure.INTERNAL


def _fail(context: RunnerContext, claimed: Claim, failed: JobFailed) -> None:
    with context.services.database.session() as session:
        still_ours = text(
            "SELECT FROM chunk WHERE job_id = :job_id AND number = :number AND token = :token AND state = 'running'"
            " FOR UPDATE"
        )
        ids = {"job_id": claimed.job_id, "number": claimed.number, "token": claimed.token}
        session.execute(_LOCK_JOB, ids)
        if session.execute(still_ours, ids).one_or_none() is not None:
            fail(session, claimed.job_id, failed)


def _without_values(error: Exception) -> tuple[type[Exception], Exception, TracebackType | None]:
    """The traceback without the error's own words, which may quote what users uploaded."""
    silent = Exception(type(error).__name__)
    return (Exception, silent, error.__traceback__)
