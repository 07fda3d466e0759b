"""p values of many properties at once, corrected by the same random lists.

Westfall and Young's step-down procedure of the largest statistic (1993, Resampling-Based Multiple Testing, algorithm
4.1): the largest effect is compared with the largest of every random list, the next with the largest of all but the
first property, and so on. The chance of any false finding is at most the level. Lists keep the correlation between
properties, so that twenty that say the same cost hardly more than one.
"""

import numpy as np

from results.compare.intervals import Values

ROUNDING = 1e-9
"""Relative difference of equal sums that were added in another order."""


def p_values(observed: Values, drawn: Values) -> Values:
    """The share of lists that differ at least as much, the selection itself being one of them."""
    counts = (drawn >= observed * (1 - ROUNDING)).sum(axis=0)
    shares: Values = (1 + counts) / (1 + len(drawn))
    return shares


def corrected(observed: Values, drawn: Values) -> Values:
    """P values corrected for all properties; effects are positive, and `drawn` has a row for each list."""
    order = np.argsort(-observed, kind="stable")
    largest = np.maximum.accumulate(drawn[:, order[::-1]], axis=1)[:, ::-1]
    found = np.empty(len(observed))
    found[order] = np.maximum.accumulate(p_values(observed[order], largest))
    return found
