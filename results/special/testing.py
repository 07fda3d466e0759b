"""A selection held against random lists of proteins of the same lengths, in every property at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.compare.intervals import Values
from results.special import draws, step_down
from results.special.lengths import Places
from results.special.ranked import Flags, Scores

LENGTH = "length"
"""The property that lists of the same lengths can't differ in: it is compared with lists of any length."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """All proteins of an analysis: scores with a row for each protein and a column for each of `keys`.

    `known` is how many proteins have a value of each; `groups` are proteins of similar length.
    """

    keys: Sequence[str]
    scores: Scores
    known: Sequence[int]
    groups: Sequence[Places]

    @property
    def everything(self) -> list[Places]:
        """One group of all, for lists of any length."""
        return [np.arange(len(self.scores))]


@dataclass(frozen=True, slots=True)
class Tested:
    """For each property: the mean delta of random lists, and p values, NaN where nothing is tested."""

    expected: Values
    p_values: Values
    corrected: Values
    is_drawn: bool


def test(proteins: Ranked, chosen: Flags, counts: Sequence[int], left_out: Sequence[bool], number: int) -> Tested:
    """Compare the chosen proteins with random lists.

    Args:
        proteins: All of them.
        chosen: Which are selected.
        counts: How many of the selected have a value, by property.
        left_out: Properties that aren't tested.
        number: How many lists.
    """
    is_length = np.array([key == LENGTH for key in proteins.keys])
    mean, deviation, drawn, is_drawn = _null(proteins, chosen, is_length, number)
    known, some = np.array(proteins.known), np.array(counts)
    pairs = some * (known - some)
    expected = np.divide(2 * mean, pairs, out=np.zeros(len(mean)), where=pairs > 0)
    wanted = (deviation > 0) & ~np.array(left_out, bool)
    found = proteins.scores[chosen].sum(axis=0, dtype=np.float64)
    observed = np.abs(found - mean)[wanted] / deviation[wanted]
    differ = np.abs(drawn[:, wanted] - mean[wanted]) / deviation[wanted]
    alone, together = np.full(len(mean), np.nan), np.full(len(mean), np.nan)
    if wanted.any():
        alone[wanted], together[wanted] = step_down.p_values(observed, differ), step_down.corrected(observed, differ)
    return Tested(expected, alone, together, is_drawn)


def _null(proteins: Ranked, chosen: Flags, is_length: Flags, number: int) -> tuple[Values, Values, Values, bool]:
    """Mean and deviation of the sums of scores, the sums of every list, and whether these were really drawn."""
    mean, deviation = np.zeros(len(is_length)), np.zeros(len(is_length))
    drawn = np.zeros((number, len(is_length)))
    is_drawn = draws.are_drawn(proteins.groups, chosen, number)
    for columns, groups in ((~is_length, proteins.groups), (is_length, proteins.everything)):
        scores = np.ascontiguousarray(proteins.scores[:, columns])
        spread = draws.moments(scores, groups, chosen)
        mean[columns], deviation[columns] = spread.mean, spread.deviation
        made = draws.sums(scores, groups, chosen, number) if is_drawn else draws.normal(spread, number)
        drawn[:, columns] = made
    return mean, deviation, drawn, is_drawn
