"""How long the explorer takes, in a real browser, from letting go of a brush until the last view is redrawn.

python -m benchmarks.redraw [--rounds 20] [--site http://127.0.0.1:8050 --email ... --password ... /jobs/ID ...]

Without a site it starts a BatchProt of its own and analyses a yeast proteome (about 6,000 proteins) and, of several
proteomes, 82,814 proteins. Prints medians and 95th percentiles, the slowest view, the largest answer, the number of
WebGL figures, the first useful paint, and the load of the machine meanwhile.
"""

import argparse
import gzip
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil
from selenium import webdriver
from selenium.webdriver.common.by import By

from benchmarks.proteomes import folder

ROOT = Path(__file__).resolve().parent.parent
LARGE = 82_814
EMAIL, PASSWORD = "ada@institute.example", "a lantern in the orange gel"
BUDGET_MS, PAINT_MS, ANSWER_BYTES, MOST_WEBGL = 500, 1_500, 1_000_000, 8
VIEWS = ("explorer-count", "explorer-filter-list", "explorer-grid")
PLOTS = ("explorer-scatter", "explorer-histogram", "explorer-composition")

# Notes when each view last changed after the mouse was let go, and what is still under way.
WATCH = """
const [views, plots] = arguments;
const watch = (window.redraw = { start: 0, marks: {}, open: 0, last: 0 });
const mark = (name) => { watch.marks[name] = watch.last = performance.now(); };
document.addEventListener("pointerup", () => { watch.start = performance.now(); watch.marks = {}; }, true);
for (const name of views) {
  new MutationObserver(() => mark(name)).observe(document.getElementById(name),
    { subtree: true, childList: true, characterData: true, attributes: true });
}
for (const name of plots) {
  document.querySelector(`#${name} .js-plotly-plot`).on("plotly_afterplot", () => mark(name));
}
const ask = window.fetch;
window.fetch = (...asked) => { watch.open += 1; return ask(...asked).finally(() => { watch.open -= 1; }); };
performance.setResourceTimingBufferSize(5000);
"""
# Waits in the page itself: polling from outside would take time from what is measured.
READ = """
const watch = window.redraw, [views, done] = arguments;
const look = () => {
  const missing = views.filter((name) => !(name in watch.marks));
  const still = watch.start && !watch.open && performance.now() - watch.last > 250;
  if (!still || (missing.length && performance.now() - watch.start < 5000)) return setTimeout(look, 100);
  const after = Object.fromEntries(Object.entries(watch.marks).map(([name, at]) => [name, at - watch.start]));
  return done({ after, missing });
};
setTimeout(look, 500);
"""
_LARGEST = """return Math.max(0, ...performance.getEntriesByType('resource')
  .filter((one) => one.name.includes('_dash-update')).map((one) => one.decodedBodySize));"""
_WEBGL = """return [...document.querySelectorAll('.js-plotly-plot')].filter((one) =>
  one._fullData?.some((trace) => trace.type.endsWith('gl'))).length;"""
_PAINTED = """return !!document.querySelector('#explorer-count')?.textContent &&
  !!document.querySelector('#explorer-scatter .js-plotly-plot')?._fullData?.length;"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each round for one analysis, and what else has a budget."""

    proteins: str
    rounds: list[float]
    by_view: dict[str, float]
    paint: float
    largest: int
    webgl: int
    processor: dict[str, float]


