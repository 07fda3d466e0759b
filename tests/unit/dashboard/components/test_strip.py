from urllib.parse import unquote

import pytest

from dashboard.components.strip import mask, outline, share, strip


def test_empty_bins_have_no_bar_and_rare_ones_stay_visible():
    path = outline([0, 1, 10_000], 10_000)
    assert path.count("M") == 2
    assert "v-1.0" in path
    assert "v-30.0" in path


def test_the_mask_is_a_picture_as_wide_as_it_has_bins():
    image = unquote(mask([1, 2, 3], 3)["maskImage"])
    assert image.startswith('url("data:image/svg+xml,')
    assert "viewBox='0 0 3 30'" in image


@pytest.mark.parametrize(
    ("value", "place"), [(-5, 0.0), (0, 0.0), (5, 0.25), (10, 0.5), (55, 0.75), (100, 1.0), (999, 1.0)]
)
def test_every_bin_is_as_wide_as_the_next(value, place):
    assert share(value, [0, 10, 100]) == pytest.approx(place)


def test_what_is_chosen_is_drawn_over_the_bins():
    drawn = strip("gravy", [0, 1, 2], [3, 4], [0, 4], chosen=(1, None)).children
    assert drawn[2].style == {"left": "50.00%", "width": "50.00%"}


def test_a_property_that_nothing_has_draws_nothing():
    drawn = strip("gravy", [], [], [], chosen=(1, None))
    assert len(drawn.children) == 2
