"""One call of `batchprot analyze` from its choices to what is written and said."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from batchprot.command.chunks import LARGEST_ROW_GROUP, limits_of_shards
from batchprot.command.multiqc import report
from batchprot.command.output_file import (
    methods_path,
    quiet_when_nobody_reads,
    refuse_overwriting,
    written,
)
from batchprot.command.own_columns import TableAsked, columns_beside, read_asked, supplied_columns
from batchprot.command.parts import Folder, Part, checksum_of
from batchprot.command.processes import Crew, ProcessEndedError
from batchprot.command.run import Run
from batchprot.command.shards import WHOLE, Shard, lengths_of, share_of
from batchprot.command.sources import Source, opened, sources_of
from batchprot.command.table_file import table_file
from batchprot.properties.methods import methods_text
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import Preset
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.reading import Reading
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal
from batchprot.tables.forms import Form, Packing, Shape, form_of

Found = TypeVar("Found")
_FLAG = re.compile(r"\((reading|translate) (\w+)")
"""How a sentence names a choice, which is an option here."""

SHOW_PROGRESS_FROM = 2_000_000
"""Bytes of input below which the end comes before a bar could be read."""
SOME_REJECTED, ALL_REJECTED = 1, 3


def exit_code(counts: Mapping[str, int], *, strict: bool, partial: bool = False) -> int:
    """What a pipeline is told: 3 when every record was rejected, unless others have more; 1 if strict and any was.

    >>> exit_code({"ok": 1, "warned": 0, "rejected": 2}, strict=True)
    1
    """
    rejected, total = counts["rejected"], sum(counts.values())
    if rejected and rejected == total and not partial:
        return ALL_REJECTED
    return SOME_REJECTED if rejected and strict else 0


@dataclass(frozen=True)
class Call:
    """What was asked for."""

    files: tuple[str, ...]
    output: str | None
    preset: Preset
    sequences: bool
    options: AnalysisOptions
    reading: Reading | None
    translate: int | None
    processes: int
    shard: Shard | None
    multiqc: str | None
    quiet: bool
    crew: Crew | None = None
    table: TableAsked | None = None

    def run(self) -> Counter[str]:
        """Do it, and give how many records are ok, warned and rejected."""
        beside = (self.output, methods_path(self.output), self.multiqc)
        for path in (*(source.path for source in self.sources), *([self.table.path] if self.table else [])):
            refuse_overwriting(path, *beside)
        option = "--shard" if self.shard else "--columns-from" if self.table else ""
        if self.table and self.reading is Reading.TABLE:
            raise Refusal("--reading table takes the other columns of the table itself; leave out --columns-from.")
        if option and any(source.is_stdin for source in self.sources):
            raise Refusal(f"{option} needs files: standard input can be read only once. Write it into a file first.")
        with quiet_when_nobody_reads():
            return self._run_part() if self._is_folder else self._run_file()

    @cached_property
    def sources(self) -> list[Source]:
        """The files to read."""
        return sources_of(self.files)

    @property
    def _is_folder(self) -> bool:
        """Whether parts are written: into a folder, a name that ends in /, or a shard's without ending."""
        if self.output is None or (Path(self.output).exists() and not Path(self.output).is_dir()):
            return False
        is_new = self.shard is not None and not Path(self.output).suffix
        return is_new or self.output.endswith(os.sep) or Path(self.output).is_dir()

    @cached_property
    def _shape(self) -> Shape:
        """The table that was asked for; the file's name says its form."""
        if self._is_folder:
            return Shape(Form.PARQUET, Packing.NONE, self.preset, self.sequences)
        form, packing = form_of(self.output or "") if self._is_named else (Form.CSV, Packing.NONE)
        return Shape(form, packing, self.preset, self.sequences or form is Form.EXCEL)

    @property
    def _is_named(self) -> bool:
        """Whether the output is a file, and not a stream or a device."""
        return self.output is not None and (Path(self.output).is_file() or not Path(self.output).exists())

    def _run_file(self) -> Counter[str]:
        shape = self._shape
        beside = methods_path(self.output)
        run = self._new_run(shape, self.shard)
        with self._supplied(run):
            self._fill(run, self.output)
        if beside:
            with written(beside) as write:
                write(methods_text(run.methods()).encode())
        self._say(run)
        return run.counts

    def _run_part(self) -> Counter[str]:
        folder, shard = Folder(self.output or ""), self.shard or WHOLE
        folder.make()
        identity = self._identity(folder, shard)
        with folder.alone(shard):
            part = folder.done(shard, identity)
            if part is None:
                part = self._make_part(folder, shard, identity)
            elif not self.quiet:
                click.echo(f"{folder.table(shard)} is done already.", err=True)
        return Counter(part.records)

    def _make_part(self, folder: Folder, shard: Shard, identity: dict[str, Any]) -> Part:
        run = self._new_run(self._shape, shard)
        run.checksums.update({one["path"]: one["sha256"] for one in identity["inputs"]})
        path = folder.table(shard)
        with self._supplied(run):
            self._fill(run, str(path))
        part = Part(
            identity, shard.number, path.name, path.stat().st_size, checksum_of(path), dict(run.counts),
            [[*one[:4], dict(one.notes), dict(one.counts)] for one in run.read],
            [[row.key, row.summary] for row in run.shape.own],
            [list(term) for term in run.own.terms] if run.own else [],
        )  # fmt: skip
        folder.keep(part)
        self._say(run)
        return part

    def _identity(self, folder: Folder, shard: Shard) -> dict[str, Any]:
        """What all parts of a run have in common."""
        known = folder.known_checksums()
        inputs = []
        for source in self.sources:
            with opened(source) as stream:
                found = os.fstat(stream.fileno())
                path = str(Path(source.path).resolve())
                key = (path, found.st_size, found.st_mtime_ns)
                checksum = known.get(key) or checksum_of(Path(source.path))
            inputs.append(
                {"file": source.shown, "path": path, "bytes": key[1], "modified_ns": key[2], "sha256": checksum}
            )
        return {
            "engine_version": ENGINE_VERSION,
            "options": self.options.to_json(),
            "columns": self.preset.value,
            "sequences": self.sequences,
            "reading": self.reading,
            "translate": self.translate,
            "shards": shard.of,
            "inputs": inputs,
            "columns_from": self._table_identity(),
        }

    def _table_identity(self) -> dict[str, Any] | None:
        if self.table is None:
            return None
        checksum = hashlib.sha256(self._table_bytes).hexdigest()
        return self.table._asdict() | {"path": self.table.name, "columns": list(self.table.columns), "sha256": checksum}

    @cached_property
    def _table_bytes(self) -> bytes:
        """The table, read once: it may be changed meanwhile, or be a pipe."""
        return read_asked(self.table) if self.table else b""

    @contextlib.contextmanager
    def _supplied(self, run: Run) -> Iterator[None]:
        """Give a run the columns of the table, and say what was matched; or those beside the sequences of a table."""
        if self.table is None and self.reading is not Reading.TABLE:
            yield
            return
        reader = Run(run.shape, self.options, self.reading, 1, self.translate, limits=run.limits)
        is_apart = self.table is not None
        with (
            supplied_columns(self.table, self._table_bytes, self._every(reader.names))
            if self.table
            else columns_beside(self._every(reader.tables), lambda: reader.passed)
        ) as run.own:
            if run.own:
                run.shape = run.shape._replace(own=run.own.rows)
            if is_apart and run.own and not self.quiet:
                click.echo("\n".join(run.own.report), err=True)
            yield

    def _every(self, read: Callable[[Source, BinaryIO], Iterator[Found]]) -> Iterator[Found]:
        """What is read of every source, whichever share is ours; standard input is read only once."""
        for source in self.sources:
            if not source.is_stdin:
                with _refusals(source.path), opened(source) as stream:
                    yield from read(source, stream)

    def _new_run(self, shape: Shape, shard: Shard | None) -> Run:
        run = Run(shape, self.options, self.reading, self.processes, self.translate, self.crew)
        if shard:
            size = sum(Path(source.path).stat().st_size for source in self.sources)
            run.limits = limits_of_shards(size, shard.of, LARGEST_ROW_GROUP)
            with _refusals(""):
                lengths = lengths_of(self.sources, self.reading, self.translate, run.limits)
            run.share = share_of(shard, lengths)
        return run

    def _fill(self, run: Run, output: str | None) -> None:
        """Read every source and write the table."""
        folder = Path(output).resolve().parent if output and self._is_named else None
        with (
            written(output) as write,
            table_file(run.shape.form, write, folder, run.facts) as table,
        ):
            for source in self.sources:
                with (
                    _refusals(source.path),
                    opened(source) as stream,
                    _progress(source, stream, self.quiet) as advance,
                ):
                    run.add(source, stream, table, advance, several=len(self.sources) > 1)

    def _say(self, run: Run) -> None:
        if self.multiqc:
            with written(self.multiqc) as write:
                write(report(run.read).encode())
        if not self.quiet:
            click.echo(run.summary(), err=True)
            click.echo(run.readings(), err=True)


