"""Each kind of answer of each page, replaced by each failure: the page recovers and agrees with itself."""

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
const answer = (text, type, status = 200) => () => new Response(text, { status, headers: { "Content-Type": type } });
const problem = (status) => answer("{}", "application/problem+json", status);
const json = (text) => answer(text, "application/json");
const answers = {
  server: problem(503),
  fault: problem(500),
  limit: problem(429),
  refused: problem(403),
  gone: problem(404),
  cut: json('{"multi":true,"response":{'),
  foreign: json('{"multi":true,"response":{"another-page":{"children":"1"}}}'),
  portal: answer("<html>Sign in to the network</html>", "text/html"),
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
FAILURES = ("server", "fault", "limit", "refused", "gone", "cut", "foreign", "portal", "broken", "late")
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


def test_a_lost_form_token_is_fetched_again(explorer):
    explorer.driver.execute_cdp_cmd("Network.deleteCookies", {"name": "_csrf_token", "url": explorer.site})
    search(explorer, 0)
    explorer.says("#explorer-count", "1 of 26 selected")
    assert not explorer.all(".bp-lost")
    assert any("403" in one for one in explorer.complaints())


PAGES = {
    "analysis": ("{job}", "#explorer-count", "26 proteins"),
    "protein": ("{job}/proteins/1", "#protein-values", "Isoelectric point"),
    "analyses": ("/", "#jobs-list", "flavodoxins"),
    "compare": ("/compare?jobs={id},{id}", "#compare-results", "Isoelectric point"),
    "new": ("/new", "#new-submit", "Add sequences"),
    "records": ("{job}?tab=records", "#records-view", "Warned and rejected"),
    "report": ("{job}?tab=report", "#report-view", "Download PDF"),
    "methods": ("/methods", "#main", "Isoelectric point"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_whose_answers_fail_is_there_in_the_end(explorer, name):
    job = urlsplit(explorer.driver.current_url).path
    path, selector, words = PAGES[name]
    path = path.format(job=job, id=job.rpartition("/")[2])
    explorer.go(path)
    is_there(explorer, selector, words)
    found = set(explorer.driver.execute_script("return window.asked"))
    outputs = sorted({one[0] if (one := OUTPUT.match(output)) else output for output in found})
    assert "_dash-layout" in outputs
    for turn, output in enumerate(outputs):
        # Each kind for some of the answers, and of each answer some kinds: all of them take minutes.
        for kind in FAILURES[turn % 3 :: 3]:
            fault(explorer, output, kind)
            explorer.go(path)
            try:
                is_there(explorer, selector, words)
            except AssertionError as error:
                raise AssertionError(f"{error} after {output} {kind}") from None
            assert not explorer.driver.execute_script("return sessionStorage.getItem('fault')"), (output, kind)
    explorer.driver.get_log("browser")


def is_there(person, selector, words):
    """Wait until a page says what it has to say, and that nothing is lost."""
    person.says(selector, words)
    person.until(person.has_settled)
    person.until(lambda: not person.all(".bp-lost"))
