"""Tables in every form hold the same rows, read back by the programs that people read them with."""

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import batchprot
from batchprot.command.main import main
from batchprot.properties.table import BY_KEY, PROPERTIES, Kind, headers
from batchprot.properties.version import ENGINE_VERSION
from batchprot.tables.forms import ENDINGS

SEQUENCE = "M" + "ACDEFGHIKLNPQRSTVY" * 6 + "W"
SOME = f""">sp|P1|ONE_TEST First, "protein" OS=Test organism OX=1 GN=one PE=1 SV=1
{SEQUENCE}
>two =1+1
MKVX
>three
MK*V
>φ four
MKVLAAGITW*
""".encode()
TEXTS = [ending for ending in ENDINGS if ending[1:4] in {"csv", "tsv"}]


@pytest.fixture
def fasta(tmp_path: Path) -> Path:
    """Enough records for several chunks, so that parts follow each other in every form."""
    path = tmp_path / "some.fasta"
    path.write_bytes(SOME + b"".join(b">r%d\n%s\n" % (n, SEQUENCE[n % 60 :].encode()) for n in range(6_000)))
    return path


def analyzed(fasta: Path, name: str, *arguments: str) -> Path:
    output = fasta.parent / name
    done = CliRunner().invoke(main, ["analyze", str(fasta), "-o", str(output), "-q", *arguments])
    assert done.exit_code == 0, done.stderr
    return output


def frame(fasta: Path) -> pl.DataFrame:
    return batchprot.analyze(fasta)


def test_parquet_is_typed_and_read_back_equal_by_everybody(fasta: Path) -> None:
    path = analyzed(fasta, "out.parquet")
    expected = frame(fasta)
    assert pl.read_parquet(path).equals(expected)
    assert pl.read_parquet(path).schema == expected.schema
    assert pl.DataFrame(pq.read_table(path)).equals(expected)
    assert pl.DataFrame(duckdb.sql(f"SELECT * FROM '{path}'").to_arrow_table()).equals(expected)
    assert pl.from_pandas(pd.read_parquet(path, dtype_backend="pyarrow")).equals(expected)
    assert pq.ParquetFile(path).num_row_groups > 1
    types = {name: str(kind) for name, kind, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    names = {Kind.NUMBER: "DOUBLE", Kind.INTEGER: "BIGINT", Kind.COUNTS: "BIGINT", Kind.TEXT: "VARCHAR"}
    assert all(types[name] == names[row.kind] for row in PROPERTIES for name in headers(row))


def test_parquet_says_how_it_was_made(fasta: Path) -> None:
    path = analyzed(fasta, "out.parquet", "--ph", "5.5")
    stored = duckdb.sql(f"SELECT decode(value) FROM parquet_kv_metadata('{path}') WHERE decode(key) = 'batchprot'")
    said = json.loads(stored.fetchall()[0][0])
    assert said == json.loads(pl.read_parquet_metadata(path)["batchprot"])
    assert said == json.loads(pq.read_metadata(path).metadata[b"batchprot"])
    assert (said["engine_version"], said["options"]["ph"]) == (ENGINE_VERSION, 5.5)
    assert said["records"] == {"ok": 6_002, "warned": 1, "rejected": 1}
    assert ["pH for net charge", "5.5"] in said["methods"]
    assert said["columns"]["molecular_weight_da"]["unit"] == BY_KEY["molecular_weight_da"].unit == "Da"


def test_the_same_parquet_is_made_twice(fasta: Path) -> None:
    first = analyzed(fasta, "one.parquet", "--threads", "1").read_bytes()
    assert analyzed(fasta, "two.parquet", "--threads", "2").read_bytes().count(b"PAR1") == first.count(b"PAR1") == 2
    assert pl.read_parquet(fasta.parent / "one.parquet").equals(pl.read_parquet(fasta.parent / "two.parquet"))
    assert analyzed(fasta, "one.parquet", "--threads", "1").read_bytes() == first


@pytest.mark.parametrize("ending", TEXTS)
def test_lines_of_every_packing_hold_the_cells_of_the_csv(fasta: Path, ending: str) -> None:
    expected = pl.read_csv(analyzed(fasta, "plain.csv"), infer_schema=False)
    path = analyzed(fasta, f"out{ending}")
    assert pl.read_csv(path, infer_schema=False, separator="\t" if "tsv" in ending else ",").equals(expected)
    separator = "\\t" if "tsv" in ending else ","
    rows = duckdb.sql(f"SELECT * FROM read_csv('{path}', all_varchar=true, header=true, sep='{separator}', quote='\"')")
    assert pl.DataFrame(rows.to_arrow_table()).equals(expected)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".jsonl.zst"])
