from dataclasses import replace

import pytest

from callbacks.explorer_selection import (
    conditions,
    read,
    region,
    with_brush,
    with_identical,
    with_organisms,
    with_range,
    with_statuses,
    with_typed_bounds,
    without,
)
from dashboard.components.explorer.filters import OTHER_ORGANISMS, ticked_identical, ticked_organisms
from results.selection.model import InvalidSelection, Selection

START = Selection(ranges={"gravy": (-1.0, 1.0)}, text="kinase")


def test_an_address_that_makes_no_sense_selects_everything():
    assert read("r.gravy=a..b") == Selection()
    assert read(None) == Selection()
    assert read(START.to_query()) == START


def test_a_range_without_bounds_is_no_range():
    assert with_range(START, "gravy", None, None).ranges == {}
    assert with_range(START, "isoelectric_point", 9, None).ranges == {
        "gravy": (-1.0, 1.0),
        "isoelectric_point": (9, None),
    }


@pytest.mark.parametrize(
    ("typed", "bounds"),
    [
        ({"min": "\u22120.3", "max": ""}, (-0.3, None)),
        ({"min": "2", "max": "-1"}, (-1.0, 2.0)),
        ({"min": "seven", "max": "1"}, (-1.0, 1.0)),
    ],
)
def test_typed_bounds(typed, bounds):
    assert with_typed_bounds(START, "gravy", typed).ranges["gravy"] == bounds


def test_a_brush_is_rounded_to_what_is_shown():
    assert with_brush(Selection(), {"ranges": {"gravy": [0.12345, None]}}).ranges == {"gravy": (0.123, None)}


def test_a_brush_over_an_unknown_property_changes_nothing():
    assert with_brush(START, {"ranges": {"__proto__": [0, 1]}}) == START


def test_a_lasso_becomes_an_outline_with_few_corners():
    count = 1000
    outline = {"x": "isoelectric_point", "y": "molecular_weight_da", "xs": [5.123456789] * count, "ys": [1e4] * count}
    drawn = region(outline)
    assert 3 <= len(drawn.polygon) <= 120
    assert drawn.polygon[0] == (5.12346, 1e4)
    assert (drawn.log_x, drawn.log_y) == (False, True)


def test_a_lasso_that_is_a_line_is_refused():
    with pytest.raises(InvalidSelection):
        region({"x": "gravy", "y": "gravy", "xs": [1, 2], "ys": [1, 2]})


def test_all_statuses_that_are_offered_are_no_condition():
    assert with_statuses(START, ["ok", "warned"], ["ok", "warned"]).statuses == frozenset()
    assert with_statuses(START, ["ok"], ["ok", "warned"]).statuses == {"ok"}


OFFERED = ["Mus musculus", "", OTHER_ORGANISMS]


@pytest.mark.parametrize(
    ("ticked", "chosen", "left_out"),
    [
        (OFFERED, set(), set()),
        ([], set(), set()),
        (["", "Mus musculus"], {"", "Mus musculus"}, set()),
        (["", OTHER_ORGANISMS], set(), {"Mus musculus"}),
    ],
)
def test_ticked_organisms_become_a_selection_and_back(ticked, chosen, left_out):
    before = replace(START, organisms=frozenset({"Mus musculus"}))
    found = with_organisms(before, ticked, OFFERED)
    assert (found.organisms, found.organisms_left_out) == (chosen, left_out)
    if ticked:
        assert sorted(ticked_organisms(found.organisms, found.organisms_left_out, OFFERED)) == sorted(ticked)


def test_an_organism_that_has_no_box_stays_selected_when_the_boxes_are_made():
    rare = replace(START, organisms=frozenset({"Rara avis"}))
    assert with_organisms(rare, [], OFFERED) == rare
    assert with_organisms(rare, OFFERED, OFFERED) == START


def test_each_condition_can_be_taken_away_by_its_name():
    full = Selection(
        ranges={"gravy": (0.0, None)},
        statuses=frozenset({"warned"}),
        text="kinase",
        motif="RGD",
        organisms_left_out=frozenset({"Mus musculus"}),
        ordinals=frozenset({1, 2}),
        region=region({"x": "gravy", "y": "isoelectric_point", "xs": [0, 1, 1], "ys": [4, 4, 9]}),
    )
    named = conditions(full)
    assert [name for name, _ in named] == ["region", "f:gravy", "status", "organism", "text", "motif", "picked"]
    for name, _ in named:
        full = without(full, name)
    assert full.is_everything


def test_the_words_of_a_lasso_are_its_axes():
    drawn = Selection(
        region=region({"x": "isoelectric_point", "y": "molecular_weight_da", "xs": [4, 5, 5], "ys": [1, 1, 9]})
    )
    assert conditions(drawn)[0][1] == "pI \u00d7 MW"


@pytest.mark.parametrize(
    ("ticked", "identical"),
    [(["yes", "no"], None), (["no", "yes"], None), ([], None), (["yes"], True), (["no"], False)],
)
def test_boxes_of_identical_sequences_become_a_selection_and_a_chip(ticked, identical):
    found = with_identical(START, ticked)
    assert found == replace(START, identical=identical)
    assert (len(conditions(found)) == len(conditions(START)) + 1) == (identical is not None)
    assert without(found, "identical") == START
    if ticked:
        assert sorted(ticked_identical(found.identical)) == sorted(ticked)
