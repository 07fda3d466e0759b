"""What is typed is meant: numbers, motifs, and fields that are only left."""

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def explorer(visitor, opened, examples):
    """The explorer of 26 flavodoxins."""
    opened(examples / "flavodoxins.fasta")
    visitor.wait(".bp-hist[data-key=gravy] .pick")
    visitor.until(visitor.has_settled)
    return visitor


def field(person, key, side):
    return person.find(f"[id*='explorer-bound'][id*='{key}'][id*='{side}']")


def problem(person, key):
    return " ".join(one.text for one in person.all(f"[id*='explorer-filter\"'][id*='{key}'] .bp-field-error"))


def retype(element, text, *keys):
    element.send_keys(Keys.CONTROL, "a")
    element.send_keys(Keys.DELETE, text, *keys)


def test_a_decimal_comma_is_a_decimal_comma(explorer):
    field(explorer, "isoelectric_point", "min").send_keys("4,5", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.5")
    assert "r.isoelectric_point=4.5.." in explorer.driver.current_url


@pytest.mark.parametrize("typed", ["abc", "<6", "5..6", "1.234,5"])
def test_a_bound_that_can_not_be_read_is_marked_and_is_no_condition(explorer, typed):
    least = field(explorer, "isoelectric_point", "min")
    least.send_keys("4.5", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.5")
    retype(least, typed, Keys.TAB)
    explorer.says("#explorer-count", "26 proteins")
    explorer.until(explorer.has_settled)
    assert least.get_attribute("aria-invalid") == "true"
    assert "such as" in problem(explorer, "isoelectric_point")
    assert least.get_attribute("value") == typed
    assert not explorer.all("#explorer-chips .bp-chip")
    explorer.find("#explorer-text").send_keys("FLAV")
    explorer.says("#explorer-chips", "FLAV")
    explorer.until(explorer.has_settled)
    assert "such as" in problem(explorer, "isoelectric_point")  # whatever else is drawn again
    retype(least, "4.6", Keys.ENTER)
    explorer.says("#explorer-chips", "pI at least 4.6")
    assert not least.get_attribute("aria-invalid")
    assert not problem(explorer, "isoelectric_point")


def test_a_mass_is_typed_as_it_is_shown(explorer):
    filters = explorer.find("[id*='explorer-filter\"'][id*='molecular_weight_da']")
    assert "kDa" in filters.text
    least, most = (field(explorer, "molecular_weight_da", side) for side in ("min", "max"))
    assert least.get_attribute("placeholder").count(".") == 1
    least.send_keys("18,2", Keys.ENTER)
    explorer.says("#explorer-chips", "MW at least 18.2 kDa")
    explorer.until(lambda: "r.molecular_weight_da=18150.." in explorer.driver.current_url)
    explorer.until(lambda: least.get_attribute("value") == "18.2")
    retype(most, "20.000", Keys.ENTER)
    explorer.says("#explorer-chips", "MW 18.2 to 20.00 kDa")
    explorer.until(lambda: "r.molecular_weight_da=18150..20000" in explorer.driver.current_url)
    explorer.until(explorer.has_settled)
    address = explorer.driver.current_url
    least.send_keys(Keys.END, Keys.TAB, Keys.TAB)
    explorer.until(explorer.has_settled)
    assert explorer.driver.current_url == address
    retype(least, "18.2 kDa", Keys.TAB)
    explorer.says("#explorer-chips", "MW at most 20.00 kDa")
    assert "a number in kDa, such as" in problem(explorer, "molecular_weight_da")


def test_leaving_a_field_changes_nothing(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?r.isoelectric_point=4.2512345..5.0987654321")
    explorer.wait(".bp-f.on")
    explorer.until(explorer.has_settled)
    count, address = explorer.text("#explorer-count"), explorer.driver.current_url
    least = field(explorer, "isoelectric_point", "min")
    assert least.get_attribute("value") == "4.2512345"
    least.send_keys(Keys.END, Keys.TAB, Keys.TAB)
    explorer.until(explorer.has_settled)
    assert (explorer.text("#explorer-count"), explorer.driver.current_url) == (count, address)


def test_a_bad_motif_is_marked_and_is_no_condition(explorer):
    search = explorer.find("#explorer-text")
    search.send_keys("seq:RGD")
    explorer.says("#explorer-chips", "seq:RGD")
    retype(search, "seq:R.D")
    explorer.says(".bp-f-find + .bp-field-error", "Use PROSITE syntax")
    explorer.says("#explorer-count", "26 proteins")
    assert search.get_attribute("aria-invalid") == "true"
    assert "R.D" not in explorer.text("#explorer-chips")
    retype(search, "N-{P}-[ST]")
    explorer.says("#explorer-count", "0 of 26 selected")
    assert not search.get_attribute("aria-invalid")
    explorer.click("#explorer-motif")
    explorer.says("#explorer-chips", "motif N-{P}-[ST]")
    explorer.until(lambda: "motif=N" in explorer.driver.current_url)
    explorer.driver.refresh()
    explorer.says("#explorer-chips", "motif N-{P}-[ST]")
    assert explorer.find("#explorer-motif").is_selected()
    assert explorer.find("#explorer-text").get_attribute("value") == "N-{P}-[ST]"


def test_an_unknown_part_of_an_address_is_named_and_the_rest_counts(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?r.gravy=-0.3..&utm_source=newsletter")
    explorer.says("#app-toast-text", "utm_source")
    explorer.says("#explorer-chips", "GRAVY at least")


def test_filters_added_by_hand_come_back(explorer):
    explorer.find("#explorer-add-filter [value=atoms]").click()
    explorer.wait(".bp-hist[data-key=atoms] .pick")
    explorer.until(lambda: "f=atoms" in explorer.driver.current_url)
    explorer.driver.refresh()
    explorer.wait(".bp-hist[data-key=atoms] .pick")


@pytest.fixture
def organisms(person, tmp_path):
    """An analysis of proteins of twelve organisms, the twelfth of them rarest."""
    names = [f"Genus{number:02d} species (strain S{number})" for number in range(12)]
    records = [
        f">sp|P{place:05d}|N{place}_TEST Protein {place} OS={name} OX=1\nMK{'ACDEFGHIKL'[place % 10]}AAGIVGLC\n"
        for place, name in enumerate(name for number, name in enumerate(names) for _ in range(14 - number))
    ]
    path = tmp_path / "organisms.fasta"
    path.write_text("".join(records))
    person.analyse(path)
    person.wait("#explorer-organism .form-check")
    person.until(person.has_settled)
    return person


def test_one_organism_is_seen_alone_and_a_rare_one_is_found(organisms):
    organisms.says("#explorer-organism", "Genus00 species")
    assert "strain" not in organisms.text("#explorer-organism")
    organisms.driver.execute_script("document.querySelector('#explorer-organism .bp-only').click()")
    organisms.says("#explorer-count", "14 of 102 selected")
    organisms.until(lambda: len(organisms.all("#explorer-organism input:checked")) == 1)
    organisms.find("#explorer-organism-find").send_keys("genus11")
    organisms.says("#explorer-organism-found", "Genus11 species (strain S11)")
    assert organisms.find("#explorer-organism-found .bp-value").get_attribute("aria-checked") == "false"
    organisms.driver.execute_script("document.querySelector('#explorer-organism-found .bp-only').click()")
    organisms.says("#explorer-count", "3 of 102 selected")
    organisms.until(
        lambda: organisms.find("#explorer-organism-found .bp-value").get_attribute("aria-checked") == "true"
    )
    organisms.says("#explorer-chips", "Genus11 species")
    organisms.until(lambda: "organism=Genus11" in organisms.driver.current_url)
    assert not organisms.all("#explorer-organism input:checked")
    organisms.click("#explorer-organism .form-check:first-child input")
    organisms.says("#explorer-count", "17 of 102 selected")


def test_organisms_are_compared_in_one_click(organisms):
    organisms.click("#explorer-organism-compare a")
    organisms.wait("#compare-differences tbody tr")
    sides = [side.text for side in organisms.all(".bp-side .fw-semibold.text-truncate")]
    assert sides == [f"Genus{number:02d} species (strain S{number})" for number in range(6)]
    assert organisms.complaints() == []


def test_every_organism_has_a_box_in_the_list_of_all(organisms):
    organisms.click("#explorer-organism-all")
    organisms.until(lambda: len(organisms.all("#explorer-organism-found .bp-value")) == 12)
    rare = "#explorer-organism-found .bp-value-row:last-child .bp-value"
    assert organisms.text(rare) == "Genus11 species (strain S11)"
    organisms.click(rare)
    organisms.says("#explorer-count", "99 of 102 selected")
    organisms.says("#explorer-chips", "not Genus11 species")
    organisms.until(lambda: organisms.find(rare).get_attribute("aria-checked") == "false")
    organisms.click("#explorer-chips button")
    organisms.says("#explorer-count", "102 proteins")
    organisms.until(lambda: organisms.find(rare).get_attribute("aria-checked") == "true")
    assert organisms.complaints() == []


def test_what_is_too_long_for_an_address_has_a_short_name_and_comes_back(organisms):
    checked = ",".join(str(number) for number in range(1, 4000, 2))  # 8,892 characters
    organisms.driver.execute_script("dash_clientside.set_props('explorer-checked', { data: arguments[0] })", checked)
    organisms.until(lambda: "kept=" in organisms.driver.current_url)
    assert len(organisms.driver.current_url) < 200
    organisms.driver.refresh()
    organisms.says("#explorer-checked-count", "2,000 checked")
    organisms.click("#explorer-checked-only")
    organisms.says("#explorer-count", "51 of 102 selected")
    organisms.until(lambda: "kept=" in organisms.find("#download-csv").get_attribute("href"))
    link = organisms.find("#download-csv").get_attribute("href")
    assert len(link) < 250
    lines = organisms.driver.execute_async_script(
        "const count = (text) => arguments[1](text.trim().split('\\n').length);"
        "fetch(arguments[0]).then((answer) => answer.text()).then(count)",
        link,
    )
    assert lines == 52
    before = organisms.driver.current_url
    organisms.click("#explorer-clear")
    organisms.says("#explorer-count", "102 proteins")
    organisms.until(lambda: organisms.driver.current_url != before)
    organisms.driver.back()
    organisms.says("#explorer-count", "51 of 102 selected")


def test_a_long_selection_that_can_not_be_kept_is_said_and_kept_later(organisms):
    organisms.driver.execute_script(
        "window.fetchAsIs = window.fetch;"
        "const refused = () => Promise.resolve(new Response('{}', { status: 403 }));"
        "window.fetch = (address, ...rest) => /kept-sel/.test(address) ? refused() : fetchAsIs(address, ...rest);"
    )
    checked = ",".join(str(number) for number in range(1, 4000, 2))
    set_checked = "dash_clientside.set_props('explorer-checked', { data: arguments[0] })"
    before = organisms.driver.current_url
    organisms.driver.execute_script(set_checked, checked)
    organisms.says("#app-toast-text", "could not be kept on the server")
    assert organisms.driver.current_url == before
    organisms.driver.execute_script("window.fetch = window.fetchAsIs")
    organisms.driver.execute_script(set_checked, checked + ",4001")
    organisms.until(lambda: "kept=" in organisms.driver.current_url)


def test_a_name_that_is_no_longer_kept_is_said(organisms):
    path = organisms.driver.current_url.partition("?")[0].removeprefix(organisms.site)
    organisms.go(f"{path}?kept=00000000000000000000&q=Protein")
    organisms.says("#app-toast-text", "no longer kept")
    organisms.says("#explorer-count", "of 102 selected")


def test_fields_for_numbers_are_marked_while_they_hold_none(organisms):
    path = organisms.driver.current_url.partition("?")[0].removeprefix(organisms.site)
    organisms.go(f"{path}/proteins/1")
    absorbance = organisms.wait("#protein-absorbance")
    for typed, marked in (("0,84", None), ("0.8.4", "true"), ("0.84", None)):
        retype(absorbance, typed)
        assert absorbance.get_attribute("aria-invalid") == marked
    organisms.until(lambda: organisms.text("#protein-concentration"))
    shown = organisms.text("#protein-concentration")
    retype(absorbance, "0,84")
    organisms.until(organisms.has_settled)
    assert organisms.text("#protein-concentration") == shown
