"""Headers that begin with another sign than >: the text with > in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OLD_FASTA = b";"


def with_marks(blocks: Iterator[bytes], mark: bytes) -> Iterator[bytes]:
    """The blocks with > for `mark` where a line begins with it, line for line.

    In the first FASTA a header begins with a semicolon, and comments of the same kind follow it.
    """
    begins = re.compile(rb"^" + re.escape(mark), re.MULTILINE)
    after_header = False
    for text in _whole_lines(blocks):
        if mark != _OLD_FASTA:
            yield begins.sub(b">", text)
            continue
        lines = text.splitlines(keepends=True)
        for number, line in enumerate(lines):
            is_mark = line.startswith(_OLD_FASTA)
            if is_mark and not after_header:
                lines[number] = b">" + line[1:]
            after_header = is_mark or (after_header and not line.strip())
        yield b"".join(lines)


def _whole_lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same text in blocks that end with a line."""
    rest = b""
    for block in blocks:
        rest += block
        # A CR that ends the block may be half of a CR LF.
        end = max(rest.rfind(b"\n"), rest.rfind(b"\r", 0, len(rest) - 1)) + 1
        if end:
            yield rest[:end]
            rest = rest[end:]
    if rest:
        yield rest
