"""A table of which one column holds sequences: these become FASTA, and the table is kept for its other columns.

The table goes into an upload of its own, as one that is brought to a finished analysis, and is deleted like one. Every
row is a record, so a row's place says which record its values belong to.
"""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from batchprot.formats import bounded
from batchprot.reading.gzip_input import BLOCK
from batchprot.reading.sniff import TABLE as TABLE_FORMAT
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal
from jobs.intake.own_columns import store
from jobs.intake.own_columns.store import NewColumn
from jobs.services import JobServices
from models.states import UploadState
from models.tables import job, upload

if TYPE_CHECKING:
    import polars as pl

    from batchprot.columns.sequences import SequenceTable

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Beside:
    """Columns that came with sequences, ready to be kept: what they are, and `ordinal` with their values."""

    columns: list[NewColumn]
    values: "pl.DataFrame"


def read_table(stream: BinaryIO) -> "SequenceTable":
    """The table in a stored file.

    Raises:
        UnreadableInput: it can't be read, or not exactly one of its columns holds sequences.
    """
    from batchprot.columns.sequences import read_sequence_table

    try:
        return read_sequence_table(b"".join(bounded(iter(lambda: stream.read(BLOCK), b""))))
    except Refusal as refused:
        raise UnreadableInput(refused.code, refused.message) from refused


def fasta_of(stream: BinaryIO) -> BinaryIO:
    """The sequences of a table as FASTA, to be looked at."""
    return io.BytesIO(b"".join(read_table(stream).fasta()))


def keep_apart(services: JobServices, upload_id: UUID) -> dict[str, Any]:
    """Replace a stored table by its sequences, and keep it in an upload of its own when it has other columns.

    Returns:
        What the inspection says of it: where it is kept, and the evidence.

    Raises:
        UnreadableInput: see read_table; the file is left alone then.
    """
    with services.storage.open(upload_id) as stream:
        table = read_table(stream)
        kept = _copy(services, upload_id, stream) if table.others else None
    with services.storage.create(upload_id) as out:
        for block in table.fasta():
            out.write(block)
    named = {"columns": table.others, "format": TABLE_FORMAT, "evidence": table.evidence}
    return {"upload": str(kept) if kept else "", **named}


def columns_of(services: JobServices, user_id: UUID, inspection: dict[str, Any]) -> Beside | None:
    """The columns that came with the sequences of an upload; None when it brought none, or they are no longer there."""
    known = inspection.get("table") or {}
    if not known.get("upload"):
        return None
    from batchprot.columns.sequences import columns_of_rows

    table_id = UUID(known["upload"])
    mine = (upload.c.id == table_id, upload.c.user_id == user_id, upload.c.purpose == TABLE)
    with services.database.session() as session:
        filename = session.execute(select(upload.c.filename).where(*mine)).scalar_one_or_none()
    if filename is None:
        return None
    try:
        with services.storage.open(table_id) as stream:
            table = read_table(stream)
    except FileNotFoundError:
        return None
    columns, values = columns_of_rows(table.others_of())
    new = [NewColumn.of(one, source=filename, sheet=table.table.sheet) for one in columns]
    return Beside(new, values)


def add(session: Session, job_id: UUID, beside: Beside) -> None:
    """Give a new analysis its columns."""
    row = session.execute(select(job).where(job.c.id == job_id)).one()
    store.add(session, row, beside.columns, beside.values)


def _copy(services: JobServices, upload_id: UUID, stream: BinaryIO) -> UUID:
    """The stored file in an upload of its own; its row comes first, so that whatever happens it is deleted some day."""
    with services.database.session() as session:
        row = session.execute(select(upload).where(upload.c.id == upload_id)).one()
        facts = {"user_id": row.user_id, "filename": row.filename, "sha256": row.sha256, "size": row.size}
        received = {"state": UploadState.RECEIVED, "received_at": func.now(), "declared_size": row.size}
        created = insert(upload).values(**facts, **received, purpose=TABLE)
        key = UUID(str(session.execute(created.returning(upload.c.id)).scalar_one()))
    stream.seek(0)
    with services.storage.create(key) as out:
        while block := stream.read(BLOCK):
            out.write(block)
    return key
