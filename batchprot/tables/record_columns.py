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
    modified: Sequence[str] = ()
    """The same in ProForma, empty for a record without modifications; nothing at all when none has any."""

    @property
    def chains(self) -> Sequence[bytes] | Sequence[str]:
        """What is analysed: the sequences, with their modifications where they have some."""
        if not self.modified:
            return self.sequences
        pairs = zip(self.sequences, self.modified, strict=True)
        return [
            modified or (str(plain, "ascii") if isinstance(plain, bytes) else str(plain)) for plain, modified in pairs
        ]

    @classmethod
    def of(cls, records: Sequence[Record]) -> RecordColumns:
        """The columns of records that were read one by one."""
        if not records:
            return cls((), (), (), (), (), (), (), (), ())
        ordinals, _, identifiers, names, descriptions, organisms, genes, sequences, notes, reasons, codes, forms = zip(
            *records, strict=True
        )
        rejected = list(zip(codes, reasons, strict=True)) if any(codes) else ()
        accepted = [sequence for sequence, code in zip(sequences, codes, strict=True) if not code]
        changed = [note for note, code in zip(notes, codes, strict=True) if not code]
        noted = changed if any(changed) else ()
        modified = [form for form, code in zip(forms, codes, strict=True) if not code] if any(forms) else ()
        return cls(ordinals, identifiers, names, descriptions, organisms, genes, rejected, noted, accepted, modified)
