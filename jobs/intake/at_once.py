"""A file that comes with the request that asks for its analysis: stored, and submitted once for each key."""

import tempfile
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from batchprot.properties.options import AnalysisOptions
from jobs.errors import JobRefused
from jobs.intake.submit import submit
from jobs.intake.uploads import create_upload, take
from jobs.services import JobServices
from models.tables import background_work, job, upload

IN_MEMORY = 4_000_000
"""Bytes of a file that are kept in memory until its size is known; the rest goes to a temporary file."""
_BLOCK = 262_144


def store(services: JobServices, user_id: UUID, filename: str, stream: BinaryIO) -> UUID:
    """Store a file whose size isn't known before it ends; returns the upload's id.

    Raises:
        UploadError: it is too large, unreadable, or not the last that this person may have.
    """
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as whole:
        size = 0
        while block := stream.read(_BLOCK):
            size += len(block)
            if size > services.limits.file_bytes:
                break  # refused by its size
            whole.write(block)
        whole.seek(0)
        ticket = create_upload(services, user_id, filename, size)
        take(services, ticket.id, cast("BinaryIO", whole))
    return ticket.id


def submit_once(
    services: JobServices, user_id: UUID, upload_id: UUID, *, title: str, options: AnalysisOptions, key: str
) -> UUID:
    """Start the analysis of an inspected upload, or find the one that was started with this key.

    Without a key, every request starts one. A second file that came with a known key is discarded.

    Raises:
        JobRefused: see `submit`; or the key was used for another file or other options.
    """
    key = f"api:{key}" if key else f"api:{uuid4()}"
    job_id = submit(services, user_id, upload_id, title=title, options=options, idempotency_key=key)
    with services.database.session() as session:
        wanted = select(job.c.upload_id, job.c.options, upload.c.sha256).join(upload, upload.c.id == job.c.upload_id)
        started = session.execute(wanted.where(job.c.id == job_id)).one()
        if started.upload_id == upload_id and started.options == options.to_json():
            return job_id
        sent = session.execute(select(upload.c.sha256).where(upload.c.id == upload_id)).scalar_one_or_none()
        unused = delete(upload).where(upload.c.id == upload_id, upload.c.submitted_at.is_(None))
        # The inspection of the second file is still asked about.
        session.execute(update(background_work).where(background_work.c.upload_id == upload_id).values(upload_id=None))
        is_unused = session.execute(unused.returning(upload.c.id)).scalar_one_or_none() is not None
    if is_unused:
        services.storage.delete(upload_id)
    if sent != started.sha256 or started.options != options.to_json():
        raise JobRefused(
            "idempotency_key_reused", "This Idempotency-Key was used for another file or other options.", 422
        )
    return job_id
