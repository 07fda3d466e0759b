"""What becomes of a record, by the notes the engine made on it: ok, warned or rejected, with the sentence."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple

from batchprot.properties.groups.warnings import NOTE_SENTENCES

UNDONE_NOTES: Final = frozenset({"no_residues", "only_ambiguous", "outside_range", "bad_letter"})
"""Nothing could be computed: the record is rejected."""

WARNING_NOTES: Final = frozenset({"ambiguous", "approximate_mass", "nucleotide_like", "mass_shift", "pk_unknown"})
"""The numbers may not mean what they seem to: the record is warned. Other notes leave it ok."""


class RecordStatus(StrEnum):
    """What became of a record: calculated, calculated with a warning, or rejected."""

    OK = "ok"
    WARNED = "warned"
    REJECTED = "rejected"


class Verdict(NamedTuple):
    """Status, code and sentence of one record; the last two are empty when it is ok."""

    status: RecordStatus
    reason_code: str
    reason: str


OK: Final = Verdict(RecordStatus.OK, "", "")


@lru_cache(maxsize=256)
def verdict_of(notes: str) -> Verdict:
    """Judge an accepted record by its notes, codes joined by semicolons.

    >>> [str(verdict_of(notes).status) for notes in ("no_trp", "no_trp;ambiguous")]
    ['ok', 'warned']
    """
    codes = notes.split(";")
    for code in codes:
        if code in UNDONE_NOTES:
            return Verdict(RecordStatus.REJECTED, code, NOTE_SENTENCES[code])
    warnings = [code for code in codes if code in WARNING_NOTES]
    if not warnings:
        return OK
    return Verdict(RecordStatus.WARNED, ";".join(warnings), " ".join(NOTE_SENTENCES[code] for code in warnings))


def with_notes(columns: Mapping[str, Any], notes: Sequence[str]) -> dict[str, Any]:
    """The computed columns with what was changed in reading before the engine's notes, record by record.

    >>> with_notes({"notes": ["no_trp", ""]}, ["lower_case", "final_stop_removed"])["notes"]
    ['lower_case;no_trp', 'final_stop_removed']
    """
    if not any(notes):
        return dict(columns)
    joined = [";".join(filter(None, both)) for both in zip(notes, columns["notes"], strict=True)]
    return {**columns, "notes": joined}
