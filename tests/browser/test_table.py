"""The table of the explorer: rows checked across scrolling, columns chosen and moved, sequences copied, downloads."""

import csv
import io
import json

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

ROW = ".ag-pinned-left-cols-container .ag-row[row-index='{}']"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A file of 500 proteins, of which the first and the fourth are the same."""
    path = tmp_path_factory.mktemp("many") / "many.fasta"
    letters = "ACDEFGHIKLMNPQRSTVWY"
    lines = [
        f">sp|P{number:05d}|NAME{number}_TEST Protein {number}\nM{letters[number % 20]}{'KAL' * (10 + number)}\n"
        for number in range(500)
    ]
    lines[3] = lines[0].replace("NAME0_", "NAME3_")
    path.write_text("".join(lines))
    return path


@pytest.fixture
def table(person, many):
    """The explorer of those 500 proteins."""
    person.analyse(many)
    person.wait(ROW.format(0))
    person.until(person.has_settled)
    return person


def check(table, row):
    table.until(lambda: table.all(f"{ROW.format(row)} .ag-checkbox-input"))
    table.click(f"{ROW.format(row)} .ag-checkbox-input")


def scroll_to(table, row):
    script = "dash_ag_grid.getApiAsync('explorer-grid').then(api => api.ensureIndexVisible(arguments[0], 'top'))"
    table.driver.execute_script(script, row)
    table.until(lambda: table.all(f"{ROW.format(row)} a.bp-go"))


def checked(table):
    return table.driver.execute_script("return new URLSearchParams(location.search).get('checked')")


def heads(table):
    """The keys of the columns in their order, those out of sight as well."""
    script = (
        "const done = arguments[0]; dash_ag_grid.getApiAsync('explorer-grid').then("
        "api => done(api.getAllDisplayedColumns().map(column => column.getColId())))"
    )
    first = ("ag-Grid-SelectionColumn", "identifier", "description")
    return [key for key in table.driver.execute_async_script(script) if key not in first]


def fetched(table, selector):
    """What a link gives to this browser."""
    script = "const done = arguments[1]; fetch(arguments[0]).then(answer => answer.text()).then(done)"
    return table.driver.execute_async_script(script, table.find(selector).get_attribute("href"))


def link(form):
    return f"[id='{json.dumps({'form': form, 'type': 'download-link'}, separators=(',', ':'))}']"


def test_rows_stay_in_sight_until_the_others_are_there(table):
    table.until(lambda: len(table.all("#explorer-grid a.bp-go")) > 5)
    table.driver.execute_script("""
      const grid = document.querySelector("#explorer-grid");
      window.fewest = Infinity;
      new MutationObserver(() => {
        window.fewest = Math.min(window.fewest, grid.querySelectorAll("a.bp-go").length);
      }).observe(grid, { subtree: true, childList: true, characterData: true });
    """)
    table.find("#explorer-text").send_keys("NAME1")
    table.says("#explorer-grid-count", "111 rows")
    table.until(lambda: table.text(f"{ROW.format(1)} a.bp-go").startswith("NAME10"))
    assert 5 < table.driver.execute_script("return window.fewest") < 100


def test_rows_stay_checked_across_scrolling_filtering_sorting_and_reloading(table):
    check(table, 1)
    check(table, 2)
    scroll_to(table, 450)
    check(table, 452)
    table.until(lambda: checked(table) == "2-3,453")
    table.says("#explorer-checked-count", "3 checked")
    scroll_to(table, 0)
    assert table.find(f"{ROW.format(1)} .ag-checkbox-input").is_selected()
    table.click(".ag-header-cell[col-id=length] .ag-header-cell-label")
    table.click(".ag-header-cell[col-id=length] .ag-header-cell-label")
    table.until(lambda: "sort=-length" in table.driver.current_url)
    table.driver.refresh()
    table.says("#explorer-checked-count", "3 checked")
    table.until(lambda: table.find(f"{ROW.format(47)}" if table.all(ROW.format(47)) else ROW.format(0)))
    scroll_to(table, 40)
    table.until(lambda: table.find(f"{ROW.format(47)} .ag-checkbox-input").is_selected())
    table.click("#explorer-checked-only")
    table.says("#explorer-count", "3 of 500 selected")
    table.says("#explorer-grid-count", "3 rows")
    table.click("#explorer-checked-clear")
    table.until(lambda: checked(table) is None)


def test_everything_shown_is_checked_and_downloaded(table):
    table.fill("#explorer-text", '"Protein 49"')
    table.says("#explorer-grid-count", "11 rows")
    table.until(lambda: "11" in table.text("#explorer-check-shown"))
    table.click("#explorer-check-shown")
    table.says("#explorer-checked-count", "11 checked")
    assert checked(table) == "50,491-500"
    table.click("#explorer-download summary")
    table.until(lambda: "Checked 11" in table.text("#download-records"))
    assert "All 500" in table.text("#download-records")
    table.click("#download-records .form-check:nth-child(3) input")
    table.until(lambda: "n=50,491-500" in table.find(link("csv")).get_attribute("href"))
    rows = list(csv.DictReader(io.StringIO(fetched(table, link("csv")))))
    assert [row["ordinal"] for row in rows] == ["50", *map(str, range(491, 501))]
    assert list(rows[0])[-1] == "extinction_reduced"
    table.click("#download-columns .form-check:nth-child(2) input")
    table.until(lambda: "columns=all" in table.find(link("csv")).get_attribute("href"))
    assert "count_Y" in fetched(table, link("csv")).partition("\n")[0]
    assert fetched(table, link("fasta")).count(">") == 11


def test_a_selection_of_nothing_says_that_files_have_headers_only(table):
    table.fill("#explorer-text", "no protein is called this")
    table.says("#explorer-count", "0 of 500")
    table.click("#explorer-download summary")
    table.says("#download-note", "headers only")
    assert fetched(table, link("csv")).count("\n") == 1


def test_columns_are_chosen_and_kept_in_the_address(table):
    table.click("#explorer-columns-open")
    table.fill("#explorer-columns-find", "tryptophan")
    table.until(lambda: len([box for box in table.all(".bp-columns .form-check") if box.is_displayed()]) == 1)
    next(box for box in table.all(".bp-columns .form-check") if box.is_displayed()).find_element(
        "css selector", "input"
    ).click()
    table.until(lambda: "count_W" in heads(table))
    assert "cols=length,molecular_weight_da" in table.driver.current_url
    assert table.find("#explorer-preset-mine").get_attribute("class") == "btn active"
    table.driver.refresh()
    table.wait(ROW.format(0))
    table.until(lambda: heads(table)[-1] == "count_W")
    table.click("#explorer-preset-basic")
    table.until(lambda: "count_W" not in heads(table))
    table.click("#explorer-preset-mine")
    table.until(lambda: "count_W" in heads(table))


def test_a_moved_column_stays_where_it_was_put(table):
    table.drag(table.find(".ag-header-cell[col-id=gravy]"), (0, 0), (-60, 0), (-60, 0), (-120, 0))
    table.until(lambda: "cols=" in table.driver.current_url)
    order = heads(table)
    assert order.index("gravy") < order.index("isoelectric_point")
    table.driver.refresh()
    table.wait(".ag-header-cell[col-id=gravy]")
    table.until(lambda: heads(table) == order)


def test_a_width_that_was_given_stays(table):
    width = "return document.querySelector('.ag-header-cell[col-id=gravy]').offsetWidth"
    before = table.driver.execute_script(width)
    table.drag(table.find(".ag-header-cell[col-id=gravy] .ag-header-cell-resize"), (0, 0), (30, 0), (50, 0))
    table.until(lambda: table.driver.execute_script(width) > before + 60)
    after = table.driver.execute_script(width)
    table.driver.refresh()
    table.wait(".ag-header-cell[col-id=gravy]")
    table.until(lambda: table.driver.execute_script(width) == after)
    table.click("#explorer-preset-advanced")
    table.until(lambda: len(heads(table)) > 12)
    table.until(lambda: table.driver.execute_script(width) == after)


def test_a_cell_is_copied_by_keys(table):
    table.driver.execute_script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    cell = ".ag-center-cols-container .ag-row[row-index='0'] [col-id=molecular_weight_da]"
    table.click(cell)
    ActionChains(table.driver).key_down(Keys.CONTROL).send_keys("c").key_up(Keys.CONTROL).perform()
    table.until(lambda: table.driver.execute_script("return window.copied") == table.text(cell))


def test_the_basic_columns_fit_a_laptop(table):
    size = "const view = document.querySelector('.ag-center-cols-viewport'); return view.scrollWidth - view.clientWidth"
    assert table.driver.execute_script(size) <= 0


def test_keys_check_and_open(table):
    table.click(".ag-center-cols-container .ag-row[row-index='0'] [col-id=length]")
    keys = ActionChains(table.driver)
    keys.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.SPACE).perform()
    table.until(lambda: checked(table) == "3")
    keys.send_keys(Keys.ENTER).perform()
    table.until(lambda: "p=3" in table.driver.current_url)
    table.says("#beside-panel", "NAME2_TEST")


def test_a_sequence_is_copied_and_identical_ones_are_marked(table):
    table.driver.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    assert table.text(f"{ROW.format(0)} .bp-same") == table.text(f"{ROW.format(3)} .bp-same") == "\u00d72"
    assert not table.all(f"{ROW.format(1)} .bp-same")
    ActionChains(table.driver).move_to_element(table.find(ROW.format(1))).perform()
    table.click(f"{ROW.format(1)} .bp-copy-cell")
    table.says("#app-toast-text", "Copied 35 residues")
    read = "const done = arguments[0]; navigator.clipboard.readText().then(done, error => done(String(error)))"
    assert table.driver.execute_async_script(read) == "MC" + "KAL" * 11


def test_an_analysis_deleted_elsewhere_is_said_to_be(table):
    table.driver.execute_script("window.open('/')")
    first, second = table.driver.window_handles
    table.driver.switch_to.window(second)
    table.click(".bp-jobs .bp-menu summary")
    (delete,) = [one for one in table.all(".bp-jobs .bp-menu[open] .dropdown-item") if "Delete" in one.text]
    delete.click()
    table.says("#jobs-list", "No analyses yet")
    table.driver.close()
    table.driver.switch_to.window(first)
    table.fill("#explorer-text", "protein")
    table.says("#app-toast-text", "There is no such analysis")
    table.driver.get_log("browser")
