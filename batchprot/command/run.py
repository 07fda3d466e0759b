"""One call of `batchprot analyze`: every text of every file to lines, and what is said of it afterwards."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from batchprot.command.inputs import Text, open_texts
from batchprot.command.output_file import Write
from batchprot.command.pool import Task, analyze_pieces
from batchprot.properties.methods import READING_NOTES, Terms, engine_terms
from batchprot.properties.options import CONSTANTS_LABELS, AnalysisOptions, describe
from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of
from batchprot.properties.verdict import RecordStatus
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading import said
from batchprot.reading.records import Reading
from batchprot.reading.spans import pieces_of
from batchprot.tables.formulas import FORMULA_STARTS

STANDARD_INPUT = "standard input"


class Read(NamedTuple):
    """How one text was read: its file, its verdict and what was changed how often."""

    file: str
    reading: Reading
    evidence: str
    format_name: str
    notes: Counter[str]


@dataclass(slots=True)
class Run:
    """The options of a call, and what has been read and computed so far."""

    preset: Preset
    options: AnalysisOptions
    reading: Reading | None
    processes: int
    translate: int | None = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(map(str, RecordStatus), 0))
    read: list[Read] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)

    def add(
        self,
        file: str,
        stream: BinaryIO,
        write: Write,
        advance: Callable[[int], None],
        *,
        several: bool,
        first: bool,
    ) -> None:
        """Analyse one input and write its lines; the headings come before those of the first."""
        name = STANDARD_INPUT if file == "-" else Path(file).name
        is_file = file != "-" and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
        texts = open_texts(
            None if file == "-" else file,
            stream,
            reading=self.reading,
            size=os.fstat(stream.fileno()).st_size if is_file else 0,
            processes=self.processes,
            translate=self.translate,
        )
        for number, text in enumerate(texts):
            named = several or bool(text.file)
            if first and number == 0:
                write(
                    ",".join((*(("file",) if named else ()), *RECORD_COLUMNS, *columns_of(self.preset))).encode()
                    + b"\n"
                )
            shown = f"{name}/{text.file}" if several and text.file else text.file or name
            self._analyze(text, shown, write, advance, prefix=_first_cell(shown) if named else b"")
        self.files.append((name, _checksum(stream) if is_file else ""))

    def _analyze(self, text: Text, shown: str, write: Write, advance: Callable[[int], None], *, prefix: bytes) -> None:
        verdict = text.opened.verdict
        notes: Counter[str] = Counter()
        self.read.append(Read(shown, verdict.reading, verdict.evidence, text.format_name, notes))
        pieces = pieces_of(text.opened, text.limits, sum(self.counts.values()) + 1)
        task = Task(verdict.reading, self.options, self.preset, text.limits, text.path)
        with contextlib.closing(analyze_pieces(pieces, task, self.processes)) as all_lines:
            for written in all_lines:
                write(_prefixed(written.lines, prefix) if prefix else written.lines)
                notes.update(written.notes)
                for status in self.counts:
                    self.counts[status] += getattr(written, status)
                advance(sum(self.counts.values()))

    def summary(self) -> str:
        """What was done, in one line."""
        total = sum(self.counts.values())
        constants = f"{CONSTANTS_LABELS[self.options.constants]} constants"
        made = dict.fromkeys((f"BatchProt engine {ENGINE_VERSION}", constants, *describe(self.options)))
        return (
            f"{total:,} {'record' if total == 1 else 'records'}: {self.counts['ok']:,} ok, {self.counts['warned']:,} "
            f"with a warning, {self.counts['rejected']:,} rejected. {', '.join(made)}."
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
            for term in said.terms(reading, evidence, notes, format_name=format_name)
        ]

    def methods(self) -> Terms:
        """What is needed to make the CSV again: the files and their checksums, the engine and every option."""
        inside = [one.file for one in self.read]
        total, rejected = sum(self.counts.values()), self.counts["rejected"]
        return [
            *(
                term
                for name, checksum in self.files
                for term in [("File", name), *([("SHA-256 of the file", checksum)] if checksum else [])]
            ),
            *([("Files inside", ", ".join(inside))] if len(inside) > len(self.files) else []),
            *self._reading_terms(),
            *([("Translated", f"frame 1, NCBI's genetic code {self.translate}")] if self.translate else []),
            ("Records in the file", str(total)),
            (
                "Analysed",
                f"{self.counts['ok'] + self.counts['warned']} ({self.counts['warned']} with a warning)",
            ),
            ("Rejected", str(rejected)),
            ("Columns", self.preset.value),
            *engine_terms(ENGINE_VERSION, self.options),
            ("Computed", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"),
            *READING_NOTES,
        ]


def _first_cell(name: str) -> bytes:
    """A name as the first cell of a line, harmless in a spreadsheet and quoted where it needs it."""
    name = f"'{name}" if name.startswith(FORMULA_STARTS) else name
    line = io.StringIO()
    csv.writer(line, lineterminator=",").writerow([name])
    return line.getvalue().encode("utf-8", "replace")


def _prefixed(lines: bytes, prefix: bytes) -> bytes:
    """The lines with a first cell; no cell holds a line end."""
    return prefix + lines[:-1].replace(b"\n", b"\n" + prefix) + b"\n" if lines else lines


def _checksum(stream: BinaryIO) -> str:
    """SHA-256 of the whole open file, in hexadecimal."""
    with open(stream.fileno(), "rb", closefd=False) as again:
        again.seek(0)
        return hashlib.file_digest(again, "sha256").hexdigest()
