"""Masses, elemental composition and absorbance."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Floats, Integers, SequenceBatch
from batchprot.engine.constants import MASS_SCALE, constants_set
from batchprot.properties.options import AnalysisOptions

ELEMENTS: Final = ("C", "H", "N", "O", "S", "Se")
WATER: Final = (0, 2, 0, 1, 0, 0)
RESIDUE_FORMULAS: Final[Mapping[str, tuple[int, int, int, int, int, int]]] = MappingProxyType(
    {
        "A": (3, 5, 1, 1, 0, 0),
        "C": (3, 5, 1, 1, 1, 0),
        "D": (4, 5, 1, 3, 0, 0),
        "E": (5, 7, 1, 3, 0, 0),
        "F": (9, 9, 1, 1, 0, 0),
        "G": (2, 3, 1, 1, 0, 0),
        "H": (6, 7, 3, 1, 0, 0),
        "I": (6, 11, 1, 1, 0, 0),
        "K": (6, 12, 2, 1, 0, 0),
        "L": (6, 11, 1, 1, 0, 0),
        "M": (5, 9, 1, 1, 1, 0),
        "N": (4, 6, 2, 2, 0, 0),
        "O": (12, 19, 3, 2, 0, 0),
        "P": (5, 7, 1, 1, 0, 0),
        "Q": (5, 8, 2, 2, 0, 0),
        "R": (6, 12, 4, 1, 0, 0),
        "S": (3, 5, 1, 2, 0, 0),
        "T": (4, 7, 1, 2, 0, 0),
        "U": (3, 5, 1, 1, 0, 1),
        "V": (5, 9, 1, 1, 0, 0),
        "W": (11, 10, 2, 1, 0, 0),
        "Y": (9, 9, 1, 2, 0, 0),
    }
)
"""Atoms of each residue, in the order of `ELEMENTS`; the chain has one water more."""

TYR_EXTINCTION: Final = 1490
TRP_EXTINCTION: Final = 5500
CYSTINE_EXTINCTION: Final = 125


def molecular_weight(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the average mass in Da; NaN with ambiguous residues unless these are averaged.

    Gasteiger et al. 2005, doi:10.1385/1-59259-890-0:571. QWGRRCCGWGPGRRYCVRWC has 2485.91 (R package Peptides).
    """
    constants = constants_set(options.constants)
    mass = _mass(batch, options, constants.average, constants.average_water)
    return mass if batch.modified is None else batch.modified.add(mass, (one.average for one in batch.modified.forms))


def monoisotopic_mass(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the monoisotopic mass in Da; NaN with ambiguous residues unless these are averaged.

    QWGRRCCGWGPGRRYCVRWC has 2484.12 (R package Peptides).
    """
    constants = constants_set(options.constants)
    mass = _mass(batch, options, constants.monoisotopic, constants.monoisotopic_water)
    if batch.modified is None:
        return mass
    return batch.modified.add(mass, (one.monoisotopic for one in batch.modified.forms))


def _mass(batch: SequenceBatch, options: AnalysisOptions, residues: Floats, water: float) -> Floats:
    mass = (batch.total(residues) + water) / MASS_SCALE
    return mass if options.ambiguous == "average" else _without_ambiguous(batch, mass)


def _without_ambiguous(batch: SequenceBatch, values: Floats) -> Floats:
    return np.where(batch.ambiguous > 0, np.nan, values)


def _atoms(batch: SequenceBatch) -> Integers:
    """Give (n, 6) atoms of each element, ambiguous residues as nothing."""
    table = np.zeros((LETTERS, len(ELEMENTS)))
    for letter, atoms in RESIDUE_FORMULAS.items():
        table[ord(letter) - FIRST_LETTER] = atoms
    atoms_of_each: Integers = (batch.by_letter.T @ table + WATER).astype(np.int64)
    return atoms_of_each


def atoms(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number of atoms; NaN with ambiguous residues."""
    del options
    number = _without_ambiguous(batch, batch.once(_atoms).sum(axis=1).astype(np.float64))
    if batch.modified is None:
        return number
    added = (None if one.elements is None else sum(count for _, count in one.elements) for one in batch.modified.forms)
    return batch.modified.add(number, added)


def formula(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n formulas such as C303H494N94O113S18, an element that is absent left out; "" with ambiguous residues."""
    del options
    numbers = batch.once(_atoms)
    # Nearly every protein has sulfur and no selenium: write all as if they had, then the others again.
    texts = list(map("C{}H{}N{}O{}S{}".format, *numbers[:, :5].T.tolist()))
    for row in np.flatnonzero((numbers[:, 4] == 0) | (numbers[:, 5] > 0)).tolist():
        present = zip(ELEMENTS, numbers[row].tolist(), strict=True)
        texts[row] = "".join(f"{element}{number}" for element, number in present if number)
    if batch.modified is not None:
        for row, one in zip(batch.modified.rows.tolist(), batch.modified.forms, strict=True):
            texts[row] = _modified_formula(numbers[row].tolist(), one.elements)
    for row in np.flatnonzero(batch.ambiguous).tolist():
        texts[row] = ""
    return texts


def _modified_formula(numbers: list[int], added: tuple[tuple[str, int], ...] | None) -> str:
    """The formula of a modified chain: other elements behind those of residues, isotopes as [13C]6; "" if unknown."""
    if added is None:
        return ""
    total = dict(zip(ELEMENTS, numbers, strict=True))
    for element, number in sorted(added):
        total[element] = total.get(element, 0) + number
    return "".join(
        f"{f'[{element}]' if element[0].isdigit() else element}{number}" for element, number in total.items() if number
    )


def extinction_reduced(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the molar extinction coefficient at 280 nm in 1/M/cm, all Cys reduced.

    Pace et al. 1995, doi:10.1002/pro.5560041120. MTADGPCRELLCQLRAAVRHRWWC has 11000 (BioJava).
    """
    del options
    coefficients: Floats = TYR_EXTINCTION * batch.count("Y") + TRP_EXTINCTION * batch.count("W")
    return coefficients


def extinction_cystines(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the molar extinction coefficient at 280 nm in 1/M/cm, all pairs of Cys as cystines.

    Pace et al. 1995, doi:10.1002/pro.5560041120. MTADGPCRELLCQLRAAVRHRWWC has 11125 (BioJava).
    """
    coefficients: Floats = extinction_reduced(batch, options) + CYSTINE_EXTINCTION * (free_cysteines(batch) // 2)
    return coefficients


def free_cysteines(batch: SequenceBatch) -> Floats:
    """Give (n,) the Cys that can take part in a disulfide: those that nothing else is on."""
    number = batch.count("C")
    if batch.modified is None:
        return number
    return batch.modified.add(number, (-one.cysteines for one in batch.modified.forms))


def absorbance_reduced(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the absorbance of 1 g/l at 280 nm over 1 cm, all Cys reduced; NaN where the mass is."""
    return extinction_reduced(batch, options) / batch.once(molecular_weight, options)


def absorbance_cystines(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the absorbance of 1 g/l at 280 nm over 1 cm, all pairs of Cys as cystines; NaN where the mass is."""
    return extinction_cystines(batch, options) / batch.once(molecular_weight, options)
