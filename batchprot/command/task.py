"""What is done with every chunk of a file: read it, compute it, write its rows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.verdict import with_notes
from batchprot.reading.limits import Limits
from batchprot.reading.reading import Reading
from batchprot.reading.span import Chunk, Span, read_span
from batchprot.tables.forms import Shape

if TYPE_CHECKING:
    import polars as pl

    from batchprot.reading.records import Record
    from batchprot.tables.record_columns import RecordColumns


class Task(NamedTuple):
    """What every chunk is analysed with."""

    reading: Reading
    options: AnalysisOptions
    shape: Shape
    limits: Limits
    path: str | None = None
    """The plain file that the chunks are of, which other processes can read for themselves."""
    frame: tuple[str, ...] | None = None
    """Keys of the properties that become columns of a data frame; None for a share of a table."""
    file: str = ""
    """What the column of files says."""
    own: str = ""
    """Where the values of own columns are, one row a record."""


def analyze_chunk(task: Task, chunk: Chunk | list[Record]) -> Any:  # noqa: ANN401 - Written, or a DataFrame
    """Read one chunk, compute it and give its lines or its data frame. numpy is imported here, where it is used."""
    from batchprot.engine.analyze import analyze

    records = records_of(task, chunk)
    if task.frame is not None:
        from batchprot.tables.frame import ALWAYS, frame_of

        computed = with_notes(analyze(records.chains, task.options, ALWAYS.union(task.frame)), records.notes)
        return frame_of(records, computed, task.frame)
    from batchprot.tables.csv_columns import keys_of
    from batchprot.tables.written import written

    computed = with_notes(analyze(records.chains, task.options, keys_of(task.shape.preset)), records.notes)
    share = written(records, computed, task.shape, task.file, _own(task, records))
    return share._replace(notes=dict(Counter(code for codes in records.notes for code in codes.split(";") if code)))


def analyze_span(task: Task, path: str, span: Span) -> Any:  # noqa: ANN401 - see `analyze_chunk`
    """The same of a plain file, whose bytes needn't pass through a pipe."""
    with Path(path).open("rb") as stream:
        return analyze_chunk(task, Chunk(span, read_span(stream, span, limits=task.limits)))


def _own(task: Task, records: RecordColumns) -> pl.DataFrame | None:
    """The values of own columns of these records, which follow each other."""
    if not task.own or not records.ordinals:
        return None
    import polars as pl

    return pl.scan_ipc(task.own).slice(records.ordinals[0] - 1, len(records.ordinals)).collect()


def records_of(task: Task, chunk: Chunk | list[Record]) -> RecordColumns:
    """The records of a chunk, the quick way where they are all plain."""
    from batchprot.command.plain_fasta import read_plain
    from batchprot.tables.record_columns import RecordColumns

    rejecting = task.options.ambiguous == "reject"
    if not isinstance(chunk, list) and task.reading is Reading.FASTA and not rejecting:
        plain = read_plain(chunk.data, chunk.span.first_ordinal, task.limits)
        if plain:
            return plain
    # Most files are all plain, and loading the thorough reader takes longer than analysing a hundred proteins.
    from batchprot.reading.records import reject_ambiguous

    records = chunk if isinstance(chunk, list) else _read(task, chunk)
    return RecordColumns.of([reject_ambiguous(record) for record in records] if rejecting else records)


def _read(task: Task, chunk: Chunk) -> list[Record]:
    from batchprot.reading.records import read_records

    return read_records(
        chunk.data,
        first_ordinal=chunk.span.first_ordinal,
        first_line=chunk.span.first_line,
        reading=task.reading,
        limits=task.limits,
    )
