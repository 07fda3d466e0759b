"""The lines under a header to residues: what is folded, ignored, stripped, and what rejects the record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from batchprot.reading import refusals
from batchprot.reading.alphabet import AMBIGUOUS
from batchprot.reading.not_residues import is_gapped, later_header, misfit, punctuation
from batchprot.reading.proforma.bodies import Modified, from_notation, is_proforma, offered, read_proforma
from batchprot.reading.refusals import Reason

DIGITS = b"0123456789"
BLANKS = b"\n \t"
IGNORED = BLANKS + DIGITS
FEWEST_ROWS = 3
"""Rows of an alignment: two sequences have one length by chance."""
LOWER = bytes(range(ord("a"), ord("z") + 1))
FOLD = bytes.maketrans(LOWER, LOWER.upper())
NOT_A_LETTER = re.compile(rb"[^A-Z]")
COMMENT_LINE = re.compile(rb"^[;#].*$", re.MULTILINE)


class Body(NamedTuple):
    """What was read: the residues, what was done to them, and the reason when they are rejected."""

    residues: bytes
    notes: tuple[str, ...]
    refusal: Reason | None
    proforma: str = ""
    """The residues with their modifications; empty without any."""


def read_body(
    body: bytes,
    line: int,
    longest: int,
    *,
    raw: bool = False,
    drop_gaps: bool = False,
    columns: int = 0,
    notation: bool = False,
) -> Body:
    """Read the lines of one sequence, the first of which is line `line` of the file.

    Case is folded, blanks and digits are left out, a comment line (; or #), a final * and a final Ctrl-Z are
    removed; each is noted, but for blanks. What isn't a letter A to Z, or doesn't look like residues, rejects the
    record. `raw` lines have no header and no comments; `drop_gaps` leaves out the gaps of an alignment.
    `columns` is the length of most sequences of the file, if they are rows of an alignment. With `notation` other
    notations of modified peptides are read as their ProForma.
    """
    bare = body if raw else COMMENT_LINE.sub(b"", body)
    notes = [] if bare == body else ["comments_skipped"]
    body = bare
    if modified := _modified(body, line, longest, tuple(notes), notation=notation):
        return Body(*modified)
    columns = columns if len(body.translate(None, IGNORED)) == columns else 0
    if drop_gaps and is_gapped(body.translate(None, BLANKS), columns):
        without = body.translate(None, b".-")
        if without != body:
            notes.append("gaps_dropped")
            body = without
    residues = body.translate(FOLD, IGNORED)
    if len(body.translate(None, DIGITS)) != len(body):
        notes.append("digits_ignored")
    if len(body.translate(None, LOWER)) != len(body):
        notes.append("lower_case")
    if residues.endswith(b"\x1a"):
        residues = residues.rstrip(b"\x1a")
        notes.append("ctrl_z_removed")
    if not residues.strip(b"*"):
        return Body(b"", tuple(notes), _empty(residues, notes, line, raw=raw))
    if residues.endswith(b"*"):
        residues = residues[:-1]
        notes.append("final_stop_removed")
    return Body(residues, tuple(notes), _refusal(residues, body, line, longest, columns, raw=raw, aligned=drop_gaps))


def columns_of(bodies: Iterable[bytes]) -> int:
    """The length that most of at least three sequences have, gaps counted, as rows of an alignment; 0 if none."""
    lengths = Counter(len(body.translate(None, IGNORED)) for body in bodies)
    ((length, rows),) = lengths.most_common(1) or [(0, 0)]
    return length if rows >= FEWEST_ROWS and 2 * rows > lengths.total() else 0


def _modified(body: bytes, line: int, longest: int, notes: tuple[str, ...], *, notation: bool) -> Modified | None:
    """What is in ProForma, or in another notation where that is asked for."""
    found = from_notation(body, line, longest, notes) if notation else None
    return found or (read_proforma(body, line, longest, notes) if is_proforma(body) else None)


def _empty(stops: bytes, notes: Collection[str], line: int, *, raw: bool) -> Reason:
    if raw and not stops:
        return refusals.digits_only(line)
    return refusals.empty(_instead_of_residues(stops, notes))


def _instead_of_residues(stops: bytes, notes: Collection[str]) -> str:
    """The text below a header that has no letters; empty when it is only whitespace."""
    if stops:
        return "a stop (*)" if len(stops) == 1 else "stops (*)"
    if "digits_ignored" in notes:
        return "digits"
    return "comment lines" if "comments_skipped" in notes else ""


def _refusal(
    residues: bytes, body: bytes, line: int, longest: int, columns: int, *, raw: bool, aligned: bool
) -> Reason | None:
    reason = _reason(residues, body, line, longest, columns, raw=raw, aligned=aligned)
    return reason and offered(reason, body)


def _reason(
    residues: bytes, body: bytes, line: int, longest: int, columns: int, *, raw: bool, aligned: bool
) -> Reason | None:
    if not residues.isalpha():
        return _wrong_character(residues, body, line, columns)
    if len(residues) > longest:
        return refusals.too_long(len(residues), longest)
    if not residues.strip(AMBIGUOUS.encode()):
        return refusals.no_standard_residue("".join(letter for letter in AMBIGUOUS if letter.encode() in residues))
    # The lower-case letters of an A3M alignment are residues that were inserted.
    return misfit(body.translate(None, b"*\x1a").upper() if aligned else body.translate(None, b"*\x1a"), line, raw=raw)


def _wrong_character(residues: bytes, body: bytes, line: int, columns: int) -> Reason:
    """What the first wrong character means among the others; a record that begins inside a line comes before all."""
    place = later_header(body)
    if place is not None:
        letters = body[:place].translate(None, IGNORED)
        return refusals.inner_header(len(letters) + 1, line + body.count(b"\n", 0, place))
    found = NOT_A_LETTER.search(residues)
    if found is None:  # pragma: no cover - the caller saw one
        message = "every character is a letter"
        raise AssertionError(message)
    index = found.start()
    number = _line_of(body, index)
    wrong_line, text = line + number, body.split(b"\n")[number]
    character = residues[index : index + 4].decode("utf-8", "replace")[0]
    if character in ".-":
        if _is_sentence(text):
            return refusals.words(wrong_line, text.strip())
        return punctuation(body.translate(None, BLANKS), wrong_line, index + 1, character, columns)
    return _wrong(character, index, wrong_line)


def _wrong(character: str, index: int, wrong_line: int) -> Reason:
    """What a character that means nothing among residues is."""
    if character == "*":
        return refusals.inner_stop(index + 1, wrong_line)
    if character == ">":
        return refusals.inner_header(index + 1, wrong_line)
    if character == "\0":
        return refusals.nul_byte(f"sequence at residue {index + 1:,} (line {wrong_line:,})")
    return refusals.bad_letter(character, index + 1, wrong_line)


def _is_sentence(text: bytes) -> bool:
    """Several words of which some have lower-case letters, and a point at the end."""
    words = text.split()
    return len(words) > 1 and text.strip().endswith(b".") and not text.isupper()


def _line_of(body: bytes, index: int) -> int:
    """Which line of `body`, from 0, holds character `index` of those that aren't ignored."""
    seen = 0
    lines = body.split(b"\n")
    for number, text in enumerate(lines):
        seen += len(text.translate(None, IGNORED))
        if seen > index:
            return number
    return len(lines) - 1
