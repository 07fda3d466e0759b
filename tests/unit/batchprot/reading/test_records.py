"""Every kind of bad input we know of, each with what comes of it and the sentence that says so."""

import gzip
from collections.abc import Callable

import pytest

from batchprot.reading.fasta import Reading, Record, UnreadableInput, read_records
from tests.bad_files import REFUSED_FILES, REJECTED_RECORDS, body

ReadAll = Callable[..., list[Record]]
OK, CHANGED, REJECTED = "ok", "changed", "rejected"
ACCENT = "\u00e9"


@pytest.mark.parametrize(
    ("data", "code", "sentence"), [case[1:] for case in REFUSED_FILES], ids=[case[0] for case in REFUSED_FILES]
)
def test_a_file_without_sequences_is_refused_with_a_sentence(
    read_all: ReadAll, data: bytes, code: str, sentence: str
) -> None:
    with pytest.raises(UnreadableInput) as refused:
        read_all(data)
    assert refused.value.code == code
    assert sentence in refused.value.message
    assert refused.value.message.isprintable()
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    ("sequence", "code", "sentence"),
    [case[1:] for case in REJECTED_RECORDS],
    ids=[case[0] for case in REJECTED_RECORDS],
)
def test_a_bad_record_is_rejected_alone(read_all: ReadAll, sequence: bytes, code: str, sentence: str) -> None:
    before, it, after = read_all(body(sequence))
    assert (it.reason_code, it.sequence, it.identifier, it.line, it.ordinal) == (code, "", "it", 3, 2)
    assert sentence in it.reason
    assert it.reason.isprintable()
    assert (before.sequence, after.sequence) == ("MKV", "MKL")
    assert not before.reason
    assert not after.reason


# name, sequence of the second record, residues, notes
ACCEPTED_RECORDS = [
    ("plain", b"MKV", "MKV", ""),
    ("final stop", b"MKV*", "MKV", "final_stop_removed"),
    ("final stop on its own line", b"MKV\n*", "MKV", "final_stop_removed"),
    ("lower case", b"mkv", "MKV", "lower_case"),
    ("masked by case", b"MKvlAA", "MKVLAA", "lower_case"),
    ("GenBank numbering", b"  1 MKVLAA GGG\n 61 MK", "MKVLAAGGGMK", "digits_ignored"),
    ("blanks and tabs", b"M K\tV ", "MKV", ""),
    ("comment lines", b"MK\n;a comment\n# another\nV", "MKV", "comments_skipped"),
    ("Ctrl-Z at the end", b"MKV\x1a", "MKV", "ctrl_z_removed"),
    ("blank lines", b"\n\nMK\n\nV\n\n", "MKV", ""),
    ("one residue", b"M", "M", ""),
    ("selenocysteine and pyrrolysine", b"MUO", "MUO", ""),
    ("only selenocysteine", b"UUU", "UUU", ""),
    ("ambiguous letters", b"XMBZJ", "XMBZJ", ""),
    ("DNA", b"ACGT" * 10, "ACGT" * 10, ""),
    ("exactly at the limit", b"A" * 50_000, "A" * 50_000, ""),
    ("one below the limit", b"A" * 49_999, "A" * 49_999, ""),
    ("all at once", b"mk v1\n;c\nLA*", "MKVLA", "comments_skipped;digits_ignored;lower_case;final_stop_removed"),
]


@pytest.mark.parametrize(
    ("sequence", "residues", "notes"),
    [case[1:] for case in ACCEPTED_RECORDS],
    ids=[case[0] for case in ACCEPTED_RECORDS],
)
def test_what_is_changed_in_an_accepted_record_is_noted(
    read_all: ReadAll, sequence: bytes, residues: str, notes: str
) -> None:
    _, it, _ = read_all(body(sequence))
    assert (it.sequence, it.notes, it.reason, it.reason_code) == (residues, notes, "", "")


# name, bytes after ">", identifier, description, notes
HEADERS = [
    ("nothing", b"", "unnamed_2", "", "unnamed"),
    ("blanks", b"  \t ", "unnamed_2", "", "unnamed"),
    ("blank before the name", b" one first", "one", "first", ""),
    ("tab", b"one\tfirst protein", "one", "first protein", ""),
    ("tabs kept inside", b"one a\tb", "one", "a\tb", ""),
    ("two > signs", b">one", ">one", "", ""),
    ("a > inside", b"one a > b", "one", "a > b", ""),
    ("path", b"../../etc/passwd x", "../../etc/passwd", "x", ""),
    ("script", b"<script>alert(1)</script>", "<script>alert(1)</script>", "", ""),
    ("formula", b"=cmd|'/c calc'!A1", "=cmd|'/c", "calc'!A1", ""),
    ("template", b"{{7*7}} ${jndi:ldap} %s%n", "{{7*7}}", "${jndi:ldap} %s%n", ""),
    ("SQL", b"'; DROP TABLE protein; --", "';", "DROP TABLE protein; --", ""),
    ("quotes and commas", b'one "a, b"', "one", '"a, b"', ""),
    ("line separator", "a\u2028b c".encode(), "a\u2028b", "c", ""),
    ("next line", "a\u0085b c".encode(), "a\u0085b", "c", ""),
    ("form feed", b"a\x0cb c", "a\x0cb", "c", ""),
    ("emoji and direction", "a \U0001f600\u202e\u200b".encode(), "a", "\U0001f600\u202e\u200b", ""),
    ("Latin-1", f"caf{ACCENT} x".encode("latin-1"), f"caf{ACCENT}", "x", "header_not_utf8"),
    ("escape sequence", b"one \x1b[31mred", "one", "\x1b[31mred", ""),
    ("a megabyte", b"one " + b"d" * 1_000_000, "one", "d" * 996, "header_cut"),
    ("one character too long", b"o" * 1_001, "o" * 1_000, "", "header_cut"),
    ("as long as allowed", b"o" * 1_000, "o" * 1_000, "", ""),
    ("as long as allowed, accented", (ACCENT * 1_000).encode(), ACCENT * 1_000, "", ""),
]


