"""A file of any size to spans of about a megabyte that begin where a record begins, in one pass and flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, NamedTuple

from batchprot.reading.gzip_input import BLOCK, open_input
from batchprot.reading.limits import DEFAULT_LIMITS, Limits, megabytes
from batchprot.reading.records import Reading, byte_order_marks, normal_line_ends
from batchprot.reading.residues import COMMENT_LINE
from batchprot.reading.sniff import HEAD_BYTES, begins_with_record, looks_wrapped, refuse_binary, refuse_other_text
from batchprot.reading.unreadable import UnreadableInput

BEGINNING = 64
"""Bytes within which byte order marks are looked for."""

CR_TO_LF = bytes.maketrans(b"\r", b"\n")


class Span(NamedTuple):
    """A byte range of plain text: at most `limits.span_records` records, about `limits.span_bytes` bytes.

    `residues` counts what stands under headers, all but line ends, as a measure of the work; it is 0 where a piece
    was cut from a stream.
    """

    offset: int
    length: int
    first_ordinal: int
    first_line: int
    records: int
    residues: int


class Piece(NamedTuple):
    """A span and its bytes, which for one over-long record are only its beginning."""

    span: Span
    data: bytes


class Opened(NamedTuple):
    """Plain text from its first line that isn't blank on, how it will be read, and where it begins."""

    blocks: Iterator[bytes]
    reading: Reading
    offset: int
    line: int


def plan_spans(stream: BinaryIO, *, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS) -> Iterator[Span]:
    """The spans of a plain file, in order; `reading` None lets the text decide. Raises UnreadableInput."""
    opened = recognise(_blocks(stream), reading)
    for span, data in pieces_of(opened, limits):
        yield span._replace(residues=count_residues(data, opened.reading))


