"""A reader's analyses as lists and pages show them: counts, state, time left, whether they make progress."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.inspection import Inspection
from jobs.intake.digest.asked import DigestAsked
from jobs.pipeline.health import Health, look
from jobs.services import JobServices
from models.states import UNFINISHED, JobState
from models.tables import chunk, job, upload
from results.access import Reader, no_such_job, readable_by
from results.own_columns import NO_COLUMNS, OwnColumns, read_columns
from results.selection.model import escape_like

LISTED = 500
_SORTED: dict[str, ColumnElement[Any]] = {
    "title": func.lower(job.c.title),
    "proteins": case((job.c.state == JobState.SUCCEEDED, job.c.done), else_=job.c.records),
    "state": job.c.state,
    "created": job.c.created_at,
}


@dataclass(frozen=True, slots=True)
class JobSummary:
    """One analysis as lists and pages show it.

    `done` of `records` proteins have results, `warned` of them with a warning; `rejected` have none.
    `seconds_left` is an estimate while running. `waiting_message` says why nothing happens just now
    (jobs/pipeline/health.py), until `next_try_at`.
    """

    id: UUID
    title: str
    filename: str
    state: str
    records: int
    done: int
    warned: int
    rejected: int
    residues: int
    options: AnalysisOptions
    engine_version: str
    created_at: datetime
    finished_at: datetime | None
    failure_code: str
    failure_message: str
    seconds_left: float | None
    upload_id: UUID
    sha256: str
    waiting_code: str
    waiting_message: str
    next_try_at: datetime | None
    reading_terms: tuple[tuple[str, str], ...] = ()
    """How its file was read and what was changed; of a single analysis only, not in lists."""
    files: int = 0
    """How many files were sent together; 0 when it was one."""
    digest: DigestAsked | None = None
    """Of a digest: whose proteins were cut, and how."""
    own_columns: OwnColumns = NO_COLUMNS
    """What people added to it; of a single analysis only, not in lists."""


def list_jobs(services: JobServices, user_id: UUID, search: str = "", sort: str = "-created") -> list[JobSummary]:
    """The person's analyses, newest first; with `search`, those whose title or file name holds it.

    `sort` is another order: a column of _SORTED, with a minus for the other way round.
    """
    by = _SORTED.get(sort.removeprefix("-"), job.c.created_at)
    order = by.desc() if sort.startswith("-") else by.asc()
    wanted = _named(_summaries(user_id).order_by(order, job.c.created_at.desc(), job.c.id).limit(LISTED), search)
    with services.database.session() as session:
        return _with_health(session, session.execute(wanted).all())


def page_of_jobs(
    services: JobServices, user_id: UUID, search: str, after: tuple[datetime, UUID] | None, length: int
) -> list[JobSummary]:
    """The next analyses after one, newest first; one more than asked for tells that there are others."""
    wanted = _summaries(user_id).order_by(job.c.created_at.desc(), job.c.id).limit(length + 1)
    if after is not None:
        moment, job_id = after
        same = and_(job.c.created_at == moment, job.c.id > job_id)
        wanted = wanted.where(or_(job.c.created_at < moment, same))
    wanted = _named(wanted, search)
    with services.database.session() as session:
        return _with_health(session, session.execute(wanted).all())


def _named(wanted: Select[Any], search: str) -> Select[Any]:
    """Those whose title or file name holds the words, if there are any."""
    words = search.replace("\0", "").strip()
    if not words:
        return wanted
    pattern = f"%{escape_like(words)}%"
    return wanted.where(or_(job.c.title.ilike(pattern), job.c.filename.ilike(pattern)))


def get_job(services: JobServices, reader: Reader, job_id: UUID) -> JobSummary:
    """One analysis.

    Raises:
        JobNotFound: there is none of this id that this reader may see.
    """
    with services.database.session() as session:
        rows = session.execute(_summaries(reader).where(job.c.id == job_id)).all()
        if not rows:
            raise no_such_job(reader)
        summary = _with_reading(session, _with_health(session, rows)[0])
        own = read_columns(session.connection(), job_id, rows[0].own_version)
        return replace(summary, own_columns=own)


def _with_reading(session: Session, summary: JobSummary) -> JobSummary:
    """The summary with how its file was read."""
    found = session.execute(select(upload.c.inspection).where(upload.c.id == summary.upload_id)).scalar_one_or_none()
    if not found or found.keys().isdisjoint(("notes", "findings")):
        return summary
    inspection = Inspection.from_json(found)
    return replace(summary, reading_terms=tuple(inspection.reading_terms()), files=len(inspection.files))


def get_jobs(services: JobServices, reader: Reader, job_ids: Collection[UUID]) -> dict[UUID, JobSummary]:
    """Several analyses by their ids, in one question; without how their files were read.

    Raises:
        JobNotFound: one of them is none that this reader may see.
    """
    if not job_ids:
        return {}
    with services.database.session() as session:
        rows = session.execute(_summaries(reader).where(job.c.id.in_(job_ids))).all()
        own = {row.id: read_columns(session.connection(), row.id, row.own_version) for row in rows}
        found = {one.id: replace(one, own_columns=own[one.id]) for one in _with_health(session, rows)}
    if found.keys() != set(job_ids):
        raise no_such_job(reader)
    return found


def _summaries(reader: Reader) -> Select[Any]:
    """The reader is in every WHERE; the time left comes from the database's clock and the pace since it (re)started."""
    elapsed = func.extract("epoch", func.clock_timestamp() - job.c.started_at)
    since = select(func.sum(chunk.c.records)).where(chunk.c.job_id == job.c.id, chunk.c.done_at >= job.c.started_at)
    left = elapsed * (job.c.records - job.c.done - job.c.rejected) / func.nullif(since.scalar_subquery(), 0)
    return (
        select(job, case((job.c.state == JobState.RUNNING, left)).label("left"), upload.c.sha256, upload.c.digest)
        .join(upload, upload.c.id == job.c.upload_id)
        .where(readable_by(reader))
    )


def _with_health(session: Session, rows: "Sequence[Row[Any, Any, Any]]") -> list[JobSummary]:
    """The summaries of these rows; for those that have not ended, whether they make progress."""
    unfinished = [row.id for row in rows if row.state in UNFINISHED]
    health = look(session, unfinished) if unfinished else {}
    return [_summary(row, health.get(row.id)) for row in rows]


def _summary(row: "Row[Any, Any, Any]", health: Health | None) -> JobSummary:
    return JobSummary(
        id=row.id,
        title=row.title,
        filename=row.filename,
        state=row.state,
        records=row.records,
        done=row.done,
        warned=row.warned,
        rejected=row.rejected,
        residues=row.residues,
        options=AnalysisOptions.from_json(row.options),
        engine_version=row.engine_version,
        created_at=row.created_at,
        finished_at=row.finished_at,
        failure_code=row.failure_code,
        failure_message=row.failure_message,
        seconds_left=None if row.left is None else float(row.left),
        upload_id=row.upload_id,
        sha256=row.sha256,
        digest=DigestAsked.from_json(row.digest) if row.digest else None,
        waiting_code=health.code if health else "",
        waiting_message=health.reason if health else "",
        next_try_at=row.next_try_at if row.state == JobState.RUNNING else None,
    )
