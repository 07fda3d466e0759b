"""The instability index: a weight for every pair of neighbours."""

from functools import cache
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Floats, Integers, SequenceBatch
from batchprot.engine.constants import DIWV_SCALE, constants_set
from batchprot.properties.options import AnalysisOptions, Constants
from batchprot.reading import alphabet

PAIR: Final = 1 << 40
"""Added to the weight of every defined pair, so that one sum gives both the weights' total and the number of pairs."""


@cache
def _weights(name: Constants) -> Integers:
    """Give (676,) the dipeptide weights, each with `PAIR` where both residues have one."""
    table = constants_set(name).diwv.copy()
    standard = [ord(letter) - FIRST_LETTER for letter in alphabet.STANDARD]
    table[np.ix_(standard, standard)] += PAIR
    return table.ravel()


def _pair_sums(batch: SequenceBatch, name: Constants) -> tuple[Integers, Integers]:
    """Give (n,) the sum of dipeptide weights times `DIWV_SCALE`, and (n,) the number of pairs that have one."""
    weights = _weights(name)
    sums = np.empty(len(batch), np.int64)
    for block in batch.blocks():
        # The narrowest integers that hold 26 x 26 codes: half the work is moving them.
        pairs = np.multiply(block.codes, LETTERS, dtype=np.int16)
        pairs[:-1] += block.codes[1:]
        # The last residue of a protein has no right neighbour within it: read its weight, then forget it.
        of_pairs = weights.take(pairs, mode="clip")
        of_pairs[block.starts + block.lengths - 1] = 0
        sums[block.proteins] = np.add.reduceat(of_pairs, block.starts)
    number = (sums + PAIR // 2) // PAIR
    return sums - number * PAIR, number


def instability_index(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 10 (L - 1) / L times the mean weight of the pairs that have one; NaN where none has (Biopython: 0).

    That is 10 / L times their sum where all have one; a pair with an ambiguous letter, U or O is left out of the mean.
    Guruprasad et al. 1990, doi:10.1093/protein/4.2.155. QWGRRCCGWGPGRRYCVRWC has 83.68 (R package Peptides).
    """
    total, number = _pair_sums(batch, options.constants)
    # Both products are exact, so that their quotient is the same whether or not a factor could be cancelled.
    above = 10.0 * total * (batch.lengths - 1)
    below = float(DIWV_SCALE) * batch.lengths * np.maximum(number, 1)
    without = 0.0 if options.constants == "biopython" else np.nan
    return np.where(number > 0, above / below, without)
