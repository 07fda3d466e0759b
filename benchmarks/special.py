"""What is special about a selection: how often it finds what is not there, and what is, and how long it takes.

python -m benchmarks.special [--lists 1000] [--planted 200] [--rounds 5]
"""

import argparse
import gzip
import os
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import read_records
from benchmarks.compare import inputs
from benchmarks.proteomes import folder
from benchmarks.redraw import EMAIL, LARGE, PASSWORD, Tester, batchprot
from benchmarks.rows import Row, table
from results.special import lengths, ranked, testing
from results.special.found import DRAWS, LEVEL
from results.special.ranked import Flags
from results.special.results import KEYS
from results.special.testing import LENGTH, Ranked

SIZE = 50
LISTS, PLANTED = 1_000, 200
DELTA = 0.4
FEWEST_FOUND, MOST_FALSE = 0.9, 0.05
SECONDS = 2.0
_FOLLOWS_LENGTH = 0.5
"""Rank correlation with the length from which a property says the length, which is taken out of the test."""
_SELECTED = "return document.getElementById('explorer-count')?.textContent.includes(arguments[0]);"
_ASK = "document.getElementById('special-open').click();"
_READY = "return document.querySelectorAll('#special-body tbody tr').length >= arguments[0];"


def proteome() -> Ranked:
    """The yeast proteome, ready to be tested."""
    (file,) = folder().glob("yeast*.fasta.gz")
    sequences = [one.sequence for one in read_records(gzip.decompress(file.read_bytes())) if not one.reason_code]
    found = analyze(sequences, AnalysisOptions())
    values = {key: np.asarray(found[key], float) for key in KEYS if key != LENGTH}
    values[LENGTH] = np.array([len(one) for one in sequences], float)
    columns = [ranked.column(values[key]) for key in KEYS]
    scores = np.stack([ranked.scores(one, len(sequences)) for one in columns], axis=1)
    return Ranked(KEYS, scores, [len(one.values) for one in columns], lengths.groups(values[LENGTH]))


def found(proteins: Ranked, chosen: NDArray[np.intp]) -> set[str]:
    """The properties that are special about these proteins."""
    flags: Flags = np.zeros(len(proteins.scores), bool)
    flags[chosen] = True
    counts = [len(chosen)] * len(KEYS)
    tested = testing.test(proteins, flags, counts, [False] * len(KEYS), DRAWS)
    return {key for key, p in zip(KEYS, tested.corrected, strict=True) if p <= LEVEL}


def false_findings(proteins: Ranked, lists: int) -> float:
    """The share of random lists that anything is special about."""
    chance = np.random.default_rng(20)
    return sum(bool(found(proteins, _any(proteins, chance))) for _ in range(lists)) / lists


def false_beyond_length(proteins: Ranked, lists: int) -> float:
    """The share of lists of long proteins, otherwise random, that anything but the length is special about."""
    chance = np.random.default_rng(21)
    weights = np.arange(1, len(proteins.groups) + 1, dtype=float) ** 2
    times = 0
    for _ in range(lists):
        groups = chance.choice(len(proteins.groups), 2 * SIZE, p=weights / weights.sum())
        chosen = np.unique([chance.choice(proteins.groups[group]) for group in groups])[:SIZE]
        times += bool(found(proteins, chosen) - {LENGTH})
    return times / lists


def planted_found(proteins: Ranked, effects: int) -> float:
    """The share of effects of size DELTA that are found, each in a property that does not follow the length."""
    chance = np.random.default_rng(22)
    of_length = proteins.scores[:, KEYS.index(LENGTH)]
    keys = [
        place
        for place in range(len(KEYS))
        if proteins.scores[:, place].std() > len(of_length) / 5  # not nearly all the same
        and abs(np.corrcoef(proteins.scores[:, place], of_length)[0, 1]) < _FOLLOWS_LENGTH
    ]
    times = 0
    for number in range(effects):
        place = keys[number % len(keys)]
        times += KEYS[place] in found(proteins, _planted(proteins.scores[:, place], chance))
    return times / effects


def _any(proteins: Ranked, chance: np.random.Generator) -> NDArray[np.intp]:
    return chance.choice(len(proteins.scores), SIZE, replace=False)


def _planted(scores: NDArray[np.float32], chance: np.random.Generator) -> NDArray[np.intp]:
    """Proteins whose values are larger, or smaller, than those of the others by DELTA on average.

    Ranks are drawn as V ** (1 / t), V uniform, of which the mean is t / (t + 1) = (1 + DELTA) / 2.
    """
    power = (1 + DELTA) / (1 - DELTA)
    order = np.argsort(scores * chance.choice((-1, 1)), kind="stable")
    places: list[int] = []
    while len(set(places)) < SIZE:
        places.append(int(len(order) * chance.random() ** (1 / power)))
    return order[sorted(set(places))]


def simulated(lists: int, planted: int) -> list[Row]:
    """The budgets of finding nothing where nothing is, and something where something is."""
    proteins = proteome()
    what = f"special: {SIZE} of {len(proteins.scores):,} proteins"
    shares = (
        ("random lists with any finding", lists, false_findings(proteins, lists), MOST_FALSE, "at most"),
        ("long lists with any but length", planted, false_beyond_length(proteins, planted), MOST_FALSE, "at most"),
        (f"effects of {DELTA} found", planted, planted_found(proteins, planted), FEWEST_FOUND, "at least"),
    )
    return [
        Row(f"{what}, {words}, of {number:,}", "all", share, 1, share, budget, sense, "")  # type: ignore[arg-type]
        for words, number, share, budget, sense in shares
    ]


def opened(tester: Tester, job: str, records: str) -> float:
    """Seconds from the click to the last row of the table."""
    tester.driver.get(f"{tester.site}{job}?n={records}")
    tester._until(lambda: tester.driver.execute_script(_SELECTED, f"{SIZE} of"))  # noqa: SLF001 - the same tester
    time.sleep(1)
    start = time.perf_counter()
    tester.driver.execute_script(_ASK)
    tester._until(lambda: tester.driver.execute_script(_READY, len(KEYS)), pause=0.01)  # noqa: SLF001
    return time.perf_counter() - start


def timed(rounds: int) -> list[Row]:
    """From click to table, in a browser."""
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    chance = np.random.default_rng(23)
    chosen = [sorted(chance.choice(LARGE, SIZE, replace=False) + 1) for _ in range(rounds + 1)]
    with tempfile.TemporaryDirectory(prefix="bp-special-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with batchprot(Path(name)) as (site, server):
            tester = Tester(site, server)
            try:
                tester.sign_in(EMAIL, PASSWORD, new=True)
                job = tester.analyse(inputs(Path(name))[0])
                first, *others = (opened(tester, job, ",".join(map(str, one))) for one in chosen)
            finally:
                tester.driver.quit()
    what = f"special: {SIZE} of {LARGE:,}, {len(KEYS)} properties, {DRAWS:,} random lists, click to table"
    best, twice = min(others), 2 * SECONDS
    return [
        Row(what, f"{SECONDS:g} s, the budget", best, SECONDS, best / SECONDS, 1, "at most"),
        Row(f"{what}, first after a start", f"twice {SECONDS:g} s", first, twice, first / twice, 1, "at most"),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Simulate and measure what is special.")
    parser.add_argument("--lists", type=int, default=LISTS)
    parser.add_argument("--planted", type=int, default=PLANTED)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print(table([*simulated(asked.lists, asked.planted), *(timed(asked.rounds) if asked.rounds else [])]))


if __name__ == "__main__":
    main()
