"""Single tags."""

import pytest

from batchprot.reading.proforma.tags import TagError, read_tag


def test_a_name_is_found_whatever_its_case_and_vocabulary():
    spelled = ("Phospho", "phospho", "PHOSPHO", "U:Phospho", "u:phospho", "UNIMOD:21", "unimod:21", "U:21", " Phospho ")
    assert {read_tag(text, "S", False, False).text for text in spelled} == {"Phospho"}


def test_names_with_colons_are_names():
    assert read_tag("Cation:Na", "D", False, False).modification.number == 30
    assert read_tag("Label:13C(6)", "K", False, False).text == "Label:13C(6)"


@pytest.mark.parametrize("text", ["+79.966", "-17.0265", "+1", "+.5"])
def test_a_mass_shift_keeps_its_spelling(text: str) -> None:
    tag = read_tag(text, "K", False, False)
    assert (tag.text, tag.modification, tag.shift) == (text, None, float(text))


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one():
    with pytest.raises(TagError, match="names like it are Carbamidomethyl"):
        read_tag("Carbamidomethylation", "C", False, False)