class Tester:
    """A person who brushes, over and over."""

    patience = 30.0

    def __init__(self, site: str, server: int = 0) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1440,900"):
            options.add_argument(argument)
        self.driver, self.site, self.server = webdriver.Chrome(options=options), site, server

    def sign_in(self, email: str, password: str, *, new: bool) -> None:
        """Sign in, with a new account when there is none."""
        for path in ("/sign-up", "/sign-in") if new else ("/sign-in",):
            self.driver.get(self.site + path)
            for selector, words in (("#email", email), ("#password", password)):
                field = self._find(selector)
                field.clear()
                field.send_keys(words)
            self._find("form button[type=submit]").click()
            self._until(lambda path=path: path not in self.driver.current_url)

    def analyse(self, path: Path) -> str:
        """Analyse a file; the path of its page."""
        self.driver.get(self.site + "/new")
        self._find("#new-file").send_keys(str(path))
        self._until(lambda: self._find("#new-submit").is_enabled(), 120)
        self._find("#new-submit").click()
        self._until(lambda: self.driver.find_elements(By.ID, "explorer-grid"), 300)
        return self.driver.current_url.removeprefix(self.site).partition("?")[0]

    def measure(self, job: str, rounds: int) -> Measured:
        """Brush another part of another property, and wait until everything stands still."""
        paint = statistics.median(self._paint(job) for _ in range(3))
        self._until(lambda: self.driver.find_elements(By.CSS_SELECTOR, ".bp-hist[data-key=gravy] .pick"))
        time.sleep(3)
        self.driver.execute_script(WATCH, VIEWS, PLOTS)
        taken, views = [], {name: [] for name in (*VIEWS, *PLOTS)}  # type: dict[str, list[float]]
        keys = ("gravy", "isoelectric_point", "instability_index", "aliphatic_index")
        before = self._processor()
        for number in range(rounds):
            self._brush(keys[number % len(keys)], 0.2 + 0.01 * (number % 20), 0.6 + 0.01 * (number % 20))
            found = self.driver.execute_async_script(READ, [*VIEWS, *PLOTS])
            if found["missing"]:
                print(f"round {number}: not redrawn: {', '.join(found['missing'])}")
                continue
            taken.append(max(found["after"].values()))
            for name, after in found["after"].items():
                views[name].append(after)
        spent = {name: 1000 * (after - before[name]) / rounds for name, after in self._processor().items()}
        by_view = {name: statistics.median(values) for name, values in views.items() if values}
        words = self._find("#explorer-count").text
        largest, webgl = self.driver.execute_script(_LARGEST), self.driver.execute_script(_WEBGL)
        return Measured(words.split(" of ")[-1].split()[0], taken, by_view, paint, largest, webgl, spent)

    def _processor(self) -> dict[str, float]:
        """Seconds of processor time so far: of the browser, and of the server when its process is known."""
        spent = {"browser": _seconds(_family(self.driver.service.process.pid))}
        if self.server:
            family = _family(self.server)
            database = [one for one in family if "postgres" in one.name()]
            web = [one for one in family if one.cmdline()[-1:] == ["web"]]
            spent |= {"web": _seconds(web), "database": _seconds(database)}
        return spent

    def _paint(self, job: str) -> float:
        """Milliseconds from asking for the page to its count and the scatter's points."""
        self.driver.get("about:blank")
        start = time.perf_counter()
        self.driver.get(self.site + job)
        self._until(lambda: self.driver.execute_script(_PAINTED), self.patience, pause=0.01)
        return 1000 * (time.perf_counter() - start)

    def _brush(self, key: str, start: float, end: float) -> None:
        strip = self._find(f".bp-hist[data-key={key}]")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'nearest'})", strip)
        box = self.driver.execute_script("return arguments[0].getBoundingClientRect().toJSON()", strip)
        places = [box["left"] + share * box["width"] for share in (start, (start + end) / 2, end)]
        middle = box["top"] + box["height"] / 2
        kinds = ("mousePressed", "mouseMoved", "mouseMoved", "mouseReleased")
        for kind, x in zip(kinds, (places[0], places[1], places[2], places[2]), strict=True):
            event = {"type": kind, "x": x, "y": middle, "button": "left", "buttons": 1, "clickCount": 1}
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def _find(self, selector: str) -> Any:  # noqa: ANN401 - selenium's element
        return self._until(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector))[0]

    def _until(self, answer: Callable[[], Any], seconds: float = 30, pause: float = 0.05) -> Any:  # noqa: ANN401
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := answer():
                return found
            time.sleep(pause)
        raise TimeoutError


