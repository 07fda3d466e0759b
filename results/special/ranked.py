"""Every property as ranks, which is all that Cliff's delta needs to know of it.

The score of a value is its rank less the middle rank; a missing value has the score 0. With S the sum of the scores
of k values among M, Cliff's delta of these against the others is 2 S / (k (M - k)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.compare.intervals import Values

Flags = NDArray[np.bool_]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Column:
    """One property in ascending order: the values there are, and the places of the proteins that have them."""

    values: Values
    places: NDArray[np.intp]

    def of(self, chosen: Flags) -> tuple[Values, Values]:
        """The values of the chosen proteins and those of the others, both sorted."""
        flags = chosen[self.places]
        return self.values[flags], self.values[~flags]


def column(values: Values) -> Column:
    """Sort a property; NaN is a missing value."""
    order = np.argsort(values, kind="stable")
    known = len(values) - int(np.isnan(values).sum())
    return Column(values[order[:known]], order[:known])


def scores(one: Column, proteins: int) -> Scores:
    """The score of each of the proteins; equal values share the mean of their ranks."""
    found = np.zeros(proteins, np.float32)
    if not len(one.values):
        return found
    starts = np.flatnonzero(np.r_[True, one.values[1:] != one.values[:-1]])
    lengths = np.diff(np.r_[starts, len(one.values)])
    ranks = np.repeat(starts + (lengths - 1) / 2, lengths)
    found[one.places] = ranks - (len(one.values) - 1) / 2
    return found
