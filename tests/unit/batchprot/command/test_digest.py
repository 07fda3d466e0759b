import json

import polars as pl
import pytest
from click.testing import CliRunner

from batchprot.command.main import main

FASTA = ">P1 test\nMKRPAKDEFGHIKLMNPQR\n>=bad\nAAAKAAAXR\n>rejected\n1*2*3\n"
SMALL = ["--length", "1-50"]


@pytest.fixture
def proteins(tmp_path):
    path = tmp_path / "proteins.fasta"
    path.write_text(FASTA)
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, ["digest", *map(str, arguments)])


def test_peptides_know_their_protein_and_place(proteins, tmp_path):
    out = tmp_path / "peptides.csv"
    done = run(proteins, "-o", out, "--missed", 1, *SMALL)
    assert (done.exit_code, done.stderr) == (0, "2 proteins, 1 rejected: 10 peptides.\n")
    table = pl.read_csv(out)
    row = table.row(3, named=True)
    assert (row["protein"], row["start"], row["end"], row["before"], row["sequence"], row["after"]) == (
        "P1", 3, 13, "K", "RPAKDEFGHIK", "L",
    )  # fmt: skip
    assert row["missed_cleavages"] == 1
    assert row["monoisotopic_mass_da"] == pytest.approx(1296.69379, abs=1e-4)
    assert row["mz_2"] == pytest.approx(649.35417, abs=1e-4)
    assert table["protein"][-1] == "'=bad"
    assert table.filter(pl.col("sequence").str.contains("X"))["mz_1"].null_count() == 2


def sequences_in(table):
    if table.suffix == ".tsv":
        return pl.read_csv(table, separator="\t")["sequence"].to_list()
    if table.suffix == ".parquet":
        return pl.read_parquet(table)["sequence"].to_list()
    lines = table.read_text().splitlines()
    if table.suffix == ".jsonl":
        return [json.loads(line)["sequence"] for line in lines]
    return [line for line in lines if not line.startswith(">")]


@pytest.mark.parametrize("ending", ["tsv", "jsonl", "parquet", "fasta"])
def test_every_form_has_the_same_peptides(proteins, tmp_path, ending):
    out = tmp_path / f"peptides.{ending}"
    assert run(proteins, "-o", out, *SMALL).exit_code == 0
    assert sequences_in(out) == ["MK", "RPAK", "DEFGHIK", "LMNPQR", "AAAK", "AAAXR"]
    if ending == "fasta":
        assert out.read_text().startswith(">P1/1-2\nMK\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--enzyme", "scissors"], "no rule of cleavage"),
        (["--length", "9-6"], "the smaller first"),
        (["--length", "x"], "two numbers"),
        (["--mass", "1-inf"], "two numbers"),
        (["-o", "peptides.xyz"], "an ending that says nothing"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_sentence(proteins, arguments, words):
    done = run(proteins, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_the_input_is_not_written_over(proteins):
    assert run(proteins, "-o", proteins).exit_code == 2


def test_an_own_rule_and_a_mass_window(proteins, tmp_path):
    out = tmp_path / "peptides.csv"
    assert run(proteins, "-o", out, "--enzyme", "[X]|[D]", "--mass", "700-800", *SMALL).exit_code == 0
    assert pl.read_csv(out)["sequence"].to_list() == ["MKRPAK"]


def test_only_rejected_records_are_an_exit_code(tmp_path):
    path = tmp_path / "bad.fasta"
    path.write_text(">a\n1*2*3\n")
    done = run(path, "-q")
    assert done.exit_code == 3
    assert done.stdout.startswith("protein,record,start")


def test_peptides_of_modified_proteins_are_written_in_proforma(tmp_path):
    modified, out = tmp_path / "modified.fasta", tmp_path / "peptides.csv"
    modified.write_text(">P1\nMKS[Phospho]PKDE\n")
    assert run(modified, "-o", out, *SMALL).exit_code == 0
    table = pl.read_csv(out)
    assert table["sequence"].to_list() == ["MK", "S[Phospho]PK", "DE"]
    assert table["before"].to_list() == ["-", "K", "K"]
    assert table["after"].to_list() == ["S", "D", "-"]
    assert table["length"].to_list() == [2, 3, 2]
    again = tmp_path / "peptides.fasta"
    assert run(modified, "-o", again, *SMALL).exit_code == 0
    assert again.read_text().splitlines()[2:4] == [">P1/3-5", "S[Phospho]PK"]
