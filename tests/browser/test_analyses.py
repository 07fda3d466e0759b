"""The list of analyses: rename, delete and undo, search."""

import pytest
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser


def choose(person, words):
    """Open the first row's menu and choose from it."""
    person.click(".bp-jobs .bp-menu summary")
    (item,) = [one for one in person.all(".bp-jobs .bp-menu[open] .dropdown-item") if words in one.text]
    item.click()


def test_rename_delete_and_undo(person, examples):
    person.says("#jobs-list", "No analyses yet")
    person.analyse(examples / "panel.fasta", "First")
    person.go("/")
    person.says("#jobs-list", "First")

    choose(person, "Rename")
    field = person.wait(".bp-editing input")
    field.send_keys("Second name", Keys.ENTER)
    person.says("#jobs-list", "Second name")

    choose(person, "Rename")
    person.wait(".bp-editing input").send_keys("Never mind", Keys.ESCAPE)
    person.until(lambda: not person.all(".bp-editing"))
    person.go("/")
    person.says("#jobs-list", "Second name")

    choose(person, "Delete")
    person.says("#app-toast-text", "Deleted \u201cSecond name\u201d")
    person.says("#jobs-list", "No analyses yet")
    person.click("#app-toast-action")
    person.says("#jobs-list", "Second name")


def test_search_by_title_or_file(person, examples):
    person.analyse(examples / "panel.fasta", "Alpha")
    person.analyse(examples / "pax.fasta", "Beta")
    person.go("/")
    person.says("#jobs-list", "Alpha")
    person.fill("#jobs-search", "pax")
    person.until(lambda: "Alpha" not in person.text("#jobs-list") and "Beta" in person.text("#jobs-list"))
    person.retype("#jobs-search", "nothing like it")
    person.says("#jobs-list", "No analysis matches")


def test_the_menu_closes_on_escape_and_gives_the_focus_back(person):
    person.click("#app-account summary")
    assert person.email in person.text("#app-account")
    person.find("body").send_keys(Keys.ESCAPE)
    person.until(lambda: not person.all("#app-account[open]"))
    assert person.driver.switch_to.active_element.tag_name == "summary"
