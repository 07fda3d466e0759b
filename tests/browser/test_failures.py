"""Each kind of answer of the explorer, replaced by each failure: the page recovers and agrees with itself."""

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.browser.test_explorer import brush

# Notes what is asked for; the first answer that a fault is `of` is replaced. A fault outlives a reload. No answer comes
# with the page, so that each is asked for.
FAULTS = """
Object.defineProperty(window, "bpFirstView", { value: { given: () => null } });
window.asked = [];
const ask = window.fetch.bind(window);
const answers = {
  server: () => new Response("", { status: 503 }),
  limit: () => new Response("", { status: 429 }),
  portal: () => new Response("<html>Sign in to the network</html>", { headers: { "Content-Type": "text/html" } }),
  broken: () => Promise.reject(new TypeError("Failed to fetch")),
  late: (real) => new Promise((resolve) => setTimeout(() => resolve(real()), 1500)),
};
window.fetch = (resource, options) => {
  const address = String(resource?.url ?? resource);
  const body = /_dash-update-component/.test(address) ? JSON.parse(options.body) : null;
  const output = body?.output ?? /_dash-(?:layout|dependencies)/.exec(address)?.[0];
  if (!output) return ask(resource, options);
  window.asked.push(output);
  const fault = JSON.parse(sessionStorage.getItem("fault") || "null");
  if (!fault || !output.startsWith(fault.of)) return ask(resource, options);
  sessionStorage.removeItem("fault");
  return Promise.resolve(answers[fault.kind](() => ask(resource, options)));
};
"""
FAILURES = ("server", "limit", "portal", "broken", "late")
OUTPUT = re.compile(r"^\.{0,2}[\w-]+\.[\w]+")


@pytest.fixture
def faulty(person):
    person.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": FAULTS})
    return person


@pytest.fixture
def explorer(faulty, examples):
    """The explorer of 26 flavodoxins."""
    faulty.analyse(examples / "flavodoxins.fasta")
    ready(faulty)
    return faulty


def ready(person):
    person.wait("#explorer-grid a.bp-go")
    person.wait(".bp-hist[data-key=gravy] .pick")
    person.until(person.has_settled)


def fault(person, of, kind):
    person.driver.execute_script("sessionStorage.setItem('fault', arguments[0])", json.dumps({"of": of, "kind": kind}))


def asked_in(person, act):
    """What is asked for when something is done, by its first output."""
    person.driver.execute_script("window.asked.length = 0")
    act()
    person.until(person.has_settled)
    agrees(person)
    found = {OUTPUT.match(one)[0] for one in person.driver.execute_script("return window.asked") if OUTPUT.match(one)}
    return sorted(found - {"..explorer-hover.children"})


def number(words):
    return int(re.sub(r"\D", "", words.partition(" of ")[0]) or 0)


def state(person):
    """What address, count, table and download say."""
    query = dict(parse_qsl(urlsplit(person.driver.current_url).query))
    link = dict(parse_qsl(urlsplit(person.find("#download-csv").get_attribute("href")).query))
    selection = {name: value for name, value in query.items() if name.startswith("r.") or name in {"q", "sort"}}
    in_link = {name: value for name, value in link.items() if name != "columns"}
    counts = [number(person.text(one)) for one in ("#explorer-count", "#explorer-grid-count", "#download-csv")]
    return selection, in_link, counts


def agrees(person):
    """Wait until nothing is said to be lost, and everything says the same."""

    def same():
        selection, in_link, counts = state(person)
        chips = len(person.all("#explorer-chips .bp-chip"))
        expected = len([name for name in selection if name != "sort"])
        return selection == in_link and len(set(counts)) == 1 and chips == expected and not person.all(".bp-lost")

    try:
        person.until(same)
    except AssertionError:
        raise AssertionError(state(person)) from None


def search(person, turn):
    person.retype("#explorer-text", "FLAV" if turn % 2 else "CLOBE")


def sort(person, turn):
    person.find(f".ag-header-cell[col-id={('length', 'gravy')[turn % 2]}] .ag-header-cell-label").click()


def choose(person, selector, turn, values):
    person.driver.execute_script(
        "dash_clientside.set_props(arguments[0], { value: arguments[1] })", selector, values[turn % 2]
    )


ACTS = {
    "brush": lambda person, turn: brush(person, "gravy", 0.1, (0.45, 0.95)[turn % 2]),
    "search": search,
    "sort": sort,
    "axis": lambda person, turn: choose(person, "explorer-x", turn, ("gravy", "isoelectric_point")),
    "distribution": lambda person, turn: choose(person, "explorer-property", turn, ("gravy", "length")),
    "panel": lambda person, turn: person.click(f"#explorer-panel-{('correlation', 'composition')[turn % 2]}"),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_explorer_agrees_with_itself_after_each_failure_of_each_answer(explorer, name):
    turn = 0
    outputs = asked_in(explorer, lambda: ACTS[name](explorer, 0))
    assert outputs
    for output in outputs:
        for kind in FAILURES:
            turn += 1
            fault(explorer, output, kind)
            ACTS[name](explorer, turn)
            explorer.until(lambda: not explorer.driver.execute_script("return sessionStorage.getItem('fault')"))
            # Another answer has it asked again at once; what stands alone is asked again after a second.
            explorer.until(explorer.has_settled)
            agrees(explorer)
    explorer.driver.get_log("browser")
