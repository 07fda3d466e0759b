import pytest

from batchprot.properties.cleavage import ENZYMES, TITLES, Digest, RuleError


def test_every_enzyme_has_a_title():
    assert TITLES.keys() == ENZYMES.keys()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"enzyme": "scissors"}, "enzyme"),
        ({"enzyme": "[K]|[X]," * 40}, "enzyme"),
        ({"missed_cleavages": 3}, "missed_cleavages"),
        ({"lengths": [9, 6]}, "lengths"),
        ({"lengths": [0, 6]}, "lengths"),
        ({"masses": [500, 400]}, "masses"),
        ({"masses": [float("nan"), 400]}, "masses"),
    ],
)
def test_what_can_not_be_used_is_named(said, field):
    with pytest.raises(RuleError) as refused:
        Digest.from_json(said)
    assert refused.value.field == field


def test_what_is_not_said_is_as_usual():
    assert Digest.from_json({}) == Digest()
    assert Digest.from_json({"masses": None, "lengths": [7, 30]}) == Digest(lengths=(7, 30))


def test_all_of_it_is_said_to_people():
    words = dict(Digest("[X]|[D]", 0, (7, 30), (400, 6000.5)).terms())
    assert words["Peptide mass"] == "400 to 6,000.5 Da, monoisotopic"
    assert words["Missed cleavages"] == "none"
