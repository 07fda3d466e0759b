"""The quick way through FASTA in which every record is plain, a whole chunk at a time.

A record is plain when its header begins with a name and its residues are capital letters: there is nothing to fold, to
note or to reject, and `batchprot.reading.records` would find the same. Where one record of a chunk isn't plain, all are
left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from batchprot.reading.alphabet import AMBIGUOUS
from batchprot.reading.header import parse_headers
from batchprot.reading.limits import Limits
from batchprot.reading.not_residues import ENDINGS, annotation
from batchprot.reading.words import CODES, are_three_letter_codes
from batchprot.tables.record_columns import RecordColumns

LINE_END, BLANK, MARK, SEMICOLON = b"\n >;"
FIRST_LETTER, LAST_LETTER = b"AZ"
PIR_MARK = 2
"""Where a header of NBRF/PIR has its semicolon: a title follows it."""

LONGEST_ENDING = max(len(ending) for ending in ENDINGS) - len(b"\n")

Places = npt.NDArray[np.intp]

_PLACES = np.array([676, 26, 1])
_THREE_LETTER = np.zeros(26**3, bool)
_THREE_LETTER[
    [sum((letter - FIRST_LETTER) * 26 ** (2 - place) for place, letter in enumerate(code)) for code in CODES]
] = True
"""Which three letters, as numbers, are a three-letter code."""


class _Layout(NamedTuple):
    """Where the headers of a chunk are, and where the residues under them are once its line ends are taken out.

    `widths` are the lengths of the first lines under the headers, `last_widths` those of the last, `breaks` how many
    line ends are among the residues.
    """

    header_begins: Places
    header_ends: Places
    begins: Places
    ends: Places
    widths: Places
    last_widths: Places
    breaks: Places


def read_plain(data: bytes, first_ordinal: int, limits: Limits) -> RecordColumns | None:
    r"""The records of `data`, which begins where a record begins; None where not all are plain.

    >>> read_plain(b">sp|P1|A_B one\nMK\nV\n", 1, Limits())[1:4]
    (['sp|P1|A_B'], ['A_B'], ['one'])
    >>> read_plain(b">one\nMKV*\n", 1, Limits()) is None
    True
    """
    if not data.endswith(b"\n"):
        data += b"\n"
    letters = np.frombuffer(data, np.uint8)
    line_ends = np.flatnonzero(letters == LINE_END)
    # Any other control character, a CR or a tab say, is for the thorough reader; so is what isn't ASCII.
    if not data.startswith(b">") or np.count_nonzero(letters < BLANK) > len(line_ends) or not data.isascii():
        return None
    layout = _layout(letters, line_ends)
    residues = data.replace(b"\n", b"")
    if not _plain(letters, residues, layout, limits):
        return None
    sequences = [residues[begin:end] for begin, end in _pairs(layout.begins, layout.ends)]
    if not _capitals_only(sequences) or _misfits(data, residues, layout):
        return None
    headers = b"\n".join(data[begin:end] for begin, end in _pairs(layout.header_begins, layout.header_ends))
    identifiers, names, descriptions, organisms, genes = parse_headers(headers.decode("ascii"))
    ordinals = range(first_ordinal, first_ordinal + len(sequences))
    return RecordColumns(ordinals, identifiers, names, descriptions, organisms, genes, (), (), sequences)


def _layout(letters: npt.NDArray[np.uint8], line_ends: Places) -> _Layout:
    line_begins = np.empty_like(line_ends)
    line_begins[0], line_begins[1:] = 0, line_ends[:-1] + 1
    headers = np.flatnonzero(letters[line_begins] == MARK)
    following = np.append(headers[1:], len(line_ends))
    first_lines = np.minimum(headers + 1, len(line_ends) - 1)
    # As many line ends are taken out before a place as there are lines before it.
    return _Layout(
        line_begins[headers] + 1,
        line_ends[headers],
        line_ends[headers] - headers,
        np.append(line_begins[headers[1:]], len(letters)) - following,
        line_ends[first_lines] - line_begins[first_lines],
        line_ends[following - 1] - line_begins[following - 1],
        following - headers - 2,
    )


def _plain(letters: npt.NDArray[np.uint8], residues: bytes, layout: _Layout, limits: Limits) -> bool:
    """Whether headers begin with a name, sequences with a certain residue, and the sizes are within the limits."""
    header_lengths = layout.header_ends - layout.header_begins
    lengths = layout.ends - layout.begins
    sizes = np.diff(layout.header_begins, append=len(letters) + 1)
    if header_lengths.min() < 1 or lengths.min() < 1:
        return False
    mark = letters[np.minimum(layout.header_begins + PIR_MARK, len(letters) - 1)]
    first = np.frombuffer(residues, np.uint8)[layout.begins]
    return bool(
        header_lengths.max() <= limits.header_characters
        and lengths.max() <= limits.residues_per_record
        and sizes.max() <= limits.record_bytes
        and not (letters[layout.header_begins] == BLANK).any()
        and not (mark == SEMICOLON).any()
        and set(first.tolist()).isdisjoint(AMBIGUOUS.encode())
    )


def _misfits(data: bytes, residues: bytes, layout: _Layout) -> bool:
    """Whether a record that may hold something else than residues does: three-letter codes, or lines of annotation.

    Records in lines of one width with a shorter last one, as nearly all are, hold no second half of annotation.
    """
    lengths = layout.ends - layout.begins
    wrapped = layout.widths * layout.breaks
    even = (layout.breaks == 0) | ((wrapped < lengths) & (lengths < wrapped + layout.widths))
    letters = np.frombuffer(residues, np.uint8)
    places = np.minimum(layout.begins[:, None] + np.arange(3), len(letters) - 1)
    first_three = (letters[places].astype(np.intp) - FIRST_LETTER) @ _PLACES
    # A sequence of one or two residues has letters of the next header here.
    coded = _THREE_LETTER[np.clip(first_three, 0, len(_THREE_LETTER) - 1)]
    doubtful = np.flatnonzero(~even | coded)
    following = np.append(layout.header_begins[1:] - 1, len(data))
    bodies = _pairs(layout.header_ends[doubtful] + 1, following[doubtful])
    if any(annotation(body) or are_three_letter_codes(body) for body in (data[begin:end] for begin, end in bodies)):
        return True
    short = np.flatnonzero(layout.last_widths <= LONGEST_ENDING)
    endings = _pairs(layout.header_ends[short], following[short])
    return any(data[begin:end].rstrip(b"\n").endswith(ENDINGS) for begin, end in endings)


def _capitals_only(sequences: Sequence[bytes]) -> bool:
    letters = np.frombuffer(b"".join(sequences), np.uint8)
    return bool(letters.min() >= FIRST_LETTER and letters.max() <= LAST_LETTER)


def _pairs(begins: Places, ends: Places) -> Any:  # noqa: ANN401 - pairs of whole numbers
    return zip(begins.tolist(), ends.tolist(), strict=True)
