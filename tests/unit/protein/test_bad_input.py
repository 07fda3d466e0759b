"""Every kind of bad input we know of, each with what comes of it and the sentence that says so."""

import gzip
from collections.abc import Callable

import pytest

from protein.fasta import Record, UnreadableInput

ReadAll = Callable[..., list[Record]]
OK, CHANGED, REJECTED = "ok", "changed", "rejected"
FASTA = b">one first protein\nMKVLAA\n"
ACCENT = "\u00e9"

# name, whole file, code, what the sentence says
REFUSED_FILES = [
    ("empty", b"", "empty", "The file is empty"),
    ("only line ends", b"\n\r\n\r \t\n", "blank", "only blank lines"),
    ("only a byte order mark", b"\xef\xbb\xbf", "blank", "only blank lines"),
    ("ten megabytes of blank lines", b"\n" * 10_000_000, "blank", "only blank lines"),
    ("UTF-16 with mark", FASTA.decode().encode("utf-16"), "encoding", "Unicode UTF-16. Save it as plain text"),
    ("UTF-16 little-endian", FASTA.decode().encode("utf-16-le"), "encoding", "UTF-16"),
    ("UTF-16 big-endian", FASTA.decode().encode("utf-16-be"), "encoding", "UTF-16"),
    ("UTF-32 with mark", FASTA.decode().encode("utf-32"), "encoding", "UTF-32"),
    ("UTF-32 big-endian", FASTA.decode().encode("utf-32-be"), "encoding", "UTF-32"),
    ("every byte there is", bytes(range(256)) * 100, "binary", "not a text file"),
    ("NUL bytes", b"\0" * 100, "encoding", "UTF-32"),
    ("EBCDIC", (FASTA * 20).decode().encode("cp500"), "binary", "not a text file"),
    ("compiled program", b"\x7fELF\x02\x01\x01" + bytes(range(1, 30)) * 20, "binary", "not a text file"),
    ("web page", b"<!DOCTYPE html><html><pre>>one\nMK</pre>", "html", "a web page (HTML)"),
    ("web page without type", b"\n<html>\n>one\nMK", "html", "a web page"),
    ("XML", b'<?xml version="1.0"?><seq>MK</seq>', "xml", "XML"),
    ("rich text", b"{\\rtf1\\ansi >one\\par MK}", "rtf", "rich text (RTF). Save it as plain text"),
    ("GenBank", b"LOCUS       NP_000549   142 aa\nORIGIN\n  1 mvlspadktn", "genbank", "a GenBank file"),
    ("UniProt flat file", b"ID   HBA_HUMAN   Reviewed;  142 AA.\nAC   P69905;", "flat_file", "UniProt flat file"),
    ("FASTQ", b"@r1\nACGTACGT\n+\nIIIIIIII\n", "fastq", "FASTQ"),
    ("FASTQ with CRLF", b"@r1\r\nACGTACGT\r\n+\r\nIIIIIIII\r\n", "fastq", "FASTQ"),
    ("Clustal", b"CLUSTAL W (1.8)\n\none  MKV--L", "clustal", "Clustal alignment"),
    ("Stockholm", b"# STOCKHOLM 1.0\none MKV..L\n//", "stockholm", "Stockholm alignment"),
    ("NEXUS", b"#NEXUS\nbegin data;", "nexus", "NEXUS"),
    ("GFF", b"##gff-version 3\nchr1\t.\tgene", "gff", "GFF table"),
    ("PDB", b"HEADER    OXYGEN TRANSPORT\nATOM      1", "structure", "structure file"),
    ("mmCIF", b"data_1ABC\n#\nloop_\n_atom", "structure", "structure file"),
    ("PDF", b"%PDF-1.7\n\x00\x01", "pdf", "a PDF"),
    ("zip or docx or xlsx", b"PK\x03\x04\x14\0\x06\0", "zip", "zip archive"),
    ("empty zip", b"PK\x05\x06" + b"\0" * 18, "zip", "empty zip"),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image", "a picture"),
    ("JPEG", b"\xff\xd8\xff\xe0\0\x10JFIF", "image", "a picture"),
    ("bzip2", b"BZh91AY&SY", "compressed", "bzip2"),
    ("xz", b"\xfd7zXZ\0\0", "compressed", "xz"),
    ("7-Zip", b"7z\xbc\xaf\x27\x1c", "compressed", "7-Zip"),
    ("Zstandard", b"\x28\xb5\x2f\xfd\x04", "compressed", "Zstandard"),
    ("RAR", b"Rar!\x1a\x07\0", "compressed", "RAR"),
    ("old Office document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office", "old Office document"),
    ("SQLite", b"SQLite format 3\0", "database", "a database"),
    ("JSON object", b'{"sequence": "MKV"}', "json", "JSON"),
    ("JSON list", b'["MKV", "MKL"]', "json", "JSON"),
    ("CSV", b"name,sequence\none,MKVLAA\n", "table", "CSV"),
    ("semicolons", b"name;sequence\none;MKVLAA\n", "table", "table"),
    ("tabs", b"one\tMKVLAA\ntwo\tMKLLAA\n", "table", "tab separated"),
    ("accessions", b"P69905\nP68871\nA0A385XJN2\n", "accessions", "UniProt accessions"),
    ("text in front", b"Table S1\n>one\nMK", "text_before_header", 'Line 1 comes before the first ">": "Table S1"'),
    ("text in front after blank lines", b"\n\n; c\nTable\n>one\nMK", "text_before_header", "Line 4 comes before"),
    ("first > missing", b"one protein\nMK\n>two\nMK", "text_before_header", "put a line with"),
    ("indented >", b"  >one\nMK\n", "indented_header", "Remove them"),
    ("indented first > only", b" >one\nMK\n>two\nMK", "indented_header", "Remove them"),
    ("gzip cut off", gzip.compress(FASTA * 50)[:-9], "gzip_truncated", "ends too early"),
    ("gzip header only", gzip.compress(FASTA)[:10], "gzip_truncated", "ends too early"),
    ("gzip magic only", b"\x1f\x8b", "gzip_truncated", "ends too early"),
    ("gzip with wrong check sum", gzip.compress(FASTA)[:-8] + b"\0" * 8, "gzip_damaged", "damaged"),
    ("gzip with wrong data", gzip.compress(FASTA)[:10] + b"\xff" * 200, "gzip_damaged", "damaged"),
    ("gzip of another method", b"\x1f\x8b\x07" + b"\0" * 20, "gzip_damaged", "damaged"),
    ("gzip with text behind", gzip.compress(FASTA) + FASTA, "gzip_trailing", "not gzip follows"),
    ("gzip with one byte behind", gzip.compress(FASTA) + b"\x1f", "gzip_trailing", "not gzip follows"),
    ("gzip bomb", gzip.compress(b">a\n" + b"A" * 30_000_000), "gzip_bomb", "grows more than 50 times"),
    ("gzip twice", gzip.compress(gzip.compress(FASTA)), "gzip", "compressed twice"),
    ("gzip of nothing", gzip.compress(b""), "empty", "The file is empty"),
    ("gzip of UTF-16", gzip.compress(FASTA.decode().encode("utf-16")), "encoding", "UTF-16"),
    ("gzip of zip", gzip.compress(b"PK\x03\x04"), "zip", "zip archive"),
]


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


