"""`batchprot analyze`: a FASTA file to a CSV of every property, without server or database."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from batchprot.command.output_file import (
    methods_path,
    quiet_when_nobody_reads,
    refuse_other_formats,
    refuse_overwriting,
    written,
)
from batchprot.command.pieces import cores
from batchprot.command.pool import ProcessEndedError
from batchprot.command.run import Run
from batchprot.formats import TABLES
from batchprot.properties.methods import methods_text
from batchprot.properties.options import AMBIGUITY_POLICIES, CONSTANTS, PKA_SETS, AnalysisOptions, OptionsError
from batchprot.properties.table import Preset
from batchprot.reading.records import Reading
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal

_FLAG = re.compile(r"\((reading|translate) (\w+)")
"""How a sentence names a choice, which is an option here."""

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
@click.argument("files", type=click.Path(allow_dash=True), nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Where to write the CSV, with the methods beside it in NAME.methods.txt; default: standard output.",
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
@click.option("--last-residue", type=int, default=None, help="Last residue to analyse; default: the last residue.")
@click.option(
    "--reading",
    type=_choices(Reading),
    default=None,
    help="Input format: FASTA; one sequence over all lines; one sequence per line; a table of name and sequence; an "
    "alignment without its gaps. Detected if omitted.",
)
@click.option(
    "--gaps", type=_choices(["keep", "drop"]), default="keep", help="Gaps of aligned FASTA; drop removes them."
)
@click.option(
    "--translate",
    type=click.IntRange(min(TABLES), max(TABLES)),
    default=None,
    help="Translate nucleotide records of GenBank or EMBL files in frame 1, by this genetic code of NCBI.",
)
@click.option(
    "--processes", type=click.IntRange(1, 256), default=None, help="Number of processes; default: number of cores."
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def analyze(
    *,
    files: tuple[str, ...],
    output: str | None,
    columns: str,
    reading: str | None,
    gaps: str,
    translate: int | None,
    processes: int | None,
    quiet: bool,
    **chosen: Any,  # noqa: ANN401 - the options of click that are fields of AnalysisOptions
) -> None:
    """Compute every property of the proteins in FILES and write them as CSV, with a column for the file if several.

    A file is FASTA or raw sequences, plain or compressed, or an archive of such; GenBank, EMBL, UniProt, PDB, mmCIF or
    an alignment. - is standard input.
    """
    try:
        options = AnalysisOptions(**chosen)
    except OptionsError as error:
        raise Refusal(error.of(f"--{error.field.replace('_', '-')}")) from error
    refuse_other_formats(output)
    beside = methods_path(output)
    for file in files:
        refuse_overwriting(file, output, beside)
    run = Run(Preset(columns), options, _reading(reading, gaps), processes or cores(), translate)
    with quiet_when_nobody_reads():
        with written(output) as write:
            for number, file in enumerate(files):
                with _refusals(file), _opened(file) as stream, _progress(file, stream, quiet) as advance:
                    run.add(file, stream, write, advance, several=len(files) > 1, first=number == 0)
        if beside:
            with written(beside) as write:
                write(methods_text(run.methods()).encode())
    if not quiet:
        click.echo(run.summary(), err=True)
        click.echo(run.readings(), err=True)


def _reading(reading: str | None, gaps: str) -> Reading | None:
    """How the text is read when gaps are dropped: as an alignment, which has headers."""
    if gaps == "keep":
        return Reading(reading) if reading else None
    if reading not in {None, Reading.FASTA, Reading.ALIGNED}:
        raise Refusal(f"--gaps drop is for FASTA, not for --reading {reading}.")
    return Reading.ALIGNED


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
        sentence = _FLAG.sub(r"(--\1 \2", error.message)
        raise Refusal(f"{'Standard input' if file == '-' else file}: {sentence}") from error
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
