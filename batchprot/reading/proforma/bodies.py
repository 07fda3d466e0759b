"""The lines under a header, a line of a list or a cell that hold ProForma, to residues and their modifications."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from batchprot.reading import refusals
from batchprot.reading.alphabet import AMBIGUOUS
from batchprot.reading.proforma.notation import to_proforma
from batchprot.reading.proforma.parse import ProFormaError, parse
from batchprot.reading.refusals import Reason

_CHARGE: Final = re.compile(rb"[A-Z\]]/\d+\s*\Z")
_SIGNS: Final = (b"[", b"]", b"{", b"(", b"<", b"/")
_GLOBAL: Final = re.compile(rb"\s*<(?:\[|\d+[A-Z]|[DT]>)")
"""The beginning of a fixed modification or of isotopes such as `<13C>`, which is no tag of HTML."""
_PRINTED: Final = bytes((*range(32, 127), *b"\t\n\r"))
_TAG: Final = re.compile(rb"\[[^\[\]]*\]")
_LEADING: Final = re.compile(rb"^(?:<\[[^\[\]]*\]@[A-Za-z,-]+>)+")


class Modified(NamedTuple):
    """What was read of one record, as a Body has it."""

    residues: bytes
    notes: tuple[str, ...]
    refusal: Reason | None
    proforma: str = ""


def is_proforma(body: bytes) -> bool:
    """Whether a body is written in ProForma, or means to be."""
    if not any(sign in body for sign in _SIGNS) or body.translate(None, _PRINTED):
        return False
    if b"[" in body or b"]" in body or b"{" in body or b"(?" in body:
        return True
    return _GLOBAL.match(body) is not None or _CHARGE.search(body) is not None


def residues_only(text: bytes) -> bytes:
    """The residues of what may be ProForma, for judging whether they are residues; anything else as it is.

    >>> residues_only(b"[Acetyl]-PEPT[Phospho]IDE"), residues_only(b"one two")
    (b'PEPTIDE', b'one two')
    """
    if b"[" not in text:
        return text
    bare = _TAG.sub(b"", _LEADING.sub(b"", text)).removeprefix(b"-").removesuffix(b"-")
    return bare if bare.isalpha() else text


def read_proforma(body: bytes, line: int, longest: int, notes: tuple[str, ...]) -> Modified:
    """Read a body in ProForma; `line` is that of its first line."""
    text = "".join(body.decode("utf-8", "replace").split())
    if text.endswith("*"):
        text, notes = text[:-1], (*notes, "final_stop_removed")
    bare = residues_only(text.encode())
    if bare.isalpha() and bare.islower():
        text, notes = _in_capitals(text), (*notes, "lower_case")
    try:
        found = parse(text)
    except ProFormaError as error:
        return Modified(b"", notes, _refusal(error, text, body, line))
    refusal = None
    if len(found.residues) > longest:
        refusal = refusals.too_long(len(found.residues), longest)
    elif not found.residues.strip(AMBIGUOUS):
        refusal = refusals.no_standard_residue("".join(sorted(set(found.residues))))
    return Modified(found.residues.encode(), notes, refusal, str(found) if found.tags else "")


def from_notation(body: bytes, line: int, longest: int, notes: tuple[str, ...]) -> Modified | None:
    """The same of a body in another notation, when it is known and the body isn't ProForma as it stands."""
    if is_proforma(body) and read_proforma(body, line, longest, notes).refusal is None:
        return None
    converted = to_proforma(body.decode("utf-8", "replace"))
    return read_proforma(converted.encode(), line, longest, (*notes, "notation_read")) if converted else None


def offered(reason: Reason, body: bytes) -> Reason:
    """Why a body is rejected, with its ProForma when it is in another notation that is known."""
    converted = to_proforma(body.decode("utf-8", "replace"))
    return refusals.with_notation(reason, converted) if converted else reason


def _in_capitals(text: str) -> str:
    """Residues in capitals, tags as they are."""
    parts = re.split(r"(\[[^\[\]]*\])", text)
    return "".join(part if number % 2 else part.upper() for number, part in enumerate(parts))


def _refusal(error: ProFormaError, text: str, body: bytes, line: int) -> Reason:
    reason = refusals.proforma(error.what, error.place, _line_of(error.place, body, line))
    converted = to_proforma(text)
    return refusals.with_notation(reason, converted) if converted else reason


def _line_of(place: int, body: bytes, line: int) -> int:
    """Which line of the file holds this character of the sequence, from 1."""
    seen = 0
    lines = body.decode("utf-8", "replace").split("\n")
    for number, text in enumerate(lines):
        seen += len("".join(text.split()))
        if seen >= place:
            return line + number
    return line + len(lines) - 1
