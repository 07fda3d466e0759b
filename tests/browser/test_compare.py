"""Comparing: from choosing the sides to the tables, the plots, their files and the proteins that changed."""

import pytest
from selenium.webdriver.support.ui import Select

SAVED = """const done = arguments[0]; const made = URL.createObjectURL;
URL.createObjectURL = (blob) => {
  blob.text().then((text) => { window.savedText = text; });
  return made.call(URL, blob);
};
done(true);"""


@pytest.fixture
def twice(person, examples):
    """The same file with two pH values: the names of both analyses' pages."""
    paths = []
    for title, ph in (("At 7", ""), ("At 5", "5")):
        person.go("/new")
        person.choose(examples / "flavodoxins.fasta")
        person.retype("#new-title", title)
        if ph:
            person.driver.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            person.retype("#new-ph", ph)
        person.click("#new-submit")
        person.wait("#explorer-grid", seconds=60)
        paths.append(person.driver.current_url.removeprefix(person.site).partition("?")[0])
    return [path.rpartition("/")[2] for path in paths]


def test_a_selection_is_compared_with_the_rest(person, examples):
    person.analyse(examples / "flavodoxins.fasta")
    path = person.driver.current_url.partition("?")[0]
    person.driver.get(f"{path}?r.gravy=-0.2..")
    person.wait("#explorer-grid")
    person.until(lambda: "selected" in person.text("#explorer-count"))
    person.click("#selections-open")
    person.click("#selections-compare a")
    person.wait("#compare-differences tbody tr")
    person.says("#compare-differences tbody tr", "GRAVY")
    person.says("#compare-differences tbody tr", "+1.00")
    person.says("#compare-differences", "not independent")
    person.until(lambda: len(person.all(".bp-compare .js-plotly-plot .scatterlayer")) == 8)
    person.says("#compare-matched", "No shared identifiers")
    assert person.overflow() <= 0


def test_the_page_says_what_is_missing(person):
    person.go("/compare")
    person.says("#compare-sides", "Nothing to compare yet")
    person.go("/compare?jobs=0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c,x")
    person.says("#compare-sides", "There is no such analysis")


def test_sides_are_checked_and_the_same_proteins_are_compared_as_pairs(person, twice):
    person.go("/compare")
    person.wait("#compare-choices input")
    assert not person.find("#compare-go").is_displayed()
    person.says("#compare-choice-note", "Check at least two")
    for box in person.all("#compare-choices input"):
        box.click()
    person.until(lambda: person.find("#compare-go").is_displayed())
    person.click("#compare-go")
    person.says("#compare-differences", "Changes in the same proteins")
    person.says("#compare-differences tbody tr", "Net charge")
    person.says("#compare-differences", "The same in every pair: Length")
    assert len(person.all(".bp-compare .js-plotly-plot")) == 1  # only the charge differs

    person.says("#compare-matched-place", "1 to 25 of 26 changes")
    person.click("#compare-matched-next")
    person.says("#compare-matched-place", "26 to 26 of 26 changes")
    assert person.find("#compare-matched-next").get_attribute("disabled")
    person.click("#compare-matched-back")
    person.says("#compare-matched-place", "1 to 25 of 26 changes")
    assert set(twice) <= set(person.driver.current_url.partition("jobs=")[2].split(","))


def test_a_plot_changes_its_shape_and_is_saved_as_a_file_with_its_legend(person, examples):
    first = person.analyse(examples / "flavodoxins.fasta").rpartition("/")[2]
    second = person.analyse(examples / "panel.fasta").rpartition("/")[2]
    person.go(f"/compare?jobs={first},{second}")
    person.until(lambda: len(person.all(".bp-compare .js-plotly-plot .scatterlayer")) == 8)
    Select(person.find("#compare-shape")).select_by_value("cumulative")
    person.says("#compare-caption", "at or below")
    small = "return document.querySelector('.bp-small').textContent"
    person.until(lambda: "100 %" in person.driver.execute_script(small))
    for plot in ("all", "gravy"):
        person.driver.execute_async_script(SAVED)
        person.driver.execute_script(
            f"window.savedText = '';document.querySelector('[data-figure-save={plot}]').click()"
        )
        person.until(lambda: person.find("#figure-preview").get_attribute("src"))
        person.until(lambda: "Medians: " in person.find("#figure-caption").get_attribute("value"))
        person.click("#figure-save")
        person.until(lambda: person.driver.execute_script("return window.savedText"))
        text = person.driver.execute_script("return window.savedText")
        assert text.startswith("<svg")
        assert "GRAVY" in text
        assert ("Molecular weight (kDa, log)" in text) is (plot == "all")
        assert "flavodoxins" in text.lower()
        person.driver.execute_script("document.querySelector('.modal.show .btn-close').click()")
        person.until(lambda: not person.all(".modal.show"))
