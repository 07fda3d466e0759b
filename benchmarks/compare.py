"""From opening a comparison in a real browser to its last plot: 82,814 proteins against 5,445, basic properties.

python -m benchmarks.compare [--rounds 5] [--site http://127.0.0.1:8050 --email ... --password ... --jobs ID,ID]
"""

import argparse
import gzip
import os
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks.proteomes import folder
from benchmarks.redraw import EMAIL, LARGE, PASSWORD, Tester, batchprot
from benchmarks.rows import Row, table
from dashboard.components.compare.plots import DRAWN

SMALL = 5_445
SECONDS = 1.5
_TRACES = 3 * len(DRAWN)
"""Two curves and what is pointed at, in every plot."""
_LAST = f"return document.querySelectorAll('.bp-compare .scatterlayer .trace').length >= {_TRACES};"


def inputs(directory: Path) -> list[Path]:
    """All proteomes repeated to LARGE proteins, and SMALL of them under other names."""
    files = sorted(folder().glob("*.fasta.gz"))
    records = [b">" + record for file in files for record in gzip.decompress(file.read_bytes()).split(b">")[1:]]
    large, small = directory / "large.fasta", directory / "small.fasta"
    large.write_bytes(b"".join(islice(cycle(records), LARGE)))
    others = islice(records, len(records) - SMALL, None)
    small.write_bytes(b"".join(record.replace(b"|", b"|other-", 1) for record in others))
    return [large, small]


def opened(tester: Tester, jobs: str) -> float:
    """Seconds from asking for the page to its last plot."""
    tester.driver.get("about:blank")
    start = time.perf_counter()
    tester.driver.get(f"{tester.site}/compare?jobs={jobs}")
    tester._until(lambda: tester.driver.execute_script(_LAST), pause=0.01)  # noqa: SLF001 - the same tester
    return time.perf_counter() - start


def rows(rounds: int) -> list[Row]:
    """Measure on a BatchProt of its own: the first opening, which loads numpy and scipy, and the best of the others."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    with tempfile.TemporaryDirectory(prefix="bp-compare-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with batchprot(Path(name)) as (site, server):
            tester = Tester(site, server)
            try:
                tester.sign_in(EMAIL, PASSWORD, new=True)
                jobs = ",".join(tester.analyse(path).rpartition("/")[2] for path in inputs(Path(name)))
                return measured(tester, jobs, rounds)
            finally:
                tester.driver.quit()


def measured(tester: Tester, jobs: str, rounds: int) -> list[Row]:
    """Open the page over and over."""
    first, best = opened(tester, jobs), min(opened(tester, jobs) for _ in range(rounds))
    what, budget, twice = f"Compare {LARGE:,} x {SMALL:,}, open to last plot", f"{SECONDS} s, the budget", 2 * SECONDS
    return [
        Row(what, budget, best, SECONDS, best / SECONDS, 1, "at most"),
        Row(f"{what}, first after a start", f"twice {budget}", first, twice, first / twice, 1, "at most"),
    ]


def main() -> None:
    """Measure and print."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    parser = argparse.ArgumentParser(description="Measure how long a comparison takes to open.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--site", default="")
    parser.add_argument("--email", default=EMAIL)
    parser.add_argument("--password", default=PASSWORD)
    parser.add_argument("--jobs", default="")
    asked = parser.parse_args()
    if not asked.site:
        print(table(rows(asked.rounds)))
        return
    tester = Tester(asked.site)
    tester.sign_in(asked.email, asked.password, new=False)
    print(table(measured(tester, asked.jobs, asked.rounds)))
    tester.driver.quit()


if __name__ == "__main__":
    main()
