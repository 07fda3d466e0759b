"""One analysis on a server: wait for it, read its rows, change it."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

from batchprot.client.connection import Connection, ServerUnreachable
from batchprot.refusal import Refusal

if TYPE_CHECKING:
    from polars import DataFrame

Columns = str | Sequence[str]
FIRST_LOOK, LONGEST_LOOK = 0.3, 10.0
PARQUET, NDJSON = "application/vnd.apache.parquet", "application/x-ndjson"
FORMS = {
    ".csv": "text/csv",
    ".jsonl": NDJSON,
    ".ndjson": NDJSON,
    ".parquet": PARQUET,
    ".arrows": "application/vnd.apache.arrow.stream",
}
ENDED = frozenset({"succeeded", "failed", "cancelled"})


class AnalysisFailed(Refusal):
    """The analysis failed or was cancelled; the message says why, and `Analysis.resume` continues it."""

    code = "analysis_failed"
    status = 409


class Analysis:
    """One analysis on a server. Its facts (`state`, `records`, `rejected`, `title` ...) are as of the last look.

    >>> analysis = next(Client(SERVER, token=TOKEN).analyses("doctest"))
    >>> analysis.state, analysis.records, analysis.rejected
    ('succeeded', 2, 1)
    >>> analysis.table("status=ok", columns=["gravy"])["gravy"].to_list()
    [0.2142857]
    >>> [row["reason"] is None for row in analysis.rows(columns="basic")]
    [True, False]
    """

    def __init__(self, server: Connection, facts: dict[str, Any]) -> None:
        self._server = server
        self.facts = facts

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the server says of an analysis
        try:
            return self.__dict__["facts"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self) -> str:
        return f"<Analysis {self.facts['id']}: {self.facts['title']!r}, {self.facts['state']}>"

    def look(self) -> Analysis:
        """Ask the server how it is now."""
        self.facts = self._server.json("GET", self._path)
        return self

    def wait(self, seconds: float | None = None) -> Analysis:
        """Wait until it has ended, through restarts of the server and breaks of the network.

        Nothing is lost when this is interrupted: `client.analysis(id).wait()` waits again, in another program too.

        Raises:
            AnalysisFailed: it failed, or was cancelled.
            TimeoutError: it has not ended within these seconds.
        """
        end = None if seconds is None else time.monotonic() + seconds
        pause = FIRST_LOOK
        while self.facts["state"] not in ENDED:
            if end is not None and time.monotonic() >= end:
                raise TimeoutError(f"The analysis {self.facts['id']} has not ended within {seconds:g} seconds.")
            time.sleep(pause)
            pause = min(1.5 * pause, LONGEST_LOOK)
            with suppress(ServerUnreachable):  # the analysis runs without us
                self.look()
        if self.facts["state"] != "succeeded":
            failure = self.facts["failure"] or {"detail": "The analysis was cancelled."}
            raise AnalysisFailed(failure["detail"], code=failure.get("code", "cancelled"))
        return self

    def table(self, selection: str = "", columns: Columns = "all") -> DataFrame:
        """The rows of a selection as a polars DataFrame.

        Args:
            selection: as in the address of the analysis in a browser: `r.gravy=0..1&status=ok&sort=-length`.
            columns: `"basic"`, `"advanced"` or `"all"`, or names of columns.
        """
        import polars as pl

        with self._server.stream(self._rows_path(selection, columns), PARQUET) as answer:
            return pl.read_parquet(io.BytesIO(answer.read()))

    def rows(self, selection: str = "", columns: Columns = "all") -> Iterator[dict[str, Any]]:
        """The rows of a selection one by one, as they arrive; see table."""
        import orjson

        with self._server.stream(self._rows_path(selection, columns), NDJSON) as answer:
            yield from (orjson.loads(line) for line in answer.iter_lines())

    def download(self, target: str | os.PathLike[str], selection: str = "", columns: Columns = "all") -> Path:
        """Write the rows of a selection to a file: CSV, JSON Lines, Parquet or an Arrow stream by its ending.

        The file is there when it is whole.

        Raises:
            ValueError: the ending is another one.
        """
        wanted = Path(target)
        if wanted.suffix not in FORMS:
            raise ValueError(f"The file may end in {', '.join(FORMS)}, not {wanted.suffix!r}.")
        part = wanted.with_name(f".{wanted.name}.{uuid4().hex}.part")
        try:
            path, form = self._rows_path(selection, columns), FORMS[wanted.suffix]
            with part.open("wb") as file, self._server.stream(path, form) as answer:
                for block in answer.iter_bytes():
                    file.write(block)
            part.replace(wanted)
        finally:
            part.unlink(missing_ok=True)
        return wanted

    def protein(self, ordinal: int) -> dict[str, Any]:
        """Everything about one record: its sequence, values, percentiles and neighbours."""
        return self._server.json("GET", f"{self._path}/proteins/{ordinal:d}")

    def profile(self, ordinal: int, scale: str = "kyte_doolittle", window: int = 9) -> dict[str, Any]:
        """A sliding-window profile of one protein: `positions` and `values`."""
        asked = {"scale": scale, "window": window}
        return self._server.json("GET", f"{self._path}/proteins/{ordinal:d}/profile", params=asked)

    def titration(self, ordinal: int) -> dict[str, Any]:
        """Net charge of one protein against pH by every pKa set: `ph`, `curves`, `isoelectric_points`."""
        return self._server.json("GET", f"{self._path}/proteins/{ordinal:d}/titration")

    def histogram(self, property: str, selection: str = "", bins: int = 60) -> dict[str, Any]:  # noqa: A002 - as the API has it
        """How many values of a property are in each bin, of all records and of a selection."""
        asked = urlencode({"property": property, "bins": bins})
        return self._server.json("GET", f"{self._path}/histogram?{_joined(asked, selection)}")

    def digest(
        self,
        enzyme: str = "trypsin",
        *,
        missed_cleavages: int = 0,
        lengths: tuple[int, int] = (6, 50),
        masses: tuple[float, float] | None = None,
        title: str = "",
    ) -> Analysis:
        """Cut its proteins into peptides: a new analysis, whose rows know their protein and where they begin and end.

        Args:
            enzyme: its name, as in `batchprot digest --help`, or a rule such as `[KR]|{P}`.
            missed_cleavages: at most how many in a peptide, up to 2.
            lengths: residues of the shortest and of the longest peptide kept.
            masses: the smallest and the largest monoisotopic mass kept, in Da.
            title: of the new analysis.
        """
        asked = {"enzyme": enzyme, "missed_cleavages": missed_cleavages, "lengths": list(lengths)}
        asked |= {"masses": list(masses)} if masses else {}
        asked |= {"title": title} if title else {}
        once = {"Idempotency-Key": uuid4().hex}  # it may be sent again while the server is busy
        return Analysis(self._server, self._server.json("POST", f"{self._path}/digest", json=asked, headers=once))

    def rename(self, title: str) -> Analysis:
        """Give it another title."""
        self.facts = self._server.json("PATCH", self._path, json={"title": title})
        return self

    def cancel(self) -> Analysis:
        """Stop it; what was calculated stays."""
        self.facts = self._server.json("POST", f"{self._path}/cancel")
        return self

    def resume(self) -> Analysis:
        """Go on after a failure or a stop; only what is missing is calculated."""
        self.facts = self._server.json("POST", f"{self._path}/resume")
        return self

    def delete(self) -> None:
        """Delete it with its file."""
        self._server.json("DELETE", self._path)

    @property
    def _path(self) -> str:
        return f"/analyses/{self.facts['id']}"

    def _rows_path(self, selection: str, columns: Columns) -> str:
        return f"{self._path}/proteins?{_joined(urlencode({'columns': names_of(columns)}), selection)}"


def names_of(columns: Columns) -> str:
    """Columns as a request names them."""
    return columns if isinstance(columns, str) else ",".join(columns)


def _joined(asked: str, selection: str) -> str:
    """Parameters with a selection as an address has it, its question mark with or without."""
    selection = selection.removeprefix("?").strip("&")
    return f"{asked}&{selection}" if selection else asked