def _family(pid: int) -> list[psutil.Process]:
    """A process, what it started, and the PostgreSQL that keeps its data below the same directory."""
    parent = psutil.Process(pid)
    found = [parent, *parent.children(recursive=True)]
    directory = next(
        (
            words[place + 1]
            for words in [parent.cmdline()]
            for place, word in enumerate(words[:-1])
            if word == "--data-dir"
        ),
        "",
    )
    for one in psutil.process_iter(["cmdline"]):
        if directory and f"{directory}/postgres" in (one.info["cmdline"] or []):
            found += [one, *one.children(recursive=True)]
    return list(dict.fromkeys(found))


def _seconds(processes: Sequence[psutil.Process]) -> float:
    spent = 0.0
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            spent += times.user + times.system
    return spent


@contextmanager
def batchprot(directory: Path) -> Iterator[tuple[str, int]]:
    """The address and the process of a BatchProt that runs as long as it is needed."""
    output = directory / "output"
    program = Path(sys.executable).with_name("batchprot")
    command = [program, "up", "--no-demo", "--port", "0", "--data-dir", str(directory / "data")]
    with output.open("wb") as stream:
        process = subprocess.Popen(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 90
        while not (found := re.search(r"^Open (http://[^/\s]+)", output.read_text(), re.MULTILINE)):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(output.read_text())
            time.sleep(0.1)
        yield found[1], process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def inputs(directory: Path) -> list[Path]:
    """A proteome of about 6,000 proteins, and all proteomes repeated to LARGE proteins."""
    files = sorted(folder().glob("*.fasta.gz"))
    records = [b">" + record for file in files for record in gzip.decompress(file.read_bytes()).split(b">")[1:]]
    small, large = directory / "yeast.fasta", directory / "large.fasta"
    yeast = [file for file in files if "yeast" in file.name] or files
    small.write_bytes(gzip.decompress(yeast[0].read_bytes()))
    large.write_bytes(b"".join(islice(cycle(records), LARGE)))
    return [small, large]


def report(measured: Sequence[Measured]) -> str:
    """The table, in Markdown."""
    lines = ["| proteins | redraw, median | p95 | slowest view | first paint | largest answer | WebGL figures |"]
    lines.append("|---|---|---|---|---|---|---|")
    for one in measured:
        ordered = sorted(one.rounds)
        late = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        slowest = max(one.by_view, key=lambda name: one.by_view[name])
        lines.append(
            f"| {one.proteins} | {statistics.median(ordered):.0f} ms of {BUDGET_MS} | {late:.0f} ms | {slowest} "
            f"| {one.paint:.0f} ms of {PAINT_MS} | {one.largest / 1000:.0f} kB of {ANSWER_BYTES // 1000} "
            f"| {one.webgl} of {MOST_WEBGL} |"
        )
    for one in measured:
        parts = ", ".join(f"{name.removeprefix('explorer-')} {at:.0f}" for name, at in one.by_view.items())
        lines.append(f"\n{one.proteins}: median ms until drawn: {parts}; {len(one.rounds)} rounds")
        spent = ", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in one.processor.items())
        lines.append(f"{one.proteins}: ms of processor time for each brush, whatever else the machine does: {spent}")
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return "\n".join([*lines, f"\nLoad of the machine (1, 5, 15 minutes): {load} on {os.cpu_count()} cores"])


def measured(rounds: int) -> list[Measured]:
    """Measure both sizes on a BatchProt of its own."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    with tempfile.TemporaryDirectory(prefix="bp-redraw-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with batchprot(Path(name)) as (site, server):
            tester = Tester(site, server)
            try:
                tester.sign_in(EMAIL, PASSWORD, new=True)
                return [tester.measure(tester.analyse(path), rounds) for path in inputs(Path(name))]
            finally:
                tester.driver.quit()


def main() -> None:
    """Measure what the command line asks for."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--site", default="")
    parser.add_argument("--pid", type=int, default=0, help="of batchprot up, to count its processor time")
    parser.add_argument("--email", default=EMAIL)
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("paths", nargs="*")
    asked = parser.parse_args()
    if not asked.site:
        print(report(measured(asked.rounds)))
        return
    tester = Tester(asked.site, asked.pid)
    tester.sign_in(asked.email, asked.password, new=False)
    print(report([tester.measure(path, asked.rounds) for path in asked.paths]))
    tester.driver.quit()


if __name__ == "__main__":
    main()
