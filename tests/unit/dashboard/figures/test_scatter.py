import base64
from array import array
from types import SimpleNamespace

from dashboard.figures import scatter, typed

POINTS = SimpleNamespace(
    ordinals=array("i", [1, 2, 3]).tobytes(),
    x=array("f", [5.0, 6.0, 9.5]).tobytes(),
    y=array("f", [10_000.0, 52_000.0, 205_000.0]).tobytes(),
    selected=bytes([0, 1, 1]),
)


def decoded(packed):
    return list(typed.decode(base64.b64decode(packed["bdata"]), packed["dtype"]))


def draw(points=POINTS, **options):
    return scatter.figure(points, "isoelectric_point", "molecular_weight_da", mode="light", **options)


def test_the_selection_is_a_layer_of_its_own_above_the_rest():
    rest, chosen = draw()["data"]
    assert rest["customdata"] == [1]
    assert chosen["customdata"] == [2, 3]
    assert decoded(chosen["x"]) == [6.0, 9.5]
    assert rest["type"] == chosen["type"] == "scattergl"


def test_masses_are_on_a_logarithmic_axis_in_kilodalton():
    axis = draw()["layout"]["yaxis"]
    assert axis["type"] == "log"
    assert dict(zip(axis["tickvals"], axis["ticktext"], strict=True))[50_000.0] == "50"
    assert axis["title"]["text"] == "Molecular weight (kDa, log)"


def test_no_points_draw_an_empty_figure():
    nothing = SimpleNamespace(ordinals=b"", x=b"", y=b"", selected=b"")
    assert [decoded(layer["x"]) for layer in draw(nothing)["data"]] == [[], []]


def test_hover_texts_do_not_travel_with_the_points():
    assert all(layer["hoverinfo"] == "none" and "text" not in layer for layer in draw()["data"])


def test_a_lasso_is_drawn_on_its_own_axes_only():
    region = SimpleNamespace(x="isoelectric_point", y="molecular_weight_da", polygon=((5, 1e4), (6, 1e4), (6, 2e4)))
    corners = scatter.outline(region, {}, "isoelectric_point", "molecular_weight_da")
    assert draw(outline=corners)["layout"]["shapes"][0]["path"] == "M5,10000L6,10000L6,20000Z"
    assert scatter.outline(region, {}, "gravy", "molecular_weight_da") == ()
    assert scatter.outline(region, {}, "molecular_weight_da", "isoelectric_point")[0] == (1e4, 5)


def test_two_closed_ranges_are_drawn_as_a_box():
    ranges = {"isoelectric_point": (5, 6), "molecular_weight_da": (1e4, 2e4)}
    assert len(scatter.outline(None, ranges, "isoelectric_point", "molecular_weight_da")) == 4
    assert scatter.outline(None, ranges | {"isoelectric_point": (5, None)}, "isoelectric_point", "gravy") == ()


def test_the_description_counts():
    words = scatter.description("isoelectric_point", "molecular_weight_da", 701, 6077)
    assert "6,077 proteins" in words
    assert "701 are selected" in words
