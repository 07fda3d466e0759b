"""How chains are cut into peptides: enzymes by name, rules, and which peptides are kept."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from batchprot.reading.limits import DEFAULT_LIMITS

MOST_MISSED: Final = 2
LONGEST_RULE: Final = 200
LONGEST_PEPTIDE: Final = DEFAULT_LIMITS.residues_per_record
EVERY_MASS: Final = (0.0, math.inf)
HEAVIEST: Final = 1e9

ENZYMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trypsin": "[KR]|{P}",
        "trypsin/p": "[KR]|[X]",
        "lys-c": "[K]|[X]",
        "glu-c": "[E]|[X]",
        "asp-n": "[X]|[D]",
        "chymotrypsin": "[FY]|{P},[W]|{MP}",
        "cnbr": "[M]|[X]",
    }
)
"""Rules by name: residues before the cut, a bar, residues after it. [..] any of these, {..} none of these, X any."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "trypsin": "Trypsin",
        "trypsin/p": "Trypsin/P",
        "lys-c": "Lys-C",
        "glu-c": "Glu-C",
        "asp-n": "Asp-N",
        "chymotrypsin": "Chymotrypsin",
        "cnbr": "CNBr",
    }
)

_RULE: Final = re.compile(r"(\[[A-Z]+\]|\{[A-Z]+\})\|(\[[A-Z]+\]|\{[A-Z]+\})")


class RuleError(ValueError):
    """The rule or a window can't be used; `field` is which, and the message says how to write it."""

    def __init__(self, message: str, field: str = "enzyme") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Digest:
    """How chains are cut, and which peptides are kept.

    `rule` is a name of `ENZYMES` or a rule written as they are; `lengths` and `masses` (monoisotopic, Da) are the
    smallest and the largest kept.
    """

    rule: str = "trypsin"
    missed: int = 0
    lengths: tuple[int, int] = (6, 50)
    masses: tuple[float, float] = EVERY_MASS

    @property
    def title(self) -> str:
        """The name of the enzyme, or the rule.

        >>> Digest("lys-c").title, Digest("[X]|[D]").title
        ('Lys-C', '[X]|[D]')
        """
        return TITLES.get(self.rule.lower(), self.rule)

    def checked(self) -> Digest:
        """The same, once everything in it is known to be usable.

        Raises:
            RuleError: the first that isn't.
        """
        if len(self.rule) > LONGEST_RULE:
            raise RuleError(f"A rule has at most {LONGEST_RULE} characters.")
        parts_of(self.rule)
        if not 0 <= self.missed <= MOST_MISSED:
            raise RuleError(f"Missed cleavages are 0 to {MOST_MISSED}.", "missed_cleavages")
        if not 1 <= self.lengths[0] <= self.lengths[1] <= LONGEST_PEPTIDE:
            words = f"The lengths are two whole numbers from 1 to {LONGEST_PEPTIDE:,}, the smaller first."
            raise RuleError(words, "lengths")
        if not 0 <= self.masses[0] <= self.masses[1]:
            raise RuleError("The masses are two numbers in Da from 0 on, the smaller first.", "masses")
        return self

    def to_json(self) -> dict[str, Any]:
        """What JSON holds of it; `masses` is None when every mass is kept.

        >>> Digest.from_json(Digest("lys-c", 2).to_json()) == Digest("lys-c", 2)
        True
        """
        masses = None if self.masses == EVERY_MASS else list(self.masses)
        return {
            "enzyme": self.rule,
            "missed_cleavages": self.missed,
            "lengths": list(self.lengths),
            "masses": masses,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Digest:
        """The opposite of to_json; what isn't named is as usual.

        Raises:
            RuleError: it can't be used.
        """
        usual = cls()
        low, high = said.get("lengths") or usual.lengths
        lightest, heaviest = said.get("masses") or EVERY_MASS
        rule, missed = said.get("enzyme") or usual.rule, said.get("missed_cleavages") or 0
        return cls(rule.strip(), int(missed), (int(low), int(high)), (float(lightest), float(heaviest))).checked()

    def terms(self) -> list[tuple[str, str]]:
        """How it is said to people: names and values.

        >>> Digest(missed=1).terms()
        [('Enzyme', 'Trypsin'), ('Missed cleavages', 'up to 1'), ('Peptide length', '6 to 50 residues')]
        """
        missed = f"up to {self.missed}" if self.missed else "none"
        low, high = self.lengths
        terms = [
            ("Enzyme", self.title),
            ("Missed cleavages", missed),
            ("Peptide length", f"{low:,} to {high:,} residues"),
        ]
        if self.masses != EVERY_MASS:
            terms.append(("Peptide mass", f"{self.masses[0]:,.15g} to {self.masses[1]:,.15g} Da, monoisotopic"))
        return terms


def parts_of(rule: str) -> list[tuple[str, str]]:
    """Give a rule as pairs of what stands before the cut and what after it, in brackets or braces.

    >>> parts_of("trypsin")
    [('[KR]', '{P}')]

    Raises:
        RuleError: It is neither a name nor a rule.
    """
    return [_pair(part.strip()) for part in ENZYMES.get(rule.lower(), rule).split(",")]


def _pair(written: str) -> tuple[str, str]:
    found = _RULE.fullmatch(written)
    if found is None:
        raise RuleError(
            f"{written!r} is no rule of cleavage. Write [KR]|{{P}} for a cut after K or R unless P follows, [X]|[D] "
            f"for a cut before D, several separated by commas; or one of {', '.join(ENZYMES)}."
        )
    return found[1], found[2]
