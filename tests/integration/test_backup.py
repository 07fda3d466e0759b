"""What `batchprot backup` saves, `batchprot restore` brings back: rows, files and the counters of identities."""

import io
import json
import tarfile
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from batchprot.command.main import main
from cli import copying
from models.database import libpq_url

FASTA = ">one\nMKVLAAGITW\n>two\nMKVX\n"


def run(command: str, file: Path, folder: Path) -> Result:
    return CliRunner().invoke(main, [command, str(file), "--files", str(folder)])


def everything(url: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(libpq_url(url)) as connection:
        return {
            table: sorted(connection.execute(f'SELECT t::text FROM "{table}" t').fetchall())
            for table in copying.tables(connection)
        }


@pytest.fixture
def saved(submit_text, storage_dir, database_url, monkeypatch, tmp_path) -> Path:
    submit_text(FASTA)
    monkeypatch.setenv("DATABASE_URL", database_url)
    file = tmp_path / "backup.tar.gz"
    done = run("backup", file, storage_dir)
    assert done.exit_code == 0, done.output
    return file


def test_a_backup_brings_back_every_row_and_file(
    saved, storage_dir, database_url, empty_database_url, monkeypatch, tmp_path
):
    assert saved.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    folder = tmp_path / "restored"
    done = run("restore", saved, folder)
    assert done.exit_code == 0, done.output
    before, after = everything(database_url), everything(empty_database_url)
    assert before["job"]
    assert before["upload"]
    assert after == before
    kept = {path.name: path.read_bytes() for path in storage_dir.iterdir() if path.is_file()}
    assert kept
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept
    with psycopg.connect(libpq_url(database_url)) as there, psycopg.connect(libpq_url(empty_database_url)) as here:
        assert copying.sequences(here) == copying.sequences(there)


def test_a_database_that_is_used_is_not_written_over(saved, database_url, tmp_path):
    before = everything(database_url)
    refused = run("restore", saved, tmp_path / "restored")
    assert (refused.exit_code, "The database isn't empty." in refused.stderr) == (2, True)
    assert everything(database_url) == before


@pytest.mark.parametrize("damage", ["cut", "other", "newer"])
def test_a_damaged_foreign_or_newer_backup_is_one_sentence(saved, empty_database_url, monkeypatch, tmp_path, damage):
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    if damage == "cut":
        saved.write_bytes(saved.read_bytes()[:-2_000])
    elif damage == "other":
        with tarfile.open(saved, "w:gz") as archive:
            archive.addfile(tarfile.TarInfo("README"))
    else:
        content = json.dumps({"revisions": ["9999"], "tables": {}, "columns": {}, "sequences": {}, "files": 0}).encode()
        info = tarfile.TarInfo("batchprot-backup.json")
        info.size = len(content)
        with tarfile.open(saved, "w:gz") as archive:
            archive.addfile(info, io.BytesIO(content))
    refused = run("restore", saved, tmp_path / "restored")
    assert refused.exit_code == 2
    assert len(refused.stderr.splitlines()) == 1
    assert ("Update BatchProt first" if damage == "newer" else "damaged or no backup") in refused.stderr


@pytest.mark.usefixtures("saved")
def test_a_backup_that_can_not_be_written_leaves_nothing(storage_dir, tmp_path):
    refused = run("backup", tmp_path / "none" / "backup.tar", storage_dir)
    assert (refused.exit_code, "can't be written" in refused.stderr) == (2, True)
    assert run("restore", tmp_path / "none.tar", storage_dir).stderr.startswith("There is no file")
