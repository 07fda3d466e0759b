"""Titles, units and ticks of every plot, read back as a person reads them: number times unit is the value."""

import json
import math
import re
from array import array
from types import SimpleNamespace

import pytest

from batchprot.properties.own import OwnColumn
from batchprot.properties.table import BY_KEY, Kind
from dashboard.components.explorer.filters import numeric
from dashboard.components.shared import quantities
from dashboard.figures import axes, correlation, histogram, scatter, spread, strip
from results.compare.found import Curve, Shape
from results.queries.query import Correlations, Histogram

DALTONS = {"Da": 1.0, "kDa": 1000.0}
RANGES = {
    "narrow": (15_233.4, 20_411.7),
    "very narrow": (11_832.74, 11_832.75),
    "wide": (1_976.41, 559_307.68),
    "single": (23_452.1, 23_452.1),
    "from zero": (0.0, 42_000.0),
    "tiny": (0.0001, 0.0007),
}


def read(axis):
    """Each tick's number with the unit of the title, in the unit that is stored; and where the tick is."""
    units = re.search(r"\((.*)\)$", axis["title"]["text"])
    factor = DALTONS.get(units[1].split(", ")[0], 1.0) if units else 1.0
    said = [float(text.replace(",", "").replace("\N{MINUS SIGN}", "-")) * factor for text in axis["ticktext"]]
    return said, axis["tickvals"]


def check(axis):
    said, places = read(axis)
    assert said == pytest.approx(places, rel=1e-9, abs=1e-12)
    assert 3 <= len(places) <= 5
    low, high = axis["range"]
    seen = [10**low, 10**high] if axis["type"] == "log" else [low, high]
    slack = 1e-6 * max(map(abs, seen))
    assert all(seen[0] - slack <= place <= seen[1] + slack for place in places)
    assert len(set(axis["ticktext"])) == len(places)


def histogram_of(low, high):
    edges = [low + (high - low) * share / 10 for share in range(11)] if high > low else [low, low + 1]
    counts = [3] * (len(edges) - 1)
    return Histogram(edges, counts, counts, low, low)


def points_of(low, high):
    return SimpleNamespace(
        ordinals=array("i", [1, 2]).tobytes(),
        x=array("f", [low, high]).tobytes(),
        y=array("f", [low, high]).tobytes(),
        selected=bytes([1, 1]),
        density=None,
        colours=b"",
        categories=(),
        colour_range=None,
        total=2,
        total_selected=2,
        left_out=0,
    )


def density_of(low, high):
    edges = [low, (low + high) / 2, high]
    cells = SimpleNamespace(x_edges=edges, y_edges=edges, counts=array("i", [1] * 4).tobytes(), selected=bytes(16))
    nothing = {"ordinals": b"", "x": b"", "y": b"", "selected": b""}
    return SimpleNamespace(**{**vars(points_of(low, high)), **nothing, "density": cells})


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("name", RANGES)
def test_number_times_unit_is_the_value_on_the_scatter(name, log):
    low, high = RANGES[name]
    if log and low <= 0:
        return
    keys = ("isoelectric_point", "molecular_weight_da")
    drawn = scatter.figure(points_of(low, high), *keys, mode="light", logs=(log, log))["layout"]
    check(drawn["xaxis"])
    check(drawn["yaxis"])
    assert ("log" in drawn["yaxis"]["title"]["text"]) == log
    assert "kDa" in drawn["yaxis"]["title"]["text"]


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"from zero", "single", "very narrow"}))
def test_number_times_unit_is_the_value_on_a_density(name):
    drawn = scatter.figure(density_of(*RANGES[name]), "gravy", "molecular_weight_da", mode="dark")["layout"]
    check(drawn["xaxis"])
    check(drawn["yaxis"])


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"from zero"}))
@pytest.mark.parametrize("key", ["molecular_weight_da", "monoisotopic_mass_da", "gravy", "charge_at_ph"])
def test_number_times_unit_is_the_value_on_a_histogram(key, name):
    check(histogram.figure(histogram_of(*RANGES[name]), key, mode="light", ph=5.5)["layout"]["xaxis"])


@pytest.mark.parametrize("name", sorted(set(RANGES) - {"from zero"}))
def test_number_times_unit_is_the_value_on_a_strip_of_dots(name):
    dots = [strip.Dot(value, "", selected=True) for value in RANGES[name]]
    drawn = strip.figure(strip.Dots(dots, None, None), "molecular_weight_da", mode="light")
    check(drawn["layout"]["xaxis"])


