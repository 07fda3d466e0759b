"""What people bring: a table or a pasted list, and the records of an analysis it is matched to."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from batchprot.columns.choices import Choices
from models.database import driver_connection

if TYPE_CHECKING:
    from batchprot.columns.matching import Records
    from batchprot.columns.prepare import Prepared

_RECORDS = """
    COPY (SELECT ordinal, identifier, name, gene, description FROM protein WHERE job_id = '{job_id}' ORDER BY ordinal)
    TO STDOUT (FORMAT csv, HEADER)
"""


@dataclass(frozen=True, slots=True)
class TableSource:
    """The bytes of a table.

    Attributes:
        data: the whole file, or pasted cells.
        filename: what it is called; empty when it was pasted.
        sheet: of a workbook.
        header: whether the first row has headers; None finds out.
    """

    data: bytes = field(repr=False)
    filename: str = ""
    sheet: str = ""
    header: bool | None = None


@dataclass(frozen=True, slots=True)
class ListSource:
    """A pasted list of names, with groups or without; `name` is what the column is to be called."""

    text: str = field(repr=False)
    name: str = ""


Source = TableSource | ListSource
_CELLS_OF_A_TABLE = 3


def pasted(text: str, name: str = "") -> Source:
    """What was pasted: cells of a table, or a list with groups or without."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    for separator in ("\t", ";", ","):
        counts = [line.count(separator) + 1 for line in lines]
        if counts and min(counts) >= _CELLS_OF_A_TABLE and len(lines) > 1:
            return TableSource(text.encode("utf-8", "replace"))
    return ListSource(text, name)


def prepared(source: Source, records: "Records", choices: Choices | None = None) -> "Prepared":
    """What would be kept of a table or a list.

    Raises:
        TableRefused: it can't be read or matched.
    """
    from batchprot.columns.pasted import prepare_list
    from batchprot.columns.prepare import prepare
    from batchprot.columns.reading import read_table

    if isinstance(source, ListSource):
        match = choices.match if choices is not None else ""
        return prepare_list(source.text, records, name=source.name, match=match)
    return prepare(read_table(source.data, source.sheet, header=source.header), records, choices)


def records_of(session: Session, job_id: UUID) -> "Records":
    """The names of every record of an analysis."""
    import polars as pl

    from batchprot.columns.matching import RECORD, Records

    raw = driver_connection(session.connection())
    with raw.cursor().copy(_RECORDS.format(job_id=UUID(str(job_id))).encode()) as copy:
        written = b"".join(map(bytes, copy))
    frame = pl.read_csv(written, schema=RECORD)
    return Records(frame)
