"""The bytes of a span to records: every record of the input, in order, accepted or rejected with its reason."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from batchprot.reading import refusals
from batchprot.reading.alphabet import AMBIGUOUS
from batchprot.reading.header import decode_header, parse_header
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.reading.not_residues import ENDINGS
from batchprot.reading.printed import without_marks
from batchprot.reading.reading import Reading
from batchprot.reading.refusals import Reason
from batchprot.reading.residues import COMMENT_LINE, Body, columns_of, read_body
from batchprot.reading.table_lines import cells_of
from batchprot.reading.words import CODES

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
AMBIGUOUS_BYTES = AMBIGUOUS.encode()
CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
NO_NAME = (b"", b" ")
PIR_CODES = frozenset(code + b";" for code in (b"P1", b"F1", b"DL", b"DC", b"RL", b"RC", b"N1", b"N3", b"XX"))
"""A header of NBRF/PIR begins so, and a line with the title follows it before the residues."""
PIR_NAME = re.compile(rb"[^;=\s]+\s*")

HIDDEN_MARK = re.compile(rb"(?<=\n)(?:\xef\xbb\xbf|\0)+(?=>)")
"""What is invisible before a > that begins its line, as where files with byte order marks were joined."""


class Record(NamedTuple):
    """One sequence of the input, or the place where one should be and the reason why it isn't.

    `line` is where the record begins in the file, 1-based. `sequence` has letters A-Z only and is empty when
    the record is rejected; `proforma` is the same with its modifications, empty without any. `notes` are codes joined
    by semicolons: final_stop_removed, digits_ignored, lower_case, comments_skipped, gaps_dropped, notation_read,
    ctrl_z_removed, pir_title, pir_notes_skipped, header_cut, header_not_utf8, unnamed. `reason` is the sentence for a
    person, `reason_code` the same for a program; both are empty when the record is accepted.
    """

    ordinal: int
    line: int
    identifier: str
    name: str
    description: str
    organism: str
    gene: str
    sequence: str
    notes: str
    reason: str
    reason_code: str
    proforma: str = ""


def read_records(
    data: bytes,
    *,
    first_ordinal: int = 1,
    first_line: int = 1,
    reading: Reading = Reading.FASTA,
    limits: Limits = DEFAULT_LIMITS,
    file_lines: Sequence[int] = (),
) -> list[Record]:
    r"""All records of `data`, which begins where a record begins. Never raises for what the data hold.

    `file_lines` are the lines of the whole text on which each of several files begins: lines are those of the file.

    >>> [(r.identifier, r.sequence, r.notes) for r in read_records(b">a\nMKV*\n>b\nmk\n")]
    [('a', 'MKV', 'final_stop_removed'), ('b', 'MK', 'lower_case')]
    """
    files = read_files(
        data,
        first_ordinal=first_ordinal,
        first_line=first_line,
        reading=reading,
        limits=limits,
        file_lines=file_lines,
    )
    return [record for _, records in files for record in records]


def read_files(
    data: bytes,
    *,
    first_ordinal: int,
    first_line: int,
    reading: Reading,
    limits: Limits,
    file_lines: Sequence[int],
) -> Iterator[tuple[int, list[Record]]]:
    """The same for each file that `data` holds a part of, with the file's place in `file_lines`; -1 without any."""
    text, line = normal_line_ends(data), first_line
    file = bisect_right(file_lines, line) - 1
    while True:
        is_last = file + 1 >= len(file_lines)
        place = None if is_last else _after_lines(text, file_lines[file + 1] - line)
        own_line = line - file_lines[file] + 1 if file >= 0 else line
        records = _read(text[:place], first_ordinal, own_line, reading, limits)
        yield file, records
        if place is None:
            return
        first_ordinal += len(records)
        file += 1
        text, line = text[place:], file_lines[file]


def _after_lines(text: bytes, count: int) -> int | None:
    """Where the text goes on after `count` lines; None when it ends before."""
    place = 0
    for _ in range(count):
        place = text.find(b"\n", place) + 1
        if not place:
            return None
    return place if place < len(text) else None


def _read(text: bytes, first_ordinal: int, first_line: int, reading: Reading, limits: Limits) -> list[Record]:
    if first_line == 1:
        text = text[byte_order_marks(text) :]
    if reading.has_headers:
        return _read_fasta(text, first_ordinal, first_line, limits, reading)
    if reading.is_by_line:
        return _read_lines(text, first_ordinal, first_line, limits, _BY_LINE[reading])
    return _read_one(text, first_ordinal, first_line, limits)


def byte_order_marks(data: bytes) -> int:
    """How many bytes of UTF-8 byte order marks a file begins with; some programs put a second one."""
    place = 0
    while data.startswith(BYTE_ORDER_MARK, place):
        place += len(BYTE_ORDER_MARK)
    return place


