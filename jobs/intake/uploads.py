"""A file on its way in: permitted, received by streaming, looked at. Nothing half received is ever used."""

import errno
import hashlib
from dataclasses import dataclass, replace
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from batchprot.formats import GENETIC_CODES, TRANSLATE
from batchprot.reading import said
from batchprot.reading.compressed import ending_with_line, open_files
from batchprot.reading.fasta import Reading, Span
from batchprot.reading.inspection import FilePart, Inspection, inspect, inspect_spans
from batchprot.reading.limits import Limits, megabytes
from batchprot.reading.notes import files_skipped
from batchprot.reading.sniff import HoldsSequences
from batchprot.reading.spans import count_lines
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput
from jobs.errors import ReadingChoice, UploadError
from jobs.intake.own_columns.beside import fasta_of, keep_apart
from jobs.intake.plain_text import Made, as_fasta
from jobs.room import check_disk, check_quota
from jobs.services import JobServices
from models.states import UploadState
from models.tables import app_user, upload

SEQUENCES, TABLE = "sequences", "table"
LARGEST_TABLE = 200_000_000
BLOCK = 1 << 20
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


def create_upload(
    services: JobServices, user_id: UUID, filename: str, size: int, purpose: str = SEQUENCES
) -> UploadTicket:
    """Permit one file of `size` bytes (as sent, gzip or not), of sequences or a table of own columns.

    Raises:
        UploadError: the size is over the limit.
        Refusal: the person keeps too much already, or the disk is nearly full.
    """
    if size < 0:
        raise UploadError("malformed", "A file's size in bytes can't be negative.", 400)
    most = LARGEST_TABLE if purpose == TABLE else services.limits.file_bytes
    if size > most:
        raise UploadError(
            "file_too_large", f"The file is larger than {megabytes(most)}. Split it into several files.", 413
        )
    check_disk(services, size)
    with services.database.session() as session:
        # The user's row is the lock: two uploads at once can't both be the last one allowed.
        session.execute(select(app_user.c.id).where(app_user.c.id == user_id).with_for_update(key_share=True))
        _check_allowance(services, session, user_id, size)
        created = insert(upload).values(
            user_id=user_id,
            filename=_printable(filename)[:LONGEST_FILENAME] or "pasted.fasta",
            declared_size=size,
            purpose=purpose,
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
    declared, purpose = _declared(services, upload_id)
    counted = _CountingStream(stream, declared)
    store = _store_as_it_is if purpose == TABLE else _store
    try:
        size, digest, parts = store(services, upload_id, counted)
    except UnreadableInput as error:
        _refuse(services, upload_id, error)
        raise UploadError(error.code, error.message, 422) from error
    except FileNotFoundError as error:  # sent a second time, or deleted, while it was read
        raise UploadError("incomplete", "The file did not arrive whole. Send it again.", 400) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        message = "The server has run out of disk space. The file was not stored. Try again later."
        raise UploadError("disk_full", message, 507) from error
    with services.database.session() as session:
        received = {"state": UploadState.RECEIVED, "size": size, "sha256": digest, "received_at": func.now()} | parts
        is_open = (upload.c.id == upload_id) & (upload.c.state == UploadState.CREATED)
        if session.execute(update(upload).where(is_open).values(received)).rowcount == 0:  # type: ignore[attr-defined]
            state = session.execute(select(upload.c.state).where(upload.c.id == upload_id)).scalar_one_or_none()
            if state not in (UploadState.RECEIVED, UploadState.READY):  # the same file sent twice at once is fine
                services.storage.delete(upload_id)
                raise UploadError("not_open", "This upload has ended. Start it again.", 409)


def complete_upload(
    services: JobServices,
    user_id: UUID,
    upload_id: UUID,
    reading: Reading | None = None,
    translate: int | None = None,
) -> Inspection:
    """Read the whole file once and say what is in it.

    A file that was sent straight to the storage is taken from there first.

    Args:
        services: Where it is stored.
        user_id: Whose upload it is.
        upload_id: Which upload.
        reading: How the person wants it to be read; None lets the text decide.
        translate: The genetic code of NCBI by which nucleotides are translated, where a person asked for that.

    Raises:
        ReadingChoice: the file can be read in more than one way, or only as the person asks.
        UploadError: there is no such upload of this person, it was not received, or nothing in it can be read.
    """
    row = upload_of(services, user_id, upload_id)
    if row.state == UploadState.CREATED and (sent := services.storage.sent(upload_id)) is not None:
        with sent:
            take(services, upload_id, sent)
        row = upload_of(services, user_id, upload_id)
    if row.state == UploadState.REFUSED:
        raise UploadError(row.failure_code, row.failure_message, 422)
    if row.state == UploadState.CREATED or row.purpose == TABLE:
        raise UploadError("not_received", "The file did not arrive whole. Send it again.", 409)
    try:
        inspection, spans = _inspected(services, upload_id, row.inspection or {}, reading, translate)
    except FileNotFoundError as error:
        raise UploadError("not_received", "The file is no longer there. Send it again.", 409) from error
    except UnreadableInput as error:
        raise _answer(services, upload_id, error) from error
    found = {
        "state": UploadState.READY,
        "reading": str(inspection.reading),
        "inspection": inspection.to_json(),
        "spans": spans,
    }
    with services.database.session() as session:
        session.execute(update(upload).where(upload.c.id == upload_id).values(found))
    return inspection


def _inspected(
    services: JobServices, upload_id: UUID, known: dict[str, Any], reading: Reading | None, translate: int | None
) -> tuple[Inspection, list[Span]]:
    """What the stored file holds, made FASTA first where it is another format; `known` is what was said before."""
    table = known.get("table") or {}
    reading = None if table and reading is Reading.TABLE else reading  # it was made FASTA before
    try:
        made = as_fasta(services.storage, upload_id, reading, translate)
    except HoldsSequences:
        table = keep_apart(services, upload_id)
        made, reading = Made(table["format"], table["evidence"]), None
    parts = [FilePart(part["name"], part["first_line"]) for part in known.get("files", ())]
    with services.storage.open(upload_id) as stream:
        inspection, spans = inspect_spans(stream, reading=reading, limits=services.limits, files=parts)
    skipped = known.get("skipped", [])
    evidence = known.get("evidence", "") if known.get("reading") == inspection.reading else inspection.evidence
    return replace(
        inspection,
        evidence=made.evidence or evidence or inspection.evidence,
        format_name=made.format_name or known.get("format_name", ""),
        notes=[*files_skipped(skipped), *inspection.notes],
        skipped=skipped,
        translated=translate if made.format_name and translate else known.get("translated"),
        table=table,
    ), spans


def _answer(services: JobServices, upload_id: UUID, error: UnreadableInput) -> UploadError:
    """What a person is told: a question with what each way would give, or a refusal, after which nothing is kept."""
    if isinstance(error, ReadingAsked):
        try:
            return _choice(services, upload_id, error)
        except UnreadableInput as unreadable:
            error = unreadable
    _refuse(services, upload_id, error)
    return UploadError(error.code, error.message, 422)


def _choice(services: JobServices, upload_id: UUID, asked: ReadingAsked) -> ReadingChoice:
    """The choices a person has, each with what would be read."""
    readings: list[dict[str, Any]] = []
    for name in asked.readings:
        if name == TRANSLATE:
            readings += [{"translate": code, "title": title} for code, title in GENETIC_CODES.items()]
            continue
        with services.storage.open(upload_id) as stream:
            seen = _seen(stream, Reading(name), services.limits)
        readings.append({"reading": name, "title": said.NAMES[Reading(name)], "inspection": seen.to_json()})
    return ReadingChoice(asked.code, asked.message, readings)


def _seen(stream: BinaryIO, reading: Reading, limits: Limits) -> Inspection:
    """What would be read in one way."""
    try:
        return inspect(stream, reading=reading, limits=limits)
    except HoldsSequences:
        stream.seek(0)
        return inspect(fasta_of(stream), limits=limits)


def _check_allowance(services: JobServices, session: Session, user_id: UUID, size: int) -> None:
    mine = upload.c.user_id == user_id
    check_quota(services, session, user_id, size)
    # One upload too many discards the oldest that never arrived, rather than locking the person out.
    oldest = select(upload.c.id).where(mine, upload.c.state == UploadState.CREATED).order_by(upload.c.created_at.desc())
    given_up = {"state": UploadState.REFUSED, "failure_code": "given_up", "failure_message": GIVEN_UP}
    beyond = oldest.offset(services.quotas.uploads_at_once - 1)
    session.execute(update(upload).where(upload.c.id.in_(beyond)).values(given_up))


def _declared(services: JobServices, upload_id: UUID) -> tuple[int, str]:
    """Size and purpose of an upload that is open."""
    is_open = (upload.c.state == UploadState.CREATED) & (upload.c.created_at > func.now() - OPEN_FOR)
    with services.database.session() as session:
        wanted = select(upload.c.declared_size, upload.c.purpose).where(upload.c.id == upload_id, is_open)
        row = session.execute(wanted).one_or_none()
    if row is None:
        raise UploadError("not_open", "This upload has ended. Start it again.", 409)
    return int(row.declared_size), str(row.purpose)


def _store_as_it_is(
    services: JobServices, upload_id: UUID, stream: "_CountingStream"
) -> tuple[int, str, dict[str, Any]]:
    """Size and checksum of a table, which is kept as it was sent: a workbook is an archive, too."""
    digest, size = hashlib.sha256(), 0
    with services.storage.create(upload_id) as out:
        while block := stream.read(BLOCK):
            out.write(block)
            digest.update(block)
            size += len(block)
        stream.check_whole()
    return size, digest.hexdigest(), {}


def received_table(services: JobServices, user_id: UUID, upload_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of a table that this person sent.

    Raises:
        UploadError: there is no such upload of this person, or it did not arrive.
    """
    row = upload_of(services, user_id, upload_id)
    if row.state == UploadState.CREATED and (sent := services.storage.sent(upload_id)) is not None:
        with sent:
            take(services, upload_id, sent)
        row = upload_of(services, user_id, upload_id)
    if row.state != UploadState.RECEIVED or row.purpose != TABLE:
        raise UploadError("not_received", "The table did not arrive whole. Send it again.", 409)
    try:
        with services.storage.open(upload_id) as stream:
            return row.filename, stream.read()
    except FileNotFoundError as error:
        raise UploadError("not_received", "The table is no longer there. Send it again.", 409) from error


def _store(services: JobServices, upload_id: UUID, stream: "_CountingStream") -> tuple[int, str, dict[str, Any]]:
    """Size and checksum of the plain bytes, and of which files they are made when they came in an archive."""
    digest = hashlib.sha256()
    size, line = 0, 1
    parts: list[dict[str, Any]] = []
    skipped: list[str] = []
    with services.storage.create(upload_id) as out:
        for file in open_files(stream, limits=services.limits, skipped=skipped):
            parts += [{"name": file.name, "first_line": line}] if file.name else []
            for block in ending_with_line(file.blocks) if file.name else file.blocks:
                out.write(block)
                digest.update(block)
                size += len(block)
                line += count_lines(block) if file.name else 0
        stream.check_whole()
    return size, digest.hexdigest(), {"inspection": {"files": parts, "skipped": skipped}} if parts else {}


def _refuse(services: JobServices, upload_id: UUID, error: UnreadableInput) -> None:
    """Remember the sentence and keep nothing of the file."""
    refused = {"state": UploadState.REFUSED, "failure_code": error.code, "failure_message": error.message, "size": 0}
    with services.database.session() as session:
        session.execute(update(upload).where(upload.c.id == upload_id).values(refused))
    services.storage.delete(upload_id)


def upload_of(services: JobServices, user_id: UUID, upload_id: UUID) -> Row[Any]:
    """The row of this person's upload.

    Raises:
        UploadError: there is none.
    """
    wanted = select(upload)
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
