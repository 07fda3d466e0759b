"""Why one record is rejected: a code for programs and a sentence that says what to do."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from batchprot.reading.unreadable import echo


class Reason(NamedTuple):
    """The reason of one rejected record."""

    code: str
    sentence: str


def inner_stop(residue: int, line: int) -> Reason:
    """A * before the end."""
    return Reason(
        "inner_stop",
        f"A stop (*) inside the sequence at residue {residue:,} (line {line:,}). "
        "Split it into open reading frames, or remove the *.",
    )


def gap(character: str, residue: int, line: int, columns: int = 0) -> Reason:
    """A gap of an alignment, or a stop that is written as a dash; `columns` is the length of rows that are alike."""
    if columns:
        return Reason(
            "gap",
            f"A gap ({character}) at position {residue:,} (line {line:,}). Most records have {columns:,} characters, "
            "as the rows of an alignment have: let its gaps be dropped.",
        )
    return Reason(
        "gap",
        f"A gap ({character}) at position {residue:,} (line {line:,}). "
        "If this is an alignment, let its gaps be dropped; if the sign stands for a stop, split the record there.",
    )


def single_point(residue: int, line: int) -> Reason:
    """One point between residues."""
    return Reason(
        "point_stop",
        f"A point (.) inside the sequence at residue {residue:,} (line {line:,}). A single point is how gffread writes "
        "a stop codon. Split the record there, or correct its reading frame.",
    )


def flanked(line: int, text: bytes, peptide: bytes) -> Reason:
    """A peptide with its neighbours, as search engines print it."""
    return Reason(
        "flanked",
        f"Line {line:,} ({echo(text)}) has the flanking residues that search engines print. "
        f"Keep what stands between the points: {echo(peptide)}.",
    )


def end_groups(line: int, text: bytes, peptide: bytes, proforma: str) -> Reason:
    """Groups at the ends of a peptide, written in letters."""
    return Reason(
        "end_groups",
        f"Line {line:,} ({echo(text)}) has end groups, which are not residues (in ProForma: {echo(proforma)}). "
        f"Keep the peptide: {echo(peptide)}.",
    )


def words(line: int, text: bytes) -> Reason:
    """A name or a sentence among residues."""
    return Reason(
        "words",
        f'Line {line:,} looks like words, not residues: "{echo(text)}". Put > in front if it is a header, remove it if '
        "it is text, or write residues in capitals without blanks.",
    )


def annotation(line: int, text: bytes) -> Reason:
    """A line of topology or secondary structure under the residues."""
    return Reason(
        "annotation",
        f'Line {line:,} is as long as the residues above it and has few different letters: "{echo(text)}". '
        "It looks like predicted topology or structure. Remove it.",
    )


def three_letter(line: int, text: bytes) -> Reason:
    """Met-Ala-Gly instead of MAG."""
    return Reason(
        "three_letter",
        f'Three-letter codes from line {line:,} on: "{echo(text)}". Write one letter for each residue.',
    )


def chemistry(line: int, text: bytes, found: bytes) -> Reason:
    """A modification or an end group in letters and digits."""
    return Reason(
        "chemistry",
        f'"{echo(found)}" in line {line:,} ({echo(text)}) looks like a modification or an end group, not residues. '
        "Remove it; if all letters are residues, write them in capitals without digits between them.",
    )


NOTATION_CODES = frozenset({"notation", "chemistry", "flanked", "end_groups"})
"""Reasons that a notation of modified peptides may be behind: read as such, the records may be accepted."""

_SUPPORTED = (
    "Supported are Unimod names and numbers and mass shifts behind their residue ([Phospho], [UNIMOD:21], [+79.966]), "
    "[Acetyl]- before the first and -[Amidated] behind the last residue, and <[Carbamidomethyl]@C> at the beginning."
)


def proforma(what: str, place: int, line: int) -> Reason:
    """ProForma that is wrong, or uses what is not supported."""
    return Reason("proforma", f"{what}, at character {place:,} of the sequence (line {line:,}). {_SUPPORTED}")


def with_notation(reason: Reason, converted: str) -> Reason:
    """The reason why a record is rejected that is in a known notation of modified peptides."""
    code = reason.code if reason.code in NOTATION_CODES else "notation"
    sentence = reason.sentence.removesuffix(_SUPPORTED).rstrip()
    return Reason(code, f"{sentence} In ProForma it is {_cut(converted)}; the reading notation takes it so.")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_PROFORMA else f"{text[:_LONGEST_PROFORMA]}…"


_LONGEST_PROFORMA = 120


def inner_header(residue: int, line: int) -> Reason:
    """A > that doesn't begin its line."""
    return Reason(
        "inner_header",
        f"A > inside line {line:,}, at residue {residue:,}. Begin each record on a line of its own.",
    )


def bad_letter(character: str, residue: int, line: int) -> Reason:
    """Anything that isn't a letter A to Z."""
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}{', ' + name.lower() if name else ''}"
    # A kind of blank is better known by its name than by an escape.
    what = number if name and not character.isprintable() else f"{echo(character)} ({number})"
    return Reason(
        "bad_letter",
        f"The character {what} is not an amino acid letter, at residue {residue:,} (line {line:,}). "
        "Use the letters A to Z only.",
    )


def long_header() -> Reason:
    """A header that takes most of what a record may."""
    return Reason("long_header", "The header takes more of the file than a whole record may. Shorten it.")


def digits_only(line: int) -> Reason:
    """A line without a letter, where there are no headers."""
    return Reason("empty", f"Line {line:,} has no letters. Remove it.")


def many_cells(line: int, cells: int) -> Reason:
    """A row with more than a name and a sequence."""
    return Reason("many_cells", f"Line {line:,} has {cells:,} cells. Keep two columns: a name and a sequence.")


def nul_byte(place: str) -> Reason:
    """A NUL byte, which no text holds."""
    return Reason(
        "nul", f"A NUL byte in the {place}: the file was damaged or is not plain text. Save it again as text."
    )


def empty(only: str) -> Reason:
    """No residues; `only` says what stands there instead, nothing when the header is all there is."""
    what = f"Only {only} and no residues" if only else "A header without a sequence"
    return Reason("empty", f"{what}. Add the sequence, or remove the record.")


def too_long(residues: int | None, limit: int) -> Reason:
    """More residues than the limit; `residues` is None when the record wasn't read to its end."""
    length = f"has {residues:,} residues" if residues is not None else "takes too much of the file to be read"
    return Reason(
        "too_long",
        f"The record {length}; the limit is {limit:,} residues. Split it into its chains or domains.",
    )


def no_standard_residue(letters: str) -> Reason:
    """Only letters that stand for several residues."""
    return Reason(
        "no_standard_residue",
        f"Only ambiguous letters ({', '.join(letters)}). Replace them with residues.",
    )


def ambiguous(letter: str, residue: int, count: int) -> Reason:
    """The ambiguity policy `reject`."""
    others = f" and {count - 1:,} more" if count > 1 else ""
    return Reason(
        "ambiguous",
        f"The letter {letter} at residue {residue:,}{others} stands for more than one residue. "
        "Give the residues, or let ambiguous letters be excluded or averaged.",
    )


def text_before_header(line: int, text: bytes) -> Reason:
    """Text in front of the first >."""
    return Reason(
        "text_before_header",
        f'Line {line:,} comes before the first ">": "{echo(text.strip())}". '
        'Remove it, or put a line with ">" and a name above it.',
    )
