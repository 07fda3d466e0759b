"""The runner's side of background work: claim it, do it, say how far it is, and find what was left behind."""

import errno
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pkgutil import resolve_name
from typing import Any
from uuid import UUID

from psycopg.errors import DiskFull
from sqlalchemy import delete, func, text, update
from sqlalchemy.exc import OperationalError

from batchprot.refusal import Refusal
from jobs.adapters.queue import BACKGROUND_TASK, SOONEST
from jobs.background import BackgroundWork, WorkKind, look
from jobs.pipeline.context import RunnerContext
from jobs.services import JobServices
from models.states import WorkState
from models.tables import background_work as work

log = logging.getLogger("batchprot.jobs")

# By name, because what makes downloads is built on this package.
WORKS = {
    WorkKind.INSPECTION: "jobs.intake.inspect_later:inspect_upload",
    WorkKind.FIRST_LOOK: "results.large.prepared:prepare",
    WorkKind.EXPORT: "results.exports.stored:make_export",
}
SAID_SECONDS = 0.5
LOST_SECONDS = 60
"""Work about which nothing was heard for so long was left behind by a runner that ended."""
MOST_CLAIMS = 3
KEPT = "interval '1 day'"
_FULL = "The server has run out of disk space. Tell your administrator and try again later."
_FAILED = "This could not be finished. Try again; if it happens again, tell your administrator."
_ENDED = "The server stopped each time while it worked on this. Tell your administrator."

Progress = Callable[[int, int | None], None]
Work = Callable[[JobServices, BackgroundWork, Progress], dict[str, Any]]

_CLAIM = text(f"""
    UPDATE background_work SET state = '{WorkState.RUNNING}', claims = claims + 1, heard_at = clock_timestamp()
    WHERE id = :id AND (state = '{WorkState.WAITING}' OR (state = '{WorkState.RUNNING}'
        AND heard_at < clock_timestamp() - make_interval(secs => :lost)))
    RETURNING claims
""")  # noqa: S608 - our own words
_UNANNOUNCED = text(f"""
    SELECT id FROM background_work w WHERE (state = '{WorkState.WAITING}' OR (state = '{WorkState.RUNNING}'
        AND heard_at < clock_timestamp() - make_interval(secs => :lost)))
    AND NOT EXISTS (
        SELECT FROM procrastinate_jobs q
        WHERE q.queueing_lock = '{BACKGROUND_TASK}/' || w.id AND q.status IN ('todo', 'doing'))
""")  # noqa: S608 - our own words


class Superseded(Exception):  # noqa: N818 - not a fault
    """The work was deleted, or another runner has taken it."""


def do_background(context: RunnerContext, work_id: UUID) -> None:
    """Do one task, unless it is done, or another runner is at it."""
    database = context.services.database
    with database.session() as session:
        claims = session.execute(_CLAIM, {"id": work_id, "lost": LOST_SECONDS}).scalar_one_or_none()
    asked = look(context.services, work_id)
    if claims is None or asked is None:
        return
    if claims > MOST_CLAIMS:
        _end(context, work_id, claims, failure={"code": "stopped", "message": _ENDED, "status": 500})
        return
    patient = replace(context.services, database=database.without_limits())
    try:
        result = _do(patient, asked, _Said(context, work_id, claims))
    except Superseded:
        context.services.storage.delete(work_id)
    except Refusal as refused:
        # With what a problem document holds beside these: the choices of a reading.
        _end(context, work_id, claims, failure=dict(refused.problem) | {"message": refused.message})
    except (OSError, OperationalError) as error:
        if not _is_full(error):
            raise
        _end(context, work_id, claims, failure={"code": "disk_full", "message": _FULL, "status": 507})
    else:
        _end(context, work_id, claims, result=result)
    finally:
        patient.database.dispose()


def give_up_background(context: RunnerContext, work_id: UUID) -> None:
    """End work whose message could not be delivered."""
    unfinished = work.c.state.in_((WorkState.WAITING, WorkState.RUNNING))
    failure = {"code": "stopped", "message": _ENDED, "status": 500}
    ended = {"state": WorkState.FAILED, "failure": failure, "finished_at": func.now(), "claims": work.c.claims + 1}
    with context.services.database.session() as session:
        session.execute(update(work).where(work.c.id == work_id, unfinished).values(ended))


def _do(services: JobServices, asked: BackgroundWork, said: "Progress") -> dict[str, Any]:
    step: Work = resolve_name(WORKS[WorkKind(asked.kind)])
    try:
        return step(services, asked, said)
    except (Refusal, Superseded, OSError, OperationalError):
        raise
    except Exception as error:
        kind = type(error)
        place = (RuntimeError, RuntimeError(kind.__name__), error.__traceback__)  # without the values in its message
        log.error("background work failed", extra={"work": asked.kind, "error": kind.__name__}, exc_info=place)  # noqa: TRY400 - as it may hold values
        raise Refusal(_FAILED, code="failed", status=500) from None


def _is_full(error: Exception) -> bool:
    if isinstance(error, OperationalError):
        return isinstance(error.orig, DiskFull)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


class _Said:
    """Writes down how far the work is, at most twice a second."""

    def __init__(self, context: RunnerContext, work_id: UUID, claims: int) -> None:
        self._context, self._work_id, self._claims = context, work_id, claims
        self._last = -SAID_SECONDS

    def __call__(self, done: int, total: int | None = None) -> None:
        if time.monotonic() - self._last < SAID_SECONDS:
            return
        self._last = time.monotonic()
        values = {"done": done, "total": total, "heard_at": func.clock_timestamp()}
        mine = (work.c.id == self._work_id) & (work.c.claims == self._claims) & (work.c.state == WorkState.RUNNING)
        with self._context.services.database.session() as session:
            if session.execute(update(work).where(mine).values(values).returning(work.c.id)).one_or_none() is None:
                raise Superseded


def _end(context: RunnerContext, work_id: UUID, claims: int, **ended: dict[str, Any]) -> None:
    state = WorkState.FAILED if "failure" in ended else WorkState.DONE
    mine = (work.c.id == work_id) & (work.c.claims == claims) & (work.c.state == WorkState.RUNNING)
    values = {"state": state, "finished_at": func.now(), **ended}
    with context.services.database.session() as session:
        was_mine = session.execute(update(work).where(mine).values(values).returning(work.c.id)).one_or_none()
    log.info("background work ended", extra={"state": state, "code": ended.get("failure", {}).get("code", "")})
    if was_mine is None and look(context.services, work_id) is None:
        context.services.storage.delete(work_id)


def sweep_background(context: RunnerContext) -> None:
    """Send the messages of lost work again, and remove what is a day old; its files go with the rows (purge)."""
    with context.services.database.session() as session:
        for work_id in session.execute(_UNANNOUNCED, {"lost": LOST_SECONDS}).scalars().all():
            context.services.queue.enqueue(session, BACKGROUND_TASK, priority=SOONEST, job_id=work_id)
        session.execute(delete(work).where(work.c.finished_at < func.now() - text(KEPT)))
