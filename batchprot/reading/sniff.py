"""What kind of text a file begins with: sequences to read, or another format to refuse with a sentence."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from batchprot.reading.refusals import text_before_header
from batchprot.reading.unreadable import ReadingAsked, UnreadableInput, echo

TABLE = "a table"
"""The format of a table of which one column holds the sequences, and the others what belongs to them."""
WORKBOOK = re.compile(rb"PK\x03\x04(?s:.*)(?:xl/|\[Content_Types\]\.xml)")
HEAD_BYTES = 65_536
TAR_PLACE = 257
PADDING = 16
WIDE_LEAST, WIDE_BYTES = 8, 4_096
MOST, HALF, FEW = 0.9, 0.7, 0.1
"""Shares of NUL bytes at the places where a wide encoding has them, and elsewhere."""
MARKS = (b"&gt;", "\uff1e".encode(), b"@", b";")
"""What is found in place of the > of a header: escaped for HTML, full-width, or of the first FASTA."""

BINARY_SHARE = 0.1
BINARY_BYTES = 16
"""Below both of these, strange bytes reject only the records that hold them."""

CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
HIGH = bytes(range(128, 256))


class Signature(NamedTuple):
    """A format known by how it begins; `advice` completes 'This looks like ...'.

    `holds` names a format whose sequences `batchprot.formats` can take out.
    """

    begins: re.Pattern[bytes]
    code: str
    advice: str
    holds: str = ""


class HoldsSequences(UnreadableInput):
    """The input is another format, of which `batchprot.formats` makes FASTA; `format_name` says which."""

    def __init__(self, code: str, message: str, format_name: str) -> None:
        super().__init__(code, message)
        self.format_name = format_name


def _kind(pattern: bytes, code: str, advice: str, holds: str = "") -> Signature:
    return Signature(re.compile(rb"\s*(?:" + pattern + rb")", re.IGNORECASE), code, advice, holds)


KINDS = (
    _kind(rb"\x1f\x8b", "gzip", "a file compressed twice. Unpack it once."),
    _kind(rb"PK\x03\x04", "zip", "a zip archive, a spreadsheet or a Word document. Unpack it, or save as FASTA text."),
    _kind(rb"PK\x05\x06", "zip", "an empty zip archive. Send the FASTA file itself."),
    _kind(rb"%PDF-", "pdf", "a PDF. Copy the sequences out and save them as FASTA text."),
    _kind(rb"\x89PNG\r?\n", "image", "a picture. Send the sequences as FASTA text."),
    _kind(rb"\xff\xd8\xff|GIF8[79]a", "image", "a picture. Send the sequences as FASTA text."),
    _kind(rb"BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd", "compressed", "a file compressed twice. Unpack it once."),
    _kind(rb"7z\xbc\xaf", "compressed", "a 7-Zip archive. Unpack it, or compress with gzip."),
    _kind(rb"Rar!", "compressed", "a RAR archive. Unpack it, or compress with gzip."),
    _kind(rb"\xd0\xcf\x11\xe0", "office", "an old Office document. Save the sequences as FASTA text."),
    _kind(rb"SQLite format 3", "database", "a database. Export the sequences as FASTA text."),
    _kind(rb"\{\\rtf", "rtf", "rich text (RTF). Save it as plain text."),
    _kind(rb"<!doctype html|<html|<head|<body", "html", "a web page (HTML). Download the FASTA file itself."),
    _kind(
        rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<uniprot\b",
        "uniprot_xml",
        "UniProt XML. Export it as FASTA.",
        "UniProt XML",
    ),
    _kind(rb"<\?xml|<[a-z]+[ >]", "xml", "XML. Export the sequences as FASTA text."),
    _kind(rb"LOCUS +\S", "genbank", "a GenBank file. Export it as protein FASTA.", "GenBank"),
    _kind(rb"ID   \S[^\n]*\bAA\.", "flat_file", "a UniProt flat file. Export it as FASTA.", "UniProt text"),
    _kind(rb"ID   \S.*", "flat_file", "an EMBL flat file. Export it as FASTA.", "EMBL"),
    _kind(
        rb"(?:CLUSTAL|MUSCLE \(|PROBCONS|MSAPROBS|Kalign)[^\n]*\n",
        "clustal",
        "a Clustal alignment. Export the sequences as FASTA, without gaps.",
        "Clustal",
    ),
    _kind(
        rb"# STOCKHOLM",
        "stockholm",
        "a Stockholm alignment. Export the sequences as FASTA, without gaps.",
        "Stockholm",
    ),
    _kind(rb"\d+ +\d+[^\S\n]*\n[^\S\n]*\S+[^\S\n]+\S", "phylip", "a PHYLIP alignment. Export it as FASTA.", "PHYLIP"),
    _kind(rb"#NEXUS", "nexus", "a NEXUS file. Export the sequences as FASTA, without gaps."),
    _kind(rb"#MEGA", "mega", "a MEGA file. Export the sequences as FASTA, without gaps."),
    _kind(rb"!!(?:AA|NA)_|PileUp|\s*MSF:", "gcg", "a GCG file. Export the sequences as FASTA, without gaps."),
    _kind(rb"##gff-version", "gff", "a GFF table. Export the protein sequences as FASTA."),
    _kind(rb"##fileformat=VCF", "vcf", "a VCF table of variants. Send protein sequences as FASTA."),
    _kind(
        rb"(?:HEADER|TITLE|COMPND|REMARK|CRYST1|MODEL|ATOM|HETATM|SEQRES|OBSLTE|SPLIT|NUMMDL|EXPDTA) +[^\n]*\n(?s:.*?)"
        rb"(?:ATOM|SEQRES|HETATM|MODEL|REMARK) +\w|ATOM  +\d|SEQRES +\d|HEADER +\S[^\n]*\d\d-[A-Z]{3}-\d\d",
        "structure",
        "a structure file (PDB). Download its FASTA.",
        "PDB",
    ),
    _kind(
        rb"(?:\#[^\n]*\n\s*)*data_\S+\s*\n\s*[#_l]",
        "structure",
        "a structure file (mmCIF). Download its FASTA.",
        "mmCIF",
    ),
    _kind(rb"version https://git-lfs", "git_lfs", "a pointer of Git LFS, not the file itself. Run git lfs pull first."),
    _kind(rb"@[^\n]*\n[A-Z.\n]+\n\+", "fastq", "FASTQ, which holds reads of DNA. Send protein sequences as FASTA."),
    _kind(rb"[\[{]\s*[\"{\[\]}\d]", "json", "JSON. Export the sequences as FASTA text."),
)
FIRST_LINE = re.compile(rb"^(?![;#])[^\S\n]*\S", re.MULTILINE)


def refuse_workbook(head: bytes, *, as_table: bool) -> None:
    """Raise for an Excel workbook: as a question, or as what holds sequences when somebody said that it is a table."""
    if not WORKBOOK.match(head):
        return
    if as_table:
        raise HoldsSequences("workbook", "This is an Excel workbook.", TABLE)
    raise ReadingAsked(
        "workbook",
        "This is an Excel workbook. Read its column of sequences (reading table), with the other columns beside the "
        "results, or send FASTA.",
        ("table",),
    )


def refuse_binary(head: bytes, text: bytes) -> None:
    """Raise UnreadableInput when `head` is another format or no text; `text` is the same with LF line ends."""
    for kind in KINDS:
        if kind.begins.match(text):
            if kind.holds:
                raise HoldsSequences(kind.code, f"This looks like {kind.advice}", kind.holds)
            raise UnreadableInput(kind.code, f"This looks like {kind.advice}")
    if head.startswith(b"\0\x05\x16\x07"):
        raise UnreadableInput(
            "appledouble",
            "This is a companion file that macOS writes. Choose the file whose name doesn't begin with ._",
        )
    if head[TAR_PLACE : TAR_PLACE + 5] == b"ustar":
        raise UnreadableInput("tar", "This is a tar archive inside another file. Unpack it once.")
    if name := _wide_encoding(head):
        raise _encoding(name)
    if not head.strip(b"\0") or len(head) - len(head.rstrip(b"\0")) >= PADDING:
        raise UnreadableInput(
            "nul_padded", "The file ends in NUL bytes: it is damaged or was not copied whole. Copy it again."
        )
    strange = len(head) - len(head.translate(None, CONTROL))
    if not _is_utf8(head):
        strange += len(head) - len(head.translate(None, HIGH))
    if strange > max(BINARY_BYTES, BINARY_SHARE * len(head)):
        raise UnreadableInput(
            "binary", "This is not a text file. Save the sequences as plain text in FASTA form and send that."
        )


def begins_with_record(head: bytes) -> bool:
    """Whether the first line that is neither blank nor a comment begins with ">"."""
    found = FIRST_LINE.search(head)
    return found is not None and head[found.start()] == ord(">")


def refuse_leading_text(head: bytes, line: int) -> None:
    """Raise UnreadableInput for text in front of the first ">".

    `head` has LF line ends and begins with its first line that isn't blank, line `line` of the file.
    """
    first = FIRST_LINE.search(head)
    if first and re.search(rb"^>", head, re.MULTILINE):
        text = head[first.start() :].partition(b"\n")[0].strip()
        if text.startswith(b">"):
            raise _indented()
        place = line + head.count(b"\n", 0, first.start())
        raise UnreadableInput("text_before_header", text_before_header(place, text).sentence)
    lines = [text.strip() for text in head.split(b"\n")[:200] if text.strip()]
    if any(text.startswith(b">") for text in lines):
        raise _indented()


def other_mark(head: bytes) -> bytes:
    """What stands for the > of headers in a text that begins with a header; nothing when nothing does.

    `head` has LF line ends and begins with its first line that isn't blank.
    """
    mark = next((mark for mark in MARKS if head.startswith(mark)), b"")
    _, _, rest = head.partition(b"\n")
    residues = next(
        (line.strip() for line in rest.split(b"\n") if line.strip() and not line.startswith(mark or b">")), b""
    )
    if mark == b";" and re.search(rb"^>", head, re.MULTILINE):
        return b""
    return mark if mark and residues.rstrip(b"*12").isalpha() else b""


def question_of_mark(mark: bytes, line: int) -> ReadingAsked:
    """What is said of a sign in place of >."""
    return ReadingAsked(
        "other_mark",
        f'Line {line:,} has "{echo(mark)}" where a header has ">". Write > there, or read the text as FASTA '
        "(reading fasta), which takes it for >.",
        ("fasta",),
    )


def _indented() -> UnreadableInput:
    return UnreadableInput(
        "indented_header", 'A line has blanks before its ">". Remove them, so that ">" begins the line.'
    )


def _wide_encoding(head: bytes) -> str:
    """UTF-32 or UTF-16, by a mark or by where NULs stand: at three of four places, or at every other one."""
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    part = head[: len(head) // 4 * 4][:WIDE_BYTES]
    if len(part) < WIDE_LEAST or not part.strip(b"\0"):
        return ""
    nuls = [part[place::4].count(0) * 4 / len(part) for place in range(4)]
    if any(
        all(share > MOST if other != place else share < FEW for other, share in enumerate(nuls)) for place in (0, 3)
    ):
        return "UTF-32"
    even, odd = (nuls[0] + nuls[2]) / 2, (nuls[1] + nuls[3]) / 2
    return "UTF-16" if (even > HALF and odd < FEW) or (odd > HALF and even < FEW) else ""


def _encoding(name: str) -> UnreadableInput:
    return UnreadableInput(
        "encoding", f"The file is saved as Unicode {name}. Save it as plain text (UTF-8) and send that."
    )


def _is_utf8(head: bytes) -> bool:
    """Whether the head is UTF-8, its last character perhaps cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
