"""How programs and people write modified peptides, and the ProForma of it; offered, and applied on request only."""

from __future__ import annotations

import re
from typing import Final

from batchprot.reading.proforma import unimod
from batchprot.reading.proforma.parse import ProFormaError, parse
from batchprot.reading.proforma.tags import NOMINAL

_FLANKED: Final = re.compile(r"[A-Z*_-]?\.(.+)\.[A-Z*_-]?")
_GROUP: Final = r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]"
_BARE: Final = r"[+-]\d+(?:\.\d+)?"
_FIRST: Final = re.compile(rf"(?:(?P<word>Acetyl|Ac|H2N|H|pGlu|Pyr)-|n?(?P<group>{_GROUP}|(?<=n){_BARE})-?)")
_LAST: Final = re.compile(
    rf"(?:-(?P<word>NH2|CONH2|amide|Amide|OH|COOH)|-?c?(?P<group>(?<=c)(?:{_GROUP})|(?<=-)(?:{_GROUP})))"
)
_RESIDUE: Final = re.compile(rf"(?P<sign>p|o|ox|ac|me)?(?P<letter>[A-Z])(?P<groups>(?:{_GROUP}|{_BARE})*)")
_PARTS: Final = re.compile(rf"{_GROUP}|{_BARE}")
_SIGNS: Final = {"p": ("STY", "Phospho"), "o": ("M", "Oxidation"), "ox": ("M", "Oxidation"), "ac": ("K", "Acetyl")}
_SIGNS_ME: Final = ("KR", "Methyl")
_WORDS: Final = {"Ac": "Acetyl", "Acetyl": "Acetyl", "H": "", "H2N": "", "OH": "", "COOH": ""}
_AMIDES: Final = frozenset({"NH2", "CONH2", "amide", "Amide"})
_SHORT: Final = {
    "ox": "Oxidation",
    "oxidised": "Oxidation",
    "oxidized": "Oxidation",
    "ph": "Phospho",
    "p": "Phospho",
    "phosphorylation": "Phospho",
    "phos": "Phospho",
    "ac": "Acetyl",
    "acetylation": "Acetyl",
    "acet": "Acetyl",
    "de": "Deamidated",
    "deam": "Deamidated",
    "deamidation": "Deamidated",
    "cam": "Carbamidomethyl",
    "cm": "Carbamidomethyl",
    "carbamidomethylation": "Carbamidomethyl",
    "me": "Methyl",
    "methylation": "Methyl",
    "me2": "Dimethyl",
    "me3": "Trimethyl",
    "gg": "GG",
    "am": "Amidated",
    "nh2": "Amidated",
    "tmt": "TMT6plex",
}
_COMMON: Final = (1, 2, 4, 5, 7, 21, 24, 27, 28, 34, 35, 36, 37, 39, 108, 121, 122, 214, 259, 267, 374, 737, 2016)
"""Modifications of Unimod that a number in place of a name is taken for, when it means one of them alone."""
_HYDROGEN: Final = 1.00783
_NUMBER: Final = re.compile(r"([+-]?)(\d+(?:\.(\d+))?)")
_SITE: Final = re.compile(r"\([^()]*\)$")
_LONGEST: Final = 20_000


def to_proforma(text: str) -> str | None:
    """The ProForma of a sequence in another notation; None when it is in none that is known.

    >>> to_proforma("M(ox)PEPTpSK"), to_proforma("K.PEPC[160]R.A"), to_proforma("Ac-DEVD-NH2")
    ('M[Oxidation]PEPTS[Phospho]K', 'PEPC[Carbamidomethyl]R', '[Acetyl]-DEVD-[Amidated]')
    """
    bare = "".join(text.split()).strip("_")
    if len(bare) > _LONGEST or (bare.isalpha() and bare.isupper()):
        return None
    if flanked := _FLANKED.fullmatch(bare):
        bare = flanked[1].strip("_")
    try:
        return str(parse(bare)) if flanked and bare.isalpha() and bare.isupper() else str(parse(_converted(bare)))
    except (ProFormaError, ValueError):
        return None


