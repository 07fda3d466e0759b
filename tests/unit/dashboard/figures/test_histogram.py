from dataclasses import replace

from dashboard.figures import histogram
from results.queries.query import Histogram


def made(edges, counts, selected, median=0.0, selected_median=None):
    return Histogram(edges, counts, selected, median, selected_median)


EVEN = made([float(n) for n in range(11)], [1] * 10, [1] * 5 + [0] * 5, 5.0, 2.0)


def test_the_batch_is_behind_and_the_selection_in_front():
    behind, front = histogram.figure(EVEN, "gravy", mode="light")["data"]
    assert behind["y"] == [1] * 10
    assert front["y"] == [1] * 5 + [0] * 5


def test_both_medians_are_written_beside_their_lines():
    layout = histogram.figure(EVEN, "gravy", mode="light")["layout"]
    assert [note["text"] for note in layout["annotations"]] == ["batch median 5.00", "selection 2.00"]
    assert {note["xanchor"] for note in layout["annotations"]} == {"left", "right"}


def test_without_a_selection_there_is_one_median():
    everything = made(EVEN.edges, EVEN.counts, EVEN.counts, 5.0, 5.0)
    (note,) = histogram.figure(everything, "gravy", mode="light")["layout"]["annotations"]
    assert note["text"] == "median 5.00"


def test_a_few_far_values_are_counted_instead_of_drawn():
    far = replace(EVEN, below=(2, 0), above=(3, 1))
    assert histogram.shown(far).beyond == 5
    assert sum(histogram.shown(far).counts) == 10
    assert "5 beyond the axis" in histogram.figure(far, "gravy", mode="dark")["layout"]["xaxis"]["title"]["text"]


def test_a_property_that_nothing_has_is_empty():
    drawn = histogram.figure(made([], [], [], None, None), "gravy", mode="light")
    assert drawn["data"][0]["y"] == []
