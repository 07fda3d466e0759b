from types import SimpleNamespace

from dashboard.figures import correlation

FOUND = SimpleNamespace(
    keys=("gravy", "length", "aromaticity"),
    rows=[[1.0, -0.25, None], [-0.25, 1.0, 0.5], [None, 0.5, 1.0]],
    records=12_345,
    sampled=True,
)


def test_each_pair_is_one_cell_whose_place_names_both_properties():
    (cells,) = correlation.figure(FOUND, mode="light")["data"]
    assert (cells["x"], cells["y"]) == (["gravy", "length"], ["length", "aromaticity"])
    assert cells["z"] == [[-0.25, None], [None, 0.5]]
    assert cells["text"] == [["\u22120.25", ""], ["", "0.50"]]
    assert (cells["zmin"], cells["zmax"]) == (-1, 1)


def test_the_coefficient_and_the_sample_are_named():
    assert correlation.note(FOUND) == "Spearman\u2019s \u03c1, 12,345 sampled"
    words = correlation.description(FOUND)
    assert words.index("Aromaticity and Length 0.50") < words.index("Length and GRAVY \u22120.25")


def test_two_proteins_correlate_with_nothing():
    few = SimpleNamespace(**{**vars(FOUND), "records": 2})
    made = correlation.figure(few, mode="dark")
    assert made["data"] == []
    assert "Too few" in made["layout"]["annotations"][0]["text"]
