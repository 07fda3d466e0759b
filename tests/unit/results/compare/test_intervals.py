"""The interval of Cliff's delta: both of which it is made, and how often it holds the true delta."""

import math

import numpy as np
import pytest
from scipy import stats

from results.compare.intervals import cliff, interval, newcombe
from results.compare.statistics import dominance, effect


def groups(seed, n=23, m=31):
    chance = np.random.default_rng(seed)
    return np.sort(chance.normal(0.4, 1.5, n)), np.sort(chance.normal(0, 1, m))


@pytest.mark.parametrize("seed", range(6))
def test_cliffs_has_the_variance_and_freedom_of_scipys_brunner_munzel_test(seed):
    a, b = groups(seed)
    if seed % 2:
        a, b = a.round(), b.round()
    of_a, of_b = dominance(a, b)
    shares = of_a.var(ddof=1) / len(a), of_b.var(ddof=1) / len(b)
    variance = sum(shares)
    freedom = variance**2 / (shares[0] ** 2 / (len(a) - 1) + shares[1] ** 2 / (len(b) - 1))
    delta = float(of_a.mean())
    theirs = stats.brunnermunzel(a, b)
    assert 2 * stats.t.sf(abs(delta) / math.sqrt(variance), freedom) == pytest.approx(theirs.pvalue, rel=1e-9)
    t = stats.t.ppf(0.975, freedom)
    half = t * math.sqrt(variance * ((1 - delta**2) ** 2 + t * t * variance))
    ends = [(delta - delta**3 + sign * half) / (1 - delta**2 + t * t * variance) for sign in (-1, 1)]
    assert cliff(delta, of_a, of_b) == pytest.approx(np.clip(ends, -1, 1), rel=1e-9)


@pytest.mark.parametrize(("delta", "n", "m"), [(0.0, 5, 1_000), (0.5, 20, 30), (-0.93, 6, 6), (0.999, 300, 4)])
def test_newcombes_ends_are_as_far_from_delta_as_their_own_variance_says(delta, n, m):
    theta = (1 + delta) / 2
    low, high = newcombe(delta, n, m)
    assert -1 <= low < delta < high <= 1
    for end in (low, high):
        one = (1 + end) / 2
        # Hanley and McNeil's variance with both sizes replaced by their mean, as Newcombe has it.
        spread = (one / (2 - one) - one**2) + (2 * one**2 / (1 + one) - one**2)
        variance = (one * (1 - one) + ((n + m) / 2 - 1) * spread) / (n * m)
        assert abs(theta - one) == pytest.approx(stats.norm.ppf(0.975) * math.sqrt(variance), abs=1e-9)
    assert newcombe(-delta, m, n) == pytest.approx((-high, -low))


def test_the_wider_end_of_both_is_given():
    for seed in range(6):
        a, b = groups(seed, 5, 400)
        of_a, of_b = dominance(a, b)
        delta = float(of_a.mean())
        low, high = zip(cliff(delta, of_a, of_b), newcombe(delta, 5, 400), strict=True)
        assert interval(delta, of_a, of_b) == (min(low), max(high))


def test_groups_that_do_not_overlap_end_at_1():
    one = effect(np.array([10.0, 11, 12, 13]), np.array([1.0, 2, 3]))
    t = stats.t.ppf(0.975, 2)
    assert one.delta == 1
    assert one.interval == pytest.approx((min((3 - t * t) / (3 + t * t), newcombe(1.0, 4, 3)[0]), 1.0))
    other = effect(np.array([1.0, 2, 3]), np.array([10.0, 11, 12, 13]))
    assert other.interval == pytest.approx((-1.0, -one.interval[0]))


@pytest.mark.parametrize("width", [1.0, 2.0])
@pytest.mark.parametrize("shift", [0.0, 1.0, 2.0, 3.0])
@pytest.mark.parametrize(("n", "m"), [(5, 1000), (10, 1000), (30, 25), (100, 1000)])
def test_the_true_delta_is_inside_as_often_as_it_says(n, m, shift, width):
    chance, rounds = np.random.default_rng(7), 500
    true = 2 * stats.norm.cdf(shift / math.hypot(1, width)) - 1
    held = 0
    for _ in range(rounds):
        of_a, of_b = dominance(np.sort(chance.normal(shift, width, n)), np.sort(chance.normal(0, 1, m)))
        low, high = interval(float(of_a.mean()), of_a, of_b)
        held += low <= true <= high
    assert held / rounds >= 0.88  # 93 % at the lowest, give or take what 500 rounds tell
