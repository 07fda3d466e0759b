"""Effect size and rank test of two groups, from counts of pairs; the standard library is enough for these.

With A and B the two groups, n and m their sizes, #(A>B) the pairs of one value of each in which A's is larger:

* Cliff's delta = (#(A>B) - #(A<B)) / nm, from -1 (every value of A is below every value of B) to 1
  (Cliff 1993, doi:10.1037/0033-2909.114.3.494).
* Its confidence interval is the asymmetric one of Cliff (1996, doi:10.1207/s15327906mbr3103_4) with the consistent
  estimate of its variance, and (n - z^2) / (n + z^2) as the far end when delta is 1 or -1, n being the smaller group
  (Feng and Cliff 2004, J. Mod. Appl. Stat. Methods 3:322-332).
* The test is that of Mann and Whitney (1947, doi:10.1214/aoms/1177730491): two-sided, normal approximation with
  correction for ties and continuity, as scipy.stats.mannwhitneyu and R's wilcox.test do.
* p values of many properties are corrected after Benjamini and Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_VALUES = 3
"""With fewer values in a group no p value and no interval are given."""
Z_95 = 1.959963984540054
MAGNITUDES = ((0.147, "negligible"), (0.33, "small"), (0.474, "medium"))
"""Words for |delta| (Romano et al. 2006)."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """What two groups of n and m values have in common, counted over pairs or over groups of equal values.

    `below` is twice #(A<B), and once more for each tied pair; `tied` the tied pairs; `tie_term` the sum of t^3 - t over
    groups of t equal values; `squares_a` the sum over A of (#(B<a) - #(B>a))^2, `squares_b` that over B of
    (#(A>b) - #(A<b))^2.
    """

    n: int
    m: int
    below: float
    tied: float
    tie_term: float
    squares_a: float
    squares_b: float

    @property
    def has_enough(self) -> bool:
        """Whether both groups have enough values to test."""
        return min(self.n, self.m) >= FEWEST_VALUES


def cliffs_delta(pairs: Pairs) -> float | None:
    """The share of pairs in which A is larger minus the share in which B is; None when a group is empty."""
    if not pairs.n or not pairs.m:
        return None
    return 1 - pairs.below / (pairs.n * pairs.m)


def interval(pairs: Pairs, z: float = Z_95) -> tuple[float, float] | None:
    """The confidence interval of Cliff's delta; None when a group is too small."""
    delta = cliffs_delta(pairs)
    if delta is None or not pairs.has_enough:
        return None
    if abs(delta) == 1:
        smaller = min(pairs.n, pairs.m)
        far = (smaller - z * z) / (smaller + z * z)
        return (far, 1.0) if delta > 0 else (-1.0, -far)
    variance = delta_variance(pairs, delta)
    spread = z * math.sqrt(variance * ((1 - delta**2) ** 2 + z * z * variance))
    below = 1 - delta**2 + z * z * variance
    middle = delta - delta**3
    return max(-1.0, (middle - spread) / below), min(1.0, (middle + spread) / below)


def delta_variance(pairs: Pairs, delta: float) -> float:
    """The consistent estimate: ((m-1) s_A^2 + (n-1) s_B^2 + s_AB^2) / nm.

    The first two are variances of the dominance of single values over the other group, the last that of single pairs.
    """
    n, m = pairs.n, pairs.m
    of_a = max(0.0, pairs.squares_a / m**2 - n * delta**2) / (n - 1)
    of_b = max(0.0, pairs.squares_b / n**2 - m * delta**2) / (m - 1)
    of_pairs = max(0.0, n * m - pairs.tied - n * m * delta**2) / ((n - 1) * (m - 1))
    return ((m - 1) * of_a + (n - 1) * of_b + of_pairs) / (n * m)


def mann_whitney(pairs: Pairs) -> float | None:
    """The two-sided p value; None when a group is too small. 0 stands for less than 1e-300."""
    if not pairs.has_enough:
        return None
    n, m = pairs.n, pairs.m
    total = n + m
    variance = n * m / 12 * (total + 1 - pairs.tie_term / (total * (total - 1)))
    if variance <= 0:
        return 1.0  # all values are equal
    distance = abs(pairs.below / 2 - n * m / 2)
    return min(1.0, math.erfc((distance - 0.5) / math.sqrt(variance) / math.sqrt(2)))


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """P values corrected for how many there are; None stays None and counts for nothing."""
    order = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    least = 1.0
    for rank in range(len(order), 0, -1):
        p, place = order[rank - 1]
        least = min(least, p * len(order) / rank)
        corrected[place] = least
    return corrected


def magnitude(delta: float) -> str:
    """A word for the size of an effect."""
    return next((word for bound, word in MAGNITUDES if abs(delta) < bound), "large")
