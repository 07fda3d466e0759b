"""From a stranger's first visit to the file on their disk, on real parts."""

import csv
import gzip
from pathlib import Path

import pytest


def test_from_sign_up_to_sign_out(person, examples):
    with gzip.open(Path(person.browser.download_path) / "flavodoxins.fasta.gz", "wb") as packed:
        packed.write((examples / "flavodoxins.fasta").read_bytes())

    person.click("a[href='/new']")
    person.choose(Path(packed.name))
    assert "26" in person.text("#new-report")
    assert person.find("#new-title").get_attribute("value") == "Flavodoxins"
    assert person.text("#new-submit") == "Analyse 26 proteins"
    person.click("#new-submit")

    person.wait("#explorer-grid", seconds=60)
    person.says("#job-state", "Done")
    person.says("#explorer-count", "26 proteins")
    assert person.wait("#explorer-scatter canvas")
    assert person.wait("#explorer-histogram .scatterlayer .point")

    before = masses(person)
    assert before != sorted(before)
    person.click(".ag-header-cell[col-id=molecular_weight_da] .ag-header-cell-label")
    person.until(lambda: len(masses(person)) > 5 and masses(person) == sorted(masses(person)))
    assert masses(person)[0] <= min(before)

    person.retype("input[placeholder='Search names']", "FLAV_CLOBE")
    person.says("#explorer-count", "1 of 26 selected")
    person.says("#explorer-grid", "FLAV_CLOBE")
    assert "q=FLAV_CLOBE" in person.driver.current_url
    person.until(lambda: "Download 1" in person.text("#download-csv") and len(masses(person)) == 1)
    (mass,) = masses(person)

    person.click("#download-csv")
    saved = Path(person.browser.download_path)
    person.until(lambda: list(saved.glob("*.csv")))
    (path,) = saved.glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["name"] == "FLAV_CLOBE"
    assert float(row["molecular_weight_da"]) == pytest.approx(mass, abs=0.01)

    person.click("#explorer-grid a.bp-go")
    person.wait("#beside-panel h2")
    person.says("#beside-panel h2", "FLAV_CLOBE")
    person.wait("#protein-profile .scatterlayer path")
    person.wait("#protein-titration .scatterlayer path")
    assert person.text("#protein-sequence").startswith("MKIVYWSGTG\n")

    person.click("#app-account summary")
    person.click("#app-sign-out")
    person.until(lambda: "/sign-in" in person.driver.current_url)
    person.go("/")
    person.until(lambda: "/sign-in" in person.driver.current_url)


def masses(person):
    """Molecular weights in the table, from top to bottom."""
    rows = person.all(".ag-center-cols-container .ag-row")
    rows.sort(key=lambda row: int(row.get_attribute("row-index")))
    texts = [row.find_element("css selector", "[col-id=molecular_weight_da]").text for row in rows]
    return [float(text.replace(",", "")) for text in texts if text]
