"""A BatchProt server from Python: the same names as in the library, calculated there.

client = batchprot.Client("https://batchprot.example", token="...")
table = client.analyze("proteome.fasta.gz", columns="basic")       # a polars DataFrame, as batchprot.analyze gives
analysis = client.analysis("0f9f...")                              # one that is there already
acidic = analysis.table("r.isoelectric_point=..5&sort=-length")    # the selection as in the browser's address
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack
from urllib.parse import quote, urlencode

from batchprot.client.analysis import FIRST_LOOK, LONGEST_LOOK, Analysis, Columns, names_of
from batchprot.client.connection import Connection
from batchprot.client.files import LocalFile, Records
from batchprot.properties.options import Choices

if TYPE_CHECKING:
    from polars import DataFrame

Source = str | os.PathLike[str] | Mapping[str, str] | Iterable[Any]
_OF_THE_FILE = frozenset({"reading", "title"})
AT_ONCE = 1_000
"""Records that are calculated in one request."""
AT_ONCE_RESIDUES = 1_000_000
LARGEST_BODY = 4_000_000
"""Bytes of a file that is sent with the request; a larger one is uploaded first."""


class Client:
    """One server, as one person.

    >>> client = Client(SERVER, token=TOKEN)
    >>> table = client.analyze([("insulin A", "GIVEQCCTSICSLYQLENYCN"), ("broken", "MK!V")], columns="basic", ph=5.5)
    >>> table.select("identifier", "status", "length").rows()
    [('insulin', 'ok', 21), ('broken', 'rejected', None)]

    It can be used from several threads. Requests are sent again with growing pauses while the server is busy or away.

    Args:
        url: scheme and host of the server, such as `https://batchprot.example`.
        token: an API token of yours, made on the account page; by default the environment's `BATCHPROT_TOKEN`.

    Raises:
        ValueError: the address is none, or there is no token.
    """

    def __init__(self, url: str, *, token: str | None = None) -> None:
        token = token or os.environ.get("BATCHPROT_TOKEN", "")
        if not token:
            raise ValueError("Give a token, or set BATCHPROT_TOKEN. Tokens are made on the account page of the server.")
        self._server = Connection(url, token)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the server."""
        self._server.close()

    def analyze(
        self,
        source: Source,
        columns: Columns = "all",
        *,
        reading: str | None = None,
        title: str = "",
        **options: Unpack[Choices],
    ) -> DataFrame:
        """Compute the properties of every protein in a file, or of records, on the server.

        Up to 1,000 records are calculated at once, and nothing of them is stored. A file becomes an analysis of yours:
        when the same file is sent with the same options again, that analysis is waited for and read, not another made.

        Args:
            source: as for `batchprot.analyze`.
            columns: `"basic"`, `"advanced"` or `"all"`, or the keys of properties.
            reading: as for `batchprot.analyze`.
            title: how the analysis of a file is called; its name by default.
            **options: as for `batchprot.analyze`.

        Returns:
            What `batchprot.analyze` returns.

        Raises:
            ServerRefusal: the server refuses the file, an option or the token.
            ServerUnreachable: the server has no answer after several tries.
            AnalysisFailed: the analysis failed or was cancelled.
        """
        if isinstance(source, str | os.PathLike):
            file = LocalFile(Path(source))
        else:
            records = pairs_of(source)
            if len(records) <= AT_ONCE and sum(len(sequence) for _, sequence in records) <= AT_ONCE_RESIDUES:
                return self._calculated(records, columns, dict(options))
            file = Records("".join(f">{header}\n{sequence}\n" for header, sequence in records))
        asked = {"reading": reading, "title": title, **options}
        return self._started(file, None, asked).wait().table(columns=columns)

    def submit(
        self,
        source: str | os.PathLike[str],
        *,
        reading: str | None = None,
        title: str = "",
        key: str | None = None,
        **options: Unpack[Choices],
    ) -> Analysis:
        """Start the analysis of a file, and don't wait for it to end; a large file is inspected first.

        >>> analysis = Client(SERVER, token=TOKEN).submit(FASTA, title="From a doctest")
        >>> analysis.wait().state
        'succeeded'

        Args:
            source: the path of a file, compressed or not.
            reading: as for `batchprot.analyze`.
            title: how it is called; the file's name by default.
            key: what is submitted twice with the same key is one analysis; by default the content with the options.
            **options: as for `batchprot.analyze`.

        Raises:
            FileNotFoundError: there is no such file.
            ServerRefusal, ServerUnreachable: see analyze.
        """
        return self._started(LocalFile(Path(source)), key, {"reading": reading, "title": title, **options})

    def analyses(self, words: str = "") -> Iterator[Analysis]:
        """Your analyses, newest first; with `words`, those whose title or file name has them.

        >>> [analysis.title for analysis in Client(SERVER, token=TOKEN).analyses("doctest")]
        ['From a doctest']
        """
        cursor: str | None = ""
        while cursor is not None:
            page = self._server.json("GET", "/analyses", params={"q": words, "cursor": cursor, "limit": 100})
            yield from (Analysis(self._server, one) for one in page["analyses"])
            cursor = page["next"]

    def analysis(self, analysis_id: object) -> Analysis:
        """One analysis by its id, also one that another program started.

        Raises:
            ServerRefusal: there is none of this id that is yours.
        """
        return Analysis(self._server, self._server.json("GET", f"/analyses/{quote(str(analysis_id), safe='')}"))

    def compare(self, *analyses: object, columns: str = "basic", selections: Sequence[str] = ()) -> DataFrame:
        """The differences between the first of some analyses and each other one, property by property.

        Args:
            analyses: two or more, or their ids; also ids of saved selections.
            columns: `"basic"`, `"advanced"` or `"all"`.
            selections: for each side what is selected of it, as in `Analysis.table`; `!` in front is all but that.
        """
        import polars as pl

        first, *others = (str(getattr(one, "id", one)) for one in analyses)
        asked = {"with": ",".join(others), "columns": columns}
        asked |= {f"s{number}": one for number, one in enumerate(selections, 1) if one}
        path = f"/analyses/{quote(first, safe='')}/compare?{urlencode(asked)}"
        with self._server.stream(path, "text/csv") as answer:
            return pl.read_csv(io.BytesIO(answer.read()))

    def properties(self) -> DataFrame:
        """The server's property table, as `batchprot.properties` gives the library's.

        >>> Client(SERVER, token=TOKEN).properties().select("key", "unit").row(2)
        ('molecular_weight_da', 'Da')
        """
        import polars as pl

        return pl.DataFrame(self._server.json("GET", "/properties")["properties"])

    def _calculated(self, records: list[tuple[str, str]], columns: Columns, options: dict[str, Any]) -> DataFrame:
        import polars as pl

        from batchprot.properties.table import keys_of
        from batchprot.tables.frame import schema_of

        sequences = [{"header": header, "sequence": sequence} for header, sequence in records]
        body = {"sequences": sequences, "columns": names_of(columns), "options": options}
        rows = self._server.json("POST", "/calculate", json=body)["proteins"] if records else []
        return pl.DataFrame(rows, schema=schema_of(keys_of(columns)))

    def _started(self, file: LocalFile, key: str | None, asked: Mapping[str, Any]) -> Analysis:
        asked = {name: value for name, value in asked.items() if value not in {None, ""}}
        headers = {"Idempotency-Key": file.digest(asked) if key is None else key}
        if file.size > LARGEST_BODY:
            how = {name: value for name, value in asked.items() if name in _OF_THE_FILE}
            options = {name: value for name, value in asked.items() if name not in how}
            body: dict[str, Any] = {**how, "upload": self._upload(file), "options": options}
            return self._inspected(self._server.json("POST", "/analyses", json=body, headers=headers))
        params = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
        params["filename"] = file.name
        headers["Content-Type"] = "application/octet-stream"
        content = file.content()
        return self._inspected(self._server.json("POST", "/analyses", params=params, content=content, headers=headers))

    def _inspected(self, answered: dict[str, Any]) -> Analysis:
        """The analysis that was started, after the inspection of its file where that is under way."""
        inspection, pause = answered, FIRST_LOOK
        while answered["state"] == "inspecting":
            time.sleep(pause)
            pause = min(1.5 * pause, LONGEST_LOOK)
            answered = self._server.json("GET", f"/inspections/{inspection['id']}")  # leads to the analysis at last
        return Analysis(self._server, answered)

    def _upload(self, file: LocalFile) -> str:
        made = self._server.json("POST", "/uploads", json={"filename": file.name, "size": file.size})
        self._server.send_file(made["url"], made["fields"], file.name, file.open)
        return str(made["id"])


def pairs_of(source: Mapping[str, str] | Iterable[Any]) -> list[tuple[str, str]]:
    """Headers and sequences of what `batchprot.analyze` takes besides files.

    >>> pairs_of({"a": "MK"}), pairs_of(["MK", ("b", "V")])
    ([('a', 'MK')], [('sequence_1', 'MK'), ('b', 'V')])
    """
    from batchprot.reading.given import pair_of

    entries = source.items() if isinstance(source, Mapping) else source
    return [pair_of(entry, ordinal) for ordinal, entry in enumerate(entries, 1)]
