"""Brushing in a real browser, from 20 to 1,000,000 proteins: the table of what must hold while a range moves.

python -m benchmarks.live [--sizes 20 6077 82814 1000000] [--drags 20] [--data DIR]

Headless Chromium without a graphics card; server, database and browser share the machine. Pointer traces are replayed
at 60 moves a second. Beside it, in the same page and on the same rows, crossfilter2 counts the same histograms. With
--data the analyses stay in a directory and are found there the next time.
"""

import argparse
import math
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks import filled_job, redraw
from benchmarks.proteomes import folder
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.background import MANY
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from models.database import Database, driver_connection
from models.tables import app_user, job

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
SIZES = (20, 6_077, 82_814, 1_000_000)
LARGE = 82_814
"""What the first limit of a line is for; a larger analysis has the second."""
WARM_UP = 200
"""Proteins of an analysis that is opened first, so that the browser has the scripts."""
KEYS = (
    "gravy",
    "isoelectric_point",
    "instability_index",
    "aliphatic_index",
    "molecular_weight_da",
    "charge_at_ph",
    "aromaticity",
)
SECTION = "## While a range moves"
_CALL = "const done = arguments[arguments.length - 1]; window.bpBench[arguments[0]](...arguments[1], done);"
_OPENED = "return performance.timeOrigin"


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of the table: what, its unit, and the most for each size."""

    name: str
    unit: str
    most: tuple[float, float]


LIMITS = (
    Limit("move -> histograms, count and distribution drawn, p95", "ms", (17, 17)),
    Limit("move -> scatter drawn, p95", "ms", (34, 34)),
    Limit("work of a move, p95", "ms", (17, 17)),
    Limit("dropped frames", "%", (2, 5)),
    Limit("release -> all views exact, median", "ms", (200, 700)),
    Limit("release -> all views exact, p95", "ms", (350, 1200)),
    Limit("pointer enters -> index ready, p95", "ms", (60, 150)),
    Limit("sent until brushable, compressed", "MB", (1, 6)),
    Limit("sent after opening every filter", "MB", (3, 16)),
    Limit("opening -> first useful paint", "ms", (1200, 1500)),
    Limit("opening -> brushable", "ms", (2000, 5000)),
    Limit("memory of the tab after 100 brushes", "MB", (250, 500)),
)


@dataclass(slots=True)
class Run:
    """What was measured of one analysis."""

    proteins: int
    values: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


class Brusher(redraw.Tester):
    """A person who moves ranges."""

    patience = 180.0

    def call(self, name: str, *arguments: object) -> Any:  # noqa: ANN401 - as the page answers
        """Run one of the functions of live.js."""
        return self.driver.execute_async_script(_CALL, name, list(arguments))

    def prepare(self) -> None:
        """Have the functions in the page that is open."""
        for script in (HERE / "live.js", HERE / "browser/node_modules/crossfilter2/crossfilter.min.js"):
            self.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": script.read_text("utf-8")})

    def open(self, path: str) -> tuple[float, float]:
        """Milliseconds from asking for the page to its first useful paint, and until a range can be moved live."""
        paint = self._paint(path)
        self.prepare()
        return paint, self.call("brushable", KEYS[0])

    def everything(self, run: Run, path: str, warm: str, drags: int) -> None:
        """Measure one analysis; its first view was made once before, and the browser has nothing but the scripts."""
        self.driver.set_script_timeout(120)
        self.open(path)
        time.sleep(8)
        self.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        self.open(warm)
        time.sleep(2)
        paint, brushable = self.open(path)
        run.values |= {"opening -> first useful paint": paint, "opening -> brushable": brushable}
        time.sleep(3)
        run.values["sent until brushable, compressed"] = self._value("bpBench.sent()") / 1e6
        self._calibrate(run)
        self._drags(run, drags)
        self._beside(run)
        self._many(run, drags)
        self._all_filters(run, path)

    def _value(self, words: str) -> Any:  # noqa: ANN401 - as the page answers
        return self.driver.execute_script(f"return {words}")

    def _calibrate(self, run: Run) -> None:
        run.notes.append(f"fixed loop in the same browser: {self._value('bpBench.calibration().milliseconds'):.0f} ms")

    def _drags(self, run: Run, drags: int) -> None:
        found: dict[str, list[float]] = {name: [] for name in ("index", "views", "scatter", "work", "frames")}
        released, before = [], self._processor()
        self.driver.execute_script(redraw.WATCH, redraw.VIEWS, redraw.PLOTS)
        for number in range(drags):
            one = self.call("drag", KEYS[number % len(KEYS)], _trace(number))
            for name in found:
                found[name] += one[name]
            exact = self.driver.execute_async_script(redraw.READ, [])
            released.append(max(exact["after"].values(), default=math.nan))
        spent = {name: 1000 * (after - before[name]) / drags for name, after in self._processor().items()}
        run.notes.append(
            "processor time of a drag of a second and its answer: "
            + ", ".join(f"{name} {milliseconds:.0f} ms" for name, milliseconds in spent.items())
        )
        late = sum(one > 1.5 * 1000 / 60 for one in found["frames"])
        run.values |= {
            "move -> histograms, count and distribution drawn, p95": _p95(found["views"]),
            "move -> scatter drawn, p95": _p95(found["scatter"]),
            "work of a move, p95": _p95(found["work"]),
            "dropped frames": 100 * late / max(1, len(found["frames"])),
            "release -> all views exact, median": statistics.median(released),
            "release -> all views exact, p95": _p95(released),
            "pointer enters -> index ready, p95": _p95(found["index"]),
        }
        run.notes.append(f"{len(found['work'])} frames drawn in {drags} drags")

    def _beside(self, run: Run) -> None:
        ours, theirs = self.call("ours"), self.call("theirs")
        times = theirs["mean"] / ours["mean"]
        run.notes.append(
            f"the same {ours['dimensions']} dimensions of {ours['records']:,} rows: "
            f"ours ready in {ours['ready']:.0f} ms, "
            f"a move {ours['mean']:.3f} ms; crossfilter2 ready in {theirs['ready']:.0f} ms, "
            f"a move {theirs['mean']:.2f} ms: {times:.0f} times ours"
        )

    def _many(self, run: Run, done: int) -> None:
        for number in range(done, 100):
            self.call("drag", KEYS[number % len(KEYS)], _trace(number)[:10])
        time.sleep(3)
        self.driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
        run.values["memory of the tab after 100 brushes"] = self._value("bpBench.memory()") / 1e6

    def _all_filters(self, run: Run, path: str) -> None:
        self.driver.get(f"{self.site}{path}?f={','.join(_others())}")
        self.prepare()
        self.call("brushable", KEYS[0])
        self._until(self._quiet, 120)
        run.values["sent after opening every filter"] = self._value("bpBench.sent()") / 1e6

    def _quiet(self) -> bool:
        before = self._value("performance.getEntriesByType('resource').length")
        time.sleep(2)
        return bool(self._value("performance.getEntriesByType('resource').length") == before)


def _others() -> list[str]:
    """Filters that are not shown at first, as many as are shown at most."""
    from dashboard.components.explorer.filters import numeric

    return [row.key for row in numeric() if row.key not in KEYS][:13]


def _trace(number: int) -> list[float]:
    """Where the pointer is at each of sixty moves: there and some of the way back, as people look for a limit."""
    chance = random.Random(number)  # noqa: S311 - the same each time
    start, far = chance.uniform(0.05, 0.4), chance.uniform(0.55, 0.95)
    return [start + (far - start) * math.sin(math.pi * 0.7 * step / 59) for step in range(60)]


def _p95(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[round(0.95 * (len(ordered) - 1))] if ordered else math.nan


@contextmanager
def site(directory: Path) -> Iterator[tuple[str, int]]:
    """A BatchProt on this directory: its address and its process."""
    directory.mkdir(parents=True, exist_ok=True)
    directory.chmod(0o755)  # PostgreSQL runs as a user of its own when this runs as root
    with redraw.batchprot(directory) as found:
        yield found


def analyses(directory: Path, sizes: Sequence[int]) -> dict[int, str]:
    """The path of an analysis of each size; stored past the web server where it isn't there yet."""
    database = Database((directory / "data" / "running").read_text())
    with database.connection() as connection:
        owner = connection.execute(select(app_user.c.id).where(app_user.c.email == redraw.EMAIL)).scalar_one()
        there = {row.title: row.id for row in connection.execute(select(job.c.title, job.c.id))}
    records = (
        filled_job.proteome_records(folder(), max(sizes)) if any(f"{size:,}" not in there for size in sizes) else []
    )
    # Proteomes are repeated; in another order the numbers compress as those of different proteins do.
    random.Random(1).shuffle(records)  # noqa: S311
    records = [record._replace(ordinal=place) for place, record in enumerate(records, start=1)]
    for size in sizes:
        if f"{size:,}" not in there:
            there[f"{size:,}"] = filled_job.new_job(database, owner, f"{size:,}")
            filled_job.store(database, there[f"{size:,}"], records[:size])
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver_connection(connection).execute("VACUUM ANALYZE protein, measurement")
    nowhere = HttpWorkerClient("http://127.0.0.1:9")
    services = JobServices(database, LocalStorage(directory, "none"), PostgresQueue(), nowhere)
    for size in (size for size in sizes if size >= MANY):
        filled_job.prepare(services, owner, there[f"{size:,}"])
    database.dispose()
    return {size: f"/jobs/{there[f'{size:,}']}" for size in sizes}


