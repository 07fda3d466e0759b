"""`batchprot analyze --columns-from`: the columns of a table in every form of output, the same from every share."""

import csv
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from click.testing import CliRunner, Result

import batchprot
from batchprot.command.main import main
from batchprot.command.parts import Folder

RECORDS = 30
TABLE = (
    'Accession,"Fold, log2",=Group,Count,Size,gravy\n'
    "P00001,1.5,=1+1,4,1500000000000000,a\n"
    "p00002.3,-2.25,up,1234567890123456,0.00001,b\n"
    "P00003,NA,up,,2,c\n"
    "P00011,12,down,7,2.5,\n"
    "Q99999,7,up,1,1,d\n"
)
LABELS = ["Fold, log2", "=Group", "Count", "Size", "gravy (2)"]


@pytest.fixture
def fasta(tmp_path: Path) -> str:
    """Records P00001 to P00030, of which the eleventh is rejected."""
    path = tmp_path / "panel.fasta"
    path.write_text(
        "".join(f">sp|P{n:05d}|NAME{n}_X Protein GN=gen{n}\n{'MK*V' if n == 11 else 'MKV'}\n" for n in range(1, 31))
    )
    return str(path)


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "hits.csv"
    path.write_text(TABLE)
    return str(path)


def analyze(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyze", "--columns", "basic", *map(str, arguments)])


def test_own_columns_follow_the_computed_ones_and_the_report_is_said(fasta: str, table: str) -> None:
    done = analyze(fasta, "--columns-from", table, "--sequences")
    assert done.exit_code == 0, done.stderr
    rows = list(csv.reader(done.stdout.splitlines()))
    assert rows[0][-7:] == ["notes", "Fold, log2", "'=Group", "Count", "Size", "gravy (2)", "sequence"]
    assert rows[1][-6:] == ["1.5", "'=1+1", "4", "1.5e+15", "a", "MKV"]
    assert rows[2][-6:] == ["-2.25", "up", "1234567890123456", "1e-05", "b", "MKV"]
    assert rows[3][-6:] == ["", "up", "", "2.0", "c", "MKV"]
    assert rows[4][-6:] == ["", "", "", "", "", "MKV"]
    assert rows[11][-6:] == ["12.0", "down", "7", "2.5", "", ""]  # rejected, and still the table's
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "4 of 5 rows matched by accession; 4 of 30 proteins get values." in done.stderr
    assert "1 row names no protein of this analysis: Q99999 (row 6)." in done.stderr
    assert "Fold, log2: number, 3 proteins." in done.stderr
    assert analyze(fasta, "--columns-from", table, "-q").stderr == ""


def test_every_form_holds_the_same_values_and_says_whose_they_are(tmp_path: Path, fasta: str, table: str) -> None:
    for ending in ("tsv", "jsonl", "parquet", "xlsx"):
        done = analyze(fasta, "--columns-from", table, "-o", tmp_path / f"out.{ending}", "--threads", 2)
        assert done.exit_code == 0, done.stderr
    parquet = pl.read_parquet(tmp_path / "out.parquet")
    assert [str(parquet.schema[name]) for name in LABELS] == ["Float64", "String", "Int64", "Float64", "String"]
    expected = parquet.select(LABELS).rows()
    assert expected[:2] == [(1.5, "=1+1", 4, 1.5e15, "a"), (-2.25, "up", 1234567890123456, 1e-5, "b")]
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [tuple(line[name] for name in LABELS) for line in lines] == expected
    with (tmp_path / "out.tsv").open() as file:
        rows = list(csv.reader(file, delimiter="\t"))
    assert (rows[0][-5], rows[1][-4]) == ("Fold, log2", "'=1+1")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheet = [row[-5:] for row in book["results"].iter_rows(values_only=True)]
    assert list(sheet[0]) == LABELS
    assert [tuple(row) for row in sheet[1:3]] == expected[:2]
    meanings = {row[0]: row[5] for row in book["data dictionary"].iter_rows(values_only=True)}
    assert meanings["Count"] == "Supplied by the user in hits.csv, matched by accession."
    methods = (tmp_path / "out.methods.txt").read_text()
    assert "Own columns from: hits.csv\nSHA-256 of the table: " in methods
    assert "Own column Count: Supplied by the user in hits.csv, matched by accession. Integer, 3 records" in methods


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_table_with_own_columns_can_be_verified(tmp_path: Path, fasta: str, table: str, ending: str) -> None:
    output = tmp_path / f"out.{ending}"
    assert analyze(fasta, "--columns-from", table, "-o", output).exit_code == 0
    verified = CliRunner().invoke(main, ["verify", str(output), "--input", fasta])
    assert verified.exit_code == 0, verified.output
    assert "Not compared: Fold, log2" in verified.output


def test_shares_have_the_columns_of_a_run_over_everything(tmp_path: Path, fasta: str, table: str) -> None:
    parts, whole, merged = tmp_path / "parts", tmp_path / "whole.parquet", tmp_path / "merged.parquet"
    assert analyze(fasta, "--columns-from", table, "-o", whole).exit_code == 0
    for number in (3, 1, 2):
        done = analyze(fasta, "--columns-from", table, "--shard", f"{number}/3", "-o", parts)
        assert done.exit_code == 0, done.stderr
        assert "4 of 30 proteins get values" in done.stderr
    assert CliRunner().invoke(main, ["merge", str(parts), "-o", str(merged)]).exit_code == 0
    assert pl.read_parquet(merged).equals(pl.read_parquet(whole))
    methods = [(tmp_path / f"{name}.methods.txt").read_text().splitlines() for name in ("whole", "merged")]
    first, second = ([line for line in lines if not line.startswith("Computed")] for lines in methods)
    assert first == second
    manifest = json.loads((parts / "manifest.json").read_text())
    assert manifest["columns_from"]["path"] == "hits.csv"
    assert manifest["own_columns"][0]["key"] == "own1n2_Fold~2c-log2"
    assert [part.shard for part in Folder(str(parts)).parts()] == [1, 2, 3]


def test_parts_of_another_table_are_another_run(tmp_path: Path, fasta: str, table: str) -> None:
    parts = tmp_path / "parts"
    assert analyze(fasta, "--columns-from", table, "--shard", "1/2", "-o", parts).exit_code == 0
    Path(table).write_text(TABLE.replace("1.5", "1.6"))
    done = analyze(fasta, "--columns-from", table, "--shard", "2/2", "-o", parts)
    assert (done.exit_code, "another table of columns" in done.stderr) == (2, True)
    assert analyze(fasta, "--shard", "2/2", "-o", parts).exit_code == 2


def test_a_key_is_found_among_the_records_of_every_share(tmp_path: Path, table: str) -> None:
    """Genes name the records of the last file only: the first share can't know that from its own records."""
    names = [
        "".join(f">x{n} GN=other{n}\nMKV\n" for n in range(40)),
        "".join(f">y{n} GN=g{n}\nMKV\n" for n in range(5)),
    ]
    paths = [tmp_path / "a.fasta", tmp_path / "b.fasta"]
    for path, text in zip(paths, names, strict=True):
        path.write_text(text)
    Path(table).write_text("what,value\ng1,5\ng3,6\n")
    first, second = (analyze(*paths, "--columns-from", table, "--shard", f"{n}/2").stdout for n in (1, 2))
    shown = [row["value"] for text in (first, second) for row in csv.DictReader(text.splitlines())]
    assert (len(shown), shown[41], shown[43]) == (45, "5", "6")


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (
            "id,x\nfoo,1\nbar,2\n",
            [],
            "No row names a protein of this analysis. Choose the column with their names. (--ta",
        ),
        ("id,x\nP00001,1\nP00001,2\n", [], "“P00001” stands in rows 2 and 3 with different values. Keep one row"),
        (TABLE, ["--table-key", "Nope"], "The table has no column “Nope”."),
        (TABLE, ["--table-column", "Nope"], "The table has no column “Nope” beside the key."),
        (
            TABLE,
            ["--table-match", "colour"],
            "--table-match must be one of accession, identifier, entry name, gene, name",
        ),
        (TABLE, ["--table-sheet", "One"], "This is no workbook, so it has no sheet “One”."),
        ("", [], "The table is empty."),
        ("%PDF-1.4", [], "This is no table"),
    ],
)
def test_what_can_not_be_matched_is_refused(
    fasta: str, table: str, text: str, arguments: list[str], sentence: str
) -> None:
    Path(table).write_text(text)
    done = analyze(fasta, "--columns-from", table, *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stdout == ""


def test_options_of_a_table_need_one_and_a_file(fasta: str, table: str) -> None:
    assert "go with --columns-from TABLE" in analyze(fasta, "--table-key", "x").stderr
    assert "--columns-from needs files" in analyze("-", "--columns-from", table).stderr
    assert "can't be read: No such file" in analyze(fasta, "--columns-from", f"{table}.gone").stderr
    assert "is the file that is read" in analyze(fasta, "--columns-from", table, "-o", table).stderr


def test_choices_decide(fasta: str, table: str) -> None:
    Path(table).write_text("gene,accession,x,y\ngen1,P00002,1,2\ngen2,P00003,3,4\ngen3,none,5,6\n")
    done = analyze(fasta, "--columns-from", table, "--table-key", "accession", "--table-column", "y")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert ([row["y"] for row in rows[:4]], "x" in rows[0]) == (["", "2", "4", ""], False)


SEQUENCES = (
    "Entry\tNote\tSequence\tScore\tpH opt\n"
    'P1\t"a, ""b"""\tMKVLAAGIVGLC\t1.5\t7\nP2\t=1+1\tMKLLAAGIVGLC*\t-2\t5.5\nP3\tc\t\t3\t\nP4\td\t>MKLL\t4\t6\n'
)


@pytest.fixture
def peptides(tmp_path: Path) -> Path:
    """A table of sequences, as text and as a workbook."""
    path = tmp_path / "peptides.tsv"
    path.write_text(SEQUENCES)
    rows = list(csv.reader(SEQUENCES.splitlines(), delimiter="\t"))
    book = openpyxl.Workbook()
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row, 1):
            book.active.cell(place, column, cell).data_type = "s"
    book.save(tmp_path / "peptides.xlsx")
    return path


