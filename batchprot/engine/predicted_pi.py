"""The isoelectric point of a peptide as isoelectric focusing would measure it, predicted.

Each group follows Henderson and Hasselbalch, with a pK that depends on the residues around it and on the composition of
the peptide. To the point where the charges balance comes a correction that is piecewise linear in that point. All
constants are in `predicted_pi_constants.json`, which `tools/fit_pi.py` writes.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Booleans, Codes, Floats, Integers, SequenceBatch
from batchprot.engine.ionisable import HIGHEST_PH, LN10, LOWEST_PH
from batchprot.properties.options import AnalysisOptions
from batchprot.reading.alphabet import STANDARD

SHORTEST: Final = 5
LONGEST: Final = 50
"""Lengths between which peptides were measured."""

KINDS: Final = "^KRH$DECY"
"""Kinds of groups: `^` is the amino terminus, `$` the carboxyl terminus."""
BASIC: Final = 4
"""The first four kinds are basic."""
REACH: Final = 4
"""Residues on each side of a group that change its pK; beyond the ends stands a 21st symbol."""
END: Final = len(STANDARD)
OFFSETS: Final = np.array([*range(-REACH, 0), *range(1, REACH + 1)])
COUNTED: Final = "DEKRHCYP"
MOST_COUNTED: Final = 6.0
MOST_STEPS: Final = 60
LAST_STEP: Final = 1e-10

_SYMBOL: Final = np.full(LETTERS, END, np.uint8)
_SYMBOL[[ord(letter) - FIRST_LETTER for letter in STANDARD]] = np.arange(END)
_KIND: Final = np.array([KINDS.find(letter) for letter in STANDARD] + [-1])
_OF_COUNTED: Final = [STANDARD.index(letter) for letter in COUNTED]


@dataclass(frozen=True, slots=True)
class Model:
    """The constants, fitted to measured peptides.

    Attributes:
        pk: (kinds,) of a group without neighbours.
        near: (kinds, 2 * REACH, 21) what a residue at each offset adds to the pK.
        composition: (kinds, 21) what each of `overall` adds to the pK.
        charge: (21,) what each of `crowding` adds to the net charge.
        knots: (knots,) values of pH between which the correction is linear.
        correction: (knots, features) what each of `features` adds to the isoelectric point there.
    """

    pk: Floats
    near: Floats
    composition: Floats
    charge: Floats
    knots: Floats
    correction: Floats


@cache
def model() -> Model:
    """Read the constants."""
    read = json.loads(Path(__file__).with_name("predicted_pi_constants.json").read_text("utf-8"))
    return Model(**{name: np.array(read[name]) for name in Model.__slots__})


@dataclass(frozen=True, slots=True)
class Peptides:
    """Peptides and every group of them that can carry a charge, peptide by peptide.

    Attributes:
        kind: (groups,) index into `KINDS`.
        peptide: (groups,) which peptide it belongs to.
        near: (groups, 2 * REACH) symbol at each of `OFFSETS`.
        starts: (n,) first group of each peptide: its amino terminus.
        composition: (n, 20) how many of each residue.
        lengths: (n,) residues.
    """

    kind: Integers
    peptide: Integers
    near: Codes
    starts: Integers
    composition: Floats
    lengths: Integers

    @property
    def overall(self) -> Floats:
        """(n, 21): share of each residue less 1/20, and the logarithm of the length less 2.6."""
        share = self.composition / self.lengths[:, None] - 1 / END
        return np.column_stack((share, np.log(self.lengths) - 2.6))

    @property
    def crowding(self) -> Floats:
        """(n, 21): number of each residue over the root of the length, and the logarithm of the length."""
        return np.column_stack((self.composition / np.sqrt(self.lengths)[:, None], np.log(self.lengths)))


def peptides(codes: Codes, lengths: Integers) -> Peptides:
    """Find the groups of peptides of standard residues, which follow one another in `codes`."""
    padded = lengths + 2 * (REACH + 1)
    begins = np.cumsum(padded) - padded + REACH + 1
    which = np.repeat(np.arange(len(lengths)), lengths)
    places = np.arange(len(codes)) + (begins - np.cumsum(lengths) + lengths)[which]
    symbols = np.full(int(padded.sum()), END, np.uint8)
    symbols[places] = _SYMBOL[codes]
    kinds = _KIND[symbols]
    kinds[begins - 1] = KINDS.index("^")
    kinds[begins + lengths] = KINDS.index("$")
    groups = np.flatnonzero(kinds >= 0)
    counts = np.bincount(which * END + _SYMBOL[codes], minlength=END * len(lengths)).reshape(-1, END)
    return Peptides(
        kinds[groups],
        np.searchsorted(begins - 1, groups, side="right") - 1,
        symbols[groups[:, None] + OFFSETS],
        np.searchsorted(groups, begins - 1),
        counts.astype(np.float64),
        lengths,
    )


def pk_values(given: Peptides, constants: Model) -> Floats:
    """Give (groups,) the pK of every group."""
    overall = given.overall @ constants.composition.T
    pk: Floats = constants.pk[given.kind] + overall[given.peptide, given.kind]
    for place in range(len(OFFSETS)):
        pk += constants.near[given.kind, place, given.near[:, place]]
    return pk


def balance(given: Peptides, pk: Floats, charge: Floats) -> tuple[Floats, Floats, Floats]:
    """Find (n,) the pH of no net charge, with (groups,) the share protonated and (n,) the buffer capacity over ln 10.

    Newton's method within a shrinking bracket. Each peptide stops by its own last step, whatever its neighbours do.
    """
    acidic = np.add.reduceat((given.kind >= BASIC).astype(np.float64), given.starts)
    ph, low, high = np.full(len(charge), 6.0), np.full(len(charge), LOWEST_PH), np.full(len(charge), HIGHEST_PH)
    moving = np.ones(len(charge), np.bool_)
    for _ in range(MOST_STEPS):
        protonated, total, capacity = _titrated(given, pk, ph)
        net = total - acidic + charge
        np.copyto(low, ph, where=net > 0)
        np.copyto(high, ph, where=net <= 0)
        moved = ph + net / (LN10 * capacity + 1e-12)
        np.copyto(moved, 0.5 * (low + high), where=~((moved > low) & (moved < high)))
        step = np.abs(moved - ph)
        np.copyto(ph, moved, where=moving)
        moving &= step >= LAST_STEP
        if not moving.any():
            break
    protonated, _, capacity = _titrated(given, pk, ph)
    return ph, protonated, capacity


def _titrated(given: Peptides, pk: Floats, ph: Floats) -> tuple[Floats, Floats, Floats]:
    protonated = 1.0 / (1.0 + np.exp(LN10 * np.clip(ph[given.peptide] - pk, -25.0, 25.0)))
    bound = np.add.reduceat(protonated, given.starts)
    return protonated, bound, np.add.reduceat(protonated * (1.0 - protonated), given.starts)


def features(given: Peptides, capacity: Floats) -> Floats:
    """Give (n, features) what the correction depends on beside the point of no charge."""
    counted = given.composition[:, _OF_COUNTED]
    acidic, basic = counted[:, :2].sum(axis=1), counted[:, 2:5].sum(axis=1)
    return np.column_stack(
        (
            np.ones(len(capacity)),
            np.log(capacity + 0.02),
            np.log(given.lengths) - 2.6,
            10.0 / given.lengths - 1.0,
            4.0 * given.composition / given.lengths[:, None],
            np.minimum(counted, MOST_COUNTED) / 2.0,
            (basic + 1.0) / (acidic + 1.0) / 2.0,
            (acidic - basic) / 3.0,
        )
    )


def between_knots(ph: Floats, knots: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Give (n,) the knot below each pH and (n,) how far it is on the way to the next."""
    held = np.clip(ph, knots[0], knots[-1])
    below = np.clip(np.searchsorted(knots, held, side="right") - 1, 0, len(knots) - 2)
    return below, (held - knots[below]) / (knots[below + 1] - knots[below])


