import json
import math
from dataclasses import replace

import pytest

from dashboard.figures.spread import DASHES, MOST_NUMBERS, description, figure, has_only_strokes, packed, unpacked
from results.compare.found import Curve, Shape

BIG = Curve([1.0, 10.0, 100.0], [0.0, 0.5, 1.0], [0.1, 0.8, 0.1], 0.0, 12.0, 40)
SMALL = Curve([20.0, 50.0], [0.5, 1.0], [], 0.0, 35.0, 2)
NONE = Curve([], [], [], 0.0, None, 0)
NAMES = ["Yeast", "<b>Five</b> & more", "Nothing"]


def shape(*curves, key="gravy", log=False):
    return Shape(key, 0.9, 110.0, log, list(curves))


def lines(made):
    return [trace for trace in made["data"] if trace.get("hoverinfo") == "skip"]


def hover(made):
    (trace,) = [trace for trace in made["data"] if "hovertemplate" in trace]
    return trace


def test_the_axis_shows_the_whole_range():
    assert figure(shape(BIG), NAMES[:1], cumulative=False, mode=None)["layout"]["xaxis"]["range"] == [0.9, 110.0]
    on_log = figure(shape(BIG, key="length", log=True), NAMES[:1], cumulative=False, mode=None)["layout"]["xaxis"]
    assert on_log["range"] == pytest.approx([math.log10(0.9), math.log10(110)])
    assert on_log["type"] == "log"


def test_the_title_has_the_unit_and_says_that_the_axis_is_logarithmic():
    mass = Shape("molecular_weight_da", 2_000.0, 700_000.0, True, [replace(BIG, x=[5e3, 5e4, 5e5])])
    made = figure(mass, ["a"], cumulative=False, mode="dark")["layout"]
    assert made["title"]["text"] == "Molecular weight (kDa, log)"
    ticks = dict(zip(made["xaxis"]["tickvals"], made["xaxis"]["ticktext"], strict=True))
    assert 2 <= len(ticks) <= 5
    assert all(float(text.replace(",", "")) * 1000 == pytest.approx(value) for value, text in ticks.items())


def test_sides_differ_in_dash_and_letter_and_not_in_colour_only():
    made = figure(shape(*[BIG] * 6), ["x"] * 6, cumulative=False, mode=None)
    assert [trace["line"]["dash"] for trace in lines(made)] == list(DASHES)
    assert [note["text"] for note in made["layout"]["annotations"]] == list("ABCDEF")
    assert len({trace["line"]["color"] for trace in lines(made)}) == 6


def test_the_charge_says_its_ph_when_it_is_the_same_on_every_side():
    charge = shape(BIG, key="charge_at_ph")
    titles = [
        figure(charge, ["a"], cumulative=False, mode=None, ph=ph)["layout"]["title"]["text"] for ph in (5.5, None)
    ]
    assert titles == ["Net charge at pH 5.5 (e)", "Net charge (e)"]
    assert "Net charge at pH 5.5" in description(charge, ["a"], 5.5)


def test_every_value_of_a_small_side_is_a_stroke_below_the_axis_of_the_curves():
    made = figure(shape(BIG, SMALL, NONE), NAMES, cumulative=False, mode=None)
    curve, strokes = lines(made)
    assert curve["y"] == BIG.density
    assert strokes["x"] == [20, 20, None, 50, 50, None]
    assert max(y for y in strokes["y"] if y is not None) < 0
    assert made["layout"]["yaxis"]["range"][0] < min(y for y in strokes["y"] if y is not None)
    assert [line["x0"] for line in made["layout"]["shapes"]] == [12.0, 35.0]


def test_cumulative_curves_go_from_end_to_end_in_percent():
    made = figure(shape(BIG, replace(SMALL, left=0.25)), NAMES[:2], cumulative=True, mode=None)
    curve, steps = lines(made)
    assert (curve["x"], curve["y"]) == ([0.9, *BIG.x, 110.0], [0, 0, 50, 100, 100])
    assert steps["y"] == [25, 50, 100, 100]
    assert (curve["line"]["shape"], steps["line"]["shape"]) == ("linear", "hv")


def test_the_hover_says_every_side_once_in_words():
    made = figure(shape(BIG, SMALL, NONE), NAMES, cumulative=False, mode=None)
    texts = hover(made)["text"]
    assert len({text.split("<br>")[0] for text in texts}) == len(texts) > 50
    assert "A Yeast: 0.0 % at or below" in texts[0]
    assert "A Yeast: 100.0 % at or below" in texts[-1]
    assert "B &lt;b&gt;Five&lt;/b&gt; &amp; more: 100.0 % at or below" in texts[-1]
    assert not any("Nothing" in text for text in texts)
    middle = texts[len(texts) // 4]
    assert "B &lt;b&gt;Five&lt;/b&gt; &amp; more: 50.0 %" in middle


def test_the_plot_in_words_has_the_medians():
    mass = Shape("molecular_weight_da", 1e3, 1e5, True, [replace(BIG, median=45_016.35), NONE])
    assert description(mass, ["Yeast", "none"]) == "Distribution of Molecular weight; medians: A, Yeast: 45.0 kDa"


def test_a_shape_comes_back_from_the_page_as_it_went():
    one = shape(BIG, SMALL, NONE)
    assert unpacked(json.loads(json.dumps(packed(one)))) == one


@pytest.mark.parametrize(
    "kept",
    [
        None,
        [],
        {},
        {"key": "gravy"},
        packed(shape(BIG)) | {"key": "no such property"},
        packed(shape(BIG)) | {"low": "0"},
        packed(shape(BIG)) | {"low": math.nan},
        packed(shape(BIG)) | {"log": True, "low": 0.0},
        packed(shape(BIG)) | {"curves": 5},
        packed(shape(BIG)) | {"curves": [5]},
        packed(shape(*[BIG] * 7)),
        packed(shape(replace(BIG, x=[1.0] * (MOST_NUMBERS + 1), below=[1.0] * (MOST_NUMBERS + 1), density=[]))),
        packed(shape(replace(BIG, below=[1.0]))),
        {**packed(shape(BIG)), "curves": [packed(shape(BIG))["curves"][0] | {"x": ["1", None, {}]}]},
        {**packed(shape(BIG)), "curves": [packed(shape(BIG))["curves"][0] | {"median": True}]},
    ],
)
def test_what_no_page_was_given_is_refused(kept):
    with pytest.raises(ValueError, match="no shape"):
        unpacked(kept)


def test_only_strokes_are_drawn_where_no_side_has_a_curve():
    only = [shape(SMALL, SMALL), shape(SMALL, NONE)]
    assert has_only_strokes(only)
    assert not has_only_strokes([*only, shape(SMALL, BIG)])
