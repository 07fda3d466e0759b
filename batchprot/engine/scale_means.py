"""Means and sums of published scales over residues: solubility, solution, cost and thermophily.

Values are held as whole numbers so that sums are exact. Letters without a value are left out of means.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, Floats, SequenceBatch
from batchprot.engine.composition import gravy, net_charge_per_residue
from batchprot.engine.constants import EXPASY_AVERAGE, vector
from batchprot.engine.published import by_residue
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

# fmt: off
SOLUBILITY_WEIGHTS: Final = by_residue(
    0.8356471477, 0.5208088355, 0.9079044671, 0.9876987431, 0.5849790194, 0.7997168496, 0.8947913996, 0.6784124414,
    0.9267104558, 0.6554221515, 0.6296623675, 0.8597433107, 0.8235328715, 0.7894346483, 0.7712466318, 0.7440908318,
    0.8096922698, 0.7357837119, 0.6374678691, 0.6112801823,
)
"""Bhandari, Gardner and Lim 2020, doi:10.1093/bioinformatics/btaa578, as in the authors' swi.py, to ten decimals."""

PARTIAL_SPECIFIC_VOLUMES: Final = by_residue(
    0.74, 0.63, 0.60, 0.66, 0.77, 0.64, 0.67, 0.90, 0.82, 0.90,
    0.75, 0.62, 0.76, 0.67, 0.70, 0.63, 0.70, 0.86, 0.74, 0.71,
)
"""Of residues, ml/g: Cohn and Edsall 1943, as cited by Perkins 1986, doi:10.1111/j.1432-1033.1986.tb09653.x."""

REFRACTIVE_INCREMENTS: Final = by_residue(
    0.167, 0.206, 0.197, 0.183, 0.244, 0.175, 0.219, 0.179, 0.181, 0.173,
    0.204, 0.192, 0.165, 0.186, 0.206, 0.170, 0.172, 0.172, 0.277, 0.240,
)
"""Of residues at 589 nm, ml/g: Zhao, Brown and Schuck 2011, doi:10.1016/j.bpj.2011.03.004, table 1."""

SYNTHESIS_COSTS: Final = by_residue(
    11.7, 24.7, 12.7, 15.3, 52.0, 11.7, 38.3, 32.3, 30.3, 27.3,
    34.3, 14.7, 20.3, 16.3, 27.3, 11.7, 18.7, 23.3, 74.3, 50.0,
)
"""High-energy phosphate bonds for each residue: Akashi and Gojobori 2002, doi:10.1073/pnas.062526999, table 1."""
# fmt: on

WEIGHT_SCALE: Final = 10_000_000_000
VOLUME_SCALE: Final = 100
INCREMENT_SCALE: Final = 1000
COST_SCALE: Final = 10
MASS_DECIMALS: Final = 10_000
LOGISTIC_SLOPE: Final = 81.0581
LOGISTIC_SHIFT: Final = -62.7775


