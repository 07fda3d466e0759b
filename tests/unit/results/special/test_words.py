"""What is special, said in sentences."""

from dataclasses import replace

from results.compare.found import Group
from results.special.found import Finding, Special
from results.special.words import difference, headline, notes


def finding(key, delta=0.4, expected=0.0, corrected=0.001, medians=(6.0, 5.0), **other):
    selected, rest = (Group(50, 0, (value - 1, value, value + 1)) for value in medians)
    p = None if corrected is None else corrected
    facts = {"is_condition": False, "like": "", "picture": None} | other
    return Finding(key, selected, rest, delta, (delta - 0.1, delta + 0.1), expected, p, corrected, **facts)


def special(*findings, selected=50, rest=6_027, **other):
    facts = {"rejected": 0, "duplicated": 0, "alike": 100, "is_drawn": True} | other
    return Special(selected, rest, findings=list(findings), **facts)


def test_the_strongest_differences_are_one_sentence():
    found = special(
        finding("isoelectric_point", -0.41, medians=(5.1, 6.8)),
        finding("net_charge_per_residue", -0.5, like="isoelectric_point"),
        finding("length", 0.35, medians=(620, 410)),
        finding("boman_index", 0.3, medians=(2.0, 1.5)),
        finding("basic_fraction", 0.2, medians=(0.2, 0.1)),
        finding("gravy", 0.02, corrected=0.8),
    )
    assert headline(found) == (
        "These 50 proteins are more acidic (isoelectric point 5.10 against 6.80, delta \u22120.41), longer (length 620 "
        "against 410 aa, delta +0.35) and richer in basic residues (0.200 against 0.100, delta +0.20), and have a "
        "higher Boman index (2.00 against 1.50 kcal/mol, delta +0.30)."
    )
    assert notes(found) == ["1 property goes along with one of these, and so differs too."]


def test_what_goes_with_the_lengths_is_said_where_it_is_much():
    assert "of which +0.30 goes with their lengths" in difference(finding("atoms", 0.5, expected=0.3))[1]
    assert "lengths" not in difference(finding("atoms", 0.5, expected=0.12))[1]
    # Heavier than the others, but lighter than proteins of these lengths are.
    assert difference(finding("molecular_weight_da", 0.3, expected=0.4))[1].startswith("lighter")


def test_nothing_special_is_an_answer():
    like_all = special(finding("gravy", 0.02, corrected=0.8))
    assert headline(like_all) == (
        "These 50 proteins are like random proteins of the same lengths in every property tested (1)."
    )
    by_condition = special(
        finding("isoelectric_point", 0.9, corrected=None, is_condition=True),
        finding("charge_at_ph", 0.7, like="isoelectric_point"),
    )
    assert headline(by_condition) == (
        "These 50 proteins are special only in what they were selected by and what goes along with it."
    )
    assert "The proteins were selected by isoelectric point, which is not tested." in notes(by_condition)


def test_too_few_to_test_says_so():
    assert headline(special(selected=2)) == "Nothing can be tested: select at least 3 proteins."
    assert headline(special(rest=1)) == "Nothing can be tested: at least 3 proteins must be left to compare with."


def test_what_limits_the_answer_is_said():
    found = special(finding("gravy", 0.1), duplicated=4, rejected=1)
    said = " ".join(notes(found))
    assert "1 difference is real but negligible in size." in said
    assert "4 of the selected proteins have a sequence that another of them has" in said
    assert "1 selected record was rejected and left out." in said
    many = [replace(finding(key), delta=0.4) for key in ("gravy", "length", "atoms", "aromaticity", "boman_index")]
    assert "1 more property differs: see the table." in notes(special(*many))
