"""Sliding-window profiles of one protein along a residue scale, as Expasy ProtScale computes them.

Gasteiger E, et al. (2005) Protein identification and analysis tools on the ExPASy server. In: The Proteomics
Protocols Handbook, 571-607. doi:10.1385/1-59259-890-0:571
"""

from typing import NamedTuple

import numpy as np

from batchprot.engine.scales import BY_KEY, Scale
from batchprot.refusal import Refusal

SHORTEST_WINDOW = 3
LONGEST_WINDOW = 51
# Six decimals, more than any scale's own, make the answer independent of the order of summation.
DECIMALS = 6


class ProfileError(Refusal):
    """A profile that can't be computed; the message is the sentence shown."""

    status = 422

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)


class Profile(NamedTuple):
    """Values at the centres of the windows: L - window + 1 of each; NaN where no residue has a value."""

    positions: np.ndarray  # 1-based
    values: np.ndarray


def profile(sequence: str, scale_key: str, window: int, edge: float = 1.0) -> Profile:
    """Weighted mean of a scale in a window moved along the sequence, one residue at a time.

    The weight is 1 at the centre and falls linearly to `edge` at both ends; sums are divided by the sum of the
    weights, as ProtScale does. Letters without a value (B, J, O, U, X, Z) are left out of both sums. For a scale
    with an angle the value is the length of the moment, the residues' values taken as vectors turned by that angle
    from one to the next.

    Args:
        sequence: letters A to Z in upper case.
        scale_key: one of `batchprot.engine.scales.SCALES`.
        window: odd, 3 to 51, at most the sequence's length.
        edge: 0 to 1.

    Returns:
        The profile; values rounded to six decimals.

    Raises:
        ProfileError: for anything else.

    Example:
        GGGGD by Kyte & Doolittle, window 5, edge 1: one value at residue 3, (4 x -0.4 - 3.5) / 5 = -1.02.
    """
    scale = BY_KEY.get(scale_key)
    if scale is None:
        raise ProfileError("unknown_scale", f"There is no scale of this name. Known are {', '.join(BY_KEY)}.")
    _check(len(sequence), window, edge)
    weights = window_weights(window, edge)
    values = _residue_values(sequence, scale)
    known = ~np.isnan(values)
    values[~known] = 0.0
    sums = _moment(values, weights, scale.angle) if scale.angle is not None else _slide(values, weights)
    divisor = _slide(known.astype(np.float64), weights)
    # A window's ends may weigh nothing, so that 0 is a sum of weights too; an epsilon absorbs rounding.
    means = np.divide(sums, divisor, out=np.full(len(sums), np.nan), where=divisor > 1e-12)  # noqa: PLR2004
    half = window // 2
    return Profile(np.arange(half + 1, len(sequence) - half + 1), np.round(means, DECIMALS) + 0.0)


def window_weights(window: int, edge: float) -> np.ndarray:
    """(window,) weights: `edge` at both ends, 1 at the centre, linear between."""
    half = window // 2
    rising = edge + (1.0 - edge) * np.arange(half + 1) / half
    return np.concatenate([rising, rising[-2::-1]])


def _check(length: int, window: int, edge: float) -> None:
    if not SHORTEST_WINDOW <= window <= LONGEST_WINDOW:
        raise ProfileError(
            "window_out_of_range", f"A window has {SHORTEST_WINDOW} to {LONGEST_WINDOW} residues, not {window}."
        )
    if window % 2 == 0:
        raise ProfileError(
            "even_window", f"A window needs a residue at its centre: take {window - 1} or {window + 1}, not {window}."
        )
    if window > length:
        raise ProfileError(
            "window_too_long", f"The window of {window} is longer than the sequence, which has {length} residues."
        )
    if not 0.0 <= edge <= 1.0:
        raise ProfileError("edge_out_of_range", f"The weight at the window's ends is 0 to 1, not {edge:g}.")


def _residue_values(sequence: str, scale: Scale) -> np.ndarray:
    """(L,) float64, NaN for letters the scale has no value for."""
    table = np.full(128, np.nan)
    table[[ord(letter) for letter in scale.values]] = list(scale.values.values())
    values: np.ndarray = table[np.frombuffer(sequence.encode("ascii"), dtype=np.uint8)]
    return values


def _slide(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(L - window + 1,) weighted sums; the weights are symmetric, so convolution is correlation."""
    return np.convolve(values, weights, mode="valid")


def _moment(values: np.ndarray, weights: np.ndarray, angle: float) -> np.ndarray:
    """(L - window + 1,) lengths of the weighted vector sums; turning the whole window changes no length."""
    turns = np.radians(angle) * np.arange(len(values))
    across = _slide(values * np.cos(turns), weights)
    along = _slide(values * np.sin(turns), weights)
    lengths: np.ndarray = np.hypot(across, along)
    return lengths
