"""`batchprot verify`: a table computed again from its own methods and sequences, and compared value by value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click
import polars as pl

from batchprot.command.inputs import open_texts
from batchprot.command.output_file import methods_path
from batchprot.command.parts import checksum_of
from batchprot.command.sources import Source, opened
from batchprot.command.task import Task, analyze_chunk
from batchprot.properties.methods import options_of
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, RECORD_COLUMNS
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading import said
from batchprot.reading.limits import COMMAND_LINE_LIMITS
from batchprot.reading.notes import NOTED
from batchprot.reading.proforma.parse import parse
from batchprot.reading.reading import Reading
from batchprot.reading.records import Record
from batchprot.reading.sniff import TABLE
from batchprot.reading.spans import chunks_of
from batchprot.refusal import Refusal
from batchprot.tables.dictionary import COUNT_HEADERS
from batchprot.tables.forms import Shape
from batchprot.tables.read_back import NotTheTypeError, ReadBack, guarded, read_back

AT_A_TIME = 5_000
DIFFERENT = 1
ROWS_OF = ("Records in this download", "Records in the share", "Records in the file")
READ_TEXTS = ("identifier", "name", "description", "organism", "gene")
CHOSEN = "This reading was chosen."


@click.command(epilog="The exit code is 0 when every value is the same, 1 when one differs, 2 when it can't be told.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--input",
    "inputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The file of sequences that FILE was made of, if FILE holds no sequences and it isn't beside it.",
)
def verify(file: Path, inputs: tuple[Path, ...]) -> None:
    """Compute the table FILE again, as its methods say, and compare it bit for bit.

    FILE is anything that BatchProt wrote: CSV, TSV or JSON Lines with the methods beside it, Parquet, a workbook, or a
    zip. Its sequences are those it holds, or those of the file it was made of.
    """
    if not file.is_file():
        raise Refusal(f"There is no file {file}.")
    try:
        read = read_back(file, Path(methods_path(str(file)) or ""))
        difference = Check(file, read, inputs).first_difference()
    except NotTheTypeError as found:
        difference = str(found)
    except (ValueError, OSError, pl.exceptions.PolarsError) as error:
        raise error if isinstance(error, Refusal) else Refusal(f"{file} can't be verified: {error}") from error
    if difference:
        click.echo(f"{file} differs. {difference}")
        raise SystemExit(DIFFERENT)


class Check:
    """One table, and what it is compared with.

    Raises:
        Refusal: It doesn't say how it was made.
        ValueError: It doesn't say it as this version does.
    """

    def __init__(self, file: Path, read: ReadBack, inputs: Sequence[Path]) -> None:
        self.file, self.read, self.frame = file, read, read.frame
        self.terms = dict(read.terms)
        if "Engine" not in self.terms or "ordinal" not in self.frame.columns:
            raise Refusal(f"{file} doesn't say how it was made: it has no methods, or no column ordinal.")
        self.options: AnalysisOptions = options_of(self.terms)
        self.sources = self._sources(inputs)
        if not self.sources and "sequence" not in self.frame.columns:
            names = ", ".join(value for term, value in read.terms if term == "File")
            raise Refusal(f"{file} holds no sequences. Name the file it was made of ({names}) with --input.")

    def first_difference(self) -> str:
        """Say what differs first; nothing if nothing does, and then what was compared is printed."""
        if problem := self._rows_problem():
            return problem
        columns = self._columns()
        compared = 0
        for made in self._expected(columns):
            actual = self.frame.join(made.select("ordinal"), on="ordinal", how="semi").sort("ordinal")
            expected = made.join(actual.select("ordinal"), on="ordinal", how="semi")
            compared += len(actual)
            if found := self._compare(actual, expected):
                return found + self._made_by()
        if compared != len(self.frame):
            return f"{len(self.frame) - compared:,} of its records aren't in the file it was made of."
        left = [name for name in self.frame.columns if name not in {*columns, "ordinal", "file", "sequence"}]
        left_out = f" Not compared: {', '.join(left)}." if left else ""
        click.echo(f"{compared:,} records, {len(columns)} columns: every value is the same.{left_out}{self._made_by()}")
        return ""

    def _made_by(self) -> str:
        made = self.terms["Engine"].removeprefix("BatchProt engine ")
        return (
            "" if made == ENGINE_VERSION else f" It was made by engine {made} and computed again by {ENGINE_VERSION}."
        )

    def _rows_problem(self) -> str:
        if self.frame["ordinal"].null_count() or self.frame["ordinal"].is_duplicated().any():
            return "A record has no number of its own in the column ordinal."
        said_rows = next((self.terms[term] for term in ROWS_OF if term in self.terms), "").split(":")[0]
        if said_rows.isdecimal() and int(said_rows) != len(self.frame):
            return f"It has {len(self.frame):,} records, but its methods say {int(said_rows):,}."
        return ""

    def _columns(self) -> list[str]:
        """What is compared: the columns that are computed, and what is read with a record where its file is there."""
        known = {*BY_KEY, *COUNT_HEADERS, "length", "status", "reason", *(READ_TEXTS if self.sources else ())}
        return [name for name in self.frame.columns if name in known]

    def _expected(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        keys = tuple(dict.fromkeys("residue_counts" if name in COUNT_HEADERS else name for name in columns))
        frame = tuple(key for key in keys if key in BY_KEY and key not in RECORD_COLUMNS)
        task = Task(Reading.FASTA, self.options, Shape(), COMMAND_LINE_LIMITS, frame=frame)
        for made in self._from_files(task) if self.sources else self._from_sequences(task):
            yield guarded(made) if self.read.guarded and self.sources else made

    def _from_files(self, task: Task) -> Iterator[pl.DataFrame]:
        code = self.terms.get("Translated", "").rpartition(" ")[2]
        passed = 0
        for path in self.sources:
            with opened(Source(str(path), path.name)) as stream:
                translate = int(code) if code else None
                for text in open_texts(str(path), stream, reading=self._reading(), translate=translate):
                    task = task._replace(reading=text.opened.reading, limits=text.limits)
                    for chunk in chunks_of(text.opened, text.limits, passed + 1):
                        passed += chunk.span.records
                        yield analyze_chunk(task, chunk)

    def _reading(self) -> Reading | None:
        """The reading if it was chosen, and not found in the text."""
        if any(term == "Read as" and f"made of {TABLE}." in value for term, value in self.read.terms):
            return Reading.TABLE
        read_as = next((value for term, value in self.read.terms if term == "Read as" and value.endswith(CHOSEN)), "")
        names = {f"{name}. {CHOSEN}": reading for reading, name in said.NAMES.items()}
        return names.get(read_as)

    def _from_sequences(self, task: Task) -> Iterator[pl.DataFrame]:
        """Of the table's own sequences: what was rejected in reading has none, and stays as it is."""
        there = self.frame.sort("ordinal")
        for rows in there.iter_slices(AT_A_TIME):
            reasons = rows["reason"] if "reason" in rows.columns else pl.Series([None] * len(rows), dtype=pl.String)
            records = [
                _record(ordinal, sequence or "", reason or "-")
                for ordinal, sequence, reason in zip(rows["ordinal"], rows["sequence"], reasons, strict=True)
            ]
            yield analyze_chunk(task, records)

    def _compare(self, actual: pl.DataFrame, expected: pl.DataFrame) -> str:
        for name in self._columns():
            there, here = actual[name], expected[name]
            if name == "notes" and not self.sources:
                there = _without_reading_notes(there)
            different = ~there.eq_missing(here)
            if different.any():
                row = different.arg_true()[0]
                who = f"Record {actual['ordinal'][row]:,}"
                named = f" ({actual['identifier'][row]})" if "identifier" in actual.columns else ""
                return f"{who}{named}, column {name}: {_shown(there[row])} there, {_shown(here[row])} computed again."
        return ""

    def _sources(self, inputs: Sequence[Path]) -> list[Path]:
        """The files the table was made of, where all can be found.

        Raises:
            Refusal: A file that was named is another.
        """
        wanted = [
            (value, checksum if term == "SHA-256 of the file" else "")
            for (name, value), (term, checksum) in pairwise([*self.read.terms, ("", "")])
            if name == "File"
        ]
        if inputs:
            for path, (_, checksum) in zip(inputs, wanted, strict=False):
                if checksum and checksum_of(path) != checksum:
                    raise Refusal(f"{path} isn't the file that {self.file} was made of: its checksum is another.")
            return list(inputs)
        found = [_found(name, checksum, (self.file.parent, Path())) for name, checksum in wanted]
        return [path for path in found if path] if all(found) else []


def _found(name: str, checksum: str, folders: Sequence[Path]) -> Path | None:
    paths = (folder / name for folder in folders)
    return next((path for path in paths if checksum and path.is_file() and checksum_of(path) == checksum), None)


def _without_reading_notes(notes: pl.Series) -> pl.Series:
    """The engine's notes: those of reading came with the file, and sequences don't tell them."""
    kept = [";".join(code for code in (one or "").split(";") if code not in NOTED) or None for one in notes]
    return pl.Series("notes", kept, pl.String)


def _shown(value: Any) -> str:  # noqa: ANN401 - a cell
    return "nothing" if value is None else repr(value)


def _record(ordinal: int, sequence: str, reason: str) -> Record:
    """A record as the table has it; what was rejected in reading has no sequence."""
    if not sequence:
        return Record(ordinal, 0, "", "", "", "", "", "", "", reason, "as_it_is")
    modified = sequence if "[" in sequence else ""
    residues = parse(sequence).residues if modified else sequence
    return Record(ordinal, 0, "", "", "", "", "", residues, "", "", "", modified)
