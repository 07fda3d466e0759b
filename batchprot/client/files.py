"""What is sent to a server: a file of this machine, or records as FASTA."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

_BLOCK = 1_048_576


class LocalFile:
    """A file of this machine."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FileNotFoundError(f"There is no file {path}.")
        self._path = path
        self.name = path.name
        self.size = path.stat().st_size

    def open(self) -> BinaryIO:
        """Read it from the beginning."""
        return self._path.open("rb")

    def content(self) -> bytes:
        """All of it."""
        with self.open() as file:
            return file.read()

    def digest(self, asked: Mapping[str, Any]) -> str:
        """What tells this file with these options from any other."""
        found = hashlib.sha256()
        with self.open() as file:
            while block := file.read(_BLOCK):
                found.update(block)
        found.update(repr(sorted(asked.items())).encode())
        return f"sha256-{found.hexdigest()}"


class Records(LocalFile):
    """Records of a program, as FASTA."""

    def __init__(self, text: str) -> None:
        self._data = text.encode("utf-8", "replace")
        self.name = "records.fasta"
        self.size = len(self._data)

    def open(self) -> BinaryIO:
        """Read it from the beginning."""
        return io.BytesIO(self._data)
