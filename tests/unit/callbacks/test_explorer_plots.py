import json

import plotly.utils

from callbacks.explorer_plots import hover, hover_place, key_line, single

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


def test_a_sample_says_so():
    lines = text(key_line(10, 50_000, 82_000))
    assert "a sample of 50,000 of 82,000" in lines
    assert "81,990 others" in lines
    assert "others" not in text(key_line(26, 26, 26))
