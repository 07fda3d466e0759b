"""Every page, light and dark, wide and narrow: axe finds nothing serious, the console is quiet, all comes from here."""

from pathlib import Path

import pytest

from tests.browser.conftest import NARROW, ROOT, WIDE, Visitor

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
ASKED = """
const [rules, answer] = arguments;
const options = {resultTypes: ["violations"], ...(rules.length ? {runOnly: {type: "rule", values: rules}} : {})};
axe.run(document, options).then((found) => answer(
  found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).flatMap((one) => one.nodes.map(
    (node) => `${one.id}: ${node.target.join(" ")} ${(node.any[0] || node.all[0] || node.none[0] || {}).message || ""}`,
  )),
), (error) => answer([String(error)]));
"""
HOSTS = "return [...new Set(performance.getEntriesByType('resource').map((one) => new URL(one.name, location).host))]"
STILL = "return document.readyState === 'complete' && !document.querySelector('.bp-skel, [data-dash-is-loading=true]')"


def findings(visitor: Visitor, *rules: str) -> list[str]:
    """What axe finds serious or critical on the page as it stands; of these rules only, if any are given."""
    if not visitor.driver.execute_script("return !!window.axe"):
        visitor.driver.execute_script(AXE.read_text("utf-8"))
    return list(visitor.driver.execute_async_script(ASKED, list(rules)))


def overflows(visitor: Visitor) -> list[tuple[int, int]]:
    """By how much the page is wider than a small telephone, and than a laptop's screen at 200 % zoom."""
    found = []
    for width, height in ((360, 640), (720, 450)):
        visitor.resize(width, height)
        found.append((width, visitor.overflow()))
    return found


def look_at(visitor: Visitor, path: str) -> list[str]:
    """Open a page and look at it in every way; colours are all that a theme changes."""
    visitor.prefer("light")
    visitor.resize(*WIDE)
    visitor.go(path)
    visitor.wait("#main h1, #main h2, .bp-empty h1, .bp-empty h2")
    visitor.until(lambda: visitor.driver.execute_script(STILL))
    found = [f"wide light {one}" for one in findings(visitor)]
    visitor.prefer("dark")
    found += [f"wide dark {one}" for one in findings(visitor, "color-contrast")]
    visitor.resize(*NARROW)
    found += [f"narrow dark {one}" for one in findings(visitor, "color-contrast")]
    visitor.prefer("light")
    found += [f"narrow light {one}" for one in findings(visitor)]
    found += [f"{width} px wide: {over} px too wide" for width, over in overflows(visitor) if over > 0]
    assert set(visitor.driver.execute_script(HOSTS)) <= {visitor.site.removeprefix("http://")}, path
    return [f"{path}: {one}" for one in found]


@pytest.fixture(scope="session", autouse=True)
def _axe_at_hand() -> None:
    assert AXE.exists(), "run tools/ensure_browser.sh first: it installs axe-core for the tests"


def test_pages_of_strangers(visitor):
    found = []
    for path in ("/sign-in", "/sign-up", "/forgot", "/reset/used", "/sign-in/link/used"):
        found += look_at(visitor, path)
    visitor.complaints()  # the link that is no good answers 410, which the browser writes into its console
    assert not found, "\n".join(found)


def test_pages_of_a_person(person, examples):
    found = look_at(person, "/")
    person.resize(*WIDE)
    messy = person.analyse(examples / "messy.fasta", "Candidates")
    flavodoxins = person.analyse(examples / "flavodoxins.fasta")
    rejected = rejected_record(person, messy)
    for path in (
        "/",
        "/?q=nothing",
        "/new",
        "/new?source=text",
        "/new?source=example",
        flavodoxins,
        f"{flavodoxins}?r.gravy=-0.4..0&q=flavodoxin&sort=gravy&cols=all",
        f"{flavodoxins}?q=no+protein+is+called+this",
        f"{messy}?tab=records",
        f"{messy}?tab=report",
        f"{messy}?tab=options",
        f"{flavodoxins}/proteins/3",
        rejected,
        f"{flavodoxins}?p=3",
        "/compare",
        f"/compare?jobs={Path(flavodoxins).name},{Path(messy).name}",
        "/account",
        "/methods",
        "/validation",
    ):
        found += look_at(person, path)
    found += inspection_report(person, examples)
    found += dialogs(person, flavodoxins)
    found += look_at(person, shared_by(person, flavodoxins))
    assert person.complaints() == []
    found += look_at(person, "/no-such-page")
    person.complaints()  # 404
    assert not found, "\n".join(found)


def rejected_record(person: Visitor, path: str) -> str:
    """The page of a record that was rejected."""
    person.go(f"{path}?tab=records")
    person.wait("#records-table a")
    rows = [row for row in person.all("#records-table tbody tr") if "Rejected" in row.text]
    return str(rows[0].find_element("css selector", "a").get_attribute("href")).removeprefix(person.site)


def dialogs(person: Visitor, path: str) -> list[str]:
    """What opens over the explorer, in both themes."""
    found = []
    person.resize(*WIDE)
    for mode in ("light", "dark"):
        person.prefer(mode)
        for button in ("#share-open", "#selections-open"):
            person.go(path)
            person.click(button)
            person.wait(".modal.show .modal-body")
            found += [f"{button} {mode}: {one}" for one in findings(person)]
    person.prefer("light")
    return found


def shared_by(person: Visitor, path: str) -> str:
    """The page of a link to an analysis."""
    person.go(path)
    person.click("#share-open")
    person.click("#share-make")
    person.until(lambda: person.find("#share-link").get_attribute("value"))
    return str(person.find("#share-link").get_attribute("value")).removeprefix(person.site)


def inspection_report(person: Visitor, examples: Path) -> list[str]:
    """What stands on the page once a file with faults was read."""
    person.resize(*WIDE)
    person.go("/new")
    person.choose(examples / "messy.fasta")
    person.click("#new-options summary")
    return [f"/new with a file: {one}" for one in findings(person)]
