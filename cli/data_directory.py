"""The directory in which a local BatchProt keeps its database, files, secret key and logs."""

import fcntl
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from batchprot.refusal import Refusal

PRIVATE = 0o700
ADDRESS = "address"
"""The file that says where a running BatchProt is reached."""


@dataclass(frozen=True)
class DataDirectory:
    """Where everything of one local installation lies."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The embedded database."""
        return self.root / "postgres"

    @property
    def storage(self) -> Path:
        """Uploaded files."""
        return self.root / "files"

    @property
    def logs(self) -> Path:
        """One log a service."""
        return self.root / "logs"

    def secret_key(self) -> str:
        """Return the key that signs cookies and upload links, made at the first start and kept."""
        path = self.root / "secret-key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return path.read_text()


def open_data_directory(root: Path) -> DataDirectory:
    """Make the directory if need be and check that we may write in it.

    Raises:
        Refusal: it can't be made or written.
    """
    directory = DataDirectory(root.expanduser().resolve())
    try:
        for path in (directory.root, directory.storage, directory.logs):
            path.mkdir(parents=True, exist_ok=True)
        for path in (directory.storage, directory.logs):
            path.chmod(PRIVATE)  # sequences, and links that sign in
        probe = directory.root / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Refusal(
            f"Can't keep data in {directory.root}: {error.strerror}. Choose another place with --data-dir.",
        ) from error
    return directory


def lock(directory: DataDirectory) -> int:
    """Hold the directory for this process alone; the lock ends with the process, however it ends.

    Returns:
        The open file descriptor that carries the lock.

    Raises:
        Refusal: another BatchProt holds it.
    """
    descriptor = os.open(directory.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise Refusal(
            f"BatchProt is already running on {directory.root}. Stop it first, or choose another --data-dir.",
        ) from error
    return descriptor
