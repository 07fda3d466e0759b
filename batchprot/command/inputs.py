"""What is given to be read, files, folders' files or standard input, to opened texts: one for each file inside."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from batchprot.command.chunks import plain_path
from batchprot.formats import bounded, to_fasta
from batchprot.reading.compressed import File, open_files
from batchprot.reading.limits import COMMAND_LINE_LIMITS, Limits
from batchprot.reading.reading import Reading
from batchprot.reading.sniff import TABLE, HoldsSequences
from batchprot.reading.spans import Opened, recognise
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal

if TYPE_CHECKING:
    from batchprot.columns.sequences import SequenceTable


class Text(NamedTuple):
    """One text that is ready to be cut.

    `file` is its name inside an archive; `path` where other processes can read the same bytes; `format_name` what it
    was before its sequences became FASTA; `table` the table it was, with the columns beside the sequences.
    """

    opened: Opened
    file: str
    limits: Limits
    path: str | None = None
    format_name: str = ""
    table: SequenceTable | None = None


def open_texts(
    path: str | None,
    stream: BinaryIO,
    *,
    reading: Reading | None,
    limits: Limits = COMMAND_LINE_LIMITS,
    translate: int | None = None,
) -> Iterator[Text]:
    """The texts in a stream, each to be read before the next is asked for; `path` is the stream's, where it has one.

    Raises:
        UnreadableInput: See `recognise`, `open_files` and `to_fasta`.
    """
    plain = plain_path(path, stream) if path else None
    for file in open_files(stream, limits=limits):
        yield _open_text(file, reading, translate, limits, plain)


def _open_text(file: File, reading: Reading | None, translate: int | None, limits: Limits, plain: str | None) -> Text:
    kept = _Kept(file.blocks)
    try:
        opened = recognise(kept, reading)
    except HoldsSequences as held:
        if held.format_name == TABLE:
            return _open_table(chain(kept.seen, file.blocks), file.name, limits)
        fasta = to_fasta(chain(kept.seen, file.blocks), held.format_name, translate=translate)
        opened = recognise(fasta, reading)
        verdict = opened.verdict._replace(evidence=f"The file begins as {held.format_name} does.")
        return Text(opened._replace(verdict=verdict), file.name, limits, format_name=held.format_name)
    kept.forget()
    return Text(opened, file.name, limits, None if opened.mark else plain)


def _open_table(blocks: Iterator[bytes], name: str, limits: Limits) -> Text:
    """A table as FASTA, with the columns that go along."""
    from batchprot.columns.sequences import read_sequence_table

    try:
        table = read_sequence_table(b"".join(bounded(blocks)))
    except Refusal as refused:
        raise UnreadableInput(refused.code, refused.message) from refused
    opened = recognise(table.fasta(), Reading.FASTA)
    verdict = opened.verdict._replace(evidence=table.evidence)
    return Text(opened._replace(verdict=verdict), name, limits, format_name=TABLE, table=table)


class _Kept(Iterator[bytes]):
    """Blocks, which are kept until it is known what the text is."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._known = blocks, False
        self.seen: list[bytes] = []

    def __next__(self) -> bytes:
        block = next(self._blocks)
        if not self._known:
            self.seen.append(block)
        return block

    def forget(self) -> None:
        """Keep no more."""
        self._known = True
        self.seen.clear()
