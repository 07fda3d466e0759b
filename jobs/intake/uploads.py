"""A file on its way in: permitted, received by streaming, looked at. Nothing half received is ever used."""

import errno
import hashlib
from dataclasses import dataclass
from typing import Any, BinaryIO, cast
from uuid import UUID

from sqlalchemy import func, insert, literal, select, text, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.reading.compressed import open_input
from batchprot.reading.fasta import Reading
from batchprot.reading.inspection import Inspection, inspect_spans
from batchprot.reading.limits import megabytes
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput
from jobs.errors import UploadError
from jobs.services import JobServices
from models.states import UploadState
from models.tables import app_user, upload

OPEN_FOR = text("interval '2 hours'")
"""How long after its start an upload may be received; by the database's clock."""
LONGEST_FILENAME = 255
GIVEN_UP = "This upload was given up because several later ones were begun. Send the file again."


@dataclass(frozen=True, slots=True)
class UploadTicket:
    """Where to send the file, and the form fields that permit it."""

    id: UUID
    url: str
    fields: dict[str, str]


def create_upload(services: JobServices, user_id: UUID, filename: str, size: int) -> UploadTicket:
    """Permit one file of `size` bytes (as sent, gzip or not).

    Raises:
        UploadError: the size is over the limit, or the person has too many or too large uploads already.
    """
    if size < 0:
        raise UploadError("malformed", "A file's size in bytes can't be negative.", 400)
    if size > services.limits.file_bytes:
        raise UploadError(
            "file_too_large",
            f"The file is larger than {megabytes(services.limits.file_bytes)}. Split it into several files.",
            413,
        )
    with services.database.session() as session:
        # The user's row is the lock: two uploads at once can't both be the last one allowed.
        session.execute(select(app_user.c.id).where(app_user.c.id == user_id).with_for_update(key_share=True))
        _check_allowance(services, session, user_id, size)
        created = insert(upload).values(
            user_id=user_id, filename=_printable(filename)[:LONGEST_FILENAME] or "pasted.fasta", declared_size=size
        )
        key = session.execute(created.returning(upload.c.id)).scalar_one()
    url, fields = services.storage.upload_form(key, size)
    return UploadTicket(key, url, fields)


def receive(services: JobServices, upload_id: UUID, token: str, stream: BinaryIO) -> None:
    """Store the plain bytes of `stream`, inflating gzip on the way; an interrupted upload can simply be sent again.

    Raises:
        UploadError: the token doesn't fit, the upload isn't open, the input is unreadable, cut off, too large, or
            the disk is full. Nothing is stored then.
    """
    if not services.storage.permits(upload_id, token):
        raise UploadError("not_permitted", "This upload was not permitted. Start it again.", 403)
    take(services, upload_id, stream)


def take(services: JobServices, upload_id: UUID, stream: BinaryIO) -> None:
    """Store the plain bytes of a stream whose sender is known to be permitted.

    Raises:
        UploadError: see receive.
    """
    declared = _declared_size(services, upload_id)
    counted = _CountingStream(stream, declared)
    try:
        size, digest = _store(services, upload_id, counted)
    except UnreadableInput as error:
        _refuse(services, upload_id, error)
        raise UploadError(error.code, error.message, 422) from error
    except FileNotFoundError as error:  # sent a second time, or deleted, while it was read
        raise UploadError("incomplete", "The file did not arrive whole. Send it again.", 400) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = "There is no space left for the file just now. Nothing was stored; try again later."
        raise UploadError("disk_full", message, 507) from error
    with services.database.session() as session:
        received = {"state": UploadState.RECEIVED, "size": size, "sha256": digest, "received_at": func.now()}
        is_open = (upload.c.id == upload_id) & (upload.c.state == UploadState.CREATED)
        if session.execute(update(upload).where(is_open).values(received)).rowcount == 0:  # type: ignore[attr-defined]
            state = session.execute(select(upload.c.state).where(upload.c.id == upload_id)).scalar_one_or_none()
            if state not in (UploadState.RECEIVED, UploadState.READY):  # the same file sent twice at once is fine
                services.storage.delete(upload_id)
                raise UploadError("not_open", "This upload has ended. Start it again.", 409)


