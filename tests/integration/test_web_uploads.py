"""Uploading through the web application, end to end on real storage: good files, bad ones, and other people's."""

import gzip
import io
import zipfile
import zlib
from dataclasses import replace

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from batchprot.reading.inspection import Inspection
from batchprot.reading.limits import DEFAULT_LIMITS
from tests.bad_files import HOLDING_SEQUENCES, REFUSED_FILES, REJECTED_RECORDS, body

GOOD = b">sp|P00350|6PGD_ECOLI a name\r\nMSKQQIGVVGMAVMGRNLALNIESRGYTVSIFNRSREKTEEVIAENPGKKLVPYYT\r\n>b\nMKV*\n"


@pytest.fixture
def visitor(visit, user):
    return visit(user)


def ticket_for(visitor, size, name="a.fasta"):
    answer = visitor.post("/api/uploads", json={"filename": name, "size": size})
    assert answer.status_code == 200
    return answer.json


def send(visitor, data, name="a.fasta", size=None):
    """Send a file as our page does: a form whose last part is the file."""
    ticket = ticket_for(visitor, len(data) if size is None else size, name)
    form = {**ticket["fields"], "file": FileStorage(io.BytesIO(data), name)}
    boundary, body = encode_multipart(form)
    sent = visitor.post(ticket["url"], data=body, content_type=f"multipart/form-data; boundary={boundary}")
    return ticket, sent


def inspect(visitor, data, **options):
    """Send a file and have it looked at; the answer is the last one that was needed."""
    ticket, sent = send(visitor, data, **options)
    return sent if sent.status_code >= 400 else visitor.post(f"/api/uploads/{ticket['id']}/complete", json={})


def test_file_arrives_and_is_inspected(visitor, rows):
    found = inspect(visitor, GOOD).json
    assert (found["records"], found["ready"], found["rejected"]) == (2, 2, 0)
    assert rows("SELECT state, filename, size FROM upload") == [("ready", "a.fasta", len(GOOD))]


def test_raw_body_takes_the_same_road(visitor):
    ticket = ticket_for(visitor, len(GOOD))
    sent = visitor.post(ticket["url"], data=GOOD, query_string=ticket["fields"], content_type="text/plain")
    assert sent.status_code == 204
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}).json["records"] == 2


def test_gzip_is_recognised_by_its_content(visitor):
    assert inspect(visitor, gzip.compress(GOOD), name="a.fasta").json["records"] == 2


def test_lines_can_be_read_the_other_way(visitor):
    ticket, _sent = send(visitor, b"MKVLAAGIV\nMKVLAAGLL\n")
    ways = [
        visitor.post(f"/api/uploads/{ticket['id']}/complete", json={"reading": way}).json for way in ("list", "one")
    ]
    assert [way["records"] for way in ways] == [2, 1]


def test_file_can_be_sent_again_after_a_break(visitor):
    ticket = ticket_for(visitor, len(GOOD))
    half = visitor.post(ticket["url"], data=GOOD[:50], query_string=ticket["fields"])
    assert half.status_code in {400, 422}
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}).status_code == 409
    assert visitor.post(ticket["url"], data=GOOD, query_string=ticket["fields"]).status_code == 204
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={}).status_code == 200


