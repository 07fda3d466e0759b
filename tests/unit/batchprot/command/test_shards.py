"""Shares of one run on several machines: the rows of one, whatever is killed, mixed up, lost or done twice."""

import gzip
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner, Result

import batchprot.command.calling as command
import batchprot.command.merge as merging
import batchprot.command.run as running
from batchprot.command.main import main
from batchprot.command.parts import Folder, checksum_of
from batchprot.command.shards import Shard
from batchprot.tables.forms import ENDINGS

SEQUENCE = b"M" + b"ACDEFGHIKLNPQRSTVY" * 6 + b"W"
BATCHPROT = [sys.executable, "-m", "cli"]


def records(count: int, name: str) -> bytes:
    return b"".join(b">%s%d of many\n%s\n" % (name.encode(), n, SEQUENCE[n % 60 :]) for n in range(count))


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Three files: plain with a rejected record, compressed, and plain with blank lines in front."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "a.fasta").write_bytes(records(300, "a") + b">bad\nMK*V\n" + records(200, "b"))
    (folder / "b.fasta.gz").write_bytes(gzip.compress(records(400, "c")))
    (folder / "c.fasta").write_bytes(b"\n\n" + records(100, "d") + b">worse\nM?\n")
    return [str(path) for path in sorted(folder.iterdir())]


def analyze(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["analyze", "--columns", "basic", *map(str, arguments)])


def merge(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["merge", *map(str, arguments)])


@pytest.mark.parametrize("shards", [1, 4, 7])
def test_shards_together_are_the_run_over_everything(tmp_path: Path, inputs: list[str], shards: int) -> None:
    parts, whole, merged = tmp_path / "parts", tmp_path / "whole.parquet", tmp_path / "merged.parquet"
    assert analyze(*inputs, "-o", whole).exit_code == 0
    for number in random.Random(1).sample(range(1, shards + 1), shards):
        done = analyze(*inputs, "--shard", f"{number}/{shards}", "-o", parts)
        assert done.exit_code == 0, done.stderr
    together = merge(parts, "-o", merged)
    assert together.exit_code == 0, together.stderr
    assert "1,002 records: 1,000 ok, 0 with a warning, 2 rejected" in together.stderr
    expected = pl.read_parquet(whole)
    assert pl.read_parquet(merged).equals(expected)
    assert pl.read_parquet(parts / "part-*.parquet").equals(expected)
    assert pl.DataFrame(duckdb.sql(f"SELECT * FROM '{parts}/part-*.parquet'").to_arrow_table()).equals(expected)
    sizes = [pl.read_parquet(file).height for file in sorted(parts.glob("part-*.parquet"))]
    assert len(sizes) == shards
    assert max(sizes) < 1.5 * sum(sizes) / shards
    assert CliRunner().invoke(main, ["verify", str(merged), *(f"--input={file}" for file in inputs)]).exit_code == 0


def test_shards_as_text_are_the_run_over_everything(inputs: list[str]) -> None:
    whole = analyze(*inputs).stdout
    shares = [analyze(*inputs, "--shard", f"{number}/3").stdout for number in (1, 2, 3)]
    heading, _, _ = whole.partition("\n")
    assert "".join(share.removeprefix(f"{heading}\n") for share in shares) == whole.removeprefix(f"{heading}\n")


def test_more_shards_than_records_leave_empty_parts(tmp_path: Path) -> None:
    fasta, parts = tmp_path / "two.fasta", tmp_path / "parts"
    fasta.write_bytes(b">a\nMKV\n>b\nMKL\n")
    for number in range(1, 6):
        assert analyze(fasta, "--shard", f"{number}/5", "-o", parts).exit_code == 0
    assert merge(parts, "-o", tmp_path / "all.parquet").exit_code == 0
    assert pl.read_parquet(tmp_path / "all.parquet")["identifier"].to_list() == ["a", "b"]
    assert pl.read_parquet(parts / "part-*.parquet").height == 2


