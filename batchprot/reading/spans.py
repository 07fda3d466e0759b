"""A file of any size to spans of about a megabyte that begin where a record begins, in one pass and flat memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, NamedTuple

from batchprot.reading.compressed import open_input
from batchprot.reading.gzip_input import BLOCK
from batchprot.reading.limits import DEFAULT_LIMITS, Limits, megabytes
from batchprot.reading.marks import with_marks
from batchprot.reading.reading import Reading
from batchprot.reading.records import (
    HIDDEN_MARK,
    byte_order_marks,
    has_hidden_marks,
    is_row,
    normal_line_ends,
)
from batchprot.reading.residues import COMMENT_LINE
from batchprot.reading.sniff import (
    HEAD_BYTES,
    TABLE,
    HoldsSequences,
    begins_with_record,
    other_mark,
    question_of_mark,
    refuse_binary,
    refuse_leading_text,
    refuse_workbook,
)
from batchprot.reading.span import Chunk, Span, read_span
from batchprot.reading.table_lines import has_more, heading_of
from batchprot.reading.unreadable import UnreadableInput
from batchprot.reading.verdict import Verdict, judge, question

__all__ = ["Chunk", "Opened", "Span", "chunks_of", "plan_spans", "read_chunks", "read_span", "recognise"]

BEGINNING = 64
"""Bytes within which byte order marks are looked for."""

_ANY_MARK = re.compile(rb"\n(?:(?:\xef\xbb\xbf|\0)*>)")
CR_TO_LF = bytes.maketrans(b"\r", b"\n")


class Opened(NamedTuple):
    """Plain text from its first line that isn't blank on, how it will be read and why, and where it begins.

    `mark` is what stood for > and was replaced in `blocks`; nothing when the text is as the file has it.
    """

    blocks: Iterator[bytes]
    verdict: Verdict
    offset: int
    line: int
    mark: bytes = b""

    @property
    def reading(self) -> Reading:
        """How the text will be read."""
        return self.verdict.reading


def plan_spans(stream: BinaryIO, *, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS) -> Iterator[Span]:
    """The spans of a plain file, in order; `reading` None lets the text decide. Raises UnreadableInput."""
    opened = recognise(_blocks(stream), reading)
    if opened.mark:
        raise question_of_mark(opened.mark, opened.line)
    for span, data in chunks_of(opened, limits):
        yield span._replace(residues=count_residues(data, opened.reading))


def read_chunks(
    stream: BinaryIO, *, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS
) -> tuple[Reading, Iterator[Chunk]]:
    """How a plain or gzip stream is read, and its spans with their bytes, without seeking. Raises UnreadableInput."""
    opened = recognise(open_input(stream, limits=limits), reading)
    return opened.reading, chunks_of(opened, limits)


def recognise(blocks: Iterator[bytes], reading: Reading | None) -> Opened:
    """Look at the first 64 KiB from the first line that isn't blank; refuse what holds no sequences.

    Raises:
        UnreadableInput: The text is no sequences or, as OpenReading, can be read in more than one way.
    """
    head, offset, line = _skip_blank_lines(blocks)
    while len(head) < HEAD_BYTES and (block := next(blocks, b"")):
        head += block
    text = normal_line_ends(head[:HEAD_BYTES])
    refuse_workbook(head[:HEAD_BYTES], as_table=reading is Reading.TABLE)
    refuse_binary(head[:HEAD_BYTES], text)
    rest = chain((head,), blocks)
    if reading is not None and reading.reads_notation:
        reading = Reading.NOTATION if begins_with_record(text) else Reading.NOTATION_LIST
    wants_headers = reading is None or reading.has_headers
    if begins_with_record(text):
        asked = None if reading is Reading.FASTA else _as_asked(reading)
        return Opened(rest, asked or Verdict(Reading.FASTA, "The first line begins with >."), offset, line)
    if wants_headers and (mark := other_mark(text)):
        if reading is None and mark != b";":
            raise question_of_mark(mark, line)
        evidence = f"The headers begin with {mark.decode()} in place of >."
        return Opened(with_marks(rest, mark), Verdict(reading or Reading.FASTA, evidence), offset, line, mark)
    if wants_headers:
        refuse_leading_text(text, line)
        if reading is not None:
            raise UnreadableInput(
                "no_header", "No line begins with >. Put a line with > and a name above each sequence."
            )
    if reading is Reading.TABLE:
        if has_more(_rows(text, complete=len(head) < HEAD_BYTES)):
            raise HoldsSequences("table", "This is a table with more than names and sequences.", TABLE)
        return _opened_table(rest, text, offset, line)
    return Opened(rest, _as_asked(reading) or _judged(text, line, len(head) < HEAD_BYTES), offset, line)


def _as_asked(reading: Reading | None) -> Verdict | None:
    return None if reading is None else Verdict(reading, "This reading was chosen.")


def _rows(text: bytes, *, complete: bool) -> list[bytes]:
    """The whole lines that a table begins with, without comments."""
    lines = [line.strip(b" ") for line in text.split(b"\n") if is_row(line)]
    return lines if complete or len(lines) < 2 else lines[:-1]  # noqa: PLR2004 - the last is cut off


def _judged(text: bytes, line: int, complete: bool) -> Verdict:
    """What the first lines show; a line that is cut off shows nothing, unless it is the only one."""
    seen = text if complete or b"\n" not in text else text[: text.rindex(b"\n")]
    verdict = judge(seen, line)
    if not verdict.certain:
        raise question(verdict)
    return verdict


def _opened_table(blocks: Iterator[bytes], text: bytes, offset: int, line: int) -> Opened:
    """A table from its first row on, without the headings of its columns."""
    first = next(blocks)
    heading = heading_of([text.partition(b"\n")[0]])
    end = min((place for place in (first.find(b"\n"), first.find(b"\r")) if place >= 0), default=len(first) - 1)
    cut = end + (2 if first[end : end + 2] == b"\r\n" else 1) if heading else 0
    evidence = f"This reading was chosen{'; the headings of the columns were left out' if heading else ''}."
    return Opened(
        chain((first[cut:],), blocks), Verdict(Reading.TABLE, evidence), offset + cut, line + (1 if heading else 0)
    )


def chunks_of(opened: Opened, limits: Limits, first_ordinal: int = 1) -> Iterator[Chunk]:
    """Cut the text where records begin, at most about `limits.span_bytes` and `limits.span_records` each."""
    cutter = _Cutter(opened, limits, first_ordinal)
    waiting, size = [b""], 0
    for block in _small(opened.blocks, max(1, min(BLOCK, limits.span_bytes // 4))):
        waiting.append(block)
        size += len(block)
        if size < limits.span_bytes:
            continue
        buffer = b"".join(waiting)
        waiting.clear()
        cut = cutter.last_start(buffer)
        if cut:
            yield from cutter.chunks(buffer[:cut])
            buffer = buffer[cut:]
        elif cutter.skipped or len(buffer) > limits.cut_bytes + 1:
            buffer = cutter.skip(buffer)
        waiting, size = [buffer], len(buffer)
    yield from cutter.chunks(b"".join(waiting))


@dataclass(slots=True)
class _Cutter:
    """Where the next span begins, and what is known of an over-long record that is being passed over."""

    opened: Opened
    limits: Limits
    offset: int = field(init=False)
    line: int = field(init=False)
    ordinal: int = 1
    begun: bool = False
    kept: bytes = b""
    skipped: int = 0
    skipped_lines: int = 0

    def __post_init__(self) -> None:
        self.offset, self.line = self.opened.offset, self.opened.line

    def last_start(self, buffer: bytes) -> int:
        """Where the last record of the buffer begins; 0 when that is its first byte or not in it."""
        if self.opened.reading.has_headers:
            # A search for a missing text runs through the whole buffer: looking for a single CR is much faster.
            after_cr = buffer.rfind(b"\r>") if b"\r" in buffer else -1
            seen = max(buffer.rfind(b"\n>"), after_cr) + 1
            return max(seen, *self.starts(buffer), 0) if has_hidden_marks(buffer) else seen
        if self.opened.reading.is_by_line:
            # A CR that ends the buffer may be half of a CR LF.
            return max(buffer.rfind(b"\n"), buffer.rfind(b"\r", 0, len(buffer) - 1)) + 1
        return 0

    def starts(self, data: bytes) -> Iterator[int]:
        """Where each record of `data` after its first begins."""
        # One letter for one, so that places stay what they are.
        text = data.translate(CR_TO_LF) if b"\r" in data else data
        reading = self.opened.reading
        if reading.has_headers and has_hidden_marks(text):
            yield from (found.start() + 1 for found in _ANY_MARK.finditer(text))
            return
        mark = b"\n>" if reading.has_headers else b"\n" if reading.is_by_line else b""
        place = -1
        while mark and (place := text.find(mark, place + 1)) >= 0:
            if data[place : place + 2] != b"\r\n":
                yield place + 1

    def count(self, data: bytes) -> int:
        """How many records `read_records` will make of `data`."""
        if self.opened.reading.has_headers:
            hidden = len(HIDDEN_MARK.findall(b"\n" + normal_line_ends(data))) if has_hidden_marks(data) else 0
            after_cr = data.count(b"\r>") if b"\r" in data else 0
            return data.count(b"\n>") + after_cr + data.startswith(b">") + hidden
        if self.opened.reading.is_by_line:
            return sum(map(is_row, normal_line_ends(data).split(b"\n")))
        return bool(data.strip())

    def span_length(self, data: bytes, count: int) -> int:
        """How much of `data`, which holds `count` records, makes one span."""
        records, size = self.limits.span_records, self.limits.span_bytes
        if len(data) <= 2 * size and count <= records:
            return len(data)
        last = 0
        starts = self.starts(data)
        if self.opened.reading.has_headers and not data.startswith(b">"):
            # Comments in front go with the first record.
            next(starts, 0)
        for number, start in enumerate(starts, 1):
            if last and start > size:
                return last
            if number == records:
                return start
            last = start
        return last or len(data)

    def skip(self, buffer: bytes) -> bytes:
        """Pass over more of an over-long record, of which `kept` is what will be read; leaves its last line end."""
        self.kept = self.kept or buffer[: self.limits.cut_bytes]
        # What is invisible at its end may stand before the > of the next record.
        text = buffer.rstrip(b"\xef\xbb\xbf\0") if len(buffer[-BEGINNING:].rstrip(b"\xef\xbb\xbf\0")) else buffer
        left = len(buffer) - len(text) + (2 if text.endswith(b"\r\n") else 1)
        self.skipped += len(buffer) - left
        self.skipped_lines += count_lines(buffer[:-left])
        if not self.count(self.kept) and buffer.strip():
            raise UnreadableInput(
                "no_record",
                f"No sequence begins within {megabytes(self.limits.cut_bytes)} after line {self.line:,}. "
                "Remove what stands there.",
            )
        return buffer[-left:]

    def chunks(self, data: bytes) -> Iterator[Chunk]:
        """The spans of `data`, which ends where a record begins or where the file ends."""
        if self.skipped:
            end = next(self.starts(data), len(data))
            yield self.over_long(data[:end])
            data = data[end:]
        left = self.count(data)
        while data:
            length = self.span_length(data, left)
            chunk = self.chunk(data[:length], left if length == len(data) else None)
            yield chunk
            left -= chunk.span.records
            data = data[length:]

    def over_long(self, end: bytes) -> Chunk:
        """The chunk of the record passed over, of which `end` are the last bytes."""
        length, lines = self.skipped + len(end), self.skipped_lines + count_lines(end)
        chunk = self.chunk(self.kept, None, length, lines)
        self.kept, self.skipped, self.skipped_lines = b"", 0, 0
        return chunk

    def chunk(self, data: bytes, records: int | None, length: int | None = None, lines: int | None = None) -> Chunk:
        """The next chunk; `length` and `lines` are those of the file where `data` is only a beginning.

        `records` is how many it holds, None where they haven't been counted.
        """
        length = len(data) if length is None else length
        records = self.count(data) if records is None else records
        if not self.begun and self.opened.reading.has_headers:
            self.refuse_leading_text(data)
        self.begun = True
        span = Span(self.offset, length, self.ordinal, self.line, records, 0)
        self.offset += length
        self.line += count_lines(data) if lines is None else lines
        self.ordinal += records
        if self.ordinal - 1 > self.limits.records:
            raise UnreadableInput(
                "too_many_records",
                f"The file has more than {self.limits.records:,} records. Split it into several files.",
            )
        return Chunk(span, data)

    def refuse_leading_text(self, data: bytes) -> None:
        """Text before the first ">" that began after the 64 KiB looked at first."""
        leading = b"" if data.startswith(b">") else data[: next(self.starts(b"\n" + data), len(data) + 1) - 1]
        if COMMENT_LINE.sub(b"", normal_line_ends(leading)).strip():
            raise UnreadableInput("text_before_header", 'Text stands before the first ">". Remove it, or name it.')


def count_lines(data: bytes) -> int:
    """How many line ends: LF, CR LF or CR."""
    lines = data.count(b"\n")
    return lines + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else lines


def count_residues(data: bytes, reading: Reading) -> int:
    """How many characters stand outside headers and line ends."""
    text = b"\n" + normal_line_ends(data)
    if not reading.has_headers:
        return len(text) - text.count(b"\n")
    leading, *records = text.split(b"\n>")
    line_ends = text.count(b"\n") - leading.count(b"\n") - len(records)
    headers = sum(len(record) if (end := record.find(b"\n")) < 0 else end for record in records)
    return sum(map(len, records)) - line_ends - headers


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """A file from its beginning, also when others seek in it meanwhile."""
    place = 0
    while True:
        stream.seek(place)
        block = stream.read(BLOCK)
        if not block:
            return
        place += len(block)
        yield block


def _small(blocks: Iterator[bytes], size: int) -> Iterator[bytes]:
    for block in blocks:
        if len(block) <= size:
            yield block
        else:
            yield from (block[place : place + size] for place in range(0, len(block), size))


def _skip_blank_lines(blocks: Iterator[bytes]) -> tuple[bytes, int, int]:
    """The text from its first line that isn't blank on, the offset of that line and its number."""
    head = b""
    while len(head) < BEGINNING and (block := next(blocks, b"")):
        head += block
    if not head:
        raise UnreadableInput("empty", "The file is empty. Choose the file with your sequences.")
    offset = byte_order_marks(head)
    head, line = head[offset:], 1
    while not head or head.isspace():
        # The last byte waits, in case it is the CR of a CR LF.
        offset += max(len(head) - 1, 0)
        line += count_lines(head[:-1])
        head = head[-1:]
        block = next(blocks, b"")
        if not block:
            raise UnreadableInput("blank", "The file holds only blank lines. Choose the file with your sequences.")
        head += block
    blank = head[: len(head) - len(head.lstrip())]
    cut = max(blank.rfind(b"\n"), blank.rfind(b"\r")) + 1
    return head[cut:], offset + cut, line + count_lines(blank[:cut])
