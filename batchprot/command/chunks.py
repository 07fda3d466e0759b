"""How an input is split into chunks that keep every core busy."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import BinaryIO

from batchprot.reading.compressed import MAGIC_BYTES, is_compressed
from batchprot.reading.limits import COMMAND_LINE_LIMITS, Limits

CHUNKS_PER_PROCESS = 4
SMALLEST_CHUNK, LARGEST_CHUNK = 2**18, 2**21
"""Bytes of a plain file worked on at a time: a larger chunk costs less a protein, but a small file must have enough
chunks to keep every process busy to the end."""


LARGEST_ROW_GROUP = 2**22
"""The same where each chunk becomes a row group of a Parquet file, of which the footer describes every column."""
CHUNKS_PER_SHARD, SMALLEST_OF_SHARD = 16, 2**10
BYTES_PER_RECORD = 64
"""Fewer than a record of any proteome takes: chunks are bounded by their bytes."""


def limits_of(size: int | None, processes: int, largest: int = LARGEST_CHUNK) -> Limits:
    """The limits of the command line, with chunks that suit a file of this many bytes; None for a stream."""
    if size is None:
        return _limits(largest // 2)
    return _limits(min(max(size // (CHUNKS_PER_PROCESS * processes), SMALLEST_CHUNK), largest))


def limits_of_shards(size: int, shards: int, largest: int = LARGEST_CHUNK) -> Limits:
    """The limits that every shard cuts with, whatever it runs on: some chunks for each."""
    return _limits(min(max(size // (CHUNKS_PER_SHARD * shards), SMALLEST_OF_SHARD), largest))


def _limits(chunk: int) -> Limits:
    most = max(COMMAND_LINE_LIMITS.span_records, chunk // BYTES_PER_RECORD)
    return replace(COMMAND_LINE_LIMITS, span_bytes=chunk, span_records=most)


def plain_path(path: str, stream: BinaryIO) -> str | None:
    """Where other processes can read the same bytes: a regular file that isn't compressed; None for anything else."""
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return None
    return None if is_compressed(os.pread(stream.fileno(), MAGIC_BYTES, 0)) else path
