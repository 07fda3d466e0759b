"""The dialog that cuts proteins into peptides: what can't be read is said, and the peptides open as an analysis."""

from selenium.webdriver.support.select import Select

FASTA = "".join(
    f">sp|P{number:05d}|NAM{number}_YEAST Protein {number}\nM{'ACDEFGHIKLMNPQRSTVWY' * (2 + number % 3)}\n"
    for number in range(1, 31)
)


def write(person, selector, text):
    field = person.find(selector)
    field.clear()
    field.send_keys(text)


def test_peptides_open_as_an_analysis_of_their_own(person, tmp_path):
    path = tmp_path / "small.fasta"
    path.write_text(FASTA)
    person.analyse(path)
    person.click("#digest-open")
    person.wait("#digest-start")
    write(person, "#digest-shortest", "9")
    write(person, "#digest-longest", "6")
    person.click("#digest-start")
    person.says("#digest-problem", "the smaller first")
    write(person, "#digest-shortest", "1")
    write(person, "#digest-longest", "30")
    assert not person.find("#digest-rule").is_displayed()
    Select(person.find("#digest-enzyme")).select_by_value("rule")
    person.until(lambda: person.find("#digest-rule").is_displayed())
    write(person, "#digest-rule", "[K]|[X]")
    Select(person.find("#digest-missed")).select_by_value("1")
    before = person.driver.current_url
    person.click("#digest-start")
    person.until(lambda: person.driver.current_url != before)
    person.wait("#explorer-grid")
    person.until(lambda: "m/z 2+" in person.text("#explorer-grid .ag-header"))
    assert "[K]|[X] peptides" in person.text("h1")
    person.until(lambda: "P00001/1-10" in person.text("#explorer-grid"))
