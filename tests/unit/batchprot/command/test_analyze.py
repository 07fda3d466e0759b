import csv
import gzip
import hashlib
import importlib
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from backports import zstd
from click.testing import CliRunner, Result

from batchprot.command.main import main
from batchprot.properties.options import AnalysisOptions, option_terms
from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of
from batchprot.properties.version import ENGINE_VERSION

MADE_UP = "M" + "ACDEFGHIKLNPQRSTVY" * 6 + "W"
THREE = f""">sp|P1AAA1|ONE_TEST First protein OS=Test organism OX=1 GN=one PE=1 SV=1
{MADE_UP}
>two =1+1, "quoted"
MKVX
>three
MK*V
""".encode()


def run(*arguments: str, data: bytes = THREE) -> Result:
    return CliRunner().invoke(main, ["analyze", "-", *arguments], input=data)


def rows_of(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_header_is_the_first_line_and_the_table_s_columns_in_order() -> None:
    for preset in Preset:
        result = run("--columns", preset.value)
        assert result.stdout.splitlines()[0] == ",".join((*RECORD_COLUMNS, *columns_of(preset)))
        assert {len(row) for row in csv.reader(io.StringIO(result.stdout))} == {9 + len(columns_of(preset))}


def test_the_first_columns_are_those_people_were_promised() -> None:
    assert run().stdout.startswith(
        "ordinal,identifier,name,description,organism,gene,length,status,reason,ambiguous_residues,"
        "molecular_weight_da,monoisotopic_mass_da,isoelectric_point,charge_at_ph,instability_index,aliphatic_index,"
        "gravy,aromaticity,extinction_reduced,extinction_cystines,absorbance_reduced,absorbance_cystines,"
        "negative_residues,positive_residues,helix_fraction,turn_fraction,sheet_fraction,half_life_mammalian_h,"
        "half_life_mammalian_h_qualifier,half_life_yeast_h,half_life_yeast_h_qualifier,half_life_ecoli_h,"
        "half_life_ecoli_h_qualifier,formula,atoms,count_A,"
    )


def test_every_record_is_in_the_csv_with_its_status() -> None:
    result = run()
    assert result.exit_code == 0
    one, two, three = rows_of(result)
    assert (one["identifier"], one["name"], one["organism"], one["gene"], one["status"], one["reason"]) == (
        "sp|P1AAA1|ONE_TEST",
        "ONE_TEST",
        "Test organism",
        "one",
        "ok",
        "",
    )
    assert (one["length"], one["count_W"]) == (str(len(MADE_UP)), "1")
    assert (two["status"], two["molecular_weight_da"], two["ambiguous_residues"]) == ("warned", "", "1")
    assert two["gravy"]
    assert (three["status"], three["length"]) == ("rejected", "")
    assert "A stop (*) inside the sequence at residue 3" in three["reason"]
    assert not any(value for key, value in three.items() if key not in RECORD_COLUMNS)
    assert "3 records: 1 ok, 1 with a warning, 1 rejected" in result.stderr
    assert f"engine {ENGINE_VERSION}, Expasy ProtParam constants" in result.stderr


def test_text_that_would_run_as_a_formula_is_neutralised_and_numbers_never() -> None:
    data = b">=cmd|'/c calc'!A1 -2+3\nKKKK\n>@x +y\nDDDD\n"
    first, second = rows_of(run(data=data))
    assert (first["identifier"], first["description"]) == ("'=cmd|'/c", "calc'!A1 -2+3")
    assert (second["identifier"], second["description"]) == ("'@x", "'+y")
    assert float(second["gravy"]) == -3.5
    assert second["gravy"].startswith("-")


def test_cells_with_commas_and_quotes_come_back_whole() -> None:
    assert rows_of(run())[1]["description"] == '\'=1+1, "quoted"'


def test_options_reach_the_engine_and_the_summary() -> None:
    result = run("--ambiguous", "average", "--ph", "4.5", "--constants", "biopython", "--remove-initiator-met")
    assert rows_of(result)[1]["molecular_weight_da"]
    assert "Biopython ProteinAnalysis constants, charge at pH 4.5, initiator Met removed" in result.stderr
    assert rows_of(run("--ambiguous", "reject"))[1]["status"] == "rejected"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--ph", "15"], "--ph must be a number from 0 to 14."),
        (["--disulfides", "-1"], "--disulfides must be a whole number"),
        (["--last-residue", "0"], "--last-residue must be a whole number"),
        (["--first-residue", "0"], "--first-residue must be a whole number"),
        (["--constants", "mine"], "--constants must be one of expasy, biopython; there is no 'mine'."),
        (["--pka-set", "Bjellqvist"], "--pka-set must be one of expasy, EMBOSS-6.6, "),
    ],
)
def test_a_bad_option_is_a_sentence_and_exit_code_2(arguments: list[str], sentence: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert len(result.stderr.splitlines()) == 1
    assert not result.stdout


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "The file is empty"), (b"<html>", "a web page"), (b"hello\n>a\nMK", "Line 1 comes before")],
)
def test_what_can_not_be_read_is_one_sentence_and_exit_code_2(data: bytes, sentence: str) -> None:
    result = run(data=data)
    assert result.exit_code == 2
    assert result.stderr.startswith("Standard input: ")
    assert sentence in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not result.stdout


