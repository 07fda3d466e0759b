from types import SimpleNamespace

from dashboard.figures import histogram


def made(edges, counts, selected, median=0.0, selected_median=None):
    return SimpleNamespace(
        edges=edges, counts=counts, selected=selected, median=median, selected_median=selected_median
    )


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
    counts = [0] * histogram.BINS
    counts[0], counts[100:120], counts[-1] = 2, [100] * 20, 3
    far = made([float(n) for n in range(histogram.BINS + 1)], counts, counts)
    shown = histogram.shown(far)
    assert (shown.edges[0], shown.edges[-1]) == (99.0, 121.0)
    assert shown.beyond == 5
    assert sum(shown.counts) == 2000
    assert "5 beyond the axis" in histogram.figure(far, "gravy", mode="dark")["layout"]["xaxis"]["title"]["text"]


def test_evenly_spread_values_are_all_drawn_in_sixty_bars():
    even = made([float(n) for n in range(histogram.BINS + 1)], [1] * histogram.BINS, [0] * histogram.BINS)
    shown = histogram.shown(even)
    assert shown.beyond == 0
    assert shown.counts == [3] * histogram.BARS
    assert shown.edges[-1] == histogram.BINS


def test_bins_that_do_not_divide_evenly_lose_nothing():
    odd = made([float(n) for n in range(histogram.BINS - 3)], [1] * (histogram.BINS - 4), [1] * (histogram.BINS - 4))
    shown = histogram.shown(odd)
    assert sum(shown.counts) == histogram.BINS - 4
    assert len(shown.edges) == len(shown.counts) + 1


def test_a_property_that_nothing_has_is_empty():
    drawn = histogram.figure(made([], [], [], None, None), "gravy", mode="light")
    assert drawn["data"][0]["y"] == []
