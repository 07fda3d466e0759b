"""An experimentalist's whole way through yeast: paste hits, see, filter, explain, download, share, compare, reopen."""

import csv
import gzip
import re
from pathlib import Path

from tests.browser.test_own_columns import add_list

HITS = 50


def ribosomal(examples: Path) -> tuple[str, dict[str, int]]:
    """Fifty proteins of the ribosome with their subunit, one a line, and how many each has."""
    with gzip.open(examples / "yeast_UP000002311.fasta.gz", "rt") as file:
        found = re.findall(r">sp\|(\w+)\|\S+ (60S|40S) ribosomal protein", file.read())[:HITS]
    assert len(found) == HITS
    groups = [group for _, group in found]
    lines = "\n".join(f"{accession}\t{group}" for accession, group in found)
    return lines, {group: groups.count(group) for group in ("60S", "40S")}


def test_hits_of_yeast_from_the_clipboard_to_a_shared_answer(person, examples):
    pasted, sizes = ribosomal(examples)
    of_60s, of_40s = sizes.values()
    path = person.analyse(examples / "yeast_UP000002311.fasta.gz")
    add_list(person, pasted)
    person.until(lambda: f"{sizes['60S']} 60S" in person.text(".bp-key-line"))
    assert f"{of_40s} 40S" in person.text(".bp-key-line")

    person.go(f"{path}?v.own1c_Group=60S&colour=own1c_Group")
    person.until(lambda: f"{sizes['60S']} of 6,077 selected" in person.text("#explorer-count"))
    person.says("#explorer-chips", "Group: 60S")

    person.click("#special-open")
    person.says("#special-body p", f"These {sizes['60S']} proteins are", seconds=60)
    person.says("#special-body p", "more basic")
    person.click("#special-dialog .btn-close")
    person.until(lambda: not person.all("#special-dialog .modal-body"))

    person.until(lambda: f"Download {sizes['60S']}" in person.text("#download-csv"))
    person.click("#download-csv")
    saved = Path(person.browser.download_path)
    person.until(lambda: list(saved.glob("*.csv")))
    (file,) = saved.glob("*.csv")
    with file.open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["Group"] for row in rows] == ["60S"] * of_60s

    person.click("#share-open")
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").get_attribute("value"))
    link = person.find("#share-link").get_attribute("value")
    explorer = person.driver.current_url

    person.driver.get(explorer)  # reopened from its address
    person.until(lambda: f"{sizes['60S']} of 6,077 selected" in person.text("#explorer-count"))
    compare = person.wait("[title='Compare by Group'], [aria-label='Compare by Group']")
    person.driver.get(compare.get_attribute("href"))
    person.wait("#compare-differences tbody tr", seconds=60)
    for group in sizes:
        person.says("#compare-sides", group)
    assert person.complaints() == []

    person.driver.delete_all_cookies()
    person.driver.get(link)
    person.until(lambda: f"{sizes['60S']} of 6,077 selected" in person.text("#explorer-count"))
    person.says("#explorer-chips", "Group: 60S")
    assert not person.all("#share-open, #own-columns-open")
