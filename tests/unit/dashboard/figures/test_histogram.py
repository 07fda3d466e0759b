from dataclasses import replace

from dashboard import theme
from dashboard.components.shared.numbers import MINUS
from dashboard.figures import histogram
from results.queries.query import Histogram


def made(edges, counts, selected, median=0.0, selected_median=None):
    return Histogram(edges, counts, selected, median, selected_median)


EVEN = made([float(n) for n in range(11)], [1] * 10, [1] * 5 + [0] * 5, 5.0, 2.0)


def test_the_batch_is_behind_and_the_selection_in_front():
    behind, front, _pointer = histogram.figure(EVEN, "gravy", mode="light")["data"]
    assert behind["y"] == [1] * 10
    assert front["y"] == [1] * 5 + [0] * 5


def test_both_medians_are_written_beside_their_lines():
    layout = histogram.figure(EVEN, "gravy", mode="light")["layout"]
    assert [note["text"] for note in layout["annotations"]] == ["median of all 5.000", "median of selection 2.000"]
    assert layout["annotations"][0]["yshift"] != layout["annotations"][1]["yshift"]


def test_without_a_selection_there_is_one_median():
    everything = made(EVEN.edges, EVEN.counts, EVEN.counts, 5.0, 5.0)
    (note,) = histogram.figure(everything, "gravy", mode="light")["layout"]["annotations"]
    assert note["text"] == "median 5.000"


def test_until_something_is_selected_bars_are_grey():
    everything = made(EVEN.edges, EVEN.counts, EVEN.counts, 5.0, 5.0)
    bars, pointer = histogram.figure(everything, "gravy", mode="light")["data"]
    assert bars["marker"]["color"] == theme.PALETTES["light"]["rest"]
    assert pointer["meta"] == "pointer"


def test_one_box_says_what_a_bar_is():
    charge = made([-4.7, -3.1, 0.0], [306, 5_771], [0, 12], -1.0, -0.5)
    figure = histogram.figure(charge, "charge_at_ph", mode="light", ph=7.0)
    said = [trace for trace in figure["data"] if trace.get("hovertemplate")]
    assert [trace["meta"] for trace in said] == ["pointer"]
    assert said[0]["customdata"] == [
        f"{MINUS}4.7 to {MINUS}3.1 e: 306 proteins (5 %), 0 selected",
        f"{MINUS}3.1 to 0 e: 5,771 proteins (95 %), 12 selected",
    ]
    assert figure["layout"]["hovermode"] == "closest"  # no second box on the axis
    unselected = made(charge.edges, charge.counts, charge.counts, -1.0, -1.0)
    (*_, pointer) = histogram.figure(unselected, "charge_at_ph", mode="light")["data"]
    assert pointer["customdata"][0] == f"{MINUS}4.7 to {MINUS}3.1 e: 306 proteins (5 %)"


def test_a_bar_of_whole_numbers_names_the_numbers_in_it():
    assert histogram.between("positive_residues", 24, 28) == "24 to 27"
    assert histogram.between("ambiguous_residues", 2, 3) == "2"
    assert histogram.between("molecular_weight_da", 15_000, 20_000) == "15 to 20 kDa"
    (bar,) = histogram.bars_of(made([24.0, 28.0], [318], [318]), "positive_residues", log=False)
    assert (bar.left, bar.right) == (23.5, 27.5)  # around the numbers in it


def test_shares_are_as_precise_as_they_are_small():
    assert [histogram.share(count, 6_077) for count in (318, 24, 1, 0)] == ["5 %", "0.4 %", "< 0.1 %", "0 %"]


def test_the_counts_have_an_axis_that_begins_at_nothing():
    up = histogram.figure(EVEN, "gravy", mode="light")["layout"]["yaxis"]
    assert (up["title"]["text"], up["range"][0]) == ("Proteins", 0)
    many = histogram.figure(made([0.0, 1.0], [1_540], [1_540]), "gravy", mode="light")["layout"]["yaxis"]
    assert many["ticktext"] == ["0", "500", "1,000", "1,500"]


def test_a_few_far_values_are_counted_instead_of_drawn():
    far = replace(EVEN, below=(2, 0), above=(3, 1))
    below, *inside, above = histogram.bars_of(far, "gravy", log=False)
    assert [(bar.count, bar.selected, bar.words) for bar in (below, above)] == [(2, 0, "below 0"), (3, 1, "10 or more")]
    assert [bar.count for bar in inside] == far.counts
    assert below.left < below.right < inside[0].left
    assert inside[-1].right < above.left < above.right
    low, high = histogram.figure(far, "gravy", mode="dark")["layout"]["xaxis"]["range"]
    assert low <= below.left
    assert above.right <= high


def test_a_property_that_nothing_has_is_empty():
    drawn = histogram.figure(made([], [], [], None, None), "gravy", mode="light")
    assert drawn["data"][0]["y"] == []
