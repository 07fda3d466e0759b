"""Groups of proteins of similar length, from which random lists are drawn."""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]

SMALLEST, LARGEST = 10, 100
"""Proteins in a group. Fewer leave no choice, more differ in length."""
_GROUPS = 60
"""Groups there should be, where that leaves a size between the two."""


def size(proteins: int) -> int:
    """How many proteins a group of an analysis has.

    >>> size(200), size(3_000), size(82_814)
    (10, 50, 100)
    """
    return min(LARGEST, max(SMALLEST, proteins // _GROUPS))


def groups(lengths: NDArray[np.float64]) -> list[Places]:
    """Places of the proteins of each group, shortest first; the last may have up to twice as many."""
    in_order = np.argsort(lengths, kind="stable")
    number = max(1, len(lengths) // size(len(lengths)))
    return np.array_split(in_order, number)
