"""Every statistic against scipy, or against its definition written out over all pairs."""

import math

import numpy as np
import pytest
from scipy import stats

from results.compare.statistics import (
    Pairs,
    benjamini_hochberg,
    cliffs_delta,
    delta_variance,
    interval,
    magnitude,
    mann_whitney,
)


def counted(a, b):
    """The pairs of two groups, counted one by one."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    signs = np.sign(a[:, None] - b[None, :])
    _, together = np.unique(np.concatenate([a, b]), return_counts=True)
    return Pairs(
        n=len(a),
        m=len(b),
        below=float(2 * (signs < 0).sum() + (signs == 0).sum()),
        tied=float((signs == 0).sum()),
        tie_term=float((together.astype(float) ** 3 - together).sum()),
        squares_a=float((signs.sum(axis=1) ** 2).sum()),
        squares_b=float((signs.sum(axis=0) ** 2).sum()),
    )


def groups(seed, *, ties):
    chance = np.random.default_rng(seed)
    n, m = chance.integers(3, 80, 2)
    a, b = chance.normal(0, 1, n), chance.normal(chance.uniform(-1, 1), 1.5, m)
    return (np.round(a), np.round(b)) if ties else (a, b)


CASES = [(seed, ties) for seed in range(20) for ties in (False, True)]


@pytest.mark.parametrize(("seed", "ties"), CASES)
def test_p_value_is_scipys(seed, ties):
    a, b = groups(seed, ties=ties)
    expected = stats.mannwhitneyu(a, b, alternative="two-sided", method="asymptotic", use_continuity=True)
    assert mann_whitney(counted(a, b)) == pytest.approx(expected.pvalue, rel=1e-12)


@pytest.mark.parametrize(("seed", "ties"), CASES)
def test_delta_is_that_of_scipys_u(seed, ties):
    a, b = groups(seed, ties=ties)
    u = stats.mannwhitneyu(a, b).statistic
    assert cliffs_delta(counted(a, b)) == pytest.approx(2 * u / (len(a) * len(b)) - 1, abs=1e-12)
    assert cliffs_delta(counted(b, a)) == pytest.approx(-cliffs_delta(counted(a, b)), abs=1e-12)


@pytest.mark.parametrize(("seed", "ties"), CASES)
def test_variance_is_its_definition_over_all_pairs(seed, ties):
    a, b = groups(seed, ties=ties)
    signs = np.sign(np.asarray(a)[:, None] - np.asarray(b)[None, :])
    n, m = signs.shape
    delta = signs.mean()
    of_a, of_b = signs.mean(axis=1).var(ddof=1), signs.mean(axis=0).var(ddof=1)
    of_pairs = ((signs - delta) ** 2).sum() / ((n - 1) * (m - 1))
    expected = ((m - 1) * of_a + (n - 1) * of_b + of_pairs) / (n * m)
    assert delta_variance(counted(a, b), delta) == pytest.approx(expected, rel=1e-9)


def test_interval_holds_the_true_delta_about_as_often_as_it_says():
    chance, held, rounds = np.random.default_rng(7), 0, 400
    true = 1 - 2 * stats.norm.cdf(-0.8 / math.sqrt(2))  # of two normal groups 0.8 apart
    for _ in range(rounds):
        low, high = interval(counted(chance.normal(0.8, 1, 30), chance.normal(0, 1, 25)))
        held += low <= true <= high
    assert 0.92 <= held / rounds <= 0.98


def test_interval_of_groups_that_do_not_overlap():
    pairs = counted([10, 11, 12, 13], [1, 2, 3])
    low, high = interval(pairs)
    assert (cliffs_delta(pairs), high) == (1.0, 1.0)
    assert low == pytest.approx((3 - 1.959964**2) / (3 + 1.959964**2), abs=1e-6)
    assert interval(counted([1, 2, 3], [10, 11, 12, 13])) == pytest.approx((-1.0, -low))


def test_equal_groups_and_equal_values():
    same = counted([1, 2, 3, 4], [1, 2, 3, 4])
    assert cliffs_delta(same) == 0
    assert mann_whitney(same) == 1
    low, high = interval(same)
    assert low == pytest.approx(-high)
    constant = counted([5, 5, 5], [5, 5, 5, 5])
    assert (cliffs_delta(constant), mann_whitney(constant), interval(constant)) == (0, 1, (0, 0))


@pytest.mark.parametrize(("a", "b"), [([1, 2], [3, 4, 5]), ([1, 2, 3], [4]), ([1], [2])])
def test_too_few_values_give_an_effect_but_no_p_value_and_no_interval(a, b):
    pairs = counted(a, b)
    assert cliffs_delta(pairs) == -1
    assert mann_whitney(pairs) is None
    assert interval(pairs) is None


def test_an_empty_group_gives_nothing():
    pairs = Pairs(0, 5, 0, 0, 0, 0, 0)
    assert (cliffs_delta(pairs), interval(pairs), mann_whitney(pairs)) == (None, None, None)


def test_p_values_far_out_are_small_and_never_negative():
    n = 82_000
    apart = Pairs(n, n, 0, 0, 0, n * n**2, n * n**2)
    assert 0 <= mann_whitney(apart) < 1e-300


@pytest.mark.parametrize("seed", range(10))
def test_correction_is_scipys(seed):
    p_values = np.random.default_rng(seed).uniform(0, 1, 17) ** 3
    assert benjamini_hochberg(list(p_values)) == pytest.approx(stats.false_discovery_control(p_values), rel=1e-12)


def test_correction_leaves_out_what_was_not_tested():
    assert benjamini_hochberg([None, 0.02, None, 0.04]) == [None, 0.04, None, 0.04]
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([0.0, 1.0]) == [0.0, 1.0]


def test_words_for_effects():
    assert [magnitude(d) for d in (0, -0.14, 0.2, -0.4, 0.9)] == [
        "negligible",
        "negligible",
        "small",
        "medium",
        "large",
    ]
