"""`make chaos`: rounds of faults on a real database, worker and runners, and what they did to the invariants.

CHAOS_ROUNDS=60 (five kills each) makes the three hundred; fewer are good for a quick look, and CHAOS_FIRST_SEED=60 goes
on where those left off. After them PostgreSQL itself is killed, stopped and filled, CHAOS_POSTGRES_KILLS=10 times.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

import pytest


class Tally:
    """Counts what was done and what was found."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.rounds = 0
        self.broken: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the end of one round."""
        if report.when != "call":
            return
        self.rounds += 1
        for name, value in report.user_properties:
            if name == "place":
                self.places[str(value)] += 1
            else:
                self.done[name] += int(str(value))
        if report.failed:
            self.broken.append(report.nodeid)


def main() -> int:
    """Run all rounds; the exit code says whether an invariant broke."""
    tally = Tally()
    began = time.monotonic()
    os.environ.setdefault("CHAOS_POSTGRES_KILLS", "10")
    here = Path(__file__).parent
    files = [here / "rounds.py", here.parent / "integration" / "test_postgres_faults.py"]
    options = ["-q", "-p", "no:cacheprovider", "-o", "python_files=rounds.py", *sys.argv[1:]]
    code = pytest.main([*map(str, files), *options], plugins=[tally])
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(
        f"\n{tally.rounds} rounds, {tally.done['kills']} runners killed, {tally.done['zombies']} stopped and woken, "
        f"in {minutes:.1f} minutes: {len(tally.broken)} rounds broke an invariant\n"
    )
    for place, times in sorted(tally.places.items()):
        sys.stdout.write(f"  killed at {place}: {times} times\n")
    for name in tally.broken:
        sys.stdout.write(f"  broken: {name}\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