def test_what_is_done_is_not_done_again(tmp_path: Path, inputs: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    parts = tmp_path / "parts"
    assert analyze(*inputs, "-o", parts, "--shard", "2/3").exit_code == 0
    monkeypatch.setattr(command.Call, "_make_part", lambda *_: pytest.fail("it was made again"))
    again = analyze(*inputs, "-o", parts, "--shard", "2/3")
    assert (again.exit_code, "part-00002.parquet is done already." in again.stderr) == (0, True)


def test_the_manifest_counts_and_names_what_is_missing(tmp_path: Path, inputs: list[str]) -> None:
    parts = tmp_path / "parts"
    for number in (1, 3):
        assert analyze(*inputs, "-o", parts, "--shard", f"{number}/4").exit_code == 0
    manifest = json.loads((parts / "manifest.json").read_text())
    assert (manifest["done"], manifest["missing"], manifest["shards"]) == (2, [2, 4], 4)
    assert [one["sha256"] for one in manifest["inputs"]] == [checksum_of(Path(file)) for file in inputs]
    assert [one["sha256"] for one in manifest["parts"]] == [
        checksum_of(parts / f"part-0000{number}.parquet") for number in (1, 3)
    ]
    assert sum(manifest["records"].values()) == pl.read_parquet(parts / "part-*.parquet").height
    missing = merge(parts)
    assert missing.exit_code == 1
    assert missing.stderr == "2 of 4 parts are missing: 2, 4. Run --shard i/4 for each.\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--shard", "2/4"), "another number of shards (3 there, 4 here)"),
        (("--shard", "2/3", "--ph", "5"), "another options"),
        (("--shard", "2/3", "--sequences"), "another column of sequences"),
    ],
)
def test_parts_of_another_run_are_refused(tmp_path: Path, inputs: list[str], change: tuple[str], said: str) -> None:
    parts = tmp_path / "parts"
    assert analyze(*inputs, "-o", parts, "--shard", "1/3").exit_code == 0
    refused = analyze(*inputs, "-o", parts, *change)
    assert (refused.exit_code, said in refused.stderr) == (2, True), refused.stderr


def test_parts_of_another_version_are_refused(tmp_path: Path, inputs: list[str]) -> None:
    parts = tmp_path / "parts"
    for number in (1, 2):
        assert analyze(*inputs, "-o", parts, "--shard", f"{number}/2").exit_code == 0
    described = parts / "part-00001.json"
    content = json.loads(described.read_text())
    content["run"]["engine_version"] = "0.9.0"
    described.write_text(json.dumps(content))
    for refused in (analyze(*inputs, "-o", parts, "--shard", "2/2"), merge(parts)):
        assert refused.exit_code == 2
        assert "another engine version (" in refused.stderr
        assert "0.9.0" in refused.stderr
    described.write_text("{}")
    assert "is damaged or of another version" in analyze(*inputs, "-o", parts, "--shard", "2/2").stderr


def test_a_changed_part_is_found(tmp_path: Path, inputs: list[str]) -> None:
    parts = tmp_path / "parts"
    for number in (1, 2):
        assert analyze(*inputs, "-o", parts, "--shard", f"{number}/2").exit_code == 0
    part = parts / "part-00002.parquet"
    data = bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    damaged = merge(parts)
    assert (damaged.exit_code, "Not as they were written: part-00002.parquet." in damaged.stderr) == (1, True)
    part.unlink()
    assert analyze(*inputs, "-o", parts, "--shard", "2/2").exit_code == 0
    assert merge(parts).exit_code == 0