BAD_FILES = {
    "empty": b"",
    "blank lines": b"\n\n  \n\r\n",
    "utf-16": ">a\nMKV\n".encode("utf-16"),
    "utf-32": ">a\nMKV\n".encode("utf-32"),
    "utf-16 without mark": ">a\nMKV\n".encode("utf-16-le"),
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "random bytes": bytes((i * 7919 + 13) % 256 for i in range(4_096)),
    "zip": b"PK\x03\x04" + b"\0" * 100,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\n",
    "html": b"<!DOCTYPE html><html><body><pre>&gt;a\nMKV</pre></body></html>",
    "rtf": b"{\\rtf1\\ansi >a\\par MKV\\par}",
    "genbank": b"LOCUS       SCU49845     5028 bp    DNA\nORIGIN\n        1 gatcctccat\n//\n",
    "truncated gzip": gzip.compress(GOOD * 50)[:-20],
    "gzip with bad sum": gzip.compress(GOOD)[:-8] + b"\0" * 8,
    "gzip of nothing": gzip.compress(b""),
    "bzip2": b"BZh91AY&SY" + b"\0" * 50,
    "headers only": b">a\n>b\n>c\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_answered_with_a_sentence(visitor, name, storage_dir):
    answer = inspect(visitor, BAD_FILES[name])
    if name == "headers only":
        assert (answer.status_code, answer.json["rejected"]) == (200, 3)
        return
    assert 400 <= answer.status_code < 500
    assert answer.content_type == "application/problem+json"
    sentence = answer.json["detail"]
    assert sentence.endswith(".")
    assert len(sentence) < 400
    assert answer.json["code"]
    assert not list(storage_dir.glob("*.part"))


UNREADABLE = [case for case in REFUSED_FILES if case[2] not in HOLDING_SEQUENCES]


@pytest.mark.parametrize(
    ("data", "code", "sentence"), [case[1:] for case in UNREADABLE], ids=[case[0] for case in UNREADABLE]
)
def test_every_unreadable_file_is_refused_with_its_own_sentence(visitor, data, code, sentence, storage_dir):
    answer = inspect(visitor, data)
    assert 400 <= answer.status_code < 500
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == code
    assert sentence in answer.json["detail"]
    assert not list(storage_dir.glob("*.part"))


@pytest.mark.parametrize(
    ("sequence", "code"),
    [case[1:3] for case in REJECTED_RECORDS],
    ids=[case[0] for case in REJECTED_RECORDS],
)
def test_every_bad_record_is_shown_before_submitting(visitor, sequence, code):
    found = inspect(visitor, body(sequence))
    assert (found.status_code, found.json["records"], found.json["rejected"]) == (200, 3, 1)
    (note,) = [note for note in found.json["notes"] if note["level"] == "error"]
    assert (note["code"], note["count"]) == (code, 1)
    assert note["examples"] == [[2, 3, "it"]]
    assert note["title"].startswith("1 record")


MESSY = {
    "no last newline": b">a\nMKV",
    "old mac lines": b">a\rMKV\r>b\rMKL\r",
    "mixed lines": b">a\r\nMKV\n>b\rMKL\n",
    "byte order mark": b"\xef\xbb\xbf>a\nMKV\n",
    "NUL in sequence": b">a\nMK\0V\n>b\nMKL\n",
    "NUL in header": b">a\0b\nMKV\n",
    "Ctrl-Z at the end": b">a\nMKV\n\x1a",
    "latin-1 header": b">prot\xe9ine\nMKV\n",
    "line separator in header": ">a\u2028b\nMKV\n".encode(),
    "cyrillic letters": ">a\n\u041c\u041aV\n>b\nMKL\n".encode(),
    "script in header": b"><script>alert(1)</script>\nMKV\n",
    "formula in header": b">=cmd|' /C calc'!A0\nMKV\n",
    "template in header": b">{{7*7}} %s ../../etc/passwd\nMKV\n",
    "inner stop": b">a\nMK*V\n>b\nMKL\n",
    "gaps": b">a\nMK-V\n>b\nMKL\n",
    "name alone": b">\nMKV\n",
    "same name twice": b">a\nMKV\n>a\nMKL\n",
    "text before": b"some words\n>a\nMKV\n",
    "long header": b">" + b"x" * 1_000_000 + b"\nMKV\n",
    "DNA": b">a\nACGTACGTACGTACGTACGTACGT\n",
}


@pytest.mark.parametrize("name", MESSY)
def test_messy_file_loses_nothing(visitor, name):
    answer = inspect(visitor, MESSY[name])
    assert answer.status_code in {200, 422}
    if answer.status_code == 200:
        found = answer.json
        assert found["ready"] + found["warned"] + found["rejected"] == found["records"] > 0
    else:
        assert answer.json["detail"].endswith(".")


BAD_REQUESTS = [
    {},
    {"filename": "a"},
    {"size": 1},
    {"filename": None, "size": 1},
    {"filename": 1, "size": 1},
    {"filename": ["a"], "size": 1},
    {"filename": "a", "size": "1"},
    {"filename": "a", "size": None},
    {"filename": "a", "size": True},
    {"filename": "a", "size": 1.5},
    {"filename": "a", "size": [1]},
    {"filename": "a", "size": -1},
    {"filename": "a", "size": 10**30},
    {"filename": "a", "size": DEFAULT_LIMITS.file_bytes + 1},
    [],
    "x",
    None,
    1,
]


@pytest.mark.parametrize("asked", BAD_REQUESTS, ids=range(len(BAD_REQUESTS)))
def test_upload_asked_for_wrongly_is_refused(visitor, rows, asked):
    answer = visitor.post("/api/uploads", json=asked)
    assert answer.status_code in {400, 413, 415}
    assert rows("SELECT count(*) FROM upload") == [(0,)]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 50_000], ids=range(4))
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_upload_asked_for_in_nonsense_is_refused(visitor, body, kind):
    assert visitor.post("/api/uploads", data=body, content_type=kind).status_code in {400, 415}


