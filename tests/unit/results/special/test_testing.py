"""Many properties at once: corrected p values, and what is found of nothing and of something."""

import numpy as np
import pytest

from results.special import lengths, ranked, step_down, testing

KEYS = ("length", "gravy", "isoelectric_point", "atoms")


def proteins(seed, size=1_000):
    """Atoms follow the length, the others don't."""
    chance = np.random.default_rng(seed)
    of_length = chance.lognormal(6, 0.6, size)
    values = [of_length, chance.normal(size=size), chance.normal(size=size), of_length * chance.normal(8, 0.3, size)]
    columns = [ranked.column(one) for one in values]
    scores = np.stack([ranked.scores(one, size) for one in columns], axis=1)
    return testing.Ranked(KEYS, scores, [size] * len(KEYS), lengths.groups(of_length)), values


def compared(found, chosen, left_out=(False,) * 4, number=1_000):
    return testing.test(found, chosen, [int(chosen.sum())] * len(KEYS), left_out, number)


def test_corrected_p_values_are_those_of_the_definition():
    chance = np.random.default_rng(1)
    drawn, observed = np.abs(chance.normal(size=(500, 6))), np.array([3.2, 0.4, 2.5, 2.5, 1.0, 2.9])
    order = sorted(range(6), key=lambda place: -observed[place])
    expected, largest = {}, 0.0
    for rank, place in enumerate(order):
        over = [max(one[later] for later in order[rank:]) >= observed[place] for one in drawn]
        largest = expected[place] = max(largest, (1 + sum(over)) / 501)
    assert step_down.corrected(observed, drawn) == pytest.approx([expected[place] for place in range(6)])
    alone = [(1 + (drawn[:, place] >= observed[place]).sum()) / 501 for place in range(6)]
    assert step_down.p_values(observed, drawn) == pytest.approx(alone)


def test_sums_that_differ_in_the_last_digit_are_equal():
    assert step_down.p_values(np.array([0.3]), np.array([[0.1 + 0.2], [0.2], [0.3]])) == pytest.approx([3 / 4])


def test_long_proteins_differ_in_length_and_in_nothing_that_follows_it():
    found, (of_length, *_) = proteins(2)
    chance = np.random.default_rng(6)
    chosen = np.zeros(1_000, bool)
    chosen[chance.choice(1_000, 60, replace=False, p=of_length**2 / (of_length**2).sum())] = True
    result = compared(found, chosen)
    by_key = dict(zip(KEYS, zip(result.expected, result.corrected, strict=True), strict=True))
    assert by_key["length"][0] == pytest.approx(0, abs=1e-12)
    assert by_key["length"][1] < 0.01
    assert by_key["atoms"][0] > 0.4
    assert all(by_key[key][1] > 0.05 for key in KEYS[1:])


def test_an_effect_beyond_length_is_found_and_only_that():
    found, values = proteins(3)
    chosen = np.zeros(1_000, bool)
    chosen[np.argsort(values[1] + np.random.default_rng(7).normal(0, 1, 1_000))[-60:]] = True
    result = compared(found, chosen)
    assert [key for key, p in zip(KEYS, result.corrected, strict=True) if p <= 0.05] == ["gravy"]
    assert result.corrected[1] == pytest.approx(1 / 1_001)


def test_many_selected_proteins_are_compared_with_the_limit():
    found, values = proteins(4, 20_000)
    chosen = values[1] > 0
    result = compared(found, chosen)
    assert not result.is_drawn
    assert result.corrected[1] == pytest.approx(1 / 1_001)
    assert (result.corrected[[0, 2, 3]] > 0.05).all()
    few = np.zeros(20_000, bool)
    few[:50] = True
    assert compared(found, few).is_drawn


def test_what_is_left_out_or_the_same_for_all_is_not_tested():
    found, _ = proteins(5)
    found.scores[:, 3] = 0
    chosen = np.arange(1_000) < 40
    result = compared(found, chosen, (False, True, False, False))
    assert np.isnan(result.corrected).tolist() == [False, True, False, True]
    everything = compared(found, np.ones(1_000, bool))
    assert np.isnan(everything.corrected).all()


def test_selecting_all_of_some_lengths_explains_itself():
    """Every list of the same lengths is the selection itself."""
    found, _ = proteins(6)
    chosen = np.zeros(1_000, bool)
    for group in found.groups[-5:]:
        chosen[group] = True
    result = compared(found, chosen)
    assert result.corrected[0] < 0.01
    assert np.isnan(result.corrected[1:]).all()


def test_random_lists_are_special_no_more_often_than_they_may():
    found, _ = proteins(8)
    chance, times = np.random.default_rng(9), 0
    for _ in range(200):
        chosen = np.zeros(1_000, bool)
        chosen[chance.choice(1_000, 50, replace=False)] = True
        times += bool(np.nanmin(compared(found, chosen, number=200).corrected) <= 0.05)
    assert times <= 20  # of 200 at 5 %; more than 20 happen once in 300