def measured(directory: Path, sizes: Sequence[int], drags: int) -> list[Run]:
    """Measure every size on a BatchProt of its own."""
    runs = []
    with site(directory) as (address, server):
        brusher = Brusher(address, server)
        try:
            is_new = not (directory / "known").exists()
            brusher.sign_in(redraw.EMAIL, redraw.PASSWORD, new=is_new)
            (directory / "known").touch()
            paths = analyses(directory, (WARM_UP, *sizes))
            for size in sizes:
                run = Run(size)
                brusher.everything(run, paths[size], paths[WARM_UP], drags)
                runs.append(run)
        finally:
            brusher.driver.quit()
    return runs


def report(runs: Sequence[Run]) -> str:
    """The section of RESULTS.md."""
    heads = " | ".join(f"{run.proteins:,} proteins" for run in runs)
    lines = [f"| measure | {heads} |", "|---|" + "---:|" * len(runs)]
    for limit in LIMITS:
        cells = []
        for run in runs:
            value, most = run.values.get(limit.name, math.nan), limit.most[run.proteins > LARGE]
            digits = 1 if limit.unit in {"ms", "%"} and value < 100 else 2 if limit.unit == "MB" else 0
            words = f"{value:,.{digits}f} {limit.unit} of {most:,}"
            cells.append(words if value <= most else f"**{words}**")
        lines.append(f"| {limit.name} | {' | '.join(cells)} |")
    for run in runs:
        lines += ["", *(f"{run.proteins:,}: {note}" for note in run.notes)]
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return "\n".join([*lines, "", f"Load of the machine (1, 5, 15 minutes): {load} on {os.cpu_count()} cores"])


def write(text: str) -> None:
    """Put the section into RESULTS.md, in place of the one before."""
    known = RESULTS.read_text("utf-8")
    section = (
        f"{SECTION}\n\nMade by `make live`: headless Chromium without a graphics card; server, database and browser "
        f"share the cores. In bold what is beyond its limit.\n\n{text}\n"
    )
    others = re.sub(rf"^{re.escape(SECTION)}\n.*?(?=^## |\Z)", "", known, flags=re.MULTILINE | re.DOTALL)
    known = f"{others.rstrip()}\n\n{section}"
    RESULTS.write_text(known, "utf-8")


def main() -> None:
    """Measure what the command line asks for."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--drags", type=int, default=20)
    parser.add_argument("--data", type=Path, help="a directory to keep the analyses in")
    parser.add_argument("--print", action="store_true", dest="only_print", help="leave RESULTS.md as it is")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bp-live-", ignore_cleanup_errors=True) as name:
        text = report(measured(asked.data or Path(name), asked.sizes, asked.drags))
    print(text)
    if not asked.only_print:
        write(text)


if __name__ == "__main__":
    main()
