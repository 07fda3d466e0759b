"""A protein opened beside the table: the selection stays, the address says it, the keyboard gets back."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import NARROW

SORT_DOWN = """dash_ag_grid.getApiAsync('explorer-grid').then(
  (api) => api.applyColumnState({ state: [{ colId: 'gravy', sort: 'desc' }], defaultState: { sort: null } }))"""
FIRST_LINK = "#explorer-grid .ag-row[row-index='0'] a.bp-go"


@pytest.fixture
def selected(visitor, opened, examples):
    """The explorer with a part of the flavodoxins selected, lowest GRAVY first."""
    opened(examples / "flavodoxins.fasta", "?r.gravy=-0.4..0&sort=gravy")
    visitor.wait(FIRST_LINK)
    visitor.until(visitor.has_settled)
    return visitor


def test_a_protein_opens_beside_the_table_and_the_selection_stays(selected):
    count = selected.text("#explorer-count")
    name = selected.text(FIRST_LINK)
    selected.find("#explorer-grid").parent.execute_script("window.sameDocument = true")
    selected.click(FIRST_LINK)
    selected.wait("#beside-panel h2")
    selected.says("#beside-panel h2", name)
    selected.wait("#beside-panel #protein-profile svg .scatterlayer")
    assert selected.text("#explorer-count") == count
    assert "r.gravy=" in selected.driver.current_url
    assert "&p=" in selected.driver.current_url

    first = selected.driver.current_url
    assert not selected.all("#beside-panel #protein-previous")
    selected.click("#beside-panel #protein-next")
    second_name = selected.text("#explorer-grid .ag-row[row-index='1'] a.bp-go")
    selected.says("#beside-panel h2", second_name)
    selected.driver.back()
    selected.says("#beside-panel h2", name)
    assert selected.driver.current_url == first
    selected.driver.forward()
    selected.says("#beside-panel h2", second_name)
    assert selected.driver.execute_script("return window.sameDocument")

    selected.driver.refresh()
    selected.wait("#beside-panel h2")
    selected.says("#beside-panel h2", second_name)
    selected.says("#explorer-count", count.split(maxsplit=1)[0])
    selected.click("#beside-close")
    selected.until(lambda: not selected.find("#beside-panel").is_displayed())
    assert "&p=" not in selected.driver.current_url


def test_the_next_protein_follows_the_sort_while_one_is_open(selected):
    selected.click(FIRST_LINK)
    selected.wait("#beside-panel #protein-next")
    assert not selected.all("#beside-panel #protein-previous")
    selected.driver.execute_script(SORT_DOWN)
    selected.until(lambda: "sort=-gravy" in selected.driver.current_url)
    # What came first is the last one now.
    selected.wait("#beside-panel #protein-previous")
    selected.until(lambda: not selected.all("#beside-panel #protein-next"))


def test_escape_closes_and_the_focus_goes_back(selected):
    link = selected.find(FIRST_LINK)
    selected.driver.execute_script("arguments[0].focus()", link)
    link.send_keys(Keys.ENTER)
    selected.wait("#beside-panel h2")
    selected.until(lambda: selected.driver.switch_to.active_element.get_attribute("id") == "beside-panel")
    selected.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    selected.until(lambda: not selected.find("#beside-panel").is_displayed())
    assert selected.driver.switch_to.active_element.text == link.text


def test_on_a_telephone_it_is_a_page_of_its_own(selected):
    selected.resize(*NARROW)
    selected.driver.execute_script("arguments[0].click()", selected.find(FIRST_LINK))
    selected.until(lambda: "/proteins/" in selected.driver.current_url)
    selected.wait("#protein-body #protein-profile")
    assert "r.gravy=" in selected.driver.current_url
