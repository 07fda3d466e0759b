"""`POST /calculate` of a hundred proteins, over HTTP to a running site, against the engine alone."""

import gzip
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import httpx

from accounts.api_tokens import create_api_token
from accounts.people import create_user
from accounts.services import AccountServices
from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.records import read_records
from benchmarks.jobs import running
from benchmarks.million import child
from benchmarks.proteomes import folder
from benchmarks.rows import Row

PROTEINS = 100
ALLOWED_SECONDS = 0.010
TIMES = 7


def rows(directory: Path, rounds: int) -> list[Row]:
    """The budget is twice the engine's time and ten milliseconds: the ratio is of what is beyond these."""
    path = next(folder().glob("yeast*.fasta.gz"))
    records = read_records(gzip.decompress(path.read_bytes()))
    chosen = [record for record in islice(records, PROTEINS) if record.sequence]
    body = {
        "sequences": [{"header": record.identifier, "sequence": record.sequence} for record in chosen],
        "columns": "all",
    }
    with running(directory / "calculate") as (services, _url, process):
        origin = child(process, "web").environ()["BATCHPROT_ORIGIN"]
        accounts = AccountServices(services.database)
        token = create_api_token(accounts, create_user(accounts, "bench@batchprot.example"), "bench")
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=origin, headers=headers, timeout=60, trust_env=False) as client:
            ask = _asking(client, body)
            ours, theirs = _in_turn(ask, lambda: analyze([one.sequence for one in chosen], AnalysisOptions()), rounds)
        services.database.dispose()
    what = f"`POST /calculate`, {len(chosen)} proteins, every column, less 10 ms"
    return [Row(what, "the engine alone", ours, theirs, (ours - ALLOWED_SECONDS) / theirs, 2.0, "at most")]


def _asking(client: httpx.Client, body: dict[str, object]) -> Callable[[], object]:
    def ask() -> object:
        return client.post("/api/v1/calculate", json=body).raise_for_status().json()

    return ask


def _in_turn(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Middle times of both, measured one after the other; the first of each is not counted."""
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(1 + rounds * TIMES):
        for times, work in zip(found, (ours, theirs), strict=True):
            start = time.perf_counter()
            work()
            if number:
                times.append(time.perf_counter() - start)
    return statistics.median(found[0]), statistics.median(found[1])
