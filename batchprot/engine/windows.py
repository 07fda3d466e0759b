"""Properties of windows along the chain: hydrophobic moment and flexibility."""

from functools import cache
from typing import Final

import numpy as np

from batchprot.engine.batch import Block, Codes, Floats, SequenceBatch
from batchprot.engine.constants import vector
from batchprot.engine.published import CONSENSUS_HYDROPHOBICITY, FLEXIBILITY
from batchprot.properties.options import AnalysisOptions

MOMENT_WINDOW: Final = 11
TURN_DEGREES: Final = 100
MOMENT_SCALE: Final = 2.0**40
HYDROPHOBICITY_SCALE: Final = 100
ROW: Final = 16
"""Residues that are laid side by side, so that one matrix product gives the sums of as many windows."""

FLEXIBILITY_WINDOW: Final = 9
FLEXIBILITY_SCALE: Final = 1000
FLEXIBILITY_WEIGHTS: Final = np.array([4, 7, 10, 13, 16, 13, 10, 7, 4], np.int64)
"""0.25, 0.4375, 0.625, 0.8125, 1 and back, times 16; together 84, that is 5.25."""


@cache
def _hydrophobicity() -> Floats:
    return vector(CONSENSUS_HYDROPHOBICITY, HYDROPHOBICITY_SCALE)


@cache
def _axes() -> tuple[Floats, Floats]:
    """Give twice (ROW + 10, ROW) what each residue of a row and of the next adds to the windows that begin in the row.

    One is along the cosine of the helix wheel, one along the sine, both times `MOMENT_SCALE`.
    """
    place = np.arange(ROW + MOMENT_WINDOW - 1)[:, None] - np.arange(ROW)
    angle = np.radians(TURN_DEGREES * place)
    within = (place >= 0) & (place < MOMENT_WINDOW)
    cosine, sine = (np.rint(np.where(within, turned, 0) * MOMENT_SCALE) for turned in (np.cos(angle), np.sin(angle)))
    return cosine, sine


def hydrophobic_moment_max(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the largest hydrophobic moment of any 11 residues, 100 degrees a residue; NaN for shorter chains.

    Eisenberg et al. 1984, doi:10.1073/pnas.81.1.140. FLPVLAGLTPSIVPKLVCLLTKKC has 0.5199 (R package Peptides).

    All factors are whole numbers and all sums below 2^53, so that a matrix product is exact in whatever order it adds.
    """
    del options
    largest = np.full(len(batch), np.nan)
    for block in batch.blocks():
        largest[block.proteins] = _largest_square(block)
    moment: Floats = np.sqrt(largest) / (MOMENT_SCALE * HYDROPHOBICITY_SCALE * MOMENT_WINDOW)
    return moment


def _largest_square(block: Block) -> Floats:
    """Give (proteins,) the square of the longest window sum, NaN where no window fits."""
    largest = np.full(len(block.lengths), np.nan)
    fits = block.lengths >= MOMENT_WINDOW
    if not fits.any():
        return largest
    # Windows from the first of a protein up to the last that ends within it; what reaches over its end falls between.
    bounds = np.empty(2 * int(fits.sum()), np.int64)
    bounds[::2] = block.starts[fits]
    bounds[1::2] = (block.starts + block.lengths - MOMENT_WINDOW + 1)[fits]
    largest[fits] = np.maximum.reduceat(_squares(block.codes), bounds)[::2]
    return largest


def _squares(codes: Codes) -> Floats:
    """Give (residues or a few more,) the square of the sum over the window that begins there."""
    rows = -(-len(codes) // ROW)
    values = np.zeros((rows + 1, ROW))
    _hydrophobicity().take(codes, mode="clip", out=values.reshape(-1)[: len(codes)])
    these, following = values[:-1], values[1:, : MOMENT_WINDOW - 1]
    along, across = (_squared_sums(these, following, axis) for axis in _axes())
    along += across
    return along.reshape(-1)


def _squared_sums(these: Floats, following: Floats, axis: Floats) -> Floats:
    """Give (rows, ROW) the square of each window's sum along one axis, in the memory of the sums."""
    sums: Floats = these @ axis[:ROW]
    sums += following @ axis[ROW:]
    sums *= sums
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
