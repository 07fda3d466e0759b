"""Ids are public: unique over all pages, documented, and every one of a page's own is named in ids.py."""

import inspect
import re
from pathlib import Path

import pytest

from dashboard import ids
from dashboard.pages import analyses, new, protein
from dashboard.pages import analysis as job

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = (ROOT / "docs" / "testing.md").read_text("utf-8")
CLASSES = [one for _, one in inspect.getmembers(ids, inspect.isclass)]
FAMILIES = [one for _, one in inspect.getmembers(ids, inspect.isfunction)]
DASH_OWN = {"_pages_location"}
PROMISED = {
    "new-file",
    "new-text",
    "new-title",
    "new-submit",
    "new-report",
    "jobs-list",
    "job-state",
    "job-progress",
    "explorer-grid",
    "explorer-scatter",
    "explorer-histogram",
    "explorer-count",
    "download-csv",
}


def constants():
    return [value for one in CLASSES for name, value in vars(one).items() if name.isupper()]


def walk(component):
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if hasattr(child, "to_plotly_json"):
            yield from walk(child)


def test_no_id_is_used_twice():
    found = constants()
    assert len(found) == len(set(found))


def test_the_ids_that_others_rely_on_are_there():
    assert set(constants()) >= PROMISED


@pytest.mark.parametrize("page", [analyses, job, new, protein], ids=lambda page: page.__name__)
def test_every_id_of_a_layout_is_a_constant(page):
    used = {one.id for one in walk(page.layout()) if isinstance(getattr(one, "id", None), str)}
    assert used - {"main"} <= set(constants())


@pytest.mark.parametrize("name", sorted(set(constants()) - DASH_OWN))
def test_every_id_is_documented(name):
    assert re.search(rf"`{re.escape(name)}`", DOCUMENT), name


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_every_family_of_ids_is_documented(family):
    arguments = ["x"] * len(inspect.signature(family).parameters)
    assert f"`{family(*arguments)['type']}`" in DOCUMENT


def test_no_id_is_documented_that_is_not_there():
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", DOCUMENT, re.MULTILINE))
    families = {family(*["x"] * len(inspect.signature(family).parameters))["type"] for family in FAMILIES}
    assert documented <= set(constants()) | families


def test_ids_in_the_browser_s_own_code_are_those_of_the_pages():
    families = {family(*["x"] * len(inspect.signature(family).parameters))["type"] for family in FAMILIES}
    known = set(constants()) | families
    for path in (ROOT / "dashboard" / "assets").glob("*.js"):
        if path.name in {"net.js", "methods.js"}:
            continue
        text = path.read_text("utf-8")
        named = set(re.findall(r'(?:getElementById|set_props|getApiAsync)\("([\w-]+)"', text))
        named |= set(re.findall(r'querySelector\("#([\w-]+)', text)) | set(re.findall(r'type: "([\w-]+)"', text))
        assert {name for name in named if "-" in name} <= known | {"main", "bp-rules"}, path.name
