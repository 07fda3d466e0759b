"""*Use in code*: what the dialog of each page shows is run as it stands, in the shell, Python and R."""

import csv
import io
import os
import shutil
import subprocess
import sys
from urllib.parse import quote

import pytest

SELECTION = "q=flavodoxin&r.length=140..180&c.description=contains%3AFlavo&sort=-gravy&cols=gravy,length"


@pytest.fixture
def token(person):
    """A token that may read, made on the account page."""
    person.go("/account")
    person.fill("#account-token-name", "notebook")
    person.find("#tokens form button[type=submit]:not(.btn-sm)").click()
    made = person.wait("#account-token").get_attribute("value")
    person.go("/account")
    assert "read" in person.text("#tokens table")
    assert "never" in person.text("#tokens table")  # not used yet
    return made


@pytest.fixture
def run(tmp_path, token):
    """Run a program with the token in its environment; what it printed."""

    def start(command, program):
        environment = {**os.environ, "BATCHPROT_TOKEN": token, "POLARS_FMT_MAX_ROWS": "100"}
        done = subprocess.run(
            [*command, program], capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr + program
        return done.stdout

    return start


def programs(person, selector="[data-code-open]"):
    """Open the dialog; the text of each program as a person copies it."""
    person.click(selector)
    found = {}
    for language in ("curl", "Python", "R"):
        person.click(f"dialog[open] [data-code-tab='{language}']")
        shown = person.find(f"dialog[open] [data-language='{language}']")
        assert shown.is_displayed()
        found[language] = shown.get_attribute("textContent")
    person.click("dialog[open] [data-code-close]")
    return found


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_programs_of_each_page_give_what_the_page_shows(person, examples, run, tmp_path):
    place = person.analyse(examples / "flavodoxins.fasta", "Flavodoxins")
    person.go(f"{place}?{SELECTION}")
    person.until(lambda: "selected" in person.text("#explorer-count"))
    count = int(person.text("#explorer-count").split()[0])
    shown = programs(person)
    run(["bash", "-c"], shown["curl"])
    rows = table((tmp_path / "proteins.csv").read_text())
    assert 0 < len(rows) == count < 26
    assert all(140 <= int(row["length"]) <= 180 for row in rows)
    gravy = [float(row["gravy"]) for row in rows]
    assert gravy == sorted(gravy, reverse=True)
    assert f"shape: ({count}, " in run([sys.executable, "-c"], shown["Python"])
    if shutil.which("Rscript"):
        assert run(["Rscript", "-e"], shown["R"] + "cat(nrow(proteins), names(proteins))").startswith(
            f"{count} ordinal"
        )

    person.go(f"{place}/proteins/2?{SELECTION}")
    shown = programs(person)
    assert '"ordinal":2' in run(["bash", "-c"], shown["curl"])
    assert run([sys.executable, "-c"], shown["Python"]).startswith("sp|")
    if shutil.which("Rscript"):
        assert run(["Rscript", "-e"], shown["R"] + "cat(proteins$ordinal)") == "2"


def test_the_programs_of_a_comparison_run(person, examples, run, tmp_path):
    first = person.analyse(examples / "flavodoxins.fasta").rpartition("/")[2]
    second = person.analyse(examples / "pax.fasta").rpartition("/")[2]
    side = quote('r.length=150..&c.description=contains:it\'s "so"', safe="")
    person.go(f"/compare?jobs={first},{second}&s1={quote('r.length=150..', safe='')}")
    person.wait("#compare-results table", seconds=60)
    shown = programs(person)
    run(["bash", "-c"], shown["curl"])
    rows = table((tmp_path / "differences.csv").read_text())
    assert {row["second"] for row in rows} == {"Pax"}
    assert int(rows[0]["n_1"]) < 26
    assert f"shape: ({len(rows)}, " in run([sys.executable, "-c"], shown["Python"])
    if shutil.which("Rscript"):
        assert run(["Rscript", "-e"], shown["R"] + "cat(nrow(differences))") == str(len(rows))
    # Signs that end a text in one of the languages are part of it.
    person.go(f"/compare?jobs={first},{second}&s2={side}")
    shown = programs(person)
    run([sys.executable, "-m", "py_compile"], str(saved(tmp_path, shown["Python"])))
    assert subprocess.run(["bash", "-n", "-c", shown["curl"]], check=False).returncode == 0


def saved(folder, program):
    path = folder / "shown.py"
    path.write_text(program)
    return path


def test_holders_of_a_link_have_no_button(person, examples):
    person.analyse(examples / "pax.fasta")
    person.click("#share-open")
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").get_attribute("value"))
    person.driver.get(person.find("#share-link").get_attribute("value"))
    person.wait("#explorer-grid")
    assert person.all("[data-code-open]") == []
