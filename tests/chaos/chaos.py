"""`make chaos`: rounds of faults on a real database, worker and runners, and what they did to the invariants.

CHAOS_ROUNDS=60 (five kills each) makes the three hundred; fewer are good for a quick look. After them PostgreSQL itself
is killed, stopped and filled, CHAOS_POSTGRES_KILLS=10 times.
"""

import os
import sys
import time
from pathlib import Path

import pytest


class Tally:
    """Counts what was done and what was found."""

    def __init__(self) -> None:
        self.done = {"kills": 0, "zombies": 0}
        self.rounds = 0
        self.broken: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the end of one round."""
        if report.when != "call":
            return
        self.rounds += 1
        for name, value in report.user_properties:
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
    for name in tally.broken:
        sys.stdout.write(f"  {name}\n")
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
