import re
from dataclasses import replace

import pytest

from dashboard.figures import histogram
from dashboard.report.bars import HEIGHT, WIDTH, drawing
from results.queries.query import Histogram

FOUND = Histogram([10_000.0, 20_000.0, 40_000.0], [4, 2], [1, 0], 15_000.0, 12_000.0)


def draw(found=FOUND, key="molecular_weight_da"):
    return drawing(histogram.figure(found, key, mode="light"))


def tops(path):
    return [float(height) for height in re.findall(r"v-([\d.]+)", path)]


def test_bars_are_as_high_as_their_counts_and_the_counts_are_said():
    drawn = draw()
    everything, selected = drawn.bars
    assert tops(everything)[0] == pytest.approx(2 * tops(everything)[1], rel=1e-3)
    assert tops(selected)[0] == pytest.approx(tops(everything)[0] / 4, rel=1e-3)
    assert [tick.words for tick in drawn.up] == ["0", "1", "2", "3", "4"]
    assert HEIGHT - drawn.up[-1].place == pytest.approx(tops(everything)[0], abs=0.01)


def test_ticks_are_those_of_the_page():
    drawn = draw()
    assert drawn.title == "Molecular weight (kDa, log)"
    said = {tick.words: tick.place for tick in drawn.across}
    assert said["20"] == pytest.approx(WIDTH / 2, abs=0.01)  # 10, 20 and 40 are evenly apart on this axis
    assert set(said) <= {"10", "20", "30", "40"}


def test_what_lies_beyond_the_bins_is_named():
    assert "≥ 40" in [tick.words for tick in draw(replace(FOUND, above=(3, 0))).across]


def test_a_property_without_values_has_no_bars():
    assert draw(Histogram([], [], [], None, None)).bars == []
