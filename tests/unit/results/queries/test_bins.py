"""Where bins begin and end."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from batchprot.properties.shown import decimals_of, units
from results.queries.bins import Spread, edges_for


def spread(least, most, number=5000, tails=None, quartiles=None):
    width = most - least
    return Spread(number, least, most, tails or (least, most), quartiles or (least + width / 4, least + 3 * width / 4))


def test_edges_are_round_numbers_of_one_width():
    edges = edges_for("gravy", spread(-1.834, 1.212), 60, log=False)
    assert edges[:3] == [-1.9, -1.8, -1.7]
    assert edges[-1] == 1.3
    assert {round(b - a, 9) for a, b in pairwise(edges)} == {0.1}


@pytest.mark.parametrize(("least", "most", "widths"), [(0, 30, {1}), (0, 400, {20}), (3, 3, {1}), (17, 1900, {100})])
def test_bins_of_whole_numbers_are_whole(least, most, widths):
    edges = edges_for("count_L", spread(least, most), 40, log=False)
    assert all(edge == int(edge) for edge in edges)
    assert {b - a for a, b in pairwise(edges)} == widths


def test_more_values_have_narrower_bins_and_few_have_few():
    numbers = [len(edges_for("isoelectric_point", spread(4.0, 12.0, n), 90, log=False)) - 1 for n in (20, 500, 50_000)]
    assert numbers == [5, 9, 41]


def test_values_far_from_all_others_are_left_to_the_ends():
    charge = spread(-180.0, 420.0, 82_814, tails=(-38.0, 34.0), quartiles=(-8.0, 5.0))
    edges = edges_for("charge_at_ph", charge, 90, log=False)
    assert -40 <= edges[0] <= -38
    assert 34 < edges[-1] <= 36
    assert len(edges) > 60


def test_a_few_values_have_no_outliers_but_by_their_quartiles():
    near = spread(10_000.0, 90_000.0, 30, quartiles=(20_000.0, 50_000.0))
    far = spread(10_000.0, 3_900_000.0, 30, quartiles=(20_000.0, 50_000.0))
    assert edges_for("molecular_weight_da", near, 60, log=False)[-1] > 90_000
    assert 140_000 <= edges_for("molecular_weight_da", far, 60, log=False)[-1] < 200_000


def test_a_wide_logarithmic_axis_has_bins_of_about_equal_ratio():
    edges = edges_for("molecular_weight_da", spread(1781.93, 559_309.0), 90, log=True)
    ratios = [b / a for a, b in pairwise(edges)]
    assert max(ratios) / min(ratios) < 1.02
    assert edges[0] <= 1781.93 < edges[1]
    assert edges[-2] <= 559_309.0 < edges[-1]
    assert all(float(f"{edge:.3g}") == edge for edge in edges)


def test_a_narrow_logarithmic_axis_has_bins_of_equal_width():
    edges = edges_for("molecular_weight_da", spread(15_000.0, 19_000.0, 20), 60, log=True)
    assert {b - a for a, b in pairwise(edges)} == {1000.0}


@settings(max_examples=1000)
@given(
    key=st.sampled_from(["gravy", "molecular_weight_da", "length", "charge_at_ph"]),
    ends=st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)),
    bins=st.integers(1, 200),
    log=st.booleans(),
)
@example("length", (0.0, 1.0), 15, True)
def test_edges_hold_everything_in_at_most_so_many_bins(key, ends, bins, log):
    least = abs(ends[0]) + 1 if log else ends[0]
    most = least + ends[1]
    edges = edges_for(key, spread(least, most), bins, log=log)
    assert edges == sorted(set(edges))
    assert 2 <= len(edges) <= bins + 1
    decimals = decimals_of(key)
    assert units(edges[0], decimals) <= units(least, decimals)
    assert units(most, decimals) < units(edges[-1], decimals)
