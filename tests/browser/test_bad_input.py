"""What nobody means: hostile addresses, data without any spread, a tab that sleeps, a server that restarts."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.browser.conftest import ROOT, Visitor, _opened
from tests.browser.test_explorer import brush, selected
from tests.browser.test_live import Drag

HOSTILE = (
    "r.gravy=%3Cscript%3Ealert(1)%3C/script%3E",
    "q=%3Cimg%20src=x%20onerror=alert(1)%3E",
    "x=__proto__&y=constructor&colour=toString&d=hasOwnProperty&f=__proto__,constructor&cols=__proto__",
    "r.__proto__=1..2&c.constructor=contains:x&v.__proto__=a",
    "picked=1-99999999&n=1-99999999",
    "in=gravy,gravy;1,2;3,4;1e999,2",
    "in=;;;;&p=-1&tab=../../etc/passwd&panel=%00",
    "q=%ff%fe%00&organism=%ed%a0%80",
    "r.gravy=1e308..1e309&r.gravy=nan..inf",
    "sort=-gravy,gravy,__proto__&how=10-3&corr=" + "a," * 500,
    "&".join(f"utm_{number}=1" for number in range(190)),
    "q=" + "x" * 5000,
)


@pytest.fixture
def explorer(person, examples):
    person.analyse(examples / "flavodoxins.fasta")
    person.wait("#explorer-grid a.bp-go")
    person.until(person.has_settled)
    return person


def test_a_hostile_address_opens_an_explorer_that_works(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    for query in HOSTILE:
        explorer.go(f"{path}?{query}")
        explorer.wait("#explorer-count")
        explorer.until(lambda: "26" in explorer.text("#explorer-count"))
        explorer.until(explorer.has_settled)
        assert explorer.complaints() == [], query
        if not explorer.find("#explorer-clear").get_attribute("hidden"):
            explorer.click("#explorer-clear")
        explorer.says("#explorer-count", "26 proteins")
        brush(explorer, "gravy", 0.1, 0.6)
        explorer.until(lambda: 0 < selected(explorer) < 26)
        explorer.until(explorer.has_settled)
        assert explorer.complaints() == [], query


def test_a_huge_address_selects_everything_and_says_so_or_what_it_means(explorer):
    path = explorer.driver.current_url.partition("?")[0].removeprefix(explorer.site)
    explorer.go(f"{path}?n={'1,' * 30_000}1&picked={'3,' * 10_000}3")
    explorer.says("#explorer-count", "1 of 26 selected")
    for query in (f"q={'x' * 60_000}", "&".join(["r.gravy=0..1"] * 3000)):
        explorer.go(f"{path}?{query}")
        explorer.says("#app-toast-text", "contains a filter we don't understand")
        explorer.says("#explorer-count", "26 proteins")


def fasta(path, sequences):
    path.write_text("".join(f">sp|P{n:05d}|N{n}_TEST Protein {n}\n{one}\n" for n, one in enumerate(sequences, 1)))
    return path


SAME = {"twenty equal proteins": ["MKTAYIAKQRWC"] * 20, "two hundred equal proteins": ["MKTAYIAKQRWC"] * 200}


@pytest.mark.parametrize("name", SAME)
def test_equal_values_are_one_bar_that_selects_all(person, tmp_path, name):
    person.analyse(fasta(tmp_path / "same.fasta", SAME[name]))
    number = len(SAME[name])
    person.says("#explorer-count", f"{number} proteins")
    person.wait(".bp-hist[data-key=gravy] .pick")
    brush(person, "gravy", 0.3, 0.7)
    person.says("#explorer-count", f"{number} of {number} selected")
    person.until(person.has_settled)
    assert person.overflow() <= 0


def test_properties_that_few_or_no_proteins_have(person, tmp_path):
    # Only X has no mass; one record of many has a value where the others have none.
    path = fasta(tmp_path / "x.fasta", ["MKTAYIAKQRWC"] + ["MKXAY"] * 30)
    person.analyse(path)
    person.says("#explorer-count", "31 proteins")
    person.until(person.has_settled)
    address = person.driver.current_url.partition("?")[0].removeprefix(person.site)
    for x, y in (("molecular_weight_da", "gravy"), ("gravy", "molecular_weight_da")):
        person.go(f"{address}?x={x}&y={y}&d={x}&colour={y}")
        person.wait("#explorer-scatter .js-plotly-plot")
        person.says("#explorer-count", "31 proteins")
        person.until(person.has_settled)
        assert person.complaints() == []


def test_a_tab_that_was_asleep_is_right_when_it_wakes(explorer):
    explorer.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "frozen"})
    time.sleep(2)
    explorer.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "active"})
    # An hour later the form token is another one, and answers that came with the page are out of date.
    explorer.driver.execute_cdp_cmd("Network.deleteCookies", {"name": "_csrf_token", "url": explorer.site})
    explorer.driver.execute_script("const now = Date.now; Date.now = () => now() + 3600000")
    brush(explorer, "gravy", 0.1, 0.6)
    explorer.until(lambda: 0 < selected(explorer) < 26)
    explorer.until(explorer.has_settled)
    assert not explorer.all(".bp-lost")
    explorer.complaints()  # the answer 403 to the old token


def pixels(person):
    """How many points of the scatter are drawn, by its canvas."""
    return person.driver.execute_async_script("""
      const done = arguments[0];
      const graph = document.querySelector("#explorer-scatter .js-plotly-plot");
      window.Plotly.toImage(graph, { format: "png", width: 500, height: 400 }).then((made) => {
        const image = new Image();
        image.onload = () => {
          const canvas = document.createElement("canvas");
          Object.assign(canvas, { width: 500, height: 400 });
          const pen = canvas.getContext("2d");
          pen.drawImage(image, 0, 0);
          const { data } = pen.getImageData(60, 20, 420, 330);
          let drawn = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at] < 200) drawn += 1;
          done(drawn);
        };
        image.src = made;
      });
    """)


def on_screen(person):
    """Whether the canvases of the scatter have contexts that are not lost."""
    return person.driver.execute_script("""
      const found = [...document.querySelectorAll("#explorer-scatter canvas.gl-canvas")];
      const contexts = found.map((one) => one.getContext("webgl")).filter(Boolean);
      return contexts.length > 0 && contexts.every((one) => !one.isContextLost());
    """)


def test_a_plot_whose_graphics_are_lost_is_drawn_again(explorer):
    before = pixels(explorer)
    assert before > 0
    lost = explorer.driver.execute_script("""
      const found = [...document.querySelectorAll("#explorer-scatter canvas.gl-canvas")];
      const contexts = found.map((one) => one.getContext("webgl")).filter(Boolean);
      contexts.forEach((one) => one.getExtension("WEBGL_lose_context").loseContext());
      return contexts.length;
    """)
    assert lost
    explorer.until(lambda: on_screen(explorer))
    explorer.until(lambda: abs(pixels(explorer) - before) < before * 0.1)
    brush(explorer, "gravy", 0.1, 0.6)
    explorer.until(lambda: 0 < selected(explorer) < 26)
    explorer.until(explorer.has_settled)
    # The plot still opens the protein that is clicked: what listens to it was not lost.
    graph = explorer.find("#explorer-scatter .nsewdrag").rect
    place = explorer.driver.execute_script("""
      const graph = document.querySelector("#explorer-scatter .js-plotly-plot");
      const trace = graph._fullData.find((one) => one.customdata?.length);
      const { xaxis, yaxis } = graph._fullLayout;
      return [xaxis.d2p(trace.x[0]), yaxis.d2p(trace.y[0])];
    """)
    explorer.press(lambda: (graph["x"] + place[0], graph["y"] + place[1]), lambda: "p=" in explorer.driver.current_url)
    explorer.complaints()


class Restarted:
    """A server that can be stopped and started again on the same port, with the same data."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None

    def start(self):
        output = self.folder / f"output-{time.monotonic_ns()}"
        options = ("--no-demo", "--port", str(self.port), "--data-dir", str(self.folder / "data"))
        command = [sys.executable, "-m", "cli", "up", *options]
        with output.open("wb") as stream:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)
        return _opened(self.process, output)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