@pytest.mark.parametrize("name", ["narrow", "wide"])
@pytest.mark.parametrize("key", ["molecular_weight_da", "length", "gravy"])
def test_number_times_unit_is_the_value_in_compare(key, name):
    low, high = RANGES[name]
    curve = Curve([low, high], [0.5, 1.0], [0.5, 0.5], 0.0, low, 30)
    compared = Shape(key, low, high, key in axes.LOGARITHMIC, [curve])
    drawn = spread.figure(compared, ["a"], cumulative=False, mode="light")["layout"]["xaxis"]
    said = [float(text.replace(",", "")) * quantities.factor(key) for text in drawn["ticktext"]]
    assert said == pytest.approx(drawn["tickvals"])
    assert 3 <= len(said) <= 5


@pytest.mark.parametrize("ends", [(-225.9, 66.9), (-80.0, -79.5), (-0.5, -0.5), (-3, 0)])
def test_negative_values_have_ticks_with_a_minus_sign(ends):
    axis = axes.axis("charge_at_ph", *ends, ph=5.5)
    check(axis)
    assert any(text.startswith("\N{MINUS SIGN}") for text in axis["ticktext"])
    assert not any("-" in text for text in axis["ticktext"])


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize("ends", [(None, None), (0.0, 0.0), (-3.0, -1.0)])
def test_what_has_no_place_on_an_axis_has_no_tick_there(ends, log):
    axis = axes.axis("molecular_weight_da", *ends, log=log)
    assert axis["title"]["text"] == f"Molecular weight (kDa{', log' if log else ''})"
    if log or ends[0] is None:
        assert axis["tickvals"] == axis["ticktext"] == []
        assert "range" not in axis


def test_whole_numbers_have_whole_ticks():
    for ends in ((0, 1), (5, 5), (2, 12), (24, 4911), (0, 0)):
        axis = axes.axis("positive_residues", *ends)
        check(axis)
        assert all(value == round(value) for value in axis["tickvals"])


def test_every_property_has_ticks_whatever_its_values():
    for row in numeric():
        for ends in ((0.01, 0.02), (1, 1), (3, 900_000), (7.25, 7.5)):
            check(axes.axis(row.key, *ends, ph=7.0))


def test_the_net_charge_says_its_ph():
    assert axes.title("charge_at_ph", ph=5.5) == "Net charge at pH 5.5 (e)"
    assert axes.title("charge_at_ph", ph=7) == "Net charge at pH 7.0 (e)"
    assert axes.title("charge_at_ph", log=True, ph=7.25) == "Net charge at pH 7.25 (e, log)"
    assert axes.title("net_charge_per_residue", ph=5.5) == "Net charge per residue (e)"


def test_masses_are_shown_in_kilodalton_with_one_decimal():
    assert quantities.with_unit("molecular_weight_da", 45_016.35) == "45.0 kDa"
    assert quantities.text("molecular_weight_da", 45_049.996) == "45.1"  # a table shows 45,050.00 Da
    assert quantities.text("gravy", -0.2511) == "\N{MINUS SIGN}0.251"
    assert BY_KEY["molecular_weight_da"].unit == "Da"  # the table and the downloads


def test_what_is_in_sight_after_zooming_has_ticks_of_its_own():
    zoomed = axes.in_sight("molecular_weight_da", [math.log10(21_000), math.log10(45_000)], log=True)
    assert zoomed["ticktext"] == ["25", "30", "35", "40", "45"]
    assert zoomed["tickvals"] == [25_000, 30_000, 35_000, 40_000, 45_000]
    assert axes.in_sight("gravy", None, log=False) == {}


def test_a_linear_axis_of_masses_does_not_begin_below_zero():
    layout = scatter.figure(
        points_of(500.0, 90_000.0), "gravy", "molecular_weight_da", mode="light", logs=(False, False)
    )
    assert layout["layout"]["yaxis"]["range"][0] == 0


def test_the_name_of_an_own_column_is_shown_as_it_is_and_never_as_markup():
    key = OwnColumn(1, Kind.NUMBER, 2, '<a href="https://x">A & B</a>').key
    shown = '&lt;a href="https://x"&gt;A &amp; B&lt;/a&gt;'
    assert axes.axis(key, 0.0, 1.0)["title"]["text"] == shown
    found = Correlations((key, "gravy"), [[1.0, 0.5], [0.5, 1.0]], 10, False)
    drawn = json.dumps(correlation.figure(found, mode="light"))
    assert "<a" not in drawn