def read_span(stream: BinaryIO, span: Span, *, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a span, for `read_records`; an over-long record is cut where it is seen to be over-long."""
    stream.seek(span.offset)
    return stream.read(span.length if span.length <= limits.cut_bytes + BLOCK else limits.cut_bytes)


def read_pieces(
    stream: BinaryIO, *, reading: Reading | None = None, limits: Limits = DEFAULT_LIMITS
) -> tuple[Reading, Iterator[Piece]]:
    """How a plain or gzip stream is read, and its spans with their bytes, without seeking. Raises UnreadableInput."""
    opened = recognise(open_input(stream, limits=limits), reading)
    return opened.reading, pieces_of(opened, limits)


def recognise(blocks: Iterator[bytes], reading: Reading | None) -> Opened:
    """Look at the first 64 KiB from the first line that isn't blank; refuse what holds no sequences."""
    head, offset, line = _skip_blank_lines(blocks)
    while len(head) < HEAD_BYTES and (block := next(blocks, b"")):
        head += block
    complete = len(head) < HEAD_BYTES
    text = normal_line_ends(head[:HEAD_BYTES])
    refuse_binary(head[:HEAD_BYTES], text)
    if begins_with_record(text):
        reading = reading or Reading.FASTA
    elif reading in {None, Reading.FASTA}:
        refuse_other_text(text, line)
        if reading is Reading.FASTA:
            raise UnreadableInput(
                "no_header", "No line begins with >. Put a line with > and a name above each sequence."
            )
        reading = Reading.WRAPPED if complete and looks_wrapped(text) else Reading.LINES
    return Opened(chain((head,), blocks), reading or Reading.LINES, offset, line)


def pieces_of(opened: Opened, limits: Limits) -> Iterator[Piece]:
    """Cut the text where records begin, at most about `limits.span_bytes` and `limits.span_records` each."""
    cutter = _Cutter(opened, limits)
    buffer = b""
    for block in _small(opened.blocks, max(1, min(BLOCK, limits.span_bytes // 4))):
        buffer += block
        if len(buffer) < limits.span_bytes:
            continue
        cut = cutter.last_start(buffer)
        if cut:
            yield from cutter.pieces(buffer[:cut])
            buffer = buffer[cut:]
        elif cutter.skipped or len(buffer) > limits.cut_bytes + 1:
            buffer = cutter.skip(buffer)
    yield from cutter.pieces(buffer)


@dataclass(slots=True)
class _Cutter:
    """Where the next span begins, and what is known of an over-long record that is being passed over."""

    opened: Opened
    limits: Limits
    offset: int = field(init=False)
    line: int = field(init=False)
    ordinal: int = 1
    kept: bytes = b""
    skipped: int = 0
    skipped_lines: int = 0

    def __post_init__(self) -> None:
        self.offset, self.line = self.opened.offset, self.opened.line

    def last_start(self, buffer: bytes) -> int:
        """Where the last record of the buffer begins; 0 when that is its first byte or not in it."""
        if self.opened.reading is Reading.FASTA:
            # What isn't there is looked for through the whole buffer: CR by itself is found missing much sooner.
            after_cr = buffer.rfind(b"\r>") if b"\r" in buffer else -1
            return max(buffer.rfind(b"\n>"), after_cr) + 1
        if self.opened.reading is Reading.LINES:
            # A CR that ends the buffer may be half of a CR LF.
            return max(buffer.rfind(b"\n"), buffer.rfind(b"\r", 0, len(buffer) - 1)) + 1
        return 0

    def starts(self, data: bytes) -> Iterator[int]:
        """Where each record of `data` after its first begins."""
        # One letter for one, so that places stay what they are.
        text = data.translate(CR_TO_LF) if b"\r" in data else data
        mark = {Reading.FASTA: b"\n>", Reading.LINES: b"\n"}.get(self.opened.reading)
        place = -1
        while mark and (place := text.find(mark, place + 1)) >= 0:
            if data[place : place + 2] != b"\r\n":
                yield place + 1

    def count(self, data: bytes) -> int:
        """How many records `read_records` will make of `data`."""
        if self.opened.reading is Reading.FASTA:
            after_cr = data.count(b"\r>") if b"\r" in data else 0
            return data.count(b"\n>") + after_cr + data.startswith(b">")
        if self.opened.reading is Reading.LINES:
            return sum(bool(text.strip()) for text in normal_line_ends(data).split(b"\n"))
        return bool(data.strip())

    def span_length(self, data: bytes, count: int) -> int:
        """How much of `data`, which holds `count` records, makes one span."""
        records, size = self.limits.span_records, self.limits.span_bytes
        if len(data) <= 2 * size and count <= records:
            return len(data)
        last = 0
        starts = self.starts(data)
        if self.opened.reading is Reading.FASTA and not data.startswith(b">"):
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
        left = 2 if buffer.endswith(b"\r\n") else 1
        self.skipped += len(buffer) - left
        self.skipped_lines += count_lines(buffer[:-left])
        if not self.count(self.kept) and buffer.strip():
            raise UnreadableInput(
                "no_record",
                f"No sequence begins within {megabytes(self.limits.cut_bytes)} after line {self.line:,}. "
                "Remove what stands there.",
            )
        return buffer[-left:]

    def pieces(self, data: bytes) -> Iterator[Piece]:
        """The spans of `data`, which ends where a record begins or where the file ends."""
        if self.skipped:
            end = next(self.starts(data), len(data))
            yield self.over_long(data[:end])
            data = data[end:]
        left = self.count(data)
        while data:
            length = self.span_length(data, left)
            piece = self.piece(data[:length], left if length == len(data) else None)
            yield piece
            left -= piece.span.records
            data = data[length:]

    def over_long(self, end: bytes) -> Piece:
        """The piece of the record passed over, of which `end` are the last bytes."""
        length, lines = self.skipped + len(end), self.skipped_lines + count_lines(end)
        piece = self.piece(self.kept, None, length, lines)
        self.kept, self.skipped, self.skipped_lines = b"", 0, 0
        return piece

    def piece(self, data: bytes, records: int | None, length: int | None = None, lines: int | None = None) -> Piece:
        """The next piece; `length` and `lines` are those of the file where `data` is only a beginning.

        `records` is how many it holds, None where they haven't been counted.
        """
        length = len(data) if length is None else length
        records = self.count(data) if records is None else records
        if self.ordinal == 1 and self.opened.reading is Reading.FASTA:
            self.refuse_leading_text(data)
        span = Span(self.offset, length, self.ordinal, self.line, records, 0)
        self.offset += length
        self.line += count_lines(data) if lines is None else lines
        self.ordinal += records
        if self.ordinal - 1 > self.limits.records:
            raise UnreadableInput(
                "too_many_records",
                f"The file has more than {self.limits.records:,} records. Split it into several files.",
            )
        return Piece(span, data)

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
    if reading is not Reading.FASTA:
        return len(text) - text.count(b"\n")
    leading, *pieces = text.split(b"\n>")
    line_ends = text.count(b"\n") - leading.count(b"\n") - len(pieces)
    headers = sum(len(piece) if (end := piece.find(b"\n")) < 0 else end for piece in pieces)
    return sum(map(len, pieces)) - line_ends - headers


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
