"""Shards run by Snakemake and by Slurm, one of them killed in the middle: the rows of one run. `make test-scale`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import polars as pl
import psutil

ROOT = Path(__file__).parents[2]
BATCHPROT = [sys.executable, "-m", "cli"]
SHARDS = 6


def whole(fasta: Path) -> pl.DataFrame:
    output = fasta.parent / "whole.parquet"
    subprocess.run([*BATCHPROT, "analyze", str(fasta), "-o", str(output), "-q"], check=True, cwd=ROOT)
    return pl.read_parquet(output)


def is_done(parts: Path, words: list[str]) -> bool:
    number, _, _ = words[words.index("--shard") + 1].partition("/")
    return (parts / f"part-{int(number):05}.parquet").exists()


def kill_a_shard_when_some_are_done(parts: Path) -> None:
    """SIGKILL the processes of one shard, as when its node is lost, once a first part is there."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        if list(parts.glob("part-*.json")):
            for process in psutil.process_iter(["cmdline"]):
                words = process.info["cmdline"] or []
                if "analyze" in words and str(parts) in words and not is_done(parts, words):
                    process.send_signal(signal.SIGKILL)
                    return
        time.sleep(0.02)
    raise AssertionError("no shard was at work")


def test_snakemake_runs_the_shards_and_makes_a_killed_one_again(tmp_path: Path, fasta: Path, snakemake: str) -> None:
    expected, parts = whole(fasta), tmp_path / "parts"
    config = [f"input={fasta}", f"shards={SHARDS}", f"folder={parts}", f"batchprot={sys.executable} -m cli"]
    command = [snakemake, "--snakefile", str(ROOT / "deploy/scale/Snakefile"), "--cores", "2", "--retries", "2"]
    arguments = [*command, "--directory", str(tmp_path), "--config", *config]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        kill_a_shard_when_some_are_done(parts)
        said, _ = running.communicate()
    assert running.returncode == 0, said.decode()
    assert b"Trying to restart job" in said or b"restart" in said
    assert pl.read_parquet(tmp_path / "parts.parquet").equals(expected)


def test_a_slurm_array_runs_the_shards_and_one_that_was_killed_is_queued_again(
    tmp_path: Path, fasta: Path, slurm: dict[str, str]
) -> None:
    expected, parts = whole(fasta), tmp_path / "parts"
    environment = slurm | {"PYTHONPATH": str(ROOT)}
    script = str(ROOT / "deploy/scale/slurm.sh")
    batch = ["sbatch", "--parsable", f"--chdir={tmp_path}", "--mem=500M"]
    array = [*batch, f"--array=1-{SHARDS}", script, str(parts), str(fasta)]
    number = subprocess.run(array, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    kill_a_shard_when_some_are_done(parts)
    _until_idle(environment)
    missing = subprocess.run([*BATCHPROT, "merge", str(parts)], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (missing.returncode, "parts are missing" in missing.stderr) == (1, True), (number, missing.stderr)
    # The same command again: what is done is skipped.
    before = {path.name: path.stat().st_mtime_ns for path in parts.glob("part-*.parquet")}
    subprocess.run(array, env=environment, check=True, capture_output=True)
    _until_idle(environment)
    merged = tmp_path / "all.parquet"
    subprocess.run([*BATCHPROT, "merge", str(parts), "-o", str(merged)], cwd=ROOT, check=True)
    assert pl.read_parquet(merged).equals(expected)
    assert {name: (parts / name).stat().st_mtime_ns for name in before} == before
    question = f"SELECT count(*), avg(gravy) FROM '{parts}/part-*.parquet'"
    ((count, mean),) = duckdb.sql(question).fetchall()
    assert (count, round(mean, 9)) == (len(expected), round(expected["gravy"].mean(), 9))


def _until_idle(environment: dict[str, str]) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        if not subprocess.run(["squeue", "-h"], env=environment, check=True, capture_output=True).stdout.strip():
            return
        time.sleep(0.5)
    raise AssertionError("the array doesn't end")
