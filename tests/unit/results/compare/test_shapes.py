"""Curves show every value: the whole range, the right area, the right shares."""

import numpy as np
import pytest
from scipy import stats

from results.compare.shapes import FEW, POINTS, density, shape


def area(curve, *, log=False):
    x = np.log10(curve.x) if log else np.array(curve.x)
    return float(np.trapezoid(curve.density, x))


@pytest.mark.parametrize("log", [False, True])
def test_curves_cover_every_value_and_have_equal_areas(log):
    chance = np.random.default_rng(2)
    sides = [np.sort(chance.lognormal(3, 0.7, n)) for n in (4_000, 60, 300)]
    made = shape("gravy", sides, log=log)
    assert made.low < min(side[0] for side in sides)
    assert made.high > max(side[-1] for side in sides)
    for one, side in zip(made.curves, sides, strict=True):
        assert len(one.x) == POINTS
        assert (one.x[0], one.x[-1]) == (pytest.approx(made.low), pytest.approx(made.high))
        assert area(one, log=log) == pytest.approx(1, abs=0.03)
        assert one.below == pytest.approx([(side <= x).mean() for x in one.x])
        assert one.median == np.median(side)


def test_a_few_large_values_are_drawn_beside_many_small_ones():
    many = np.sort(np.random.default_rng(4).normal(40, 10, 4_000))
    few = np.linspace(300, 600, 20)
    made = shape("molecular_weight_da", [few, many], log=False)
    assert made.curves[0].x == pytest.approx(few)
    assert made.curves[0].density == []
    assert made.high > 600
    assert made.curves[1].below[-1] == 1


def test_the_estimate_is_that_of_scipy_with_silvermans_width():
    values = np.sort(np.random.default_rng(5).normal(0, 1, 3_000))
    x, heights = density(values, -6, 6)
    spread = min(values.std(ddof=1), stats.iqr(values) / 1.34)
    width = 0.9 * spread * len(values) ** -0.2
    theirs = stats.gaussian_kde(values, width / values.std(ddof=1))(x)
    assert heights == pytest.approx(theirs, abs=0.003)


def test_values_without_a_place_on_a_logarithmic_axis_count_in_the_shares():
    made = shape("length", [np.array([-2.0, 0.0, 1.0, 10.0])], log=True)
    (one,) = made.curves
    assert (one.x, one.below, one.left, one.n) == ([1, 10], [0.75, 1.0], 0.5, 4)


@pytest.mark.parametrize("values", [[], [3.0], [2.0] * 50, [0.0] * (FEW + 1)])
def test_none_one_and_equal_values(values):
    made = shape("gravy", [np.array(values)], log=False)
    if not values:
        assert made is None
        return
    assert made.low < values[0] < made.high
    assert made.curves[0].below[-1] == 1
    assert np.isfinite(made.curves[0].density).all()


def test_an_empty_side_beside_another_is_nothing():
    made = shape("gravy", [np.array([]), np.array([1.0, 2.0])], log=False)
    assert (made.curves[0].x, made.curves[0].median, made.curves[0].n) == ([], None, 0)
