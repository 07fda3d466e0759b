from callbacks.job import open_address, without_sort
from jobs.selection import Selection


def test_an_address_holds_selection_and_view():
    selection, view, understood = open_address("r.gravy=0..1&x=gravy&cols=all&tab=records")
    assert selection.ranges == {"gravy": (0.0, 1.0)}
    assert (view["x"], view["y"], view["cols"]) == ("gravy", "molecular_weight_da", "all")
    assert understood


def test_what_the_address_gets_wrong_is_as_by_default():
    selection, view, understood = open_address("r.gravy=a..b&x=__proto__&cols=<script>")
    assert selection.is_everything
    assert (view["x"], view["cols"]) == ("isoelectric_point", "basic")
    assert not understood


def test_the_sort_is_the_grid_s_to_say():
    assert without_sort(Selection(text="kinase", sort=(("gravy", "desc"),))) == "q=kinase"
