"""FASTA of a selection: identifier and description as the header, sequences in lines of 60 or in ProForma."""

from collections.abc import Generator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from jobs.services import JobServices
from models.tables import protein
from results.access import Reader, reading
from results.exports import csv as export
from results.exports.copying import BLOCK_BYTES, copied_rows
from results.selection.columns import CHAIN
from results.selection.model import Selection

LINE = 60


def fasta_stream(
    services: JobServices, reader: Reader, job_id: UUID, selection: Selection
) -> Generator[bytes, None, None]:
    """The calculated records of a selection as FASTA in blocks, in the selection's order.

    A rejected record has no sequence that could be read, and is left out.

    Raises:
        JobNotFound: before the first block.
    """
    with reading(services, reader, job_id):
        return _blocks(services, reader, job_id, selection)


def record(identifier: str, description: str, sequence: str) -> str:
    """One record; a single blank stands between identifier and description, whatever the file had.

    A sequence in ProForma is on one line.
    """
    lines = [f">{identifier} {description}" if description else f">{identifier}"]
    # A line that ends inside a tag could make the next one begin with a >.
    width = len(sequence) if "[" in sequence else LINE
    lines += [sequence[start : start + width] for start in range(0, len(sequence), width or LINE)]
    return "\n".join(lines) + "\n"


def _blocks(services: JobServices, reader: Reader, job_id: UUID, selection: Selection) -> Generator[bytes, None, None]:
    columns: dict[str, ColumnElement[Any]] = {name: protein.c[name] for name in ("identifier", "description")}
    columns["sequence"] = CHAIN
    asked = export.selected(selection, columns).where(protein.c.sequence != "")
    block = bytearray()
    with copied_rows(services, reader, job_id, asked, ["text"] * len(columns)) as rows:
        for row in rows:
            block += record(*row).encode()
            if len(block) >= BLOCK_BYTES:
                yield bytes(block)
                block.clear()
    if block:
        yield bytes(block)
