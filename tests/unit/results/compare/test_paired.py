"""The same proteins on two sides: what is matched, and the signed-rank test against scipy and against counting."""

import numpy as np
import pytest
from scipy import stats

from results.compare.found import Matches
from results.compare.paired import changes, deltas, pair
from results.compare.values import SideValues


def side(names, **values):
    hashes = np.array([hash(name) for name in names], np.int64)
    return SideValues(
        np.arange(1, len(names) + 1, dtype=np.int32),
        hashes,
        np.array([bool(name) for name in names]),
        hashes,
        {key: np.array(column, float) for key, column in values.items()},
    )


def test_records_belong_together_by_a_name_that_each_side_has_once():
    first = side(["a", "b", "twice", "twice", "", "only here"], gravy=[1, 2, 3, 4, 5, 6])
    other = side(["new", "b", "", "", "twice", "a"], gravy=[9, 2.5, 0, 0, 7, np.nan])
    found = pair(first, other)
    assert found.matches == Matches(matched=2, only_first=1, only_other=1, repeated=1, unnamed=3)
    by_name = dict(zip(found.first.tolist(), found.other.tolist(), strict=True))
    assert by_name == {0: 5, 1: 1}
    of_pairs = dict(zip(found.first.tolist(), deltas("gravy", first, other, found).tolist(), strict=True))
    assert of_pairs[1] == 0.5
    assert np.isnan(of_pairs[0])


def test_a_part_is_not_the_same_proteins_as_the_whole():
    whole, part = side([f"p{n}" for n in range(100)]), side([f"p{n}" for n in range(10)])
    assert not pair(whole, part).matches.are_the_same
    assert pair(whole, whole).matches.are_the_same
    most = side([f"p{n}" for n in range(30, 130)])
    assert pair(whole, most).matches.are_the_same


def test_equal_changes_are_ties_whatever_their_last_binary_digit():
    names = [f"p{n}" for n in range(8)]
    before = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    first, other = side(names, gravy=before), side(names, gravy=before + 0.1)
    found = deltas("gravy", first, other, pair(first, other))
    assert len(np.unique(found)) == 1


@pytest.mark.parametrize("seed", range(10))
def test_p_value_is_scipys_exact_one_without_ties(seed):
    moved = np.random.default_rng(seed).normal(0.3, 1, 20)
    found = changes(moved)
    assert found.is_exact
    assert found.p_value == pytest.approx(stats.wilcoxon(moved, method="exact").pvalue, rel=1e-12)
    upward = stats.wilcoxon(moved, alternative="greater").statistic
    assert found.balance == pytest.approx(2 * upward / (20 * 21 / 2) - 1)


@pytest.mark.parametrize("seed", range(10))
def test_ties_and_many_pairs_take_the_normal_approximation(seed):
    moved = np.round(np.random.default_rng(seed).normal(0.2, 1, 200), 1)
    found = changes(np.append(moved, np.nan))
    rest = moved[moved != 0]
    assert not found.is_exact
    assert (found.n, found.changed, found.increased) == (200, len(rest), (rest > 0).sum())
    assert found.p_value == pytest.approx(stats.wilcoxon(rest, correction=True, method="asymptotic").pvalue, rel=1e-12)
    assert found.quartiles == pytest.approx(np.percentile(moved, (25, 50, 75)))


def test_six_increases_are_as_rare_as_six_heads():
    found = changes(np.array([1.0, 2, 3, 4, 5, 6]))
    assert (found.balance, found.p_value) == (1, pytest.approx(2 / 2**6))
    assert changes(np.array([1.0, 2, 3, 4, 5])).p_value is None


def test_what_does_not_change_is_not_tested():
    found = changes(np.zeros(40))
    assert (found.n, found.changed, found.balance, found.p_value) == (40, 0, None, None)
    assert found.quartiles == (0, 0, 0)
    assert changes(np.array([np.nan])).quartiles is None


def test_false_alarms_are_as_rare_as_they_should_be():
    chance, rounds = np.random.default_rng(3), 2_000
    alarms = sum(changes(chance.normal(0, 1, 15)).p_value <= 0.05 for _ in range(rounds))
    assert 0.035 <= alarms / rounds <= 0.06
