"""Molar absorption at 280 nm otherwise than by Pace, and at 214 and 205 nm, in 1/M/cm."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, Floats, SequenceBatch
from batchprot.engine.constants import vector
from batchprot.engine.mass import CYSTINE_EXTINCTION, extinction_reduced, free_cysteines
from batchprot.engine.published import by_residue
from batchprot.properties.options import AnalysisOptions

DENATURED_TRP: Final = 5690
DENATURED_TYR: Final = 1280
DENATURED_CYSTINE: Final = 120
"""Gill and von Hippel 1989, doi:10.1016/0003-2697(89)90602-7."""

BOND_214: Final = 923
# fmt: off
RESIDUES_214: Final = by_residue(
    32, 225, 58, 78, 5200, 21, 5125, 45, 41, 45, 980, 136, 2675, 142, 102, 34, 41, 43, 29050, 5375
)
# fmt: on
FIRST_PROLINE_214: Final = 30
"""Kuipers and Gruppen 2007, doi:10.1021/jf070337l: Pro absorbs little more than any other residue at the N-terminus."""

BOND_205: Final = 2780
RESIDUES_205: Final[Mapping[str, float]] = {
    "W": 20400,
    "F": 8600,
    "Y": 6080,
    "H": 5200,
    "M": 1830,
    "R": 1350,
    "C": 690,
    "N": 400,
    "Q": 400,
}
"""Anthis and Clore 2013, doi:10.1002/pro.2253."""


def extinction_denatured_reduced(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the coefficient at 280 nm in 6 M guanidine, all Cys reduced. Hen lysozyme has 37980.

    Gill and von Hippel 1989, doi:10.1016/0003-2697(89)90602-7.
    """
    del options
    coefficients: Floats = DENATURED_TYR * batch.count("Y") + DENATURED_TRP * batch.count("W")
    return coefficients


def extinction_denatured_cystines(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the coefficient at 280 nm in 6 M guanidine, all pairs of Cys as cystines. Hen lysozyme has 38460.

    Gill and von Hippel 1989, doi:10.1016/0003-2697(89)90602-7.
    """
    coefficients: Floats = extinction_denatured_reduced(batch, options) + DENATURED_CYSTINE * (
        free_cysteines(batch) // 2
    )
    return coefficients


def extinction_disulfides(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the coefficient at 280 nm with the chosen number of disulfides, or as many as there are pairs of Cys.

    Pace et al. 1995, doi:10.1002/pro.5560041120. Hen lysozyme with 4 disulfides has 37970.
    """
    closed = np.minimum(options.disulfides, free_cysteines(batch) // 2)
    coefficients: Floats = extinction_reduced(batch, options) + CYSTINE_EXTINCTION * closed
    return coefficients


def extinction_214(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the coefficient at 214 nm: peptide bonds and residues. Ubiquitin has 103178.

    Kuipers and Gruppen 2007, doi:10.1021/jf070337l.
    """
    del options
    first_is_proline = batch.first == ord("P") - FIRST_LETTER
    less = (RESIDUES_214["P"] - FIRST_PROLINE_214) * first_is_proline
    coefficients: Floats = BOND_214 * (batch.lengths - 1) + batch.total(vector(RESIDUES_214, 1)) - less
    return coefficients


def extinction_205(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the coefficient at 205 nm: peptide bonds and residues, all Cys reduced. Ubiquitin has 247410.

    Anthis and Clore 2013, doi:10.1002/pro.2253.
    """
    del options
    coefficients: Floats = BOND_205 * (batch.lengths - 1) + batch.total(vector(RESIDUES_205, 1))
    return coefficients