def solubility_weighted_index(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the mean solubility weight of the twenty residues; NaN without any.

    Bhandari et al. 2020, doi:10.1093/bioinformatics/btaa578. Ubiquitin has 0.7925.
    """
    del options
    return _mean(batch, SOLUBILITY_WEIGHTS, WEIGHT_SCALE)


def swi_soluble_probability(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the logistic function of the solubility-weighted index: the probability of being soluble.

    Bhandari et al. 2020, doi:10.1093/bioinformatics/btaa578. Ubiquitin has 0.812.
    """
    index = batch.once(solubility_weighted_index, options)
    probability: Floats = 1.0 / (1.0 + np.exp(-(LOGISTIC_SLOPE * index + LOGISTIC_SHIFT)))
    return probability


def synthesis_cost(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the mean number of high-energy phosphate bonds that a residue costs; NaN without any of the twenty.

    Akashi and Gojobori 2002, doi:10.1073/pnas.062526999. Ubiquitin has 22.578.
    """
    del options
    return _mean(batch, SYNTHESIS_COSTS, COST_SCALE)


def partial_specific_volume(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the volume that a gram of the protein adds to water, ml/g; NaN with other than the twenty residues.

    Cohn and Edsall 1943. Hen lysozyme has 0.7175.
    """
    del options
    return _by_mass(batch, _masses_times(_volumes()), VOLUME_SCALE)


def refractive_increment(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) dn/dc at 589 nm, ml/g; NaN with other than the twenty residues.

    Zhao, Brown and Schuck 2011, doi:10.1016/j.bpj.2011.03.004. Hen lysozyme has 0.1966.
    """
    del options
    return _by_mass(batch, _masses_times(_increments()), INCREMENT_SCALE)


def fold_index(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 2.785 H - |R| - 1.151, H the mean hydropathy from 0 to 1 and R the net charge per residue.

    Prilusky et al. 2005, doi:10.1093/bioinformatics/bti537. Ubiquitin has 0.0900.
    """
    hydropathy = (batch.once(gravy, options) + 4.5) / 9.0
    index: Floats = 2.785 * hydropathy - np.abs(batch.once(net_charge_per_residue, options)) - 1.151
    return index


def charged_less_polar(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) Asp + Glu + Lys + Arg less Asn + Gln + Ser + Thr, in percent of residues.

    Suhre and Claverie 2003, doi:10.1074/jbc.M301327200. Ubiquitin has 5.26.
    """
    del options
    bias: Floats = 100.0 * (batch.count("DEKR") - batch.count("NQST")) / batch.known
    return bias


def entropy(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) Shannon's entropy of the composition in bits, of the residues that are not ambiguous.

    Ubiquitin has 3.9172 (peptides.py).
    """
    del options
    counts = batch.by_letter[[ord(letter) - FIRST_LETTER for letter in alphabet.KNOWN]]
    information = (counts * np.log2(np.maximum(counts, 1.0))).sum(axis=0)
    bits: Floats = np.log2(batch.known) - information / batch.known
    return np.where(bits > 0.0, bits, 0.0)


def hydrodynamic_radius_native(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 4.75 N^0.29 in angstrom. Wilkins et al. 1999, doi:10.1021/bi991765q. Ubiquitin has 16.68."""
    del options
    radius: Floats = 4.75 * batch.lengths.astype(np.float64) ** 0.29
    return radius


def hydrodynamic_radius_denatured(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 2.21 N^0.57 in angstrom. Wilkins et al. 1999, doi:10.1021/bi991765q. Ubiquitin has 26.09."""
    del options
    radius: Floats = 2.21 * batch.lengths.astype(np.float64) ** 0.57
    return radius


@cache
def _volumes() -> Floats:
    return vector(PARTIAL_SPECIFIC_VOLUMES, VOLUME_SCALE)


@cache
def _increments() -> Floats:
    return vector(REFRACTIVE_INCREMENTS, INCREMENT_SCALE)


def _masses_times(values: Floats) -> Floats:
    return values * vector(EXPASY_AVERAGE, MASS_DECIMALS)


def _mean(batch: SequenceBatch, values: Mapping[str, float], scale: int) -> Floats:
    number = batch.count(alphabet.STANDARD)
    total = batch.total(vector(values, scale))
    means: Floats = np.divide(total, scale * number, out=np.full(len(batch), np.nan), where=number > 0)
    return means


def _by_mass(batch: SequenceBatch, weighted: Floats, scale: int) -> Floats:
    """Give (n,) the mean of values weighted by residue masses; NaN with letters that have none."""
    mass = batch.total(vector(EXPASY_AVERAGE, MASS_DECIMALS))
    known = batch.count(alphabet.STANDARD) == batch.lengths
    total = batch.total(weighted)
    means: Floats = np.divide(total, scale * mass, out=np.full(len(batch), np.nan), where=known)
    return means