@pytest.mark.parametrize("value", ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", "1/3/5", "1/100000"])
def test_a_share_that_there_is_not_is_one_sentence(inputs: list[str], value: str) -> None:
    refused = analyze(*inputs, "--shard", value)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("--shard must be i/n with i from 1 to n")


def test_standard_input_can_not_be_shared_out() -> None:
    refused = CliRunner().invoke(main, ["analyze", "-", "--shard", "1/2"], input=b">a\nMKV\n")
    assert (refused.exit_code, "--shard needs files" in refused.stderr) == (2, True)


@pytest.mark.parametrize("how", ["removed", "changed", "replaced"])
def test_an_input_that_vanishes_or_changes_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    fasta, output = tmp_path / "many.fasta", tmp_path / "out.parquet"
    fasta.write_bytes(records(9_000, "r"))
    add = command.Run.add

    def add_and_disturb(run, source, stream, *arguments, **named):
        if how == "removed":
            fasta.unlink()
        elif how == "changed":
            with fasta.open("ab") as more:
                more.write(b">more\nMKV\n")
        else:
            (tmp_path / "other").write_bytes(fasta.read_bytes())
            (tmp_path / "other").replace(fasta)
        add(run, source, stream, *arguments, **named)

    monkeypatch.setattr(command.Run, "add", add_and_disturb)
    refused = analyze(fasta, "-o", output, "--threads", "1")
    assert refused.exit_code == 2
    assert f"{fasta} was {'removed' if how == 'removed' else 'changed'} while it was read." in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert not output.exists()


def test_two_processes_on_one_part_make_it_once(tmp_path: Path) -> None:
    fasta, parts = tmp_path / "many.fasta", tmp_path / "parts"
    fasta.write_bytes(records(20_000, "r"))
    command = [*BATCHPROT, "analyze", str(fasta), "-o", str(parts), "--shard", "1/1"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted("is done already" in text for text in said) == [False, True]
    assert merge(parts).exit_code == 0


def test_the_checksum_of_an_input_is_computed_once(tmp_path, inputs, monkeypatch):
    def again(_stream):
        raise AssertionError

    monkeypatch.setattr(running, "_checksum", again)
    monkeypatch.chdir(Path(inputs[0]).parent)
    done = analyze(*(Path(path).name for path in inputs), "-o", tmp_path / "parts", "--shard", "1/1")
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_twenty_kills_leave_what_no_kill_leaves(tmp_path: Path) -> None:
    fasta, undisturbed, parts = tmp_path / "many.fasta", tmp_path / "undisturbed", tmp_path / "parts"
    fasta.write_bytes(records(30_000, "r"))
    shards = 6

    def started(number: int, folder: Path) -> subprocess.Popen[str]:
        arguments = ["analyze", str(fasta), "-o", str(folder), "--shard", f"{number}/{shards}", "-t", "2"]
        return subprocess.Popen([*BATCHPROT, *arguments], stderr=subprocess.PIPE, text=True, start_new_session=True)

    begin = time.monotonic()
    for number in range(1, shards + 1):
        process = started(number, undisturbed)
        process.communicate()
        assert process.returncode == 0
    usual = (time.monotonic() - begin) / shards
    moments = random.Random(20)
    kills = made = 0
    while kills < 20 or len(list(parts.glob("part-*.json"))) < shards:
        for number in range(1, shards + 1):
            process = started(number, parts)
            if kills < 20:
                try:
                    process.wait(moments.uniform(0.05, 0.95) * usual)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    kills += 1
            made += "is done already" not in process.communicate()[1] and process.returncode == 0
        if kills < 20:  # On a slow machine most of them end first: then the parts are made once more.
            shutil.rmtree(parts, ignore_errors=True)
            made = 0
    assert made <= shards
    names = [f"part-{number:05}.parquet" for number in range(1, shards + 1)]
    assert [(parts / name).read_bytes() == (undisturbed / name).read_bytes() for name in names] == [True] * shards
    assert merge(parts).exit_code == 0
    assert not [path for path in parts.glob(".*") if path.suffix != ".lock"]


def test_a_folder_that_can_not_be_made_is_one_sentence(tmp_path: Path, inputs: list[str]) -> None:
    (tmp_path / "file").write_text("")
    refused = analyze(*inputs, "-o", f"{tmp_path}/file/parts/", "--shard", "1/2")
    assert (refused.exit_code, "can't be made" in refused.stderr) == (2, True)


def test_what_a_killed_process_left_is_removed(tmp_path: Path, inputs: list[str]) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    left = parts / ".part-00001.parquet.abcdefgh"
    left.write_text("half")
    assert analyze(*inputs, "-o", parts, "--shard", "1/2").exit_code == 0
    assert not left.exists()
    assert Folder(str(parts)).table(Shard(1, 2)).exists()


def different_records(count: int) -> bytes:
    """Records that no compression makes small."""
    letters = random.Random(7)
    return b"".join(b">r%d\n%s\n" % (n, bytes(letters.choices(SEQUENCE, k=80))) for n in range(count))


NARROW = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
"""A limit on the size of files stands for a disk that is full: writing fails in the middle, as it does there."""


@pytest.mark.parametrize("ending", [*ENDINGS, "/"])
def test_a_disk_that_fills_up_leaves_nothing_and_is_one_sentence(tmp_path: Path, ending: str) -> None:
    fasta = tmp_path / "many.fasta"
    fasta.write_bytes(different_records(9_000))
    program = NARROW + "from batchprot.command.main import main; main()"
    command = [sys.executable, "-c", program, "analyze", str(fasta), "-t", "2", "-o", f"{tmp_path}/out{ending}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "can't be written: File too large." in done.stderr
    left = [path for path in tmp_path.rglob("*") if path.is_file() and path != fasta]
    assert [path for path in left if path.suffix != ".lock"] == []


def test_a_disk_that_fills_up_while_parts_are_merged_leaves_the_parts(tmp_path: Path) -> None:
    fasta, parts, table = tmp_path / "many.fasta", tmp_path / "parts", tmp_path / "all.parquet"
    fasta.write_bytes(different_records(9_000))
    assert analyze(fasta, "-o", f"{parts}/").exit_code == 0
    program = NARROW + "from batchprot.command.main import main; main()"
    command = [sys.executable, "-c", program, "merge", str(parts), "-o", str(table)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"{table} can't be written: File too large.\n")
    assert not table.exists()
    assert merge(parts).exit_code == 0


def test_a_part_that_vanishes_while_parts_are_merged_is_one_sentence(tmp_path, inputs, monkeypatch):
    parts, table = tmp_path / "parts", tmp_path / "all.parquet"
    for number in (1, 2):
        assert analyze(*inputs, "-o", parts, "--shard", f"{number}/2").exit_code == 0
    join = merging._join

    def remove_and_join(folder, *arguments):
        (folder.path / "part-00002.parquet").unlink()
        join(folder, *arguments)

    monkeypatch.setattr(merging, "_join", remove_and_join)
    refused = CliRunner().invoke(main, ["merge", str(parts), "-o", str(table)])
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1), refused.output
    assert "part-00002.parquet" in refused.stderr
    assert not table.exists()
