from types import SimpleNamespace

import pytest

from batchprot.reading.alphabet import STANDARD
from dashboard.figures import composition

BATCH = [0.05] * 20
SELECTED = [0.10 if letter == "K" else 0.9 / 19 for letter in STANDARD]
MADE = SimpleNamespace(batch=BATCH, selected=SELECTED, low=[0.02] * 20, high=[0.08] * 20)


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
        batch=[0.0 if one == "C" else 0.05 for one in STANDARD], selected=SELECTED, low=[], high=[]
    )
    *_, ratios = composition.selection_figure(without, everything=False, mode="light")["data"]
    found = dict(zip(ratios["x"], ratios["z"][0], strict=True))
    assert found["K"] == pytest.approx(1.0)  # twice as frequent
    assert found["C"] is None
    assert ratios["zmin"] == -ratios["zmax"] == pytest.approx(-1.0)


def test_without_a_selection_bars_are_the_batch():
    bars, strips = composition.selection_figure(MADE, everything=True, mode="light")["data"]
    assert set(bars["y"]) == {5.0}
    assert strips["y"] == ["Batch"]


def test_nothing_to_count_is_zero_everywhere():
    nothing = SimpleNamespace(batch=[], selected=[], low=[], high=[])
    assert set(composition.selection_figure(nothing, everything=True, mode="dark")["data"][0]["y"]) == {0.0}


def test_one_protein_stands_over_the_batch_s_spread():
    ranges, mean, dots = composition.protein_figure(SELECTED, MADE, mode="light")["data"]
    assert ranges["base"] == [2.0] * 20
    assert ranges["y"] == [6.0] * 20
    assert mean["y"] == [5.0] * 20
    assert dict(zip(dots["x"], dots["y"], strict=True))["K"] == 10.0
