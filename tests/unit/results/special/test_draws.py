"""Sums of scores of random lists: their moments against every possible list, and what is drawn against both."""

import itertools

import numpy as np
import pytest
from scipy import stats

from results.compare.statistics import dominance
from results.special import draws, lengths, ranked

GROUPS = [np.array([0, 3, 5, 6]), np.array([1, 2, 4])]


def flags(size, *places):
    chosen = np.zeros(size, bool)
    chosen[list(places)] = True
    return chosen


def scores_of(*columns):
    made = [ranked.scores(ranked.column(np.array(one, float)), len(one)) for one in columns]
    return np.stack(made, axis=1)


def test_scores_are_scipys_ranks_less_the_middle_and_0_where_a_value_is_missing():
    values = np.array([3.0, np.nan, 1.0, 3.0, np.nan, -2.0, 3.0])
    known = ~np.isnan(values)
    found = ranked.scores(ranked.column(values), len(values))
    assert found[known] == pytest.approx(stats.rankdata(values[known]) - 3)
    assert not found[~known].any()
    assert not ranked.scores(ranked.column(np.full(4, np.nan)), 4).any()


@pytest.mark.parametrize("seed", range(5))
def test_delta_is_twice_the_sum_of_scores_over_the_pairs(seed):
    chance = np.random.default_rng(seed)
    values = np.round(chance.normal(0, 2, 60))
    values[chance.random(60) < 0.2] = np.nan
    chosen = chance.random(60) < 0.3
    column = ranked.column(values)
    selected, rest = column.of(chosen)
    total = ranked.scores(column, 60)[chosen].sum(dtype=float)
    assert dominance(selected, rest)[0].mean() == pytest.approx(2 * total / (len(selected) * len(rest)))


def test_moments_are_those_of_every_possible_list():
    scores = scores_of([1, 5, 2, 8, 8, 3, 0], [2, 2, 9, 1, 4, np.nan, 7])
    chosen = flags(7, 0, 3, 4)
    lists = [
        [*first, *second]
        for first in itertools.combinations(GROUPS[0], 2)
        for second in itertools.combinations(GROUPS[1], 1)
    ]
    sums = np.array([scores[one].sum(axis=0) for one in lists])
    found = draws.moments(scores, GROUPS, chosen)
    assert found.mean == pytest.approx(sums.mean(axis=0))
    assert found.covariance == pytest.approx(np.cov(sums.T, bias=True))


@pytest.mark.parametrize("chosen", [(0, 3, 4), (0, 3, 5, 4), (0, 3, 5, 6, 1), (1, 2)])
def test_lists_take_as_many_from_each_group_as_are_selected(chosen):
    # Of the first property a group's proteins count 1, of the second the other's: sums are how many were taken.
    scores = np.zeros((7, 2), np.float32)
    scores[GROUPS[0], 0] = scores[GROUPS[1], 1] = 1
    found = draws.sums(scores, GROUPS, flags(7, *chosen), 50)
    assert (found == found[0]).all()
    assert found[0].tolist() == [len(set(group) & set(chosen)) for group in GROUPS]


def test_what_is_drawn_and_the_limit_have_the_exact_moments():
    chance = np.random.default_rng(3)
    scores = scores_of(chance.normal(size=400), chance.normal(size=400).round())
    groups, chosen = lengths.groups(chance.random(400)), chance.random(400) < 0.4
    exact = draws.moments(scores, groups, chosen)
    for sums in (draws.sums(scores, groups, chosen, 20_000), draws.normal(exact, 20_000)):
        assert sums.mean(axis=0) == pytest.approx(exact.mean, abs=4 * exact.deviation.max() / np.sqrt(20_000))
        assert np.cov(sums.T) == pytest.approx(exact.covariance, rel=0.05, abs=0.03 * exact.covariance.max())
    drawn = draws.sums(scores, groups, chosen, 2_000)[:, 0]
    assert stats.kstest(drawn, "norm", (exact.mean[0], exact.deviation[0])).pvalue > 0.01


def test_no_protein_is_twice_in_a_list_however_it_is_drawn():
    chance = np.random.default_rng(4)
    for size, number in ((50, 1), (50, 20), (5_000, 30)):
        drawn = draws._lists(size, number, 200, chance)
        assert drawn.shape == (200, number)
        assert all(len(set(one)) == number for one in drawn.tolist())
        assert set(np.unique(drawn)) <= set(range(size))


def test_groups_hold_everything_once_in_order_of_length():
    of_length = np.random.default_rng(5).integers(10, 3_000, 1_234).astype(float)
    found = lengths.groups(of_length)
    assert sorted(place for group in found for place in group) == list(range(1_234))
    ends = [(of_length[group].min(), of_length[group].max()) for group in found]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
    assert {len(group) for group in found} <= {lengths.size(1_234), lengths.size(1_234) + 1}
    assert [len(group) for group in lengths.groups(np.arange(4.0))] == [4]
