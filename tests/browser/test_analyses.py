"""The list of analyses: rename, delete and undo, search."""

from selenium.webdriver.common.keys import Keys


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
    person.says("#jobs-list", "No analyses match")


def test_the_menu_closes_on_escape_and_gives_the_focus_back(person):
    person.click("#app-account summary")
    assert person.email in person.text("#app-account")
    person.find("body").send_keys(Keys.ESCAPE)
    person.until(lambda: not person.all("#app-account[open]"))
    assert person.driver.switch_to.active_element.tag_name == "summary"


def test_chosen_analyses_are_compared(person, examples):
    ids = [person.analyse(examples / f"{name}.fasta").removeprefix("/jobs/") for name in ("panel", "pax")]
    person.go("/")
    person.wait(".bp-jobs-check input")
    assert not person.find("#jobs-checked").is_displayed()
    first, _ = person.all(".bp-jobs-check input")
    first.click()
    person.says("#jobs-checked", "1 of 2 checked")
    assert not person.find("#jobs-checked-compare").is_displayed()
    person.fill("#jobs-search", "pa")  # the list is read again: what is chosen stays so
    person.until(lambda: person.has_settled() and len(person.all(".bp-jobs-check input")) == 2)
    person.all(".bp-jobs-check input")[1].click()
    person.says("#jobs-checked", "2 of 2 checked")
    person.click("#jobs-checked-clear")
    person.until(lambda: not person.find("#jobs-checked").is_displayed())
    person.until(person.has_settled)
    for nth in (1, 2):
        person.click(f".bp-jobs tbody tr:nth-child({nth}) .bp-jobs-check input")
    person.says("#jobs-checked", "2 of 2 checked")
    person.click("#jobs-checked-compare")
    person.wait("#compare-differences tbody tr")
    assert person.driver.current_url == f"{person.site}/compare?jobs={ids[1]},{ids[0]}"


def test_an_analysis_is_repeated_with_other_options(person, examples):
    person.analyse(examples / "panel.fasta", "Panel at pH 7")
    person.click("#job-heading a[href^='/new?from=']")
    person.says("#new-submit", "Analyse")
    person.until(lambda: person.find("#new-submit").is_enabled())
    person.says("#new-drop", "panel.fasta")
    assert person.find("#new-title").get_attribute("value") == "Panel at pH 7 (copy)"
    person.click("#new-options summary")
    person.retype("#new-ph", "5.5")
    person.click("#new-submit")
    person.wait("#explorer-grid", seconds=60)

    person.go("/")
    person.says("#jobs-list", "Panel at pH 7, charge at pH 5.5")
    choose(person, "Run again")
    person.until(lambda: person.find("#new-submit").is_enabled())
    person.until(lambda: person.find("#new-ph").get_attribute("value") == "5.5")
    assert person.find("#new-options").get_attribute("open")
    person.says("#new-options-changed", "1 changed")


def test_nothing_is_repeated_of_an_analysis_that_is_not_there(person):
    person.go("/new?from=0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c")
    person.says("#app-toast-text", "There is no such analysis to start from")
    person.says("#new-drop", "Drop FASTA files here")
    person.says("#new-submit", "Add sequences to start")
    person.go("/new?from=x")
    person.says("#app-toast-text", "There is no such analysis to start from")


def test_chosen_analyses_are_deleted_together_and_one_undo_brings_them_back(person, examples):
    for title in ("First", "Second", "Third"):
        person.analyse(examples / "panel.fasta", title)
    person.go("/")
    person.wait(".bp-jobs tbody tr")
    for box in person.all(".bp-jobs tbody input[type=checkbox]")[:2]:
        box.click()
    person.says("#jobs-checked-count", "2 of 3 checked")
    person.click("#jobs-checked-delete")
    person.until(lambda: len(person.all(".bp-jobs tbody tr")) == 1)
    assert "First" in person.text("#jobs-list")  # the newest two are gone
    person.says("#app-toast-text", "Deleted 2 analyses")
    person.click("#app-toast-action")
    person.until(lambda: len(person.all(".bp-jobs tbody tr")) == 3)


def titles(person):
    return [one.text for one in person.all(".bp-job-link")]


def test_the_heads_of_columns_sort_the_list(person, examples):
    person.analyse(examples / "panel.fasta", "beta")  # 20 proteins
    person.analyse(examples / "flavodoxins.fasta", "Alpha")  # 26
    person.go("/")
    person.until(lambda: titles(person) == ["Alpha", "beta"])  # newest first
    heads = {one.text: one for one in person.all(".bp-sort")}
    assert list(heads) == ["Title", "Proteins", "State", "Created"]
    for head, order, way in (
        ("Created", ["beta", "Alpha"], "ascending"),
        ("Title", ["Alpha", "beta"], "ascending"),
        ("Title", ["beta", "Alpha"], "descending"),
        ("Proteins", ["Alpha", "beta"], "descending"),
        ("Proteins", ["beta", "Alpha"], "ascending"),
    ):
        (button,) = [one for one in person.all(".bp-sort") if one.text == head]
        button.click()
        person.until(lambda order=order: titles(person) == order)
        person.says(f"th[aria-sort={way}]", head)
    person.fill("#jobs-search", "a")  # the order stays while the list changes
    person.until(person.has_settled)
    assert titles(person) == ["beta", "Alpha"]


def test_an_analysis_is_renamed_where_it_is_open(person, examples):
    person.analyse(examples / "panel.fasta", "First")
    person.click("#job-heading h1")
    person.until(lambda: person.find("#job-title").is_displayed())
    person.find("#job-title").send_keys("Second name", Keys.ENTER)
    person.says("#job-heading h1", "Second name")
    person.click("#job-rename")
    person.find("#job-title").send_keys("Never mind", Keys.ESCAPE)
    person.until(lambda: person.find("#job-heading h1").is_displayed())
    assert person.text("#job-heading h1") == "Second name"
    person.driver.refresh()
    person.says("#job-heading h1", "Second name")
