import stat
from uuid import uuid4

import pytest

from jobs.adapters.storage import LocalStorage


@pytest.fixture
def storage(tmp_path):
    return LocalStorage(tmp_path / "files", "secret")


def write(storage, key, data=b"data"):
    with storage.create(key) as file:
        file.write(data)


def test_files_are_private(storage, tmp_path):
    write(storage, uuid4())
    (path,) = (tmp_path / "files").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_error_while_writing_leaves_nothing(storage, tmp_path):
    key = uuid4()
    writing = storage.create(key)
    writing.__enter__().write(b"half")
    assert writing.__exit__(RuntimeError, RuntimeError(), None) is not True
    assert list((tmp_path / "files").iterdir()) == []
    with pytest.raises(FileNotFoundError):
        storage.open(key)


def test_a_token_permits_one_upload_under_one_secret(storage, tmp_path):
    key, other = uuid4(), uuid4()
    url, fields = storage.upload_form(key, 4)
    assert str(key) in url
    assert storage.permits(key, fields["token"])
    assert not storage.permits(other, fields["token"])
    assert not storage.permits(key, "")
    assert not LocalStorage(tmp_path, "another").permits(key, fields["token"])
    assert LocalStorage(tmp_path, "secret").permits(key, fields["token"])


def test_keys_come_with_their_age_and_foreign_files_are_ignored(storage, tmp_path):
    import os

    key = uuid4()
    write(storage, key)
    (tmp_path / "files" / "README").touch()
    path = next(path for path in (tmp_path / "files").iterdir() if str(key) in path.name)
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 500))
    ((found, age),) = storage.stored()
    assert found == key
    assert 499 < age < 600


def test_only_old_parts_are_removed(storage, tmp_path):
    write(storage, uuid4())
    part = tmp_path / "files" / f"{uuid4()}.x.part"
    part.touch()
    storage.delete_parts(60)
    assert part.exists()
    storage.delete_parts(0)
    assert not part.exists()
    assert len(list((tmp_path / "files").iterdir())) == 1