NAMES = [
    "",
    " ",
    "../../etc/passwd",
    "a\0b",
    "a\r\nb",
    "x" * 5_000,
    "\u202egnp.exe",
    "<script>",
    "\ud83e\uddec.fasta",
    "con",
    ".",
    "\\\\host\\x",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_any_file_name_is_only_a_label(visitor, name, rows, storage_dir):
    ticket = ticket_for(visitor, len(GOOD), name)
    assert visitor.post(ticket["url"], data=GOOD, query_string=ticket["fields"]).status_code == 204
    ((kept,),) = rows("SELECT filename FROM upload")
    assert 0 < len(kept) <= 255
    assert kept.isprintable()
    assert [path.parent for path in storage_dir.iterdir()] == [storage_dir]


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "\u00e9", "x" * 3_000])
def test_content_needs_the_uploads_own_token(visitor, token, rows):
    ticket = ticket_for(visitor, len(GOOD))
    sent = visitor.post(ticket["url"], data=GOOD, query_string={"token": token})
    assert sent.status_code == 403
    other = ticket_for(visitor, len(GOOD))
    assert visitor.post(ticket["url"], data=GOOD, query_string=other["fields"]).status_code == 403
    assert rows("SELECT DISTINCT state FROM upload") == [("created",)]


@pytest.mark.parametrize("upload_id", ["x", "1", "%00", "00000000-0000-4000-8000-000000000000", "..%2f..", "A" * 3_000])
def test_upload_that_is_not_there(visitor, upload_id):
    assert visitor.post(f"/api/uploads/{upload_id}/complete", json={}).status_code in {404, 405}
    assert visitor.post(f"/api/uploads/{upload_id}/content?token=x", data=GOOD).status_code in {403, 404, 405}


def test_another_persons_upload_is_not_there(visitor, visit, make_user):
    ticket, _sent = send(visitor, GOOD)
    other = visit(make_user())
    theirs = other.post(f"/api/uploads/{ticket['id']}/complete", json={})
    unknown = other.post("/api/uploads/00000000-0000-4000-8000-000000000000/complete", json={})
    assert (theirs.status_code, theirs.json) == (unknown.status_code, unknown.json)
    assert theirs.status_code == 404


@pytest.mark.parametrize("reading", ["", "x", 1, [], {}, True, "FASTA"])
def test_unknown_way_of_reading_is_refused(visitor, reading):
    ticket, _sent = send(visitor, GOOD)
    assert visitor.post(f"/api/uploads/{ticket['id']}/complete", json={"reading": reading}).status_code == 400


def test_more_than_was_announced_is_refused(visitor):
    answer = inspect(visitor, GOOD * 100, size=10)
    assert 400 <= answer.status_code < 500
    assert answer.json["detail"].endswith(".")


def test_boundary_like_lines_inside_the_file_are_the_files(visitor):
    data = b">a\nMKV\n>--b\nMKL\n>c\n--bMK\n"
    answer = inspect(visitor, data)
    assert answer.json["records"] == 3


def test_checksum_of_deflate_without_gzip_head_is_no_sequence(visitor):
    answer = inspect(visitor, zlib.compress(GOOD * 20))
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("\ud800lone \udfff.fasta", "lone .fasta"),
        ("a\0b.fasta", "ab.fasta"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("x" * 10_000, "x" * 255),
        ("\u202egpj.fasta", "gpj.fasta"),
        ("\n\t\0", "pasted.fasta"),
        ("<script>.fasta", "<script>.fasta"),
    ],
)
def test_a_hostile_file_name_is_cut_and_cleaned(name, kept, visit, user, rows):
    answer = visit(user).post("/api/uploads", json={"filename": name, "size": 10})
    assert answer.status_code == 200
    assert rows("SELECT filename FROM upload") == [(kept,)]


