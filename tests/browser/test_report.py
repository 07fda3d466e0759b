"""The report to print: as wide as a sheet of A4, no word is broken."""

import pytest
from selenium.webdriver.common.by import By

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

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
