"""How charge and hydropathy are spread along the chain."""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Floats, Integers, SequenceBatch
from batchprot.engine.published import by_residue
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

# fmt: off
STICKINESS: Final = by_residue(
    0.730, 0.595, 0.378, 0.459, 1.000, 0.649, 0.514, 0.973, 0.514, 0.973,
    0.838, 0.432, 1.000, 0.514, 0.000, 0.595, 0.676, 0.892, 0.946, 0.865,
)
# fmt: on
"""Hydropathy from 0 to 1 of the HPS model, as sparrow takes it: Zheng et al. 2020, doi:10.1021/acs.jpclett.0c00288."""

SMALLEST_TRANSFORM: Final = 64
ROWS_RESIDUES: Final = 64 * 1024
"""Numbers that are transformed at a time: they should stay in the processor's cache."""


def _charges() -> npt.NDArray[np.int8]:
    """Give (26,) the charge of each side chain at neutral pH, His as neutral."""
    table = np.zeros(LETTERS, np.int8)
    for letter, charge in {"D": -1, "E": -1, "K": 1, "R": 1}.items():
        table[ord(letter) - FIRST_LETTER] = charge
    return table


def _transform_sizes(lengths: Integers) -> Integers:
    """Give (n,) sizes of transforms, 4, 5 or 6 times powers of two, at least twice as long as each chain."""
    least = np.maximum(2 * lengths, SMALLEST_TRANSFORM)
    power = 2 ** np.ceil(np.log2(least)).astype(np.int64)
    five, six = power * 5 // 8, power * 6 // 8
    return np.where(five >= least, five, np.where(six >= least, six, power))


@cache
def _weights(size: int) -> Floats:
    """Give (size // 2 + 1,) what each frequency's power adds to the sum of q_i q_j sqrt(|i - j|) over pairs i < j."""
    lags = np.arange(size)
    roots = np.sqrt(np.minimum(lags, size - lags))
    weights = np.fft.rfft(roots).real / (2 * size)
    weights[1:] *= 2.0
    if size % 2 == 0:
        weights[-1] /= 2.0
    return weights


def charge_decoration(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) SCD, the sum of q_i q_j sqrt(j - i) over all pairs i < j, divided by the length.

    q is 1 for Lys and Arg, -1 for Asp and Glu; NaN with ambiguous letters. By the theorem of Wiener and Khinchin the
    sum over pairs is one over the powers of the charges' Fourier transform.
    Sawle and Ghosh 2015, doi:10.1063/1.4929391. Ubiquitin has -0.4650 (localCIDER).
    """
    del options
    charges, sizes = _charges().take(batch.codes), _transform_sizes(batch.lengths)
    decoration = np.full(len(batch), np.nan)
    # The shorter first, so that what was laid out before is always overwritten whole.
    order = np.argsort(batch.lengths, kind="stable")
    order = order[batch.ambiguous[order] == 0]
    for size in np.unique(sizes[order]).tolist():
        chosen = order[sizes[order] == size]
        rows = min(len(chosen), max(1, ROWS_RESIDUES // size))
        padded, powers = np.zeros((rows, size)), np.empty((rows, size // 2 + 1), np.complex128)
        for begin in range(0, len(chosen), rows):
            some = chosen[begin : begin + rows]
            decoration[some] = _sums(batch, some, charges, padded[: len(some)], powers[: len(some)])
    return decoration / batch.lengths


def _sums(
    batch: SequenceBatch,
    proteins: Integers,
    charges: npt.NDArray[np.int8],
    padded: Floats,
    powers: npt.NDArray[np.complex128],
) -> Floats:
    """Give (proteins,) the sums over pairs; `padded` is 0 past what was laid out before, `powers` is overwritten."""
    begins, ends = batch.offsets[proteins].tolist(), batch.offsets[proteins + 1].tolist()
    for row, begin, end in zip(padded, begins, ends, strict=True):
        row[: end - begin] = charges[begin:end]
    parts = np.fft.rfft(padded, axis=1, out=powers).view(np.float64)
    parts *= parts
    sums: Floats = np.einsum("ij,j->i", parts, np.repeat(_weights(padded.shape[1]), 2))
    return sums


def hydropathy_decoration(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) SHD, the sum of (h_i + h_j) / (j - i) over all pairs i < j, divided by the length.

    Every residue adds its hydropathy times the harmonic numbers of how many residues stand before and after it.
    NaN with other than the twenty residues. Zheng et al. 2020, doi:10.1021/acs.jpclett.0c00288. Ubiquitin has 5.1810
    (sparrow).
    """
    del options
    table = np.zeros(LETTERS)
    table[[ord(letter) - FIRST_LETTER for letter in alphabet.STANDARD]] = list(STICKINESS.values())
    longest = int(batch.lengths.max())
    harmonic = np.concatenate(([0.0], np.cumsum(1.0 / np.arange(1, longest))))
    backwards = harmonic[::-1].copy()
    sums = np.empty(len(batch))
    for block in batch.blocks():
        lengths = block.lengths.tolist()
        weighted = np.concatenate([harmonic[:length] for length in lengths])
        weighted += np.concatenate([backwards[longest - length :] for length in lengths])
        weighted *= table.take(block.codes)
        sums[block.proteins] = np.add.reduceat(weighted, block.starts)
    known = batch.count(alphabet.STANDARD) == batch.lengths
    return np.where(known, sums / batch.lengths, np.nan)
