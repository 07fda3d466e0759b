"""The lines under a header to residues: what is folded, ignored, stripped, and what rejects the record."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from batchprot.reading import refusals
from batchprot.reading.alphabet import AMBIGUOUS
from batchprot.reading.refusals import Refusal

DIGITS = b"0123456789"
IGNORED = b"\n \t" + DIGITS
LOWER = bytes(range(ord("a"), ord("z") + 1))
FOLD = bytes.maketrans(LOWER, LOWER.upper())
NOT_A_LETTER = re.compile(rb"[^A-Z]")
COMMENT_LINE = re.compile(rb"^[;#].*$", re.MULTILINE)


class Body(NamedTuple):
    """What was read: the residues, what was done to them, and the reason when they are rejected."""

    residues: bytes
    notes: tuple[str, ...]
    refusal: Refusal | None


def read_body(body: bytes, line: int, longest: int, *, comments: bool = True) -> Body:
    """Read the lines of one sequence, the first of which is line `line` of the file.

    Case is folded, blanks and digits are left out, a comment line (; or #), a final * and a final Ctrl-Z are
    removed; each is noted, but for blanks. Anything else that is not a letter A to Z rejects the record.
    """
    notes = []
    if comments:
        without = COMMENT_LINE.sub(b"", body)
        if without != body:
            notes.append("comments_skipped")
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
        return Body(b"", tuple(notes), refusals.empty(_instead_of_residues(residues, notes)))
    if residues.endswith(b"*"):
        residues = residues[:-1]
        notes.append("final_stop_removed")
    return Body(residues, tuple(notes), _refusal(residues, body, line, longest))


def _instead_of_residues(stops: bytes, notes: Collection[str]) -> str:
    """What stands under a header when no letter does; nothing when there is nothing but blanks."""
    if stops:
        return "a stop (*)" if len(stops) == 1 else "stops (*)"
    if "digits_ignored" in notes:
        return "digits"
    return "comment lines" if "comments_skipped" in notes else ""


def _refusal(residues: bytes, body: bytes, line: int, longest: int) -> Refusal | None:
    if not residues.isalpha():
        return _first_wrong_character(residues, body, line)
    if len(residues) > longest:
        return refusals.too_long(len(residues), longest)
    if not residues.strip(AMBIGUOUS.encode()):
        return refusals.no_standard_residue("".join(letter for letter in AMBIGUOUS if letter.encode() in residues))
    return None


def _first_wrong_character(residues: bytes, body: bytes, line: int) -> Refusal:
    found = NOT_A_LETTER.search(residues)
    if found is None:  # pragma: no cover - the caller saw one
        message = "every character is a letter"
        raise AssertionError(message)
    index = found.start()
    wrong_line = line + _line_of(body, index)
    character = residues[index : index + 4].decode("utf-8", "replace")[0]
    if character == "*":
        return refusals.inner_stop(index + 1, wrong_line)
    if character in "-.":
        return refusals.gap(character, index + 1, wrong_line)
    if character == ">":
        return refusals.inner_header(index + 1, wrong_line)
    if character == "\0":
        return refusals.nul_byte(f"sequence at residue {index + 1:,} (line {wrong_line:,})")
    return refusals.bad_letter(character, index + 1, wrong_line)


def _line_of(body: bytes, index: int) -> int:
    """Which line of `body`, from 0, holds character `index` of those that aren't ignored."""
    seen = 0
    lines = body.split(b"\n")
    for number, text in enumerate(lines):
        seen += len(text.translate(None, IGNORED))
        if seen > index:
            return number
    return len(lines) - 1
