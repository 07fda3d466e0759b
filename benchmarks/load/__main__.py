"""How quick pages are while many people look at one large analysis, on a real `batchprot up`.

python -m benchmarks.load [--sessions 50] [--seconds 120] [--slow-readers 0] [--proteins 82814]

Prints percentiles of each kind of request, errors, memory with its slope, and processor time of each service, beside
the calibration of the machine. The generator (locust) shares the cores with server and database. `--slow-readers`
repeats the last measurement beside so many downloads that are never read.
"""

import argparse
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import psutil
import psycopg

from accounts.one_time_links import create_sign_in_link
from accounts.people import create_user
from accounts.services import AccountServices
from benchmarks import filled_job
from benchmarks.__main__ import additions
from benchmarks.jobs import running
from benchmarks.load.memory import MemoryWatch
from benchmarks.load.recorded import Recorded, record
from benchmarks.proteomes import folder
from jobs.services import JobServices
from models.database import libpq_url

PROTEINS = 82_814
THINK_SECONDS = 8.0
SHOWN = ("page", "list", "rows", "summary", "scatter", "panel", "protein", "CSV", "other")
BUDGETS_MS = {"list": 300, "page": 1500, "rows": 1500, "summary": 1500}


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="Many people at one large analysis.")
    parser.add_argument("--sessions", type=int, nargs="+", default=[10, 50])
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--slow-readers", type=int, default=0)
    parser.add_argument("--proteins", type=int, default=PROTEINS)
    chosen = parser.parse_args()
    os.environ |= {"SE_OFFLINE": "true", "SE_AVOID_STATS": "true"}
    with tempfile.TemporaryDirectory(prefix="batchprot-load-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        directory.chmod(0o755)
        with running(directory / "up") as (services, url, process):
            site = Site(services, url, process, directory, chosen.proteins)
            for sessions in chosen.sessions:
                site.measure(sessions, chosen.seconds)
            if chosen.slow_readers:
                site.measure(chosen.sessions[-1], chosen.seconds, chosen.slow_readers)
            services.database.dispose()


class Site:
    """A running BatchProt with one large analysis, and what its pages ask."""

    def __init__(
        self, services: JobServices, url: str, process: psutil.Process, directory: Path, proteins: int
    ) -> None:
        self._accounts, self._process, self._directory = AccountServices(services.database), process, directory
        web = next(child for child in process.children() if child.cmdline()[-1] == "web")
        self._origin = web.environ()["BATCHPROT_ORIGIN"]
        self._owner = create_user(self._accounts, "load@batchprot.example")
        job_id = filled_job.new_job(services.database, self._owner, "load")
        filled_job.store(services.database, job_id, filled_job.proteome_records(folder(), proteins))
        with psycopg.connect(libpq_url(url), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE protein, measurement")
        self._job = f"/jobs/{job_id}"
        self._recorded = record(self._origin, self._link(), self._job)

    def measure(self, sessions: int, seconds: int, slow_readers: int = 0) -> None:
        """Let so many people look for so long, and print how it went."""
        calibration = additions()
        before = _spent(self._process)
        memory = MemoryWatch(lambda: _memory(self._process))
        with memory, SlowReaders(self._origin, self._link(), f"{self._job}/download.csv", slow_readers):
            rows = self._run(sessions, seconds)
        used = {name: (after - before.get(name, 0)) / seconds for name, after in _spent(self._process).items()}
        readers = f", {slow_readers} slow readers" if slow_readers else ""
        print(f"\n{sessions} sessions, {seconds} s, think time {THINK_SECONDS:g} s{readers}")
        print(f"ten million additions took {calibration:.2f} s; load average {os.getloadavg()[0]:.1f}\n")
        print("| request | count | errors | p50 ms | p95 ms | max ms | budget p95 |\n|---|---|---|---|---|---|---|")
        for name in SHOWN:
            if row := rows.get(name):
                numbers = [row["Request Count"], row["Failure Count"], row["50%"], row["95%"], row["100%"]]
                budget = BUDGETS_MS.get(name, "") if sessions > 10 else 300 if name != "CSV" else ""
                print(f"| {name} | {' | '.join(map(str, numbers))} | {budget} |")
        print("\ncores used: " + ", ".join(f"{name} {cores:.2f}" for name, cores in used.items()))
        print(f"memory MB: {memory.summary()}", flush=True)

    def _run(self, sessions: int, seconds: int) -> dict[str, dict[str, Any]]:
        plan = self._directory / "plan.json"
        plan.write_text(json.dumps(self._plan(self._recorded, sessions)))
        out = self._directory / "out"
        command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("sessions.py")), "--headless"]
        options = ["-u", str(sessions), "-r", str(max(1, sessions // 5)), "-t", f"{seconds}s", "--host", self._origin]
        report = ["--csv", str(out), "--only-summary", "--exit-code-on-error", "0", "--loglevel", "ERROR"]
        environment = {**os.environ, "BATCHPROT_LOAD_PLAN": str(plan), "PYTHONPATH": str(Path.cwd())}
        subprocess.run(
            [*command, *options, *report],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for failure in _read(Path(f"{out}_failures.csv")):
            print(f"{failure['Occurrences']} x {failure['Name']}: {failure['Error'][:100]}")
        return {row["Name"]: row for row in _read(Path(f"{out}_stats.csv"))}

    def _plan(self, recorded: Recorded, sessions: int) -> dict[str, Any]:
        links = [self._link() for _ in range(sessions)]
        return {"job": self._job, "links": links, "think_seconds": THINK_SECONDS} | asdict(recorded)

    def _link(self) -> str:
        return create_sign_in_link(self._accounts, UUID(str(self._owner)))


class SlowReaders:
    """Downloads that are asked for and never read."""

    def __init__(self, origin: str, link: str, path: str, number: int) -> None:
        self._origin, self._link, self._path, self._number = origin, link, path, number
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> None:
        """Connect; each reader takes a few bytes of what was asked for at most."""
        if not self._number:
            return
        session = httpx.Client(base_url=self._origin, trust_env=False, follow_redirects=True, timeout=60)
        session.get(f"/sign-in/link/{self._link}")
        while (made := session.get(self._path)).status_code == httpx.codes.ACCEPTED:
            time.sleep(1)  # a runner makes the file; the answer then leads to it
        head = (
            f"GET {made.url.path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session.cookies['session']}\r\n\r\n"
        )
        port = int(self._origin.rpartition(":")[2])
        for _ in range(self._number):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.connect(("127.0.0.1", port))
            reader.sendall(head.encode())
            self._sockets.append(reader)
        time.sleep(1)

    def __exit__(self, *_error: object) -> None:
        """Leave."""
        for reader in self._sockets:
            reader.close()


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _services(process: psutil.Process) -> dict[str, list[psutil.Process]]:
    found: dict[str, list[psutil.Process]] = {"web": [], "worker": [], "runner": [], "database": []}
    for child in process.children(recursive=True):
        name = "database" if "postgres" in child.name() else child.cmdline()[-1]
        found.setdefault(name, []).append(child)
    return found


def _spent(process: psutil.Process) -> dict[str, float]:
    """Seconds of processor time of each service so far."""
    return {
        name: sum(sum(one.cpu_times()[:4]) for one in family) for name, family in _services(process).items() if family
    }


def _memory(process: psutil.Process) -> dict[str, float]:
    return {
        name: sum(one.memory_info().rss for one in family) / 2**20
        for name, family in _services(process).items()
        if family and name != "database"
    }


if __name__ == "__main__":
    main()
