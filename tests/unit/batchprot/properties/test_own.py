"""Keys of own columns: they say everything, survive an address and an id, and mean a column whatever it is called."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchprot.properties.own import KINDS, LONGEST_LABEL, OwnColumn, clean_label, current, read_key, unlike
from batchprot.properties.property import Kind
from batchprot.properties.shown import decimals_of
from batchprot.properties.table import BY_KEY, described, find

HOSTILE = ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a.b{c}\"d'e", "100% & more; #1, x:y", "β-蛋白质 ~-_ 2")


@pytest.mark.parametrize("label", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_a_key_says_what_the_column_is(label: str, kind: Kind) -> None:
    column = OwnColumn(17, kind, 3 if kind is Kind.NUMBER else 0, label)
    assert read_key(column.key) == column
    assert set(column.key) & set(" .,;:{}'\"<>&%#+|/\\=") == set()
    assert parse_qsl(urlencode({f"r.{column.key}": "1"}))[0][0] == f"r.{column.key}"


@given(st.text(min_size=1, max_size=80))
def test_every_clean_label_survives_its_key(label: str) -> None:
    plain = clean_label(label)
    assert len(plain.encode()) <= LONGEST_LABEL
    if plain:
        found = read_key(OwnColumn(1, Kind.TEXT, 0, plain).key)
        assert found is not None
        assert found.label == plain


@pytest.mark.parametrize("key", ["own", "own0i", "own1n13", "own1n", "own1x_a", "own12345i", "gravy", "", "xown1i"])
def test_other_words_are_no_keys(key: str) -> None:
    assert read_key(key) is None


def test_the_description_is_found_as_that_of_a_property_is() -> None:
    row = described("own3n2_log2-FC")
    assert (row.label, row.kind, row.decimals, row.home, row.group) == (
        "log2 FC",
        Kind.NUMBER,
        2,
        "own",
        "Your columns",
    )
    assert row.is_quantity
    assert decimals_of("own3n2_log2-FC") == 2
    assert described("own4c_Group").is_category
    assert find("gravy") is BY_KEY["gravy"]
    assert find("identifier") is None
    with pytest.raises(KeyError):
        described("identifier")


def test_the_number_decides_which_column_is_meant() -> None:
    keys = ["own1n2_new-name", "own2c_Group"]
    assert current("own1n0_old", keys) == "own1n2_new-name"
    assert current("own1c_old", keys) is None  # it has numbers now: a filter by words means something else
    assert current("own3i_gone", keys) is None
    assert current("gravy", keys) == "gravy"


def test_labels_that_read_the_same_are_told_apart() -> None:
    assert unlike("Score", ["score", "SCORE (2)"]) == "Score (3)"
    long = "x" * LONGEST_LABEL
    assert len(unlike(long, [long]).encode()) == LONGEST_LABEL


def test_a_label_is_one_line_without_control_characters() -> None:
    assert clean_label(" a\n\tb\0 \u202e c ") == "a b c"
