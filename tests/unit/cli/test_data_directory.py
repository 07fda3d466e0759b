import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from batchprot.command.main import main
from batchprot.refusal import Refusal
from cli.data_directory import lock, open_data_directory


def test_the_secret_key_is_made_once_and_only_for_us(tmp_path: Path):
    directory = open_data_directory(tmp_path / "data")
    key = directory.secret_key()
    assert len(key) >= 48
    assert directory.secret_key() == key
    assert stat.S_IMODE((directory.root / "secret-key").stat().st_mode) == 0o600


def test_two_directories_have_different_keys(tmp_path: Path):
    first, second = open_data_directory(tmp_path / "a"), open_data_directory(tmp_path / "b")
    assert first.secret_key() != second.secret_key()


def test_a_file_in_the_way_is_one_sentence(tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(Refusal, match=r"^Can't keep data in .*Choose another place with --data-dir\.$") as refusal:
        open_data_directory(blocked / "data")
    answer = CliRunner().invoke(main, ["up", "--data-dir", str(blocked / "data")])
    assert (answer.exit_code, answer.output) == (2, f"{refusal.value}\n")


def test_a_second_lock_on_the_same_directory_is_refused(tmp_path: Path):
    directory = open_data_directory(tmp_path)
    held = lock(directory)
    with pytest.raises(Refusal, match="already running"):
        lock(directory)
    os.close(held)
    os.close(lock(directory))
