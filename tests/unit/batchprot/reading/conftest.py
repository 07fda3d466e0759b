"""Reading a whole input the way an upload is read."""

import io
from collections.abc import Callable

import pytest

from batchprot.command.plain_fasta import read_plain
from batchprot.reading.fasta import Reading, Record, read_chunks, read_records
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.tables.record_columns import RecordColumns

ReadAll = Callable[..., list[Record]]


@pytest.fixture
def read_all() -> ReadAll:
    """Plain or gzip bytes to records, through spans; raises UnreadableInput as an upload does.

    Where the command line would take its quick way, that must find the same.
    """

    def read(data: bytes, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS) -> list[Record]:
        chosen, chunks = read_chunks(io.BytesIO(data), reading=reading, limits=limits)
        records = []
        for span, chunk in chunks:
            found = read_records(
                chunk, first_ordinal=span.first_ordinal, first_line=span.first_line, reading=chosen, limits=limits
            )
            quick = read_plain(chunk, span.first_ordinal, limits) if chosen is Reading.FASTA else None
            if quick:
                texts = [sequence.decode() for sequence in quick.sequences]
                as_quick = [[*column] for column in RecordColumns.of(found)]
                assert [[*column] for column in quick._replace(sequences=texts)] == as_quick
            records += found
        return records

    return read
