"""What modifications change of a chain: elements, masses and the groups that can carry a charge.

Each rule of charge is chemistry that no measurement is needed for: an acylated amine and an ester carry no charge, an
amide has no acid. The phosphate's constants are those of ProMoST (Halligan et al. 2004, doi:10.1093/nar/gkh356). What
no rule covers leaves its residue as it is without the modification, and is noted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from batchprot.engine.batch import Booleans, Floats, Form, Modified, SequenceBatch
from batchprot.engine.pka import ACIDIC_SIDE_CHAINS, BASIC_SIDE_CHAINS
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.proforma import unimod
from batchprot.reading.proforma.parse import ProFormaError, Proteoform, parse
from batchprot.reading.proforma.tags import Tag
from batchprot.reading.proforma.unimod import Modification, masses

PHOSPHATE_PK: Final = (1.2, 6.5)
"""Of the two acids of a phosphate on Ser, Thr or Tyr."""
PHOSPHO: Final = "Phospho"
_HYDROXYLS: Final = "STY"

N_TERMINUS, C_TERMINUS = "^", "$"
GROUPS: Final = f"{N_TERMINUS}{BASIC_SIDE_CHAINS}{C_TERMINUS}{ACIDIC_SIDE_CHAINS}"
"""Groups that can carry a charge, in the order of `batchprot.engine.ionisable`."""

ACYL: Final = frozenset(
    {
        "Acetyl", "Biotin", "Butyryl", "Carbamyl", "Crotonyl", "Decanoyl", "Formyl", "Lipoyl", "Myristoyl",
        "Octanoyl", "Palmitoyl", "Propionyl",
    }
)  # fmt: skip
"""Acyl groups that carry no charge: they take that of an amine, a thiol or a phenol."""
ALKYL_OF_CYS: Final = frozenset(
    {
        "Carbamidomethyl", "Dehydro", "Farnesyl", "GeranylGeranyl", "Methylthio", "Nethylmaleimide", "NIPCAM",
        "Propionamide",
    }
)  # fmt: skip
"""What leaves no thiol on Cys and carries no charge; Dehydro is half of a disulfide."""
NEUTRAL: Final = frozenset({"Oxidation", "Dioxidation", "Trioxidation", "Hex", "HexNAc", "dHex", "Dehydrated"})
"""Without a charge, on residues that have none either."""
ESTER: Final = "Methyl"
_RULES: Final = {
    "Amidated": {"$": ("$", "")},
    "Deamidated": {"N": ("", "D"), "Q": ("", "E"), "R": ("R", "")},
    "Pyro-carbamidomethyl": {"C": ("^C", ""), "^": ("^C", "")},
    "Glu->pyro-Glu": {"E": ("^E", ""), "^": ("^E", "")},
    "Gln->pyro-Glu": {"Q": ("^", ""), "^": ("^", "")},
}
"""What is lost, and what is gained, by name and by the residue or end that it stands on."""
_PLAIN: Final = frozenset("AFGILMNPQSTVW")
"""Residues whose side chains carry no charge."""


class Effect(NamedTuple):
    """What modifications do to the groups of a chain: lost and gained ones, phosphates, and whether all is known."""

    lost: str = ""
    gained: str = ""
    phosphates: int = 0
    is_known: bool = True


UNKNOWN: Final = Effect(is_known=False)


def effect(tag: Tag, site: str) -> Effect:
    """What one modification does at a residue, or at `^` or `$`, the ends of the chain."""
    one = tag.modification
    if one is None:
        return Effect(is_known=False)
    if _is_label(one):
        return Effect()
    if one.name == PHOSPHO and site in _HYDROXYLS:
        return Effect("Y" if site == "Y" else "", phosphates=1)
    if rule := _RULES.get(one.name, {}).get(site):
        return Effect(*rule)
    return _by_class(one.name, site)


def _by_class(name: str, site: str) -> Effect:
    if name in ACYL and site in "^KCY":
        return Effect(site)
    if name in ACYL | NEUTRAL and site in _PLAIN:
        return Effect()
    if name in ALKYL_OF_CYS and site == "C":
        return Effect("C")
    if name == ESTER and site in "$DE":
        return Effect(site)
    return UNKNOWN


def _is_label(one: Modification) -> bool:
    """Whether only isotopes are replaced."""
    total: Counter[str] = Counter()
    for element, number in one.elements:
        total[element.lstrip("0123456789")] += number
    return not any(total.values())


LONGEST_LIST: Final = 150
"""Characters: a filter by a value takes 200."""


class Facts(NamedTuple):
    """Everything of one modification at one kind of residue; `average` and `elements` are None for a mass shift."""

    name: str
    elements: tuple[tuple[str, int], ...] | None
    average: float | None
    monoisotopic: float
    effect: Effect
    closes_cysteine: bool


@lru_cache(8192)
def _facts(text: str, site: str) -> Facts:
    """What a tag, as it is spelled in a Proteoform, means at a residue or an end."""
    one = unimod.named(text)
    tag = Tag(text, one, 0.0 if one else float(text))
    if one is None:
        # A spreadsheet would take +57.02 for a number.
        return Facts(f"[{text}]", None, None, tag.shift, effect(tag, site), site == "C")
    mono, average = (sum(masses()[element][kind] * number for element, number in one.elements) for kind in (0, 1))
    is_free = one.name == "Dehydro" or _is_label(one)
    return Facts(text, one.elements, average, mono, effect(tag, site), site == "C" and not is_free)


def form_of(chain: Proteoform) -> Form:
    """Add up what the modifications of a chain change."""
    residues, last = chain.residues, len(chain.residues)
    places = [place for place, _ in chain.tags]
    sites = [residues[place - 1] if 0 < place <= last else C_TERMINUS if place else N_TERMINUS for place in places]
    found = [_facts(tag.text, site) for (_, tag), site in zip(chain.tags, sites, strict=True)]
    change, own = _change(found, places, last)
    is_shifted = any(one.elements is None for one in found)
    return Form(
        None if is_shifted else _added(found),
        None if is_shifted else sum(one.average or 0.0 for one in found),
        sum(one.monoisotopic for one in found),
        change,
        sum(one.effect.phosphates for one in found),
        # Two modifications of one residue: each is known alone only.
        all(one.effect.is_known for one in found) and len(set(places)) == len(places),
        1 in own,
        last in own,
        len({place for place, one in zip(places, found, strict=True) if one.closes_cysteine}),
        "W" in sites or "Y" in sites,
        tuple(sorted({one.name for one in found})),
        len(found),
    )


def _added(found: Sequence[Facts]) -> tuple[tuple[str, int], ...]:
    """The elements of all modifications."""
    added: dict[str, int] = {}
    for one in found:
        for element, number in one.elements or ():
            added[element] = added.get(element, 0) + number
    return tuple(added.items())


def _change(found: Sequence[Facts], places: Sequence[int], last: int) -> tuple[tuple[int, ...], set[int]]:
    """Groups more or fewer, in the order of `GROUPS`, and the residues whose own group is lost."""
    change = [0] * len(GROUPS)
    lost: set[tuple[int, str]] = set()
    for one, place in zip(found, places, strict=True):
        for letter in one.effect.gained:
            change[GROUPS.index(letter)] += 1
        for letter in one.effect.lost:
            lost.add((0 if letter == N_TERMINUS else last + 1 if letter == C_TERMINUS else max(place, 1), letter))
    for _, letter in lost:
        change[GROUPS.index(letter)] -= 1
    return tuple(change), {place for place, letter in lost if letter not in (N_TERMINUS, C_TERMINUS)}


def without_modifications(
    sequences: Sequence[bytes] | Sequence[str],
) -> tuple[list[str], dict[int, Proteoform]]:
    """The residues of each sequence, and by its place each that has modifications; what isn't ProForma stays as it is.

    >>> without_modifications(["MKV", "MK[Acetyl]V"])[0]
    ['MKV', 'MKV']
    """
    plain: list[str] = []
    found: dict[int, Proteoform] = {}
    for place, given in enumerate(sequences):
        text = str(given, "latin-1") if isinstance(given, bytes) else str(given)
        if "[" in text:
            with suppress(ProFormaError):
                found[place] = parse(text)
                text = found[place].residues
        plain.append(text)
    return plain, {place: one for place, one in found.items() if one.tags}


def modified_chains(
    given: Mapping[int, Proteoform], removed: Booleans, chosen: Booleans, options: AnalysisOptions
) -> Modified | None:
    """Those of `given`, by place, that are computed, as the options leave them."""
    places = [place for place in given if chosen[place]]
    if not places:
        return None
    rows = np.cumsum(chosen) - 1
    forms = [
        form_of(cut(given[place], options.first_residue + int(removed[place]), options.last_residue))
        for place in places
    ]
    return Modified(rows[places], forms, [str(given[place]) for place in places])


def cut(chain: Proteoform, first: int, last: int | None) -> Proteoform:
    """The residues from `first`, counted from 1, to `last`, with what stands on them and on the ends that are left."""
    ends = len(chain.residues) + 1
    last = ends - 1 if last is None else min(last, ends - 1)
    if first == 1 and last == ends - 1:
        return chain
    kept = [
        (place - first + 1, tag)
        for place, tag in chain.tags
        if first <= place <= last or (place == 0 and first == 1) or (place == ends and last == ends - 1)
    ]
    return Proteoform(chain.residues[first - 1 : last], tuple(kept))


def modifications(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n texts: the different modifications of each chain in alphabetical order; "" for a chain without any."""
    del options
    found = [""] * len(batch)
    if batch.modified is not None:
        for row, one in zip(batch.modified.rows.tolist(), batch.modified.forms, strict=True):
            found[row] = _listed(one.names)
    return found


@lru_cache(4096)
def _listed(names: tuple[str, ...]) -> str:
    """Names with commas between them; of very many, the first and how many more."""
    lengths = np.cumsum([len(name) + 2 for name in names])
    fit = int(np.searchsorted(lengths, LONGEST_LIST))
    if fit >= len(names):
        return ", ".join(names)
    return f"{', '.join(names[:fit])} and {len(names) - fit} more"


def modification_count(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) how many modifications each chain has."""
    del options
    number = np.zeros(len(batch))
    return (
        number if batch.modified is None else batch.modified.add(number, (one.number for one in batch.modified.forms))
    )


def proforma(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n texts: each modified record's sequence in ProForma, whole; "" for a record without modifications."""
    del options
    found = [""] * len(batch)
    if batch.modified is not None:
        for row, text in zip(batch.modified.rows.tolist(), batch.modified.texts, strict=True):
            found[row] = text
    return found
