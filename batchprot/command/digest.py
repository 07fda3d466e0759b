"""`batchprot digest`: files of proteins to a table of the peptides that an enzyme makes of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
import polars as pl

from batchprot.command.calling import exit_code
from batchprot.command.inputs import open_texts
from batchprot.command.output_file import Write, quiet_when_nobody_reads, refuse_overwriting, written
from batchprot.command.sources import Source, opened, sources_of
from batchprot.properties.cleavage import ENZYMES, EVERY_MASS, MOST_MISSED, Digest, RuleError, parts_of
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.records import Record, read_records
from batchprot.reading.spans import chunks_of
from batchprot.reading.unreadable import UnreadableInput
from batchprot.refusal import Refusal
from batchprot.tables.digest_table import as_fasta, marked, peptides_of

PROTEINS_AT_A_TIME = 2_000
ENDINGS = (".csv", ".tsv", ".jsonl", ".parquet", ".fasta", ".fa")
Window = tuple[float, float]


class _Window(click.ParamType):  # type: ignore[type-arg]  # generic in some versions of click alone
    """Two numbers with a hyphen between them, the smaller first."""

    name = "LOW-HIGH"

    def convert(self, value: object, param: click.Parameter | None, _ctx: click.Context | None) -> Window:
        low, hyphen, high = str(value).partition("-")
        option = param.opts[0] if param else "A window"
        try:
            window = float(low), float(high)
        except ValueError:
            raise Refusal(f"{option} is two numbers such as 6-50, not {value!r}.") from None
        if not hyphen or not 0 <= window[0] <= window[1] < float("inf"):
            raise Refusal(f"{option} is two numbers from 0 on, the smaller first, such as 6-50, not {value!r}.")
        return window


@click.command()
@click.argument("files", type=click.Path(allow_dash=True), nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(), help=f"A name that ends in {', '.join(ENDINGS)}; default: CSV.")
@click.option(
    "--enzyme",
    default="trypsin",
    show_default=True,
    metavar="NAME|RULE",
    help=f"{', '.join(ENZYMES)}; or a rule such as [KR]|{{P}}: after K or R unless P follows.",
)
@click.option("--missed", type=click.IntRange(0, MOST_MISSED), default=0, show_default=True, help="Missed cleavages.")
@click.option("--length", "lengths", type=_Window(), default="6-50", show_default=True, help="Residues of a peptide.")
@click.option("--mass", "masses", type=_Window(), default=None, help="Monoisotopic mass of a peptide in Da.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def digest(
    *,
    files: tuple[str, ...],
    output: str | None,
    enzyme: str,
    missed: int,
    lengths: Window,
    masses: Window | None,
    quiet: bool,
) -> None:
    """Cut the proteins in FILES into peptides and write a table: protein, place, mass, m/z 1+ to 4+, pI, GRAVY.

    Files are read as `batchprot analyze` reads them. With an output that ends in .fasta the peptides are written as
    FASTA, to be analysed like any other sequences.
    """
    if output and Path(output).suffix.lower() not in ENDINGS:
        raise Refusal(f"{output} has an ending that says nothing. Choose one of {', '.join(ENDINGS)}.")
    try:
        parts_of(enzyme)
    except RuleError as error:
        raise Refusal(str(error)) from error
    chosen = Digest(enzyme, missed, (int(lengths[0]), int(lengths[1])), masses or EVERY_MASS)
    sources = sources_of(files)
    for source in sources:
        refuse_overwriting(source.path, output)
    counts = {"ok": 0, "warned": 0, "rejected": 0}
    with quiet_when_nobody_reads(), written(output) as write:
        peptides = _write(_frames(sources, chosen, counts), write, Path(output or ".csv").suffix.lower())
    if not quiet:
        _say(counts, peptides)
    raise SystemExit(exit_code(counts, strict=False))


def _say(counts: dict[str, int], peptides: int) -> None:
    rejected = f", {counts['rejected']:,} rejected" if counts["rejected"] else ""
    click.echo(f"{counts['ok']:,} proteins{rejected}: {peptides:,} peptides.", err=True)


def _frames(sources: list[Source], chosen: Digest, counts: dict[str, int]) -> Iterator[pl.DataFrame]:
    for source in sources:
        records = _records(source)
        while some := list(islice(records, PROTEINS_AT_A_TIME)):
            rejected = sum(bool(record.reason) for record in some)
            counts["rejected"] += rejected
            counts["ok"] += len(some) - rejected
            yield peptides_of(some, chosen, AnalysisOptions())


def _records(source: Source) -> Iterator[Record]:
    ordinal = 1
    try:
        with opened(source) as stream:
            for text in open_texts(source.path, stream, reading=None):
                for span, data in chunks_of(text.opened, text.limits, ordinal):
                    found = read_records(
                        data,
                        first_ordinal=span.first_ordinal,
                        first_line=span.first_line,
                        reading=text.opened.reading,
                        limits=text.limits,
                    )
                    ordinal += len(found)
                    yield from found
    except UnreadableInput as error:
        raise Refusal(f"{source.shown}: {error}") from error


def _write(frames: Iterator[pl.DataFrame], write: Write, ending: str) -> int:
    """Write the peptides and give how many they are; Parquet is put together before it is written."""
    if ending == ".parquet":
        whole = pl.concat(frames)
        held = io.BytesIO()
        whole.write_parquet(held)
        write(held.getvalue())
        return len(whole)
    number = 0
    for frame in frames:
        write(_as_text(frame, ending, first=number == 0).encode())
        number += len(frame)
    return number


def _as_text(frame: pl.DataFrame, ending: str, *, first: bool) -> str:
    if ending in {".fasta", ".fa"}:
        return as_fasta(frame)
    if ending == ".jsonl":
        return frame.write_ndjson()
    return marked(frame).write_csv(include_header=first, separator="\t" if ending == ".tsv" else ",")
