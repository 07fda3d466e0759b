"""Is the thirtieth question as quick as the first? Each question of `results`, 30 times on one connection.

python -m benchmarks.repeated [--generic]

PostgreSQL goes over from plans made for the values asked to one plan for any values after a statement has been
prepared and run five times; that plan can be 30 times slower where analyses differ in size. The database holds twenty
analyses from 5 to 82,814 proteins. `--generic` forces that plan on every statement, to see what it would cost.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import event

from benchmarks import filled_job
from benchmarks.proteomes import folder
from benchmarks.read_side import FILTERED, FILTERS, Bench
from benchmarks.rows import Row, print_rows
from jobs.services import JobServices
from results.queries import query
from results.selection.model import Selection

SIZES = (5, 20, 20, 26, 40, 90, 200, 500, 900, 1_700, 2_000, 3_000, 4_363, 4_363, 6_077, 6_077, 12_000, 20_000, 40_000)
"""Beside the one of `read_side.PROTEINS`."""
TIMES = 30
SETTLED = 3
"""The first few fill caches and are not judged."""
AT_MOST = 3.0
"""The worst of the others against their median."""
Question = Callable[[JobServices, UUID, UUID], object]
AXES = ("isoelectric_point", "molecular_weight_da")
NARROW = Selection(ranges={"gravy": (-0.1, 0.0)}, sort=(("isoelectric_point", "desc"),))
QUESTIONS: dict[str, Question] = {
    "page of 100": lambda s, u, j: query.page(s, u, j, NARROW, 0, 100, ["identifier", "gravy"]),
    "identical sequences of a page": lambda s, u, j: query.identical(s, u, j, range(1_001, 1_101)),
    "summary": lambda s, u, j: query.summary(
        s, u, j, FILTERED, query.Histograms(FILTERS, 40), query.Histograms({"gravy": False}, 180)
    ),
    "scatter": lambda s, u, j: query.scatter(s, u, j, *AXES, FILTERED, log_y=True),
    "composition": lambda s, u, j: query.composition(s, u, j, FILTERED, spread=False),
    "correlations": lambda s, u, j: query.correlations(s, u, j, ["gravy", "length", "isoelectric_point"], FILTERED),
    "organisms": lambda s, u, j: query.organism_counts(s, u, j, FILTERED),
    "one protein": lambda s, u, j: query.protein(s, u, j, 4_000, FILTERED),
    "neighbours": lambda s, u, j: query.neighbours(s, u, j, 4_000, NARROW),
}


def rows(directory: Path, *, generic: bool = False) -> list[Row]:
    """The worst of thirty against the median, for each question."""
    bench = Bench(directory / "repeated")
    try:
        database = bench.services.database
        if generic:
            event.listen(database.engine, "connect", _force_generic_plans)
            database.dispose()
        for number, size in enumerate(SIZES):
            job_id = filled_job.new_job(database, bench.user_id, f"bench {number}")
            filled_job.store(database, job_id, filled_job.proteome_records(folder(), size))
        bench.bare.execute("ANALYZE protein, measurement")
        return [_row(bench, what, ask) for what, ask in QUESTIONS.items()]
    finally:
        bench.close()


def _force_generic_plans(raw: "psycopg.Connection[tuple[object, ...]]", _record: object) -> None:
    raw.prepare_threshold = 0
    raw.execute("SET plan_cache_mode = 'force_generic_plan'")
    raw.commit()


def _row(bench: Bench, what: str, ask: Question) -> Row:
    seconds = []
    for _ in range(TIMES):
        bench.services.remembered.clear()
        begin = time.perf_counter()
        ask(bench.services, bench.user_id, bench.job_id)
        seconds.append(time.perf_counter() - begin)
    usual, worst = statistics.median(seconds[:10]), max(seconds[SETTLED:])
    what = f"{what}: worst of {TIMES} on one connection, twenty analyses"
    return Row(what, "median of the first ten", worst, usual, worst / usual, AT_MOST, "at most")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Ask each question thirty times.")
    parser.add_argument("--generic", action="store_true")
    asked = parser.parse_args()
    print_rows(lambda directory: rows(directory, generic=asked.generic))


if __name__ == "__main__":
    main()
