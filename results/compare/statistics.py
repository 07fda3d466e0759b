"""Effect size and rank test of two groups of values.

With A and B the two groups, n and m their sizes, #(A>B) the pairs of one value of each in which A's is larger:

* Cliff's delta = (#(A>B) - #(A<B)) / nm, from -1 (every value of A is below every value of B) to 1
  (Cliff 1993, doi:10.1037/0033-2909.114.3.494).
* Its 95 % interval is described in results.compare.intervals.
* The test is that of Mann and Whitney (1947, doi:10.1214/aoms/1177730491), two-sided: exact without ties up to
  MOST_EXACT pairs, otherwise normal with corrections for ties and continuity.
* p values of many properties are corrected after Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x).

numpy and scipy are loaded with this module, so that it is imported when somebody compares and not before.
"""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from results.compare.found import FEWEST_VALUES, Effect
from results.compare.intervals import Values, interval

MOST_EXACT = 10_000
"""Pairs of values up to which the exact distribution takes no time that anybody notices."""


def effect(a: Values, b: Values) -> Effect:
    """Compare two groups, both sorted; delta is positive when A has the larger values."""
    if not len(a) or not len(b):
        return Effect(None, None, None, is_exact=False)
    of_a, of_b = dominance(a, b)
    delta = float(of_a.mean())
    if min(len(a), len(b)) < FEWEST_VALUES:
        return Effect(delta, None, None, is_exact=False)
    if a[0] == a[-1] == b[0] == b[-1]:
        return Effect(0.0, (0.0, 0.0), 1.0, is_exact=False)
    p_value, is_exact = mann_whitney(a, b)
    return Effect(delta, interval(delta, of_a, of_b), p_value, is_exact)


def dominance(a: Values, b: Values) -> tuple[Values, Values]:
    """For each value the share of the other group that A is above, minus the share that A is below; both sorted."""
    n, m = len(a), len(b)
    of_a = (np.searchsorted(b, a, "left") + np.searchsorted(b, a, "right")) / m - 1
    of_b = 1 - (np.searchsorted(a, b, "left") + np.searchsorted(a, b, "right")) / n
    return of_a, of_b


def mann_whitney(a: Values, b: Values) -> tuple[float, bool]:
    """The two-sided p value, and whether it is exact. 0 stands for less than the smallest number there is."""
    is_small = len(a) * len(b) <= MOST_EXACT
    is_exact = is_small and len(np.unique(np.concatenate([a, b]))) == len(a) + len(b)
    found = stats.mannwhitneyu(a, b, method="exact" if is_exact else "asymptotic")
    return min(1.0, float(found.pvalue)), is_exact


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """P values corrected for how many there are; None stays None and is not counted."""
    known = [p for p in p_values if p is not None]
    corrected = iter(stats.false_discovery_control(known) if known else ())
    return [None if p is None else float(next(corrected)) for p in p_values]


def quartiles(values: Values) -> tuple[float, float, float] | None:
    """First quartile, median and third quartile of sorted values, as percentile_cont has them; None of nothing."""
    if not len(values):
        return None
    low, middle, high = np.percentile(values, (25, 50, 75))
    return float(low), float(middle), float(high)
