"""Choosing sequences: pasted, from an example, unreadable; nothing typed is lost."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import PASSWORD


def test_pasted_lines_are_read_and_can_be_read_the_other_way(person):
    person.go("/new")
    person.click("#new-source-text")
    person.fill("#new-text", "MKTAYIAKQR\nMSSNAQVKTP\nMVLSPADKTN")
    person.click("#new-read-text")
    person.until(lambda: person.find("#new-submit").is_enabled())
    before = person.text("#new-submit")
    person.click("#new-reading")
    person.until(lambda: person.text("#new-submit") not in {before, ""} and person.find("#new-submit").is_enabled())
    assert {before, person.text("#new-submit")} == {"Analyse 3 proteins", "Analyse 1 protein"}


def test_text_that_can_be_read_in_two_ways_is_asked_and_read_as_chosen(person):
    person.go("/new")
    person.click("#new-source-text")
    person.fill(
        "#new-text",
        "MVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTT\nKTYFPHFDLSHGSAQVKGHGKKVADALTNAVAHVDDMPNA\nLSALSD",
    )
    person.click("#new-read-text")
    person.wait("[data-reading=list]")
    assert "All lines but the last have 40 letters" in person.text("#new-report")
    assert not person.find("#new-submit").is_enabled()
    person.click("[data-reading=one]")
    person.until(lambda: person.find("#new-submit").is_enabled())
    assert person.text("#new-submit") == "Analyse 1 protein"
    assert "all lines were read as one sequence" in person.text("#new-report")
    # The question is an answer of status 422, and the only one.
    assert [words for words in person.complaints() if "/complete" not in words] == []


def test_several_files_are_read_together(person, tmp_path):
    for name, records in (("one.fasta", 2), ("two.fasta", 3)):
        (tmp_path / name).write_text("".join(f">{name}{n}\nMKVLAAG{'W' * n}\n" for n in range(records)))
    person.go("/new")
    person.wait("#new-file")
    person.find("#new-file").send_keys(f"{tmp_path / 'one.fasta'}\n{tmp_path / 'two.fasta'}")
    person.until(lambda: person.find("#new-submit").is_enabled())
    assert person.text("#new-submit") == "Analyse 5 proteins"


def test_what_is_typed_is_checked_without_pressing_anything(person):
    person.go("/new")
    person.click("#new-source-text")
    person.fill("#new-text", "MKTAYIAKQR\nMSSNAQVKTP")
    person.says("#new-submit", "Analyse 2 proteins")
    person.fill("#new-text", "\nMVLSPADKTN")
    person.says("#new-submit", "Analyse 3 proteins")
    person.find("#new-text").send_keys(Keys.CONTROL, "a")
    person.find("#new-text").send_keys(Keys.BACKSPACE)
    person.says("#new-submit", "Add sequences to start")


def test_each_way_in_keeps_what_is_known_of_it(person, examples):
    person.go("/new")
    person.choose(examples / "panel.fasta")
    person.says("#new-submit", "Analyse 20 proteins")
    person.click("#new-source-accessions")
    person.fill("#new-accessions", "nonsense")
    person.click("#new-fetch")
    person.says("#new-problem", "UniProt accessions could not be read")
    person.says("#new-submit", "Add sequences to start")
    person.click("#new-source-text")
    person.until(lambda: not person.text("#new-problem"))
    person.fill("#new-text", "MKTAYIAKQR")
    person.says("#new-submit", "Analyse 1 protein")
    person.click("#new-source-file")
    person.says("#new-submit", "Analyse 20 proteins")
    person.says("#new-drop", "panel.fasta")
    person.click("#new-source-accessions")
    person.says("#new-problem", "UniProt accessions could not be read")
    assert [words for words in person.complaints() if "/api/accessions" not in words] == []


def test_a_session_that_ends_gives_back_what_was_typed_and_sent(person):
    person.go("/new")
    person.click("#new-source-text")
    person.fill("#new-text", "MKTAYIAKQR\nMSSNAQVKTP")
    person.says("#new-submit", "Analyse 2 proteins")
    person.retype("#new-title", "Two of mine")
    person.click("#new-options summary")
    person.retype("#new-ph", "5.5")
    person.find("#new-initiator-met").click()
    person.driver.delete_all_cookies()
    person.click("#new-submit")
    person.until(lambda: "/sign-in" in person.driver.current_url)
    person.fill("#email", person.email)
    person.fill("#password", PASSWORD)
    person.click("form button[type=submit]")
    person.says("#app-toast-text", "What you had typed is here again.")
    assert person.find("#new-text").get_attribute("value") == "MKTAYIAKQR\nMSSNAQVKTP"
    assert person.find("#new-title").get_attribute("value") == "Two of mine"
    assert person.find("#new-ph").get_attribute("value") == "5.5"
    assert person.find("#new-initiator-met").is_selected()
    assert person.driver.execute_script("return sessionStorage.getItem('bp-draft')") is None
    person.says("#new-submit", "Analyse 2 proteins")
    person.click("#new-submit")
    person.wait("#explorer-grid", seconds=60)
    person.says("#job-heading h1", "Two of mine")
    person.complaints()  # the 401 of the first try


def test_on_a_phone_the_button_that_starts_stays_in_sight(person, examples):
    person.resize(390, 844)
    person.go("/new")
    person.choose(examples / "panel.fasta")
    place = "const box = document.querySelector('#new-submit').getBoundingClientRect(); return [box.top, box.bottom]"
    for _ in range(2):
        top, bottom = person.driver.execute_script(place)
        assert 0 < top < bottom <= 844
        person.driver.execute_script("window.scrollTo(0, 1e6)")
    assert person.overflow() <= 0


@pytest.mark.parametrize("field", ["#new-text", "#new-title", "#new-accessions"])
def test_typing_in_the_middle_of_a_field_goes_on_there(person, field):
    """Components hear of a change a moment later (assets/renderer.js); what is typed meanwhile must not care."""
    person.go("/new")
    person.click({"#new-accessions": "#new-source-accessions"}.get(field, "#new-source-text"))
    person.fill(field, "P0000001")
    for key in (*[Keys.ARROW_LEFT] * 2, *"ABCDEFGH", Keys.BACKSPACE, *"IJ"):
        person.find(field).send_keys(key)
    assert person.find(field).get_attribute("value") == "P00000ABCDEFGIJ01"


def test_an_example_can_be_read_and_analysed(person):
    person.go("/new?source=example")
    person.wait(".bp-example")
    person.click(".bp-example")
    person.until(lambda: person.find("#new-submit").is_enabled())
    assert person.find("#new-text").get_attribute("value").startswith(">")
    person.click("#new-submit")
    person.wait("#explorer-grid", seconds=60)


def test_a_file_that_cannot_be_read_says_why_and_keeps_what_was_typed(person, tmp_path):
    wrong = tmp_path / "wide.fasta"
    wrong.write_bytes(">one\nMKTAYIAKQR\n".encode("utf-16"))
    person.go("/new")
    person.fill("#new-title", "My title")
    person.wait("#new-file").send_keys(str(wrong))
    person.says("#new-problem", "UTF-16")
    assert person.find("#new-title").get_attribute("value") == "My title"
    assert not person.find("#new-submit").is_enabled()
    # The refused upload is an error of the network, and the only one.
    assert [words for words in person.complaints() if "/complete" not in words and "/content" not in words] == []


def test_an_option_that_cannot_be_used_stops_the_submission_with_a_sentence(person, examples):
    person.go("/new")
    person.choose(examples / "panel.fasta")
    person.click("#new-options summary")
    person.retype("#new-ph", "17")
    person.says("#new-options-changed", "pH must be between 0 and 14.")
    person.click("#new-submit")
    person.says("#new-problem", "pH must be between 0 and 14.")
    assert person.find("#new-ph").get_attribute("value") == "17"
    person.retype("#new-ph", "7.4")
    person.says("#new-options-changed", "(1 changed)")
    person.click("#new-submit")
    person.wait("#explorer-grid", seconds=60)
    assert "charge at pH 7.4" in person.text("#job-heading")


def test_accessions_are_fetched_from_uniprot_and_analysed(person):
    person.go("/new")
    person.click("#new-source-accessions")
    person.fill("#new-accessions", "P69905 nonsense")
    person.click("#new-fetch")
    person.says("#new-problem", '"NONSENSE" is not a UniProt accession.')
    person.retype("#new-accessions", "P69905, P68871\nP99999")
    person.click("#new-fetch")
    person.says("#new-submit", "Analyse 2 proteins")
    person.says("#new-problem", "UniProt has no sequence under 1 accession. Without them: P99999.")
    assert person.find("#new-title").get_attribute("value") == "UniProt accessions"
    person.click("#new-submit")
    person.says("#explorer-count", "2 proteins", seconds=60)
    assert [words for words in person.complaints() if "/api/accessions" not in words] == []
