"""Files that hold sequences beside other things, as FASTA: GenBank, EMBL, UniProt, PDB, mmCIF and alignments.

Biopython reads them; it is imported when such a file is met, and never otherwise.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from batchprot.reading.limits import megabytes
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput, echo

if TYPE_CHECKING:
    from Bio.SeqRecord import SeqRecord

PARSERS: Final = {
    "GenBank": ("genbank",),
    "EMBL": ("embl",),
    "UniProt text": ("swiss",),
    "UniProt XML": ("uniprot-xml",),
    "PDB": ("pdb-seqres",),
    "mmCIF": ("cif-seqres",),
    "Clustal": ("clustal",),
    "Stockholm": ("stockholm",),
    "PHYLIP": ("phylip-relaxed", "phylip", "phylip-sequential"),
}
"""Biopython's names for the parsers of a format, the likeliest first."""
BINARY: Final = frozenset({"uniprot-xml"})
ALIGNMENTS: Final = frozenset({"Clustal", "Stockholm", "PHYLIP"})
_WITHOUT: Final = {"PDB": " (no SEQRES lines)", "mmCIF": " (no _pdbx_poly_seq_scheme)"}
MOST_BYTES: Final = 200_000_000
"""What a file that isn't FASTA may take, for it is kept while it is read."""
WIDTH: Final = 80
TRANSLATE: Final = "translate"
"""What is asked of nucleotides, where readings are asked of text."""
GENETIC_CODES: Final = {
    1: "the standard code",
    2: "the vertebrate mitochondrial code",
    3: "the yeast mitochondrial code",
    4: "the mould, protozoan and mycoplasma code",
    5: "the invertebrate mitochondrial code",
    11: "the bacterial, archaeal and plant plastid code",
}
"""NCBI's genetic codes that are offered by name; the others go by number."""
TABLES: Final = range(1, 34)
"""Numbers of NCBI's genetic codes."""


def to_fasta(blocks: Iterator[bytes], format_name: str, *, translate: int | None = None) -> Iterator[bytes]:
    """The sequences of a file of this format as FASTA, one record after the other.

    Args:
        blocks: The whole plain file.
        format_name: A key of `PARSERS`.
        translate: Number of NCBI's genetic code by which nucleotide records are translated, in frame 1.

    Raises:
        UnreadableInput: Biopython is missing or can't read it, it holds no sequence, or nucleotides that nobody asked
            to translate.
    """
    data = b"".join(bounded(blocks))
    found = False
    for record in _records(data, format_name):
        found = True
        yield _fasta(record, format_name, translate)
    if not found:
        raise UnreadableInput(
            "no_sequences", f"The {format_name} file holds no sequence{_WITHOUT.get(format_name, '')}. Send FASTA."
        )


def bounded(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks, as far as a file that isn't FASTA may go.

    Raises:
        UnreadableInput: They go further.
    """
    seen = 0
    for block in blocks:
        seen += len(block)
        if seen > MOST_BYTES:
            raise UnreadableInput(
                "format_too_large",
                f"Files that aren't FASTA are read up to {megabytes(MOST_BYTES)}. Export the sequences as FASTA.",
            )
        yield block


def _records(data: bytes, format_name: str) -> Iterator[SeqRecord]:
    """What the first parser that understands the file finds; each record as soon as it is read."""
    try:
        with warnings.catch_warnings(action="ignore"):
            from Bio import SeqIO
    except ImportError:
        raise UnreadableInput(
            "no_biopython",
            f"This is a {format_name} file. To read it, install Biopython (pip install biopython), or send FASTA.",
        ) from None
    fault: Exception | None = None
    for parser in PARSERS[format_name]:
        text: Any = io.BytesIO(data) if parser in BINARY else io.StringIO(data.decode("utf-8", "replace"), newline=None)
        try:
            with warnings.catch_warnings(action="ignore"):
                records = cast("Any", SeqIO).parse(text, parser)
                first = next(records, None)
                if first is None:
                    continue
                yield first
                yield from records
        except UnreadableInput:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a parser stumbles on
            fault = error
            continue
        return
    if fault is not None:
        raise UnreadableInput(
            "format_damaged",
            f"The {format_name} file can't be read: it is damaged or incomplete. Export the sequences as FASTA.",
        ) from fault


def _fasta(record: SeqRecord, format_name: str, translate: int | None) -> bytes:
    letters = _letters(record, format_name)
    molecule = str(record.annotations.get("molecule_type", ""))
    described = " ".join(str(record.description).split())
    title = f"{record.id} {'' if described.startswith('<unknown') else described}".rstrip()
    if "protein" not in molecule.lower() and _is_nucleotide(molecule, format_name, letters):
        if translate is None:
            raise NucleotidesInside(format_name, str(record.id), molecule)
        letters = _translated(letters, translate)
        title += f" [translated in frame 1 by NCBI's genetic code {translate}]"
    lines = [letters[place : place + WIDTH] for place in range(0, len(letters), WIDTH)] or [""]
    return "\n".join((f">{title}", *lines, "")).encode("utf-8", "replace")


class NucleotidesInside(ReadingAsked):
    """The file holds DNA or RNA, which only a person can ask to be translated."""

    def __init__(self, format_name: str, identifier: str, molecule: str) -> None:
        super().__init__(
            "nucleotides",
            f"The {format_name} record {echo(identifier)} is {molecule or 'DNA or RNA'}, not protein. Send its "
            "proteins as FASTA, or have it translated in frame 1 (translate 1, or another of NCBI's genetic codes).",
            (TRANSLATE,),
        )


def _letters(record: SeqRecord, format_name: str) -> str:
    try:
        return str(record.seq)
    except Exception as error:
        raise UnreadableInput(
            "no_sequences",
            f"The {format_name} record {echo(str(record.id))} has no sequence in this file. Download it with its "
            "sequence, or as FASTA.",
        ) from error


def _is_nucleotide(molecule: str, format_name: str, letters: str) -> bool:
    if molecule:
        return True
    return format_name in {"GenBank", "EMBL"} and not letters.upper().strip("ACGTUN")


def _translated(letters: str, table: int) -> str:
    """Frame 1; what doesn't fill a codon at the end is left out, stops are * as everywhere."""
    from Bio import Seq

    whole = letters.replace("-", "").upper()
    return str(cast("Any", Seq).translate(whole[: len(whole) // 3 * 3], table=table))
