"""`batchprot merge`: whether all parts of a folder are there and whole, and if so, one table of them."""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from batchprot.command.calling import exit_code
from batchprot.command.multiqc import report
from batchprot.command.output_file import Write, methods_path, written
from batchprot.command.own_columns import Supplied
from batchprot.command.parts import Folder, Part, checksum_of, missing_parts
from batchprot.command.run import FileRead, Read, Run
from batchprot.command.table_file import columns_metadata
from batchprot.properties.methods import methods_text
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import Preset, described
from batchprot.reading.reading import Reading
from batchprot.refusal import Refusal
from batchprot.tables.forms import Form, Packing, Shape, form_of
from batchprot.tables.parquet import Joined

INCOMPLETE = 1
SHOWN = 20


@click.command(epilog="The exit code is 1 when parts are missing or damaged, 3 when every record was rejected.")
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="One Parquet file of all parts.")
@click.option("--strict", is_flag=True, help="Exit with 1 when any record is rejected.")
@click.option("--multiqc", type=click.Path(dir_okay=False), help="Also write a NAME_mqc.json for MultiQC.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def merge(folder: str, output: str | None, strict: bool, multiqc: str | None, quiet: bool) -> None:
    """Check the parts that --shard wrote into FOLDER, write its manifest, and put them together.

    It isn't needed for reading them: DuckDB, polars and Arrow take FOLDER/part-*.parquet as one table.
    """
    if output is not None and form_of(output)[0] is not Form.PARQUET:
        raise Refusal(f"{output} must end in .parquet: parts are put together as they are.")
    parts = _whole_parts(Folder(folder))
    run = _run_of(parts)
    if output:
        with written(output) as write:
            _join(Folder(folder), parts, run, write)
        with written(methods_path(output)) as write:
            write(methods_text(run.methods()).encode())
    if multiqc:
        with written(multiqc) as write:
            write(report(run.read).encode())
    if not quiet:
        click.echo(f"All {len(parts):,} parts are there. {run.summary()}", err=True)
    raise SystemExit(exit_code(run.counts, strict=strict))


def _whole_parts(folder: Folder) -> list[Part]:
    """The parts, all of them, of one run and as they were written; the manifest is written on the way.

    Raises:
        Refusal: The folder holds none, or those of several runs.
        SystemExit: Some are missing or damaged.
    """
    parts = folder.parts()
    if not parts:
        raise Refusal(f"{folder.path} holds no parts.")
    for part in parts:
        folder.refuse_other(part.run, parts[0].run)
    folder.write_manifest(parts)
    shards = parts[0].run["shards"]
    if missing := missing_parts(parts):
        more = f" and {len(missing) - SHOWN:,} more" if len(missing) > SHOWN else ""
        listed = ", ".join(map(str, missing[:SHOWN])) + more
        _give_up(f"{len(missing):,} of {shards:,} parts are missing: {listed}. Run --shard i/{shards} for each.")
    if damaged := [part.file for part in parts if not _is_whole(folder.path / part.file, part)]:
        _give_up(f"Not as they were written: {', '.join(damaged[:SHOWN])}. Remove them, and run their shards again.")
    return parts


def _is_whole(path: Path, part: Part) -> bool:
    return path.is_file() and path.stat().st_size == part.bytes and checksum_of(path) == part.sha256


def _give_up(sentence: str) -> None:
    click.echo(sentence, err=True)
    raise SystemExit(INCOMPLETE)


def _run_of(parts: Sequence[Part]) -> Run:
    """One run over everything, as far as its methods go."""
    said = parts[0].run
    own = tuple(replace(described(key), summary=summary) for key, summary in parts[0].own)
    named = len(said["inputs"]) > 1
    shape = Shape(Form.PARQUET, Packing.NONE, Preset(said["columns"]), said["sequences"], named, own)
    run = Run(shape, AnalysisOptions.from_json(said["options"]), said["reading"], 1, said["translate"])
    if own:
        run.own = Supplied(own, "", [(term, value) for term, value in parts[0].terms], [])
    run.files = [FileRead(one["file"], one["bytes"], one["sha256"]) for one in said["inputs"]]
    texts: dict[str, Read] = {}
    for part in parts:
        for file, reading, evidence, format_name, notes, counts in part.read:
            new = Read(file, Reading(reading), evidence, format_name, Counter(), Counter())
            text = texts.setdefault(file, new)
            text.notes.update(notes)
            text.counts.update(counts)
    run.read = list(texts.values())
    return run


def _mapped(path: Path) -> memoryview:
    """A part as bytes that aren't all held at once.

    Raises:
        Refusal: It is gone.
    """
    try:
        with path.open("rb") as file:
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise Refusal(f"{path} can't be read any more: {error.strerror}. Run its shard again.") from error


def _join(folder: Folder, parts: Sequence[Part], run: Run, write: Write) -> None:
    joined = Joined(write)
    for part in parts:
        joined.add(_mapped(folder.path / part.file))
    joined.end({**run.facts(), "columns": columns_metadata(run.shape)})
