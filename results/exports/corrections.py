"""The records that were rejected or warned about, as they stand in the file: to be corrected and sent again."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from batchprot.reading.fasta import Reading
from batchprot.reading.records import byte_order_marks, is_row, normal_line_ends, without_hidden_marks
from batchprot.reading.spans import Span, read_span
from jobs.errors import JobRefused
from jobs.services import JobServices
from results.access import Reader
from results.jobs import JobSummary, get_job

_NOTED = text("""
    SELECT c.number, c.byte_offset, c.byte_length, c.first_ordinal, c.first_line, c.records, c.residues, job.reading,
        noted.ordinals, noted.lines, noted.reasons, upload.inspection->'files' AS files
    FROM chunk c JOIN job ON job.id = c.job_id JOIN upload ON upload.id = job.upload_id, LATERAL (
        SELECT array_agg(ordinal ORDER BY ordinal) AS ordinals, array_agg(line ORDER BY ordinal) AS lines,
            array_agg(reason ORDER BY ordinal) AS reasons
        FROM protein WHERE job_id = c.job_id AND status IN ('rejected', 'warned')
            AND ordinal >= c.first_ordinal AND ordinal < c.first_ordinal + c.records) AS noted
    WHERE c.job_id = :job_id AND c.number > :after AND noted.ordinals IS NOT NULL ORDER BY c.number LIMIT 1
""")
CUT_NOTE = "; The record is too long to be repeated here: take it from your file.\n"


def filename(job: JobSummary) -> str:
    """A name for the file: that of the upload, with what it is for."""
    stem = job.filename.removesuffix(".gz").rpartition(".")[0] or job.filename
    return f"{stem}-to-correct.fasta"


def records_to_correct(services: JobServices, reader: Reader, job_id: UUID) -> Generator[bytes, None, None]:
    """Blocks of FASTA: each record's own bytes under a comment with its line and what was said about it.

    The comments begin with a semicolon, as the old FASTA format has it, and are passed over when the file is read.

    Raises:
        JobNotFound: there is no such analysis of this reader's.
        JobRefused: the uploaded file is not there any more.
    """
    job = get_job(services, reader, job_id)
    try:
        services.storage.open(job.upload_id).close()
    except FileNotFoundError as error:
        raise JobRefused("file_missing", "The uploaded file is no longer there.", 404) from error
    return _blocks(services, job)


def _blocks(services: JobServices, job: JobSummary) -> Generator[bytes, None, None]:
    after = 0
    with services.storage.open(job.upload_id) as stream:
        while True:
            with services.database.session() as session:
                row = session.execute(_NOTED, {"job_id": job.id, "after": after}).one_or_none()
            if row is None:
                return
            after = row.number
            span = Span(row.byte_offset, row.byte_length, row.first_ordinal, row.first_line, row.records, row.residues)
            data = read_span(stream, span, limits=services.limits)
            places = [_place(ordinal, line, row.files) for ordinal, line in zip(row.ordinals, row.lines, strict=True)]
            said = dict(zip(row.ordinals, map("{}: {}".format, places, row.reasons), strict=True))
            yield _noted(data, span, Reading(row.reading), said)


def _noted(data: bytes, span: Span, reading: Reading, said: Mapping[int, str]) -> bytes:
    """The records of a span that something was said about, each under its comment."""
    found = []
    is_cut = len(data) < span.length
    for ordinal, record in enumerate(_records(data, reading), span.first_ordinal):
        if ordinal in said:
            named = record if reading.has_headers else b">record_%d\n%b" % (ordinal, record)
            header, _, body = named.partition(b"\n")
            comment = f"; {said[ordinal]}\n".encode()
            found += [comment, header, b"\n", CUT_NOTE.encode() if is_cut else body]
            if body and not body.endswith(b"\n"):
                found.append(b"\n")
    return b"".join(found)


def _place(ordinal: int, line: int, files: Sequence[Mapping[str, Any]] | None) -> str:
    """Where a record stands: its line, and in which of several files that were sent together."""
    begun = [file["name"] for file in files or () if 0 < file["first_ordinal"] <= ordinal]
    name = " ".join(begun[-1].split()) if begun else ""
    return f"Line {line:,} of {name}" if name else f"Line {line:,}"


def _records(data: bytes, reading: Reading) -> Iterator[bytes]:
    """Each record's text, with LF for every line end."""
    text = normal_line_ends(data[byte_order_marks(data) :])
    if reading.has_headers:
        _, *records = without_hidden_marks(b"\n" + text).split(b"\n>")
        yield from (b">" + record for record in records)
    elif reading.is_by_line:
        yield from filter(is_row, text.split(b"\n"))
    else:
        yield text
