"""Every statistic against scipy, or against its definition written out over all pairs."""

import math

import numpy as np
import pytest
from scipy import stats

from results.compare.found import magnitude
from results.compare.statistics import (
    MOST_EXACT,
    benjamini_hochberg,
    dominance,
    effect,
    mann_whitney,
    quartiles,
)

CASES = [(seed, ties) for seed in range(20) for ties in (False, True)]


def groups(seed, *, ties):
    chance = np.random.default_rng(seed)
    n, m = chance.integers(3, 80, 2)
    a, b = chance.normal(0, 1, n), chance.normal(chance.uniform(-1, 1), 1.5, m)
    return tuple(np.sort(np.round(one) if ties else one) for one in (a, b))


def found(a, b):
    return effect(np.sort(np.asarray(a, float)), np.sort(np.asarray(b, float)))


@pytest.mark.parametrize(("seed", "ties"), CASES)
def test_p_value_is_scipys_and_exact_when_small_and_without_ties(seed, ties):
    a, b = groups(seed, ties=ties)
    p_value, is_exact = mann_whitney(a, b)
    assert is_exact is not ties
    method = "asymptotic" if ties else "exact"
    assert p_value == pytest.approx(stats.mannwhitneyu(a, b, method=method).pvalue, rel=1e-12)


def test_exact_p_values_of_small_groups_are_those_of_counting():
    assert found([1, 2, 3], [4, 5, 6]).p_value == pytest.approx(0.1)  # 2 of 20 orders are as extreme
    assert found(range(8), range(8, 16)).p_value == pytest.approx(2 / math.comb(16, 8))
    five = found(range(1000, 1005), range(1000))
    assert (five.is_exact, five.p_value) == (True, pytest.approx(2 / math.comb(1005, 5)))


def test_larger_groups_take_the_normal_approximation():
    chance = np.random.default_rng(1)
    a, b = np.sort(chance.normal(0, 1, 101)), np.sort(chance.normal(0, 1, MOST_EXACT // 100))
    p_value, is_exact = mann_whitney(a, b)
    assert not is_exact
    assert p_value == pytest.approx(stats.mannwhitneyu(a, b, method="asymptotic").pvalue, rel=1e-12)


@pytest.mark.parametrize(("seed", "ties"), CASES)
def test_delta_and_its_variance_are_their_definition_over_all_pairs(seed, ties):
    a, b = groups(seed, ties=ties)
    signs = np.sign(a[:, None] - b[None, :])
    of_a, of_b = dominance(a, b)
    assert of_a == pytest.approx(signs.mean(axis=1), abs=1e-12)
    assert of_b == pytest.approx(signs.mean(axis=0), abs=1e-12)
    assert found(a, b).delta == pytest.approx(signs.mean(), abs=1e-12)
    assert found(b, a).delta == pytest.approx(-signs.mean(), abs=1e-12)


def test_equal_groups_and_equal_values():
    same = found([1, 2, 3, 4], [1, 2, 3, 4])
    assert (same.delta, same.p_value) == (0, pytest.approx(1))
    assert same.interval[0] == pytest.approx(-same.interval[1])
    constant = found([5, 5, 5], [5, 5, 5, 5])
    assert (constant.delta, constant.interval, constant.p_value) == (0, (0, 0), 1)


@pytest.mark.parametrize(("a", "b"), [([1, 2], [3, 4, 5]), ([1, 2, 3], [4]), ([1], [2])])
def test_too_few_values_give_an_effect_but_no_p_value_and_no_interval(a, b):
    one = found(a, b)
    assert (one.delta, one.p_value, one.interval) == (-1, None, None)


def test_an_empty_group_gives_nothing():
    one = found([], [1, 2, 3])
    assert (one.delta, one.interval, one.p_value) == (None, None, None)


def test_p_values_far_out_are_small_and_never_negative():
    apart = found(np.arange(80_000), np.arange(80_000) + 1e6)
    assert apart.delta == -1
    assert 0 <= apart.p_value < 1e-300


@pytest.mark.parametrize("seed", range(10))
def test_correction_is_scipys(seed):
    p_values = np.random.default_rng(seed).uniform(0, 1, 17) ** 3
    assert benjamini_hochberg(list(p_values)) == pytest.approx(stats.false_discovery_control(p_values), rel=1e-12)


def test_correction_leaves_out_what_was_not_tested():
    assert benjamini_hochberg([None, 0.02, None, 0.04]) == [None, 0.04, None, 0.04]
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([0.0, 1.0]) == [0.0, 1.0]


def test_quartiles_are_those_of_percentile_cont():
    assert quartiles(np.array([1.0, 2.0, 4.0, 8.0])) == (1.75, 3.0, 5.0)
    assert quartiles(np.array([])) is None


def test_words_for_effects():
    assert [magnitude(d) for d in (0, -0.14, 0.2, -0.4, 0.9)] == [
        "negligible",
        "negligible",
        "small",
        "medium",
        "large",
    ]