def normal_line_ends(data: bytes) -> bytes:
    """CR LF and CR become LF; nothing else ends a line (U+2028 or a form feed in a header does not)."""
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def is_ambiguous(sequence: str) -> bool:
    """Whether the sequence has a letter that stands for more than one residue: B, Z, J or X."""
    return any(letter in sequence for letter in AMBIGUOUS)


def reject_ambiguous(record: Record) -> Record:
    """The record as the ambiguity policy `reject` has it: rejected when it holds B, Z, J or X."""
    if record.reason_code or not is_ambiguous(record.sequence):
        return record
    positions = {letter: record.sequence.find(letter) for letter in AMBIGUOUS}
    letter, position = min(
        ((letter, position) for letter, position in positions.items() if position >= 0), key=lambda pair: pair[1]
    )
    count = sum(map(record.sequence.count, AMBIGUOUS))
    return _rejected(record, refusals.ambiguous(letter, position + 1, count))


def _rejected(record: Record, refusal: Reason) -> Record:
    return record._replace(sequence="", proforma="", reason=refusal.sentence, reason_code=refusal.code)


def _read_fasta(text: bytes, ordinal: int, line: int, limits: Limits, reading: Reading) -> list[Record]:
    """Split at ">" after a line end, and read what nearly every record is without looking at it twice."""
    text = without_hidden_marks(b"\n" + text)
    leading, *texts = text.removesuffix(b"\n").split(b"\n>")
    records = _read_leading(leading, ordinal, line)
    ordinal += len(records)
    line += leading.count(b"\n")
    longest, kept = limits.residues_per_record, limits.header_characters
    plain = b"\t" not in text and b"\0" not in text
    columns = -1  # not looked for yet
    for raw in texts:
        header, header_end, body = raw.partition(b"\n")
        sequence = body.replace(b"\n", b"")
        width, breaks = body.find(b"\n"), len(body) - len(sequence)
        # Capital letters under a plain header that begins with a name, in lines of one width with a shorter last one:
        # nothing to fold, note or reject.
        if (
            plain
            and not sequence.translate(None, CAPITALS)
            and 0 < len(sequence) <= longest
            and (not breaks or width * breaks < len(sequence) < width * (breaks + 1))
            and sequence[0] not in AMBIGUOUS_BYTES
            and sequence[:3] not in CODES
            and not body.endswith(ENDINGS)
            and len(raw) <= limits.record_bytes
            and header.isascii()
            and len(header) <= kept
            and header[:1] not in NO_NAME
            and header[2:3] != b";"
        ):
            fields = (ordinal, line, *parse_header(header.decode()), sequence.decode("ascii"), "", "", "", "")
            # As Record._make does, in half the time.
            records.append(tuple.__new__(Record, fields))
        else:
            if columns < 0 and b"." in body:
                columns = columns_of(other.partition(b"\n")[2] for other in texts)
            records.append(_read_any(raw, ordinal, line, limits, reading, columns=max(columns, 0)))
        ordinal += 1
        line += len(header_end) + breaks + 1
    return records


def without_hidden_marks(text: bytes) -> bytes:
    """The text, with LF line ends, without byte order marks and NUL bytes that stand before a > at a line's begin."""
    return HIDDEN_MARK.sub(b"", text) if has_hidden_marks(text) else text


def has_hidden_marks(data: bytes) -> bool:
    """Whether something invisible may stand before a >."""
    return (b"\xbf" in data and b"\xbf>" in data) or (b"\0" in data and b"\0>" in data)


def _read_leading(leading: bytes, ordinal: int, line: int) -> list[Record]:
    """What stands before the first ">": nothing, blank lines, comments, or text, which becomes a rejected record."""
    text = COMMENT_LINE.sub(b"", leading).strip()
    if not text:
        return []
    refusal = refusals.text_before_header(line + leading[: leading.find(text)].count(b"\n") - 1, text)
    return [Record(ordinal, line, f"unnamed_{ordinal}", "", "", "", "", "", "unnamed", refusal.sentence, refusal.code)]


def _read_any(raw: bytes, ordinal: int, line: int, limits: Limits, reading: Reading, *, columns: int) -> Record:
    """One record of any kind, from after its ">" to before the next."""
    whole = len(raw) <= limits.record_bytes
    header, _, body = raw[: limits.record_bytes].partition(b"\n")
    text, notes = decode_header(header, limits.header_characters)
    body_line = line + 1
    if _is_pir(header, body):
        title, _, body = body.partition(b"\n")
        text = f"{text} {decode_header(title, limits.header_characters)[0]}"
        notes += ("pir_title",)
        body_line += 1
        body, stop, behind = body.partition(b"*")
        notes += ("pir_notes_skipped",) if behind.strip() else ()
        body += stop
    found = read_body(
        body,
        body_line,
        limits.residues_per_record,
        drop_gaps=reading is Reading.ALIGNED,
        columns=columns,
        notation=reading.reads_notation,
    )
    refusal = found.refusal
    if not whole:
        refusal = _too_large(len(header), limits)
    elif b"\0" in header:
        refusal = refusals.nul_byte(f"header (line {line:,})")
    return _record(ordinal, line, text, found, refusal, notes=notes)