def body(sequence: bytes) -> bytes:
    """The second of three records, which neighbours must not suffer from."""
    return b">before\nMKV\n>it here\n" + sequence + b"\n>after\nMKL\n"


# name, sequence of the second record, its reason_code, what the sentence says
REJECTED_RECORDS = [
    ("stop inside", b"MKV*LAA", "inner_stop", "at residue 4 (line 4)"),
    ("stop inside, second line", b"MKVLAA\nMK*V", "inner_stop", "at residue 9 (line 5)"),
    ("two stops at the end", b"MKV**", "inner_stop", "at residue 4 (line 4)"),
    ("stop at the beginning", b"*MKV", "inner_stop", "at residue 1 (line 4)"),
    ("only a stop", b"*", "empty", "Only a stop (*)"),
    ("nothing", b"", "empty", "A header without a sequence"),
    ("only blanks", b" \t \n \n", "empty", "A header without a sequence"),
    ("only stops", b"*\n**", "empty", "Only stops (*) and no residues"),
    ("only stops and a number", b"1 **", "empty", "Only stops (*) and no residues"),
    ("only digits", b"123", "empty", "Only digits and no residues"),
    ("only a comment", b";MKV", "empty", "Only comment lines and no residues"),
    ("gap", b"MK--V", "gap", "A gap (-) at position 3"),
    ("dots", b"MK..V", "gap", "A gap (.) at position 3"),
    ("> inside a line", b"MKV>two", "inner_header", "A > inside line 4, at residue 4"),
    ("indented > inside", b"MKV\n >two\nMK", "inner_header", "A > inside line 5"),
    ("comma", b"MK,V", "bad_letter", "The character , (U+002C, comma)"),
    ("question mark", b"MK?V", "bad_letter", "(U+003F, question mark)"),
    ("vertical line", b"MK|V", "bad_letter", "(U+007C, vertical line)"),
    ("NUL", b"MK\0V", "nul", "A NUL byte in the sequence at residue 3 (line 4)"),
    ("NUL padding", b"MKV\0\0\0\0", "nul", "at residue 4"),
    ("form feed", b"MK\x0cV", "bad_letter", r"\x0c (U+000C)"),
    ("vertical tab", b"MK\x0bV", "bad_letter", r"\x0b (U+000B)"),
    ("escape", b"MK\x1b[31mV", "bad_letter", r"\x1b (U+001B)"),
    ("backspace", b"MK\x08V", "bad_letter", r"\x08 (U+0008)"),
    ("Ctrl-Z inside", b"MK\x1aV", "bad_letter", r"\x1a (U+001A)"),
    ("delete", b"MK\x7fV", "bad_letter", r"\x7f (U+007F)"),
    ("full-width letters", "\uff2d\uff2b\uff36".encode(), "bad_letter", "U+FF2D, fullwidth latin capital letter m"),
    ("Cyrillic A", "MK\u0410V".encode(), "bad_letter", "U+0410, cyrillic capital letter a"),
    ("Greek beta", "MK\u03b2".encode(), "bad_letter", "U+03B2, greek small letter beta"),
    ("no-break space", "MK\u00a0V".encode(), "bad_letter", "U+00A0, no-break space"),
    ("zero-width space", "MK\u200bV".encode(), "bad_letter", "U+200B, zero width space"),
    ("line separator", "MK\u2028V".encode(), "bad_letter", "U+2028, line separator"),
    ("curly quotes", "\u201cMKV\u201d".encode(), "bad_letter", "U+201C, left double quotation mark"),
    ("dash", "MK\u2013V".encode(), "bad_letter", "U+2013, en dash"),
    ("Latin-1", b"MK\xe9V", "bad_letter", "U+FFFD"),
    ("not UTF-8", b"MK\xff\xfeV", "bad_letter", "at residue 3"),
    ("only X", b"XXXX", "no_standard_residue", "only X."),
    ("only B, Z, J and X", b"BZJX", "no_standard_residue", "only B, J, X, Z."),
    ("too long by one", b"A" * 50_001, "too_long", "has 50,001 residues; the limit is 50,000"),
    ("too long, wrapped", b"\n".join([b"A" * 60] * 1_000), "too_long", "has 60,000 residues"),
    ("three megabytes", b"A" * 3_000_000, "too_long", "takes too much of the file"),
    ("two million blank lines", b"MK" + b"\n" * 2_000_000 + b"V", "too_long", "takes too much of the file"),
    ("script", b"<script>", "bad_letter", "The character < (U+003C, less-than sign)"),
]


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
        gzip.compress(b">a\nMKV\n>b\nML\n"),
        gzip.compress(b">a\nMKV\n") + gzip.compress(b">b\nML\n"),
        gzip.compress(b">a\nMKV\n>b\nML\n") + b"\0" * 512,
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
