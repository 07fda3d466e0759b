import json
from array import array

import plotly.utils

from callbacks.explorer_plots import hover, hover_place, key_line, single
from results.queries.query import Density, Scatter

POINT = {"customdata": 3, "x": 9.8, "y": 34426.19, "bbox": {"x0": 300, "x1": 304, "y0": 40, "y1": 44}}


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_single_precision_shows_no_digit_that_might_be_wrong():
    # 559,307.68 is not a number in single precision; 559,307.69 would be shown.
    assert single(559307.6875, 2) == "559,308"
    assert single(9.800000190734863, 2) == "9.80"


def test_the_card_names_the_protein_and_takes_markup_as_text():
    card = text(
        hover(
            {"name": "<b>x</b>", "gene": "PET9", "description": "Carrier OS=Yeast"}, POINT, "isoelectric_point", "gravy"
        )
    )
    assert '"children": "<b>x</b>"' in card
    assert "PET9" in card
    assert "OS=" not in card


def test_a_nameless_record_is_called_by_its_number():
    assert "Record 3" in text(hover({}, POINT, "isoelectric_point", "gravy"))


def test_the_card_stays_inside_the_plot():
    style, kind = hover_place(POINT)
    assert style == {"left": "302.0px", "top": "42.0px"}
    assert kind == "bp-hover below left"


def points(selected, total, *, dense=False, **more):
    density = Density([], [], b"", b"") if dense else None
    return Scatter(b"", b"", b"", more.pop("flags", b""), total, more.pop("sampled", False), selected, density, **more)


def test_the_key_counts_what_is_selected_and_what_is_not():
    lines = text(key_line(points(10, 6_000), "", "light"))
    assert "10 selected" in lines
    assert "5,990 not selected" in lines
    assert "not selected" not in text(key_line(points(26, 26), "", "light"))


def test_nothing_selected_is_said_in_words():
    assert "Nothing is selected" in text(key_line(points(0, 26), "", "light"))


def test_a_density_and_a_coloured_sample_say_so():
    lines = text(key_line(points(60_000, 82_000, dense=True), "", "light"))
    assert "density (> 50,000 proteins)" in lines
    assert "sample" not in lines
    lines = text(key_line(points(60_000, 82_000, dense=True, flags=b"\1" * 4_900, sampled=True), "gravy", "light"))
    assert "random sample of 4,900" in lines


def test_categories_are_named_as_text():
    coloured = points(2, 2, flags=b"\1\1", colours=array("f", [0, 1]).tobytes(), categories=("<i>E. coli</i>", "Yeast"))
    lines = text(key_line(coloured, "organism", "light"))
    assert "1 <i>E. coli</i>" in lines
    assert "1 Yeast" in lines
