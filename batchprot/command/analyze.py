"""`batchprot analyze`: files of sequences to a table of every property, without server or database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from batchprot.columns.choices import FORMS
from batchprot.command.cores import cores
from batchprot.command.processes import forked_early
from batchprot.formats import TABLES
from batchprot.properties.options import AMBIGUITY_POLICIES, CONSTANTS, PKA_SETS, AnalysisOptions, OptionsError
from batchprot.properties.table import Preset
from batchprot.reading.reading import Reading
from batchprot.refusal import Refusal
from batchprot.tables.forms import ENDINGS

if TYPE_CHECKING:
    from batchprot.command.shards import Shard


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


@click.command(
    epilog="Rejected records are in the table with status and reason. The exit code is 0 all the same; "
    "1 with --strict when any record is rejected; 3 when every record is; 2 when nothing could be done."
)
@click.argument("files", type=click.Path(allow_dash=True), nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    help=f"Where to write: a name that ends in {', '.join(ENDINGS)}, with the methods beside it in "
    "NAME.methods.txt; or a folder, which gets part-00001.parquet. Default: CSV to standard output.",
)
@click.option("--columns", type=_choices(Preset), default=Preset.ALL.value, show_default=True, help="Which columns.")
@click.option("--sequences", is_flag=True, help="Add a column with the sequences that were read; a workbook has them.")
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
@click.option(
    "--disulfides",
    type=int,
    default=0,
    show_default=True,
    help="Disulfide bonds of each protein, for pI, charge and extinction_disulfides; masses don't change.",
)
@click.option("--n-terminus-blocked", is_flag=True, help="The amino terminus carries no charge; masses don't change.")
@click.option(
    "--c-terminus-blocked", is_flag=True, help="The carboxyl terminus carries no charge; masses don't change."
)
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
    "-t",
    "--threads",
    "--processes",
    "processes",
    type=click.IntRange(1, 256),
    default=None,
    help="How many cores to use, each by a process of its own; default: all.",
)
@click.option(
    "--shard",
    metavar="i/n",
    callback=lambda _ctx, _param, value: _shard(value),
    help="Take share i of n of all records, as 3/20; a folder as output takes the parts of all machines.",
)
@click.option(
    "--columns-from",
    type=click.Path(),
    default=None,
    metavar="TABLE",
    help="Add the columns of a table: CSV, TSV or Excel. The column that names most of the records is its key: by "
    "accession, identifier, entry name, gene or name. What was matched is said on standard error.",
)
@click.option("--table-key", default="", metavar="HEADER", help="The column of TABLE that names the records.")
@click.option("--table-match", type=_choices(FORMS), default=None, help="What the names in that column are.")
@click.option("--table-sheet", default="", metavar="NAME", help="The sheet of TABLE; default: the first with anything.")
@click.option(
    "--table-column",
    multiple=True,
    metavar="HEADER",
    help="A column of TABLE to add, once for each; default: all of them, or the first 50.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when any record is rejected.")
@click.option("--multiqc", type=click.Path(dir_okay=False), help="Also write a NAME_mqc.json for MultiQC.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")
def analyze(
    *,
    files: tuple[str, ...],
    output: str | None,
    columns: str,
    sequences: bool,
    reading: str | None,
    gaps: str,
    translate: int | None,
    processes: int | None,
    shard: Shard | None,
    columns_from: str | None,
    table_key: str,
    table_match: str | None,
    table_sheet: str,
    table_column: tuple[str, ...],
    strict: bool,
    multiqc: str | None,
    quiet: bool,
    **chosen: Any,  # noqa: ANN401 - the options of click that are fields of AnalysisOptions
) -> None:
    """Compute every property of the proteins in FILES and write a table, with a column for the file if several.

    A file is FASTA or raw sequences, plain or compressed, or an archive of such; GenBank, EMBL, UniProt, PDB, mmCIF or
    an alignment. A folder is read with all such files in it. - is standard input.
    """
    try:
        options = AnalysisOptions(**chosen)
    except OptionsError as error:
        raise Refusal(error.of(f"--{error.field.replace('_', '-')}")) from error
    chosen_of_table = (table_key, table_match or "", table_sheet, table_column)
    if any(chosen_of_table) and not columns_from:
        raise Refusal("--table-key, --table-match, --table-sheet and --table-column go with --columns-from TABLE.")
    processes = processes or cores()
    with forked_early(processes) as crew:
        from batchprot.command.calling import Call, exit_code
        from batchprot.command.own_columns import TableAsked

        table = TableAsked(columns_from, *chosen_of_table) if columns_from else None
        call = Call(
            files, output, Preset(columns), sequences, options, _reading(reading, gaps), translate, processes,
            shard, multiqc, quiet, crew, table,
        )  # fmt: skip
        counts = call.run()
    raise SystemExit(exit_code(counts, strict=strict, partial=shard is not None))


def _shard(value: str | None) -> Shard | None:
    if value is None:
        return None
    from batchprot.command.shards import shard_of

    return shard_of(value)


def _reading(reading: str | None, gaps: str) -> Reading | None:
    """How the text is read when gaps are dropped: as an alignment, which has headers."""
    if gaps == "keep":
        return Reading(reading) if reading else None
    if reading not in {None, Reading.FASTA, Reading.ALIGNED}:
        raise Refusal(f"--gaps drop is for FASTA, not for --reading {reading}.")
    return Reading.ALIGNED
