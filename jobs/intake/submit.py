"""From an inspected upload to a job with its first chunks in the queue: once, however often it is asked.

A file that is analysed once more keeps the own columns of the analysis before.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from jobs.adapters.queue import SOONEST
from jobs.errors import JobRefused
from jobs.intake.own_columns.beside import Beside, add, columns_of
from jobs.intake.own_columns.store import copy as copy_columns
from jobs.room import check_disk, check_quota, result_bytes
from jobs.running import check_room, lock_person
from jobs.services import JobServices
from jobs.start import read_spans, start
from models.states import UploadState
from models.tables import job, upload

LONGEST_TITLE = 200
LONGEST_KEY = 200


def submit(
    services: JobServices,
    user_id: UUID,
    upload_id: UUID,
    *,
    title: str,
    options: AnalysisOptions,
    idempotency_key: str,
) -> UUID:
    """Start the analysis of an upload and return its id; the same key again returns the same id.

    Raises:
        JobRefused: the upload isn't this person's or wasn't inspected, or too many analyses are running.
        Refusal: its results would be over the person's quota, or the disk is nearly full.
    """
    beside = _beside(services, user_id, upload_id)
    with services.database.session() as session:
        # Presses of the button are taken one after the other.
        if not lock_person(session, user_id):
            raise JobRefused("no_such_user", "This account no longer exists.", 404)
        known = session.execute(
            select(job.c.id).where(job.c.user_id == user_id, job.c.idempotency_key == idempotency_key[:LONGEST_KEY])
        ).scalar_one_or_none()
        if known is not None:
            return UUID(str(known))
        check_room(session, user_id, services.quotas.running_jobs)
        file = _inspected(session, user_id, upload_id)
        spans = read_spans(file.spans)
        expected = result_bytes(sum(span.records for span in spans), sum(span.residues for span in spans))
        check_quota(services, session, user_id, expected)
        check_disk(services, expected)
        created = insert(job).values(
            user_id=user_id,
            upload_id=upload_id,
            idempotency_key=idempotency_key[:LONGEST_KEY],
            title=clean_title(title, file.filename),
            filename=file.filename,
            reading=file.reading,
            options=options.to_json(),
            engine_version=ENGINE_VERSION,
        )
        job_id = UUID(str(session.execute(created.returning(job.c.id)).scalar_one()))
        session.execute(update(upload).where(upload.c.id == upload_id).values(submitted_at=func.now()))
        if not copy_columns(session, upload_id, job_id) and beside is not None:
            add(session, job_id, beside)
        if spans:
            start(session, services.queue, job_id, spans)
        else:  # inspected before inspection kept them
            services.queue.enqueue(session, "plan", priority=SOONEST, job_id=job_id)
    return job_id


def _beside(services: JobServices, user_id: UUID, upload_id: UUID) -> Beside | None:
    """The columns that came with the sequences; read before anything is locked."""
    with services.database.session() as session:
        mine = (upload.c.id == upload_id, upload.c.user_id == user_id)
        inspection = session.execute(select(upload.c.inspection).where(*mine)).scalar_one_or_none()
    return columns_of(services, user_id, inspection or {})


def clean_title(title: str, otherwise: str) -> str:
    """A title on one line, at most 200 characters."""
    return (" ".join(title.replace("\0", "").split()) or otherwise)[:LONGEST_TITLE]


def _inspected(session: Session, user_id: UUID, upload_id: UUID) -> Row[Any, Any, Any, Any]:
    wanted = select(upload.c.filename, upload.c.reading, upload.c.state, upload.c.spans)
    row = session.execute(
        wanted.where(upload.c.id == upload_id, upload.c.user_id == user_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise JobRefused("no_such_upload", "There is no such upload. Upload the file again.", 404)
    if row.state != UploadState.READY:
        raise JobRefused("upload_not_ready", "The file has not been checked yet or can't be read. Upload it again.")
    return row
