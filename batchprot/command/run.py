"""One call of `batchprot analyze`: every text of every file to rows, and what is said of it afterwards."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from batchprot.command.chunks import LARGEST_CHUNK, LARGEST_ROW_GROUP, limits_of
from batchprot.command.inputs import Text, open_texts
from batchprot.command.own_columns import Supplied
from batchprot.command.pool import analyze_chunks
from batchprot.command.processes import Crew
from batchprot.command.shards import Share
from batchprot.command.sources import Source, regular_size
from batchprot.command.table_file import Table
from batchprot.command.task import Task
from batchprot.properties.methods import READING_NOTES, Terms, engine_terms
from batchprot.properties.options import CONSTANTS_LABELS, AnalysisOptions, describe
from batchprot.properties.verdict import RecordStatus
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading import said
from batchprot.reading.limits import Limits
from batchprot.reading.reading import Reading
from batchprot.reading.spans import Chunk, chunks_of
from batchprot.refusal import Refusal
from batchprot.tables.forms import Form, Shape

if TYPE_CHECKING:
    import polars as pl


class Read(NamedTuple):
    """How one text was read: its file, its verdict, what was changed how often, and what became of its records."""

    file: str
    reading: Reading
    evidence: str
    format_name: str
    notes: Counter[str]
    counts: Counter[str]


class FileRead(NamedTuple):
    """One input as it was read: its name, its size and its checksum, which a stream doesn't have."""

    name: str
    size: int
    checksum: str


