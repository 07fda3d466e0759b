"""The marks of one sequence as pages print it: numbering, blocks of ten, rulers, ORIGIN, SQ and //."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

_MARK_LINE = re.compile(
    rb"^[ \t]*(?:ORIGIN|//|SQ[ \t]+SEQUENCE\b.*|[\d \t.|:+-]*[\d.|:+-][\d \t.|:+-]*)[ \t]*$", re.MULTILINE
)
"""Keywords of flat files, and rulers: lines without a letter."""
_NUMBERED = re.compile(rb"\s*(\d+)\s+([A-Za-z*][A-Za-z* \t]*?)(?:\s+\d+)?\s*")
_ENDED = re.compile(rb"\s*([A-Za-z*][A-Za-z* \t]*?)\s+(\d+)\s*")
_KEYWORD = re.compile(rb"\s*(?:ORIGIN|//|SQ\s+SEQUENCE\b.*)\s*")
BLOCK: Final = 10


def without_marks(text: bytes) -> bytes:
    """The text with its marks replaced by empty lines, so that lines keep their numbers."""
    return _MARK_LINE.sub(b"", text)


def evidence(lines: Sequence[bytes]) -> str:
    """What shows that these lines, none of them blank, are one sequence as it is printed; nothing when nothing does."""
    bodies = [line for line in lines if not _MARK_LINE.fullmatch(line)]
    if not bodies:
        return ""
    keyword = next((line for line in lines if _KEYWORD.fullmatch(line)), b"")
    if keyword and all(_is_body(line) for line in bodies):
        return f"a line {keyword.split()[0].decode()}"
    if _is_numbered(bodies):
        return "numbers that grow with the residues"
    if not all(_is_body(line) for line in bodies):
        return ""
    if len(bodies) < len(lines) and any(re.search(rb"\d", line) for line in lines if _MARK_LINE.fullmatch(line)):
        return "ruler lines of numbers"
    return "blocks of ten" if _in_blocks(bodies) else ""


def _is_body(line: bytes) -> bool:
    letters = line.translate(None, b" \t0123456789*")
    return letters.isalpha() and letters.isascii() and (letters.isupper() or letters.islower())


def _is_numbered(lines: Sequence[bytes]) -> bool:
    """Whether each line begins with the number of its first residue, or ends with that of its last."""
    begun, ended = [_NUMBERED.fullmatch(line) for line in lines], [_ENDED.fullmatch(line) for line in lines]
    if all(begun):
        firsts = [int(found[1]) for found in begun if found]
        sizes = [_letters(found[2]) for found in begun if found]
        return _steps(firsts) == sizes[:-1] and (len(lines) > 1 or firsts == [1])
    if all(ended):
        lasts = [int(found[2]) for found in ended if found]
        sizes = [_letters(found[1]) for found in ended if found]
        return _steps([lasts[0] - sizes[0], *lasts]) == sizes and lasts[0] >= sizes[0]
    return False


def _steps(numbers: Sequence[int]) -> list[int]:
    return [after - before for before, after in pairwise(numbers)]


def _letters(text: bytes) -> int:
    return len(text.translate(None, b" \t*"))


def _in_blocks(lines: Sequence[bytes]) -> bool:
    """Whether all words have ten letters but the last of the last line, and some line has two."""
    words = [line.split() for line in lines]
    if max(map(len, words)) < 2 or min(len(line) for line in words[:-1] or words) < 2:  # noqa: PLR2004
        return False
    blocks = [word.rstrip(b"*") for line in words for word in line]
    return all(len(word) == BLOCK for word in blocks[:-1]) and 0 <= len(blocks[-1]) <= BLOCK
