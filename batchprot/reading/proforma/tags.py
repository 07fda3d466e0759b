"""One tag of ProForma: which modification of Unimod it names, or by how much it shifts the mass."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from batchprot.reading.proforma import unimod
from batchprot.reading.proforma.unimod import FIRST, LAST, Modification

_SHIFT: Final = re.compile(r"[+-](?:\d{1,6}(?:\.\d{1,12})?|\.\d{1,12})")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_ACCESSION: Final = re.compile(r"(?:unimod:|u:)(\d{1,6})", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:unimod:|u:)?(.+)", re.IGNORECASE)
_OTHER: Final = {
    "m": "PSI-MOD",
    "mod": "PSI-MOD",
    "r": "RESID",
    "resid": "RESID",
    "x": "XL-MOD",
    "xlmod": "XL-MOD",
    "g": "GNO",
    "gno": "GNO",
    "c": "a custom vocabulary",
    "obs": "an observed mass",
    "formula": "a formula",
    "glycan": "a glycan composition",
    "info": "a comment",
}
NOMINAL: Final = dict(
    zip(
        "ACDEFGHIKLMNOPQRSTUVWY",
        (71, 103, 115, 129, 147, 57, 137, 113, 128, 113, 131, 114, 237, 97, 128, 156, 87, 101, 151, 99, 186, 163),
        strict=True,
    )
)
"""Whole masses of residues in Da: a shift can't remove more."""
_END: Final = 17
_PLACES_SHOWN: Final = 12


class TagError(ValueError):
    """Why a tag means nothing where it stands."""


class Tag(NamedTuple):
    """What one tag says: a modification, or a shift of the mass in Da where nothing else is known of it."""

    text: str
    modification: Modification | None
    shift: float = 0.0


@lru_cache(4096)
def read_tag(text: str, letter: str, first: bool, last: bool) -> Tag:
    """Read what stands between brackets; `letter` is empty at an end of the chain.

    >>> read_tag("U:phospho", "T", False, False).text, read_tag("-18.0106", "S", False, False).shift
    ('Phospho', -18.0106)

    Raises:
        TagError: Nothing is known by that name, or not there.
    """
    written = text.strip()
    if not written:
        raise TagError("the tag is empty")
    if _SHIFT.fullmatch(written):
        return _shift(written, letter)
    _check(written)
    found = _modification(written)
    if not found.occurs_at(letter, first=first, last=last):
        raise TagError(_not_there(found, letter, first=first, last=last))
    return Tag(found.tag, found)


def _shift(written: str, letter: str) -> Tag:
    shift = float(written)
    if shift <= -NOMINAL.get(letter, _END):
        raise TagError("the mass shift removes more than stands there")
    return Tag(written, None, shift)


def _check(written: str) -> None:
    """Raise TagError for what ProForma has and BatchProt does not."""
    name, hashed, label = written.partition("#")
    if hashed:
        is_link = label.upper().startswith(("XL", "BRANCH"))
        raise TagError(f"{'a cross-link' if is_link else 'an ambiguous position'} is not supported")
    if "|" in written:
        raise TagError("several descriptions in one tag are not supported; keep the name")
    prefix, colon, rest = name.partition(":")
    if colon and (vocabulary := _OTHER.get(prefix.casefold())) and name.casefold() not in unimod.by_name():
        raise TagError(f"{vocabulary} is not supported")
    if _NUMBER.fullmatch(written):
        raise TagError(f"a mass shift has a sign: [+{written}]")
    if colon and prefix.casefold() in {"u", "unimod"} and rest[:1] in "+-":
        raise TagError(f"a mass shift has no vocabulary: [{rest}]")


def _modification(written: str) -> Modification:
    if accession := _ACCESSION.fullmatch(written):
        by_number = unimod.by_number().get(int(accession[1]))
        if by_number is None:
            raise TagError("Unimod has no such number")
        return by_number
    found = unimod.by_name().get(written.casefold())
    if found is None and (named := _NAME.fullmatch(written)):
        found = unimod.by_name().get(named[1].strip().casefold())
    if found is None:
        close = unimod.alike(written)
        hint = f"; names like it are {', '.join(close)}" if close else ""
        raise TagError(f"Unimod has no modification of that name{hint}")
    return found


def _not_there(found: Modification, letter: str, *, first: bool, last: bool) -> str:
    """Where it occurs instead."""
    if letter and first and FIRST in found.places:
        return f"in Unimod it is on the first end: write [{found.tag}]- before the first residue"
    if letter and last and LAST in found.places:
        return f"in Unimod it is on the last end: write -[{found.tag}] behind the last residue"
    places = [_place(place) for place in sorted(found.places)]
    more = " and others" if len(places) > _PLACES_SHOWN else ""
    return f"in Unimod it is on {', '.join(places[:_PLACES_SHOWN])}{more}, and not there"


def _place(place: str) -> str:
    names = {FIRST: "the first end", LAST: "the last end"}
    if place in names:
        return names[place]
    end = {FIRST: " as the first residue", LAST: " as the last residue"}.get(place[1:], "")
    return place[0] + end
