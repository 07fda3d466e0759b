"""Sequence motifs: plain residues, or a pattern as PROSITE writes it, to a regular expression of bounded size.

PROSITE's notation: `C-x(2,4)-C-x(3)-[LIVMFYWC]-x(8)-H-x(3,5)-H.`; letters are residues, x is any, [] any of, {} none
of, (n) and (n,m) repeat, * repeats any number of times, < and > hold the pattern to the start and the end of the
sequence, and [G>] is a G or the end. assets/selection.js checks what is typed by the same rules.
"""

import re
from typing import Final

from batchprot.reading import alphabet
from batchprot.refusal import Refusal

MOST_POSITIONS: Final = 200
MOST_LETTERS: Final = {letter: f"[{letters}]" for letter, letters in (("B", "BDN"), ("Z", "ZEQ"), ("J", "JIL"))}
"""What an ambiguous letter of a motif may stand for, itself included."""

IGNORED: Final = r"[\s\u00ad\u2010-\u2015\u2212-]"
"""Blanks and hyphens of every kind, such as those that come with text from a PDF."""
ELEMENT: Final = r"(?:\[(<?)([A-Z]+)(>?)\]|\{([A-Z]+)\}|([A-Z]))(?:\(([0-9]{1,3})(?:,([0-9]{1,3}))?\)|(\*))?"
NO_MOTIF: Final = "Not a valid motif. Use PROSITE syntax, e.g. N-{P}-[ST]-{P} or NXS (X = any residue)."
EMPTY: Final = "A motif has at least one residue."
TOO_LONG: Final = f"A motif spans at most {MOST_POSITIONS} residues."
UPSIDE_DOWN: Final = "In a repeat such as x(2,4) the first number is the smaller one."
_ELEMENT: Final = re.compile(ELEMENT)


class InvalidMotif(Refusal):
    """A motif that can't be read; the message is the sentence shown."""

    code = "motif"


def is_plain(motif: str) -> bool:
    """Whether a motif is residues and nothing else, so that it can be looked for as text."""
    return bool(motif) and set(motif.upper()) <= set(alphabet.STANDARD)


def regular_expression(motif: str) -> str:
    """The motif as a regular expression without anything that can backtrack: classes and plain repeats only.

    >>> regular_expression("N-{P}-[ST]-x(2)")
    'N[^P][ST].{2}'

    Raises:
        InvalidMotif: it is no motif, or longer than MOST_POSITIONS residues.
    """
    pattern = re.sub(IGNORED, "", motif.upper()).removesuffix(".")
    start, end = "^" * pattern.startswith("<"), "$" * pattern.endswith(">")
    parts, place, positions = [], len(start), 0
    stop = len(pattern) - len(end)
    while place < stop:
        found = _ELEMENT.match(pattern, place, stop)
        if found is None or not _fits(found, pattern):
            raise InvalidMotif(NO_MOTIF)
        element, longest = _element(found)
        parts.append(element)
        positions += longest
        place = found.end()
    if not parts:
        raise InvalidMotif(EMPTY)
    if positions > MOST_POSITIONS:
        raise InvalidMotif(TOO_LONG)
    return start + "".join(parts) + end


def _fits(found: re.Match[str], pattern: str) -> bool:
    """Whether [<M] and [G>] stand at the ends of the pattern, and * repeats something other than one residue."""
    first, _, last = found.group(1, 2, 3)
    repeated = found[6] or found[8]
    is_placed = (not first or found.start() == 0) and (not last or found.end() == len(pattern))
    is_one_residue = found[5] and found[5] != "X"
    return is_placed and not ((first or last) and repeated) and not (found[8] and is_one_residue)


def _element(found: re.Match[str]) -> tuple[str, int]:
    """One element as an expression, and how many residues it spans at most."""
    first, any_of, last, none_of, letter, least, most, star = found.groups()
    if any_of:
        residues = f"[{any_of}]" if "X" not in any_of else "."
        if first or last:
            residues = f"(?:{'^|' * bool(first)}{residues}{'|$' * bool(last)})"
    elif none_of:
        residues = f"[^{none_of}]"
    else:
        residues = "." if letter == "X" else MOST_LETTERS.get(letter, letter)
    if star:
        return residues + "*", 1
    if least is None:
        return residues, 1
    if most is not None and int(most) < int(least):
        raise InvalidMotif(UPSIDE_DOWN)
    return residues + (f"{{{least}}}" if most is None else f"{{{least},{most}}}"), int(most or least)
