"""Reading results of 82,814 proteins, against the bare SQL of the same rows in the same run.

python -m benchmarks.read_side [--rounds 5]
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import UUID

import psycopg

from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of
from batchprot.reading import alphabet
from benchmarks import filled_job
from benchmarks.proteomes import folder
from benchmarks.rows import Row, print_rows
from cli import embedded_postgres
from jobs.adapters.queue import PostgresQueue
from jobs.adapters.storage import LocalStorage
from jobs.pipeline.worker_client import HttpWorkerClient
from jobs.services import JobServices
from migrations.upgrade import upgrade
from models.database import Database, driver_connection, libpq_url
from results.exports import csv as export
from results.queries import query
from results.selection.model import Selection

PROTEINS = 82_814
REDRAW_SECONDS = 0.5
FILTERED = Selection(ranges={"gravy": (-1.0, 0.3)}, sort=(("isoelectric_point", "desc"),))
FILTERS = {
    "molecular_weight_da": True,
    "isoelectric_point": False,
    "gravy": False,
    "instability_index": False,
    "aliphatic_index": False,
    "charge_at_ph": False,
    "aromaticity": False,
}
Asked = Callable[[], object]


class Bench:
    """A filled job, and a bare connection beside the services."""

    def __init__(self, directory: Path) -> None:
        self.server = embedded_postgres.start(directory)
        upgrade(self.server.url)
        database = Database(self.server.url)
        nowhere = HttpWorkerClient("http://127.0.0.1:9")
        self.services = JobServices(database, LocalStorage(directory, "none"), PostgresQueue(), nowhere)
        self.bare = psycopg.connect(libpq_url(self.server.url), autocommit=True)
        self.user_id = self._person(database)
        self.job_id = filled_job.new_job(database, self.user_id, "bench")
        filled_job.store(database, self.job_id, filled_job.proteome_records(folder(), PROTEINS))
        # A large job is analysed by the planner when it ends; so are these.
        self.bare.execute("VACUUM ANALYZE protein, measurement")

    @staticmethod
    def _person(database: Database) -> UUID:
        with database.connection() as connection:
            made = driver_connection(connection).execute(
                "INSERT INTO app_user (email) VALUES ('bench@batchprot.example') RETURNING id"
            )
            row = made.fetchone()
        if row is None:
            raise RuntimeError("no account was made")
        return UUID(str(row[0]))

    def copied(self, statement: str, options: str) -> Asked:
        """The size of a COPY of these columns."""
        command = f"COPY ({statement.format(job=self.job_id)}) TO STDOUT (FORMAT {options})"

        def run() -> int:
            with self.bare.cursor().copy(command.encode()) as copy:
                return sum(len(block) for block in copy)

        return run

    def selected(self, statement: str) -> Asked:
        """The rows of a statement."""
        return lambda: self.bare.execute(statement.format(job=self.job_id).encode()).fetchall()

    def close(self) -> None:
        """Close connections and end the server."""
        self.bare.close()
        self.services.database.dispose()
        self.server.stop()


def rows(directory: Path, rounds: int) -> list[Row]:
    """Measure the budgets of reading, and how long the views of the explorer take."""
    bench = Bench(directory / "read-side")
    try:
        return [*_budgets(bench, max(rounds, 3)), *_views(bench, max(rounds, 3))]
    finally:
        bench.close()


def _budgets(bench: Bench, rounds: int) -> list[Row]:
    services, who = bench.services, (bench.user_id, bench.job_id)
    shown = [*RECORD_COLUMNS[:5], *(name for name in columns_of(Preset.BASIC) if not name.startswith("count_"))]
    everything = [*RECORD_COLUMNS, *columns_of(Preset.ALL)]
    joined = "FROM protein p LEFT JOIN measurement m USING (job_id, ordinal) WHERE job_id = '{job}'"
    page = f"SELECT {_columns(shown)} {joined} AND gravy BETWEEN -1 AND 0.3 ORDER BY isoelectric_point DESC, ordinal LIMIT 100"  # noqa: E501 - names of our own
    three = "SELECT ordinal, isoelectric_point, molecular_weight_da FROM measurement WHERE job_id = '{job}'"
    export_all = f"SELECT {_columns(everything)} {joined} ORDER BY ordinal"
    axes = ("isoelectric_point", "molecular_weight_da")
    sides: list[tuple[str, Asked, str, Asked, float]] = [
        (
            "filtered, sorted page of 100, with the number of all",
            lambda: query.page(services, *who, FILTERED, 0, 100, shown),
            "the bare SQL, without the number",
            bench.selected(page),
            1.5,
        ),
        (
            f"3 columns of {PROTEINS:,} rows, packed for the browser",
            lambda: query.scatter(services, *who, *axes, Selection(), most=PROTEINS),
            "bare COPY of them, binary",
            bench.copied(three, "binary"),
            2.0,
        ),
        (
            f"CSV of everything, {PROTEINS:,} rows",
            lambda: sum(map(len, export.csv_stream(services, *who, Selection(), columns_of(Preset.ALL)))),
            "bare COPY of the same columns",
            bench.copied(export_all, "csv, HEADER"),
            1.3,
        ),
    ]
    return [
        Row(what, against, ours, theirs, ours / theirs, budget, "at most")
        for what, asked, against, bare, budget in sides
        for ours, theirs in [_in_turn(asked, bare, rounds)]
    ]


def _views(bench: Bench, rounds: int) -> list[Row]:
    services, who = bench.services, (bench.user_id, bench.job_id)
    axes = ("isoelectric_point", "molecular_weight_da")
    views: dict[str, Asked] = {
        f"count, categories, {len(FILTERS)} histograms, distribution": lambda: query.summary(
            services,
            *who,
            FILTERED,
            query.Histograms(FILTERS, 40),
            query.Histograms({"gravy": False}, 180, medians=True),
        ),
        "density, and points to be coloured": lambda: query.scatter(
            services, *who, *axes, FILTERED, log_y=True, colour="gravy"
        ),
        "density": lambda: query.scatter(services, *who, *axes, FILTERED, log_y=True),
        "composition": lambda: query.composition(services, *who, FILTERED, spread=False),
        "search for a word": lambda: query.count(services, *who, Selection(text="kinase")),
        "search for a motif": lambda: query.count(services, *who, Selection(motif="N-{P}-[ST]-{P}")),
        "one protein among all": lambda: query.protein(services, *who, 4_000, FILTERED),
    }
    found = []
    for what, asked in views.items():
        seconds, _ = _in_turn(asked, lambda: None, rounds)
        against = "0.5 s, the budget of a redraw"
        found.append(
            Row(
                f"{what}, {PROTEINS:,} proteins",
                against,
                seconds,
                REDRAW_SECONDS,
                seconds / REDRAW_SECONDS,
                1,
                "at most",
            )
        )
    return found


def _columns(names: Sequence[str]) -> str:
    """Names as SQL; the counts of residues are elements of one column."""
    return ", ".join(
        f'residue_counts[{alphabet.STANDARD.index(name[-1]) + 1}] AS "{name}"' if name.startswith("count_") else name
        for name in names
    )


def _in_turn(ours: Asked, theirs: Asked, rounds: int) -> tuple[float, float]:
    """The best of several seconds of each, taken in turn."""
    best = [float("inf"), float("inf")]
    for _ in range(rounds):
        for place, asked in enumerate((ours, theirs)):
            begin = time.perf_counter()
            asked()
            best[place] = min(best[place], time.perf_counter() - begin)
    return best[0], best[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure reading results.")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print_rows(lambda directory: rows(directory, asked.rounds))


if __name__ == "__main__":
    main()
