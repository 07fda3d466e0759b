"""Points and densities by SQL, held to the same records in Python."""

import struct
import sys
from array import array
from dataclasses import replace

import pytest

from results.queries import densities, query
from results.selection.model import InvalidSelection, Selection
from tests.integration.results.selections import GRAVY, between, ordinals, where, with_values


def unpacked(points):
    number = len(points.selected)
    little = {"i": array("i", points.ordinals), "x": array("f", points.x), "y": array("f", points.y)}
    assert sys.byteorder == "little"
    assert {len(values) for values in little.values()} == {number}
    return list(zip(little["i"], little["x"], little["y"], points.selected, strict=True))


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def test_scatter_packs_every_record_that_has_both_values(reader, filled):
    points = query.scatter(reader, filled.owner, filled.id, "isoelectric_point", "length", GRAVY)
    expected = [
        (r["ordinal"], single(r["isoelectric_point"]), float(r["length"] or 0), int(between(r["gravy"], 0, 7)))
        for r in filled.records
        if r["isoelectric_point"] is not None
    ]
    assert unpacked(points) == expected
    assert (points.total, points.sampled, points.density) == (len(expected), False, None)
    assert points.total_selected == sum(point[3] for point in expected)


def test_scatter_on_logarithmic_axes_leaves_out_what_has_no_place(reader, filled):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "aromaticity", Selection(), log_x=True)
    assert [p[0] for p in unpacked(points)] == where(filled, lambda r: r["gravy"] is not None and r["gravy"] > 0)


@pytest.mark.parametrize("selection", [GRAVY, Selection(ordinals=frozenset(range(1, 12))), Selection()])
def test_over_a_density_lie_the_selected_points_while_they_are_few(reader, filled, selection):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "length", selection, most=60, overlay=100)
    everything = where(filled, lambda r: r["gravy"] is not None)
    chosen = sorted(set(ordinals(reader, filled, selection)) & set(everything))
    assert points.density is not None
    assert (points.total, points.total_selected) == (len(everything), len(chosen))
    drawn = [ordinal for ordinal, *_ in unpacked(points)]
    assert drawn == (chosen if len(chosen) <= 100 else [])
    assert points.sampled == (len(chosen) > 100)
    assert all(flag for *_, flag in unpacked(points))


def test_points_to_be_coloured_are_a_fixed_sample_of_what_is_selected(reader, filled):
    asked = (reader, filled.owner, filled.id, "gravy", "length", Selection())
    points = query.scatter(*asked, colour="aromaticity", most=60, overlay=50)
    assert points.sampled
    assert 10 < len(points.selected) <= 60
    assert len(points.colours) == 4 * len(points.selected)
    assert points == query.scatter(*asked, colour="aromaticity", most=60, overlay=50)


def test_colours_are_the_property_of_each_point_and_missing_where_it_is(reader, filled):
    points = query.scatter(
        reader, filled.owner, filled.id, "length", "ordinal", Selection(), colour="instability_index"
    )
    by_ordinal = {r["ordinal"]: r["instability_index"] for r in filled.records}
    colours = array("f", points.colours)
    assert len(colours) == len(points.selected)
    for (ordinal, *_), colour in zip(unpacked(points), colours, strict=True):
        value = by_ordinal[ordinal]
        assert colour == single(value) if value is not None else colour != colour  # noqa: PLR0124 - not a number
    assert any(colour != colour for colour in colours)  # noqa: PLR0124


@pytest.mark.parametrize("colour", ["status", "organism"])
def test_categories_are_numbered_by_how_frequent_they_are(reader, filled, colour):
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "length", Selection(), colour=colour)
    by_ordinal = {r["ordinal"]: r[colour] for r in filled.records}
    accepted = [r[colour] for r in filled.records if r["status"] != "rejected"]
    frequencies = [accepted.count(name) for name in points.categories]
    assert frequencies == sorted(frequencies, reverse=True)
    named = [*points.categories, None]
    for (ordinal, *_), place in zip(unpacked(points), array("f", points.colours), strict=True):
        assert named[int(place)] in (by_ordinal[ordinal], None)


def test_no_other_column_colours(reader, filled):
    for colour in ("description", "user_id", "nonsense", "formula"):
        with pytest.raises(InvalidSelection):
            query.scatter(reader, filled.owner, filled.id, "gravy", "length", Selection(), colour=colour)


@pytest.mark.parametrize("log_y", [False, True])
@pytest.mark.parametrize("selection", [GRAVY, Selection()])
def test_density_counts_every_record_once(reader, filled, log_y, selection):
    points = query.scatter(
        reader, filled.owner, filled.id, "gravy", "molecular_weight_da", selection, log_y=log_y, most=60
    )
    density = points.density
    counts, selected = array("i", density.counts), array("i", density.selected)
    assert sum(counts) == points.total
    assert (
        sum(selected)
        == points.total_selected
        == len(ordinals(reader, filled, replace(selection, ranges={"gravy": (None, None), **selection.ranges})))
    )
    assert all(chosen <= everything for chosen, everything in zip(selected, counts, strict=True))
    cells = [0] * densities.ACROSS * densities.UP
    for r in filled.records:
        if r["gravy"] is not None:
            column = sum(edge <= r["gravy"] for edge in density.x_edges[1:-1])
            row = sum(edge <= r["molecular_weight_da"] for edge in density.y_edges[1:-1])
            cells[row * densities.ACROSS + column] += 1
    # A value a last digit off an edge may lie in the next cell.
    assert sum(abs(a - b) for a, b in zip(cells, counts, strict=True)) <= 4


def test_density_of_points_that_are_all_the_same(reader, fill):
    job = with_values(fill, "gravy", [1.5] * 9)
    points = query.scatter(reader, job.owner, job.id, "gravy", "gravy", Selection(), most=3)
    assert sum(array("i", points.density.counts)) == 9
    assert points.density.x_edges[0] < 1.5 < points.density.x_edges[-1]


def test_a_density_of_nothing_has_no_cells(reader, fill):
    job = with_values(fill, "gravy", [-1.5] * 9)
    points = query.scatter(reader, job.owner, job.id, "gravy", "gravy", Selection(), log_x=True, most=3)
    assert (points.total, points.density.x_edges, points.density.counts) == (0, [], b"")
