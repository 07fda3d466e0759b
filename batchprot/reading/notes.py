"""What inspection tells a person: one note a line, with how many records, which first, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from batchprot.reading.reading import Reading
from batchprot.reading.unreadable import echo
from batchprot.reading.verdict import Verdict

LEVELS: Final = ("error", "warning", "info", "ok")


class Example(NamedTuple):
    """One record that a note is about."""

    ordinal: int
    line: int
    identifier: str


@dataclass(frozen=True, slots=True)
class Note:
    """`title` says how many records and what; `detail` what to do or what happens; `examples` are the first few."""

    level: str
    code: str
    title: str
    detail: str
    count: int
    examples: tuple[Example, ...] = ()

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Note:
        """The note that `dataclasses.asdict` wrote."""
        return cls(**{**found, "examples": tuple(Example(*example) for example in found["examples"])})


class Repeated(NamedTuple):
    """Texts that more than one record has."""

    records: int
    texts: int
    examples: tuple[Example, ...]


_REJECTED: Final[Mapping[str, tuple[str, str]]] = {
    "inner_stop": ("a stop inside the sequence", "Split at the stop into open reading frames, or remove the *."),
    "gap": (
        "alignment gaps",
        "If this is an alignment, let the gaps be dropped. If - stands for a stop, split the record there.",
    ),
    "point_stop": (
        "a point inside the sequence",
        "A single point is how gffread writes a stop codon. Split the records there, or correct their reading frames.",
    ),
    "flanked": (
        "flanking residues, as search engines print them",
        "Keep only the part between the dots: PEPTIDE of K.PEPTIDE.R.",
    ),
    "end_groups": ("end groups, which are not residues", "Remove Ac-, H-, -NH2, -OH and similar groups."),
    "words": ("a line of words among the residues", "Put > in front of it if it is a header, or remove it."),
    "annotation": ("a line of predicted topology or structure", "Remove the lines under the residues."),
    "proforma": (
        "modifications that can't be read",
        "Supported are PEPT[Phospho]IDE, [UNIMOD:21], [+79.966], [Acetyl]-PEP-[Amidated], <[Carbamidomethyl]@C>PEC.",
    ),
    "notation": (
        "modifications in another notation than ProForma",
        "The reading notation takes them as their ProForma, which each reason gives.",
    ),
    "three_letter": ("three-letter codes", "Write one letter for each residue."),
    "chemistry": (
        "a modification or an end group in letters or digits",
        "Remove it; write residues in capitals, without digits between them.",
    ),
    "long_header": ("a header that is too long", "Shorten it."),
    "many_cells": ("more than two cells", "Keep two columns: a name and a sequence."),
    "inner_header": ("a > inside a line", "Begin each record on a line of its own."),
    "bad_letter": ("characters that aren't amino acids", "Use the letters A to Z only."),
    "nul": ("a NUL byte", "The file was damaged or is not plain text. Save it again as text."),
    "empty": ("no sequence", "A header without residues under it. Add the sequence, or remove the record."),
    "too_long": ("more residues than the limit", "Split into chains or domains."),
    "no_standard_residue": ("only ambiguous letters (X, B, Z, J)", "Replace them with residues."),
    "text_before_header": ("no header", 'There is text before the first ">". Remove it, or put a name above it.'),
}
NOTED: Final[Mapping[str, tuple[str, str, str]]] = {
    # level, what was done (after a number and "records"), detail
    "final_stop_removed": ("ok", "ended with a stop, which was removed", "One * at the end. Same as ProtParam."),
    "digits_ignored": ("info", "had digits inside the sequence, which were left out", "Same as ProtParam."),
    "lower_case": (
        "ok",
        "had lower-case letters, which were read as capitals",
        "Soft-masking (lower case) is ignored.",
    ),
    "comments_skipped": ("info", "had comment lines, which were left out", "Lines that begin with ; or #."),
    "notation_read": (
        "info",
        "had modifications in another notation, which were read as their ProForma",
        "As requested.",
    ),
    "ctrl_z_removed": ("ok", "ended with the end-of-file mark of old DOS programs, which was removed", ""),
    "gaps_dropped": ("info", "had alignment gaps, which were left out", "As requested."),
    "pir_notes_skipped": ("info", "had lines after the *, as in PIR files, which were left out", ""),
    "pir_title": ("info", "had a title line under the header, as in PIR files", "It was read as the description."),
    "header_cut": ("info", "had a very long header, which was cut", "Only its beginning is kept."),
    "header_not_utf8": (
        "warning",
        "had a header that is not UTF-8",
        "Read as Windows-1252; check the accented letters.",
    ),
    "unnamed": ("warning", "had no name and were numbered by position", "Put a name after the >."),
}


def records(number: int) -> str:
    """A count as it begins a title."""
    return f"{number:,} record" if number == 1 else f"{number:,} records"


def rejected(code: str, count: int, examples: tuple[Example, ...]) -> Note:
    """Records that can't be analysed, by reason."""
    what, detail = _REJECTED[code]
    return Note("error", code, f"{records(count)} {'has' if count == 1 else 'have'} {what}", detail, count, examples)


