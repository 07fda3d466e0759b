"""How text without headers is taken, with the evidence for it: certain, open, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

from batchprot.reading import printed, table_lines
from batchprot.reading.limits import DEFAULT_LIMITS
from batchprot.reading.proforma.bodies import residues_only
from batchprot.reading.proforma.notation import to_proforma
from batchprot.reading.reading import Reading
from batchprot.reading.residues import read_body
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput, echo
from batchprot.reading.words import (
    LIKE_WORDS,
    are_three_letter_codes,
    identifiers_named,
    is_heading,
    likeness,
)

CERTAIN_WIDTHS: Final = frozenset({60, 70, 80})
"""What programs wrap at."""
_USUAL_WIDTHS: Final = frozenset({64, 72, 75, 76, 78, 79})
_LEAST_WIDTH = 30
"""Nobody wraps at less than this; peptides of one length are a list."""
_ALIKE, _UNLIKE = 0.5, 0.2
"""Shares of equal letters at equal places, from which on lines resemble each other, and below which they don't."""
_BEGINNING_LETTERS = 3
_REFUSED_SHARE = 5
"""A list of which more than one line in five is no sequence is no list."""
_FAULTS_OF_SEQUENCES: Final = frozenset({"too_long", "no_standard_residue", "inner_stop"})
_NOTATIONS_TRIED = 200
_LONG_WORD, _LIKE_SHORT_WORDS = 10, -1.0
"""Fewer letters say less; with one among them that proteins hardly have, less is asked for."""
_ODD_LETTERS: Final = b"BJOUXZ"
_ODD_SHARE = 0.04


