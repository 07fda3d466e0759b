"""Random sequences in ProForma, as far as it is supported, and what pyteomics says they weigh."""

import random
from collections.abc import Iterator

from pyteomics import mass
from pyteomics.proforma import ProForma

from batchprot.reading.alphabet import STANDARD
from batchprot.reading.proforma import unimod
from batchprot.reading.proforma.unimod import Modification

# pyteomics finds another modification under this name, and the same by its number.
OTHER_NAMES = frozenset({"FMN"})
PLAIN = {letter: mass.std_aa_mass[letter] for letter in STANDARD}


def strings(seed: int, count: int) -> Iterator[str]:
    """Peptides of 2 to 40 residues with fixed, terminal and other modifications and mass shifts."""
    chance = random.Random(seed)
    by_site = _by_site()
    for _ in range(count):
        residues = chance.choices(STANDARD, k=chance.randint(2, 40))
        yield _made(chance, residues, by_site)


def _by_site() -> dict[str, list[Modification]]:
    found: dict[str, list[Modification]] = {}
    for one in unimod.by_number().values():
        for place in one.places:
            found.setdefault(place, []).append(one)
    return found


def _made(chance: random.Random, residues: list[str], by_site: dict[str, list[Modification]]) -> str:
    fixed, parts = "", []
    if chance.random() < 0.2:
        letter = chance.choice("CKM")
        fixed = f"<[{_tag(chance, chance.choice(by_site[letter]))}]@{letter}>"
    for letter in residues:
        parts.append(letter)
        # What is fixed on a residue isn't written there again.
        if chance.random() < 0.2 and f"@{letter}" not in fixed:
            parts.append(
                f"[{_shift(chance) if chance.random() < 0.2 else _tag(chance, chance.choice(by_site[letter]))}]"
            )
    first = f"[{_tag(chance, chance.choice(by_site['^']))}]-" if chance.random() < 0.3 else ""
    last = f"-[{_tag(chance, chance.choice(by_site['$']))}]" if chance.random() < 0.3 else ""
    return fixed + first + "".join(parts) + last


def _tag(chance: random.Random, one: Modification) -> str:
    if one.name in OTHER_NAMES or one.tag != one.name or chance.random() < 0.4:
        return f"{chance.choice(['UNIMOD', 'unimod'])}:{one.number}"
    return ("U:" if chance.random() < 0.3 else "") + one.name


def _shift(chance: random.Random) -> str:
    return f"{chance.uniform(-50, 300):+.{chance.randint(0, 6)}f}"


def shift_of(text: str, residues: str) -> float:
    """What the modifications add to the monoisotopic mass, in Da, by pyteomics."""
    bare = sum(PLAIN[letter] for letter in residues) + mass.calculate_mass(formula="H2O")
    return float(ProForma.parse(text).mass - bare)
