"""The 95 % interval of Cliff's delta: the wider of two, each of which is too narrow where the other is not.

* Cliff's asymmetric interval (1996, doi:10.1207/s15327906mbr3103_4). The variance is that of Brunner and Munzel (2000,
  doi:10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U), and so is the quantile: Student's t with the
  degrees of freedom of Welch and Satterthwaite. When delta is 1 or -1 the far end is (k - t^2) / (k + t^2), k being the
  smaller group (Feng and Cliff 2004, J. Mod. Appl. Stat. Methods 3:322-332). When a few values all lie beyond nearly
  all of the other group, they hardly differ in their dominance, and its variance is estimated too small.
* Newcombe's method 5 (2006, doi:10.1002/sim.2324), whose variance follows from delta and the sizes alone. It is too
  narrow when the smaller group is spread much wider than the other.

benchmarks/coverage.py says how often they hold the true delta.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Values = NDArray[np.float64]

CONFIDENCE = 0.95
_NEARLY_1 = 1 - 1e-9


def interval(delta: float, of_a: Values, of_b: Values) -> tuple[float, float]:
    """The interval, from delta and the dominance of the single values of both groups."""
    both = cliff(delta, of_a, of_b), newcombe(delta, len(of_a), len(of_b))
    return min(low for low, _ in both), max(high for _, high in both)


def cliff(delta: float, of_a: Values, of_b: Values) -> tuple[float, float]:
    """Cliff's interval, from the dominance of the single values."""
    n, m = len(of_a), len(of_b)
    shares = float(of_a.var(ddof=1)) / n, float(of_b.var(ddof=1)) / m
    variance = sum(shares)
    if abs(delta) == 1 or not variance:
        smaller = min(n, m)
        t = _quantile(smaller - 1)
        far = (smaller - t * t) / (smaller + t * t)
        return (far, 1.0) if delta > 0 else (-1.0, -far)
    t = _quantile(variance**2 / (shares[0] ** 2 / (n - 1) + shares[1] ** 2 / (m - 1)))
    half = t * math.sqrt(variance * ((1 - delta**2) ** 2 + t * t * variance))
    below = 1 - delta**2 + t * t * variance
    middle = delta - delta**3
    return max(-1.0, (middle - half) / below), min(1.0, (middle + half) / below)


def newcombe(delta: float, n: int, m: int) -> tuple[float, float]:
    """Newcombe's interval: the values whose own variance puts delta at their limit.

    >>> [round(end, 3) for end in newcombe(0.0, 5, 1_000)]
    [-0.444, 0.444]
    """
    share, z = (1 + delta) / 2, float(stats.norm.ppf((1 + CONFIDENCE) / 2))
    size = (n + m) / 2 - 1

    def beyond(one: float) -> float:
        variance = one * (1 - one) * (1 + size * ((1 - one) / (2 - one) + one / (1 + one))) / (n * m)
        return (one - share) ** 2 - z * z * variance

    low = 0.0 if share == 0 else float(optimize.brentq(beyond, 0.0, min(share, _NEARLY_1)))
    high = 1.0 if share == 1 else float(optimize.brentq(beyond, max(share, 1 - _NEARLY_1), 1.0))
    return 2 * low - 1, 2 * high - 1


def _quantile(freedom: float) -> float:
    return float(stats.t.ppf((1 + CONFIDENCE) / 2, freedom))
