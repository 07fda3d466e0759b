"""What a server sends is verified by the command, in every form that says how it was made."""

import io
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner

from batchprot.command.main import main
from batchprot.properties.table import Preset, columns_of
from results.exports import about, archive, stored
from results.exports.columnar import parquet_stream
from results.jobs import get_job
from results.queries import query
from results.selection.model import Selection

FASTA = (Path(__file__).parents[2] / "examples" / "messy.fasta").read_bytes()
FASTA += b">=1 -x\nMKV\n>tiny OS=Mus musculus GN=-a\nMKTAYIAKQRQISFVKSH\n>X ambiguous\nMXB\n"
OF_ONE = "gravy"


def verify(path):
    return CliRunner().invoke(main, ["verify", str(path)])


@pytest.fixture
def downloaded(services, user, submit_text, run_jobs, tmp_path):
    """Give a download of one analysis as a file beside the file it was made of."""
    job_id = submit_text(FASTA, name="messy.fasta")
    run_jobs()
    (tmp_path / "messy.fasta").write_bytes(FASTA)

    def save(form, selection):
        job = get_job(services, user, job_id)
        if form == "parquet":
            facts = about.facts(job, selection, query.count(services, user, job_id, selection))
            blocks = parquet_stream(services, user, job_id, selection, columns_of(Preset.ALL), facts=facts)
        else:
            blocks = stored.blocks(services, user, job, form, selection, "all")
        path = tmp_path / f"messy.{form}"
        path.write_bytes(b"".join(blocks))
        return path

    return save


@pytest.mark.parametrize(
    "selection", [Selection(), Selection(statuses=frozenset({"ok", "warned"}))], ids=["all", "selection"]
)
@pytest.mark.parametrize("form", ["zip", "xlsx", "parquet"])
def test_what_is_downloaded_is_computed_again_and_the_same(downloaded, form, selection):
    path = downloaded(form, selection)
    done = verify(path)
    assert (done.exit_code, "every value is the same" in done.output) == (0, True), done.output
    CHANGE[form](path)
    changed = verify(path)
    assert (changed.exit_code, f"column {OF_ONE}: 9.75 there" in changed.output) == (1, True), changed.output


def change_csv(path):
    kept = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    table = pl.read_csv(kept[archive.RESULTS], infer_schema=False)
    kept[archive.RESULTS] = table.with_columns(_changed(table, pl.lit("9.75"))).write_csv().encode()
    with zipfile.ZipFile(path, "w") as written:
        for name, content in kept.items():
            written.writestr(name, content)


def change_workbook(path):
    book = openpyxl.load_workbook(path)
    sheet = book["results"]
    headings = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[headings.index(OF_ONE)].value is not None)
    row[headings.index(OF_ONE)].value = 9.75
    book.save(path)


def change_parquet(path):
    data = path.read_bytes()
    metadata = {key: value for key, value in pl.read_parquet_metadata(io.BytesIO(data)).items() if key == "batchprot"}
    table = pl.read_parquet(io.BytesIO(data))
    table.with_columns(_changed(table, pl.lit(9.75))).write_parquet(path, metadata=metadata)


def _changed(table, value):
    """The column with another value in its first row that has one."""
    row = table[OF_ONE].is_not_null().arg_true()[0]
    return pl.when(pl.int_range(pl.len()) == row).then(value).otherwise(pl.col(OF_ONE)).alias(OF_ONE)


CHANGE = {"zip": change_csv, "xlsx": change_workbook, "parquet": change_parquet}
