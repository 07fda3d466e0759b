"""The words and rows of the page that compares, and what it takes back from a browser."""

from uuid import UUID

import pytest

from callbacks.compare import redrawn
from callbacks.compare_sides import chosen_address
from callbacks.compare_tables import cautions, group_words, matched_choices, of_groups, of_pairs, shared, tables
from dashboard.components.compare.plots import DRAWN
from dashboard.figures.spread import packed
from results.compare.found import Changes, Comparison, Curve, Difference, Effect, Group, Matches, Shape

ONE, TWO, THREE = (str(UUID(int=number)) for number in (1, 2, 3))
GROUP = Group(50, 2, (1.0, 2.0, 3.0))
EFFECT = Effect(-0.42, (-0.6, -0.2), 0.001, is_exact=False)
MOVED = Changes(40, 30, 25, (0.0, 0.5, 1.0), 0.8, 0.002, is_exact=True)
SAME = Changes(40, 0, 0, (0.0, 0.0, 0.0), None, None, is_exact=False)
ALL_MATCHED = Matches(40, 0, 0, 0, 0)


def difference(key, *, other=1, changes=None):
    return Difference(key, other, GROUP, GROUP, EFFECT, changes, 0.01)


def comparison(*differences, matches=(None,), shared=(0,), duplicated=(0, 0)):
    return Comparison([52, 52], list(duplicated), list(shared), list(matches), list(differences), {})


def kept(keys):
    return [packed(Shape(key, 0.0, 1.0, False, [Curve([0.5], [1.0], [], 0.0, 0.5, 1)])) for key in keys]


def plotted(keys):
    return [{"type": "compare-plot", "key": key} for key in keys]


def test_small_plots_are_drawn_again_from_what_the_page_kept():
    made = redrawn(kept(DRAWN), plotted(reversed(DRAWN)), ["A name"], "cumulative", "dark")
    assert len(made) == len(DRAWN)
    assert made[-1]["layout"]["title"]["text"].startswith("Molecular weight")


@pytest.mark.parametrize(
    ("of_page", "plots"),
    [
        (kept(DRAWN), plotted(["gravy"] * 12_000)),
        (kept(["gravy"]) * 12_000, plotted(["gravy"] * 12_000)),
        (kept(DRAWN), plotted(["gravy", "no such"])),
        (kept(DRAWN), [{"type": "compare-plot"}]),
        (kept(DRAWN), ["gravy"]),
        ({"gravy": {}}, plotted(["gravy"])),
        (kept(["gravy"]), plotted(["gravy", "length"])),
        ([None] * 8, plotted(["gravy"])),
    ],
)
def test_what_no_page_was_given_is_refused_before_anything_is_drawn(of_page, plots):
    with pytest.raises(ValueError, match=r"no plots|no shape"):
        redrawn(of_page, plots, ["A name"], "density", None)


def test_a_side_that_is_unchecked_goes_and_a_new_one_follows():
    address = f"jobs={ONE},{TWO},{THREE}&s2=r.gravy%3D0.."
    assert chosen_address(address, [ONE]) == (f"/compare?jobs={ONE},{TWO}&s2=r.gravy%3D0..", "", True)
    assert chosen_address(f"jobs={ONE}", [TWO, ONE]) == (f"/compare?jobs={ONE},{TWO}", "", True)


def test_fewer_than_two_and_more_than_six_are_not_compared():
    assert chosen_address("", []) == ("/compare", "Check at least two.", False)
    assert chosen_address("", [ONE])[1:] == ("Check one more.", False)
    many = [str(UUID(int=number)) for number in range(7)]
    assert chosen_address("", many)[1:] == ("At most 6 can be compared.", False)
    assert chosen_address("", many[:6])[2]


@pytest.mark.parametrize(("address", "checked"), [("jobs=x", [ONE, TWO]), ("", ["x", TWO]), ("jobs=" + "x," * 9, [])])
def test_what_is_no_side_is_not_compared(address, checked):
    assert chosen_address(address, checked) == ("/compare", "", False)


def test_quartiles_are_named_and_missing_values_counted():
    assert group_words(GROUP, "gravy") == "IQR 1.000\u20133.000, 2 missing"
    assert group_words(Group(3, 0, (-1.0, 0.0, 1.0)), "gravy") == "IQR \u22121.000 to 1.000"
    assert group_words(Group(0, 3, None), "gravy") == "no values"


def test_rows_of_groups_have_the_effect_and_its_interval():
    row = of_groups(difference("gravy"))
    assert (row.size, row.interval, row.magnitude) == (-0.42, "\u22120.60 to \u22120.20", "medium")
    equal = Difference("gravy", 1, GROUP, GROUP, Effect(0.0, (0.0, 0.0), 1.0, is_exact=False), None, 1.0)
    assert of_groups(equal).interval == "all values are equal"


def test_rows_of_the_charge_say_its_ph():
    assert of_groups(difference("charge_at_ph"), 5.5).label == "Net charge at pH 5.5"
    assert of_pairs(difference("charge_at_ph", changes=MOVED), MOVED).label == "Net charge"


def test_rows_of_pairs_say_how_many_changed_and_by_how_much():
    row = of_pairs(difference("gravy", changes=MOVED), MOVED)
    assert row.cells == ("30 of 40", "+0.500")
    assert row.details[0] == "25 up, 5 down"
    assert row.interval == "0.000 to +1.000"
    assert row.size == 0.8


def test_pairs_come_instead_of_groups_and_what_is_the_same_is_one_line():
    found = comparison(difference("gravy", changes=MOVED), difference("length", changes=SAME), matches=(ALL_MATCHED,))
    shown = tables(found, ["Yeast", "Yeast, pH 5"], "basic")
    assert [row.key for row in shown.pairs] == ["gravy"]
    assert (shown.groups, shown.unchanged, shown.tests) == ([], ["Length"], 1)
    assert "B Yeast, pH 5 (40 proteins) minus that of the same protein in A Yeast" in shown.pair_words


def test_dependence_is_said_with_the_number_of_identical_sequences():
    said = " ".join(cautions(comparison(difference("gravy"), duplicated=(0, 1_200))))
    assert "not independent" in said
    assert "identical sequences: B 1,200 of 52" in said
    assert "census" in said
    assert "not missing at random" in said


def test_an_overlap_is_said():
    assert shared(comparison()) == []
    assert "12 proteins" in shared(comparison(shared=(12,)))[0]
    part = Matches(matched=10, only_first=500, only_other=0, repeated=0, unnamed=0)
    assert "10 proteins" in shared(comparison(matches=(part,)))[0]
    assert shared(comparison(matches=(ALL_MATCHED,))) == []


def test_properties_that_change_most_often_are_offered_first_and_the_others_not():
    often = Changes(40, 35, 35, (0.0, 0.0, 0.0), 1.0, 0.1, is_exact=True)
    found = comparison(
        difference("gravy", changes=MOVED),
        difference("isoelectric_point", changes=often),
        difference("length", changes=SAME),
        matches=(ALL_MATCHED,),
    )
    others, keys = matched_choices(found, ["Yeast", "Other"], ["gravy", "isoelectric_point", "length"])
    assert others == [{"value": "1", "label": "A and B Other"}]
    assert [one["value"] for one in keys] == ["isoelectric_point", "gravy"]
    assert matched_choices(comparison(), ["a", "b"], ["gravy"])[0] == []
