"""Sharing: make a link, open it signed out in another browser, revoke it, and it is gone."""

import contextlib
from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


@pytest.fixture
def stranger() -> Iterator[webdriver.Chrome]:
    """Another browser, with a profile of its own: nobody is signed in there."""
    options = webdriver.ChromeOptions()
    for flag in ("headless=new", "no-sandbox", "use-angle=swiftshader", "enable-unsafe-swiftshader"):
        options.add_argument(f"--{flag}")
    options.add_argument("--window-size=1440,900")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options)
    yield driver
    with contextlib.suppress(Exception):
        driver.quit()


def text_of(driver, selector, wanted):
    def says(browser):
        found = browser.find_elements(By.CSS_SELECTOR, selector)
        return found and wanted in found[0].text

    WebDriverWait(driver, 20, ignored_exceptions=[Exception]).until(says)


def until_found(driver, selector):
    return WebDriverWait(driver, 20).until(lambda browser: browser.find_element(By.CSS_SELECTOR, selector))


def test_a_shared_analysis_is_read_signed_out_until_the_link_is_revoked(person, examples, stranger):
    person.analyse(examples / "flavodoxins.fasta")
    person.fill("#explorer-text", "flavodoxin")
    person.until(lambda: "q=flavodoxin" in person.driver.current_url)
    person.until(lambda: "selected" in person.text("#explorer-count"))
    count = person.text("#explorer-count")
    person.click("#share-open")
    person.until(lambda: person.find("#share-make").is_displayed())
    assert not person.find("#share-link").is_displayed()  # there is no link to copy yet
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").is_displayed())
    link = person.find("#share-link").get_attribute("value")
    assert link.startswith(f"{person.site}/shared/")
    assert "q=flavodoxin" in link

    stranger.get(link)
    text_of(stranger, "#explorer-count", count)
    assert person.email not in stranger.page_source
    assert not stranger.find_elements(By.CSS_SELECTOR, "#share-open, #app-account, #selections-open")
    stranger.find_element(By.CSS_SELECTOR, "#explorer-clear").click()
    text_of(stranger, "#explorer-count", "proteins")
    until_found(stranger, "#explorer-grid a.bp-go").click()
    WebDriverWait(stranger, 20).until(lambda d: "p=" in d.current_url)
    assert "/shared/" in stranger.current_url
    until_found(stranger, "#protein-values")
    stranger.back()
    until_found(stranger, "#download-csv[href*='/shared/']")

    person.click("#share-list button")
    person.says("#share-list", "No active links")
    stranger.refresh()
    text_of(stranger, "h1", "This link no longer works")
    noise = [entry["message"] for entry in stranger.get_log("browser") if entry["level"] == "SEVERE"]
    assert [words for words in noise if "410" not in words] == []


def test_a_page_that_is_open_when_its_link_ends_says_so(person, examples, stranger):
    person.analyse(examples / "flavodoxins.fasta")
    person.click("#share-open")
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").get_attribute("value"))
    stranger.get(person.find("#share-link").get_attribute("value"))
    text_of(stranger, "#explorer-count", "proteins")
    person.click("#share-list button")
    person.says("#share-list", "No active links")
    until_found(stranger, "#explorer-text").send_keys("flavodoxin")
    text_of(stranger, "h1", "This link no longer works")


def test_a_selection_is_saved_renamed_opened_and_deleted(person, examples):
    person.analyse(examples / "flavodoxins.fasta")
    person.fill("#explorer-text", "flavodoxin")
    person.until(lambda: "q=flavodoxin" in person.driver.current_url)
    person.click("#selections-open")
    person.fill("#selections-name", "Flavodoxins")
    person.click("#selections-save")
    person.until(lambda: person.find("#selections-list input").get_attribute("value") == "Flavodoxins")
    person.fill("#selections-name", "Flavodoxins")
    person.click("#selections-save")
    person.says("#selections-problem", "has this name")
    person.retype("#selections-list input", "Electron carriers\n")
    person.until(lambda: "Electron carriers" in person.find("#selections-list").get_attribute("innerHTML"))
    person.click("#selections-list a")
    person.until(lambda: "q=flavodoxin" in person.driver.current_url)
    person.wait("#explorer-grid")
    person.click("#selections-open")
    person.until(lambda: person.find("#selections-list input").get_attribute("value") == "Electron carriers")
    person.click("#selections-list button")
    person.says("#selections-list", "No selection")
