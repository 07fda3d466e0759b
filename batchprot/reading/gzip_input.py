"""Plain or gzip input to blocks of plain bytes, told apart by the first two bytes and never by name."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

from batchprot.reading.limits import DEFAULT_LIMITS, Limits, megabytes
from batchprot.reading.unreadable import UnreadableInput

GZIP_MAGIC = b"\x1f\x8b"
BLOCK = 262_144
GZIP_WINDOW = 16 + zlib.MAX_WBITS
"""Tells zlib to expect gzip's header and to check CRC and length."""


def open_input(stream: BinaryIO, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[bytes]:
    """The plain bytes of `stream` in blocks of at most 256 KiB, whether it is gzip or not.

    Raises UnreadableInput when the plain size passes `limits.file_bytes`, when gzip data are damaged, cut off or
    followed by something else, or when they inflate more than `limits.inflate_ratio` times.
    """
    first = stream.read(BLOCK)
    blocks = _inflate(first, stream, limits) if first.startswith(GZIP_MAGIC) else _plain(first, stream)
    seen = 0
    for block in blocks:
        seen += len(block)
        if seen > limits.file_bytes:
            raise UnreadableInput(
                "file_too_large",
                f"The file is larger than {megabytes(limits.file_bytes)}. Split it into several files.",
            )
        yield block


def _plain(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    block = first
    while block:
        yield block
        block = stream.read(BLOCK)


def _inflate(first: bytes, stream: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """All members of a gzip file, one after the other, each checked by its CRC."""
    member = zlib.decompressobj(GZIP_WINDOW)
    waiting, read, made = first, len(first), 0
    while True:
        try:
            block = member.decompress(waiting, BLOCK)
        except zlib.error as error:
            raise UnreadableInput(
                "gzip_damaged", "The gzip file is damaged (its check sum or its data are wrong). Compress it again."
            ) from error
        if block:
            if not made and block.startswith(GZIP_MAGIC):
                raise UnreadableInput("gzip", "This looks like a file compressed twice. Unpack it once.")
            made += len(block)
            _refuse_bomb(made, read, limits)
            yield block
        waiting = member.unused_data if member.eof else member.unconsumed_tail
        if not waiting:
            waiting = stream.read(BLOCK)
            read += len(waiting)
        if member.eof:
            waiting = _next_member(waiting, stream)
            if not waiting:
                return
            member = zlib.decompressobj(GZIP_WINDOW)
        elif not waiting and not block:
            raise UnreadableInput(
                "gzip_truncated", "The gzip file ends too early: it was not copied whole. Copy or compress it again."
            )


def _next_member(waiting: bytes, stream: BinaryIO) -> bytes:
    """What follows a complete member: another one, zero padding (which gzip allows) or nothing."""
    waiting = waiting.lstrip(b"\0")
    while not waiting:
        more = stream.read(BLOCK)
        if not more:
            return b""
        waiting = more.lstrip(b"\0")
    if len(waiting) < len(GZIP_MAGIC):
        waiting += stream.read(BLOCK)
    if not waiting.startswith(GZIP_MAGIC):
        raise UnreadableInput(
            "gzip_trailing", "Something that is not gzip follows the gzip data. Compress the file again."
        )
    return waiting


def _refuse_bomb(made: int, read: int, limits: Limits) -> None:
    if made > limits.inflate_free_bytes and made > limits.inflate_ratio * read:
        raise UnreadableInput(
            "gzip_bomb",
            f"The gzip file grows more than {limits.inflate_ratio} times when unpacked, which sequences never do. "
            "Send it unpacked, or split it.",
        )
