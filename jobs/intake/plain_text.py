"""A stored file that isn't FASTA, made FASTA where its format or a person's choice says how."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from uuid import UUID

from batchprot.formats import to_fasta
from batchprot.reading.fasta import Reading
from batchprot.reading.gzip_input import BLOCK
from batchprot.reading.sniff import TABLE, HoldsSequences
from batchprot.reading.spans import recognise
from jobs.adapters.storage import Storage


class Made(NamedTuple):
    """What the stored file was before, and what showed it; both empty when it was left alone."""

    format_name: str = ""
    evidence: str = ""


def as_fasta(storage: Storage, upload_id: UUID, reading: Reading | None, translate: int | None) -> Made:
    """Replace a stored file that has another format, or other signs for >, by the FASTA it holds.

    Raises:
        UnreadableInput: see `recognise` and `to_fasta`; the file is left alone then.
        HoldsSequences: it is a table with columns beside the sequences; it is left alone.
        FileNotFoundError: it is no longer there.
    """
    with storage.open(upload_id) as stream:
        try:
            opened = recognise(_blocks(stream), reading)
        except HoldsSequences as held:
            if held.format_name == TABLE:
                raise  # its other columns are kept, too: see jobs.intake.own_columns.beside
            stream.seek(0)
            _replace(storage, upload_id, to_fasta(_blocks(stream), held.format_name, translate=translate))
            return Made(held.format_name, f"The file begins as {held.format_name} does.")
        if not opened.mark:
            return Made()
        _replace(storage, upload_id, opened.blocks)
        return Made(evidence=opened.verdict.evidence)


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


def _replace(storage: Storage, upload_id: UUID, blocks: Iterator[bytes]) -> None:
    """Write another file under the same key, which appears whole or not at all."""
    with storage.create(upload_id) as file:
        for block in blocks:
            file.write(block)
