"""One share of the records of all inputs, so that many machines can each do theirs.

The texts of all inputs are taken as one and cut into equal ranges of bytes; a record belongs to that it begins in.
Every machine cuts the same inputs in the same places, whatever else it does, and counts the records and lines before
its own: numbers and sentences are those of a run over everything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from batchprot.command.inputs import open_texts
from batchprot.command.sources import Source, opened, regular_size
from batchprot.reading.limits import Limits
from batchprot.reading.reading import Reading
from batchprot.reading.spans import chunks_of
from batchprot.refusal import Refusal

_ASKED = re.compile(r"([1-9]\d{0,4})/([1-9]\d{0,4})")


class Shard(NamedTuple):
    """Which share of how many, counted from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


def shard_of(text: str) -> Shard:
    """Which share is asked for.

    >>> shard_of("3/20")
    Shard(number=3, of=20)

    Raises:
        Refusal: It isn't written so, or there is no such share.
    """
    found = _ASKED.fullmatch(text)
    shard = Shard(*map(int, found.groups())) if found else None
    if shard is None or shard.number > shard.of:
        raise Refusal(f"--shard must be i/n with i from 1 to n, as 3/20; {text!r} isn't.")
    return shard


@dataclass(slots=True)
class Share:
    """The range of bytes of all texts that is ours, and how many bytes the texts before this one have."""

    shard: Shard
    begin: int
    end: int
    passed: int = 0

    @property
    def is_over(self) -> bool:
        """Whether no text that follows is ours."""
        return self.passed >= self.end

    def ends_before(self, offset: int) -> bool:
        """Whether nothing from this place of the text on is ours."""
        return self.passed + offset >= self.end

    def has(self, offset: int) -> bool:
        """Whether what begins at this place of the text is ours."""
        return self.begin <= self.passed + offset < self.end


WHOLE = Shard(1, 1)


def share_of(shard: Shard, lengths: Sequence[Sequence[int]]) -> Share:
    """The range of a shard in texts of these lengths."""
    total = sum(map(sum, lengths))
    return Share(shard, total * (shard.number - 1) // shard.of, total * shard.number // shard.of)


def lengths_of(
    sources: Sequence[Source], reading: Reading | None, translate: int | None, limits: Limits
) -> list[list[int]]:
    """Bytes of plain text in each source; what is compressed or converted is read once for that."""
    return [_lengths(source, reading, translate, limits) for source in sources]


def _lengths(source: Source, reading: Reading | None, translate: int | None, limits: Limits) -> list[int]:
    found = []
    with opened(source) as stream:
        for text in open_texts(source.path, stream, reading=reading, limits=limits, translate=translate):
            if text.path:
                return [regular_size(stream) or 0]
            ends = [chunk.span.offset + chunk.span.length for chunk in chunks_of(text.opened, text.limits)]
            found.append(ends[-1] if ends else 0)
    return found
