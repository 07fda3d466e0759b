"""What is said of a selection. How controls change it is tested in tests/assets/choices.test.mjs."""

import pytest

from callbacks.explorer_selection import conditions, described, read
from results.selection import address
from results.selection.model import Condition, Operation, Region, Selection

START = Selection(ranges={"gravy": (-1.0, 1.0)}, text="kinase")
CORNERS = ((4.0, 1.0), (5.0, 1.0), (5.0, 9.0))


def test_an_address_that_makes_no_sense_selects_everything():
    assert read("r.gravy=a..b") == Selection()
    assert read(None) == Selection()
    assert read(address.write(START)) == START


def test_each_condition_has_a_name_by_which_it_can_be_taken_away():
    full = Selection(
        ranges={"gravy": (0.0, None)},
        statuses=frozenset({"warned"}),
        text="kinase",
        motif="RGD",
        organisms_left_out=frozenset({"Mus musculus"}),
        identical=True,
        ordinals=frozenset({1, 2}),
        region=Region("gravy", "isoelectric_point", CORNERS),
        conditions=(Condition("gene", Operation.BLANK),),
    )
    names = [name for name, _ in conditions(full)]
    assert names == [
        "region", "f:gravy", "status", "organism", "identical", "text", "motif", "column:gene", "checked",
    ]  # fmt: skip


def test_the_words_of_a_lasso_are_its_axes():
    drawn = Selection(region=Region("isoelectric_point", "molecular_weight_da", CORNERS))
    assert conditions(drawn)[0][1] == "pI \u00d7 MW"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [((12.66, None), "pI at least 12.66"), ((9.4049, 9.5), "pI 9.4049 to 9.5"), ((None, 1234.5), "pI at most 1,234.5")],
)
def test_bounds_are_said_with_all_their_digits(bounds, words):
    assert described(Selection(ranges={"isoelectric_point": bounds})) == words


def test_the_net_charge_says_its_ph():
    charged = Selection(ranges={"charge_at_ph": (3, None)}, region=Region("gravy", "charge_at_ph", CORNERS))
    assert described(charged, 5.5) == "GRAVY \u00d7 Net charge at pH 5.5, Net charge at pH 5.5 at least 3"


@pytest.mark.parametrize(("identical", "words"), [(True, "duplicated"), (False, "unique")])
def test_duplicates_have_a_chip(identical, words):
    assert described(Selection(identical=identical)) == words
    assert described(Selection()) == "all proteins"
