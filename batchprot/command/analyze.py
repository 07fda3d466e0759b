"""`batchprot analyze`: a FASTA file to a CSV of every property, without server or database."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import click

from batchprot.command.output_file import methods_path, quiet_when_nobody_reads, refuse_overwriting, written
from batchprot.command.pieces import cores, limits_of, plain_path
from batchprot.command.pool import ProcessEndedError, Task, analyze_pieces
from batchprot.properties.methods import READING_NOTES, Terms, engine_terms, methods_text
from batchprot.properties.options import (
    AMBIGUITY_POLICIES,
    CONSTANTS,
    CONSTANTS_LABELS,
    PKA_SETS,
    AnalysisOptions,
    OptionsError,
    describe,
)
from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of
from batchprot.properties.verdict import RecordStatus
from batchprot.properties.version import ENGINE_VERSION
from batchprot.reading.limits import COMMAND_LINE_LIMITS
from batchprot.reading.records import Reading
from batchprot.reading.spans import read_pieces
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal

SHOW_PROGRESS_FROM = 2_000_000
"""Bytes of input below which the end comes before a bar could be read."""


class _OneOf(click.Choice[str]):
    """A choice that is refused in one sentence."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            name = param.opts[0] if param else "This"
            raise Refusal(f"{name} must be one of {', '.join(self.choices)}; there is no {value!r}.") from None


def _choices(values: Iterable[str]) -> _OneOf:
    return _OneOf([str(value) for value in values])


@click.command(epilog="The exit code is 0 also when records are rejected: they are in the CSV with status and reason.")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Where to write the CSV, with the methods beside it in NAME.methods.txt; standard output if left out.",
)
@click.option("--columns", type=_choices(Preset), default=Preset.ALL.value, show_default=True, help="Which columns.")
@click.option("--constants", type=_choices(CONSTANTS), default="expasy", show_default=True, help="Whose constants.")
@click.option(
    "--ambiguous",
    type=_choices(AMBIGUITY_POLICIES),
    default="exclude",
    show_default=True,
    help="What to do with B, J, X and Z: leave them out, use average masses, or reject the record.",
)
@click.option("--ph", type=float, default=7.0, show_default=True, help="pH of the net charge.")
@click.option(
    "--pka-set", type=_choices(PKA_SETS), default="expasy", show_default=True, help="pKa set of pI and charge."
)
@click.option("--disulfides", type=int, default=0, show_default=True, help="Disulfide bonds of each protein.")
@click.option("--n-terminus-blocked", is_flag=True, help="The amino terminus carries no charge.")
@click.option("--c-terminus-blocked", is_flag=True, help="The carboxyl terminus carries no charge.")
@click.option("--remove-initiator-met", is_flag=True, help="Leave out Met as the first residue.")
@click.option("--first-residue", type=int, default=1, show_default=True, help="First residue to analyse.")
@click.option("--last-residue", type=int, default=None, help="Last residue to analyse; the end if left out.")
@click.option("--reading", type=_choices(Reading), default=None, help="How to read the text; found out if left out.")
@click.option(
    "--processes", type=click.IntRange(1, 256), default=None, help="Processes to use; as many as cores if left out."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def analyze(
    *,
    file: str,
    output: str | None,
    columns: str,
    reading: str | None,
    processes: int | None,
    quiet: bool,
    **chosen: Any,  # noqa: ANN401 - the options of click that are fields of AnalysisOptions
) -> None:
    """Compute every property of the proteins in FILE and write them as CSV.

    FILE is FASTA or raw sequences, plain or gzip; - is standard input.
    """
    try:
        options = AnalysisOptions(**chosen)
    except OptionsError as error:
        raise Refusal(error.of(f"--{error.field.replace('_', '-')}")) from error
    preset = Preset(columns)
    counts = dict.fromkeys(map(str, RecordStatus), 0)
    beside = methods_path(output)
    refuse_overwriting(file, output, beside)
    with quiet_when_nobody_reads(), _refusals(file), _opened(file) as stream:
        processes = processes or cores()
        plain = None if file == "-" else plain_path(file, stream)
        limits = limits_of(os.fstat(stream.fileno()).st_size, processes) if plain else COMMAND_LINE_LIMITS
        found, pieces = read_pieces(stream, reading=Reading(reading) if reading else None, limits=limits)
        all_lines = analyze_pieces(pieces, Task(found, options, preset, limits, plain), processes)
        with written(output) as write, _progress(file, stream, quiet) as advance, contextlib.closing(all_lines):
            write(",".join((*RECORD_COLUMNS, *columns_of(preset))).encode() + b"\n")
            for lines in all_lines:
                write(lines.lines)
                for status in counts:
                    counts[status] += getattr(lines, status)
                advance(sum(counts.values()))
        if beside:
            with written(beside) as write:
                write(methods_text(_methods(file, stream, preset, options, counts)).encode())
    if not quiet:
        click.echo(_summary(counts, options), err=True)


def _summary(counts: dict[str, int], options: AnalysisOptions) -> str:
    """What was done, in one line."""
    total = sum(counts.values())
    constants = f"{CONSTANTS_LABELS[options.constants]} constants"
    made = dict.fromkeys((f"BatchProt engine {ENGINE_VERSION}", constants, *describe(options)))
    return (
        f"{total:,} {'record' if total == 1 else 'records'}: {counts['ok']:,} ok, {counts['warned']:,} with a warning, "
        f"{counts['rejected']:,} rejected. {', '.join(made)}."
    )


def _methods(file: str, stream: BinaryIO, preset: Preset, options: AnalysisOptions, counts: Mapping[str, int]) -> Terms:
    """What is needed to make the CSV again: the file and its checksum, the engine and every option."""
    readable_again = file != "-" and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    return [
        ("File", "standard input" if file == "-" else Path(file).name),
        *([("SHA-256 of the file", _checksum(stream))] if readable_again else ()),
        ("Records in the file", str(sum(counts.values()))),
        ("Measured", f"{counts['ok'] + counts['warned']}, of these {counts['warned']} with a warning"),
        ("Rejected", str(counts["rejected"])),
        ("Columns", preset.value),
        *engine_terms(ENGINE_VERSION, options),
        ("Computed", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"),
        *READING_NOTES,
    ]


def _checksum(stream: BinaryIO) -> str:
    """SHA-256 of the whole open file, in hexadecimal."""
    with open(stream.fileno(), "rb", closefd=False) as again:
        again.seek(0)
        return hashlib.file_digest(again, "sha256").hexdigest()


@contextlib.contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = Path(file).open("rb")  # noqa: SIM115 - closed below, apart from what only opening can raise
    except FileNotFoundError:
        raise Refusal(f"There is no file {file}.") from None
    except OSError as error:
        raise Refusal(f"{file} can't be read: {error.strerror}.") from error
    with stream:
        yield stream


@contextlib.contextmanager
def _refusals(file: str) -> Iterator[None]:
    """What can't be read, and a process that was killed, in one sentence instead of a traceback."""
    try:
        yield
    except UnreadableInput as error:
        raise Refusal(f"{'Standard input' if file == '-' else file}: {error.message}") from error
    except ProcessEndedError as error:
        raise Refusal("A process ended before its work, perhaps for want of memory. Try --processes 1.") from error


@contextlib.contextmanager
def _progress(file: str, stream: BinaryIO, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A bar on standard error when that is a terminal and the file takes long enough to see one."""
    size = 0 if file == "-" else os.fstat(stream.fileno()).st_size
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