@contextlib.contextmanager
def _refusals(path: str) -> Iterator[None]:
    """What can't be read, and a process that was killed, in one sentence instead of a traceback."""
    try:
        yield
    except UnreadableInput as error:
        sentence = _FLAG.sub(r"(--\1 \2", error.message)
        named = "Standard input: " if path == "-" else f"{path}: " if path else ""
        raise Refusal(f"{named}{sentence}") from error
    except ProcessEndedError as error:
        raise Refusal("A process ended before its work, perhaps for want of memory. Try --threads 1.") from error
    except FileNotFoundError as error:
        raise Refusal(f"{path} was removed while it was read. Put it back, and run the command again.") from error


@contextlib.contextmanager
def _progress(source: Source, stream: BinaryIO, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on standard error when that is a terminal and the file takes long enough to see one."""
    size = 0 if source.is_stdin else os.fstat(stream.fileno()).st_size
    if quiet or not sys.stderr.isatty() or 0 < size < SHOW_PROGRESS_FROM:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (BarColumn(), TextColumn("{task.fields[records]:,} records"), TimeRemainingColumn())
    # Refreshed by hand: a thread here would stand in the way of forking.
    with Progress(*shown, console=Console(stderr=True), auto_refresh=False, transient=True) as progress:
        task = progress.add_task("", total=size or None, records=0)

        def advance(records: int) -> None:
            progress.update(task, completed=stream.tell() if size else None, records=records, refresh=True)

        yield advance
