"""A share of a text: where it is, and its bytes. What reads it needs nothing of what cut it."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from batchprot.reading.gzip_input import BLOCK
from batchprot.reading.limits import DEFAULT_LIMITS, Limits


class Span(NamedTuple):
    """A byte range of plain text: at most `limits.span_records` records, about `limits.span_bytes` bytes.

    `residues` counts the characters below headers, except line ends, as a measure of the work; it is 0 where a span
    was cut from a stream.
    """

    offset: int
    length: int
    first_ordinal: int
    first_line: int
    records: int
    residues: int


class Chunk(NamedTuple):
    """A span and its bytes, which for one over-long record are only its beginning."""

    span: Span
    data: bytes


def read_span(stream: BinaryIO, span: Span, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a span, for `read_records`; an over-long record is cut where it is seen to be over-long."""
    stream.seek(span.offset)
    return stream.read(span.length if span.length <= limits.cut_bytes + BLOCK else limits.cut_bytes)
