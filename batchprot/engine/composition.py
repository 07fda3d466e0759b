"""Properties that follow from composition alone: counts, fractions and means over residues.

Means are over the residues that are not ambiguous. U and O count as residues and contribute 0 where they have no
published value.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np

from batchprot.engine.ambiguity import count, residues
from batchprot.engine.batch import FIRST_LETTER, Floats, Integers, SequenceBatch
from batchprot.engine.constants import vector
from batchprot.engine.published import HYDROPATHY
from batchprot.properties.groups.composition import CLASS_LETTERS
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

HYDROPATHY_SCALE: Final = 10
BOMAN_SCALE: Final = 100
BOMAN: Final = {
    "L": -4.92,
    "I": -4.92,
    "V": -4.04,
    "F": -2.98,
    "M": -2.35,
    "W": -2.33,
    "A": -1.81,
    "C": -1.28,
    "G": -0.94,
    "Y": 0.14,
    "T": 2.57,
    "S": 3.40,
    "H": 4.66,
    "Q": 5.54,
    "K": 5.55,
    "N": 6.64,
    "E": 6.81,
    "D": 8.72,
    "R": 14.92,
    "P": 0.0,
}
"""Free energy of transfer of the side chain from water to cyclohexane, kcal/mol: negative where it prefers cyclohexane.
Radzicka and Wolfenden 1988, doi:10.1021/bi00405a042, as in Boman 2003; Pro has none."""


def length(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number of letters analysed."""
    del options
    return batch.lengths.astype(np.float64)


def ambiguous_residues(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number of B, J, X and Z."""
    del options
    return batch.ambiguous


def residue_counts(batch: SequenceBatch, options: AnalysisOptions) -> Integers:
    """Give (n, 20) the number of each standard residue in the order of `alphabet.STANDARD`."""
    del options
    return batch.counts[:, [ord(letter) - FIRST_LETTER for letter in alphabet.STANDARD]]


def negative_residues(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) Asp + Glu."""
    return count(batch, options, "DE")


def positive_residues(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) Arg + Lys; His is not counted."""
    del options
    return batch.count("RK")


def aliphatic_index(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) X(Ala) + 2.9 X(Val) + 3.9 (X(Ile) + X(Leu)) in mole percent.

    Ikai 1980, doi:10.1093/oxfordjournals.jbchem.a133168. MTADGPCRELLCQLRAAVRHRWWC has 73.33 (BioJava).
    """
    del options
    weighted = 10.0 * batch.count("A") + 29.0 * batch.count("V") + 39.0 * batch.count("IL")
    index: Floats = 10.0 * weighted / batch.known
    return index


def gravy(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the mean Kyte-Doolittle hydropathy.

    Kyte and Doolittle 1982, doi:10.1016/0022-2836(82)90515-0. QWGRRCCGWGPGRRYCVRWC has -0.950 (R package Peptides).
    """
    del options
    mean: Floats = batch.total(_hydropathy()) / (HYDROPATHY_SCALE * batch.known)
    return mean


@cache
def _hydropathy() -> Floats:
    return vector(HYDROPATHY, HYDROPATHY_SCALE)


def boman_index(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the mean free energy of transfer of the side chains from water to cyclohexane in kcal/mol.

    Boman 2003, doi:10.1046/j.1365-2796.2003.01228.x. FLPVLAGLTPSIVPKLVCLLTKKC has -1.2358 (R package Peptides).
    """
    del options
    return batch.total(vector(BOMAN, BOMAN_SCALE)) / (BOMAN_SCALE * batch.known)


def charged_residue_fraction(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) (D + E + R + K) / residues. Das and Pappu 2013, doi:10.1073/pnas.1304749110."""
    return count(batch, options, "DERK") / residues(batch, options)


def net_charge_per_residue(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) (R + K - D - E) / residues. Das and Pappu 2013, doi:10.1073/pnas.1304749110."""
    charges: Floats = count(batch, options, "RK") - count(batch, options, "DE")
    return charges / residues(batch, options)


def fraction_of(letters: str) -> Callable[[SequenceBatch, AnalysisOptions], Floats]:
    """Make the function that gives (n,) the share of residues that are among `letters`.

    Biopython divides by the whole length, ambiguous residues included; so does its constants set.
    """

    def fraction(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
        return batch.count(letters) / (batch.lengths if options.constants == "biopython" else batch.known)

    return fraction


def class_fraction(name: str) -> Callable[[SequenceBatch, AnalysisOptions], Floats]:
    """Make the function that gives (n,) the share of residues in one of EMBOSS's classes.

    B and Z count where they are shared out under the policy `average`, as `pepstats` does, out of all letters.
    """
    certain = "".join(letter for letter in CLASS_LETTERS[name] if letter not in alphabet.AMBIGUOUS)

    def fraction(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
        return count(batch, options, certain) / residues(batch, options)

    return fraction


def inclusion_body_score(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the discriminant CV - CV' of the model of Wilkinson and Harrison as Davis et al. revised it.

    Davis et al. 1999, doi:10.1002/(SICI)1097-0290(19991120)65:4<382::AID-BIT2>3.0.CO;2-I.
    """
    turns = count(batch, options, "NGPS") / residues(batch, options)
    charge = np.abs(net_charge_per_residue(batch, options) - 0.03)
    score: Floats = 15.43 * turns - 29.56 * charge - 1.71
    return score


TURNING_POINT: Final = 0.276 / (2 * 0.0392)
"""Score at which the fitted parabola is largest: 3.52. It was not meant to be followed beyond."""


def soluble_probability(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the probability that a protein is soluble when overexpressed in E. coli, as the authors read the score.

    A score above 0 means insoluble, below 0 soluble, each with 0.4934 + 0.276 |d| - 0.0392 d^2. That is 0.4934 at 0 and
    falls again beyond 3.52; it is held at 0.5 and at its largest value, so that a higher score never means a better
    chance. Hen lysozyme has 1.8889, insoluble with 0.8749: soluble with 0.1251 (by hand).
    """
    score = batch.once(inclusion_body_score, options)
    d = np.minimum(np.abs(score), TURNING_POINT)
    of_its_class = np.maximum(0.5, _parabola(d))
    probability: Floats = np.where(score < 0, of_its_class, 1.0 - of_its_class)
    return probability


def inclusion_body_probability(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number EMBOSS prints, NaN where that is below 0 and so no probability.

    EMBOSS calls it a probability where the score is negative, an improbability elsewhere. LacI has 0.660, improbability
    (EMBOSS's manual).
    """
    printed = _parabola(np.abs(batch.once(inclusion_body_score, options)))
    return np.where(printed < 0, np.nan, printed)


def _parabola(d: Floats) -> Floats:
    return 0.4934 + 0.276 * d - 0.0392 * d * d


def inclusion_body_wording(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n times "probability" or "improbability": which of the two the number is."""
    negative = batch.once(inclusion_body_score, options) < 0
    return ["probability" if below else "improbability" for below in negative.tolist()]
