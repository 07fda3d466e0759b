"""Properties of windows along the chain: hydrophobic moment and flexibility."""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from protein.options import AnalysisOptions
from worker.engine.batch import LETTERS, Block, Floats, Integers, SequenceBatch
from worker.engine.constants import vector
from worker.engine.published import CONSENSUS_HYDROPHOBICITY, FLEXIBILITY

MOMENT_WINDOW: Final = 11
TURN_DEGREES: Final = 100
PHASES: Final = 18
"""After 18 residues of 100 degrees each a helix is back where it began."""
MOMENT_SCALE: Final = 2**40

FLEXIBILITY_WINDOW: Final = 9
FLEXIBILITY_SCALE: Final = 1000
FLEXIBILITY_WEIGHTS: Final = np.array([4, 7, 10, 13, 16, 13, 10, 7, 4], np.int64)
"""0.25, 0.4375, 0.625, 0.8125, 1 and back, times 16; together 84, that is 5.25."""


@dataclass(frozen=True, slots=True)
class _MomentTable:
    """(36 x 26,) hydrophobicity along both axes of a helix wheel, for two rounds of phases, times `MOMENT_SCALE`."""

    cosine: Integers
    sine: Integers


@cache
def _moment_table() -> _MomentTable:
    hydrophobicity = vector(CONSENSUS_HYDROPHOBICITY, 100) / 100
    angle = np.radians(TURN_DEGREES * (np.arange(2 * PHASES) % PHASES))
    both = (
        np.rint(np.outer(turned, hydrophobicity) * MOMENT_SCALE).astype(np.int64).ravel()
        for turned in (np.cos(angle), np.sin(angle))
    )
    return _MomentTable(*both)


@cache
def _phases(residues: int) -> Integers:
    """Give (residues,) where each position's round of the table begins: 0, 26, 52 ... and over again."""
    return np.resize(np.arange(0, PHASES * LETTERS, LETTERS), residues)


def hydrophobic_moment_max(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the largest hydrophobic moment of any 11 residues, 100 degrees a residue; NaN for shorter chains.

    Eisenberg et al. 1984, doi:10.1073/pnas.81.1.140. FLPVLAGLTPSIVPKLVCLLTKKC has 0.5199 (R package Peptides).

    The phase of every residue is counted from the start of its protein and the vectors are whole numbers, so that their
    running sum is exact and the difference of two of its values is the sum over a window.
    """
    del options
    largest = np.full(len(batch), np.nan)
    for block in batch.blocks():
        largest[block.proteins] = _largest_square(block)
    moment: Floats = np.sqrt(largest) / (MOMENT_SCALE * MOMENT_WINDOW)
    return moment


def _largest_square(block: Block) -> Floats:
    """Give (proteins,) the square of the longest window sum, NaN where no window fits."""
    largest = np.full(len(block.lengths), np.nan)
    fits = block.lengths >= MOMENT_WINDOW
    if not fits.any():
        return largest
    shift = (-block.starts % PHASES) * LETTERS
    index = np.repeat(shift, block.lengths)
    index += _phases(1 << len(index).bit_length())[: len(index)]
    index += block.codes
    table = _moment_table()
    square = _window_sums(table.cosine.take(index, mode="clip"))
    square *= square
    sine = _window_sums(table.sine.take(index, mode="clip"))
    sine *= sine
    square += sine
    # Windows from the first of a protein up to the last that ends within it; what reaches over its end falls between.
    bounds = np.empty(2 * int(fits.sum()), np.int64)
    bounds[::2] = block.starts[fits]
    bounds[1::2] = (block.starts + block.lengths - MOMENT_WINDOW + 1)[fits]
    largest[fits] = np.maximum.reduceat(np.append(square, 0.0), bounds)[::2]
    return largest


def _window_sums(values: Integers) -> Floats:
    """Give (residues - 10,) the sum of each 11 neighbours."""
    running = np.empty(len(values) + 1, np.int64)
    running[0] = 0
    np.cumsum(values, out=running[1:])
    sums: Floats = (running[MOMENT_WINDOW:] - running[:-MOMENT_WINDOW]).astype(np.float64)
    return sums


def flexibility_mean(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the mean of the weighted flexibility of all windows of 9 residues; NaN for shorter chains.

    Vihinen et al. 1994, doi:10.1002/prot.340190207. The mean over windows is a sum over residues: inside the chain a
    residue stands once at each place of the window, near the ends some places are missing. Residues without a value are
    left out of both the sum of values and the sum of weights.
    """
    del options
    values = vector(FLEXIBILITY, FLEXIBILITY_SCALE)
    total = _over_windows(batch, values)
    weight = _over_windows(batch, (values > 0).astype(np.float64))
    defined = (batch.lengths >= FLEXIBILITY_WINDOW) & (weight > 0)
    mean: Floats = np.divide(total, FLEXIBILITY_SCALE * weight, out=np.full(len(batch), np.nan), where=defined)
    return mean


def _over_windows(batch: SequenceBatch, table: Floats) -> Floats:
    """Give (n,) the weighted sum of a (26,) table over all windows, times 16; of no meaning below 9 residues."""
    reach = np.arange(FLEXIBILITY_WINDOW - 1)
    last = len(batch.codes) - 1
    head = table[batch.codes[np.minimum(batch.offsets[:-1, None] + reach, last)]]
    tail = table[batch.codes[np.maximum(batch.offsets[1:, None] - len(reach) + reach, 0)]]
    reached = np.cumsum(FLEXIBILITY_WEIGHTS).astype(np.float64)
    missing_at_head = head @ (reached[-1] - reached[:-1])
    missing_at_tail = tail @ reached[:-1]
    weighted: Floats = reached[-1] * batch.total(table) - missing_at_head - missing_at_tail
    return weighted
