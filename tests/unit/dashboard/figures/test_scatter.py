import base64
import math
from array import array
from types import SimpleNamespace

import pytest

from dashboard import theme
from dashboard.components.explorer.categories import STATUSES
from dashboard.figures import marking, scatter, typed

POINTS = SimpleNamespace(
    ordinals=array("i", [1, 2, 3]).tobytes(),
    x=array("f", [5.0, 6.0, 9.5]).tobytes(),
    y=array("f", [10_000.0, 52_000.0, 205_000.0]).tobytes(),
    selected=bytes([0, 1, 1]),
    density=None,
    colours=b"",
    categories=(),
    colour_range=None,
    total=3,
    total_selected=2,
    left_out=0,
)


def with_(**changes):
    return SimpleNamespace(**{**vars(POINTS), **changes})


def decoded(packed):
    return list(typed.decode(base64.b64decode(packed["bdata"]), packed["dtype"]))


def draw(points=POINTS, **options):
    return scatter.figure(points, "isoelectric_point", "molecular_weight_da", mode="light", **options)


def layers(*arguments, **options):
    """The traces of the points alone."""
    return [trace for trace in draw(*arguments, **options)["data"] if trace.get("meta") != "mark"]


def test_the_selection_is_a_layer_of_its_own_above_the_rest():
    rest, chosen = layers()
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
    assert [decoded(layer["x"]) for layer in layers(nothing)] == [[], []]


def test_hover_texts_do_not_travel_with_the_points():
    assert all(layer["hoverinfo"] == "none" and "text" not in layer for layer in layers())


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
    assert layout["xaxis"]["ticktext"] == ["5", "6", "7", "8", "9"]
    assert layout["yaxis"]["type"] == "linear"
    assert layout["yaxis"]["title"]["text"] == "Molecular weight (kDa)"
    assert layout["yaxis"]["ticktext"] == ["50", "100", "150", "200"]


def test_two_closed_ranges_are_drawn_as_a_box():
    ranges = {"isoelectric_point": (5, 6), "molecular_weight_da": (1e4, 2e4)}
    assert len(scatter.outline(None, ranges, "isoelectric_point", "molecular_weight_da")) == 4
    assert scatter.outline(None, ranges | {"isoelectric_point": (5, None)}, "isoelectric_point", "gravy") == ()


def test_the_description_counts():
    words = scatter.description(
        with_(total=6077, total_selected=701), "isoelectric_point", "molecular_weight_da", ph=7.0
    )
    assert "6,077 proteins" in words
    assert "701 are selected." in words


def test_what_a_logarithmic_axis_leaves_out_is_said_and_counted():
    points = with_(total=2946, total_selected=2946, left_out=3131)
    keys, logs = ("charge_at_ph", "molecular_weight_da"), (True, None)
    assert scatter.left_out(points, keys, logs) == "3,131 proteins without a positive value not shown"
    assert "3,131 proteins without a positive value not shown." in scatter.description(points, *keys, logs=logs)
    masses = ("isoelectric_point", "molecular_weight_da")  # a mass that is missing is not one below 0
    assert scatter.left_out(with_(left_out=7), masses) == "7 proteins without a value not shown"
    assert scatter.left_out(with_(left_out=1), ("gravy", "gravy")) == "1 protein without a value not shown"
    assert not scatter.left_out(POINTS, keys, logs)


def test_a_property_colours_the_selected_points_on_the_scale_of_all_proteins():
    values = array("f", [9.0, -0.5, 0.25]).tobytes()
    rest, chosen = layers(with_(colours=values, colour_range=(-1.2, 0.9)), colour="gravy")
    assert (rest["marker"]["color"], rest["marker"]["symbol"]) == ("#8D98A5", "circle-open")
    assert decoded(chosen["marker"]["color"]) == [-0.5, 0.25]
    assert (chosen["marker"]["cmin"], chosen["marker"]["cmax"]) == (-1.2, 1.2)  # both signs: zero is in the middle
    assert chosen["marker"]["colorbar"]["title"]["text"] == "GRAVY"
    assert chosen["marker"]["colorbar"]["ticktext"] == ["≤ \u22121.2", "0", "≥ 1.2"]


def test_a_protein_keeps_its_colour_when_the_selection_changes():
    values = array("f", [9.0, -0.5, 0.25]).tobytes()
    scales = []
    for selected in ([0, 1, 1], [1, 0, 0], [0, 0, 0], [1, 1, 1]):
        points = with_(colours=values, colour_range=(-1.2, 0.9), selected=bytes(selected))
        marker = layers(points, colour="gravy")[1]["marker"]
        scales.append((marker["cmin"], marker["cmax"], marker["colorscale"], marker["colorbar"]["ticktext"]))
    assert scales == scales[:1] * 4


def test_masses_colour_by_their_logarithm_and_are_ticked_in_kilodalton():
    points = with_(colours=array("f", [1.0, 10_000.0, 40_000.0]).tobytes(), colour_range=(10_000.0, 40_000.0))
    marker = layers(points, colour="molecular_weight_da")[1]["marker"]
    assert [round(value, 3) for value in decoded(marker["color"])] == [4.0, 4.602]
    assert marker["colorbar"]["ticktext"] == ["≤ 10", "20", "≥ 40"]


def test_a_point_without_the_value_is_a_grey_cross():
    _, missing, measured = layers(with_(colours=array("f", [1.0, math.nan, 2.0]).tobytes()), colour="gravy")
    assert (missing["customdata"], measured["customdata"]) == ([2], [3])
    assert missing["marker"]["symbol"] == "x"


