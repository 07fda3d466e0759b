"""Comparing: from a selection in the explorer to the table of differences."""


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
    person.until(lambda: len(person.all(".bp-compare .js-plotly-plot .scatterlayer .trace")) == 16)
    person.says("#compare-matched", "No identifier is in both")
    assert person.overflow() <= 0


def test_the_page_says_what_is_missing(person):
    person.go("/compare")
    person.says("#compare-sides", "Nothing to compare yet")
    person.go("/compare?jobs=0c8a7f7e-9d5e-4c6e-8a4e-0d7f6f3a1b2c,x")
    person.says("#compare-sides", "There is no such analysis")
