"""Own columns as a person uses them: from the clipboard to a coloured scatter, filters, downloads, and back again."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

PROTEINS = 120


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """A small proteome with accessions that a list can name."""
    residues = "ACDEFGHIKLMNPQRSTVWY"
    records = (
        f">sp|P{number:05d}|NAM{number}_YEAST Protein {number} OS=Saccharomyces cerevisiae GN=GEN{number}\n"
        f"M{''.join(residues[(number * place) % 20] for place in range(1, 40 + number))}\n"
        for number in range(1, PROTEINS + 1)
    )
    path = tmp_path / "small.fasta"
    path.write_text("".join(records))
    return path


def hits(number: int) -> str:
    return "\n".join(f"P{place:05d}\t{'membrane' if place % 2 else 'cytosol'}" for place in range(1, number + 1))


def comma(number: float) -> str:
    return f"{number:.3f}".replace(".", ",")


def paste(person, selector: str, text: str) -> None:
    """Put a text into a field as pasting does."""
    person.driver.execute_script(
        "const field = arguments[0];"
        "Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, arguments[1]);"
        "field.dispatchEvent(new Event('input', {bubbles: true}));",
        person.find(selector),
        text,
    )


def add_list(person, text: str) -> None:
    person.click("#own-columns-open")
    person.wait("#own-columns-text")
    paste(person, "#own-columns-text", text)
    person.until(lambda: not person.find("#own-columns-add").get_attribute("disabled"))
    person.click("#own-columns-add")
    person.until(lambda: "colour=own" in person.driver.current_url)
    person.wait("#explorer-grid")


def test_a_pasted_list_colours_the_scatter_in_two_clicks_and_goes_everywhere(person, fasta):
    person.analyse(fasta)
    person.click("#own-columns-open")
    person.wait("#own-columns-text")
    paste(person, "#own-columns-text", hits(50) + "\nnobody\tmembrane")
    person.says("#own-columns-report", "50 of 51 rows matched by accession; 50 of 120 proteins get values.")
    person.says("#own-columns-report", "nobody (row 51)")
    person.click("#own-columns-add")
    person.until(lambda: "colour=own1c_Group" in person.driver.current_url)
    person.wait("#explorer-grid")
    person.until(lambda: "25 membrane" in person.text(".bp-key-line"))
    assert "25 cytosol" in person.text(".bp-key-line")
    assert person.find("#explorer-colour").get_attribute("value") == "own1c_Group"
    person.until(lambda: "Group" in person.text("#explorer-grid .ag-header"))

    person.go(person.driver.current_url.removeprefix(person.site) + "&v.own1c_Group=membrane")
    person.until(lambda: "25 of 120 selected" in person.text("#explorer-count"))
    person.says("#explorer-chips", "Group: membrane")
    assert person.complaints() == []


def test_a_table_is_reported_and_its_numbers_are_filtered(person, fasta, tmp_path):
    person.analyse(fasta)
    table = tmp_path / "hits.csv"
    rows = "".join(f"P{place:05d};{comma(place / 8)};{'x' if place == 7 else place}\n" for place in range(1, 61))
    table.write_text(f"Protein;log2 FC;Peptides\n{rows}")
    person.click("#own-columns-open")
    person.until(lambda: person.driver.find_elements(By.CSS_SELECTOR, "#own-columns-file input"))
    person.driver.find_element(By.CSS_SELECTOR, "#own-columns-file input").send_keys(str(table))
    person.says("#own-columns-report", "60 of 60 rows matched by accession")
    person.says("#own-columns-report", "1 cell is no such value and is left out (row 8: x)")
    person.click("#own-columns-add")
    person.until(lambda: "colour=own1n2_log2-FC" in person.driver.current_url)
    person.wait("#explorer-grid")
    person.says("#explorer-filter-list", "log2 FC")
    person.go(person.driver.current_url.removeprefix(person.site) + "&r.own1n2_log2-FC=5..")
    person.until(lambda: "21 of 120 selected" in person.text("#explorer-count"))

    person.click("#own-columns-open")
    person.says("#own-columns-list", "hits.csv")
    name = person.find("#own-columns-list input")
    person.until(lambda: name.get_attribute("value") == "log2 FC")
    person.retype("#own-columns-list input", "Fold change\n")
    person.until(lambda: "Name of Fold change" in person.find("#own-columns-list").get_attribute("innerHTML"))
    person.find("#own-columns-dialog .btn-close").click()
    person.says("#explorer-chips", "Fold change at least 5")
    person.until(lambda: "21 of 120 selected" in person.text("#explorer-count"))
    assert person.complaints() == []
