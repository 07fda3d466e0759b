"""Lines under a header that aren't residues: words, annotation, three-letter codes, chemistry, punctuation."""

from __future__ import annotations

import re
from typing import Final

from batchprot.reading import refusals
from batchprot.reading.refusals import Reason
from batchprot.reading.words import are_three_letter_codes, likeness

NUMBERS = re.compile(rb"(?<![^\s])\d+(?![^\s])")
_INNER_DIGITS = re.compile(rb"[A-Za-z]\d+[A-Za-z]|NH2(?![A-Za-z0-9])")
_GLUED_DIGITS = re.compile(rb"(?<![A-Za-z])[A-Za-z]+\d+(?!\S)")
_ISOLATED = re.compile(rb"(?<![a-z])[a-z](?![a-z])|^(?:ac|am|pyr|pe|pglu|boc|fmoc|for|suc)(?=[A-Z]{2})")
_LATER_HEADER = re.compile(rb">[^\s>]")
_FLANKED = re.compile(rb"[A-Z*_-]\.([A-Za-z]+)\.[A-Z*_-]")
_FIRST_GROUP = (
    rb"(?:N-)?(?:Ac|Acetyl|H|H2N|NH2|Boc|Fmoc|For|Formyl|Suc|Z|Cbz|pGlu|Pyr|Biotin|Myr|Palm|Bz|Abz|FITC|FAM|MeO-?Suc)"
)
_LAST_GROUP = rb"(?:NH2|OH|COOH|CONH2|amide|Amide|OMe|OBn|pNA|pNa|AMC|AFC|CHO|FMK|fmk|CMK|cmk|H)"
_END_GROUPS = re.compile(
    rb"(?:(?P<first>" + _FIRST_GROUP + rb")-)?(?P<peptide>[A-Za-z]+?)(?:-(?P<last>" + _LAST_GROUP + rb"))?"
)
PROFORMA: Final = {
    b"Ac": "[Acetyl]-",
    b"Acetyl": "[Acetyl]-",
    b"NH2": "-[Amidated]",
    b"CONH2": "-[Amidated]",
    b"amide": "-[Amidated]",
}
_GAP_RUN = re.compile(rb"[.-]{2}|^[.-]|[.-]$")
_ANNOTATION_ALPHABETS = (b"IMOS", b"IMOSBPTLU", b"HECX", b"HECLTSGBIP", b"CHE", b"XO", b"DO", b"BE")
_LEAST_ANNOTATION = 10
_MOST_LETTERS = max(map(len, _ANNOTATION_ALPHABETS))
_MASKED_RUN = 20
_SHORTEST_NAME = 5
_SURE = 3.0
ENDINGS: Final = (b"\nEND", b"\nEOF", b"\nSTOP")
"""Last lines with which people and programs end a file, in letters that could be residues."""
_WRAPPED_AT: Final = frozenset({50, 60, 70, 80, 100, 120})
NO_CAPITALS: Final = bytes(range(65)) + bytes(range(91, 256))
BESIDE_LETTERS: Final = b" \t\r\n0123456789"


def misfit(body: bytes, line: int, *, raw: bool = False) -> Reason | None:
    """Why a body of letters, digits and blanks isn't one of residues; None when nothing speaks against it.

    `raw` lines have no headers, so that what ends in digits may be an identifier.
    """
    lines = [text.strip() for text in body.split(b"\n")]
    numbered = [(line + number, text) for number, text in enumerate(lines) if text]
    if not numbered:
        return None
    bare = NUMBERS.sub(b"", body)
    if are_three_letter_codes(bare):
        return refusals.three_letter(*numbered[0])
    if ended(body):
        return refusals.words(*numbered[-1])
    alone = not bare.translate(None, NO_CAPITALS)
    for place, (number, text) in enumerate(numbered):
        if text.isalpha() and text.isupper():
            continue
        if _is_words(text, numbered, place, alone=alone):
            return refusals.words(number, text)
        if found := _INNER_DIGITS.search(text) or (_GLUED_DIGITS.search(text) if raw else None):
            return refusals.chemistry(number, text, found.group())
    return (None if alone else _single_lower_case(body, line)) or annotation(body, line)


def _single_lower_case(body: bytes, line: int) -> Reason | None:
    found = isolated_lower(body)
    if found is None:
        return None
    place = found.start()
    return refusals.chemistry(line + body.count(b"\n", 0, place), body[place:].split(b"\n")[0], found.group())


def ended(body: bytes) -> bool:
    r"""Whether the last line is END, EOF or STOP and the line above shows that it isn't the rest of a wrapped sequence.

    >>> ended(b"MKVLAAGK\nEND"), ended(b"M" * 60 + b"\nEND")
    (True, False)
    """
    text = body.rstrip()
    if not text.endswith(ENDINGS):
        return False
    *above, _ = filter(None, map(bytes.strip, text.split(b"\n")))
    return not above or len(above[-1]) < max(map(len, above)) or len(above[-1]) not in _WRAPPED_AT


