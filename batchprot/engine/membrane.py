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
N_TERMINUS: Final = 30
"""Residues at the beginning, among which a signal peptide would be."""
N_WINDOW: Final = 11
N_THRESHOLD: Final = round(2.0 * N_WINDOW * HYDROPATHY_SCALE)
PLACES: Final = 2**20
"""A sum is below 2^10, so that sums times this still fit in 32 bits. A longer chain takes 64."""


def _windows(batch: SequenceBatch) -> tuple[Integers, Integers, Integers, Integers]:
    """Give (n,) the largest sum over 19 residues, the middle of that window, segments, windows past residue 30.

    The first of several largest windows counts; the last two are over the threshold. Of no meaning for chains shorter
    than a window.
    """
    largest, middle, segments, beyond = (np.zeros(len(batch), np.int64) for _ in range(4))
    for block in batch.blocks():
        fits = block.lengths >= WINDOW
        if fits.any():
            first, last = block.starts[fits], (block.starts + block.lengths - WINDOW)[fits]
            sums = _sums(block)
            chosen = np.arange(block.proteins.start, block.proteins.stop)[fits]
            best = _largest(sums, first, last)
            largest[chosen] = sums[best]
            middle[chosen] = best - first + WINDOW // 2 + 1
            places = np.flatnonzero(sums >= THRESHOLD)
            segments[chosen] = _segments(places, first, last)
            end = np.searchsorted(places, last, side="right")
            beyond[chosen] = np.maximum(end - np.searchsorted(places, first + N_TERMINUS), 0)
    return largest, middle, segments, beyond


def _sums(block: Block) -> npt.NDArray[np.int16]:
    """Give (residues - 18,) the sum over the window that begins there, whichever proteins it covers."""
    one = vector(HYDROPATHY, HYDROPATHY_SCALE).astype(np.int16).take(block.codes)
    two = one[:-1] + one[1:]
    four = two[:-2] + two[2:]
    eight = four[:-4] + four[4:]
    # 19 are 8, 8, 2 and 1. Sums of sums take a fifth of the time of a running sum.
    number = len(one) - WINDOW + 1
    sums: npt.NDArray[np.int16] = eight[:number] + eight[8 : 8 + number] + two[16 : 16 + number] + one[18:]
    return sums


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


def _segments(places: Integers, first: Integers, last: Integers) -> Integers:
    """Give (proteins,) how many stretches of residues are covered by the windows at these places."""
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
    largest, *_ = batch.once(_windows)
    return _where_long(batch, largest / (WINDOW * HYDROPATHY_SCALE))


def hydropathy_window_centre(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the number of the residue in the middle of that window, the first of equals. LacY has 85."""
    del options
    _, middle, *_ = batch.once(_windows)
    return _where_long(batch, middle.astype(np.float64))


def hydropathy_segments(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) stretches covered by windows of 19 with a mean of at least 1.6; NaN for shorter chains. LacY has 9."""
    del options
    _, _, segments, _ = batch.once(_windows)
    return _where_long(batch, segments.astype(np.float64))


def hydrophobic_segment_flag(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 1 where 19 residues past the first 30 have a mean of at least 1.6, else 0; NaN for shorter chains."""
    del options
    *_, beyond = batch.once(_windows)
    return _where_long(batch, (beyond > 0).astype(np.float64))


def hydrophobic_n_terminus_flag(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 1 where 11 of the first 30 residues have a mean of at least 2.0, else 0; NaN below 11 residues."""
    del options
    place = np.arange(N_TERMINUS)
    codes = batch.codes.take(batch.offsets[:-1, None] + place, mode="clip")
    values = vector(HYDROPATHY, HYDROPATHY_SCALE).astype(np.int32).take(codes)
    values[place >= batch.lengths[:, None]] = -N_THRESHOLD * N_WINDOW  # no window reaches past the end
    sums = np.cumsum(values, axis=1)
    sums[:, N_WINDOW:] -= sums[:, :-N_WINDOW].copy()
    is_flagged = (sums[:, N_WINDOW - 1 :] >= N_THRESHOLD).any(axis=1)
    return np.where(batch.lengths >= N_WINDOW, is_flagged.astype(np.float64), np.nan)
