"""`import batchprot` gives what the command gives, and takes records in every form a scientist has them."""

import gzip
import io
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from Bio.Seq import Seq
from Bio.SeqRecord import SeqRecord
from hypothesis import given, settings
from hypothesis import strategies as st

import batchprot
from batchprot.command.library import record_of
from batchprot.command.main import main
from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of

ROOT = Path(__file__).parents[4]
EXAMPLES = sorted((ROOT / "examples").glob("*.fasta"))
MKV = {"one": "MKVLAAGITW"}


def csv_of(path: Path, *options: str) -> pl.DataFrame:
    """What the command writes of a file."""
    program = [sys.executable, "-m", "cli", "analyze", str(path), "-q", *options]
    text = subprocess.run(program, capture_output=True, check=True, cwd=ROOT).stdout
    return pl.read_csv(io.BytesIO(text), infer_schema=False)


def as_text(frame: pl.DataFrame, like: pl.DataFrame) -> pl.DataFrame:
    """The numbers of the CSV as numbers; its text without the apostrophe that keeps a spreadsheet from running it."""
    casts = [
        pl.col(name).cast(kind) if kind != pl.String else pl.col(name).str.replace(r"^'([=+\-@])", "$1")
        for name, kind in like.schema.items()
    ]
    return frame.select(casts)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("columns", Preset)
def test_the_frame_is_the_csv_of_the_command(path: Path, columns: str) -> None:
    frame = batchprot.analyze(path, columns=columns)
    assert frame.columns == [*RECORD_COLUMNS, *columns_of(Preset(columns))]
    assert frame.equals(as_text(csv_of(path, "--columns", columns), frame))
    assert {"ok", "rejected"} & set(frame["status"])


def test_options_are_those_of_the_command() -> None:
    path = ROOT / "examples" / "messy.fasta"
    frame = batchprot.analyze(str(path), ambiguous="reject", constants="biopython", ph=5.5, first_residue=2)
    asked = ("--ambiguous", "reject", "--constants", "biopython", "--ph", "5.5", "--first-residue", "2")
    assert frame.equals(as_text(csv_of(path, *asked), frame))
    assert not frame.equals(batchprot.analyze(path))


def test_gzip_and_several_processes_change_nothing(tmp_path: Path) -> None:
    """The script has no `if __name__ == "__main__"`, as few have."""
    text = (ROOT / "examples" / "panel.fasta").read_bytes() * 200
    plain, packed, script = tmp_path / "many.fasta", tmp_path / "many.fasta.gz", tmp_path / "script.py"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text, 1))
    script.write_text(
        "import batchprot, sys\n"
        "runs = zip(sys.argv[1::2], map(int, sys.argv[2::2]))\n"
        "alone, *others = (batchprot.analyze(path, processes=number) for path, number in runs)\n"
        "print(len(alone), *(alone.equals(other) for other in others))\n"
    )
    runs = (plain, "1", plain, "2", packed, "2")
    answer = subprocess.run([sys.executable, script, *map(str, runs)], capture_output=True, check=True, cwd=tmp_path)
    assert answer.stdout.split() == [str(text.count(b">")).encode(), b"True", b"True"]


def test_records_come_in_many_forms() -> None:
    expected = batchprot.analyze(MKV, "basic")
    pairs = batchprot.analyze([("one", "MKVLA\nAGITW")], "basic")
    biopython = batchprot.analyze([SeqRecord(Seq("MKVLAAGITW"), id="one", description="one")], "basic")
    assert pairs.equals(expected)
    assert biopython.equals(expected)
    assert batchprot.analyze(["MKVLAAGITW"], "basic")["identifier"].to_list() == ["sequence_1"]


def test_what_was_read_can_be_analysed() -> None:
    path = ROOT / "examples" / "messy.fasta"
    records = batchprot.read(path)
    whole = batchprot.analyze(path)
    assert batchprot.analyze(records).equals(whole)
    assert batchprot.analyze(iter(records[3:5])).equals(whole[3:5])


def test_columns_can_be_named_in_any_order() -> None:
    frame = batchprot.analyze(MKV, ["residue_counts", "gravy", "length"])
    assert frame.columns == [*RECORD_COLUMNS, *(f"count_{letter}" for letter in "ACDEFGHIKLMNPQRSTVWY"), "gravy"]
    assert frame["length"].to_list() == [10]
    assert frame["count_A"].to_list() == [2]


def test_no_records_are_a_frame_without_rows_and_with_every_column() -> None:
    nothing = batchprot.analyze([])
    assert nothing.shape == (0, len(RECORD_COLUMNS) + len(columns_of(Preset.ALL)))
    assert nothing.schema == batchprot.analyze(MKV).schema


@settings(deadline=None)  # the first call imports polars
@given(st.lists(st.tuples(st.text(), st.text()), max_size=5))
def test_every_entry_is_one_row(entries: list[tuple[str, str]]) -> None:
    frame = batchprot.analyze(entries, ["gravy"])
    assert frame["ordinal"].to_list() == list(range(1, len(entries) + 1))
    assert all(reason for reason in frame.filter(status="rejected")["reason"])
    records = [record_of(entry, ordinal) for ordinal, entry in enumerate(entries, 1)]
    assert frame["identifier"].to_list() == [record.identifier for record in records]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: batchprot.analyze(MKV, "most"), r"columns must be basic, advanced, all or a list .* no 'most'"),
        (lambda: batchprot.analyze(MKV, ["weight"]), r"no property 'weight'; batchprot.properties\(\) lists them"),
        (lambda: batchprot.analyze(MKV, temperature=37), "temperature is not an option"),
        (lambda: batchprot.analyze(MKV, ph=20), "ph must be a number from 0 to 14"),
        (lambda: batchprot.read(ROOT / "examples/panel.fasta", reading="mmcif"), "reading must be one of fasta"),
    ],
)
def test_what_is_not_known_is_said_in_a_sentence(call, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_sequence_taken_for_a_path_is_explained() -> None:
    with pytest.raises(FileNotFoundError, match=r"There is no file MKVLA. To analyze a sequence, give \{"):
        batchprot.analyze("MKVLA")


def test_an_entry_that_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match="pair of header and sequence, not int"):
        batchprot.analyze([7])


def test_the_property_table_is_whole() -> None:
    table = batchprot.properties()
    assert table["key"].to_list()[:3] == ["length", "ambiguous_residues", "molecular_weight_da"]
    assert table.filter(key="gravy")["doi"].item() == "10.1016/0022-2836(82)90515-0"
    assert "home" not in table.columns


def test_one_version_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"batchprot, version {batchprot.__version__}\n"


@pytest.mark.parametrize("sequence", ["#MKV", ";MKV", "MKV\u2028LAA", "MKV\x1cLAA", "# \n"])
def test_what_is_no_residue_in_an_entry_rejects_it(sequence):
    (row,) = batchprot.analyze([("a", sequence)], ["gravy"]).to_dicts()
    assert (row["status"], row["gravy"]) == ("rejected", None)
