"""Measure every budget side by side in one run, print the table and write benchmarks/RESULTS.md.

python -m benchmarks [--rounds 3] [--quick]
"""

import argparse
import datetime as dt
import os
import platform
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import psutil
from selenium.common.exceptions import WebDriverException

from batchprot.properties.version import ENGINE_VERSION
from benchmarks.proteomes import folder
from benchmarks.rows import Row, table

RESULTS = Path(__file__).parent / "RESULTS.md"
BRUSHES = 20
SIMULATED = 4_000


def main() -> None:
    """Run what can run here, and say what can't."""
    from benchmarks import coverage

    parser = argparse.ArgumentParser(description="Measure the budgets side by side.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="leave out the million proteins")
    chosen = parser.parse_args()
    if not any(folder().glob("*.fasta.gz")):
        raise SystemExit("There are no proteomes to measure on: set BATCHPROT_SHARED to a folder with data/proteomes.")
    if not shutil.which("pepstats"):
        print("EMBOSS pepstats is not installed here; its rows are left out.")
    with tempfile.TemporaryDirectory(prefix="batchprot-bench-") as directory:
        Path(directory).chmod(0o755)
        rows = _measure(Path(directory), chosen.rounds, quick=chosen.quick)
    report = f"# Measurements\n\n{_machine()}\n\n{table(rows)}\n\n{coverage.report(SIMULATED)}\n\n{_in_the_browser()}\n"
    print(report)
    RESULTS.write_text(report)


def _measure(directory: Path, rounds: int, *, quick: bool) -> list[Row]:
    from benchmarks import calculate, commands, engine, jobs, own_columns, read_side, repeated, special

    rows = engine.rows(rounds)
    rows += commands.command_rows(directory, rounds)
    if not quick:
        rows.append(commands.memory_row(directory))
    rows += jobs.job_rows(directory, rounds)
    rows += read_side.rows(directory, rounds)
    rows += repeated.rows(directory)
    rows += own_columns.rows(directory)
    rows += calculate.rows(directory, rounds)
    rows += special.simulated(special.LISTS, special.PLANTED)
    rows += _in_pages(rounds)
    return rows + commands.import_rows(rounds)


def _in_pages(rounds: int) -> list[Row]:
    from benchmarks import compare, special

    try:
        return [*compare.rows(max(rounds, 3)), *special.timed(max(rounds, 3))]
    except (WebDriverException, TimeoutError) as error:
        print(f"Compare, and what is special, were not measured: {error}")
        return []


def _in_the_browser() -> str:
    """What `make redraw` prints; milliseconds are this machine's."""
    from benchmarks import redraw

    words = (
        "## In the browser\n\nFrom letting go of a brush in headless Chromium, without a graphics card, until the last "
        "view is redrawn; server, database and browser share the cores."
    )
    try:
        return f"{words}\n\n{redraw.report(redraw.measured(BRUSHES))}"
    except (WebDriverException, TimeoutError) as error:
        return f"{words}\n\nNot measured: {error}"


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "polars", "biopython", "dash", "psycopg"))
    return (
        f"Made by `make bench` on {dt.datetime.now(dt.UTC):%Y-%m-%d}: {os.cpu_count()} cores "
        f"({platform.machine()}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"{packages}, engine {ENGINE_VERSION}. Both sides of a ratio are measured in turn in one run; "
        "the proteins are the reference proteomes of E. coli and yeast, repeated. "
        f"Ten million additions in a Python loop took {additions():.1f} s."
    )


def additions() -> float:
    """Seconds of a task that only the speed of a core decides: what milliseconds below are to be read against."""
    start, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
