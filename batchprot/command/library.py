"""What `import batchprot` offers, by the way that `batchprot analyze` goes too."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from batchprot.command.chunks import limits_of
from batchprot.command.cores import cores
from batchprot.command.inputs import open_texts
from batchprot.command.pool import analyze_chunks
from batchprot.command.task import Task, analyze_chunk
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import keys_of
from batchprot.reading.given import pair_of, record_of_pair
from batchprot.reading.limits import COMMAND_LINE_LIMITS
from batchprot.reading.reading import Reading
from batchprot.reading.records import Record, read_records
from batchprot.reading.spans import chunks_of
from batchprot.tables.forms import Shape
from batchprot.tables.frame import TYPES

if TYPE_CHECKING:
    from batchprot.columns.sequences import SequenceTable

SEVERAL_PROCESSES_FROM = 20_000_000
"""Bytes of a file below which starting other processes takes longer than they save."""

RECORDS_AT_A_TIME = 5_000


def analyze_source(
    source: str | os.PathLike[str] | Mapping[str, str] | Iterable[Any],
    columns: str | Sequence[str],
    *,
    reading: str | None,
    processes: int | None,
    options: Mapping[str, Any],
) -> pl.DataFrame:
    """Do what `batchprot.analyze` promises."""
    task = Task(
        _reading(reading) or Reading.FASTA,
        AnalysisOptions.from_json(options),
        Shape(),
        COMMAND_LINE_LIMITS,
        frame=keys_of(columns),
    )
    if isinstance(source, str | os.PathLike):
        frames = _analyze_file(Path(source), _reading(reading), processes, task)
    else:
        entries = source.items() if isinstance(source, Mapping) else source
        records = (record_of(entry, ordinal) for ordinal, entry in enumerate(entries, 1))
        frames = list(analyze_chunks(_batches(records), task, processes or 1))
    return pl.concat(frames) if frames else analyze_chunk(task, [])


def read_source(source: str | os.PathLike[str], *, reading: str | None) -> list[Record]:
    """Do what `batchprot.read` promises."""
    with _opened(Path(source)) as stream:
        records: list[Record] = []
        for text in open_texts(str(source), stream, reading=_reading(reading)):
            for span, data in chunks_of(text.opened, text.limits, len(records) + 1):
                records += read_records(
                    data,
                    first_ordinal=span.first_ordinal,
                    first_line=span.first_line,
                    reading=text.opened.reading,
                    limits=text.limits,
                )
        return records


def record_of(entry: Any, ordinal: int) -> Record:  # noqa: ANN401 - whatever `batchprot.analyze` is given
    """A record, a pair of header and sequence, a sequence, or what has `description` and `seq`, as a record.

    Letters and headers are read as those of a file are.

    Raises:
        TypeError: It is none of these.
    """
    if isinstance(entry, Record):
        return entry
    header, sequence = pair_of(entry, ordinal)
    return record_of_pair(header, sequence, ordinal, COMMAND_LINE_LIMITS)


def _reading(name: str | None) -> Reading | None:
    if name is not None and name not in set(Reading):
        raise ValueError(f"reading must be one of {', '.join(Reading)}; there is no {name!r}.")
    return None if name is None else Reading(name)


def _analyze_file(path: Path, reading: Reading | None, processes: int | None, task: Task) -> list[pl.DataFrame]:
    with _opened(path) as stream:
        size = os.fstat(stream.fileno()).st_size
        processes = processes or (cores() if size >= SEVERAL_PROCESSES_FROM else 1)
        frames: list[pl.DataFrame] = []
        for text in open_texts(str(path), stream, reading=reading, limits=limits_of(size, processes)):
            chunks = chunks_of(text.opened, text.limits, sum(map(len, frames)) + 1)
            task = task._replace(reading=text.opened.reading, limits=text.limits, path=text.path)
            made = list(analyze_chunks(chunks, task, processes))
            frames += [_with_columns(pl.concat(made), text.table)] if text.table and made else made
        return frames


def _with_columns(frame: pl.DataFrame, table: SequenceTable) -> pl.DataFrame:
    """The frame of a table's sequences with the table's other columns."""
    from batchprot.columns.sequences import columns_of_rows

    columns, values = columns_of_rows(table.others_of())
    return frame.with_columns(values[one.label].cast(TYPES.get(one.kind, pl.String)) for one in columns)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        hint = ' To analyze a sequence, give {"its name": "its letters"}.' if str(path).isalpha() else ""
        raise FileNotFoundError(f"There is no file {path}.{hint}") from None
    with stream:
        yield stream


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, RECORDS_AT_A_TIME)):
        yield batch
