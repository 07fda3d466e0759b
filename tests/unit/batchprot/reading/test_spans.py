import gzip
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.reading.fasta import Reading, Record, UnreadableInput, plan_spans, read_chunks, read_records, read_span
from batchprot.reading.limits import DEFAULT_LIMITS, Limits
from batchprot.reading.spans import recognise

ReadAll = Callable[..., list[Record]]

#: Whatever begins, ends or spoils a record, in any order.
FRAGMENTS = st.sampled_from(
    [
        *(">", ">a b\n", "\n", "\r", "\r\n", "MKV", "MK" * 40, "*", "-", "x", ";c\n", "#", " ", "\t", "1", "\u00e9"),
        *("\0", ">P1;z\n", "X", "\x1a", ">sp|P1|A_B c OS=d OX=1 GN=e PE=1\n", "\u2028", ">tr|"),
        *("\n\ufeff>b\n", "\n\0>c\n", "\n\ufeff\ufeff>", "ALAMETGLY\n", "IIIIMMMMOOOO\n"),
    ]
)
TEXTS = st.lists(FRAGMENTS, max_size=60).map(lambda parts: "".join(parts).encode())
LIMITS = st.builds(
    replace,
    st.just(DEFAULT_LIMITS),
    span_bytes=st.sampled_from([1, 3, 8, 20, 1_000]),
    span_records=st.sampled_from([1, 2, 50]),
    record_bytes=st.sampled_from([5, 12, 1_000_000]),
    residues_per_record=st.sampled_from([2, 4, 100]),
)
READINGS = st.sampled_from([None, Reading.FASTA, Reading.ALIGNED, Reading.LIST, Reading.ONE])


def read_by_spans(data: bytes, reading: Reading, limits: Limits) -> list[Record]:
    stream = io.BytesIO(data)
    found = []
    for span in plan_spans(stream, reading=reading, limits=limits):
        records = read_records(
            read_span(stream, span, limits=limits),
            first_ordinal=span.first_ordinal,
            first_line=span.first_line,
            reading=reading,
            limits=limits,
        )
        assert len(records) == span.records
        found += records
    return found


@settings(max_examples=2_000, deadline=None)
@given(TEXTS, READINGS, LIMITS)
def test_reading_by_spans_of_any_size_is_reading_the_whole(
    data: bytes, reading: Reading | None, limits: Limits
) -> None:
    try:
        chosen, chunks = read_chunks(io.BytesIO(gzip.compress(data)), reading=reading, limits=limits)
        streamed = [
            record
            for span, chunk in chunks
            for record in read_records(
                chunk, first_ordinal=span.first_ordinal, first_line=span.first_line, reading=chosen, limits=limits
            )
        ]
    except UnreadableInput as refused:
        assert refused.message  # noqa: PT017 - either outcome is right, and each has its own claim
        return
    opened = recognise(iter([data]), reading)
    if opened.mark:  # the first FASTA: what is read has > for its semicolons
        data = b"\n" * (opened.line - 1) + b"".join(opened.blocks)
    whole = read_records(data, reading=chosen, limits=limits)
    assert streamed == whole
    assert read_by_spans(data, chosen, limits) == whole
    assert [record.ordinal for record in whole] == list(range(1, len(whole) + 1))


@settings(max_examples=1_000, deadline=None)
@given(st.binary(max_size=300), READINGS)
def test_no_bytes_make_reading_raise_anything_else(data: bytes, reading: Reading | None) -> None:
    for packed in (data, gzip.compress(data), b"\x1f\x8b" + data, gzip.compress(data)[: len(data)]):
        try:
            chosen, chunks = read_chunks(io.BytesIO(packed), reading=reading)
            records = [record for span, chunk in chunks for record in read_records(chunk, reading=chosen)]
        except UnreadableInput as refused:
            assert refused.message.isprintable()  # noqa: PT017 - either outcome is right
        else:
            assert all(bool(record.sequence) != bool(record.reason) for record in records)


