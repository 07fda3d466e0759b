"""The first minutes of somebody who typed `make run` and clicked the link that it printed."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dash.testing.browser import Browser

from tests.browser.conftest import WIDE, Visitor, running


@pytest.fixture
def newcomer(browser: Browser) -> Iterator[tuple[Visitor, str]]:
    """A person at a wide screen with the link in front of them."""
    with running() as link:
        address = urlsplit(link)
        visitor = Visitor(browser, f"http://{address.netloc}")
        visitor.resize(*WIDE)
        visitor.prefer("light")
        yield visitor, f"{address.path}?{address.query}"


def test_from_the_link_to_a_shared_selection(newcomer):
    person, link = newcomer
    person.go(link)
    opens_the_proteome_with_hints(person)
    person.go("/")
    person.says("#jobs-list", "Flavodoxins: 26 homologues")
    person.browser.driver.find_element("link text", "Flavodoxins: 26 homologues").click()
    person.wait("#explorer-grid a.bp-go", seconds=60)
    person.wait(".bp-hist[data-key=gravy] .pick")

    brush = person.find(".bp-hist[data-key=gravy]")
    width = brush.size["width"]
    person.drag(brush, (round(-0.4 * width), 0), (round(0.45 * width), 0))
    person.until(lambda: "selected" in person.text("#explorer-count"))
    count = person.text("#explorer-count")
    selected = int(count.split()[0])
    assert 0 < selected < 26

    person.click("#explorer-grid a.bp-go")
    person.wait("#beside-panel #protein-values")
    assert person.text("#explorer-count") == count
    person.click("#beside-close")

    person.until(lambda: f"Download {selected}" in person.text("#download-csv"))
    person.click("#download-csv")
    saved = Path(person.browser.download_path)
    person.until(lambda: list(saved.glob("*.csv")))
    (path,) = saved.glob("*.csv")
    assert len(path.read_text("utf-8").splitlines()) == selected + 1

    explorer = person.driver.current_url
    compare_with_another_selection(person)
    person.driver.get(explorer)
    person.says("#explorer-count", count)

    person.click("#share-open")
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").get_attribute("value"))
    shared = person.find("#share-link").get_attribute("value")
    assert "r.gravy=" in shared
    assert person.complaints() == []

    person.driver.delete_all_cookies()
    person.driver.get(shared)
    person.wait("#explorer-count")
    person.says("#explorer-count", count)
    assert not person.all("#app-account")
    person.wait("#explorer-grid a.bp-go")
    person.go("/")
    person.until(lambda: "/sign-in" in person.driver.current_url)
    assert person.complaints() == []


def compare_with_another_selection(person):
    """Save what is selected, select something else, and lay both side by side."""
    person.click("#selections-open")
    person.fill("#selections-name", "Watery")
    person.click("#selections-save")
    person.until(lambda: person.find("#selections-list input").get_attribute("value") == "Watery")
    person.click(".modal .btn-close")
    person.until(lambda: not person.all(".modal"))
    person.click("#explorer-clear")
    person.says("#explorer-count", "26 proteins")
    person.until(person.has_settled)
    brush = person.find(".bp-hist[data-key=isoelectric_point]")
    width = brush.size["width"]
    person.drag(brush, (round(-0.45 * width), 0), (round(0.5 * width), 0))
    person.until(lambda: "r.isoelectric_point" in person.driver.current_url)
    person.click("#selections-open")
    person.click("#selections-list a[href^='/compare']")
    person.wait("#compare-differences tbody tr")
    person.says("#compare-sides", "Watery")
    person.says("#compare-differences", "GRAVY")


def opens_the_proteome_with_hints(person):
    person.says("#explorer-count", "6,077")
    person.until(lambda: len(shown_hints(person)) == 3)
    for left in (2, 1, 0):
        shown_hints(person)[0].find_element("css selector", "button").click()
        person.until(lambda left=left: len(shown_hints(person)) == left)
    person.driver.refresh()
    person.says("#explorer-count", "6,077")
    assert shown_hints(person) == []


def shown_hints(person):
    return [hint for hint in person.driver.find_elements("css selector", ".bp-hint") if hint.is_displayed()]
