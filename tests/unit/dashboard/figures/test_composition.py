from types import SimpleNamespace

import pytest

from batchprot.reading.alphabet import STANDARD
from dashboard import theme
from dashboard.figures import composition

OVERALL = [0.05] * 20
SELECTED = [0.10 if letter == "K" else 0.9 / 19 for letter in STANDARD]
MADE = SimpleNamespace(overall=OVERALL, selected=SELECTED, low=[0.02] * 20, high=[0.08] * 20)


def test_the_order_has_every_residue_once():
    assert sorted(composition.ORDER) == sorted(STANDARD)


def test_bars_are_percentage_points_from_the_batch():
    bars = composition.selection_figure(MADE, everything=False, mode="light")["data"][0]
    heights = dict(zip(bars["x"], bars["y"], strict=True))
    assert heights["K"] == pytest.approx(5.0)
    assert heights["A"] == pytest.approx(-0.263, abs=0.001)
    assert len(set(bars["marker"]["color"])) == 2


def test_the_strip_of_ratios_is_logarithmic_and_empty_where_a_residue_is_missing():
    without = SimpleNamespace(
        overall=[0.0 if one == "C" else 0.05 for one in STANDARD], selected=SELECTED, low=[], high=[]
    )
    *_, ratios = composition.selection_figure(without, everything=False, mode="light")["data"]
    found = dict(zip(ratios["x"], ratios["z"][0], strict=True))
    assert found["K"] == pytest.approx(1.0)  # twice as frequent
    assert found["C"] is None
    assert ratios["zmin"] == -ratios["zmax"] == pytest.approx(-1.0)


def test_without_a_selection_bars_are_the_batch():
    bars, strips = composition.selection_figure(MADE, everything=True, mode="light")["data"]
    assert set(bars["y"]) == {5.0}
    assert strips["y"] == ["All"]


def test_nothing_to_count_is_zero_everywhere():
    nothing = SimpleNamespace(overall=[], selected=[], low=[], high=[])
    assert set(composition.selection_figure(nothing, everything=True, mode="dark")["data"][0]["y"]) == {0.0}


def test_one_protein_stands_over_the_batch_s_spread():
    ranges, mean, dots = composition.protein_figure(SELECTED, MADE, mode="light")["data"]
    assert ranges["base"] == [2.0] * 20
    assert ranges["y"] == [6.0] * 20
    assert mean["y"] == [5.0] * 20
    assert dict(zip(dots["x"], dots["y"], strict=True))["K"] == 10.0


@pytest.mark.parametrize("furthest", [0.04, 0.4, 1.9, 4.1, 17.0])
def test_differences_have_ticks_on_both_sides_of_zero_and_never_zero_alone(furthest):
    selected = [
        0.05 + (furthest / 100 if letter == "K" else -furthest / 200 if letter == "L" else 0) for letter in STANDARD
    ]
    made = SimpleNamespace(overall=OVERALL, selected=selected, low=[], high=[])
    axis = composition.selection_figure(made, everything=False, mode="light")["layout"]["yaxis"]
    assert len(axis["ticktext"]) >= 2
    assert "0" in axis["ticktext"] or "0.0" in axis["ticktext"] or "0.00" in axis["ticktext"]
    assert axis["ticktext"][-1].startswith("+")
    assert axis["range"][0] <= axis["tickvals"][0] <= axis["tickvals"][-1] <= axis["range"][1]


def test_until_something_is_selected_the_composition_is_grey():
    bars, strips = composition.selection_figure(MADE, everything=True, mode="light")["data"]
    assert bars["marker"]["color"] == theme.PALETTES["light"]["rest"]
    assert strips["colorscale"][0][1] == theme.REST["light"][0]


def test_a_dot_at_zero_is_not_cut_by_the_axis():
    assert composition.protein_figure(SELECTED, MADE, mode="light")["data"][-1]["cliponaxis"] is False