SEQUENCES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=200).filter(lambda text: text.strip("BJXZ"))
NAMES = st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text[2:3] != ";"
)
ENTRIES = st.lists(st.tuples(NAMES, SEQUENCES), min_size=1, max_size=20)


def render(entries: list[tuple[str, str]], width: int, line_end: str, blank: str) -> bytes:
    lines = []
    for name, sequence in entries:
        lines += [f">{name}", *(sequence[place : place + width] + blank for place in range(0, len(sequence), width))]
    return (line_end.join(lines)).encode()


@given(
    ENTRIES,
    st.integers(1, 80),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \n"]),
    st.sampled_from(["", " ", "\t"]),
    st.sampled_from(["", "\n", "\r\n\r\n"]),
)
def test_parsing_what_was_rendered_gives_it_back_whatever_the_layout(
    entries: list[tuple[str, str]], width: int, line_end: str, blank: str, last: str
) -> None:
    records = read_records(render(entries, width, line_end, blank) + last.encode())
    assert [(record.identifier, record.sequence, record.reason) for record in records] == [
        (name, sequence, "") for name, sequence in entries
    ]


@given(ENTRIES, st.data())
def test_splitting_a_file_between_records_changes_nothing(entries: list[tuple[str, str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries)))
    whole = read_records(render(entries, 60, "\n", "") + b"\n")
    first = read_records(render(entries[:place], 60, "\n", "") + b"\n")
    rest = read_records(render(entries[place:], 60, "\n", ""), first_ordinal=place + 1)
    assert [record._replace(line=0) for record in first + rest] == [record._replace(line=0) for record in whole]


def test_a_span_says_where_its_records_are_and_how_much_they_hold() -> None:
    data = b"; c\n>a\nMKV\nMK\n>b\r\nM\r\n>c\n"
    spans = list(plan_spans(io.BytesIO(data), limits=replace(DEFAULT_LIMITS, span_records=1)))
    assert [(span.first_ordinal, span.first_line, span.records, span.residues) for span in spans] == [
        (1, 1, 1, 5),
        (2, 5, 1, 1),
        (3, 7, 1, 0),
    ]
    assert sum(span.length for span in spans) == len(data)
    assert [span.offset for span in spans] == [0, 14, 21]


def test_spans_are_about_a_megabyte_or_five_thousand_records() -> None:
    proteins = b"".join(b">p%d\n%s\n" % (n, b"M" * 400) for n in range(6_000))
    tiny = b"".join(b">%d\nM\n" % n for n in range(12_000))
    assert [span.length > 900_000 for span in plan_spans(io.BytesIO(proteins))] == [True, True, False]
    assert [span.records for span in plan_spans(io.BytesIO(tiny))] == [5_000, 5_000, 2_000]


def test_other_readers_of_the_stream_do_not_disturb_planning() -> None:
    data = b"".join(b">p%d\n%s\n" % (n, b"M" * 400) for n in range(6_000))
    stream = io.BytesIO(data)
    found = 0
    for span in plan_spans(stream):
        found += len(read_records(read_span(stream, span)))
    assert found == 6_000


def test_a_giant_record_is_passed_over_without_being_held() -> None:
    letters = b"A" * 1_000_000

    def blocks() -> bytes:
        return b">before\nMK\n>giant\n" + letters * 5 + b"\n>after\nMV\n"

    stream = io.BytesIO(blocks())
    spans = list(plan_spans(stream))
    records = [
        record
        for span in spans
        for record in read_records(
            read_span(stream, span), first_ordinal=span.first_ordinal, first_line=span.first_line
        )
    ]
    assert [(record.identifier, record.line, record.reason_code) for record in records] == [
        ("before", 1, ""),
        ("giant", 3, "too_long"),
        ("after", 5, ""),
    ]
    assert max(len(read_span(stream, span)) for span in spans) <= DEFAULT_LIMITS.cut_bytes + 262_144


