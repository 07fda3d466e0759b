"""Sequence motifs: plain residues, or a pattern as PROSITE writes it, to a regular expression of bounded size.

PROSITE's notation: `C-x(2,4)-C-x(3)-[LIVMFYWC]-x(8)-H-x(3,5)-H.`; letters are residues, x is any, [] any of, {} none
of, (n) and (n,m) repeat, < and > hold the pattern to the start and the end of the sequence.
"""

import re
from typing import Final

from batchprot.reading import alphabet

MOST_POSITIONS: Final = 200
MOST_LETTERS: Final = {letter: f"[{letters}]" for letter, letters in (("B", "BDN"), ("Z", "ZEQ"), ("J", "JIL"))}
"""What an ambiguous letter of a motif may stand for, itself included."""

_ELEMENT: Final = re.compile(r"(?:\[([A-Z]+)\]|\{([A-Z]+)\}|([A-Z]))(?:\((\d{1,3})(?:,(\d{1,3}))?\))?")


class InvalidMotif(ValueError):  # noqa: N818 - what it is
    """A motif that can't be read; the message is the sentence shown."""


def is_plain(motif: str) -> bool:
    """Whether a motif is residues and nothing else, so that it can be looked for as text."""
    return bool(motif) and set(motif.upper()) <= set(alphabet.STANDARD)


def regular_expression(motif: str) -> str:
    """The motif as a regular expression without anything that can backtrack: classes and bounded repeats only.

    >>> regular_expression("N-{P}-[ST]-x(2)")
    'N[^P][ST].{2}'

    Raises:
        InvalidMotif: it is no motif, or longer than MOST_POSITIONS residues.
    """
    pattern = re.sub(r"[\s-]", "", motif.upper()).removesuffix(".")
    start, end = "^" * pattern.startswith("<"), "$" * pattern.endswith(">")
    parts, place, positions = [], len(start), 0
    stop = len(pattern) - len(end)
    while place < stop:
        found = _ELEMENT.match(pattern, place, stop)
        if found is None:
            raise InvalidMotif("A motif is written in residues, such as NXS or N-{P}-[ST]-{P}; X stands for any.")
        element, longest = _element(found)
        parts.append(element)
        positions += longest
        place = found.end()
    if not parts:
        raise InvalidMotif("A motif has at least one residue.")
    if positions > MOST_POSITIONS:
        raise InvalidMotif(f"A motif spans at most {MOST_POSITIONS} residues.")
    return start + "".join(parts) + end


def _element(found: re.Match[str]) -> tuple[str, int]:
    """One element as an expression, and how many residues it spans at most."""
    any_of, none_of, letter, least, most = found.groups()
    if any_of:
        residues = f"[{any_of}]" if "X" not in any_of else "."
    elif none_of:
        residues = f"[^{none_of}]"
    else:
        residues = "." if letter == "X" else MOST_LETTERS.get(letter, letter)
    if least is None:
        return residues, 1
    if most is not None and int(most) < int(least):
        raise InvalidMotif("In a repeat such as x(2,4) the first number is the smaller one.")
    return residues + (f"{{{least}}}" if most is None else f"{{{least},{most}}}"), int(most or least)
