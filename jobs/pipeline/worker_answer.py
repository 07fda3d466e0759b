"""Reading the worker's answer to an analysis: whole and in order, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import orjson

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import PROPERTIES, Kind
from batchprot.reading import alphabet

EXPECTED = {row.key: row.kind for row in PROPERTIES if row.kind is not Kind.COUNTS}
ALLOWED: dict[Kind, frozenset[type]] = {
    Kind.NUMBER: frozenset({float, int, type(None)}),
    Kind.INTEGER: frozenset({int, type(None)}),
    Kind.TEXT: frozenset({str, type(None)}),
}
MOST_COUNT = 2**31 - 1
LONGEST_TEXT = 1_000
WITNESSES = ("L", "K")
"""Residues counted again on our side: an answer in another order would not agree."""


class InvalidAnswer(ValueError):  # noqa: N818 - what the answer is
    """The answer is refused whole; the message names the column and never a value."""


@dataclass(frozen=True, slots=True)
class AnalyzeResult:
    """One value per sequence in every column, in the order asked; `residue_counts` has twenty integers each."""

    engine: str
    constants: str
    columns: dict[str, list[Any]]
    residue_counts: list[list[int]]


def read_analysis(answer: bytes, sequences: Sequence[str], options: AnalysisOptions) -> AnalyzeResult:
    """Check an answer against the question it belongs to.

    Raises:
        InvalidAnswer: a column is missing, unknown, too short or too long, a value is not what its column holds,
            not finite, or the values belong to other sequences.
    """
    document = _document(answer)
    columns = document["columns"]
    if columns.keys() != EXPECTED.keys():
        raise InvalidAnswer("the columns are not those of the property table")
    for key, kind in EXPECTED.items():
        _check_column(key, kind, columns[key], len(sequences))
    counts = document["residue_counts"]
    _check_counts(counts, len(sequences))
    if document["constants"] != options.constants:
        raise InvalidAnswer("the constants are not those asked for")
    _check_order(columns["length"], counts, [analysed_part(sequence, options) for sequence in sequences])
    return AnalyzeResult(document["engine"], document["constants"], columns, counts)


def analysed_part(sequence: str, options: AnalysisOptions) -> str:
    """The residues that the options leave: the sub-range, then without the initiator Met."""
    part = sequence[options.first_residue - 1 : options.last_residue]
    if options.remove_initiator_met and options.first_residue == 1 and len(part) > 1 and part[0] == "M":
        return part[1:]
    return part


def _document(answer: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise InvalidAnswer("the answer is not strict JSON") from None
    wanted = {"engine": str, "constants": str, "columns": dict, "residue_counts": list}
    if not isinstance(document, dict) or document.keys() != wanted.keys():
        raise InvalidAnswer("the answer has not the parts it should have")
    for name, kind in wanted.items():
        if not isinstance(document[name], kind):
            raise InvalidAnswer(f"{name} is not what it should be")
    return document


def _check_column(key: str, kind: Kind, values: object, n: int) -> None:
    if not isinstance(values, list) or len(values) != n:
        raise InvalidAnswer(f"{key} has not one value per sequence")
    kinds = set(map(type, values))
    if not kinds <= ALLOWED[kind]:
        raise InvalidAnswer(f"{key} holds a value of another kind")
    if kind is Kind.NUMBER:  # strict JSON has no number that is not finite, and orjson refuses 1e400
        return
    given = [value for value in values if value is not None] if type(None) in kinds else values
    if kind is Kind.INTEGER and given and not -MOST_COUNT <= min(given) <= max(given) <= MOST_COUNT:
        raise InvalidAnswer(f"{key} holds a number out of range")
    if kind is Kind.TEXT and max(map(len, given), default=0) > LONGEST_TEXT:
        raise InvalidAnswer(f"{key} holds a text that is too long")


def _check_counts(counts: list[Any], n: int) -> None:
    if len(counts) != n:
        raise InvalidAnswer("residue_counts has not one row per sequence")
    # None stands for a sequence that the engine could not do.
    given = [row for row in counts if row is not None]
    if set(map(type, given)) - {list} or set(map(len, given)) - {len(alphabet.STANDARD)}:
        raise InvalidAnswer("residue_counts holds something else than twenty integers")
    flat = list(chain.from_iterable(given))
    if set(map(type, flat)) - {int}:
        raise InvalidAnswer("residue_counts holds something else than twenty integers")
    if flat and not 0 <= min(flat) <= max(flat) <= MOST_COUNT:
        raise InvalidAnswer("residue_counts holds a number out of range")


def _check_order(lengths: list[int | None], counts: list[list[int] | None], parts: list[str]) -> None:
    """Length and two residue counts of every sequence: cheap to have, and another sequence has others."""
    if any(length is not None and length != len(part) for length, part in zip(lengths, parts, strict=True)):
        raise InvalidAnswer("the values belong to other sequences")
    for witness in WITNESSES:
        place = alphabet.STANDARD.index(witness)
        for row, part in zip(counts, parts, strict=True):
            if row is not None and row[place] != part.count(witness):
                raise InvalidAnswer("the values belong to other sequences")