def _too_large(header: int, limits: Limits) -> Reason:
    """Why a record that wasn't read to its end is too large: by its header or by its residues."""
    if header > limits.record_bytes // 2 and header > limits.residues_per_record:
        return refusals.long_header()
    return refusals.too_long(None, limits.residues_per_record)


def _is_pir(header: bytes, body: bytes) -> bool:
    """Whether a title line precedes the residues: the header has a code, and the record a * or the words of a title."""
    title, _, rest = body.partition(b"\n")
    if (
        header[:3] not in PIR_CODES
        or not PIR_NAME.fullmatch(header[3:])
        or not title.translate(None, CAPITALS).strip(b"*")
    ):
        return False
    return b"*" in rest or b" " in title.strip()


def _record(
    ordinal: int, line: int, header: str, body: Body, refusal: Reason | None, *, notes: tuple[str, ...] = ()
) -> Record:
    if not header:
        header, notes = f"unnamed_{ordinal}", (*notes, "unnamed")
    return Record(
        ordinal,
        line,
        *parse_header(header),
        sequence="" if refusal else body.residues.decode("ascii"),
        notes=";".join((*notes, *body.notes)),
        reason=refusal.sentence if refusal else "",
        reason_code=refusal.code if refusal else "",
        proforma="" if refusal else body.proforma,
    )


def _read_lines(
    text: bytes, ordinal: int, line: int, limits: Limits, read: Callable[[bytes, int, int, Limits], Record]
) -> list[Record]:
    """Text without headers, one record a line; blank lines separate nothing."""
    records = []
    for number, letters in enumerate(text.split(b"\n"), line):
        if is_row(letters):
            records.append(read(letters, ordinal, number, limits))
            ordinal += 1
    return records


def is_row(line: bytes) -> bool:
    """Whether a line of a list or a table is a record: neither blank nor a comment."""
    text = line.strip()
    return bool(text) and not text.startswith((b"#", b";"))


def _read_one(text: bytes, ordinal: int, line: int, limits: Limits) -> list[Record]:
    """Raw letters, one sequence over all lines."""
    letters = text.lstrip()
    if not letters:
        return []
    # A record begins where its letters do.
    begin = text.rfind(b"\n", 0, len(text) - len(letters)) + 1
    line += text.count(b"\n", 0, begin)
    return [_read_raw(text[begin:].removesuffix(b"\n"), ordinal, line, limits, one=True)]


def _read_raw(
    letters: bytes, ordinal: int, line: int, limits: Limits, *, one: bool = False, notation: bool = False
) -> Record:
    """A sequence without a header is named by its place, `sequence_7`."""
    body = letters[: limits.record_bytes]
    residues = without_marks(body) if one else body
    found = read_body(residues, line, limits.residues_per_record, raw=True, notation=notation)
    refusal = found.refusal
    if len(letters) > limits.record_bytes:
        refusal = refusals.too_long(None, limits.residues_per_record)
    return _record(ordinal, line, f"sequence_{ordinal}", found, refusal)


def _read_row(row: bytes, ordinal: int, line: int, limits: Limits) -> Record:
    """A line with a name and a sequence, or with a sequence only."""
    *names, letters = cells_of(row[: limits.record_bytes])
    text, notes = decode_header(names[0] if names else b"sequence_%d" % ordinal, limits.header_characters)
    found = read_body(letters, line, limits.residues_per_record, raw=True)
    refusal = found.refusal
    if len(row) > limits.record_bytes:
        refusal = refusals.too_long(None, limits.residues_per_record)
    elif len(names) > 1:
        refusal = refusals.many_cells(line, len(names) + 1)
    return _record(ordinal, line, text, found, refusal, notes=notes)


def _read_notation(letters: bytes, ordinal: int, line: int, limits: Limits) -> Record:
    """A line in ProForma or in another notation of modified peptides."""
    return _read_raw(letters, ordinal, line, limits, notation=True)


_BY_LINE: Final[Mapping[Reading, Callable[[bytes, int, int, Limits], Record]]] = {
    Reading.LIST: _read_raw,
    Reading.TABLE: _read_row,
    Reading.NOTATION_LIST: _read_notation,
}
