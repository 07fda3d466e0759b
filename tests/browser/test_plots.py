"""Plots as a person reads them: ticks after zooming, marks, names, controls inside panels, saved files."""

import base64
import re
import struct

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.support.select import Select

TICKS = """
return ["x", "y"].map((axis) =>
  [...document.querySelectorAll(`#explorer-scatter .${axis}tick text`)].map((one) => one.textContent));
"""
RANGES = """
const { xaxis, yaxis } = document.querySelector("#explorer-scatter .js-plotly-plot")._fullLayout;
return [...xaxis.range, ...yaxis.range];
"""
RINGS = """
const graph = document.querySelector("#explorer-scatter .js-plotly-plot");
const traces = (graph?.data || []).filter((one) => one.meta === "mark");
return Object.fromEntries(traces.map((one) => [one.name, one.x.length]));
"""
OUTSIDE = """
return [...document.querySelectorAll(".bp-x-side .bp-plot-head")].flatMap((head) => {
  const panel = head.parentElement.getBoundingClientRect();
  return [...head.querySelectorAll("button, select, summary, h3")]
    .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.left < panel.left - 0.5 || box.right > panel.right + 0.5))
    .map(([words]) => words);
});
"""
NAMES = """
const frame = document.querySelector("#explorer-scatter .nsewdrag").getBoundingClientRect();
const boxes = [...document.querySelectorAll("#explorer-scatter .annotation")]
  .filter((one) => getComputedStyle(one).visibility === "visible" && one.getBoundingClientRect().width)
  .map((one) => [one.textContent, one.getBoundingClientRect()]);
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const collisions = boxes.flatMap(([name, box], at) => [
  ...boxes.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${name} on ${other}`),
  ...(box.left < frame.left || box.right > frame.right ? [`${name} sideways`] : []),
  ...(box.top < frame.top || box.bottom > frame.bottom ? [`${name} upwards`] : []),
]);
return { shown: boxes.length, collisions };
"""
SAVED = """
const answer = arguments[arguments.length - 1];
URL.createObjectURL = (blob) => { blob.text().then(answer); return "#"; };
document.querySelector(`[data-figure-save=${arguments[0]}]`).click();
const save = () => {
  const which = document.getElementById("figure-which"), preview = document.getElementById("figure-preview");
  if (which?.value === arguments[0] && preview?.getAttribute("src")) document.getElementById("figure-save").click();
  else setTimeout(save, 50);
};
save();
"""
CLOSE = "document.querySelector('.modal.show .btn-close')?.click()"

SAVED_BYTES = """
const answer = arguments[arguments.length - 1];
URL.createObjectURL = (blob) => {
  const reader = new FileReader();
  reader.onload = () => answer(reader.result);
  reader.readAsDataURL(blob);
  return "#";
};
document.getElementById("figure-save").click();
"""
NUMBERED = """
const rows = new Map();
for (const block of document.querySelectorAll(".bp-seq-blocks > span")) {
  const top = Math.round(block.getBoundingClientRect().top);
  const number = getComputedStyle(block, "::before").content;
  rows.set(top, [...(rows.get(top) || []), /\\d/.test(number) ? number.replaceAll('"', "") : ""]);
}
return [...rows.values()];
"""


@pytest.fixture
def panel(person, examples):
    """The explorer of twenty proteins."""
    path = person.analyse(examples / "panel.fasta")
    person.wait("#explorer-scatter canvas")
    person.until(person.has_settled)
    return person, path


def run(person, script, *arguments):
    return person.driver.execute_script(script, *arguments)


def test_a_zoom_has_ticks_survives_a_selection_and_is_left_by_reset(panel):
    person, _ = panel
    whole = run(person, RANGES)
    person.click("#explorer-tool-zoom")
    person.until(lambda: "active" in person.find("#explorer-tool-zoom").get_attribute("class"))
    person.drag(person.find("#explorer-scatter .nsewdrag"), (-60, -30), (120, 60))
    person.until(lambda: run(person, RANGES) != whole and all(len(words) >= 3 for words in run(person, TICKS)))
    zoomed = run(person, RANGES)
    person.retype("#explorer-text", "human")
    person.until(lambda: "selected" in person.text("#explorer-count") and person.has_settled())
    assert run(person, RANGES) == zoomed
    assert all(len(words) >= 3 for words in run(person, TICKS))
    person.click("#explorer-tool-reset")
    person.until(lambda: run(person, RANGES) == whole and "100" in run(person, TICKS)[1])


def test_the_open_protein_and_checked_rows_are_ringed(panel):
    person, path = panel
    person.go(f"{path}?p=1&checked=2,4-5")
    person.until(lambda: run(person, RINGS) == {"checked": 3, "open": 1})
    assert "HBA_HUMAN" in [name.text for name in person.all("#explorer-scatter .annotation-text")]
    person.click("#beside-close")
    person.until(lambda: run(person, RINGS) == {"checked": 3, "open": 0})


