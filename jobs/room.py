"""Room for what a person keeps: within their quota, and on the disk. Asked before anything is written."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from batchprot.reading.limits import megabytes
from batchprot.refusal import Refusal
from jobs.services import JobServices
from models.tables import job, upload

RECORD_BYTES = 900
"""What the rows of a record take in the database, with indexes and without its sequence; measured."""
FULL = "The server is nearly out of disk space. Delete analyses that you no longer need, or tell your administrator."


def result_bytes(records: Any, residues: Any) -> Any:  # noqa: ANN401 - numbers, or columns of numbers
    """What the results of a number of records and residues take in the database."""
    return records * RECORD_BYTES + residues


def kept_bytes(session: Session, user_id: UUID) -> int:
    """What a person keeps: files as they lie on the disk, and results."""
    files = select(_sum(upload.c.size)).where(upload.c.user_id == user_id)
    mine = (job.c.user_id == user_id) & job.c.deleted_at.is_(None)
    results = select(_sum(result_bytes(job.c.records, job.c.residues))).where(mine)
    return int(session.execute(files).scalar_one() + session.execute(results).scalar_one())


def check_quota(services: JobServices, session: Session, user_id: UUID, more: int) -> None:
    """Raises Refusal when a number of bytes more is over the person's quota. The caller has locked the person."""
    most = services.quotas.storage_bytes
    if kept_bytes(session, user_id) + more > most:
        sentence = f"Your files and results would take more than {megabytes(most)}. Delete analyses first."
        raise Refusal(sentence, code="storage_full", status=413)


def check_disk(services: JobServices, more: int) -> None:
    """Raises Refusal when a number of bytes more would not leave the reserve free."""
    if not has_space(services, more):
        raise Refusal(FULL, code="disk_full", status=507)


def has_space(services: JobServices, more: int = 0, part: float = 1.0) -> bool:
    """Whether the disk keeps its reserve, or a part of it, when a number of bytes more is written."""
    disk = services.storage.disk()
    return disk is None or disk.free - more > part * disk.reserve


def _sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.sum(column), 0)
