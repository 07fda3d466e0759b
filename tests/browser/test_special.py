"""What is special: from a selection to the answer in words, its table and its downloads."""


def test_a_selection_is_held_against_the_rest(person, examples):
    path = person.analyse(examples / "flavodoxins.fasta")
    person.click("#special-open")
    person.says("#special-body", "Select some proteins first")
    person.click("#special-dialog .btn-close")
    person.until(lambda: not person.all("#special-dialog .modal-body"))
    person.go(f"{path}?r.isoelectric_point=..4.2")
    person.until(lambda: "selected" in person.text("#explorer-count"))
    selected = person.text("#explorer-count").split()[0]
    person.click("#special-open")
    person.says("#special-body p", f"These {selected} proteins are")
    person.says("#special-body", "The proteins were selected by isoelectric point, which is not tested.")
    rows = person.all("#special-body tbody tr")
    assert len(rows) > 35
    assert person.overflow() <= 0
    links = [link.get_attribute("href") for link in person.all("#special-body a")]
    assert [link.partition("?")[0].rpartition(".")[2] for link in links] == ["csv", "zip"]
    fetched = "return fetch(arguments[0]).then((answer) => answer.text());"
    table = person.driver.execute_script(fetched, links[0])
    assert len(table.splitlines()) == 1 + len(rows) - len(person.all(".bp-special-part"))
    person.resize(360, 740)
    assert person.overflow() <= 0
    assert person.complaints() == []
