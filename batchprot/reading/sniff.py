"""What kind of text a file begins with: sequences to read, or another format to refuse with a sentence."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from batchprot.reading.header import ACCESSION
from batchprot.reading.refusals import text_before_header
from batchprot.reading.unreadable import UnreadableInput

HEAD_BYTES = 65_536
WRAPPED_WIDTH = 50
BINARY_SHARE = 0.1
BINARY_BYTES = 16
"""Below both of these, strange bytes reject only the records that hold them."""

CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
HIGH = bytes(range(128, 256))
UTF32_NULS, UTF16_NULS = 0.6, 0.3


class Kind(NamedTuple):
    """A format known by how it begins; `advice` completes 'This looks like ...'."""

    begins: re.Pattern[bytes]
    code: str
    advice: str


def _kind(pattern: bytes, code: str, advice: str) -> Kind:
    return Kind(re.compile(rb"\s*(?:" + pattern + rb")", re.IGNORECASE), code, advice)


KINDS = (
    _kind(rb"\x1f\x8b", "gzip", "a file compressed twice. Unpack it once."),
    _kind(rb"PK\x03\x04", "zip", "a zip archive, a spreadsheet or a Word document. Unpack it, or save as FASTA text."),
    _kind(rb"PK\x05\x06", "zip", "an empty zip archive. Send the FASTA file itself."),
    _kind(rb"%PDF-", "pdf", "a PDF. Copy the sequences out and save them as FASTA text."),
    _kind(rb"\x89PNG\r?\n", "image", "a picture. Send the sequences as FASTA text."),
    _kind(rb"\xff\xd8\xff|GIF8[79]a", "image", "a picture. Send the sequences as FASTA text."),
    _kind(rb"BZh[1-9]", "compressed", "a bzip2 file. Unpack it, or compress with gzip."),
    _kind(rb"\xfd7zXZ", "compressed", "an xz file. Unpack it, or compress with gzip."),
    _kind(rb"7z\xbc\xaf", "compressed", "a 7-Zip archive. Unpack it, or compress with gzip."),
    _kind(rb"\x28\xb5\x2f\xfd", "compressed", "a Zstandard file. Unpack it, or compress with gzip."),
    _kind(rb"Rar!", "compressed", "a RAR archive. Unpack it, or compress with gzip."),
    _kind(rb"\xd0\xcf\x11\xe0", "office", "an old Office document. Save the sequences as FASTA text."),
    _kind(rb"SQLite format 3", "database", "a database. Export the sequences as FASTA text."),
    _kind(rb"\{\\rtf", "rtf", "rich text (RTF). Save it as plain text."),
    _kind(rb"<!doctype html|<html|<head|<body", "html", "a web page (HTML). Download the FASTA file itself."),
    _kind(rb"<\?xml|<[a-z]+[ >]", "xml", "XML. Export the sequences as FASTA text."),
    _kind(rb"LOCUS +\S", "genbank", "a GenBank file. Export it as protein FASTA."),
    _kind(rb"ID   \S.*", "flat_file", "an EMBL or UniProt flat file. Export it as FASTA."),
    _kind(
        rb"CLUSTAL|MUSCLE \(|PROBCONS", "clustal", "a Clustal alignment. Export the sequences as FASTA, without gaps."
    ),
    _kind(rb"# STOCKHOLM", "stockholm", "a Stockholm alignment. Export the sequences as FASTA, without gaps."),
    _kind(rb"#NEXUS", "nexus", "a NEXUS file. Export the sequences as FASTA, without gaps."),
    _kind(rb"##gff-version", "gff", "a GFF table. Export the protein sequences as FASTA."),
    _kind(
        rb"HEADER +\S.*|ATOM  +\d|SEQRES +\d|data_\w+\s*\n\s*[#_l]",
        "structure",
        "a structure file (PDB or mmCIF). Download its FASTA.",
    ),
    _kind(rb"@[^\n]*\n[A-Z.\n]+\n\+", "fastq", "FASTQ, which holds reads of DNA. Send protein sequences as FASTA."),
    _kind(rb"[\[{]\s*[\"{\[\]}\d]", "json", "JSON. Export the sequences as FASTA text."),
)
FIRST_LINE = re.compile(rb"^(?![;#])[^\S\n]*\S", re.MULTILINE)
TABLE_LINE = re.compile(rb"[^\n,;\t]+(?:[,;\t][^\n,;\t]*){1,}")


def refuse_binary(head: bytes, text: bytes) -> None:
    """Raise UnreadableInput when `head` is another format or no text; `text` is the same with LF line ends."""
    for kind in KINDS:
        if kind.begins.match(text):
            raise UnreadableInput(kind.code, f"This looks like {kind.advice}")
    nuls = head.count(0)
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) or nuls > UTF32_NULS * len(head):
        raise _encoding("UTF-32")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_nul(head):
        raise _encoding("UTF-16")
    strange = len(head) - len(head.translate(None, CONTROL))
    if not _is_utf8(head):
        strange += len(head) - len(head.translate(None, HIGH))
    if strange > max(BINARY_BYTES, BINARY_SHARE * len(head)):
        raise UnreadableInput(
            "binary", "This is not a text file. Save the sequences as plain text in FASTA form and send that."
        )


def looks_wrapped(text: bytes) -> bool:
    """Whether raw lines look like one sequence wrapped: all but the last equally long, and at least 50."""
    lines = text.split()
    if len(lines) < 2:  # noqa: PLR2004 - one line is one sequence either way
        return False
    width = len(lines[0])
    return width >= WRAPPED_WIDTH and all(len(line) == width for line in lines[:-1]) and len(lines[-1]) <= width


def begins_with_record(head: bytes) -> bool:
    """Whether the first line that is neither blank nor a comment begins with ">"."""
    found = FIRST_LINE.search(head)
    return found is not None and head[found.start()] == ord(">")


def refuse_other_text(head: bytes, line: int) -> None:
    """Raise UnreadableInput for text without a ">" in front that isn't raw sequences either.

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
    if all(ACCESSION.fullmatch(text.decode("latin-1")) for text in lines[:-1] or lines):
        raise UnreadableInput(
            "accessions", "These are UniProt accessions, not sequences. Download their FASTA from UniProt first."
        )
    if all(TABLE_LINE.fullmatch(text) for text in lines[:20]):
        raise UnreadableInput(
            "table", "This looks like a table (CSV or tab separated). Put each sequence under a line with > and a name."
        )


def _indented() -> UnreadableInput:
    return UnreadableInput(
        "indented_header", 'A line has blanks before its ">". Remove them, so that ">" begins the line.'
    )


def _every_other_nul(head: bytes) -> bool:
    return (
        any(
            half and half.count(0) > UTF16_NULS * len(half) and other.count(0) < 0.1 * len(other) + 1
            for half, other in ((head[::2], head[1::2]), (head[1::2], head[::2]))
        )
        and head.count(0) > 1
    )


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
