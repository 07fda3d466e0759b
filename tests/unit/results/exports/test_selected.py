import pytest

from results.exports.selected import in_words
from results.selection import address
from results.selection.model import Selection


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "All records"),
        (
            "r.isoelectric_point=10..&r.molecular_weight_da=..20000",
            "Isoelectric point at least 10; molecular weight at most 20,000 Da",
        ),
        ("r.gravy=-0.5..0.25", "GRAVY \N{MINUS SIGN}0.5 to 0.25"),
        ("r.length=100..100", "Length 100 aa"),
        ("q=kinase", "Name or description contains “kinase”"),
        ("q=seq:RGD", "Sequence contains the motif RGD"),
        ("n=1,4,7-9", "5 checked records"),
        ("n=4", "1 checked record"),
    ],
)
def test_a_selection_is_said_in_words(query, words):
    assert in_words(address.read(query)) == words


def test_of_many_names_three_are_said():
    selection = Selection(organisms=frozenset("abcde"), statuses=frozenset({"warned"}), identical=True)
    said = in_words(selection)
    assert said == "Status with a warning; organism a or b or c and 2 more; sequence occurs more than once"