@pytest.mark.parametrize("shown", ["composition", "correlation"])
def test_no_control_lies_outside_its_panel(panel, shown):
    person, path = panel
    person.go(f"{path}?panel={shown}&r.gravy=-0.5..")
    for width in (360, 390, 768, 992, 1280, 1440, 1920):
        person.resize(width, 900)
        person.until(person.has_settled)
        # A plot takes its new size a moment after the page does.
        person.until(lambda: person.overflow() <= 0)
        assert run(person, OUTSIDE) == [], width


def test_names_of_points_never_meet_or_leave_the_frame(panel):
    person, path = panel
    person.go(f"{path}?p=1")
    person.click("#beside-close")
    seen = {}
    for width in (1440, 390):
        person.resize(width, 900)
        person.until(person.has_settled)
        person.until(lambda: run(person, NAMES)["collisions"] == [])
        # The names are measured once the plot has its new size.
        person.until(lambda: run(person, NAMES)["shown"] != seen.get(1440))
        seen[width] = run(person, NAMES)["shown"]
    assert 3 <= seen[390] < seen[1440]


def test_twenty_values_are_dots_with_names(panel):
    person, _ = panel
    dots = person.all("#explorer-histogram .scatterlayer .point")
    assert len(dots) == 20
    ActionChains(person.driver).move_to_element(dots[0]).perform()
    person.until(lambda: "_HUMAN: " in person.text("#explorer-histogram .hovertext") or person.all(".hovertext"))
    assert person.text("#explorer-histogram .xtitle") == "Net charge at pH 7.0 (e)"


def test_saved_figures_have_axes_a_legend_and_a_font_that_programs_know(panel):
    person, path = panel
    person.go(f"{path}?r.gravy=0..")
    person.until(lambda: "selected" in person.text("#explorer-count") and person.has_settled())
    drawn = person.driver.execute_async_script(SAVED, "scatter")
    fonts = set(re.findall(r"font-family[:=]\s*[\"']?([^;\"'>]+)", drawn))
    assert fonts == {"Arial"}  # one name: of a list Illustrator and Inkscape make another font
    assert 'width="85mm"' in drawn
    count = person.text("#explorer-count").split()[0]
    assert f"{count} selected" in drawn
    assert f"{20 - int(count)} not selected" in drawn
    caption = person.find("#figure-caption").get_attribute("value")
    assert f"Selected, in blue: {count} proteins (GRAVY at least 0)" in caption
    assert "Panel, n = 20 proteins" in caption
    assert "Median isoelectric point" in caption
    run(person, CLOSE)
    person.until(lambda: not person.all(".modal.show"))
    person.driver.execute_script("window.bpTheme.toggle()")
    person.until(person.has_settled)
    in_dark = person.driver.execute_async_script(SAVED, "scatter")
    assert colours_of(in_dark) == colours_of(drawn)
    run(person, CLOSE)


def colours_of(svg):
    """The colours of what is drawn, however they are written."""
    return {tuple(map(int, one)) for one in re.findall(r"(?:fill|stroke): rgb\((\d+), (\d+), (\d+)\)", svg)}


def test_all_plots_make_one_figure_as_png_of_300_dpi_and_as_pdf(panel):
    person, _ = panel
    run(person, "document.querySelector('[data-figure-save=scatter]').click()")
    person.until(lambda: person.find("#figure-preview").get_attribute("src"))
    Select(person.find("#figure-which")).select_by_value("all")
    Select(person.find("#figure-width")).select_by_value("180")
    person.retype("#figure-title", "Twenty proteins")
    for form, start in (("png", "\x89PNG"), ("pdf", "%PDF")):
        Select(person.find("#figure-format")).select_by_value(form)
        made = base64.b64decode(person.driver.execute_async_script(SAVED_BYTES).partition(",")[2])
        assert made.decode("latin-1").startswith(start)
        if form == "png":
            assert struct.unpack(">I", made[16:20])[0] == 2126  # 180 mm at 300 dpi
            assert made[37:41] == b"pHYs"
            assert struct.unpack(">I", made[41:45])[0] == 11811  # dots in a metre
    assert "(c) Amino acid composition" in person.find("#figure-caption").get_attribute("value")


def test_an_analysis_of_one_protein_opens_it_with_values_first(person, tmp_path):
    one = tmp_path / "one.fasta"
    one.write_text(">sp|P1|ONE_HUMAN Only\n" + "MKWVTFISLLFLFSSAYSRG" * 8 + "\n")
    person.go("/new")
    person.choose(one)
    person.click("#new-submit")
    person.wait("#protein-values", seconds=60)
    assert person.driver.current_url.endswith("/proteins/1")
    assert "percentile" not in person.text("#protein-values")
    assert person.find("#protein-values").rect["y"] < 400
    person.until(person.has_settled)
    for width, blocks in ((1440, 6), (390, 3)):
        person.resize(width, 900)
        rows = run(person, NUMBERED)
        assert [row[0] for row in rows] == [str(1 + 10 * blocks * number) for number in range(len(rows))], width
        assert all(not any(row[1:]) for row in rows), width
    person.resize(1440, 900)
    person.driver.back()
    person.until(lambda: "/proteins/" not in person.driver.current_url)
