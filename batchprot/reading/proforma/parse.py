"""A sequence in ProForma 2.0 to its residues and their modifications, or the place and the reason why not.

Supported are names and numbers of Unimod and mass shifts, on residues and on both ends, and fixed modifications. The
grammar is small and lists of peptides are long, so this is a parser of our own: that of pyteomics, against which it is
tested, takes four seconds to load its tables and reads 15,000 peptides in a second.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from batchprot.reading.alphabet import AMBIGUOUS, NAMES
from batchprot.reading.proforma.tags import Tag, TagError, read_tag

MOST_TAGS: Final = 500
"""Modifications that may be written in one record; fixed ones count once."""
_REMEMBERED: Final = 256
"""Characters up to which a sequence is remembered once it was read: peptides, and not proteins."""
_TAG: Final = re.compile(r"\[([^\[\]]*)\]")
_FIXED: Final = re.compile(r"<\[([^\[\]]*)\]@((?:[A-Z]|[NC]-term)(?:,(?:[A-Z]|[NC]-term))*)>")
_N_TERM, _C_TERM = "N-term", "C-term"
_MOST_SHOWN: Final = 40
_SIGNS: Final = {
    "{": "A labile modification",
    "}": "A closing brace without an opening one",
    "(": "A range or residues in an unknown order",
    ")": "A closing parenthesis without an opening one",
    "?": "A modification at an unknown position",
    "<": "An isotope or another global modification",
    ">": "A > outside a fixed modification",
    "/": "A charge state or a cross-linked chain",
    "+": "A second peptidoform or a mass shift without brackets",
    "]": "A closing bracket without an opening one",
    "-": "A - that is not between a tag and an end",
    "#": "A group label outside a tag",
    "@": "An @ outside a fixed modification",
}


class ProFormaError(ValueError):
    """Why a text isn't ProForma as it is supported; `place` is that of the character, from 1."""

    def __init__(self, what: str, place: int) -> None:
        super().__init__(what)
        self.what, self.place = what, place


class Proteoform(NamedTuple):
    """Residues and their modifications in order: 0 is the first end, 1 the first residue, and so on to the last end."""

    residues: str
    tags: tuple[tuple[int, Tag], ...]

    def __str__(self) -> str:
        """The same in ProForma, with names as Unimod spells them and fixed modifications on their residues."""
        ends = len(self.residues) + 1
        parts, done = [], 0
        for place, tag in self.tags:
            if 0 < place < ends:
                parts += [self.residues[done:place], f"[{tag.text}]"]
                done = place
        first = "".join(f"[{tag.text}]" for place, tag in self.tags if place == 0)
        last = "".join(f"[{tag.text}]" for place, tag in self.tags if place == ends)
        chain = "".join((*parts, self.residues[done:]))
        return f"{first and first + '-'}{chain}{last and '-' + last}"


