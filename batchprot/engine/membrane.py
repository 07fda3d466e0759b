"""Hydropathy along the chain, for a first look at what may span a membrane."""

from typing import Final

import numpy as np
import numpy.typing as npt

from batchprot.engine.batch import Block, Floats, Integers, SequenceBatch
from batchprot.engine.composition import HYDROPATHY_SCALE
from batchprot.engine.constants import vector
from batchprot.engine.published import HYDROPATHY
from batchprot.properties.options import AnalysisOptions

WINDOW: Final = 19
THRESHOLD: Final = round(1.6 * WINDOW * HYDROPATHY_SCALE)
"""Mean hydropathy of a window from which Kyte and Doolittle speak of a segment that spans a membrane, as a sum."""
PLACES: Final = 2**20
"""A sum is below 2^10, so that sums times this still fit in 32 bits. A longer chain takes 64."""


def _windows(batch: SequenceBatch) -> tuple[Integers, Integers, Integers]:
    """Give (n,) the largest sum over 19 residues, (n,) the middle of that window and (n,) segments over the threshold.

    The first of several largest windows counts. Of no meaning for chains shorter than a window.
    """
    largest, middle, segments = (np.zeros(len(batch), np.int64) for _ in range(3))
    for block in batch.blocks():
        fits = block.lengths >= WINDOW
        if fits.any():
            first, last = block.starts[fits], (block.starts + block.lengths - WINDOW)[fits]
            sums = _sums(block)
            chosen = np.arange(block.proteins.start, block.proteins.stop)[fits]
            best = _largest(sums, first, last)
            largest[chosen] = sums[best]
            middle[chosen] = best - first + WINDOW // 2 + 1
            segments[chosen] = _segments(sums, first, last)
    return largest, middle, segments


def _sums(block: Block) -> npt.NDArray[np.int16]:
    """Give (residues - 18,) the sum over the window that begins there, whichever proteins it covers."""
    values = vector(HYDROPATHY, HYDROPATHY_SCALE).astype(np.int16)
    # A running sum that overflows comes round: the difference of two is right all the same.
    sums = np.zeros(len(block.codes) + 1, np.int16)
    np.cumsum(values.take(block.codes), dtype=np.int16, out=sums[1:])
    return sums[WINDOW:] - sums[:-WINDOW]


def _largest(sums: npt.NDArray[np.int16], first: Integers, last: Integers) -> Integers:
    """Give (proteins,) the first place of the largest sum."""
    places = max(PLACES, len(sums))
    number = np.int32 if places == PLACES else np.int64
    keys = np.multiply(sums, places, dtype=number)
    keys -= np.arange(len(sums), dtype=number)
    bounds = np.stack((first, last), axis=1).ravel()
    # Between `first` and `last` reduceat leaves the last window out: look at it apart.
    best = np.maximum(np.maximum.reduceat(keys, bounds)[::2], keys[last]).astype(np.int64)
    first_of_best: Integers = -best % places
    return first_of_best


def _segments(sums: npt.NDArray[np.int16], first: Integers, last: Integers) -> Integers:
    """Give (proteins,) how many stretches of residues are covered by windows at or over the threshold."""
    places = np.flatnonzero(sums >= THRESHOLD)
    begin, end = np.searchsorted(places, first), np.searchsorted(places, last, side="right")
    # A window opens a stretch where the one before it ends further back, in this protein or another.
    opens = np.diff(places, prepend=-WINDOW) >= WINDOW
    opened = np.concatenate(([0], np.cumsum(opens)))
    number = opened[end] - opened[begin]
    has_any = end > begin
    number[has_any] += ~opens[begin[has_any]]
    return number


def _where_long(batch: SequenceBatch, values: Floats) -> Floats:
    return np.where(batch.lengths >= WINDOW, values, np.nan)


def hydropathy_window_max(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the largest mean hydropathy of any 19 residues; NaN for shorter chains. LacY has 2.4632.

    Kyte and Doolittle 1982, doi:10.1016/0022-2836(82)90515-0. Letters without a value count as 0.
    """
    del options
    largest, _, _ = batch.once(_windows)
    return _where_long(batch, largest / (WINDOW * HYDROPATHY_SCALE))


def hydropathy_window_centre(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number of the residue in the middle of that window, the first of equals. LacY has 85."""
    del options
    _, middle, _ = batch.once(_windows)
    return _where_long(batch, middle.astype(np.float64))


def hydropathy_segments(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) stretches covered by windows of 19 with a mean of at least 1.6; NaN for shorter chains. LacY has 9."""
    del options
    _, _, segments = batch.once(_windows)
    return _where_long(batch, segments.astype(np.float64))
