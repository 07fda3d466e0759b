import pytest

from callbacks.analysis import open_address, without_sort
from results.selection.model import Selection


def test_an_address_holds_selection_and_view():
    address = "r.gravy=0..1&x=gravy&ylog=0&cols=all&tab=records&p=7&checked=1,3&corr=gravy,length&panel=correlation"
    selection, view, note = open_address(address)
    assert selection.ranges == {"gravy": (0.0, 1.0)}
    assert (view["x"], view["y"], view["cols"]) == ("gravy", "molecular_weight_da", "all")
    assert not note


def test_what_the_address_gets_wrong_is_as_by_default():
    selection, view, note = open_address("r.gravy=a..b&x=__proto__&cols=<script>")
    assert selection.is_everything
    assert (view["x"], view["cols"]) == ("isoelectric_point", "basic")
    assert note == "This link contains a filter we don't understand; showing all proteins."


@pytest.mark.parametrize(
    "strange", ["x=__proto__", "colour=red", "cols=<i>", "p=one", "tab=admin", "corr=gravy,x", "xlog=2"]
)
def test_a_view_that_is_not_known_leaves_the_selection_and_is_said(strange):
    selection, _, note = open_address(f"q=kinase&{strange}")
    assert selection.text == "kinase"
    assert note == f"Not understood in this address: {strange.partition('=')[0]}. That part is as usual."


def test_names_that_are_not_known_are_ignored_and_named():
    selection, _, note = open_address("r.gravy=0..&utm_source=news&fbclid=1&x=gravy")
    assert selection.ranges == {"gravy": (0.0, None)}
    assert note == "Ignored in this address: utm_source, fbclid."


def test_filters_added_by_hand_come_with_the_address():
    _, view, note = open_address("f=atoms,boman_index")
    assert (view["f"], note) == ("atoms,boman_index", "")
    assert open_address("f=atoms,nonsense")[1]["f"] == "atoms"


def test_the_sort_is_the_grid_s_to_say():
    assert without_sort(Selection(text="kinase", sort=(("gravy", "desc"),))) == "q=kinase"