def test_a_missing_file_and_a_directory_are_sentences(tmp_path: Path) -> None:
    missing = CliRunner().invoke(main, ["analyze", str(tmp_path / "none.fasta")])
    directory = CliRunner().invoke(main, ["analyze", str(tmp_path)])
    assert (missing.exit_code, directory.exit_code) == (2, 2)
    assert missing.stderr.startswith("There is no file ")
    assert directory.stderr.startswith(f"The folder {tmp_path} holds no file with sequences")


def test_an_output_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    broken = gzip.compress(THREE * 3000)[:-4]
    refused = run("-o", str(output), data=broken)
    assert refused.exit_code == 2
    assert "ends too early" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    written = run("-o", str(output))
    assert (written.exit_code, written.stdout) == (0, "")
    assert output.read_text() == run().stdout
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "out.methods.txt"}
    assert output.stat().st_mode & 0o777 == 0o666 & ~current_umask()


def test_the_methods_stand_beside_the_csv(tmp_path: Path) -> None:
    fasta, output = tmp_path / "three.fasta", tmp_path / "three.csv"
    fasta.write_bytes(THREE)
    arguments = ["analyze", str(fasta), "-o", str(output), "--ph", "5.5", "--columns", "basic", "-q"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0
    said = dict(line.split(": ", 1) for line in (tmp_path / "three.methods.txt").read_text().splitlines())
    assert said["File"] == "three.fasta"
    assert said["SHA-256 of the file"] == hashlib.sha256(THREE).hexdigest()
    assert (said["Records in the file"], said["Rejected"]) == ("3", "1")
    assert said["Analysed"] == "2 (1 with a warning)"
    assert (said["Engine"], said["Columns"]) == (f"BatchProt engine {ENGINE_VERSION}", "basic")
    assert (said["Constants"], said["pH for net charge"]) == ("Expasy ProtParam", "5.5")
    assert set(dict(option_terms(AnalysisOptions()))) < set(said)


def test_methods_of_standard_input_name_no_file(tmp_path: Path) -> None:
    assert run("-o", str(tmp_path / "out")).exit_code == 0
    said = (tmp_path / "out.methods.txt").read_text()
    assert said.startswith("File: standard input\nRead as: FASTA. ")
    assert "\nRecords in the file: 3\n" in said
    assert "SHA-256" not in said


def test_a_device_has_no_methods_beside_it() -> None:
    assert run("-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null.methods.txt").exists()


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_output_that_can_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    result = run("-o", str(tmp_path / "no" / "out.csv"))
    assert result.exit_code == 2
    assert "can't be written" in result.stderr


def many(records: int) -> bytes:
    return b"".join(b">r%d of many\n%s\n" % (n, MADE_UP[n % 50 :].encode()) for n in range(records))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_processes_and_chunks_change_nothing(tmp_path: Path, packed: bool) -> None:
    data = many(12_000) + THREE
    path = tmp_path / "many.fasta"
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    command = [sys.executable, "-m", "cli", "analyze", str(path), "--columns", "basic"]
    alone = subprocess.run([*command, "--processes", "1"], capture_output=True, check=True)
    together = subprocess.run([*command, "--processes", "2"], capture_output=True, check=True)
    assert together.stdout == alone.stdout
    assert together.stdout.count(b"\n") == 12_004
    assert b"12,003 records" in together.stderr
    assert b"Traceback" not in together.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.fasta"
    path.write_bytes(many(12_000))
    command = [sys.executable, "-m", "cli", "analyze", str(path), "-q"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_quiet_says_nothing() -> None:
    assert run("--quiet").stderr == ""


def test_raw_lines_can_be_read_as_one_sequence() -> None:
    assert [row["identifier"] for row in rows_of(run(data=b"MKV\nMKL\n"))] == ["sequence_1", "sequence_2"]
    (one,) = rows_of(run("--reading", "one", data=b"MKV\nMKL\n"))
    assert one["length"] == "6"


def test_decimal_numbers_are_written_with_their_point() -> None:
    (row,) = rows_of(run(data=b">a\nAAAA\n"))
    assert (row["half_life_mammalian_h"], row["aliphatic_index"], row["isoelectric_point"][-2:] != ".0") == (
        "4.4",
        "100.0",
        True,
    )


def run_command(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "cli", "analyze", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_the_input_is_never_written_over(tmp_path):
    fasta = tmp_path / "proteins.fasta"
    fasta.write_text(">a\nMKVLAAGG\n")
    link = tmp_path / "link.csv"
    link.symlink_to(fasta)
    for output in (fasta, link):
        refused = run_command(fasta, "-o", output)
        assert refused.returncode == 2
        assert refused.stderr == f"{output} is the file that is read. Choose another name for the output.\n"
    assert fasta.read_text() == ">a\nMKVLAAGG\n"
    methods = fasta.rename(tmp_path / "table.methods.txt")
    assert run_command(methods, "-o", tmp_path / "table.csv").returncode == 2
    assert methods.read_text() == ">a\nMKVLAAGG\n"


def test_a_link_as_output_stays_a_link(tmp_path):
    fasta, table, link = tmp_path / "a.fasta", tmp_path / "table.csv", tmp_path / "link.csv"
    fasta.write_text(">a\nMKVLAAGG\n")
    table.write_text("")
    link.symlink_to(table)
    assert run_command(fasta, "-o", link).returncode == 0
    assert link.is_symlink()
    assert table.read_text().startswith("ordinal,")


@pytest.mark.parametrize("preset", ["basic", "advanced", "all"])
def test_a_file_of_rejected_records_only_is_a_table_of_them(tmp_path, preset):
    fasta = tmp_path / "headers.fasta"
    fasta.write_text(">only\n>another\n")
    done = run_command(fasta, "--columns", preset)
    assert done.returncode == 3
    assert [line.split(",")[7] for line in done.stdout.splitlines()[1:]] == ["rejected", "rejected"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_under_standard_output_is_one_sentence(tmp_path):
    fasta = tmp_path / "a.fasta"
    fasta.write_text(">a\nMKVLAAGG\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cli", "analyze", str(fasta)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode() == "Standard output can't be written: No space left on device.\n"


def test_how_the_text_was_read_is_said_on_standard_error_in_methods_and_in_notes(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    said = run("-o", str(output), data=b">a\nmkvlaa*\n>b\nMKV\n").stderr.splitlines()[-1]
    assert said.startswith("Read as: FASTA. The first line begins with >. Changed in reading: ")
    assert "1 final stop removed" in said
    assert "1 record had lower-case letters, which were read as capitals" in said
    assert "\nChanged in reading: 1 record had lower-case" in (tmp_path / "out.methods.txt").read_text()
    first, second = csv.DictReader(io.StringIO(output.read_text()))
    assert first["notes"].startswith("lower_case;final_stop_removed;")
    assert "lower_case" not in second["notes"]


@pytest.mark.parametrize(
    ("data", "flags"),
    [
        (b"MVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTT\nKTYFPHFDLSHGSAQVKGHGKKVADALTNAVAHVDDMPNA\nLSAL", "one list"),
        (b"pep1 ACDEFGHIK\npep2 KLMNPQRST\n", "table"),
        (b"&gt;one\nMKVLAA\n", "fasta"),
    ],
)
def test_what_is_open_is_refused_with_the_options_that_settle_it(data: bytes, flags: str) -> None:
    refused = run(data=data)
    assert (refused.exit_code, refused.stdout) == (2, "")
    for flag in flags.split():
        assert f"(--reading {flag}" in refused.stderr
        settled = run("--reading", flag, data=data)
        assert settled.exit_code == 0
        assert all(row["status"] == "ok" for row in rows_of(settled))


def test_gaps_are_dropped_when_asked_and_stops_written_as_points_are_not() -> None:
    data = b">a\nMK--VLAA\n>stop\nMKV.LAA\n>flanked\nK.PEPTIDE.R\n"
    assert [row["status"] for row in rows_of(run(data=data))] == ["rejected"] * 3
    dropped = rows_of(run("--gaps", "drop", data=data))
    assert [(row["status"], row["length"]) for row in dropped] == [("ok", "6"), ("rejected", ""), ("rejected", "")]
    assert "gaps_dropped" in dropped[0]["notes"]


def test_several_files_get_a_column_for_their_names_and_go_on_counting(tmp_path: Path) -> None:
    one, two = tmp_path / "one.fasta", tmp_path / "two.zip"
    one.write_bytes(b">a\nMKV\n>b\nMKL\n")
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("inner/c.faa", ">c\nMKI")
        archive.writestr("README.md", "Proteins.")
        archive.writestr("inner/d.faa.gz", gzip.compress(b">d\nMKM\n"))
    result = CliRunner().invoke(main, ["analyze", str(one), str(two)])
    assert [(row["file"], row["ordinal"], row["identifier"]) for row in rows_of(result)] == [
        ("one.fasta", "1", "a"),
        ("one.fasta", "2", "b"),
        ("two.zip/inner/c.faa", "3", "c"),
        ("two.zip/inner/d.faa.gz", "4", "d"),
    ]
    assert "file" not in rows_of(CliRunner().invoke(main, ["analyze", str(one)]))[0]


@pytest.mark.parametrize("kind", ["gzip", "bz2", "lzma"])
def test_compressed_files_of_every_kind_are_read(kind: str) -> None:
    assert run(data=importlib.import_module(kind).compress(THREE)).stdout == run().stdout


def test_zstandard_and_tar_are_read() -> None:
    assert run(data=zstd.compress(THREE)).stdout == run().stdout
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo("three.fasta")
        info.size = len(THREE)
        archive.addfile(info, io.BytesIO(THREE))
    assert [row["identifier"] for row in rows_of(run(data=packed.getvalue()))] == ["sp|P1AAA1|ONE_TEST", "two", "three"]


def test_dna_is_translated_only_when_asked() -> None:
    genbank = (
        b"LOCUS       X1                        12 bp    DNA     linear   BCT 01-JAN-2000\n"
        b"DEFINITION  made up.\nACCESSION   X1\nVERSION     X1.1\nORIGIN\n        1 atgaaagtgt aa\n//\n"
    )
    refused = run(data=genbank)
    assert refused.exit_code == 2
    assert "is DNA, not protein" in refused.stderr
    (row,) = rows_of(run("--translate", "1", data=genbank))
    assert (row["identifier"], row["length"]) == ("X1.1", "3")
    assert "translated in frame 1 by NCBI's genetic code 1" in row["description"]


@pytest.mark.parametrize("name", ["out.txt", "out.json", "out.xlsx.gz", "OUT.PARQUET.zst", "out.csv.bz2"])
def test_an_ending_that_says_nothing_is_refused(tmp_path: Path, name: str) -> None:
    result = run("-o", str(tmp_path / name))
    assert result.exit_code == 2
    assert "has an ending that says nothing. Choose one of .csv, .csv.gz, .csv.zst, .tsv," in result.stderr
    assert not list(tmp_path.iterdir())


def test_exit_codes_tell_pipelines_of_rejected_records() -> None:
    some, every, none = THREE, b">three\nMK*V\n>four\n", b">one\nMKV\n"
    codes = [(run(data=data).exit_code, run("--strict", data=data).exit_code) for data in (none, some, every)]
    assert codes == [(0, 0), (0, 1), (3, 3)]


def test_a_folder_is_read_with_the_files_of_sequences_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "proteomes"
    (folder / "b").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "b" / "two.faa.gz").write_bytes(gzip.compress(b">b\nMKL\n"))
    (folder / "a.fasta").write_bytes(b">a\nMKV\n")
    (folder / "README.md").write_text("Proteins.")
    (folder / ".hidden" / "c.fasta").write_bytes(b">c\nMKL\n")
    rows = rows_of(CliRunner().invoke(main, ["analyze", str(folder)]))
    assert [(row["file"], row["identifier"]) for row in rows] == [("a.fasta", "a"), ("b/two.faa.gz", "b")]


def test_multiqc_gets_a_row_for_each_file(tmp_path: Path) -> None:
    one, two, report = tmp_path / "one.fasta", tmp_path / "two.fasta", tmp_path / "all_mqc.json"
    one.write_bytes(THREE)
    two.write_bytes(b">a\nMKV\n")
    assert CliRunner().invoke(main, ["analyze", str(one), str(two), "--multiqc", str(report), "-q"]).exit_code == 0
    content = json.loads(report.read_text())
    assert content["plot_type"] == "table"
    assert content["data"]["one.fasta"] == {
        "records": 3, "ok": 1, "warned": 1, "rejected": 1, "rejected_percent": pytest.approx(100 / 3)
    }  # fmt: skip
    assert content["data"]["two.fasta"]["records"] == 1
    assert content["headers"].keys() == content["data"]["two.fasta"].keys()
