"""Where uploaded files lie: a port, and the directory that stands behind it on one machine."""

import hashlib
import hmac
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

KEY = re.compile(r"[0-9a-f-]{36}")
PART_SUFFIX = ".part"


RESERVE_BYTES, RESERVE_PART = 1_000_000_000, 20


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk, in bytes.

    Attributes:
        free: what is left of it.
        reserve: what uploads, results and downloads leave free, at most a twentieth of a small disk: the database
            needs it, so that people can sign in and delete something.
    """

    free: int
    reserve: int


class Storage(Protocol):
    """Files by key. A file appears whole or not at all, and is never changed afterwards."""

    @property
    def origin(self) -> str:
        """Scheme and host that pages send files to; empty when it is the web application itself."""
        ...

    def upload_form(self, key: UUID, size: int) -> tuple[str, dict[str, str]]:
        """The address to send a file of `size` bytes to and the form fields that permit it."""
        ...

    def permits(self, key: UUID, token: str) -> bool:
        """Whether `token` was given out for this upload."""
        ...

    def sent(self, key: UUID) -> BinaryIO | None:
        """What somebody sent straight to the storage by the form, as it was sent; None when nothing came this way."""
        ...

    def create(self, key: UUID) -> AbstractContextManager[BinaryIO]:
        """Write a new file inside a `with` block; it exists once the block ends without an error."""
        ...

    def open(self, key: UUID) -> BinaryIO:
        """Read a file, from anywhere in it.

        Raises:
            FileNotFoundError: there is none.
        """
        ...

    def delete(self, key: UUID) -> None:
        """Remove a file; nothing happens when there is none."""
        ...

    def link(self, key: UUID, content_type: str, disposition: str) -> str | None:
        """An address from which a browser fetches the file itself; None when the web application must send it."""
        ...

    def disk(self) -> Disk | None:
        """The disk that files lie on; None where there is no bound."""
        ...

    def stored(self) -> Iterator[tuple[UUID, float]]:
        """Every key with the age of its file in seconds, unfinished ones included."""
        ...

    def delete_parts(self, older_than: float) -> None:
        """Remove what killed processes left half written, `older_than` seconds ago or more."""
        ...


class LocalStorage:
    """Files in a directory of this machine, readable by this user only.

    Args:
        directory: made when first written to.
        secret_key: signs the tokens that permit an upload; the same for every web process.
    """

    def __init__(self, directory: Path, secret_key: str) -> None:
        self._directory = directory
        self._secret = hashlib.sha256(b"batchprot upload\0" + secret_key.encode()).digest()

    @property
    def origin(self) -> str:
        """Our own."""
        return ""

    def upload_form(self, key: UUID, _size: int) -> tuple[str, dict[str, str]]:
        """Our own route, and a signature over the upload's id; how long it holds is up to the upload's row."""
        return f"/api/uploads/{key}/content", {"token": self._sign(key)}

    def permits(self, key: UUID, token: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(self._sign(key).encode(), token.encode("utf-8", "replace"))

    def sent(self, _key: UUID) -> BinaryIO | None:
        """Everything comes through the web application, which calls `create`."""
        return None

    @contextmanager
    def create(self, key: UUID) -> Iterator[BinaryIO]:
        """Write beside the final name and rename at the end; what an error leaves behind is removed."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self._directory / f"{key}.{uuid.uuid4().hex}{PART_SUFFIX}"
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._path(key))
        finally:
            part.unlink(missing_ok=True)

    def open(self, key: UUID) -> BinaryIO:
        """An ordinary file object."""
        return self._path(key).open("rb")

    def delete(self, key: UUID) -> None:
        """Unlink the file; a process that is reading it can continue."""
        self._path(key).unlink(missing_ok=True)

    def link(self, _key: UUID, _content_type: str, _disposition: str) -> str | None:
        """The web application sends it."""
        return None

    def disk(self) -> Disk | None:
        """The file system of the directory."""
        place = next((one for one in (self._directory, *self._directory.parents) if one.is_dir()), Path("/"))
        usage = shutil.disk_usage(place)
        return Disk(usage.free, min(RESERVE_BYTES, usage.total // RESERVE_PART))

    def stored(self) -> Iterator[tuple[UUID, float]]:
        """Ages by the modification time, against the clock that wrote it."""
        if not self._directory.is_dir():
            return
        newest = _now_of(self._directory)
        for path in self._directory.iterdir():
            if KEY.match(path.name):
                with suppress(FileNotFoundError, ValueError):
                    yield UUID(path.name[:36]), newest - path.stat().st_mtime

    def delete_parts(self, older_than: float) -> None:
        """Remove what killed processes left half written, `older_than` seconds ago or more."""
        if not self._directory.is_dir():
            return
        newest = _now_of(self._directory)
        for path in self._directory.glob(f"*{PART_SUFFIX}"):
            with suppress(FileNotFoundError):
                if newest - path.stat().st_mtime >= older_than:
                    path.unlink()

    def _path(self, key: UUID) -> Path:
        return self._directory / f"{UUID(str(key))}.plain"

    def _sign(self, key: UUID) -> str:
        return hmac.new(self._secret, str(key).encode(), hashlib.sha256).hexdigest()


def _now_of(directory: Path) -> float:
    """The present as the file system that holds `directory` has it."""
    mark = directory / f".now-{uuid.uuid4().hex}"
    mark.touch(mode=0o600)
    try:
        return mark.stat().st_mtime
    finally:
        mark.unlink()
