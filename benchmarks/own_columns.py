"""Own columns of a large analysis: from a table's bytes to every filter, and questions by one against a computed one.

python -m benchmarks.own_columns [--rounds 5]
"""

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.read_side import PROTEINS, Bench
from benchmarks.rows import Row, print_rows
from jobs.intake.own_columns.source import TableSource
from jobs.intake.own_columns.use import add_columns
from results.own_columns import own_columns
from results.queries import query
from results.selection.model import Selection

SECONDS = 3.0
SAME = 1.3
COMPUTED, OTHER = "gravy", "isoelectric_point"
BINS = 40


def hits(bench: Bench) -> bytes:
    """A row for each name of the analysis, with three columns of numbers, one of groups and one of texts."""
    chance = random.Random(24)  # noqa: S311 - the same table each time
    rows = bench.bare.execute(
        "SELECT p.identifier, m.gravy FROM protein p JOIN measurement m USING (job_id, ordinal) WHERE p.job_id = %s "
        "ORDER BY p.ordinal",
        (bench.job_id,),
    ).fetchall()
    lines = ["Protein,Hydropathy,log2 FC,Intensity,Group,Note"]
    for place, (name, gravy) in enumerate(dict(rows).items()):
        group = chance.choice(("membrane", "cytosol", "nucleus", "secreted"))
        lines.append(f"{name},{gravy},{chance.gauss(0, 2):.4f},{chance.randrange(10**9)},{group},note {place}")
    return "\n".join(lines).encode()


def rows(directory: Path, rounds: int = 5) -> list[Row]:
    """The budgets of own columns."""
    bench = Bench(directory / "own")
    try:
        added = _added(bench)
        own = own_columns(bench.services, bench.user_id, bench.job_id).keys[0]
        return [added, *(_against(what, bench, own, ask, rounds) for what, ask in QUESTIONS.items())]
    finally:
        bench.close()


def _added(bench: Bench) -> Row:
    data = hits(bench)
    begin = time.perf_counter()
    add_columns(bench.services, bench.user_id, bench.job_id, TableSource(data, "hits.csv"))
    own = own_columns(bench.services, bench.user_id, bench.job_id)
    filters = query.Histograms({row.key: False for row in own.rows if row.is_quantity}, BINS)
    shown = query.Histograms({COMPUTED: False}, BINS, medians=True)
    query.summary(bench.services, bench.user_id, bench.job_id, Selection(), filters, shown)
    seconds = time.perf_counter() - begin
    what = f"own columns: {data.count(bytes([10])):,} rows x 5, CSV to all filters, {PROTEINS:,} proteins"
    return Row(what, f"{SECONDS:g} s, the budget", seconds, SECONDS, seconds / SECONDS, 1, "at most")


def _filtered(bench: Bench, key: str) -> object:
    return query.count(bench.services, bench.user_id, bench.job_id, Selection(ranges={key: (-0.5, 0.0)}))


def _histogram(bench: Bench, key: str) -> object:
    selection = Selection(ranges={OTHER: (5.0, 8.0)})
    return query.histogram(bench.services, bench.user_id, bench.job_id, key, selection, bins=BINS)


def _scatter(bench: Bench, key: str) -> object:
    return query.scatter(bench.services, bench.user_id, bench.job_id, OTHER, "length", Selection(), colour=key)


QUESTIONS: dict[str, Callable[[Bench, str], object]] = {
    "filter": _filtered,
    "histogram of a selection": _histogram,
    "scatter coloured by it": _scatter,
}


def _against(what: str, bench: Bench, own: str, ask: Callable[[Bench, str], object], rounds: int) -> Row:
    """The best of some rounds, turn by turn."""
    best = {own: float("inf"), COMPUTED: float("inf")}
    for _ in range(rounds):
        for key in (own, COMPUTED):
            bench.services.remembered.clear()
            begin = time.perf_counter()
            ask(bench, key)
            best[key] = min(best[key], time.perf_counter() - begin)
    ours, theirs = best[own], best[COMPUTED]
    return Row(f"own columns: {what}", "the same by a computed one", ours, theirs, ours / theirs, SAME, "at most")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure own columns.")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print_rows(lambda directory: rows(directory, asked.rounds))


if __name__ == "__main__":
    main()
