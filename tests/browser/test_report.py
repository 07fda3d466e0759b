"""The report to print: as wide as a sheet of A4, no word is broken."""

import re

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By

from tests.browser.conftest import Visitor

A4 = (703, 1000)  # 186 mm at 96 dots an inch
LINES = """
const range = document.createRange();
range.selectNodeContents(arguments[0]);
return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
"""
FETCHED = "const [path, answer] = arguments; fetch(path).then((got) => got.text()).then(answer)"


def test_the_names_of_properties_are_whole(person: Visitor, examples):
    path = person.analyse(examples / "flavodoxins.fasta")
    report = person.driver.execute_async_script(FETCHED, f"{path}/report.html")
    person.go("/no-such-page")
    person.complaints()  # 404, on a page without scripts of its own
    person.resize(*A4)
    person.driver.execute_script("document.documentElement.innerHTML = arguments[0]", report)
    names = person.driver.find_elements(By.CSS_SELECTOR, "tbody td:first-child")
    assert len(names) >= 16
    for name in names:
        assert person.driver.execute_script(LINES, name) <= len(name.text.split()), name.text
    assert person.overflow() <= 0


def test_a_value_stands_in_the_row_of_its_protein_however_long_the_names(person: Visitor, tmp_path):
    names = [f"NODE_{number}_length_{'7' * 60}_cov_{'3' * 200 if number == 2 else '3' * 12}" for number in range(1, 5)]
    letters = ("MKW", "MAAC", "MRRRRY", "MDDDDDD")
    many = tmp_path / "assembly.fasta"
    many.write_text("".join(f">{name}\n{'G' * 30}{text}\n" for name, text in zip(names, letters, strict=True)))
    path = person.analyse(many)
    report = person.driver.execute_async_script(FETCHED, f"{path}/report.html")
    person.go("/no-such-page")
    person.complaints()
    person.resize(*A4)
    person.driver.execute_script("document.documentElement.innerHTML = arguments[0]", report)
    rows = [row.find_elements(By.CSS_SELECTOR, "td:not([rowspan])") for row in person.all(".ends tbody tr")]
    assert len(rows) == 24  # three of each end of eight properties
    for low, low_value, high, high_value in rows:
        for name, value in ((low, low_value), (high, high_value)):
            assert name.rect["y"] == value.rect["y"], name.text
            assert len([one for one in names if one in name.text.replace("\n", "")]) == 1
    lengths = {names[place]: f"{30 + len(text)}" for place, text in enumerate(letters)}
    for low, value, *_ in rows[:3]:
        assert value.text == lengths[low.text]
    assert person.find(".ends tbody td[rowspan]").rect["width"] > 90
    assert person.overflow() <= 0


def test_the_tab_shows_the_sheet_of_what_is_selected(person: Visitor, examples):
    path = person.analyse(examples / "flavodoxins.fasta")
    person.go(f"{path}?tab=report&r.length=100..180")
    frame = person.wait("#report-sheet")
    person.until(lambda: "r.length" in person.find("#report-download").get_attribute("href"))
    person.driver.switch_to.frame(frame)
    person.says("h1", "Flavodoxins")
    person.says(".words", "are selected: length 100 to 180 aa")
    assert len(person.all(".plots path[fill='#2B55C8']")) >= 8
    assert len(person.all(".listed tbody tr")) == int(person.text(".sums tbody td:nth-child(3)"))
    person.driver.switch_to.default_content()
    # Back to everything: the sheet follows.
    person.click("#job-tab-explore")
    person.click("#explorer-clear")
    person.until(lambda: "r.length" not in person.driver.current_url)
    person.click("#job-tab-report")
    person.until(lambda: "r.length" not in person.find("#report-download").get_attribute("href"))
    person.driver.execute_script(
        "document.getElementById('report-sheet').contentWindow.print = () => window.printed = 1"
    )
    person.click("#report-print")
    person.until(lambda: person.driver.execute_script("return window.printed"))


TABLE = "return [...document.querySelectorAll('#sums tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
STILL = """
const page = new DOMParser().parseFromString(arguments[0], "text/html");
return [...page.querySelectorAll("#sums tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
"""


@pytest.mark.parametrize("query", ["", "?r.length=100..180", "?r.gravy=-0.3..-0.1&q=flavodoxin"])
def test_the_file_stays_interactive_offline_with_the_same_numbers(person: Visitor, examples, tmp_path, query):
    path = person.analyse(examples / "flavodoxins.fasta")
    report = person.driver.execute_async_script(FETCHED, f"{path}/report.html{query}")
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?/", report)
    assert "default-src 'none'" in report
    file = tmp_path / "report.html"
    file.write_text(report, "utf-8")
    person.driver.get(file.as_uri())
    person.until(lambda: person.text("#live-count"))
    assert person.driver.execute_script(TABLE) == person.driver.execute_script(STILL, report)
    whole = 26
    selected = int(person.text("#live-count").split()[0])
    assert (selected < whole) is bool(query)
    assert person.driver.execute_script("return performance.getEntriesByType('resource').length") == 0
    # Brushing a histogram leaves fewer, and the table follows; a click takes it away.
    bars = person.find(".plot[data-key=gravy] .draw")
    person.drag(bars, (-10, 0), (120, 0))
    person.until(lambda: "GRAVY" in person.text("#live-words"))
    fewer = int(person.text("#live-count").split()[0])
    assert 0 < fewer < selected
    assert person.text("#sums tbody tr:first-child td:nth-child(3)") == str(fewer)
    assert len(person.all("#live-rows tbody tr")) == fewer
    ActionChains(person.driver).move_to_element(bars).click().perform()
    person.until(lambda: person.text("#live-count").split()[0] == str(selected))
    # The gel selects by both of its properties; search and the box of the selection go along.
    person.driver.execute_script(
        "document.getElementById('live-base').checked && document.getElementById('live-base').click()"
    )
    gel = person.find("#gel")
    person.drag(gel, (-300, -150), (600, 300))
    person.until(lambda: "Isoelectric point" in person.text("#live-words"))
    assert int(person.text("#live-count").split()[0]) == whole - 1  # the rejected one has no place
    person.fill("#live-search", "flav_anaso")
    person.until(lambda: person.text("#live-count").startswith("1 of "))


def test_the_pdf_comes_in_one_click(person: Visitor, examples):
    path = person.analyse(examples / "flavodoxins.fasta")
    person.go(f"{path}?tab=report&r.length=100..180")
    person.wait("#report-sheet")
    link = person.find("#report-pdf")
    assert link.get_attribute("href").endswith("/report.pdf?r.length=100..180")
    assert person.driver.execute_async_script(FETCHED, link.get_attribute("href")).startswith("%PDF-")