def parse(text: str) -> Proteoform:
    """Read a sequence in ProForma.

    >>> str(parse("<[carbamidomethyl]@C>[UNIMOD:1]-PEPT[phospho]C"))
    '[Acetyl]-PEPT[Phospho]C[Carbamidomethyl]'

    Raises:
        ProFormaError: It is none, or uses what is not supported.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _parse(text)


@lru_cache(20_000)
def _remembered(text: str) -> Proteoform:
    return _parse(text)


def _parse(text: str) -> Proteoform:
    fixed, begin = _fixed_of(text)
    parts = _TAG.split(text[begin:])
    chunks, written = parts[::2], parts[1::2]
    _check_number(text, written)
    leading = 0
    while leading < len(written) and not chunks[leading]:
        leading += 1
    after = chunks[leading]
    if leading:
        if not after.startswith("-"):
            raise _error(text, "A modification without a residue: it stands before the first one without a -", begin)
        chunks = ["", *["" for _ in range(leading - 1)], after[1:], *chunks[leading + 1 :]]
    residues, places = _placed(text, chunks, leading)
    tags, at = [], begin
    for number, (place, tag) in enumerate(zip(places, written, strict=True)):
        at += len(parts[2 * number])
        tags.append((place, _read(tag, residues, place, at)))
        at += len(tag) + 2
    if fixed:
        tags = _with_fixed(residues, tags, fixed)
    return Proteoform(residues, tuple(tags))


def _check_number(text: str, written: list[str]) -> None:
    if len(written) > MOST_TAGS:
        place = [found.start() for found in _TAG.finditer(text)][MOST_TAGS]
        raise ProFormaError(f"More than {MOST_TAGS:,} modifications", place + 1)


def _placed(text: str, chunks: list[str], leading: int) -> tuple[str, list[int]]:
    """The residues, and the place of each tag among them."""
    places, place, at_end = [0] * leading, 0, False
    last = len(chunks) - 1
    for number, chunk in enumerate(chunks):
        if number < leading:
            continue
        if chunk.endswith("-") and number < last and not at_end:
            at_end = True
            chunk = chunks[number] = chunk[:-1]  # noqa: PLW2901 - without the sign of the end
        elif at_end and chunk:
            raise _error(text, "Residues behind the tag of the last end", len(text) - len(chunk))
        place += len(chunk)
        if number < last:
            places.append(-1 if at_end else place)
    residues = "".join(chunks)
    if not (residues.isalpha() and residues.isascii() and residues.isupper()):
        raise _error(text, "There are no residues" if not residues else "A sign that ProForma doesn't have", 0)
    return residues, [len(residues) + 1 if one < 0 else one for one in places]


def _read(tag: str, residues: str, place: int, at: int) -> Tag:
    is_end = not 1 <= place <= len(residues)
    letter = "" if is_end else residues[place - 1]
    if letter and letter in AMBIGUOUS:
        raise ProFormaError(f"A modification on {letter} ({NAMES[letter]}), whose own mass is not known", at + 1)
    try:
        return read_tag(tag, letter, place <= 1, place >= len(residues))
    except TagError as error:
        where = "the first end" if place == 0 else "the last end" if is_end else f"{letter} {place:,}"
        raise ProFormaError(f"[{_short(tag)}] on {where}: {error}", at + 1) from None


def _short(tag: str) -> str:
    return tag if len(tag) <= _MOST_SHOWN else f"{tag[:_MOST_SHOWN]}…"


def _fixed_of(text: str) -> tuple[list[tuple[str, str, int]], int]:
    """Fixed modifications, each with one of its targets and its place, and where they end."""
    fixed: list[tuple[str, str, int]] = []
    begin = 0
    while found := _FIXED.match(text, begin):
        fixed += [(found[1], target, begin + 1) for target in found[2].split(",")]
        begin = found.end()
    return fixed, begin


def _with_fixed(residues: str, tags: list[tuple[int, Tag]], fixed: list[tuple[str, str, int]]) -> list[tuple[int, Tag]]:
    """The tags with those of fixed modifications, in the order of the residues."""
    written = {(place, tag.text) for place, tag in tags}
    found = list(tags)
    for tag, target, at in fixed:
        if target in {_N_TERM, _C_TERM}:
            places = [0 if target == _N_TERM else len(residues) + 1]
        else:
            places = [place for place, letter in enumerate(residues, 1) if letter == target]
        added = [(place, _read(tag, residues, place, at)) for place in places]
        if twice := next((place for place, one in added if (place, one.text) in written), None):
            raise ProFormaError(f"[{_short(tag)}] is fixed, and stands on residue {twice:,} as well", at + 1)
        found += added
        if not places:
            # What is wrong with it is wrong whether or not the residue occurs.
            _read(tag, target, 1, at)
    return sorted(found, key=lambda one: one[0])


def _error(text: str, otherwise: str, place: int) -> ProFormaError:
    """What is wrong with the signs of a text, from its begin on; `otherwise` when all of them are in order."""
    opened = None
    begin = _fixed_of(text)[1]
    for at, sign in enumerate(text[begin:], begin):
        if opened is not None:
            if sign == "[":
                return ProFormaError("A tag inside a tag", at + 1)
            opened = None if sign == "]" else opened
        elif sign == "[":
            opened = at
        elif sign == "-" and (text[at - 1 : at] == "]" or text[at + 1 : at + 2] == "["):
            continue
        elif sign in _SIGNS:
            return ProFormaError(_SIGNS[sign], at + 1)
        elif not ("A" <= sign <= "Z"):
            return ProFormaError(f"{'A small letter' if sign.islower() else 'A sign'} outside a tag", at + 1)
    if opened is not None:
        return ProFormaError("An opening bracket without a closing one", opened + 1)
    return ProFormaError(otherwise, place + 1)
