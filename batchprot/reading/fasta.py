"""Reading FASTA and raw sequences: bytes to records, every one accepted or rejected with its reason.

The road of a file: `open_input` (plain or compressed to plain bytes), `plan_spans` and `read_span` (chunks small
enough to hold) or `read_chunks` (both at once, from a stream that can't seek), `read_records` (a chunk to records).
Reading chunk by chunk gives the same records as reading the whole.
"""

from batchprot.reading.compressed import open_input
from batchprot.reading.header import accession_of, title_of
from batchprot.reading.reading import Reading
from batchprot.reading.records import Record, is_ambiguous, read_records, reject_ambiguous
from batchprot.reading.spans import Chunk, Span, plan_spans, read_chunks, read_span
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput, echo

__all__ = [
    "Chunk",
    "Reading",
    "ReadingAsked",
    "Record",
    "Span",
    "UnreadableInput",
    "accession_of",
    "echo",
    "is_ambiguous",
    "open_input",
    "plan_spans",
    "read_chunks",
    "read_records",
    "read_span",
    "reject_ambiguous",
    "title_of",
]