class Verdict(NamedTuple):
    """How a file is read and what speaks for it; `others` are the readings that may be meant when it is open."""

    reading: Reading
    evidence: str
    others: tuple[Reading, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.others


def question(verdict: Verdict) -> ReadingAsked:
    """The question that an open verdict leaves."""
    words = {
        Reading.ONE: "one sequence over all lines (reading one)",
        Reading.LIST: "a list of one sequence a line (reading list)",
        Reading.TABLE: "a table of names and sequences (reading table)",
    }
    ways = " or ".join(words[reading] for reading in (verdict.reading, *verdict.others))
    message = f"{verdict.evidence} This may be {ways}. Choose one, or add headers with >."
    return ReadingAsked("open_reading", message, (verdict.reading, *verdict.others))


def judge(text: bytes, first_line: int = 1) -> Verdict:
    """How text without headers is read; `text` has LF line ends and begins with line `first_line` of the file.

    Raises:
        UnreadableInput: It isn't sequences, or is a table; the sentence quotes the line that shows it.
    """
    numbered = [
        (number, line)
        for number, line in enumerate(text.split(b"\n"), first_line)
        if line.strip() and not line.lstrip().startswith((b"#", b";"))
    ]
    refuse_notation(numbered)
    lines = [residues_only(line.strip()) for _, line in numbered]
    if not lines:
        raise UnreadableInput("blank", "The file holds only comment lines. Choose the file with your sequences.")
    if evidence := printed.evidence(lines):
        return Verdict(Reading.ONE, f"The text shows {evidence}, as one sequence is printed.")
    _refuse_other(lines, numbered)
    return _list_or_one(text, lines)


def refuse_notation(numbered: Sequence[tuple[int, bytes]]) -> None:
    """Raise ReadingAsked when too many lines are peptides with modifications in another notation than ProForma."""
    odd = [(number, line) for number, line in numbered if not line.strip().isalpha() or not line.isupper()]
    known = [
        (number, line, converted)
        for number, line in odd[:_NOTATIONS_TRIED]
        if read_body(line, number, DEFAULT_LIMITS.residues_per_record, raw=True).refusal
        and (converted := to_proforma(line.decode("utf-8", "replace")))
    ]
    if known and len(known) * len(odd) * _REFUSED_SHARE > len(numbered) * min(len(odd), _NOTATIONS_TRIED):
        number, line, converted = known[0]
        raise ReadingAsked(
            "notation",
            f'Line {number:,} is not ProForma: "{echo(line.strip())}". It looks like a peptide in another notation, '
            f"in ProForma {echo(converted)}. Read such lines so (reading notation), or write them in ProForma.",
            (Reading.NOTATION,),
        )


def _refuse_other(lines: Sequence[bytes], numbered: Sequence[tuple[int, bytes]]) -> None:
    """Raise UnreadableInput for a heading, three-letter codes, identifiers, a table, prose, or refused lines."""
    number, first = numbered[0][0], lines[0]
    if all(are_three_letter_codes(line) for line in lines):
        raise _refused("three_letter", number, first, "three-letter codes", "Write one letter for each residue.")
    # Tabs at the ends of rows are empty cells, but at those of a list nothing.
    rows = [line.strip(b" ") for _, line in numbered]
    refuse_table(rows if any(b"\t" in line for line in lines) else lines)
    if is_heading(first):
        raise ReadingAsked(
            "heading",
            f'Line {number:,} looks like a heading: "{echo(first)}". Remove it, or read the lines below it as a table '
            "(reading table).",
            (Reading.TABLE,),
        )
    if name := identifiers_named([line.decode("latin-1").rstrip(",;") for line in lines]):
        where = "UniProt" if name.startswith("UniProt") else "their database"
        code = "accessions" if name == "UniProt accessions" else "identifiers"
        raise UnreadableInput(
            code, f'These are {name}, not sequences: "{echo(first)}". Download their FASTA from {where} first.'
        )
    _refuse_several_words(lines, numbered)
    _refuse_words(lines, numbered)


def refuse_table(lines: Sequence[bytes]) -> None:
    """Raise UnreadableInput when the lines are rows of cells: as a question when they are names and sequences."""
    is_table = table_lines.is_table(lines) and (len(lines) > 1 or b"\t" in lines[0])
    if not is_table and not _is_blank_table(lines):
        return
    looks = f"This looks like a table ({'CSV or tab separated' if is_table else 'columns separated by blanks'}): "
    quoted = f'"{echo(lines[0])}". '
    advice = "Put each sequence under a line with > and a name."
    column = table_lines.sequence_column(lines)
    if column is None:
        raise UnreadableInput("table", looks + quoted + advice)
    name = f' ("{echo(column[1])}")' if column[1] else ""
    holds = f"Column {column[0]}{name} holds sequences. "
    if column[0] == len(table_lines.cells_of(lines[-1])) == 2:  # noqa: PLR2004 - a name and a sequence
        raise ReadingAsked("table", f"{looks}{quoted}{holds}Read it so (reading table), or as FASTA.", (Reading.TABLE,))
    if not is_table:
        raise UnreadableInput("table", f"{looks}{quoted}{holds}Keep a name and that column, or send FASTA.")
    way = "Read it so (reading table), with the other columns beside the results, or send FASTA."
    raise ReadingAsked("table", f"{looks}{quoted}{holds}{way}", (Reading.TABLE,))


def _is_blank_table(lines: Sequence[bytes]) -> bool:
    """Whether several lines have the same number of words, two or more, one of which is a sequence in all of them."""
    counts = {len(line.split()) for line in lines}
    many = len(lines) > 1 and len(counts) == 1 and counts != {1}
    return many and not all(map(_is_spaced, lines)) and table_lines.sequence_column(lines) is not None


def _is_spaced(line: bytes) -> bool:
    """Whether blanks only separate single letters or blocks of ten."""
    words = [word.rstrip(b"*") for word in line.split()]
    blocks = all(len(word) == printed.BLOCK for word in words[:-1]) and len(words[-1]) <= printed.BLOCK
    return blocks or all(len(word) <= 1 for word in words)


def _refuse_several_words(lines: Sequence[bytes], numbered: Sequence[tuple[int, bytes]]) -> None:
    """Raise UnreadableInput when a line has two words or more that aren't blocks or single letters."""
    for line, (number, _) in zip(lines, numbered, strict=True):
        if len(line.split()) > 1 and not _is_spaced(line):
            advice = "Send FASTA: a line with > and a name, and the sequence under it."
            raise _refused("words", number, line, "words or a table, not a sequence", advice)


def _refuse_words(lines: Sequence[bytes], numbered: Sequence[tuple[int, bytes]]) -> None:
    """Raise UnreadableInput when too many lines are no residues, or their letters are those of words."""
    refused = [
        (number, line, sentence)
        for line, (number, _) in zip(lines, numbered, strict=True)
        if (sentence := _why_no_residues(line, number))
    ]
    if len(lines) < len(refused) * _REFUSED_SHARE:
        number, line, sentence = refused[0]
        raise UnreadableInput(
            "not_sequences", f'This doesn\'t look like sequences. Line {number:,}: "{echo(line)}". {sentence}'
        )
    capitals = any(line.isupper() for line in lines)
    for line, (number, _) in zip(lines, numbered, strict=True):
        if capitals and line.isalpha() and line.islower() and likeness(line) < -LIKE_WORDS:
            raise _refused("words", number, line, "a name or a word, not a sequence", "Put > in front of names.")
    letters = b"".join(lines)
    if likeness(letters) < LIKE_WORDS and _odd_letters(letters) > _ODD_SHARE * len(letters):
        raise _refused("not_sequences", numbered[0][0], lines[0], "words, not a sequence", "Send FASTA.")


def _why_no_residues(line: bytes, number: int) -> str:
    """A sentence when a single line isn't a sequence; nothing when it may be one."""
    refusal = read_body(line, number, DEFAULT_LIMITS.residues_per_record, raw=True).refusal
    if refusal and refusal.code not in _FAULTS_OF_SEQUENCES:
        return refusal.sentence
    limit = LIKE_WORDS if len(line) >= _LONG_WORD else _LIKE_SHORT_WORDS
    return "Its letters are those of words." if likeness(line) < limit and _odd_letters(line) else ""


def _odd_letters(text: bytes) -> int:
    """How many letters are ones that proteins hardly have."""
    return len(text) - len(text.upper().translate(None, _ODD_LETTERS))


def _refused(code: str, number: int, line: bytes, what: str, advice: str) -> UnreadableInput:
    return UnreadableInput(code, f'Line {number:,} looks like {what}: "{echo(line)}". {advice}')


def _list_or_one(text: bytes, lines: Sequence[bytes]) -> Verdict:
    """One word of residues a line: a list, unless the lines look wrapped."""
    if len(lines) == 1:
        return Verdict(Reading.LIST, "There is one line, without a header.")
    if any(len(word) > 1 for line in lines if b" " in line for word in line.split()):
        return Verdict(Reading.ONE, "The lines are in blocks of ten, but not all of them are full.", (Reading.LIST,))
    lines = [line.translate(None, b" \t") for line in lines]
    widths = list(map(len, lines))
    width = max(widths)
    if _are_wrapped_paragraphs(text, width):
        evidence = f"Most lines have {width} letters, and some are shorter."
        return Verdict(Reading.LIST, evidence, (Reading.ONE,))
    if any(size != width for size in widths[:-1]) or width < _LEAST_WIDTH or not _is_usual(width):
        return Verdict(Reading.LIST, "There are no headers, and the lines don't have the length of wrapped lines.")
    return _by_resemblance(lines, width, shorter=widths[-1] < width)


def _by_resemblance(lines: Sequence[bytes], width: int, *, shorter: bool) -> Verdict:
    """Lines of one usual width: what they have in common decides."""
    alike, begin_alike = _resemblance(lines), _begin_alike(lines)
    shape = f"All lines{' but the last' if shorter else ''} have {width} letters"
    if (alike >= _ALIKE or begin_alike) and not (shorter and width in CERTAIN_WIDTHS):
        return Verdict(
            Reading.LIST, f"{shape}, and they {'resemble each other' if alike >= _ALIKE else 'begin alike'}."
        )
    if shorter and width in CERTAIN_WIDTHS and alike < _UNLIKE and not begin_alike:
        return Verdict(Reading.ONE, f"{shape}, as wrapped lines have, and they don't resemble each other.")
    return Verdict(Reading.ONE, f"{shape}.", (Reading.LIST,))


def _is_usual(width: int) -> bool:
    return width % 10 == 0 or width in _USUAL_WIDTHS


def _are_wrapped_paragraphs(text: bytes, width: int) -> bool:
    """Whether lines of one width are followed by shorter ones more than once, as of several wrapped sequences."""
    lines = [line.strip() for line in text.split(b"\n") if line.strip()]
    full = [len(line) == width for line in lines]
    ends = sum(not after and before for before, after in pairwise(full))
    wrapped = sum(after and before for before, after in pairwise(full))
    return (
        width >= _LEAST_WIDTH and 2 * sum(full) >= len(full) and wrapped > 0 and (ends > 1 or (ends == 1 and full[-1]))
    )


def _resemblance(lines: Sequence[bytes]) -> float:
    """The mean share of equal letters at equal places of neighbouring lines."""
    shares = [
        sum(one == other for one, other in zip(before, after, strict=False)) / max(1, min(len(before), len(after)))
        for before, after in pairwise(lines)
    ]
    return sum(shares) / len(shares)


def _begin_alike(lines: Sequence[bytes]) -> bool:
    """Whether all lines begin with the same letters, more of them than chance gives; M is rare inside a protein."""
    first, last = min(lines).upper(), max(lines).upper()
    common = next(
        (place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last))
    )
    rarity = common + first.startswith(b"M") * (common > 0)
    return rarity * (len(lines) - 1) >= _BEGINNING_LETTERS


def to_json(verdict: Verdict) -> dict[str, Any]:
    """Plain types for a JSON column."""
    return {"reading": str(verdict.reading), "evidence": verdict.evidence, "others": list(map(str, verdict.others))}
