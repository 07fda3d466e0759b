"""What is typed is meant: numbers, motifs, and fields that are only left."""

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser


@pytest.fixture
def explorer(person, examples):
    """The explorer of 26 flavodoxins."""
    person.analyse(examples / "flavodoxins.fasta")
    person.wait(".bp-hist[data-key=gravy] .pick")
    person.until(person.has_settled)
    return person


def field(person, key, side):
    return person.find(f"[id*='explorer-bound'][id*='{key}'][id*='{side}']")


def problem(person, key):
    return person.find(f"[id*='explorer-filter\"'][id*='{key}'] .bp-field-error").text


def retype(element, text, *keys):
    element.send_keys(Keys.CONTROL, "a")
    element.send_keys(Keys.DELETE, text, *keys)


def test_a_decimal_comma_is_a_decimal_comma(explorer):
    field(explorer, "isoelectric_point", "min").send_keys("4,5", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.5")
    assert "r.isoelectric_point=4.5.." in explorer.driver.current_url


@pytest.mark.parametrize("typed", ["abc", "<6", "5..6", "1.234,5"])
def test_a_bound_that_can_not_be_read_is_marked_and_is_no_condition(explorer, typed):
    least = field(explorer, "isoelectric_point", "min")
    least.send_keys("4.5", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.5")
    retype(least, typed, Keys.TAB)
    explorer.says("#explorer-count", "26 proteins")
    explorer.until(explorer.has_settled)
    assert least.get_attribute("aria-invalid") == "true"
    assert "such as" in problem(explorer, "isoelectric_point")
    assert least.get_attribute("value") == typed
    assert not explorer.all("#explorer-chips .bp-chip")
    retype(least, "4.6", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.6")
    assert not least.get_attribute("aria-invalid")
    assert not problem(explorer, "isoelectric_point")


def test_leaving_a_field_changes_nothing(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?r.isoelectric_point=4.2512345..5.0987654321")
    explorer.wait(".bp-f.on")
    explorer.until(explorer.has_settled)
    count, address = explorer.text("#explorer-count"), explorer.driver.current_url
    least = field(explorer, "isoelectric_point", "min")
    assert least.get_attribute("value") == "4.2512345"
    least.send_keys(Keys.END, Keys.TAB, Keys.TAB)
    explorer.until(explorer.has_settled)
    assert (explorer.text("#explorer-count"), explorer.driver.current_url) == (count, address)


def test_a_bad_motif_is_marked_and_is_no_condition(explorer):
    search = explorer.find("#explorer-text")
    search.send_keys("seq:RGD")
    explorer.says("#explorer-chips", "seq:RGD")
    retype(search, "seq:R.D")
    explorer.says(".bp-f-find + .bp-field-error", "Use PROSITE syntax")
    explorer.says("#explorer-count", "26 proteins")
    assert search.get_attribute("aria-invalid") == "true"
    assert "R.D" not in explorer.text("#explorer-chips")
    retype(search, "N-{P}-[ST]")
    explorer.says("#explorer-count", "0 of 26 selected")
    assert not search.get_attribute("aria-invalid")
    explorer.click("#explorer-motif")
    explorer.says("#explorer-chips", "motif N-{P}-[ST]")
    explorer.until(lambda: "motif=N" in explorer.driver.current_url)
    explorer.driver.refresh()
    explorer.says("#explorer-chips", "motif N-{P}-[ST]")
    assert explorer.find("#explorer-motif").is_selected()
    assert explorer.find("#explorer-text").get_attribute("value") == "N-{P}-[ST]"


def test_an_unknown_part_of_an_address_is_named_and_the_rest_counts(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?r.gravy=-0.3..&utm_source=newsletter")
    explorer.says("#app-toast-text", "utm_source")
    explorer.says("#explorer-chips", "GRAVY at least")


def test_filters_added_by_hand_come_back(explorer):
    explorer.find("#explorer-add-filter [value=atoms]").click()
    explorer.wait(".bp-hist[data-key=atoms] .pick")
    explorer.until(lambda: "f=atoms" in explorer.driver.current_url)
    explorer.driver.refresh()
    explorer.wait(".bp-hist[data-key=atoms] .pick")
