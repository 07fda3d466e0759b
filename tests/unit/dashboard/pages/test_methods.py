import pytest

from batchprot.properties.table import PROPERTIES
from dashboard.generated import methods as generated_methods
from dashboard.pages import methods


def texts(component):
    """Every text below a component, in order."""
    if component is None or isinstance(component, str | int | float):
        return [] if component is None else [str(component)]
    if isinstance(component, list | tuple):
        return [text for part in component for text in texts(part)]
    return texts(getattr(component, "children", None))


def parts(component, kind):
    return [part for part in component._traverse() if type(part).__name__ == kind]


@pytest.mark.parametrize("row", PROPERTIES, ids=lambda row: row.key)
def test_every_property_has_its_page(row):
    said = texts(methods.layout(property=row.key))
    for text in (row.summary, row.formula, row.caveat, row.key, row.range):
        assert not text or text in said
    links = [link.href for link in parts(methods.layout(property=row.key), "A")]
    assert not row.doi or f"https://doi.org/{row.doi}" in links


def test_the_list_leads_to_every_property_but_qualifiers_and_marks_the_one_shown():
    links = parts(parts(methods.layout(property="gravy"), "Nav")[0], "Link")
    expected = {row.key for row in PROPERTIES if not row.key.endswith("_qualifier")}
    assert {link.href.removeprefix("/methods?property=") for link in links} == expected
    assert [link.children for link in links if link.className == "active"] == ["GRAVY"]


@pytest.mark.parametrize("name", ["", "no_such", "../etc", "<script>"])
def test_an_unknown_property_shows_the_first(name):
    assert "isoelectric_point" in texts(methods.layout(property=name))


def test_other_parts_of_the_address_are_ignored():
    assert methods.layout(property="gravy", utm="x")


def test_differences_are_shown_with_both_numbers():
    said = texts(methods.layout(property="isoelectric_point"))
    at = said.index("GGGGD")
    assert said[at : at + 3] == ["GGGGD", "3.80", "4.30"]


def test_the_distribution_is_told_in_words_too():
    pictures = [part for part in parts(methods.layout(), "Div") if getattr(part, "role", None) == "img"]
    assert len(pictures) == 1
    assert "Yeast, 6,077 proteins. Median 6.83" in pictures[0].to_plotly_json()["props"]["aria-label"]


def test_counts_of_checked_values_lead_to_them():
    aside = parts(methods.layout(property="gravy"), "Aside")[0]
    checked = generated_methods()["checked"]["gravy"]
    assert f"{checked['agree']} of {checked['values']} agree" in texts(aside)
    assert [link.href for link in parts(aside, "Link")] == ["/validation?property=gravy"]