def complete_upload(
    services: JobServices, user_id: UUID, upload_id: UUID, reading: Reading | None = None
) -> Inspection:
    """Read the whole file once and say what is in it; with `reading`, as the person wants raw lines to be taken.

    A file that was sent straight to the storage is taken from there first.

    Raises:
        UploadError: there is no such upload of this person, it was not received, or nothing in it can be read.
    """
    row = _upload_of(services, user_id, upload_id)
    if row.state == UploadState.CREATED and (sent := services.storage.sent(upload_id)) is not None:
        with sent:
            take(services, upload_id, sent)
        row = _upload_of(services, user_id, upload_id)
    if row.state == UploadState.REFUSED:
        raise UploadError(row.failure_code, row.failure_message, 422)
    if row.state == UploadState.CREATED:
        raise UploadError("not_received", "The file did not arrive whole. Send it again.", 409)
    try:
        with services.storage.open(upload_id) as stream:
            inspection, spans = inspect_spans(stream, reading=reading, limits=services.limits)
    except FileNotFoundError as error:
        raise UploadError("not_received", "The file is no longer there. Send it again.", 409) from error
    except ReadingAsked as asked:
        raise UploadError(asked.code, asked.message, 422) from asked
    except UnreadableInput as error:
        _refuse(services, upload_id, error)
        raise UploadError(error.code, error.message, 422) from error
    found = {
        "state": UploadState.READY,
        "reading": str(inspection.reading),
        "inspection": inspection.to_json(),
        "spans": spans,
    }
    with services.database.session() as session:
        session.execute(update(upload).where(upload.c.id == upload_id).values(found))
    return inspection


def _check_allowance(services: JobServices, session: Session, user_id: UUID, size: int) -> None:
    mine = upload.c.user_id == user_id
    stored = session.execute(select(func.coalesce(func.sum(upload.c.size), literal(0))).where(mine)).scalar_one()
    if stored + size > services.limits.storage_bytes:
        limit = megabytes(services.limits.storage_bytes)
        raise UploadError("storage_full", f"Your files would take more than {limit}. Delete analyses first.", 413)
    # One upload too many discards the oldest that never arrived, rather than locking the person out.
    oldest = select(upload.c.id).where(mine, upload.c.state == UploadState.CREATED).order_by(upload.c.created_at.desc())
    given_up = {"state": UploadState.REFUSED, "failure_code": "given_up", "failure_message": GIVEN_UP}
    beyond = oldest.offset(services.limits.uploads_at_once - 1)
    session.execute(update(upload).where(upload.c.id.in_(beyond)).values(given_up))


def _declared_size(services: JobServices, upload_id: UUID) -> int:
    is_open = (upload.c.state == UploadState.CREATED) & (upload.c.created_at > func.now() - OPEN_FOR)
    with services.database.session() as session:
        declared = session.execute(select(upload.c.declared_size).where(upload.c.id == upload_id, is_open))
        size = declared.scalar_one_or_none()
    if size is None:
        raise UploadError("not_open", "This upload has ended. Start it again.", 409)
    return int(size)


def _store(services: JobServices, upload_id: UUID, stream: "_CountingStream") -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    with services.storage.create(upload_id) as file:
        for block in open_input(cast("BinaryIO", stream), limits=services.limits):
            file.write(block)
            digest.update(block)
            size += len(block)
        stream.check_whole()
    return size, digest.hexdigest()


def _refuse(services: JobServices, upload_id: UUID, error: UnreadableInput) -> None:
    """Remember the sentence and keep nothing of the file."""
    refused = {"state": UploadState.REFUSED, "failure_code": error.code, "failure_message": error.message, "size": 0}
    with services.database.session() as session:
        session.execute(update(upload).where(upload.c.id == upload_id).values(refused))
    services.storage.delete(upload_id)


def _upload_of(services: JobServices, user_id: UUID, upload_id: UUID) -> Row[Any, Any, Any]:
    wanted = select(upload.c.state, upload.c.failure_code, upload.c.failure_message)
    with services.database.session() as session:
        row = session.execute(wanted.where(upload.c.id == upload_id, upload.c.user_id == user_id)).one_or_none()
    if row is None:
        raise UploadError("no_such_upload", "There is no such upload. Start it again.", 404)
    return row


def _printable(name: str) -> str:
    """The last part of a file name, without what isn't printable."""
    return "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable()).strip()


class _CountingStream:
    """A stream that knows how much of the declared size came."""

    def __init__(self, stream: BinaryIO, declared: int) -> None:
        self._stream = stream
        self._declared = declared
        self._seen = 0

    def read(self, size: int = -1) -> bytes:
        """Read on, and not past what was declared."""
        block = self._stream.read(size)
        self._seen += len(block)
        if self._seen > self._declared:
            raise UploadError("size_differs", "More bytes came than were announced. Send the file again.", 400)
        return block

    def check_whole(self) -> None:
        """Tell a whole file from one whose sender went away."""
        if self._seen < self._declared:
            raise UploadError("incomplete", "The file did not arrive whole. Send it again.", 400)