@pytest.mark.parametrize("ending", ["tsv", "xlsx"])
def test_a_table_of_sequences_is_asked_about_and_brings_its_columns(peptides: Path, ending: str) -> None:
    path = peptides.with_suffix(f".{ending}")
    asked = analyze(path)
    assert (asked.exit_code, "(--reading table)" in asked.stderr) == (2, True)
    done = analyze(path, "--reading", "table", "--sequences")
    assert done.exit_code == 0, done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [row["identifier"] for row in rows] == ["P1", "P2", "P3", "P4"]
    assert [row["status"] for row in rows] == ["ok", "ok", "rejected", "rejected"]
    assert [row["Score"] for row in rows] == ["1.5", "-2.0", "3.0", "4.0"]
    assert [row["Note"] for row in rows] == ['a, "b"', "'=1+1", "c", "d"]
    assert rows[1]["sequence"] == "MKLLAAGIVGLC"
    assert "“Sequence” holds the sequences" in done.stderr.replace(" of the sheet “Sheet”", "")


def test_a_table_of_sequences_by_shares_and_verified(tmp_path: Path, peptides: Path) -> None:
    parts, merged, whole = tmp_path / "parts", tmp_path / "m.parquet", tmp_path / "w.parquet"
    asked = (peptides, "--reading", "table")
    assert analyze(*asked, "-o", whole).exit_code == 0
    for number in (1, 2):
        assert analyze(*asked, "--shard", f"{number}/2", "-o", parts).exit_code == 0
    assert CliRunner().invoke(main, ["merge", str(parts), "-o", str(merged)]).exit_code == 0
    assert pl.read_parquet(merged).equals(pl.read_parquet(whole))
    assert pl.read_parquet(whole)["pH opt"].to_list() == [7.0, 5.5, None, 6.0]
    verified = CliRunner().invoke(main, ["verify", str(whole), "--input", str(peptides)])
    assert verified.exit_code == 0, verified.output


def test_several_tables_of_sequences_have_the_columns_of_all(tmp_path: Path, peptides: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,Peptide,Other\nx,MKILAAGIVGLC,1\n")
    rows = list(csv.DictReader(analyze(peptides, other, "--reading", "table").stdout.splitlines()))
    assert [(row["Score"], row["Other"]) for row in rows][-2:] == [("4.0", ""), ("", "1")]


def test_the_library_reads_such_a_table_with_its_columns(peptides: Path) -> None:
    frame = batchprot.analyze(str(peptides), columns="basic", reading="table")
    assert frame["Score"].to_list() == [1.5, -2.0, 3.0, 4.0]
    assert [record.identifier for record in batchprot.read(str(peptides), reading="table")] == ["P1", "P2", "P3", "P4"]


def test_a_table_of_sequences_from_a_pipe_is_refused_and_nothing_is_lost(peptides: Path, table: str) -> None:
    piped = CliRunner().invoke(main, ["analyze", "-", "--reading", "table"], input=peptides.read_bytes())
    assert (piped.exit_code, "write it into a file first" in piped.stderr) == (2, True)
    both = analyze(peptides, "--reading", "table", "--columns-from", table)
    assert (both.exit_code, "leave out --columns-from" in both.stderr) == (2, True)