def predict(given: Peptides, constants: Model) -> Floats:
    """Give (n,) the isoelectric point that focusing would measure."""
    ph, _, capacity = balance(given, pk_values(given, constants), given.crowding @ constants.charge)
    below, way = between_knots(ph, constants.knots)
    weights = constants.correction[below] * (1.0 - way)[:, None] + constants.correction[below + 1] * way[:, None]
    predicted: Floats = np.clip(ph + (features(given, capacity) * weights).sum(axis=1), LOWEST_PH, HIGHEST_PH)
    return predicted


def holds_for(batch: SequenceBatch, options: AnalysisOptions) -> Booleans:
    """Give (n,) whether the model was fitted to such chains: 5 to 50 standard residues, unmodified, no bridge."""
    within = (batch.lengths >= SHORTEST) & (batch.lengths <= LONGEST) & (batch.count(STANDARD) == batch.lengths)
    changed = options.n_terminus_blocked or options.c_terminus_blocked or options.disulfides > 0
    holds: Booleans = within & (not changed)
    if batch.modified is not None:
        holds[batch.modified.rows] = False
    return holds


def isoelectric_point_predicted(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the isoelectric point that focusing would measure, NaN where the model does not hold."""
    predicted = np.full(len(batch), np.nan)
    chosen = holds_for(batch, options)
    if chosen.any():
        codes = batch.codes[np.repeat(chosen, batch.lengths)]
        predicted[chosen] = predict(peptides(codes, batch.lengths[chosen]), model())
    return predicted
