"""Sums of the scores of random lists: their exact mean and spread, and those of lists that are drawn.

A random list takes as many proteins from each group as the selection has in it, each group's own with equal chances and
without repetition: a permutation within strata (Good 2005, Permutation, Parametric and Bootstrap Tests of Hypotheses).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.compare.intervals import Values
from results.special.lengths import LARGEST, Places
from results.special.ranked import Flags, Scores

MOST_DRAWN = 3_000_000
"""Proteins in all random lists together; for more, sums are as good as normal and are drawn from that distribution."""
SEED = 1
MOST_SHUFFLED = 2 * LARGEST
"""Proteins of a group that are shuffled for each list; of more, those of each list are drawn one by one."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean of the sums of all possible lists, and their covariance between properties."""

    mean: Values
    covariance: Values

    @property
    def deviation(self) -> Values:
        """Standard deviation of each sum; 0 where every list has the same."""
        variance = np.diagonal(self.covariance)
        # What is left of equal scores after rounding is no spread.
        return np.sqrt(np.where(variance > 1e-6, variance, 0.0))  # noqa: PLR2004


def moments(scores: Scores, groups: Sequence[Places], chosen: Flags) -> Moments:
    """Exact moments of sums of scores; `scores` has a row for each protein."""
    properties = scores.shape[1]
    mean, covariance = np.zeros(properties), np.zeros((properties, properties))
    for group in groups:
        taken, size = int(chosen[group].sum()), len(group)
        if not taken:
            continue
        own = scores[group].astype(np.float64)
        middle = own.mean(axis=0)
        mean += taken * middle
        if taken < size:
            own -= middle
            covariance += taken * (size - taken) / (size * (size - 1)) * (own.T @ own)
    return Moments(mean, covariance)


def are_drawn(groups: Sequence[Places], chosen: Flags, draws: int) -> bool:
    """Whether there are few enough proteins to draw every list."""
    taken = [int(chosen[group].sum()) for group in groups]
    fewer = sum(min(number, len(group) - number) for number, group in zip(taken, groups, strict=True))
    return fewer * draws <= MOST_DRAWN


def sums(scores: Scores, groups: Sequence[Places], chosen: Flags, draws: int) -> Values:
    """Sums of scores of random lists, a row for each list."""
    chance = np.random.default_rng(SEED)
    found = np.zeros((draws, scores.shape[1]))
    for group in groups:
        taken, size = int(chosen[group].sum()), len(group)
        if not taken:
            continue
        own = scores[group]
        fewer = min(taken, size - taken)
        drawn = _sums(own, fewer, draws, chance)
        found += drawn if fewer == taken else own.sum(axis=0, dtype=np.float64) - drawn
    return found


def normal(spread: Moments, draws: int) -> Values:
    """Sums of scores as they are distributed in lists of many proteins."""
    chance = np.random.default_rng(SEED)
    lengths, directions = np.linalg.eigh(spread.covariance)
    root = directions * np.sqrt(np.clip(lengths, 0, None))
    drawn: Values = spread.mean + chance.standard_normal((draws, len(spread.mean))) @ root.T
    return drawn


def _sums(own: Scores, number: int, draws: int, chance: np.random.Generator) -> Values:
    if not number:
        return np.zeros((draws, own.shape[1]))
    drawn = _lists(len(own), number, draws, chance)
    total: Values = own[drawn].sum(axis=1, dtype=np.float64)
    return total


def _lists(size: int, number: int, draws: int, chance: np.random.Generator) -> NDArray[np.intp]:
    """Places of `number` of `size` proteins in each list."""
    if number == 1:
        return chance.integers(size, size=(draws, 1))
    if size > MOST_SHUFFLED:
        return np.array([chance.choice(size, number, replace=False, shuffle=False) for _ in range(draws)])
    drawn: NDArray[np.intp] = chance.random((draws, size), np.float32).argpartition(number - 1, axis=1)[:, :number]
    return drawn
