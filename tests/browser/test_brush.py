"""The small histograms of the filters, assets/brush.js: how they are drawn, and what brushing one selects."""

import pytest

from callbacks.explorer_selection import with_range
from results.selection.model import Selection

pytestmark = pytest.mark.browser

DRAW = """
const [counts, selected, edges, chosen] = arguments;
const strip = document.querySelector(".bp-hist") || document.body.appendChild(document.createElement("div"));
Object.assign(strip, { className: "bp-hist" }).dataset.key = "made_up";
window.dash_clientside.brush.draw({ made_up: { counts, selected, edges, chosen, decimals: 2 } });
const drawn = (selector) => strip.querySelector(selector);
return {
  rest: drawn(".rest").getAttribute("d"),
  pick: drawn(".pick").getAttribute("d"),
  view: drawn("svg").getAttribute("viewBox"),
  brushes: [...strip.querySelectorAll(".brush")].map(({ style }) => [style.left, style.width].map(parseFloat)),
};
"""
SELECT = "return window.dash_clientside.brush.select({ key: arguments[0], bounds: arguments[1] }, arguments[2])"


def test_bars_and_what_is_chosen_are_drawn_to_scale(person):
    person.go("/")
    person.wait("#jobs-list")

    def draw(counts, selected=(), edges=(), chosen=None):
        return person.driver.execute_script(DRAW, list(counts), list(selected), list(edges), chosen)

    # Empty bins have no bar, rare ones stay visible.
    path = draw([0, 1, 10_000])["rest"]
    assert path.count("M") == 2
    assert "v-1.0" in path
    assert "v-30.0" in path
    assert draw([1, 2, 3])["view"] == "0 0 3 30"
    # Every bin is as wide as the next.
    for value, place in [(-5, 0.0), (0, 0.0), (5, 0.25), (10, 0.5), (55, 0.75), (100, 1.0), (999, 1.0)]:
        ((left, _width),) = draw([1, 1], [1, 1], [0, 10, 100], [value, None])["brushes"]
        assert left == pytest.approx(100 * place)
    drawn = draw([3, 4], [0, 4], [0, 1, 2], [1, None])
    assert drawn["brushes"] == [[50, 50]]
    assert drawn["pick"].count("M") == 1
    # A property that nothing has draws nothing.
    assert draw([], [], [], [1, None]) == {"rest": "", "pick": "", "view": "0 0 0 30", "brushes": []}


def test_the_selection_is_spelled_as_python_spells_it(person):
    person.go("/")
    person.wait("#jobs-list")
    selections = ("", "r.length=10..20", "r.gravy=..0.5&r.length=1..&status=ok&q=a+b&sort=-gravy")
    ranges = [("gravy", -0.25, 1.0), ("gravy", None, 3.0), ("length", 7.0, None), ("gravy", None, None)]
    for before in selections:
        for key, low, high in ranges:
            after = with_range(Selection.from_query(before), key, low, high).to_query()
            found = person.driver.execute_script(SELECT, key, [low, high], before)
            assert found == after or (after == before and isinstance(found, dict)), (before, key)


def test_what_was_brushed_while_the_server_answered_is_kept(person):
    person.go("/")
    person.wait("#jobs-list")

    def merged(before, after, now):
        script = (
            "return window.dash_clientside.brush.merge({ before: arguments[0], after: arguments[1] }, arguments[2])"
        )
        return person.driver.execute_script(script, before, after, now)

    # Nothing was brushed: what the server made.
    assert merged("r.gravy=..1", "r.gravy=..1&q=kinase", "r.gravy=..1") == "r.gravy=..1&q=kinase"
    assert merged("r.gravy=..1&q=a", "", "r.gravy=..1&q=a") == ""
    # A range came, another changed, a third went.
    assert merged("", "q=kinase", "r.length=1..9") == "r.length=1..9&q=kinase"
    assert merged("r.gravy=..1", "r.gravy=..1&q=kinase", "r.gravy=..2") == "r.gravy=..2&q=kinase"
    assert merged("r.gravy=..1", "r.gravy=..1&status=ok", "") == "status=ok"
    # What the server took away stays away, and what nobody brushed comes from it.
    assert merged("r.gravy=..1&r.length=1..", "q=kinase", "r.gravy=..1&r.length=5..") == "r.length=5..&q=kinase"
