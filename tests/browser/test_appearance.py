"""Light and dark, wide and narrow, on every page."""

LIGHT, DARK = "rgb(245, 246, 248)", "rgb(14, 18, 23)"


def background(person):
    return person.driver.execute_script("return getComputedStyle(document.body).backgroundColor")


def test_the_page_follows_the_system_until_the_switch_is_used(person):
    assert background(person) == LIGHT
    person.prefer("dark")
    person.until(lambda: background(person) == DARK)
    person.click("#app-theme-switch")
    person.until(lambda: background(person) == LIGHT)
    person.driver.refresh()
    person.wait("#jobs-list")
    assert background(person) == LIGHT


def test_plots_change_with_the_theme(person, examples):
    person.analyse(examples / "panel.fasta")
    paper = "return document.querySelector('#explorer-histogram .js-plotly-plot')._fullLayout.paper_bgcolor"
    person.until(lambda: person.driver.execute_script(paper) == "#FFFFFF")
    person.click("#app-theme-switch")
    person.until(lambda: person.driver.execute_script(paper) == "#151A21")


def test_on_a_telephone_the_filters_are_a_drawer(person, examples):
    path = person.analyse(examples / "panel.fasta")
    person.resize(390, 844)
    person.go(path)
    person.wait("#explorer-filters-open")
    assert not person.find("#explorer-text").is_displayed()
    person.click("#explorer-filters-open")
    person.until(lambda: person.find("#explorer-text").is_displayed())
    person.click("#explorer-filters-close")
    person.until(lambda: not person.find("#explorer-text").is_displayed())