def test_categories_have_a_layer_each_the_rest_is_other():
    points = with_(selected=bytes([1, 1, 1]), colours=array("f", [0, 1, 2]).tobytes(), categories=("<b>Yeast</b>", ""))
    _, *coloured = layers(points, colour="organism")
    assert [layer["name"] for layer in coloured] == ["other organisms", "&lt;b&gt;Yeast&lt;/b&gt;", "not given"]
    assert len({layer["marker"]["color"] for layer in coloured}) == 3


def test_from_three_categories_on_symbols_differ():
    points = with_(
        selected=bytes([1, 1, 1]), colours=array("f", [0, 1, 2]).tobytes(), categories=("ok", "warned", "rejected")
    )
    _, *coloured = layers(points, colour="status")
    assert len({layer["marker"]["symbol"] for layer in coloured}) == 3
    assert coloured[0]["name"] == STATUSES["ok"]


CELLS = SimpleNamespace(
    x_edges=[1.0, 2.0, 3.0],
    y_edges=[10.0, 20.0],
    counts=array("i", [3, 1]).tobytes(),
    selected=array("i", [2, 0]).tobytes(),
)
NO_POINTS = {"ordinals": b"", "x": b"", "y": b"", "selected": b""}


def test_a_density_is_grey_with_the_selection_in_blue_over_it():
    batch, selected, points = layers(with_(density=CELLS, **NO_POINTS))
    assert (batch["type"], points["type"]) == ("heatmap", "scattergl")
    assert "selected" in selected["hovertemplate"]
    assert decoded(batch["z"]) == [3.0, 1.0]
    assert batch["z"]["shape"] == "1, 2"
    assert decoded(selected["z"])[0] == 2.0
    assert math.isnan(decoded(selected["z"])[1])  # what is below shows through


def test_over_a_density_a_few_selected_proteins_are_points():
    batch, points = layers(with_(density=CELLS, selected=bytes([1, 1, 1])))
    assert "proteins" in batch["hovertemplate"]
    assert points["customdata"] == [1, 2, 3]


def test_until_something_is_selected_the_density_is_grey():
    everything = SimpleNamespace(**{**vars(CELLS), "selected": CELLS.counts})
    grey, _points = layers(with_(density=everything, **NO_POINTS))
    assert "selected" not in grey["hovertemplate"]
    assert grey["colorscale"][0][1] == theme.REST["light"][0]


def test_until_something_is_selected_points_are_grey():
    _none, everything = layers(with_(selected=bytes([1, 1, 1])))
    assert everything["marker"]["color"] == theme.PALETTES["light"]["rest"]
    assert everything["name"] == "3 proteins"


@pytest.mark.parametrize(("number", "size"), [(3, 9), (199, 9), (200, 6.5), (1_000, 4.4), (6_077, 4.4)])
def test_the_fewer_points_the_larger_and_the_more_solid(number, size):
    assert scatter.look(number).size == size
    assert (scatter.look(number).opacity == 0.85) == (number < 200)


def test_the_open_protein_is_ringed_and_named_and_checked_ones_are_ringed():
    opened = marking.Point(2, "sp|P1|HBA_<b>HUMAN", 6.0, 52_000.0)
    marks = marking.Marked(opened, [marking.Point(3, "x", 9.5, 205_000.0)])
    figure = draw(marked=marks)
    checked, ring = figure["data"][-2:]
    assert (checked["x"], checked["y"]) == ([9.5], [205_000.0])
    assert ring["x"] == [6.0]
    assert ring["marker"]["symbol"] == checked["marker"]["symbol"] == "circle-open"
    assert figure["layout"]["annotations"][0]["text"] == "HBA_&lt;b&gt;HUMAN"
    assert draw()["layout"]["annotations"][0]["visible"] is False


def test_names_stand_beside_their_points_and_not_on_each_other():
    here = [marking.Point(number, f"PROTEIN_{number}", 5.0, 10_000.0) for number in range(1, 12)]
    far = marking.Point(99, "FAR", 9.0, 90_000.0)
    names = marking.labels([*here, far], logs=(False, True), mode="light")
    assert "FAR" in [name["text"] for name in names]
    assert 1 < len(names) < 8
    places = [(name["xanchor"], name["yanchor"]) for name in names if name["x"] == 5.0]
    assert len(set(places)) == len(places)
    assert names[0]["y"] == 4.0  # on a logarithmic axis the logarithm


def test_after_zooming_the_ticks_are_those_in_sight():
    zoom = {"x": [6.01, 6.09], "y": [4.3, 4.6]}
    layout = draw(zoom=zoom)["layout"]
    assert layout["xaxis"]["ticktext"] == ["6.02", "6.04", "6.06", "6.08"]
    assert layout["yaxis"]["ticktext"] == ["20", "25", "30", "35"]
    assert (layout["xaxis"]["range"], layout["yaxis"]["range"]) == (zoom["x"], zoom["y"])
    assert layout["meta"]["x"] == draw()["layout"]["xaxis"]["range"]  # the way back
    assert layout["uirevision"] == draw()["layout"]["uirevision"] == "isoelectric_point linear molecular_weight_da log"


def test_a_plot_without_points_says_so():
    nothing = with_(ordinals=b"", x=b"", y=b"", selected=b"", total=0, total_selected=0)
    assert "No protein" in draw(nothing)["layout"]["annotations"][-1]["text"]


def test_a_density_of_nothing_draws_no_cells():
    nothing = SimpleNamespace(x_edges=[], y_edges=[], counts=b"", selected=b"")
    assert [layer["type"] for layer in layers(with_(density=nothing, **NO_POINTS))] == ["scattergl"]
