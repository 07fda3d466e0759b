"""Records that are given as a header and a sequence rather than as a file, read by the same rules."""

from __future__ import annotations

from typing import Any

from batchprot.reading.limits import Limits
from batchprot.reading.reading import Reading
from batchprot.reading.records import Record, is_row, normal_line_ends, read_records

NAMES = ("identifier", "name", "description", "organism", "gene")


def record_of_pair(header: str, sequence: str, ordinal: int, limits: Limits) -> Record:
    """Read a FASTA header and a sequence as a file's are read.

    >>> from batchprot.reading.limits import DEFAULT_LIMITS
    >>> record_of_pair("one first", "mkv*", 1, DEFAULT_LIMITS)[2:9]
    ('one', '', 'first', '', '', 'MKV', 'lower_case;final_stop_removed')
    """
    header = " ".join(header.split())
    letters = normal_line_ends(sequence.encode("utf-8", "replace")).replace(b"\n", b"")
    if letters.isalpha() and letters.isupper():  # as nearly every one is
        whole = b">%b\n%b\n" % (header.encode("utf-8", "replace"), letters)
        return read_records(whole, first_ordinal=ordinal, limits=limits)[0]
    (named,) = read_records(f">{header}\n".encode("utf-8", "replace"), first_ordinal=ordinal, limits=limits)
    if not letters.strip():
        return named
    # What would be a comment in a list was given as a sequence: it is rejected, and not left out.
    reading = Reading.LIST if is_row(letters) else Reading.ONE
    (raw,) = read_records(letters, first_ordinal=ordinal, first_line=2, reading=reading, limits=limits)
    fields = {field: getattr(named, field) for field in ("line", *NAMES)}
    return raw._replace(**fields, notes=";".join(filter(None, (named.notes, raw.notes))))


def pair_of(entry: Any, ordinal: int) -> tuple[str, str]:  # noqa: ANN401 - whatever a person gives
    """Header and sequence of a record, a pair of both, a sequence alone, or what has `description` and `seq`.

    >>> pair_of("MK", 3), pair_of(("one", "MK"), 1)
    (('sequence_3', 'MK'), ('one', 'MK'))

    Raises:
        TypeError: It is none of these.
    """
    if isinstance(entry, Record):
        return " ".join(filter(None, (entry.identifier, entry.description))), entry.sequence
    if isinstance(entry, str):
        return f"sequence_{ordinal}", entry
    if hasattr(entry, "seq"):  # Biopython's SeqRecord
        return str(entry.description or entry.id), str(entry.seq)
    try:
        header, sequence = entry
    except (TypeError, ValueError):
        raise TypeError(f"A record must be a pair of header and sequence, not {type(entry).__name__}.") from None
    return header, sequence
