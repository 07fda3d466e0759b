"""The same proteins on two sides: which records belong together, and what changed from one to the other.

* Records belong together when they have the same identifier, which no other record of their side has.
* The test is Wilcoxon's signed-rank test (1945, doi:10.2307/3001968), two-sided, pairs without a change left out: exact
  for up to MOST_EXACT pairs without ties, otherwise normal with corrections for ties and continuity.
* The balance of increases and decreases is the matched-pairs rank-biserial correlation (Kerby 2014,
  doi:10.2466/11.IT.3.1).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from batchprot.properties.table import described
from results.compare.found import FEWEST_PAIRS, Changes, Matches
from results.compare.intervals import Values
from results.compare.statistics import quartiles
from results.compare.values import SideValues

MOST_EXACT = 50

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Places of the records that belong together, in the arrays of the first side and of the other."""

    first: Places
    other: Places
    matches: Matches


def pair(first: SideValues, other: SideValues) -> Pairing:
    """Match the records of two sides."""
    (ours, our_places, ours_repeated), (theirs, their_places, theirs_repeated) = _once(first), _once(other)
    repeated = np.union1d(ours_repeated, theirs_repeated)
    is_ours, is_theirs = ~np.isin(ours, repeated), ~np.isin(theirs, repeated)
    names, mine, yours = np.intersect1d(ours[is_ours], theirs[is_theirs], assume_unique=True, return_indices=True)
    counts = Matches(
        matched=len(names),
        only_first=int(is_ours.sum()) - len(names),
        only_other=int(is_theirs.sum()) - len(names),
        repeated=len(repeated),
        unnamed=int((~first.is_named).sum() + (~other.is_named).sum()),
    )
    return Pairing(our_places[is_ours][mine], their_places[is_theirs][yours], counts)


def _once(side: SideValues) -> tuple[NDArray[np.int64], Places, NDArray[np.int64]]:
    """Names that one record has, the places of these records, and the names that several have."""
    named = np.flatnonzero(side.is_named)
    names, places, together = np.unique(side.names[named], return_index=True, return_counts=True)
    return names[together == 1], named[places[together == 1]], names[together > 1]


def deltas(key: str, first: SideValues, other: SideValues, pairing: Pairing) -> Values:
    """The other value minus the first of each pair, NaN where one is missing.

    Stored values have a fixed number of decimals; without rounding, equal changes would differ in their last bits.
    """
    change = other.values[key][pairing.other] - first.values[key][pairing.first]
    return np.round(change, described(key).stored_decimals)


def changes(of_pairs: Values) -> Changes:
    """Sum up the deltas of one property."""
    known = of_pairs[~np.isnan(of_pairs)]
    moved = known[known != 0]
    counts = len(known), len(moved), int((moved > 0).sum())
    middle = quartiles(np.sort(known))
    if not len(moved):
        return Changes(*counts, middle, None, None, is_exact=False)
    ranks = stats.rankdata(np.abs(moved))
    balance = float((ranks * np.sign(moved)).sum() / ranks.sum())
    if len(moved) < FEWEST_PAIRS:
        return Changes(*counts, middle, balance, None, is_exact=False)
    is_exact = len(moved) <= MOST_EXACT and len(np.unique(np.abs(moved))) == len(moved)
    found = stats.wilcoxon(moved, correction=not is_exact, method="exact" if is_exact else "asymptotic")
    return Changes(*counts, middle, balance, min(1.0, float(found.pvalue)), is_exact)