def ambiguous(letters: Mapping[str, int], count: int, examples: tuple[Example, ...]) -> Iterator[Note]:
    """Records with B, J, X or Z."""
    if count:
        how_often = ", ".join(f"{letter} {number:,} times" for letter, number in sorted(letters.items()))
        yield Note(
            "warning",
            "ambiguous",
            f"{records(count)} {'contains' if count == 1 else 'contain'} letters outside the 20",
            f"{how_often.replace(' 1 times', ' once')}. By default ambiguous letters are ignored and no mass is "
            "given. Change this under Options.",
            count,
            examples,
        )


def nucleotide_like(count: int, examples: tuple[Example, ...]) -> Iterator[Note]:
    """Records that are DNA or RNA, by their letters."""
    if count:
        yield Note(
            "warning",
            "nucleotide_like",
            f"{records(count)} {'looks' if count == 1 else 'look'} like nucleotide sequence",
            "Almost all letters are A, C, G, T, N or U. Translate to protein first, unless it is a protein.",
            count,
            examples,
        )


def modified(count: int) -> Iterator[Note]:
    """Records in ProForma."""
    if count:
        has = "has" if count == 1 else "have"
        detail = "Read as ProForma: masses, formula, extinction, charge and pI are those of the modified chains."
        yield Note("info", "modified", f"{records(count)} {has} modifications", detail, count)


def repeated_sequences(found: Repeated) -> Iterator[Note]:
    """Records with the same sequence."""
    if found.records:
        shared = "one sequence" if found.texts == 1 else f"{found.texts:,} sequences"
        yield Note(
            "info",
            "duplicates",
            f"{records(found.records)} share {shared}",
            "All are kept.",
            found.records,
            found.examples,
        )


def repeated_identifiers(found: Repeated) -> Iterator[Note]:
    """Records with the same name."""
    if found.records:
        shared = "one identifier" if found.texts == 1 else f"{found.texts:,} identifiers"
        yield Note(
            "info",
            "repeated_identifiers",
            f"{records(found.records)} share {shared}",
            "Distinguished by position in the file.",
            found.records,
            found.examples,
        )


def noted(code: str, count: int, examples: tuple[Example, ...]) -> Note:
    """What was changed in reading."""
    level, what, detail = NOTED[code]
    if code == "final_stop_removed":
        stops = "1 final stop removed" if count == 1 else f"{count:,} final stops removed"
        return Note(level, code, stops, "One * at the end of a sequence. Same as ProtParam.", count)
    return Note(level, code, f"{records(count)} {what}", detail, count, () if level == "ok" else examples)


def reading_of(verdict: Verdict, count: int) -> Iterator[Note]:
    """How text without headers, or an alignment, was taken, and why."""
    titles = {
        Reading.LIST: "No headers: each line was read as one sequence",
        Reading.ONE: "No headers: all lines were read as one sequence",
        Reading.TABLE: "Each line was read as a name and a sequence",
        Reading.ALIGNED: "Read as an alignment, of which the gaps are dropped",
        Reading.NOTATION: "Notations of modified peptides were read as their ProForma",
        Reading.NOTATION_LIST: "Each line was read as one sequence, notations of modified peptides as ProForma",
    }
    if verdict.reading in titles:
        yield Note("info", f"reading_{verdict.reading}", titles[verdict.reading], verdict.evidence, count)


def files_skipped(names: Sequence[str]) -> Iterator[Note]:
    """Files of an archive that hold no FASTA."""
    if names:
        shown = ", ".join(map(echo, names[:5])) + (" and others" if len(names) > 5 else "")  # noqa: PLR2004
        what = (
            f"{len(names):,} {'file of the archive was' if len(names) == 1 else 'files of the archive were'} left out"
        )
        yield Note("warning", "files_skipped", what, f"They don't begin with a header (>): {shown}.", len(names))


def nothing_odd(*, nucleotides: int, names: int) -> Iterator[Note]:
    """What was looked for and not found."""
    different = "No duplicate names."
    if not nucleotides:
        yield Note("ok", "no_nucleotides", "No record looks like nucleotide sequence", "" if names else different, 0)
    elif not names:
        yield Note("ok", "unique_identifiers", different.removesuffix("."), "", 0)
