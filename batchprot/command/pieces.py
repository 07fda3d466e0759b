"""How an input is split into chunks that keep every core busy."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import BinaryIO

from batchprot.reading.compressed import MAGIC_BYTES, is_compressed
from batchprot.reading.limits import COMMAND_LINE_LIMITS, Limits

PIECES_PER_PROCESS = 4
SMALLEST_PIECE, LARGEST_PIECE = 2**18, 2**21
"""Bytes of a plain file worked on at a time: a larger piece costs less a protein, but a small file must have enough
chunks to keep every process busy to the end."""


def limits_of(size: int, processes: int) -> Limits:
    """The limits of the command line, with chunks that suit a plain file of this many bytes."""
    piece = min(max(size // (PIECES_PER_PROCESS * processes), SMALLEST_PIECE), LARGEST_PIECE)
    return replace(COMMAND_LINE_LIMITS, span_bytes=piece)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def plain_path(path: str, stream: BinaryIO) -> str | None:
    """Where other processes can read the same bytes: a regular file that isn't compressed; None for anything else."""
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return None
    return None if is_compressed(os.pread(stream.fileno(), MAGIC_BYTES, 0)) else path