@pytest.mark.parametrize(("records", "refused"), [(9, False), (10, False), (11, True)])
def test_the_number_of_records_is_limited(read_all: ReadAll, records: int, refused: bool) -> None:
    limits = replace(DEFAULT_LIMITS, records=10)
    data = b">a\nMK\n" * records
    if refused:
        with pytest.raises(UnreadableInput, match=r"more than 10 records\. Split it"):
            read_all(data, limits=limits)
    else:
        assert len(read_all(data, limits=limits)) == records


@pytest.mark.parametrize(("size", "refused"), [(99, False), (100, False), (101, True)])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_plain_size_is_limited(read_all: ReadAll, size: int, packed: bool, refused: bool) -> None:
    data = b">a\n" + b"M" * (size - 3)
    if packed:
        data = gzip.compress(data)
    limits = replace(DEFAULT_LIMITS, file_bytes=100)
    if refused:
        with pytest.raises(UnreadableInput, match="larger than"):
            read_all(data, limits=limits)
    else:
        assert len(read_all(data, limits=limits)[0].sequence) == size - 3


@pytest.mark.parametrize(("letters", "code"), [(94, ""), (95, ""), (96, "too_long")])
def test_the_bytes_of_a_record_are_limited(read_all: ReadAll, letters: int, code: str) -> None:
    limits = replace(DEFAULT_LIMITS, record_bytes=100)
    record, _ = read_all(b">name\n" + b"M" * letters + b"\n>b\nM\n", limits=limits)
    assert record.reason_code == code


def test_a_file_of_near_identical_sequences_is_read_however_small_it_was_packed(read_all: ReadAll) -> None:
    mutants = b"".join(b">m%d\n%sW%s\n" % (n, b"MKVLAAGKLD" * 60, b"MKVLAAGKLD" * 60) for n in range(3_000))
    packed = gzip.compress(mutants)
    assert len(mutants) > 100 * len(packed)
    assert len(read_all(packed)) == 3_000


def test_raw_lines_and_one_wrapped_sequence_are_told_apart(read_all: ReadAll) -> None:
    wrapped = b"\n".join([b"M" * 60, b"K" * 60, b"V" * 7])
    assert [len(record.sequence) for record in read_all(wrapped)] == [127]
    assert [len(record.sequence) for record in read_all(wrapped, Reading.LIST)] == [60, 60, 7]
    assert [record.sequence for record in read_all(b"MKV\n\nMKL\r\nMKI")] == ["MKV", "MKL", "MKI"]
    assert len(read_all(b"M" * 60 + b"\n" + b"K" * 61)) == 2
    assert len(read_all(b"M" * 49 + b"\n" + b"K" * 49)) == 2


def test_reading_as_fasta_needs_a_header(read_all: ReadAll) -> None:
    with pytest.raises(UnreadableInput, match=r"No line begins with >"):
        read_all(b"MKV\nMKL\n", Reading.FASTA)


@pytest.mark.parametrize("cut", range(1, 7))
def test_lines_are_those_of_each_file_wherever_the_text_is_cut(cut):
    files = [b">a\nMKV\n>b\r\nMK-V\r\n", b"\n>c\nMKI\n", b">d\nMKL\n>e\nMKL\n>f\nMKL\n"]
    whole = read_records(b"".join(files), file_lines=[1, 5, 8])
    assert [(record.identifier, record.line, record.ordinal) for record in whole] == [
        ("a", 1, 1), ("b", 3, 2), ("c", 2, 3), ("d", 1, 4), ("e", 3, 5), ("f", 5, 6),
    ]  # fmt: skip
    assert "(line 4)" in whole[1].reason
    stream = io.BytesIO(b"".join(files))
    limits = replace(Limits(), span_records=cut)
    _, chunks = read_chunks(stream, limits=limits)
    again = [
        record
        for chunk in chunks
        for record in read_records(
            chunk.data, first_ordinal=chunk.span.first_ordinal, first_line=chunk.span.first_line, file_lines=[1, 5, 8]
        )
    ]
    assert again == whole
