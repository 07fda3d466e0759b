"""Reading a whole input the way an upload is read."""

import io
from collections.abc import Callable

import pytest

from protein.fasta import Reading, Record, read_pieces, read_records
from protein.limits import DEFAULT_LIMITS, Limits

ReadAll = Callable[..., list[Record]]


@pytest.fixture
def read_all() -> ReadAll:
    """Plain or gzip bytes to records, through spans; raises UnreadableInput as an upload does."""

    def read(data: bytes, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Record]:
        chosen, pieces = read_pieces(io.BytesIO(data), reading=reading, limits=limits)
        return [
            record
            for span, piece in pieces
            for record in read_records(
                piece, first_ordinal=span.first_ordinal, first_line=span.first_line, reading=chosen, limits=limits
            )
        ]

    return read
