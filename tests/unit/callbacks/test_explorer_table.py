import pytest

from callbacks.analysis import open_address
from callbacks.explorer_selection import checked_from, checked_text
from callbacks.explorer_table import chosen_columns
from dashboard import tables
from results.selection.model import InvalidSelection


@pytest.mark.parametrize("text", ["", "4", "1,4,7-9", "1-10000"])
def test_checked_rows_are_spelt_one_way(text):
    assert checked_text(checked_from(text)) == text


@pytest.mark.parametrize("text", ["0", "x", "1-99999", "-", "1,,x", "1&n=2", "9" * 30])
def test_checked_rows_that_can_not_be_meant(text):
    with pytest.raises(InvalidSelection):
        checked_from(text)


def test_more_checked_rows_than_a_page_sends_are_refused_with_a_sentence():
    with pytest.raises(InvalidSelection, match=r"10,000 checked rows are more than can be checked\. Use filters"):
        checked_text(frozenset(range(2_000_000_000, 2_000_020_000, 2)))


@pytest.mark.parametrize("query", ["checked=x", "checked=1-99999", "checked=%00"])
def test_an_address_with_bad_checked_rows_is_told_of(query):
    _selection, view, note = open_address(query)
    assert "a filter we don't understand" in note
    assert not view["checked"]


def test_checked_rows_that_are_shown_alone_stand_in_the_address_once():
    assert open_address("n=1-3,9&checked=n")[1]["checked"] == "1-3,9"
    assert open_address("checked=n")[1]["checked"] == ""


def test_columns_and_checked_rows_come_with_the_address():
    _selection, view, note = open_address("cols=gravy,count_W&checked=3,1,2&r.gravy=0..1")
    assert (view["cols"], view["checked"], note) == ("gravy,count_W", "1-3", "")
    assert open_address("cols=gravy,password_hash")[1]["cols"] == "basic"


def test_ticked_columns_come_last_and_the_others_keep_their_place():
    assert chosen_columns("gravy,length", [["length", "line"], ["gravy"]]) == "gravy,length,line"
    assert chosen_columns("gravy,length", [["length"], []]) == "length"
    assert chosen_columns("basic", [[*tables.BASIC], ["count_W"]]) == ",".join([*tables.BASIC, "count_W"])


def test_an_address_of_an_older_release_names_its_checked_rows_picked():
    _selection, view, note = open_address("picked=3,1,2")
    assert (view["checked"], note) == ("1-3", "")
    assert open_address("checked=5&picked=3")[1]["checked"] == "5"
