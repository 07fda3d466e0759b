"""Bounds as they are shown, held to how numbers are printed."""

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from batchprot.properties.shown import first_shown_as, stored_range, units


@given(number=st.integers(-(10**6), 10**6), decimals=st.integers(0, 4))
@example(940, 2)
@example(1, 3)
def test_the_float_before_the_first_is_shown_as_less(number, decimals):
    first = first_shown_as(number, decimals)
    assert units(first, decimals) == number
    assert units(math.nextafter(first, -math.inf), decimals) == number - 1


@given(value=st.floats(-1e6, 1e6), decimals=st.integers(0, 4))
@example(9.395, 2)
@example(1.005, 2)
def test_a_number_is_shown_as_it_is_printed(value, decimals):
    half = Decimal(value).scaleb(decimals) % 1 in (
        Decimal("0.5"),
        Decimal("-0.5"),
    )  # printing rounds an exact half to even, a browser away from 0
    assert half or units(value, decimals) == Decimal(f"{value:.{decimals}f}").scaleb(decimals)


@pytest.mark.parametrize("value", [9.395001, 9.4, 9.404999])
def test_a_bound_selects_what_is_shown_like_it(value):
    low, high = stored_range((9.4, 9.4), 2)
    assert low <= value <= high


@pytest.mark.parametrize("value", [9.394999, 9.405001])
def test_a_bound_leaves_out_what_is_shown_otherwise(value):
    low, high = stored_range((9.4, 9.4), 2)
    assert not low <= value <= high


def test_a_bound_with_more_digits_leaves_out_what_is_shown_beyond_it():
    assert stored_range((9.4049, None), 2) == (first_shown_as(941, 2), None)
    assert stored_range((None, 9.4049), 2)[1] == math.nextafter(first_shown_as(941, 2), -math.inf)


def test_open_and_enormous_bounds_stay():
    assert stored_range((None, None), 2) == (None, None)
    assert stored_range((-1e300, 1e300), 2) == (-1e300, 1e300)