def test_a_negative_size_is_told_from_a_large_one(visit, user):
    answer = visit(user).post("/api/uploads", json={"filename": "a.fasta", "size": -1})
    assert (answer.status_code, answer.get_json()["detail"]) == (400, "A file's size in bytes can't be negative.")


UNIPROT = b"""ID   HBA_TEST                Reviewed;           6 AA.
AC   P00001;
DE   RecName: Full=Made up;
SQ   SEQUENCE   6 AA;  631 MW;  0000000000000000 CRC64;
     MKVLAA
//
"""
CLUSTAL = b"CLUSTAL W (1.8)\n\none  MK--VL\ntwo  MKAAVL\n\n"
WRAPPED = b"MVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTT\nKTYFPHFDLSHGSAQVKGHGKKVADALTNAVAHVDDMPNA\nLSAL\n"
DNA = (
    b"LOCUS       X1                        12 bp    DNA     linear   BCT 01-JAN-2000\n"
    b"DEFINITION  made up.\nACCESSION   X1\nVERSION     X1.1\nORIGIN\n        1 atgaaagtgt aa\n//\n"
)


def test_formats_that_hold_sequences_are_read_and_named(visitor):
    found = inspect(visitor, UNIPROT).json
    assert (found["format_name"], found["records"], found["first"][0]["start"]) == ("UniProt text", 1, "MKVLAA")
    found = inspect(visitor, CLUSTAL).json
    assert (found["format_name"], found["records"], found["rejected"]) == ("Clustal", 2, 1)


def test_gaps_are_dropped_when_asked_and_the_format_stays_named(visitor):
    ticket, _ = send(visitor, CLUSTAL)
    assert complete(visitor, ticket, {}).json["rejected"] == 1
    dropped = complete(visitor, ticket, {"reading": "aligned"}).json
    assert (dropped["rejected"], dropped["format_name"], dropped["first"][0]["start"]) == (0, "Clustal", "MKVL")


@pytest.mark.parametrize(
    ("data", "code", "readings"),
    [
        (WRAPPED, "open_reading", {"one": 1, "list": 3}),
        (b"pep1 ACDEFGHIK\npep2 KLMNPQRST\n", "table", {"table": 2}),
        (b"&gt;one\nMKVLAA\n&gt;two\nMKLLAA\n", "other_mark", {"fasta": 2}),
    ],
)
def test_what_is_open_is_asked_with_what_each_choice_would_give(visitor, data, code, readings):
    ticket, _ = send(visitor, data)
    asked = complete(visitor, ticket, {})
    assert (asked.status_code, asked.json["code"]) == (422, code)
    shown = {choice["reading"]: choice["inspection"]["records"] for choice in asked.json["readings"]}
    assert shown == readings
    for reading, records in readings.items():
        chosen = complete(visitor, ticket, {"reading": reading})
        assert (chosen.status_code, chosen.json["records"], chosen.json["rejected"]) == (200, records, 0)


def test_nucleotides_are_translated_only_when_asked(visitor):
    ticket, _ = send(visitor, DNA)
    asked = complete(visitor, ticket, {})
    assert (asked.status_code, asked.json["code"]) == (422, "nucleotides")
    assert {choice["translate"] for choice in asked.json["readings"]} >= {1, 11}
    found = complete(visitor, ticket, {"translate": 1}).json
    assert (found["first"][0]["start"], found["final_stops"]) == ("MKV", 1)
    terms = dict(Inspection.from_json(found).reading_terms())
    assert terms["Translated"] == "frame 1, NCBI's genetic code 1"
    again = complete(visitor, ticket, {"reading": "aligned"}).json
    assert again["translated"] == 1
    assert "Translated" not in dict(replace(Inspection.from_json(found), translated=None).reading_terms())
    assert complete(visitor, ticket, {"translate": 99}).status_code == 400


def test_an_archive_is_read_as_its_files_and_says_what_it_left_out(visitor):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.faa", ">a\nMKV\n>b\nMKL")
        archive.writestr("README.md", "Proteins of two organisms")
        archive.writestr("c.faa", ">c\nMKI\n")
    found = inspect(visitor, packed.getvalue(), name="set.zip").json
    assert [(part["name"], part["first_ordinal"]) for part in found["files"]] == [("a.faa", 1), ("c.faa", 3)]
    assert "README.md" in next(note["detail"] for note in found["notes"] if note["code"] == "files_skipped")


def complete(visitor, ticket, body):
    return visitor.post(f"/api/uploads/{ticket['id']}/complete", json=body)
