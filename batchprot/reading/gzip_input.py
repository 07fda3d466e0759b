"""gzip to blocks of plain bytes: every member, each checked by its CRC."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Protocol

from batchprot.reading.unreadable import UnreadableInput


class Source(Protocol):
    """What bytes are read from, in order."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most this many bytes; none at the end."""
        ...


GZIP_MAGIC = b"\x1f\x8b"
BLOCK = 262_144
GZIP_WINDOW = 16 + zlib.MAX_WBITS
"""Tells zlib to expect gzip's header and to check CRC and length."""


def inflate(first: bytes, stream: Source) -> Iterator[bytes]:
    """All members of a gzip file, one after the other, each checked by its CRC."""
    member = zlib.decompressobj(GZIP_WINDOW)
    waiting, made = first, 0
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
            yield block
        waiting = member.unused_data if member.eof else member.unconsumed_tail
        if not waiting:
            waiting = stream.read(BLOCK)
        if member.eof:
            waiting = _next_member(waiting, stream)
            if not waiting:
                return
            member = zlib.decompressobj(GZIP_WINDOW)
        elif not waiting and not block:
            raise UnreadableInput(
                "gzip_truncated", "The gzip file ends too early: it was not copied whole. Copy or compress it again."
            )


def _next_member(waiting: bytes, stream: Source) -> bytes:
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