def _converted(text: str) -> str:
    """The same with tags of ProForma. Raises ValueError where it isn't understood."""
    first, begin = _first(text)
    residues: list[str] = []
    at = begin
    while found := _RESIDUE.match(text, at):
        residues.append(_residue(found, first=not residues))
        at = found.end()
    return first + "".join(residues) + _last(text[at:])


def _first(text: str) -> tuple[str, int]:
    found = _FIRST.match(text)
    if not found:
        return "", 0
    if word := found["word"]:
        # Pyroglutamate is a residue of its own.
        made = "E[Glu->pyro-Glu]" if word in {"pGlu", "Pyr"} else f"[{_WORDS[word]}]-" if _WORDS[word] else ""
        return made, found.end()
    return f"[{_named(found['group'], '', first=True)}]-", found.end()


def _last(text: str) -> str:
    if not text:
        return ""
    found = _LAST.fullmatch(text)
    if not found:
        raise ValueError(text)
    if word := found["word"]:
        return "-[Amidated]" if word in _AMIDES else ""
    return f"-[{_named(found['group'], '', first=False)}]"


def _residue(found: re.Match[str], *, first: bool) -> str:
    letter, tags = found["letter"], []
    if sign := found["sign"]:
        if sign == "p" and letter == "E" and first:
            tags.append("Glu->pyro-Glu")
        else:
            letters, name = _SIGNS.get(sign, _SIGNS_ME)
            if letter not in letters:
                raise ValueError(sign)
            tags.append(name)
    tags += [_named(part, letter, first=first) for part in _PARTS.findall(found["groups"])]
    return letter + "".join(f"[{tag}]" for tag in tags)


def _named(group: str, letter: str, *, first: bool) -> str:
    """What stands in a tag for the words or the number of a group."""
    words = group[1:-1] if group[0] in "([" else group
    if number := _NUMBER.fullmatch(words):
        return _of_number(number, letter, first=first)
    if words.casefold().startswith("unimod:"):
        return words
    name = _SITE.sub("", words) or words
    return _SHORT.get(name.casefold(), name)


def _of_number(number: re.Match[str], letter: str, *, first: bool) -> str:
    """The modification that a number means: a shift, or the mass of the residue or the end with it."""
    sign, digits, decimals = number.groups()
    value = float(sign + digits)
    if sign:
        return _only(_of_shift(value, decimals, letter, first=first)) or sign + digits
    whole = NOMINAL.get(letter, 0.0) if letter else _HYDROGEN if first else 17.00274
    # Whole numbers are masses with the residue or the end, as the Trans-Proteomic Pipeline writes them.
    shifts = {value - (_exact(letter) if letter else whole), *([value] if decimals else [])}
    found = {name for one in shifts for name in _of_shift(one, decimals, letter, first=first)}
    name = _only(found)
    if not name:
        raise ValueError(digits)
    return name


def _of_shift(shift: float, decimals: str | None, letter: str, *, first: bool) -> set[str]:
    """The common modifications of about this mass that occur there."""
    near = 0.5 if not decimals else max(0.006, 0.6 * 10 ** -len(decimals))
    found = set()
    for number in _COMMON:
        one = unimod.by_number().get(number)
        if one is None or not _is_known_at(one, letter, first=first):
            continue
        mass = sum(unimod.masses()[element][0] * count for element, count in one.elements)
        if abs(mass - shift) <= near:
            found.add(one.name)
    return found


def _is_known_at(one: unimod.Modification, letter: str, *, first: bool) -> bool:
    return (letter or (unimod.FIRST if first else unimod.LAST)) in one.places


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _exact(letter: str) -> float:
    """Nominal masses are low by about half a thousandth."""
    return NOMINAL[letter] * 1.0005