def test_json_lines_have_every_key_and_texts_as_they_came(fasta: Path, ending: str) -> None:
    path = analyzed(fasta, f"out{ending}", "--sequences")
    rows = [tuple(row) for row in duckdb.sql(f"SELECT * FROM read_json('{path}')").fetchall()]
    expected = frame(fasta)
    assert len(rows) == len(expected)
    assert [row[:3] for row in rows[:3]] == expected.select(pl.nth(range(3))).rows()[:3]
    if ending == ".jsonl":
        first, second, third, *_ = map(json.loads, path.read_text().splitlines())
        assert list(first) == [*expected.columns, "sequence"]
        assert (second["description"], third["gravy"], first["sequence"]) == ("=1+1", None, SEQUENCE)
        assert '"half_life_mammalian_h":30.0' in path.read_text()


def test_a_workbook_holds_results_sequences_dictionary_and_methods(fasta: Path) -> None:
    fasta.write_bytes(SOME)
    book = openpyxl.load_workbook(analyzed(fasta, "out.xlsx", "--columns", "basic"))
    assert book.sheetnames == ["results", "sequences", "data dictionary", "methods"]
    rows = [tuple(cell.value for cell in row) for row in book["results"].iter_rows()]
    expected = batchprot.analyze(fasta, columns="basic")
    assert rows == [tuple(expected.columns), *expected.rows()]
    assert book["results"]["D3"].data_type == "s"
    assert [row[2].value for row in book["sequences"].iter_rows(min_row=2)] == [SEQUENCE, "MKVX", None, "MKVLAAGITW"]
    terms = {row[0].value: row[1].value for row in book["methods"].iter_rows()}
    assert terms["Engine"] == f"BatchProt engine {ENGINE_VERSION}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_is_verified_and_a_changed_value_is_found(fasta: Path, ending: str) -> None:
    fasta.write_bytes(SOME)
    path = analyzed(fasta, f"out{ending}", "--ph", "6.123456789", "--columns", "basic")
    run = CliRunner().invoke
    same = run(main, ["verify", str(path)])
    assert (same.exit_code, same.stdout) == (0, "4 records, 26 columns: every value is the same.\n")
    other = fasta.parent / "other.fasta"
    other.write_bytes(SOME.replace(b"MKVL", b"MKVV"))
    refused = run(main, ["verify", str(path), "--input", str(other)])
    assert (refused.exit_code, "isn't the file that" in refused.stderr) == (2, True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_with_its_sequences_is_verified_alone(fasta: Path, ending: str) -> None:
    fasta.write_bytes(SOME)
    path = analyzed(fasta, f"out{ending}", "--sequences", "--remove-initiator-met", "--pka-set", "EMBOSS-6.6")
    fasta.unlink()
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exit_code == 0, done.stdout + done.stderr
    assert "every value is the same. Not compared: identifier, name, description, organism, gene." in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2768.16224", "2768.16225", "Record 1 (one), column molecular_weight_da: 2768.16225 there, 2768.16224 comp"),
        ("2768.16224", "", "Record 1 (one), column molecular_weight_da: nothing there, 2768.16224 computed again."),
        ("2768.16224", "many", "Row 1, column molecular_weight_da: 'many' is no number."),
        (",ok,", ",warned,", "Record 1 (one), column status: 'warned' there, 'ok' computed again."),
        ("1,one", "7,one", "1 of its records aren't in the file it was made of."),
    ],
)
def test_the_first_difference_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    fasta = tmp_path / "one.fasta"
    fasta.write_text(">one\nMACDEFGHIKLNPQRSTVYWWW\n>two\nMKVLAAGG\n")
    path = analyzed(fasta, "out.csv")
    path.write_text(path.read_text().replace(old, new, 1))
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exit_code == 1
    assert said in done.stdout


def test_a_missing_row_and_missing_methods_are_found(tmp_path: Path) -> None:
    fasta = tmp_path / "one.fasta"
    fasta.write_text(">one\nMACDEFGHIK\n>two\nMKVLAAGG\n")
    path = analyzed(fasta, "out.csv")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert (done.exit_code, "It has 1 records, but its methods say 2." in done.stdout) == (1, True)
    (tmp_path / "out.methods.txt").unlink()
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert (done.exit_code, "The methods of" in done.stderr) == (2, True)


def test_what_another_program_wrote_is_not_verified(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 cut off")
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"a,b\n1,2\n")[:-5])
    for name in ("a.parquet", "b.parquet", "c.csv.gz", "none.csv"):
        done = CliRunner().invoke(main, ["verify", str(tmp_path / name)])
        assert done.exit_code == 2, name
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(shutil.which("mount") is None or sys.platform != "linux", reason="needs a small file system")
@pytest.mark.parametrize("name", ["out.csv", "out.parquet", "out.xlsx", "out.jsonl.gz", "parts/"])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(fasta: Path, tmp_path: Path, name: str) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=False)
    if mounted.returncode:
        pytest.skip("may not mount a file system")
    try:
        done = CliRunner().invoke(main, ["analyze", str(fasta), "-o", f"{small}/{name}"])
        assert done.exit_code == 2
        assert "No space left on device" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        left = [path.name for path in small.rglob("*") if path.is_file() and path.suffix != ".lock"]
        assert left == []
    finally:
        subprocess.run(["umount", str(small)], check=True)
