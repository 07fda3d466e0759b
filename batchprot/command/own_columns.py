"""The columns of a table beside the computed ones: its rows matched to all records before any of them is computed.

Which column names the records, what its values are, and whether a key means several records can be told only of all
records. So the names are read first, by every shard those of every file, and each shard gets the same columns.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from batchprot.command.task import Task, records_of
from batchprot.properties.methods import Terms
from batchprot.properties.own import OwnColumn, supplied, term_of
from batchprot.properties.property import Property
from batchprot.reading.limits import megabytes
from batchprot.reading.spans import Chunk
from batchprot.refusal import Refusal

BESIDE = "Supplied by the user beside the sequences."

if TYPE_CHECKING:
    import polars as pl

    from batchprot.columns.matching import Records
    from batchprot.columns.prepare import Prepared
    from batchprot.tables.record_columns import RecordColumns


class TableAsked(NamedTuple):
    """The table that was named, with the choices about it; an empty choice is left to what the table shows."""

    path: str
    key: str = ""
    match: str = ""
    sheet: str = ""
    columns: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in what is said of it."""
        return Path(self.path).name


@dataclass(frozen=True)
class Supplied:
    """The columns, ready to be written.

    Attributes:
        rows: their descriptions.
        values: the file of their values, one row a record.
        terms: what the methods say of them.
        report: what is said on standard error.
    """

    rows: tuple[Property, ...]
    values: str
    terms: Terms
    report: list[str]


def read_asked(asked: TableAsked) -> bytes:
    """The bytes of the table.

    Raises:
        Refusal: It can't be read, or it is too large.
    """
    from batchprot.columns.reading import MOST_BYTES

    try:
        with Path(asked.path).open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise Refusal(f"{asked.path} can't be read: {error.strerror}.") from error
    if len(data) > MOST_BYTES:
        raise Refusal(f"{asked.path} is larger than {megabytes(MOST_BYTES)}, the most that a table of columns may be.")
    return data


@contextlib.contextmanager
def supplied_columns(asked: TableAsked, data: bytes, chunks: Iterable[tuple[Task, Chunk]]) -> Iterator[Supplied]:
    """The columns of a table, matched to the records of all chunks; their values are in a file until the block ends.

    Raises:
        Refusal: It can't be read or matched; the sentence says which option settles what is open.
    """
    from batchprot.columns.choices import Choices
    from batchprot.columns.prepare import prepare
    from batchprot.columns.reading import read_table

    records = _names(records_of(task, chunk) for task, chunk in chunks)
    choices = Choices(key=asked.key, match=asked.match, columns=asked.columns or None)
    try:
        prepared = prepare(read_table(data, asked.sheet), records, choices)
    except Refusal as refused:
        raise Refusal(f"{asked.path}: {refused.message}") from refused
    report = _report(asked, prepared)
    if prepared.report.problems:
        raise Refusal("\n".join([*report, *map(_with_option, prepared.report.problems)]))
    columns = _described(asked, prepared)
    with tempfile.TemporaryDirectory(prefix="batchprot-") as folder:
        path = Path(folder, "values.arrow")
        keys = [row.key for row in columns]
        _for_everyone(prepared.values, keys, len(records)).write_ipc(path, compression="uncompressed")
        checksum = hashlib.sha256(data).hexdigest()
        filled = [one.filled for one in prepared.report.columns]
        said = [term_of(row, count) for row, count in zip(columns, filled, strict=True)]
        terms = [("Own columns from", asked.name), ("SHA-256 of the table", checksum), *said]
        yield Supplied(columns, str(path), terms, report)


@contextlib.contextmanager
def columns_beside(found: Iterable[pl.DataFrame], records: Callable[[], int]) -> Iterator[Supplied | None]:
    """The columns that tables have beside their sequences; None when no input is a table, or none has other columns.

    `records` says how many records all inputs have, once they were read.
    """
    import polars as pl

    from batchprot.columns.sequences import columns_of_rows

    frames = list(found)
    cells = pl.concat(frames, how="diagonal") if frames else pl.DataFrame({"ordinal": []})
    if cells.width == 1:
        yield None
        return
    made, values = columns_of_rows(cells)
    rows = tuple(
        replace(OwnColumn(number, one.kind, one.decimals, one.label).row, summary=BESIDE)
        for number, one in enumerate(made, 1)
    )
    with tempfile.TemporaryDirectory(prefix="batchprot-") as folder:
        path = Path(folder, "values.arrow")
        _for_everyone(values, [row.key for row in rows], records()).write_ipc(path, compression="uncompressed")
        filled = [values[one.label].count() for one in made]
        terms = [term_of(row, count) for row, count in zip(rows, filled, strict=True)]
        yield Supplied(rows, str(path), terms, [])


def _names(found: Iterable[RecordColumns]) -> Records:
    """What is known of every record, as the server keeps it."""
    import polars as pl

    from batchprot.columns.matching import RECORD, Records

    frames = [
        pl.DataFrame(
            [list(one.ordinals), *map(list, (one.identifiers, one.names, one.genes, one.descriptions))], schema=RECORD
        )
        for one in found
    ]
    return Records(pl.concat(frames) if frames else pl.DataFrame(schema=RECORD))


def _described(asked: TableAsked, prepared: Prepared) -> tuple[Property, ...]:
    from batchprot.columns.names import free_names

    names = free_names([one.label for one in prepared.columns])
    summary = supplied(asked.name, prepared.report.sheet, prepared.report.match)
    return tuple(
        replace(OwnColumn(number, one.kind, one.decimals, name).row, summary=summary)
        for number, (one, name) in enumerate(zip(prepared.columns, names, strict=True), 1)
    )


def _for_everyone(values: pl.DataFrame, keys: Sequence[str], records: int) -> pl.DataFrame:
    """One row for each record, in order, with its values under their keys."""
    import polars as pl

    renamed = values.rename(dict(zip(values.columns, ["ordinal", *keys], strict=True)))
    everyone = pl.DataFrame({"ordinal": pl.int_range(1, records + 1, dtype=pl.Int32, eager=True)})
    return everyone.join(renamed, on="ordinal", how="left", maintain_order="left").drop("ordinal")


def _report(asked: TableAsked, prepared: Prepared) -> list[str]:
    """The report on a table, as lines of text."""
    from batchprot.columns import words

    report = prepared.report.to_json()
    said = [f"{asked.name}: {words.matched(report)}", *words.facts(report), *report["damage"]]
    for one in report["columns"]:
        values = f"{one['filled']:,} {'protein' if one['filled'] == 1 else 'proteins'}"
        about = words.about_column(one)
        said.append(f"{one['label']}: {one['kind']}, {values}.{' ' if about else ''}{about}")
    return said


def _with_option(problem: str) -> str:
    """A sentence with the option that settles it."""
    if "Choose the column with their names" in problem:
        return f"{problem} (--table-key HEADER, --table-match FORM)"
    return problem
