"""Where the embedded database may lie."""

import pytest

from cli import embedded_postgres
from cli.embedded_postgres import UnsuitableDirectoryError, check_directory, closed_parents


def test_a_path_too_long_for_a_socket_is_refused(tmp_path):
    """The socket would lie in a folder that everybody may write to, and whoever reaches it is superuser."""
    check_directory(tmp_path / "pg")
    with pytest.raises(UnsuitableDirectoryError, match=r"too long .* --data-dir"):
        check_directory(tmp_path / ("x" * 100) / "pg")
    assert embedded_postgres.SETTINGS["unix_socket_permissions"] == "0700"


def test_folders_that_would_be_opened_are_named(tmp_path, monkeypatch):
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert private in closed_parents(private / "pg")
    private.chmod(0o755)
    assert private not in closed_parents(private / "pg")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    private.chmod(0o700)
    assert closed_parents(private / "pg") == []
