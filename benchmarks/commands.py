"""Whole commands side by side: `batchprot analyze` and EMBOSS pepstats, growth with the input, memory, imports."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil

from benchmarks.proteomes import write_repeated
from benchmarks.rows import Row

ANALYZE = [sys.executable, "-m", "cli", "analyze"]
PROTEINS = 82_000
MANY = 1_000_000
MEBIBYTE = 2**20
WEB_LIBRARIES = (
    "dash.dcc",
    "dash.html",
    "dash_bootstrap_components",
    "flask_login",
    "flask_wtf",
    "flask_smorest",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.orm",
    "psycopg",
)
"""What the web application stands on, whatever we write: of these `import dash` is a third."""


def command_rows(directory: Path, rounds: int) -> list[Row]:
    """Measure `analyze` against pepstats, and against itself on a tenth of the input."""
    fasta, tenth = directory / "proteomes.fasta", directory / "tenth.fasta"
    count, few = write_repeated(fasta, PROTEINS), write_repeated(tenth, PROTEINS // 10)
    pepstats = ["pepstats", "-sequence", str(fasta), "-outfile", str(directory / "pepstats.txt"), "-auto"]
    basic = _analyze(fasta, directory, "basic")
    every = _analyze(fasta, directory, "all")
    commands = {"basic": basic, "all": every, "tenth": _analyze(tenth, directory, "all")}
    if shutil.which("pepstats"):
        commands["pepstats"] = pepstats
    seconds = _alternate(commands, rounds)
    growth = seconds["all"] / seconds["tenth"] / (count / few) * 10
    rows = [
        Row(
            f"analyze, {count:,} proteins",
            f"analyze, {few:,}",
            seconds["all"],
            seconds["tenth"],
            growth,
            10.5,
            "at most",
        )
    ]
    if "pepstats" in seconds:
        theirs = seconds["pepstats"]
        rows[:0] = [
            Row("analyze --columns basic, whole command", "EMBOSS pepstats, whole command", seconds["basic"], theirs,
                theirs / seconds["basic"], 6, "at least"),
            Row("analyze, every column, whole command", "EMBOSS pepstats, whole command", seconds["all"], theirs,
                theirs / seconds["all"], 3, "at least"),
        ]  # fmt: skip
    return rows


def memory_row(directory: Path) -> Row:
    """Measure the most memory that `analyze` and its processes hold together at a million proteins."""
    fasta = directory / "million.fasta"
    count = write_repeated(fasta, MANY)
    process = subprocess.Popen(_analyze(fasta, directory, "all"), stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.02)
    fasta.unlink()
    size = peak / MEBIBYTE
    return Row(
        f"analyze, {count:,} proteins: peak memory, all processes", "300 MB", size, 300, size, 300, "at most", "MB"
    )


def import_rows(rounds: int) -> list[Row]:
    """Measure what starting costs, against what starting the libraries alone costs."""
    python = [sys.executable, "-c"]
    commands = {
        "nothing": [*python, "pass"],
        "worker": [*python, "import worker.app"],
        "science": [*python, "import numpy, fastapi"],
        "web": [*python, "import dashboard.app"],
        "dash": [*python, "import dash"],
        "libraries": [*python, f"import {', '.join(WEB_LIBRARIES)}"],
    }
    seconds = _alternate(commands, rounds * 3)
    nothing = seconds["nothing"]
    worker, science, web, dash, libraries = (
        seconds[name] - nothing for name in ("worker", "science", "web", "dash", "libraries")
    )
    return [
        Row("import of the worker", "import numpy, fastapi", worker, science, worker / science, 1.5, "at most"),
        Row("import of the web app", "import dash", web, dash, web / dash, 2.3, "at most"),
        Row("import of the web app", "import of its libraries", web, libraries, web / libraries, 1.5, "at most"),
    ]


def _analyze(fasta: Path, directory: Path, columns: str) -> list[str]:
    return [*ANALYZE, str(fasta), "--columns", columns, "-o", str(directory / f"{columns}.csv")]


def _alternate(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Run each in turn, several times, so that other work on the machine disturbs all alike; take the medians."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=os.environ)
            seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(values) for name, values in seconds.items()}


def resident(pid: int) -> int:
    """Memory of a process and its children, each shared page counted once."""
    try:
        parent = psutil.Process(pid)
        return sum(_proportional(process) for process in (parent, *parent.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        info = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0
    return int(getattr(info, "pss", info.rss))
