"""Answers that are lost or are errors: said, asked again, and nothing waits for ever."""

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.test_explorer import brush

# While `window.fault` is set, requests of callbacks whose outputs contain its `of` are answered with it.
FAULTS = """
const ask = window.fetch.bind(window);
window.fetch = (resource, options) => {
  const fault = window.fault;
  const isCallback = String(resource).includes("_dash-update-component");
  if (!fault || !isCallback || !String(options?.body).slice(0, 3000).includes(fault.of)) return ask(resource, options);
  if (fault.once) window.fault = null;
  if (!fault.status) return Promise.reject(new TypeError("Failed to fetch"));
  const headers = { "Content-Type": "text/html" };
  return Promise.resolve(new Response(fault.body || "", { status: fault.status, headers }));
};
"""


@pytest.fixture
def explorer(visitor, opened, examples):
    """The explorer of 26 flavodoxins in a browser whose answers can be lost."""
    visitor.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FAULTS})
    opened(examples / "flavodoxins.fasta")
    visitor.wait("#explorer-grid a.bp-go")
    visitor.wait(".bp-hist[data-key=gravy] .pick")
    visitor.until(visitor.has_settled)
    return visitor


def fault(person, of, status=503, **more):
    person.driver.execute_script("window.fault = arguments[0]", {"of": of, "status": status, **more})


def mend(person):
    person.driver.execute_script("window.fault = null")


def names(person):
    return [one.text for one in person.all("#explorer-grid .ag-pinned-left-cols-container a.bp-go")]


def head(person, key):
    return person.find(f".ag-header-cell[col-id={key}] .ag-header-cell-label")


@pytest.mark.parametrize("status", [503, 0])
def test_rows_that_were_lost_are_asked_for_again(explorer, status):
    before = names(explorer)
    fault(explorer, "explorer-grid.getRowsResponse", status)
    head(explorer, "length").click()
    explorer.says(".bp-lost", "Your last change wasn't applied.")
    mend(explorer)
    explorer.click(".bp-lost button")
    explorer.until(lambda: names(explorer) and names(explorer) != before)
    explorer.until(lambda: not explorer.all(".bp-lost"))
    assert "sort=length" in explorer.driver.current_url


def test_another_change_takes_the_place_of_rows_that_were_lost(explorer):
    fault(explorer, "explorer-grid.getRowsResponse", 500)
    head(explorer, "length").click()
    explorer.wait(".bp-lost")
    explorer.find("#explorer-text").send_keys("FLAV_CLOBE")
    explorer.says("#explorer-count", "1 of 26 selected")
    mend(explorer)
    explorer.until(lambda: names(explorer) == ["FLAV_CLOBE"])
    explorer.says("#explorer-grid-count", "1 row")
    explorer.until(lambda: not explorer.all(".bp-lost"))


def test_a_fourth_sort_is_refused_and_the_table_lives_on(explorer):
    head(explorer, "length").click()
    for key in ("gravy", "instability_index", "aliphatic_index"):
        ActionChains(explorer.driver).key_down(Keys.SHIFT).click(head(explorer, key)).key_up(Keys.SHIFT).perform()
    explorer.says("#app-toast-text", "Sort by at most 3 columns")
    explorer.until(lambda: "sort=length,gravy,instability_index" in explorer.driver.current_url)
    explorer.until(lambda: len(names(explorer)) > 5)
    explorer.find("#explorer-text").send_keys("FLAV_CLOBE")
    explorer.until(lambda: names(explorer) == ["FLAV_CLOBE"])


@pytest.mark.parametrize(("status", "words"), [(500, "can't answer"), (429, "can't answer"), (200, "Connection lost")])
def test_a_search_whose_answer_is_an_error_is_pending_until_it_is_answered(explorer, status, words):
    fault(explorer, "explorer-count.children", status, body="<html>Sign in to the network</html>")
    explorer.find("#explorer-text").send_keys("FLAV_CLOBE")
    explorer.says(".bp-lost", words)
    shown = "return getComputedStyle(document.querySelector('#explorer-count'), '::after').content"
    assert "not yet applied" in explorer.driver.execute_script(shown)
    mend(explorer)
    explorer.says("#explorer-count", "1 of 26 selected")  # asked again without anybody's doing
    explorer.says("#explorer-chips", "FLAV_CLOBE")
    explorer.until(lambda: not explorer.all(".bp-lost"))
    explorer.driver.get_log("browser")


def test_a_brush_that_is_refused_offers_to_reload(explorer):
    fault(explorer, "explorer-count.children", 403)
    brush(explorer, "gravy", 0.1, 0.6)
    explorer.says(".bp-lost", "refused")
    assert explorer.text(".bp-lost button") == "Reload"
    explorer.driver.get_log("browser")
