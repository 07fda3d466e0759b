import math

import pytest

from dashboard.figures.spread import density, figure

SPREAD = {
    "edges": [1.0, 10.0, 100.0],
    "counts": [[3, 1], [0, 0]],
    "n": [5, 0],
    "medians": [4.0, None],
    "log": True,
}


@pytest.mark.parametrize("counts", [[1, 2, 3], [0, 0, 7], [5] * 96, [0] * 50 + [1] + [0] * 45])
def test_areas_are_equal(counts):
    assert sum(density(counts)) == pytest.approx(1)


def test_a_side_without_values_is_flat():
    assert density([0, 0]) == [0, 0]


def test_smoothing_keeps_the_place_of_a_lonely_value():
    heights = density([0] * 10 + [1] + [0] * 10)
    assert heights.index(max(heights)) == 10


def test_cumulative_shares_are_of_all_values_and_medians_are_marked():
    made = figure("molecular_weight_da", SPREAD, cumulative=True, mode="dark")
    assert [trace["y"] for trace in made["data"]] == [[60.0, 80.0], [0.0, 0.0]]
    assert [shape["x0"] for shape in made["layout"]["shapes"]] == [4.0]
    assert made["layout"]["xaxis"]["range"] == [0, 2]
    assert made["data"][0]["x"] == pytest.approx([math.sqrt(10), math.sqrt(1000)])
