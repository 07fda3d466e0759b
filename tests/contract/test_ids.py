"""Ids are public: unique over all pages, documented, and every one of a page's own is named in ids.py."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import ids
from dashboard.app import PAGES

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_id_of_a_layout_is_a_constant(page):
    used = {one.id for one in walk(page.layout()) if isinstance(getattr(one, "id", None), str)}
    assert "main" in used
    # Sections of the generated pages, which links lead to and no callback knows.
    unknown = used - {"main"} - set(constants())
    assert [name for name in unknown if not re.fullmatch(r"(validation|methods|api)-[\w-]+|differences", name)] == []


def ids_named(tree: ast.AST) -> Iterator[str]:
    """Constants and families of ids.py that code names, except as what a label or a tooltip belongs to."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.keyword) and node.arg in {"htmlFor", "target"}:
            continue
        name = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
        if re.fullmatch(r"ids\.([A-Z]\w+\.[A-Z_]+|[a-z_]+)", name):
            yield name
        else:
            yield from ids_named(node)


def ids_of_callbacks() -> set[str]:
    """What stands in an Input, an Output or a State."""
    found = set()
    for path in (ROOT / "callbacks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {"Input", "Output", "State"}:
                found |= set(ids_named(ast.Expr(node.args[0])))
    return found


def test_every_id_of_a_callback_is_in_a_layout():
    in_layouts = {
        name
        for path in (ROOT / "dashboard").rglob("*.py")
        if path.name != "ids.py"
        for name in ids_named(ast.parse(path.read_text("utf-8")))
    }
    used = ids_of_callbacks()
    assert len(used) > 100
    dash_own = {"ids.Frame.LOCATION"}
    of_tabs = {f"ids.Explorer.VIEW_{tab}" for tab in ("EXPLORE", "RECORDS", "REPORT", "OPTIONS")}
    assert used - in_layouts <= dash_own | of_tabs  # callbacks/analysis.py makes the tabs


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
        assert {name for name in named if "-" in name} <= known | {"main", "bp-rules", "bp-first"}, path.name
