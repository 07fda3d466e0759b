"""Reading the worker's answer to an analysis: whole and in order, or not at all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import PROPERTIES, Kind
from batchprot.reading import alphabet
from batchprot.reading.proforma.parse import parse
from batchprot.tables import raw_columns
from batchprot.tables.raw_columns import RawColumn, RawColumns

COUNTS_KEY = next(row.key for row in PROPERTIES if row.kind is Kind.COUNTS)
EXPECTED = [(row.key, row.kind) for row in PROPERTIES]
MOST_COUNT = 2**31 - 1
LONGEST_TEXT = 1_000
LONGEST_PROFORMA = 5_000_000
"""A worker's answer has at most 6 MB anyway."""
WITNESSES = ("L", "K")
"""Residues counted again on our side: an answer in another order would not agree."""


class InvalidAnswer(ValueError):  # noqa: N818 - what the answer is
    """The answer is refused whole; the message names the column and never a value."""


def read_analysis(answer: bytes, sequences: Sequence[str], options: AnalysisOptions) -> RawColumns:
    """Check an answer against the question it belongs to.

    Raises:
        InvalidAnswer: a column is missing, unknown, too short or too long, a value is not what its column holds,
            infinite, or the values belong to other sequences.
    """
    try:
        result = raw_columns.from_bytes(answer)
    except ValueError as error:
        raise InvalidAnswer(str(error)) from None
    if result.records != len(sequences):
        raise InvalidAnswer("there is not one value per sequence")
    if list(result.kinds.items()) != EXPECTED:
        raise InvalidAnswer("the columns are not those of the property table")
    if result.constants != options.constants:
        raise InvalidAnswer("the constants are not those asked for")
    for key, kind in EXPECTED:
        _check_column(key, kind, result.columns[key])
    _check_order(result, [analysed_part(_residues(sequence), options) for sequence in sequences])
    return result


def _residues(sequence: str) -> str:
    """The residues of what may be ProForma."""
    return parse(sequence).residues if "[" in sequence else sequence


def analysed_part(sequence: str, options: AnalysisOptions) -> str:
    """The residues that the options leave: the sub-range, then without the initiator Met."""
    part = sequence[options.first_residue - 1 : options.last_residue]
    if options.remove_initiator_met and options.first_residue == 1 and len(part) > 1 and part[0] == "M":
        return part[1:]
    return part


def _check_column(key: str, kind: Kind, values: RawColumn) -> None:
    if isinstance(values, list):
        if max(map(len, values), default=0) > (LONGEST_PROFORMA if key == "proforma" else LONGEST_TEXT):
            raise InvalidAnswer(f"{key} holds a text that is too long")
    elif kind is Kind.COUNTS:
        if values.min(initial=0) < 0:
            raise InvalidAnswer(f"{key} holds a number below zero")
    elif np.isinf(values).any():
        raise InvalidAnswer(f"{key} holds a number that is not finite")
    elif kind is Kind.INTEGER:
        given = values[~np.isnan(values)]
        if (given != np.rint(given)).any() or np.abs(given).max(initial=0) > MOST_COUNT:
            raise InvalidAnswer(f"{key} holds a number that is not whole or out of range")


def _check_order(result: RawColumns, parts: list[str]) -> None:
    """Length and two residue counts of every sequence: cheap to have, and another sequence has others."""
    lengths, counts = result.array("length"), result.array(COUNTS_KEY)
    counted: dict[str, NDArray[np.int32]] = {
        letter: np.fromiter((part.count(letter) for part in parts), np.int32, len(parts)) for letter in WITNESSES
    }
    if (lengths != np.fromiter(map(len, parts), np.float64, len(parts))).any():
        raise InvalidAnswer("the values belong to other sequences")
    # A sequence that the engine could not do has no counts.
    done = counts.any(axis=1)
    for letter, expected in counted.items():
        if (counts[done, alphabet.STANDARD.index(letter)] != expected[done]).any():
            raise InvalidAnswer("the values belong to other sequences")