def isolated_lower(body: bytes) -> re.Match[bytes] | None:
    """The first single lower-case letter among capitals, as in pS, or a group that is written before a peptide."""
    return _ISOLATED.search(body) if _ISOLATED.search(body.translate(None, BESIDE_LETTERS)) else None


def annotation(body: bytes, line: int = 1) -> Reason | None:
    """A second half that is as long as the first, line by line, and made of a few letters, as of a topology."""
    lines = [text.strip() for text in body.split(b"\n") if text.strip()]
    half, odd = divmod(len(lines), 2)
    if odd or not half or list(map(len, lines[:half])) != list(map(len, lines[half:])):
        return None
    residues, second = b"".join(lines[:half]).upper(), b"".join(lines[half:]).upper()
    if len(set(second)) > _MOST_LETTERS:
        return None
    few = any(not second.translate(None, alphabet) for alphabet in _ANNOTATION_ALPHABETS)
    if len(second) < _LEAST_ANNOTATION or not few or len(set(residues)) < 2 * len(set(second)):
        return None
    place = [number for number, text in enumerate(body.split(b"\n")) if text.strip()][half]
    return refusals.annotation(line + place, lines[half])


def _is_words(text: bytes, numbered: list[tuple[int, bytes]], place: int, *, alone: bool) -> bool:
    """Whether a line is a name or a sentence, by its blanks, case and letters; `alone`: no line has capitals."""
    words = NUMBERS.sub(b"", text).split()
    letters = b"".join(words).translate(None, b"0123456789*")
    if len(words) > 1 and not are_blocks(words) and (not alone or likeness(letters) < _SURE):
        return True
    if alone:
        return likeness(letters) < -_SURE and len(letters) >= _SHORTEST_NAME
    if not letters.islower():
        return _is_capitalised_word(letters) and likeness(letters) < _SURE
    if likeness(letters) >= _SURE:
        return False
    return len(b"".join(words)) > len(letters) or _stands_alone(numbered, place)


def _is_capitalised_word(letters: bytes) -> bool:
    """One capital and then lower case only, as Lysozyme: not how anybody masks residues."""
    return letters[:1].isupper() and letters[1:].islower() and len(letters) >= _SHORTEST_NAME


def _stands_alone(numbered: list[tuple[int, bytes]], place: int) -> bool:
    """Whether a lower-case line among others is no part of a masked run that goes on before or behind it."""
    text = numbered[place][1]
    before = numbered[place - 1][1][-1:].islower() if place else False
    behind = numbered[place + 1][1][:1].islower() if place + 1 < len(numbered) else False
    return not (before or behind or (len(text) >= _MASKED_RUN and likeness(text) > 0))


def are_blocks(words: list[bytes]) -> bool:
    """Whether blanks only separate letters, or blocks of one length of which the last may be shorter."""
    lengths = {len(word.rstrip(b"0123456789*")) for word in words[:-1]}
    return len(lengths) == 1 and len(words[-1].rstrip(b"0123456789*")) <= lengths.pop()


def later_header(body: bytes) -> int | None:
    """Where a > with a name behind it stands inside a line; nothing when none does."""
    found = _LATER_HEADER.search(body)
    return found.start() if found else None


def punctuation(letters: bytes, line: int, residue: int, character: str, columns: int = 0) -> Reason:
    """What points and dashes among `letters`, one sequence without line ends, mean there.

    `columns` is the length of the rows if this is one of an alignment; see `columns_of`.
    """
    if found := _FLANKED.fullmatch(letters):
        return refusals.flanked(line, letters, found.group(1))
    groups = _END_GROUPS.fullmatch(letters)
    if groups and (groups["first"] or groups["last"]):
        first, last = groups["first"] or b"", groups["last"] or b""
        proforma = f"{PROFORMA.get(first, '')}{groups['peptide'].decode()}{PROFORMA.get(last, '')}"
        return refusals.end_groups(line, letters, groups["peptide"], proforma)
    if is_single_points(letters) and not columns:
        return refusals.single_point(residue, line)
    return refusals.gap(character, residue, line, columns)


def is_single_points(letters: bytes) -> bool:
    """Whether the only punctuation is single dots inside the sequence: stops, as gffread writes them."""
    return b"-" not in letters and _GAP_RUN.search(letters) is None


def is_gapped(letters: bytes, columns: int = 0) -> bool:
    """Whether points and dashes are gaps, and not flanking residues, end groups or stops; `columns` as above."""
    groups = _END_GROUPS.fullmatch(letters)
    if _FLANKED.fullmatch(letters) or (groups and (groups["first"] or groups["last"])):
        return False
    return bool(columns) or not is_single_points(letters)
