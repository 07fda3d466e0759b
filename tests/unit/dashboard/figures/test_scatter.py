import base64
import math
from array import array
from types import SimpleNamespace

from dashboard.figures import scatter, typed

POINTS = SimpleNamespace(
    ordinals=array("i", [1, 2, 3]).tobytes(),
    x=array("f", [5.0, 6.0, 9.5]).tobytes(),
    y=array("f", [10_000.0, 52_000.0, 205_000.0]).tobytes(),
    selected=bytes([0, 1, 1]),
    density=None,
    colours=b"",
    categories=(),
)


def with_(**changes):
    return SimpleNamespace(**{**vars(POINTS), **changes})


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
    nothing = with_(ordinals=b"", x=b"", y=b"", selected=b"")
    assert [decoded(layer["x"]) for layer in draw(nothing)["data"]] == [[], []]


def test_hover_texts_do_not_travel_with_the_points():
    assert all(layer["hoverinfo"] == "none" and "text" not in layer for layer in draw()["data"])


def test_a_lasso_is_drawn_on_its_own_axes_only():
    region = SimpleNamespace(
        x="isoelectric_point", y="molecular_weight_da", polygon=((5, 1e4), (6, 1e4), (6, 2e4)), log_x=False, log_y=True
    )
    corners = scatter.outline(region, {}, "isoelectric_point", "molecular_weight_da")
    assert draw(outline=corners)["layout"]["shapes"][0]["path"] == "M5,10000L6,10000L6,20000Z"
    assert scatter.outline(region, {}, "gravy", "molecular_weight_da") == ()
    assert scatter.outline(region, {}, "molecular_weight_da", "isoelectric_point")[0] == (1e4, 5)


def test_a_lasso_is_not_drawn_on_axes_of_another_kind():
    region = SimpleNamespace(
        x="isoelectric_point", y="molecular_weight_da", polygon=((5, 1e4),), log_x=False, log_y=True
    )
    assert scatter.outline(region, {}, "isoelectric_point", "molecular_weight_da", (False, False)) == ()
    assert scatter.outline(region, {}, "molecular_weight_da", "isoelectric_point", (True, False)) == [(1e4, 5)]


def test_axes_are_as_logarithmic_as_asked():
    layout = draw(logs=(True, False))["layout"]
    assert (layout["xaxis"]["type"], layout["xaxis"]["title"]["text"]) == ("log", "Isoelectric point (log)")
    assert layout["xaxis"]["ticktext"] == ["3", "4", "5", "6", "7", "8", "9", "10"]
    assert "type" not in layout["yaxis"]
    assert layout["yaxis"]["title"]["text"] == "Molecular weight (Da)"


def test_two_closed_ranges_are_drawn_as_a_box():
    ranges = {"isoelectric_point": (5, 6), "molecular_weight_da": (1e4, 2e4)}
    assert len(scatter.outline(None, ranges, "isoelectric_point", "molecular_weight_da")) == 4
    assert scatter.outline(None, ranges | {"isoelectric_point": (5, None)}, "isoelectric_point", "gravy") == ()


def test_the_description_counts():
    words = scatter.description("isoelectric_point", "molecular_weight_da", 701, 6077)
    assert "6,077 proteins" in words
    assert "701 are selected" in words


def test_a_property_colours_the_selected_points_alone_between_nearly_all_values():
    rest, chosen = draw(with_(colours=array("f", [9.0, -0.5, 0.25]).tobytes()), colour="gravy")["data"]
    assert rest["marker"]["color"] == "#8D98A5"
    assert decoded(chosen["marker"]["color"]) == [-0.5, 0.25]
    assert (chosen["marker"]["cmin"], chosen["marker"]["cmax"]) == (-0.5, 0.5)  # both signs: zero is in the middle
    assert chosen["marker"]["colorbar"]["title"]["text"] == "GRAVY of the selection"
    assert chosen["marker"]["colorbar"]["ticktext"] == ["\u22120.50", "0.00", "0.50"]


def test_masses_colour_by_their_logarithm_and_are_ticked_in_kilodalton():
    figure = draw(with_(colours=array("f", [1.0, 10_000.0, 40_000.0]).tobytes()), colour="molecular_weight_da")
    marker = figure["data"][1]["marker"]
    assert [round(value, 3) for value in decoded(marker["color"])] == [4.0, 4.602]
    assert marker["colorbar"]["ticktext"] == ["10", "20", "40"]


def test_a_point_without_the_value_is_a_grey_cross():
    _, missing, measured = draw(with_(colours=array("f", [1.0, math.nan, 2.0]).tobytes()), colour="gravy")["data"]
    assert (missing["customdata"], measured["customdata"]) == ([2], [3])
    assert missing["marker"]["symbol"] == "x"


def test_categories_have_a_layer_each_the_rest_is_other():
    points = with_(selected=bytes([1, 1, 1]), colours=array("f", [0, 1, 2]).tobytes(), categories=("<b>Yeast</b>", ""))
    _, *layers = draw(points, colour="organism")["data"]
    assert [layer["name"] for layer in layers] == ["&lt;b&gt;Yeast&lt;/b&gt;", "not given", "other"]
    assert len({layer["marker"]["color"] for layer in layers}) == 3


def test_from_three_categories_on_symbols_differ():
    points = with_(
        selected=bytes([1, 1, 1]), colours=array("f", [0, 1, 2]).tobytes(), categories=("ok", "warned", "rejected")
    )
    _, *layers = draw(points, colour="status")["data"]
    assert len({layer["marker"]["symbol"] for layer in layers}) == 3
    assert layers[0]["name"] == "Measured, no notes"


CELLS = SimpleNamespace(
    x_edges=[1.0, 2.0, 3.0],
    y_edges=[10.0, 20.0],
    counts=array("i", [3, 1]).tobytes(),
    selected=array("i", [2, 0]).tobytes(),
)
NO_POINTS = {"ordinals": b"", "x": b"", "y": b"", "selected": b""}


def test_a_density_is_grey_with_the_selection_in_blue_over_it():
    batch, selected, points = draw(with_(density=CELLS, **NO_POINTS))["data"]
    assert (batch["type"], points["type"]) == ("heatmap", "scattergl")
    assert decoded(batch["z"]) == [3.0, 1.0]
    assert batch["z"]["shape"] == "1, 2"
    assert decoded(selected["z"])[0] == 2.0
    assert math.isnan(decoded(selected["z"])[1])  # what is below shows through


def test_over_a_density_a_few_selected_proteins_are_points():
    batch, points = draw(with_(density=CELLS, selected=bytes([1, 1, 1])))["data"]
    assert "in the batch" in batch["hovertemplate"]
    assert points["customdata"] == [1, 2, 3]


def test_when_all_is_selected_the_density_is_blue_alone():
    everything = SimpleNamespace(**{**vars(CELLS), "selected": CELLS.counts})
    blue, _points = draw(with_(density=everything, **NO_POINTS))["data"]
    assert "selected" in blue["hovertemplate"]


def test_a_density_of_nothing_draws_no_cells():
    nothing = SimpleNamespace(x_edges=[], y_edges=[], counts=b"", selected=b"")
    assert [layer["type"] for layer in draw(with_(density=nothing, **NO_POINTS))["data"]] == ["scattergl"]