@pytest.fixture
def restarted(tmp_path_factory, browser, uniprot_url):
    os.environ["BATCHPROT_UNIPROT_URL"] = uniprot_url
    folder = tmp_path_factory.mktemp("restarted")
    for part in (folder, *folder.parents[:2]):
        part.chmod(0o755)  # PostgreSQL runs as a user of its own when the tests run as root
    server = Restarted(folder)
    link = server.start()
    visitor = Visitor(browser, link.removesuffix("/sign-up"))
    visitor.resize(1440, 900)
    yield server, visitor
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.stop()


def test_a_server_that_restarts_while_a_range_is_dragged(restarted, examples):
    server, person = restarted
    person.sign_up()
    person.analyse(examples / "flavodoxins.fasta")
    person.wait("#explorer-grid a.bp-go")
    person.until(person.has_settled)
    drag = Drag(person, "gravy")
    drag.press(0.1)
    drag.move(0.3)
    server.stop()
    drag.move(0.6)
    drag.release(0.6)
    person.says(".bp-lost", "Your last change wasn't applied.")
    server.start()
    person.until(lambda: 0 < selected(person) < 26, seconds=60)
    person.until(lambda: not person.all(".bp-lost"))
    person.until(lambda: person.text("#explorer-grid-count").startswith(f"{selected(person)} row"))
    assert "r.gravy=" in person.find("#download-csv").get_attribute("href")
    person.complaints()
