from dataclasses import replace

import pytest

from dashboard import ids
from dashboard.components.explorer import categories, filters
from results.queries.query import Histogram

HISTOGRAM = Histogram([-2.0, 0.0, 2.0], [3, 4], [1, 4], 0.1, 0.3, least=-2.0, most=2.0, decimals=3)


def walk(component):
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if hasattr(child, "to_plotly_json"):
            yield from walk(child)


def inputs(component):
    return {
        one.id["side"]: one
        for one in walk(component)
        if getattr(one, "id", None) and isinstance(one.id, dict) and "side" in one.id
    }


def test_an_untouched_filter_shows_the_extremes_as_hints_and_no_values():
    fields = inputs(filters.property_filter("gravy", HISTOGRAM, None))
    assert (fields["min"].placeholder, fields["max"].placeholder) == ("\u22122.00", "2.00")
    assert (fields["min"].value, fields["max"].value) == ("", "")
    assert [
        one.hidden for one in walk(filters.property_filter("gravy", HISTOGRAM, None)) if hasattr(one, "hidden")
    ] == [True]


def test_a_chosen_range_is_shown_and_can_be_cleared():
    drawn = filters.property_filter("gravy", HISTOGRAM, (-1.6, None))
    fields = inputs(drawn)
    assert (fields["min"].value, fields["max"].value) == ("\u22121.6", "")
    (clear,) = [one for one in walk(drawn) if getattr(one, "id", None) == ids.filter_clear("gravy")]
    assert not clear.hidden
    assert "on" in drawn.className


@pytest.mark.parametrize(
    ("bounds", "words"),
    [((-1.6, 0.3), "GRAVY \u22121.6 to 0.3"), ((None, 0.3), "GRAVY at most 0.3"), ((0.0, None), "GRAVY at least 0")],
)
def test_words_of_a_chip(bounds, words):
    assert filters.chip_text("gravy", bounds) == words


def texts(component):
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if isinstance(child, str):
            yield child
        elif hasattr(child, "to_plotly_json"):
            yield from texts(child)


@pytest.mark.parametrize(
    ("key", "label"), [("molecular_weight_da", "Molecular weight"), ("monoisotopic_mass_da", "Monoisotopic mass")]
)
def test_masses_are_filtered_in_the_unit_they_are_drawn_in(key, label):
    masses = replace(HISTOGRAM, edges=[2e3, 2e4, 2e5], least=2_862.44, most=184_950.0, decimals=2)
    drawn = filters.property_filter(key, masses, (44_950.0, 60_000.0))
    fields = inputs(drawn)
    assert (fields["min"].placeholder, fields["max"].placeholder) == ("2.9", "185.0")
    assert (fields["min"].value, fields["max"].value) == ("45.0", "60.00")
    assert list(texts(drawn)) == [label, "kDa", f"{label} (kDa), at least", f"{label} (kDa), at most"]


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ((44_950.0, 60_049.99), "MW 45.0 to 60.0 kDa"),
        ((None, 19_999.99), "MW at most 19.99999 kDa"),
        ((45_000.0, None), "MW at least 45.00 kDa"),
    ],
)
def test_the_chip_of_a_mass_says_its_unit(bounds, words):
    assert filters.chip_text("molecular_weight_da", bounds) == words


def test_the_net_charge_says_its_ph():
    charge = filters.property_filter("charge_at_ph", HISTOGRAM, (3.0, None), 7.0)
    (clear,) = [one for one in walk(charge) if getattr(one, "id", None) == ids.filter_clear("charge_at_ph")]
    assert next(texts(charge)) == "Net charge at pH 7.0"
    assert getattr(clear, "aria-label") == "Clear Net charge at pH 7.0 filter"
    assert filters.chip_text("charge_at_ph", (3.0, None), 5.5) == "Net charge at pH 5.5 at least 3"
    assert filters.chip_text("charge_at_ph", (3.0, None)) == "Charge at least 3"
    offered = filters.property_options(["charge_at_ph"], 7.0)
    assert offered == [{"value": "charge_at_ph", "label": "Net charge at pH 7.0"}]


def test_only_statuses_that_occur_are_offered():
    offered = categories.status_options({"ok": (3, 5), "warned": (0, 0), "rejected": (2, 2)})
    assert [one["value"] for one in offered] == ["ok", "rejected"]


def test_user_text_in_a_chip_stays_text():
    (made,) = filters.chips([("text", "\u201c<script>alert(1)</script>\u201d")])
    assert made.children[0] == "\u201c<script>alert(1)</script>\u201d"


def test_a_strip_ends_with_what_lies_outside_its_bins():
    far = replace(HISTOGRAM, below=(5, 2), above=(7, 0), least=-9.5, most=40.25)
    drawn = filters.filter_strip(far, None)
    assert drawn["edges"] == [-9.5, -2.0, 0.0, 2.0, 40.25]
    assert (drawn["counts"], drawn["selected"]) == ([5, 3, 4, 7], [2, 1, 4, 0])
    fields = inputs(filters.property_filter("gravy", far, None))
    assert (fields["min"].placeholder, fields["max"].placeholder) == ("\u22129.50", "40.25")


def test_organisms_are_called_without_their_strain_where_that_tells_them_apart():
    names = ["Plasmodium falciparum (isolate 3D7)", "Escherichia coli (strain K12)", "Escherichia coli (strain B)", ""]
    options = categories.organism_options(dict.fromkeys(names, (1, 1)), (2, 2))
    labels = [option["label"].children[0] for option in options]
    assert [one.children for one in labels] == ["Plasmodium falciparum", *names[1:3], "Not given", "Other organisms"]
    assert [one.title for one in labels] == [*names[:3], "Not given", "Other organisms"]
    assert ["fst-italic" in one.className for one in labels] == [True, True, True, False, False]
    only = [option["label"].children[1] for option in options]
    assert [getattr(one, "data-value") for one in only] == [option["value"] for option in options]


def test_organisms_that_were_found_have_boxes_as_the_selection_has_them():
    found = {"<b>Mus</b>": 1200, "": 3}
    mus, nameless = categories.organisms_found(found, ["<b>Mus</b>"], [], 200)
    box, only, count = mus.children
    assert [getattr(one, "data-value") for one in (box, only)] == ["<b>Mus</b>"] * 2
    assert (getattr(box, "aria-checked"), count.children) == ("true", "1,200")
    assert getattr(nameless.children[0], "aria-checked") == "false"
    _, left_out = categories.organisms_found(found, [], [""], 200)
    assert getattr(left_out.children[0], "aria-checked") == "false"
    *_, words = categories.organisms_found(found, [], [], 2)
    assert words.children == "The 2 most frequent; search for the others."
    (nothing,) = categories.organisms_found({}, [], [], 200)
    assert nothing.children == "No organism has this name."
