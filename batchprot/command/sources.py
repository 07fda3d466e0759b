"""What is named on the command line, files, folders and standard input, to the files that are read."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from batchprot.refusal import Refusal

STANDARD_INPUT = "standard input"
SEQUENCE_FILE = re.compile(
    r"\.(?:fa|faa|fas|fasta|fsa|pep|seq|gb|gbk|gbff|gp|gpff|embl|dat|pdb|cif|mmcif|aln|sto|stk|phy|nex|tar|tgz|zip)"
    r"(?:\.(?:gz|bgz|bz2|xz|zst))?$",
    re.IGNORECASE,
)
"""Endings of what is read in a folder; whatever else lies there is left alone."""


class Source(NamedTuple):
    """One file: where it is, - for standard input, and what it is called in the table."""

    path: str
    shown: str

    @property
    def is_stdin(self) -> bool:
        """Whether this is standard input."""
        return self.path == "-"


class Seen(NamedTuple):
    """What tells a file from another, or from itself after a change."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, found: os.stat_result) -> Seen:
        """Take what matters."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def sources_of(names: Sequence[str]) -> list[Source]:
    """The files to read, those of a folder in the order of their names.

    Raises:
        Refusal: A folder holds none.
    """
    found: list[Source] = []
    for name in names:
        path = Path(name)
        if name == "-":
            found.append(Source(name, STANDARD_INPUT))
        elif path.is_dir():
            inside = sorted(file for file in path.rglob("*") if _is_sequence_file(file.relative_to(path), file))
            if not inside:
                raise Refusal(f"The folder {name} holds no file with sequences, such as NAME.fasta or NAME.faa.gz.")
            found += [Source(str(file), str(file.relative_to(path))) for file in inside]
        else:
            found.append(Source(name, path.name))
    return found


def _is_sequence_file(inside: Path, file: Path) -> bool:
    hidden = any(part.startswith(".") for part in inside.parts)
    return not hidden and SEQUENCE_FILE.search(file.name) is not None and file.is_file()


@contextlib.contextmanager
def opened(source: Source) -> Iterator[BinaryIO]:
    """The source as a stream.

    Raises:
        Refusal: It can't be opened, or it was changed, replaced or taken away before it was read to its end.
    """
    if source.is_stdin:
        yield sys.stdin.buffer
        return
    try:
        stream = Path(source.path).open("rb")  # noqa: SIM115 - closed below, apart from what only opening can raise
    except FileNotFoundError:
        raise Refusal(f"There is no file {source.path}.") from None
    except OSError as error:
        raise Refusal(f"{source.path} can't be read: {error.strerror}.") from error
    with stream:
        before = os.fstat(stream.fileno())
        yield stream
        if stat.S_ISREG(before.st_mode):
            _refuse_change(source.path, Seen.of(before))


def _refuse_change(path: str, before: Seen) -> None:
    """Refuse a result of a file that isn't the one it was: processes read it by its name, a share at a time."""
    try:
        after = Seen.of(Path(path).stat())
    except OSError:
        raise Refusal(f"{path} was removed while it was read. Put it back, and run the command again.") from None
    if after != before:
        raise Refusal(f"{path} was changed while it was read. Run the command again.")


def regular_size(stream: BinaryIO) -> int | None:
    """Bytes of a regular file; None for a pipe."""
    found = os.fstat(stream.fileno())
    return found.st_size if stat.S_ISREG(found.st_mode) else None
