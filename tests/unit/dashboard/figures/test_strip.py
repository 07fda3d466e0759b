from dashboard import theme
from dashboard.figures import strip

PALETTE = theme.PALETTES["light"]


def draw(dots, key="gravy", medians=(0.1, None)):
    return strip.figure(strip.Dots(dots, *medians), key, mode="light")


def test_every_protein_is_a_dot_with_its_name_and_value():
    figure = draw(
        [strip.Dot(45_016.35, "<HBA>", selected=True), strip.Dot(9_000.0, "B", selected=True)], "molecular_weight_da"
    )
    (dots,) = figure["data"]
    assert dots["x"] == [45_016.35, 9_000.0]
    assert dots["customdata"] == ["&lt;HBA&gt;: 45.0 kDa", "B: 9.0 kDa"]
    assert set(dots["marker"]["color"]) == {PALETTE["rest"]}  # nothing is selected yet


def test_dots_that_would_lie_on_each_other_are_stacked():
    (dots,) = draw([strip.Dot(value, "", selected=True) for value in (0.1, 0.1, 0.1001, 0.9)])["data"]
    assert sorted(dots["y"][:3]) == [0, 1, 2]
    assert dots["y"][3] == 0


def test_selected_dots_are_blue_and_both_medians_are_written():
    figure = draw([strip.Dot(0.1, "", selected=True), strip.Dot(0.5, "", selected=False)], medians=(0.3, 0.1))
    assert figure["data"][0]["marker"]["color"] == [PALETTE["selection"], PALETTE["rest"]]
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words == ["median of all 0.300", "median of selection 0.100"]
    none = draw([strip.Dot(0.1, "", selected=False)])
    assert none["layout"]["xaxis"]["title"]["text"] == "GRAVY · nothing is selected"
