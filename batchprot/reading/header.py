"""The line after ">": identifier, name, description, organism and gene, nothing guessed.

`name` is the UniProt entry name (NMD2_YEAST) when the header has one, else the accession; the accession of a
UniProt header is in its identifier, `accession_of` takes it out. `description` is everything after the
identifier, so that identifier + description is the header, whole; `title_of` leaves out UniProt's `OS=` and
what follows, for display.
"""

from __future__ import annotations

import re
from itertools import pairwise

TAG = re.compile(r" [A-Z]{2}=")
UNIPROT_DATABASES = frozenset({"sp", "tr"})
ACCESSION = re.compile(r"[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2}")
"""UniProt's own pattern, https://www.uniprot.org/help/accession_numbers."""

ISOFORM = re.compile(rf"(?:{ACCESSION.pattern})(?:-[0-9]{{1,4}})?")
"""The same, perhaps with the number of an isoform."""

UNIPROT_HEADER = re.compile(
    r"((?:sp|tr)\|[^| ]*\|([^| ]+)) ([^= ][^=]* OS=([^= ][^=]*[^= ]) OX=\d+ "
    r"(?:GN=(?! )([^=]*[^= ]) PE=.*[^ ]|PE=\d SV=\d+))",
    re.DOTALL,
)
"""A header as UniProt writes nearly all: identifier, entry name, description, organism and gene, where it has one."""

_LINE = UNIPROT_HEADER.pattern.replace("[^", r"[^\n")
UNIPROT_LINES = re.compile(rf"^(?:{_LINE}|(.+))$", re.MULTILINE)
"""The same of many headers, one a line; what isn't such a header is in a last group."""
_COLUMNS = 5

NCBI_DATABASES = frozenset({"ref", "gb", "emb", "dbj", "pir", "prf", "tpg", "tpe", "tpd"})


def parse_header(header: str) -> tuple[str, str, str, str, str]:
    """Identifier, name, description, organism and gene of the text after ">", which begins with the identifier.

    >>> parse_header("sp|P69905|HBA_HUMAN Hemoglobin subunit alpha OS=Homo sapiens OX=9606 GN=HBA1 PE=1")
    ... # doctest: +NORMALIZE_WHITESPACE
    ('sp|P69905|HBA_HUMAN', 'HBA_HUMAN', 'Hemoglobin subunit alpha OS=Homo sapiens OX=9606 GN=HBA1 PE=1',
     'Homo sapiens', 'HBA1')
    """
    uniprot = UNIPROT_HEADER.fullmatch(header)
    if uniprot:
        identifier, name, description, organism, gene = uniprot.groups("")
        return identifier, name, description, organism, gene
    return parse_any_header(header)


def parse_headers(lines: str) -> list[list[str]]:
    r"""The five columns of many headers, one a line, each of which begins with its identifier.

    >>> parse_headers("sp|P1|A_B One OS=C d OX=1 GN=e PE=1\ntwo of them")
    [['sp|P1|A_B', 'two'], ['A_B', ''], ['One OS=C d OX=1 GN=e PE=1', 'of them'], ['C d', ''], ['e', '']]
    """
    # What `split` gives is one long list: before each header what separates it, then its groups.
    found: list[str] = UNIPROT_LINES.split(lines)
    *columns, others = (found[place :: _COLUMNS + 2] for place in range(1, _COLUMNS + 2))
    for row, other in enumerate(others):
        if other is not None:
            for column, cell in zip(columns, parse_any_header(other), strict=True):
                column[row] = cell
    columns[-1] = [gene or "" for gene in columns[-1]]
    return columns


def parse_any_header(header: str) -> tuple[str, str, str, str, str]:
    """The same of every header, whatever its tags and their order."""
    identifier, _, description = header.partition(" ")
    description = description.strip(" ")
    name = _name(identifier) if "|" in identifier else ""
    if "=" not in description:
        return identifier, name, description, "", ""
    return identifier, name, description, _tag(description, "OS="), _tag(description, "GN=")


def decode_header(header: bytes, kept_characters: int) -> tuple[str, tuple[str, ...]]:
    """Text and notes of any header: long, not UTF-8, with tabs or NUL or blanks in front.

    Tabs beside the identifier become one blank; NUL, which PostgreSQL can't store, becomes U+FFFD.
    """
    notes: tuple[str, ...] = ()
    kept = header[: 4 * kept_characters]
    try:
        header.decode()
        text = kept.decode("utf-8", "ignore")
    except UnicodeDecodeError:
        text = kept.decode("cp1252", "replace")
        notes = ("header_not_utf8",)
    text = " ".join(re.split(r"[ \t]+", text.replace("\0", "\ufffd").strip(" \t"), maxsplit=1))
    if len(text) > kept_characters or len(header) > len(kept):
        text = text[:kept_characters].rstrip(" ")
        notes = (*notes, "header_cut")
    return text, notes


def accession_of(identifier: str) -> str:
    """The UniProt accession in an identifier, or an empty string when there is none."""
    parts = identifier.split("|")
    candidate = parts[1] if len(parts) > 1 and parts[0] in UNIPROT_DATABASES else parts[0]
    return candidate if ISOFORM.fullmatch(candidate) else ""


def title_of(description: str) -> str:
    """What the protein is called: the description without UniProt's tags."""
    found = description.find(" OS=")
    if found < 0:
        return "" if description.startswith("OS=") else description
    return description[:found]


def _tag(description: str, tag: str) -> str:
    """The value after `OS=` or `GN=`, which ends where the next two-letter tag begins."""
    start = description.find(" " + tag) + 1
    if start == 0 and not description.startswith(tag):
        return ""
    start += len(tag)
    following = TAG.search(description, start)
    return description[start : following.start() if following else None].strip(" ")


def _name(identifier: str) -> str:
    """Entry name or accession of `sp|P12345|NAME_SPECIES` and of NCBI's `gi|1|ref|NP_000549.1|`."""
    database, accession, *others = identifier.split("|")
    if database in UNIPROT_DATABASES:
        return others[0] if others and others[0] else accession
    for database, accession in pairwise(identifier.split("|")):
        if database in NCBI_DATABASES:
            return accession
    return ""
