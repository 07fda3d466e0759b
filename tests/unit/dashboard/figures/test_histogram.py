from types import SimpleNamespace

from dashboard.figures import histogram


def made(edges, counts, selected, median=0.0, selected_median=None):
    return SimpleNamespace(edges=edges, counts=counts, selected=selected, median=median, selected_median=selected_median)


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


def test_bins_that_reach_far_out_are_counted_instead_of_drawn():
    far = made([-100.0, *range(9), 500.0], [3, *[10] * 8, 4], [0] * 10)
    shown = histogram.shown(far, log=False)
    assert shown.edges == list(range(9))
    assert shown.beyond == 7
    assert "7 beyond the axis" in histogram.figure(far, "gravy", mode="dark")["layout"]["xaxis"]["title"]["text"]


def test_bins_of_equal_ratio_are_all_drawn():
    edges = [10.0**n for n in range(10)]
    shown = histogram.shown(made(edges, [1] * 9, [1] * 9), log=True)
    assert shown.beyond == 0
    assert len(shown.counts) == 9


def test_a_property_that_nothing_has_is_empty():
    drawn = histogram.figure(made([], [], [], None, None), "gravy", mode="light")
    assert drawn["data"][0]["y"] == []
