"""The small histograms of the filters, assets/brush.js: how they are drawn. tests/assets has what they select."""

import pytest

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
