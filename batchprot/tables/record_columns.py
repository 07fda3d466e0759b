"""Records column by column: what is written of them, and the sequences that are analysed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from batchprot.reading.records import Record


class RecordColumns(NamedTuple):
    """What is written of records and analysed of them, column by column."""

    ordinals: Sequence[int]
    identifiers: Sequence[str]
    names: Sequence[str]
    descriptions: Sequence[str]
    organisms: Sequence[str]
    genes: Sequence[str]
    rejected: Sequence[tuple[str, str]]
    """Code and reason of each record that is rejected, two empty texts for any other; nothing at all when none is."""
    notes: Sequence[str]
    """What was changed in reading each record that isn't rejected, as codes; nothing at all when nothing was."""
    sequences: Sequence[bytes] | Sequence[str]
    """Of the records that aren't rejected."""

    @classmethod
    def of(cls, records: Sequence[Record]) -> RecordColumns:
        """The columns of records that were read one by one."""
        if not records:
            return cls((), (), (), (), (), (), (), (), ())
        ordinals, _, identifiers, names, descriptions, organisms, genes, sequences, notes, reasons, codes = zip(
            *records, strict=True
        )
        rejected = list(zip(codes, reasons, strict=True)) if any(codes) else ()
        accepted = [sequence for sequence, code in zip(sequences, codes, strict=True) if not code]
        changed = [note for note, code in zip(notes, codes, strict=True) if not code]
        noted = changed if any(changed) else ()
        return cls(ordinals, identifiers, names, descriptions, organisms, genes, rejected, noted, accepted)
