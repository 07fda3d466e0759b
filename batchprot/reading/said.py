"""How a file was read, in the words of every methods block: the verdict, its evidence, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batchprot.reading.notes import noted
from batchprot.reading.reading import Reading

NAMES = {
    Reading.FASTA: "FASTA",
    Reading.ONE: "one sequence over all lines",
    Reading.LIST: "a list of one sequence a line",
    Reading.TABLE: "a table of names and sequences",
    Reading.ALIGNED: "FASTA of an alignment, without its gaps",
    Reading.NOTATION: "FASTA, with notations of modified peptides taken as their ProForma",
    Reading.NOTATION_LIST: "a list of one sequence a line, with notations of modified peptides taken as their ProForma",
}
SHOWN_FILES = 20


def terms(
    reading: Reading,
    evidence: str,
    notes: Mapping[str, int],
    *,
    format_name: str = "",
    files: Sequence[str] = (),
    translated: int | None = None,
) -> list[tuple[str, str]]:
    """Terms and what they are; `translated` is the genetic code of NCBI by which nucleotides were read.

    >>> terms(Reading.FASTA, "The first line begins with >.", {"final_stop_removed": 2})
    [('Read as', 'FASTA. The first line begins with >.'), ('Changed in reading', '2 final stops removed')]
    """
    origin = f" made of {format_name}" if format_name else ""
    more = f" and {len(files) - SHOWN_FILES:,} more" if len(files) > SHOWN_FILES else ""
    return [
        ("Read as", f"{NAMES[reading]}{origin}. {evidence}".strip()),
        *([("Files inside", ", ".join(files[:SHOWN_FILES]) + more)] if len(files) > 1 else []),
        ("Changed in reading", "; ".join(noted(code, count, ()).title for code, count in notes.items()) or "nothing"),
        *([("Translated", f"frame 1, NCBI's genetic code {translated}")] if translated else []),
    ]
