"""How often the 95 % interval of Cliff's delta holds the true delta, by simulation.

python -m benchmarks.coverage [--rounds 4000]
"""

import argparse
import math

import numpy as np
from scipy import stats

from results.compare.intervals import interval
from results.compare.statistics import dominance

SIZES = ((5, 5), (5, 1_000), (10, 1_000), (30, 25), (100, 1_000))
SHIFTS = (0.0, 0.5, 1.0, 2.0, 3.0)
WIDTHS = (1.0, 2.0)
"""Standard deviation of the first group; that of the second is 1."""


def coverage(n: int, m: int, shift: float, width: float, rounds: int) -> float:
    """The share of intervals that hold the true delta, of normal groups so far apart."""
    chance, held = np.random.default_rng(11), 0
    true = 2 * float(stats.norm.cdf(shift / math.hypot(1, width))) - 1
    for _ in range(rounds):
        of_a, of_b = dominance(np.sort(chance.normal(shift, width, n)), np.sort(chance.normal(0, 1, m)))
        low, high = interval(float(of_a.mean()), of_a, of_b)
        held += low <= true <= high
    return held / rounds


def report(rounds: int) -> str:
    """The table, in Markdown."""
    words = (
        f"Share of {rounds:,} simulated intervals that hold the true delta. Both groups are normal: the second has "
        "mean 0 and standard deviation 1, the first the shift and the standard deviation (sd) given."
    )
    lines = [
        "## The 95 % interval of Cliff's delta",
        "",
        words,
        "",
        "| sizes | sd | " + " | ".join(f"shift {shift:g}" for shift in SHIFTS) + " |",
        "|---|---:|" + "---:|" * len(SHIFTS),
    ]
    for n, m in SIZES:
        for width in WIDTHS:
            found = (f"{100 * coverage(n, m, shift, width, rounds):.1f} %" for shift in SHIFTS)
            lines.append(f"| {n} and {m:,} | {width:g} | {' | '.join(found)} |")
    return "\n".join(lines)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description="Simulate the intervals of Compare.")
    parser.add_argument("--rounds", type=int, default=4_000)
    print(report(parser.parse_args().rounds))


if __name__ == "__main__":
    main()
