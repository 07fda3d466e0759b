"""How time, memory and size grow: `batchprot analyze` of ever more proteins to Parquet, and of shards against one run.

python -m benchmarks.scale 100000 1000000 [--shards 4]

Every line is measured: wall and processor time, the most memory that all processes hold together, bytes of the table.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.commands import MEBIBYTE, resident
from benchmarks.proteomes import write_repeated

ANALYZE = [sys.executable, "-m", "cli", "analyze", "-q"]
EVERY = 0.1


class Measured(NamedTuple):
    """Seconds on the clock, seconds of processors, and the most bytes of memory."""

    wall: float
    processor: float
    peak: int


def measured(command: list[str]) -> Measured:
    """Run a command and watch it."""
    begin, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command)
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Measured(time.perf_counter() - begin, processor, peak)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure growth with the number of proteins.")
    parser.add_argument("proteins", type=int, nargs="+")
    parser.add_argument("--shards", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asked = parser.parse_args()
    print("| proteins | how | s | s of processor | µs of processor a protein | peak memory, MB | table, MB |")
    print("|---:|---|---:|---:|---:|---:|---:|")
    for proteins in asked.proteins:
        with tempfile.TemporaryDirectory(prefix="batchprot-scale-", dir=asked.folder) as directory:
            _measure(Path(directory), proteins, asked.shards)
    print(f"\nLoad of the machine (1, 5, 15 minutes): {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


def _measure(directory: Path, proteins: int, shards: int) -> None:
    fasta, table, parts = directory / "all.fasta", directory / "all.parquet", directory / "parts"
    count = write_repeated(fasta, proteins)
    _line(count, "one run", measured([*ANALYZE, str(fasta), "-o", str(table)]), table.stat().st_size)
    if shards:
        total = Measured(0.0, 0.0, 0)
        for number in range(1, shards + 1):
            one = measured([*ANALYZE, str(fasta), "-o", str(parts), "--shard", f"{number}/{shards}"])
            total = Measured(total.wall + one.wall, total.processor + one.processor, max(total.peak, one.peak))
        size = sum(file.stat().st_size for file in parts.glob("part-*.parquet"))
        _line(count, f"{shards} shards, one after another", total, size)
        shutil.rmtree(parts)


def _line(count: int, how: str, one: Measured, size: int) -> None:
    each = 1e6 * one.processor / count
    print(
        f"| {count:,} | {how} | {one.wall:.1f} | {one.processor:.1f} | {each:.1f} | {one.peak / MEBIBYTE:.0f} "
        f"| {size / MEBIBYTE:.0f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