@pytest.mark.parametrize(
    ("header", "identifier", "description", "notes"), [case[1:] for case in HEADERS], ids=[case[0] for case in HEADERS]
)
def test_any_header_is_kept_literally(
    read_all: ReadAll, header: bytes, identifier: str, description: str, notes: str
) -> None:
    records = read_all(b">before\nMKV\n>" + header + b"\nMKL\n>after\nMKI\n")
    assert [record.sequence for record in records] == ["MKV", "MKL", "MKI"]
    assert (records[1].identifier, records[1].description, records[1].notes) == (identifier, description, notes)


def test_nul_in_a_header_rejects_the_record_and_is_not_kept(read_all: ReadAll) -> None:
    (record,) = read_all(b">a\0b c\0d\nMKV\n")
    assert record.reason_code == "nul"
    assert "header (line 1)" in record.reason
    assert (record.identifier, record.description) == ("a\ufffdb", "c\ufffdd")


@pytest.mark.parametrize(
    "text",
    [
        b">a\r\nMK\r\nV\r\n>b\r\nML",
        b">a\rMK\rV\r>b\rML",
        b"\xef\xbb\xbf>a\nMK\nV\n>b\nML\n",
        b"\n\n>a\n\nMK\n\nV\n\n>b\nML\n\n",
        b">a\r\nMK\nV\r>b\nML\n",
        b">a\nM\nK\nV\n>b\nM\nL",
        b">a \nMK V\n>b\t\nML\n",
        gzip.compress(b">a\nMKV\n>b\nML\n", mtime=0),
        gzip.compress(b">a\nMKV\n", mtime=0) + gzip.compress(b">b\nML\n", mtime=0),
        gzip.compress(b">a\nMKV\n>b\nML\n", mtime=0) + b"\0" * 512,
        b"; a comment\n\n# another\n>a\nMKV\n>b\nML",
    ],
)
def test_line_ends_blank_lines_marks_and_gzip_change_nothing(read_all: ReadAll, text: bytes) -> None:
    assert [(record.identifier, record.sequence, record.reason) for record in read_all(text)] == [
        ("a", "MKV", ""),
        ("b", "ML", ""),
    ]


def test_same_names_are_kept_apart_by_order(read_all: ReadAll) -> None:
    records = read_all(b">a\nMK\n>a\nMK\n>A\nML\n>a\nMI\n")
    assert [(record.ordinal, record.identifier, record.sequence) for record in records] == [
        (1, "a", "MK"),
        (2, "a", "MK"),
        (3, "A", "ML"),
        (4, "a", "MI"),
    ]


def test_a_title_line_of_pir_is_not_read_as_residues(read_all: ReadAll) -> None:
    (record,) = read_all(b">P1;CRAB_ANAPL\nALPHA CRYSTALLIN\n  MKV\n*\n")
    assert (record.identifier, record.description, record.sequence) == ("P1;CRAB_ANAPL", "ALPHA CRYSTALLIN", "MKV")
    assert record.notes == "pir_title;final_stop_removed"


def test_points_are_dropped_with_the_gaps_where_most_records_have_one_length():
    rows = b">a\nMK.VLAA\n>b\nMK-LVAA\n>c\nM.KIVAS\n>d\nMK.VL\n>e\nK.PEP.R\n"
    found = read_records(rows, reading=Reading.ALIGNED)
    assert [record.sequence for record in found] == ["MKVLAA", "MKLVAA", "MKIVAS", "", ""]
    assert [record.reason_code for record in found] == ["", "", "", "point_stop", "flanked"]


def test_the_advice_for_rows_of_one_length_is_to_drop_their_gaps():
    first, *_ = read_records(b">a\nMK.VLAA\n>b\nMKLVAAS\n>c\nMKIVAST\n")
    assert first.reason_code == "gap"
    assert first.reason.endswith(
        "Most records have 7 characters, as the rows of an alignment have: let its gaps be dropped."
    )
