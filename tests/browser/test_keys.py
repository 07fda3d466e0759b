"""The keyboard: search, list of keys, palette, undo, one stop for the table, skip links; boxes inside their panels."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

ACTIVE = "return document.activeElement?.id || document.activeElement?.className || ''"
IN_GRID = "return Boolean(document.activeElement?.closest('#explorer-grid'))"
OUTSIDE = """
const boxes = [];
const panels = [".bp-panel", ".bp-x-scatter", ".bp-x-half", ".bp-x-table", ".bp-x-filters", ".bp-selbar", ".bp-app",
  ".bp-x-head", ".modal-content"].join();
const aside = ".dropdown-menu, .ag-root-wrapper, .visually-hidden, .bp-hist";
for (const panel of document.querySelectorAll(panels)) {
  const frame = panel.getBoundingClientRect();
  if (!frame.width || getComputedStyle(panel).visibility === "hidden") continue;
  for (const one of panel.querySelectorAll("button, select, input:not([type=hidden]), summary, a.btn, textarea")) {
    const box = one.getBoundingClientRect();
    const scrolls = (function up(part) {
      if (!part || part === panel) return false;
      return /auto|scroll/.test(getComputedStyle(part).overflowX) || up(part.parentElement);
    })(one.parentElement);
    if (!box.width || scrolls || one.closest(aside) || one.matches(".bp-skip, .btn-check, [type=file]")) continue;
    const left = Math.max(frame.left, 0), right = Math.min(frame.right, innerWidth);
    const name = `${one.id || one.textContent || one.className} in ${panel.className}`;
    if (box.left < left - 1 || box.right > right + 1) boxes.push(name);
  }
}
return boxes;
"""


@pytest.fixture
def explorer(person, examples):
    """The explorer of the flavodoxins."""
    path = person.analyse(examples / "flavodoxins.fasta")
    person.wait("#explorer-grid .ag-row")
    person.until(person.has_settled)
    return person, path


def press(person, *keys):
    actions = ActionChains(person.driver)
    for key in keys:
        actions = actions.send_keys(key)
    actions.perform()


def with_control(person, key):
    ActionChains(person.driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()


def test_slash_searches_and_question_mark_lists_the_keys(explorer):
    person, _ = explorer
    press(person, "/")
    assert person.driver.execute_script(ACTIVE) == "explorer-text"
    press(person, "/?")  # in a field they are letters
    assert person.find("#explorer-text").get_attribute("value") == "/?"
    assert not person.all("dialog[open]")
    person.driver.execute_script("document.activeElement.blur()")
    press(person, "?")
    person.says("dialog[open]", "Ctrl")
    press(person, Keys.ESCAPE)
    person.until(lambda: not person.all("dialog[open]"))


def test_escape_clears_the_selection_and_control_z_brings_it_back(explorer):
    person, path = explorer
    person.retype("#explorer-text", "azo")
    person.until(lambda: "q=azo" in person.driver.current_url)
    person.until(person.has_settled)
    person.driver.execute_script("document.activeElement.blur()")
    press(person, Keys.ESCAPE)
    person.until(lambda: "q=azo" not in person.driver.current_url)
    with_control(person, "z")
    person.until(lambda: "q=azo" in person.driver.current_url)
    person.until(lambda: "selected" in person.text("#explorer-count"))
    # While the page is built again, keys do nothing.
    person.until(lambda: "q=azo" not in person.driver.current_url or with_control(person, "z"))
    with_control(person, "z")  # no further: the page is not left
    assert path in person.driver.current_url


def test_the_palette_goes_to_a_protein_sets_an_axis_and_opens_methods(explorer):
    person, path = explorer
    with_control(person, "k")
    press(person, "x axis gravy", Keys.ENTER)
    person.until(lambda: "x=gravy" in person.driver.current_url)
    with_control(person, "k")
    press(person, "aquae")
    person.until(lambda: "FLAV_AQUAE" in person.text(".bp-palette li"))
    press(person, Keys.ENTER)
    person.says("#beside-panel h2", "FLAV_AQUAE")
    with_control(person, "k")
    press(person, "methods of isoelectric", Keys.ENTER)
    person.until(lambda: "/methods?property=isoelectric_point" in person.driver.current_url)
    assert path not in person.driver.current_url


def test_the_table_is_one_stop_and_skip_links_lead_to_the_regions(explorer):
    person, _ = explorer
    address = person.driver.current_url
    heading = "document.querySelector('#explorer-grid .ag-header-cell[col-id=length]').focus()"
    person.driver.execute_script(heading)
    assert person.driver.execute_script(IN_GRID)
    press(person, Keys.ARROW_DOWN)
    assert person.driver.execute_script("return Boolean(document.activeElement.closest('.ag-row'))")
    press(person, Keys.TAB)
    assert not person.driver.execute_script(IN_GRID)
    ActionChains(person.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert person.driver.execute_script(IN_GRID)
    ActionChains(person.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert not person.driver.execute_script(IN_GRID)
    for place in ("explorer-filters", "explorer-scatter-panel", "explorer-grid"):
        person.driver.execute_script(f"document.querySelector('a.bp-skip[href=\"#{place}\"]').click()")
        assert person.driver.execute_script(f"return Boolean(document.activeElement.closest('#{place}'))"), place
    assert person.driver.current_url == address  # the focus moves, the address stays


@pytest.mark.parametrize("width", [360, 390, 576, 768, 992, 1280, 1440, 1920])
def test_no_control_is_outside_its_panel(explorer, width):
    person, path = explorer
    person.resize(width, 900)
    ordinal = path.rpartition("/")[2]
    places = (
        "/",
        "/new",
        f"/compare?jobs={ordinal},{ordinal}",
        "/account",
        "/methods",
        "/validation",
        f"{path}/proteins/1",
        *(f"{path}?tab={tab}" for tab in ("records", "report", "options")),
        f"{path}?panel=correlation&p=2",
        f"{path}?r.gravy=-0.4..&how=gel",
    )
    found = {}
    for place in places:
        person.go(place)
        person.wait("#main")
        person.until(lambda: person.has_settled() and not person.all(".bp-skel"))
        found[place] = person.driver.execute_script(OUTSIDE)
        assert person.overflow() <= 0, place
    for opener, shown in (
        ("#share-open", "#share-dialog"),
        ("#selections-open", "#selections-dialog"),
        ("[data-figure-save=scatter]", "#figure-dialog"),
    ):
        person.driver.execute_script("document.querySelector(arguments[0]).click()", opener)
        person.wait(f"{shown} .modal-body")
        found[shown] = person.driver.execute_script(OUTSIDE)
        person.driver.execute_script("document.querySelector('.modal.show .btn-close').click()")
        person.until(lambda: not person.all(".modal.show"))
    assert {place: outside for place, outside in found.items() if outside} == {}


HEIGHTS = "return ['.bp-x-scatter', '.bp-x-table'].map((one) => document.querySelector(one).offsetHeight)"


def test_the_line_between_plots_and_table_is_dragged_and_stays(explorer):
    person, path = explorer
    plots, rows = person.driver.execute_script(HEIGHTS)
    person.drag(person.find(".bp-splitter"), (0, 0), (0, 40), (0, 40))
    person.until(lambda: person.driver.execute_script(HEIGHTS)[0] > plots + 60)
    person.find(".bp-splitter").send_keys(Keys.ARROW_DOWN)
    taller = person.driver.execute_script(HEIGHTS)
    assert taller[0] > plots + 70
    assert sum(taller) == plots + rows
    person.go(path)
    person.wait("#explorer-grid .ag-row")
    assert person.driver.execute_script(HEIGHTS) == taller
    ActionChains(person.driver).double_click(person.find(".bp-splitter")).perform()
    person.until(lambda: person.driver.execute_script(HEIGHTS) == [plots, rows])


def test_a_panel_takes_the_whole_screen_until_escape(explorer):
    person, _ = explorer
    size = "return document.querySelector('.bp-x-scatter').offsetWidth"
    before = person.driver.execute_script(size)
    head = person.find(".bp-x-scatter .bp-plot-head")
    ActionChains(person.driver).move_to_element_with_offset(
        head, head.size["width"] // 2 - 4, 0
    ).double_click().perform()
    person.until(lambda: person.driver.execute_script(size) == 1440)
    person.until(lambda: person.find("#explorer-scatter .main-svg").size["width"] > before)
    press(person, Keys.ESCAPE)
    person.until(lambda: person.driver.execute_script(size) == before)
    person.says("#explorer-count", "26 proteins")
