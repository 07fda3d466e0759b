"""Constants sets: masses and dipeptide weights, as whole numbers so that sums are exact.

A sum of floats depends on the order of adding, and a matrix product orders it by shape. All published values have few
decimals, so they are held as integers times a scale: every sum is exact, and the same protein gives the same number in
whatever batch it came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Floats, Integers
from batchprot.engine.published import dipeptide_weights
from batchprot.properties.options import Constants

MASS_SCALE: Final = 1_000_000
DIWV_SCALE: Final = 1_000

EXPASY_AVERAGE: Final[Mapping[str, float]] = MappingProxyType(
    {
        "A": 71.0788,
        "R": 156.1875,
        "N": 114.1038,
        "D": 115.0886,
        "C": 103.1388,
        "Q": 128.1307,
        "E": 129.1155,
        "G": 57.0519,
        "H": 137.1411,
        "I": 113.1594,
        "L": 113.1594,
        "K": 128.1741,
        "M": 131.1926,
        "F": 147.1766,
        "P": 97.1167,
        "S": 87.0782,
        "T": 101.1051,
        "W": 186.2132,
        "Y": 163.1760,
        "V": 99.1326,
        "U": 150.0388,
        "O": 237.3018,
    }
)
"""Average residue masses in Da as Expasy uses them (FindMod's mass table)."""
EXPASY_AVERAGE_WATER: Final = 18.01524

EXPASY_MONOISOTOPIC: Final[Mapping[str, float]] = MappingProxyType(
    {
        "A": 71.03711,
        "R": 156.10111,
        "N": 114.04293,
        "D": 115.02694,
        "C": 103.00919,
        "Q": 128.05858,
        "E": 129.04259,
        "G": 57.02146,
        "H": 137.05891,
        "I": 113.08406,
        "L": 113.08406,
        "K": 128.09496,
        "M": 131.04049,
        "F": 147.06841,
        "P": 97.05276,
        "S": 87.03203,
        "T": 101.04768,
        "W": 186.07931,
        "Y": 163.06333,
        "V": 99.06841,
        "U": 150.953636,
        "O": 237.147727,
    }
)
"""Monoisotopic residue masses in Da as Expasy uses them (FindMod's mass table)."""
EXPASY_MONOISOTOPIC_WATER: Final = 18.01056

AMBIGUOUS_AVERAGE: Final[Mapping[str, float]] = MappingProxyType(
    {"B": 114.5962, "Z": 128.6231, "J": 113.1594, "X": 118.8860}
)
"""Average masses for ambiguous letters in Da, as in EMBOSS 6.6 (Emolwt.dat)."""
AMBIGUOUS_MONOISOTOPIC: Final[Mapping[str, float]] = MappingProxyType(
    {"B": 114.53493, "Z": 128.55059, "J": 113.08406, "X": 118.80572}
)

BIOPYTHON_MISPRINTS: Final[Mapping[str, float]] = MappingProxyType({"KQ": 24.64, "FY": 33.601})
"""Dipeptide weights that Biopython's table has wrong: recorded ProtParam reports prove 24.68 for K-Q; F-Y is the only
weight with three decimals."""


@dataclass(frozen=True, slots=True)
class ConstantsSet:
    """The constants by which tools differ, each times its scale.

    Attributes:
        average, monoisotopic: (26,) residue masses times `MASS_SCALE`.
        average_water, monoisotopic_water: mass of water times `MASS_SCALE`.
        diwv: (26, 26) dipeptide instability weights times `DIWV_SCALE`, 0 where there is none.
    """

    average: Floats
    average_water: float
    monoisotopic: Floats
    monoisotopic_water: float
    diwv: Integers


def vector(values: Mapping[str, float], scale: int) -> Floats:
    """Give (26,) the values by letter times the scale, as whole numbers; 0 for a letter without one."""
    table = np.zeros(LETTERS)
    for letter, value in values.items():
        table[ord(letter) - FIRST_LETTER] = round(value * scale)
    return table


def pair_table(misprints: Mapping[str, float]) -> Integers:
    """Give (26, 26) the dipeptide weights, with another tool's misprints, times `DIWV_SCALE`."""
    table = np.zeros((LETTERS, LETTERS), np.int64)
    for pair, weight in (dipeptide_weights() | dict(misprints)).items():
        table[ord(pair[0]) - FIRST_LETTER, ord(pair[1]) - FIRST_LETTER] = round(weight * DIWV_SCALE)
    return table


@cache
def constants_set(name: Constants) -> ConstantsSet:
    """Give the constants set of that name."""
    return _expasy() if name == "expasy" else _biopython()


def _expasy() -> ConstantsSet:
    return ConstantsSet(
        average=vector({**EXPASY_AVERAGE, **AMBIGUOUS_AVERAGE}, MASS_SCALE),
        average_water=round(EXPASY_AVERAGE_WATER * MASS_SCALE),
        monoisotopic=vector({**EXPASY_MONOISOTOPIC, **AMBIGUOUS_MONOISOTOPIC}, MASS_SCALE),
        monoisotopic_water=round(EXPASY_MONOISOTOPIC_WATER * MASS_SCALE),
        diwv=pair_table({}),
    )


BIOPYTHON_AVERAGE_WATER: Final = 18.0153
BIOPYTHON_MONOISOTOPIC_WATER: Final = 18.010565
"""Bio.SeqUtils.molecular_weight holds both as literals in its body."""


def _biopython() -> ConstantsSet:
    """Give Biopython's constants; its mass tables are of free amino acids, one water heavier than residues."""
    from batchprot.engine.biopython import IUPACData

    average = {letter: mass - BIOPYTHON_AVERAGE_WATER for letter, mass in IUPACData.protein_weights.items()}
    monoisotopic = {
        letter: mass - BIOPYTHON_MONOISOTOPIC_WATER for letter, mass in IUPACData.monoisotopic_protein_weights.items()
    }
    return ConstantsSet(
        average=vector({**average, **AMBIGUOUS_AVERAGE}, MASS_SCALE),
        average_water=round(BIOPYTHON_AVERAGE_WATER * MASS_SCALE),
        monoisotopic=vector({**monoisotopic, **AMBIGUOUS_MONOISOTOPIC}, MASS_SCALE),
        monoisotopic_water=round(BIOPYTHON_MONOISOTOPIC_WATER * MASS_SCALE),
        diwv=pair_table(BIOPYTHON_MISPRINTS),
    )