@dataclass(slots=True)
class Run:
    """The choices of a call, and what has been read and computed so far.

    `limits` are those that every shard cuts with; None leaves them to the size of each file. `checksums` are known
    from another shard, by the whole path of the file. `own` are columns that people supplied.
    """

    shape: Shape
    options: AnalysisOptions
    reading: Reading | None
    processes: int
    translate: int | None = None
    crew: Crew | None = None
    limits: Limits | None = None
    share: Share | None = None
    checksums: dict[str, str] = field(default_factory=dict)
    own: Supplied | None = None
    read: list[Read] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    passed: int = 0

    def add(
        self, source: Source, stream: BinaryIO, table: Table, advance: Callable[[int], None], *, several: bool
    ) -> None:
        """Analyse one input and write its rows."""
        size = None if source.is_stdin else regular_size(stream)
        for text in () if self._is_over() else self._texts(source, stream, size):
            if not self.read:
                self.shape = self.shape._replace(named=several or bool(text.file))
                table.begin(self.shape)
            shown = f"{source.shown}/{text.file}" if several and text.file else text.file or source.shown
            self._analyze(text, shown, table, advance)
        known = self.checksums.get(str(Path(source.path).resolve()))
        self.files.append(FileRead(source.shown, size or 0, "" if size is None else known or _checksum(stream)))

    def tables(self, source: Source, stream: BinaryIO) -> Iterator[pl.DataFrame]:
        """The columns beside the sequences of one input, where it is a table: see SequenceTable.others_of."""
        size = None if source.is_stdin else regular_size(stream)
        for text in self._texts(source, stream, size):
            first = self.passed + 1
            for chunk in chunks_of(text.opened, text.limits, first):
                self.passed += chunk.span.records
            if text.table is not None:
                yield text.table.others_of(first)

    def names(self, source: Source, stream: BinaryIO) -> Iterator[tuple[Task, Chunk]]:
        """The chunks of one input, to read nothing but the names of its records."""
        size = None if source.is_stdin else regular_size(stream)
        for text in self._texts(source, stream, size):
            task = Task(text.opened.reading, self.options, self.shape, text.limits)
            for chunk in chunks_of(text.opened, text.limits, self.passed + 1):
                self.passed += chunk.span.records
                yield task, chunk

    def _is_over(self) -> bool:
        """Whether nothing that follows is ours; the columns are fixed by the first text of all."""
        return self.share is not None and self.share.is_over and bool(self.read)

    def _texts(self, source: Source, stream: BinaryIO, size: int | None) -> Iterator[Text]:
        return open_texts(
            None if source.is_stdin else source.path,
            stream,
            reading=self.reading,
            limits=self.limits or limits_of(size, self.processes, self._largest_chunk()),
            translate=self.translate,
        )

    def _largest_chunk(self) -> int:
        return LARGEST_ROW_GROUP if self.shape.form is Form.PARQUET else LARGEST_CHUNK

    def _analyze(self, text: Text, shown: str, table: Table, advance: Callable[[int], None]) -> None:
        verdict = text.opened.verdict
        if text.table is not None and text.table.others and self.own is None:
            raise Refusal(
                "This table has columns beside its sequences, so it is read twice: write it into a file first."
            )
        this = Read(shown, verdict.reading, verdict.evidence, text.format_name, Counter(), Counter())
        self.read.append(this)
        values = self.own.values if self.own else ""
        task = Task(verdict.reading, self.options, self.shape, text.limits, text.path, file=shown, own=values)
        with contextlib.closing(analyze_chunks(self._chunks(text), task, self.processes, self.crew)) as shares:
            for share in shares:
                table.add(share)
                this.notes.update(share.notes)
                this.counts.update({status: getattr(share, status) for status in RecordStatus})
                advance(self.counts.total())

    def _chunks(self, text: Text) -> Iterator[Chunk]:
        """The chunks to analyse, with every record counted, also those of other shards."""
        length = 0
        for chunk in chunks_of(text.opened, text.limits, self.passed + 1):
            length = chunk.span.offset + chunk.span.length
            self.passed += chunk.span.records
            if self.share is None or self.share.has(chunk.span.offset):
                yield chunk
            elif self.share.ends_before(chunk.span.offset):
                break
        if self.share is not None:
            self.share.passed += length

    @property
    def counts(self) -> Counter[str]:
        """How many records are ok, warned and rejected."""
        total = Counter(dict.fromkeys(map(str, RecordStatus), 0))
        for one in self.read:
            total.update(one.counts)
        return total

    def summary(self) -> str:
        """What was done, in one line."""
        counts, total = self.counts, self.counts.total()
        constants = f"{CONSTANTS_LABELS[self.options.constants]} constants"
        made = dict.fromkeys((f"BatchProt engine {ENGINE_VERSION}", constants, *describe(self.options)))
        return (
            f"{total:,} {'record' if total == 1 else 'records'}: {counts['ok']:,} ok, {counts['warned']:,} "
            f"with a warning, {counts['rejected']:,} rejected. {', '.join(made)}."
        )

    def readings(self) -> str:
        """How the input was read, in one line."""
        terms = self._reading_terms()
        return ". ".join(f"{term}: {value.removesuffix('.')}" for term, value in terms) + "."

    def _reading_terms(self) -> Terms:
        """Each way of reading once, with what was changed in all texts that were read so."""
        ways: dict[tuple[Reading, str, str], Counter[str]] = {}
        for one in self.read:
            ways.setdefault((one.reading, one.evidence, one.format_name), Counter()).update(one.notes)
        return [
            term
            for (reading, evidence, format_name), notes in ways.items()
            for term in said.terms(reading, evidence, notes, format_name=format_name, translated=self.translate)
        ]

    def methods(self, *, timed: bool = True) -> Terms:
        """What is needed to make the CSV again: the files and their checksums, the engine and every option."""
        inside = [one.file for one in self.read]
        counts = self.counts
        return [
            *(
                term
                for name, _, checksum in self.files
                for term in [("File", name), *([("SHA-256 of the file", checksum)] if checksum else [])]
            ),
            *([("Files inside", ", ".join(inside))] if len(inside) > len(self.files) else []),
            *self._reading_terms(),
            *([("Share", f"{self.share.shard} of the text of all files")] if self.share else []),
            (f"Records in the {'share' if self.share else 'file'}", str(counts.total())),
            ("Analysed", f"{counts['ok'] + counts['warned']} ({counts['warned']} with a warning)"),
            ("Rejected", str(counts["rejected"])),
            ("Columns", self.shape.preset.value),
            *(self.own.terms if self.own else []),
            *engine_terms(ENGINE_VERSION, self.options),
            *([("Computed", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC")] if timed else []),
            *READING_NOTES,
        ]

    def facts(self) -> dict[str, Any]:
        """What goes into a table itself: what its rows depend on, and nothing that differs when it is made again."""
        return {
            "engine_version": ENGINE_VERSION,
            "options": self.options.to_json(),
            "records": dict(self.counts),
            "methods": self.methods(timed=self.shape.form is Form.EXCEL),
        }


def _checksum(stream: BinaryIO) -> str:
    """SHA-256 of the whole open file, in hexadecimal."""
    with open(stream.fileno(), "rb", closefd=False) as again:
        again.seek(0)
        return hashlib.file_digest(again, "sha256").hexdigest()
