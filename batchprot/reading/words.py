"""Evidence that letters are words, identifiers or three-letter codes, and not residues."""

from __future__ import annotations

import re
from math import log
from types import MappingProxyType
from typing import Final

from batchprot.reading.alphabet import THREE_LETTER
from batchprot.reading.header import ACCESSION

# In 1,000 letters: UniProtKB/Swiss-Prot (release statistics), and English prose (Lewand 2000, Cryptological
# Mathematics).
_PROTEIN = (
    "A82.5 C13.8 D54.6 E67.2 F38.6 G70.7 H22.7 I59.1 K58 L96.5 M24.1 N40.6 P47.4 Q39.3 R55.3 S66.5 T53.6 V68.6 W11 "
    "Y29.2 B.5 J.2 O.5 U.5 X1 Z.5"
)
_ENGLISH = (
    "A81.7 B14.9 C27.8 D42.5 E127 F22.3 G20.2 H60.9 I69.7 J1.5 K7.7 L40.3 M24.1 N67.5 O75.1 P19.3 Q1 R59.9 S63.3 "
    "T90.6 U27.6 V9.8 W23.6 X1.5 Y19.7 Z.7"
)


def _shares(text: str) -> dict[str, float]:
    return {part[0]: float(part[1:]) for part in text.split()}


_WEIGHT: Final = MappingProxyType(
    {ord(letter): log(share / _shares(_ENGLISH)[letter]) for letter, share in _shares(_PROTEIN).items()}
)
LIKE_WORDS: Final = -3.0
"""Below this, letters are e^3 = 20 times as probable in English as in proteins."""

CODES: Final = frozenset(code.upper().encode() for code in THREE_LETTER.values())
_LEAST_CODES = 3
_TRIPLETS = re.compile(rb"[A-Za-z]{3}")
_ANY_CODE: Final = "|".join((*THREE_LETTER.values(), "Stop", "Ter", "End"))
_CODED_WORDS = re.compile(rf"(?:(?:{_ANY_CODE}|[A-Z])[ -]*)+".encode())
_TITLE_CODE = re.compile(rf"(?<![A-Za-z])(?:{_ANY_CODE})(?![a-z])".encode())

HEADINGS: Final = frozenset(
    re.split(
        rb"\s+",
        b"sequence sequences seq peptide peptides protein proteins name names id ids identifier identifiers header "
        b"headers accession accessions entry entries gene genes description sequence_aa aa_sequence protein_sequence "
        b"peptide_sequence aminoacidsequence",
    )
)
_READ_AS_RESIDUES: Final = frozenset({b"PEPTIDE", b"PEPTIDES", b"ID", b"IDS", b"SEQ"})
"""Headings that, in capitals, are sequences somebody may mean."""

IDENTIFIERS: Final = (
    (re.compile(r"ENS[A-Z]{0,6}[EGTP]\d{6,}(?:\.\d+)?"), "Ensembl identifiers"),
    (re.compile(r"[ANXYWZ][CGMPRTWZ]_\d{5,}(?:\.\d+)?"), "RefSeq accessions"),
    (re.compile(r"UPI[0-9A-F]{10}"), "UniParc identifiers"),
    (re.compile(r"UniRef\d+_\S+"), "UniRef identifiers"),
    (re.compile(r"(?:sp|tr)\|\S+"), "UniProt identifiers"),
    (re.compile(r"[A-Z0-9]{1,11}_[A-Z0-9]{3,5}"), "UniProt entry names"),
    (re.compile(r"[1-9][A-Za-z0-9]{3}(?:[_:.]?[A-Za-z0-9]{1,2})?"), "PDB identifiers"),
    (re.compile(r"[A-Z]{3}\d{5,7}(?:\.\d+)?"), "GenBank accessions"),
    (re.compile(r"Y[A-P][LR]\d{3}[WC](?:-[A-Z])?|AT[1-5CM]G\d{5}(?:\.\d+)?|b\d{4}"), "locus tags"),
    (re.compile(r"[A-Za-z]{1,6}[-_]?\d{1,4}[A-Z]{0,2}\d?(?:[-_.]\d+)?"), "gene symbols"),
    (re.compile(r"[A-Za-z][A-Za-z0-9]*[._:|-]?\d[\w.:|-]*"), "identifiers"),
)
_VERSION = re.compile(r"(?:\.\d{1,3}|-\d{1,3})?$")
_SYMBOLS: Final = frozenset(
    # Of genes that are named often and whose names have no digit.
    re.split(
        r"\s+",
        "EGFR KRAS NRAS HRAS BRAF RAF MYC MYCN PTEN ALK RET MET KIT KDR FLT ATM ATR ABL SRC JAK STAT AKT MTOR TNF INS "
        "ALB APP LEP GAPDH ACTB VEGFA CFTR DMD HTT FBN LDLR APC VHL RB MEN NF TERT EPCAM CALR MPL IDH FAS TTN",
    )
)


def likeness(letters: bytes) -> float:
    """How much likelier letters are in a protein than in English, as a logarithm; negative speaks for English."""
    return sum(_WEIGHT.get(letter, 0.0) for letter in letters.upper())


def are_three_letter_codes(text: bytes) -> bool:
    """Whether a text is written in three-letter codes, with blanks and dashes between them or without.

    >>> are_three_letter_codes(b"MetAlaGly"), are_three_letter_codes(b"Met K V Stop"), are_three_letter_codes(b"MET")
    (True, True, False)
    """
    joined = text.translate(None, b" \t\n-")
    if joined[:3].upper() in CODES and len(joined) >= 3 * _LEAST_CODES:
        capitals = joined.upper()
        if all(capitals[place : place + 3] in CODES for place in range(0, len(joined), 3)):
            return True
    if joined.isupper():
        return False
    line = b" ".join(text.split())
    titled = _TITLE_CODE.findall(line)
    return bool(titled) and len(joined) > len(titled[0]) and _CODED_WORDS.fullmatch(line) is not None


def is_heading(line: bytes) -> bool:
    """Whether a line is the name of a column."""
    word = line.strip(b" \t\"'")
    plain = word.lower().replace(b" ", b"").replace(b"-", b"_")
    return plain in HEADINGS and word not in _READ_AS_RESIDUES


def identifiers_named(words: list[str]) -> str:
    """What most of these words are the identifiers of; nothing when they are none."""
    if not words:
        return ""
    accessions = sum(ACCESSION.fullmatch(_VERSION.sub("", word)) is not None for word in words)
    if 2 * accessions > len(words):
        return "UniProt accessions"
    for pattern, name in IDENTIFIERS:
        if 2 * sum(pattern.fullmatch(word) is not None for word in words) > len(words):
            return name
    symbols = sum(word in _SYMBOLS for word in words)
    digits = sum(any(character.isdigit() for character in word) for word in words)
    return "gene symbols" if symbols and 2 * (symbols + digits) > len(words) and len(words) > 1 else ""
