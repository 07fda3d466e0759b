"""Charge and isoelectric point of unfolded chains, for many proteins at once."""

from collections.abc import Callable
from typing import Final

import numpy as np

from batchprot.engine.batch import Booleans, Floats, SequenceBatch
from batchprot.engine.ionisable import (
    BASIC_KINDS,
    HIGHEST_PH,
    LN10,
    LOWEST_PH,
    IonisableGroups,
    group_numbers,
    ionisable_groups,
)
from batchprot.engine.pka import SETS, PkaSet, pka_set
from batchprot.properties.options import AnalysisOptions

COARSE_PH: Final = np.linspace(LOWEST_PH, HIGHEST_PH, 29)

LAST_NEWTON_STEP: Final = 1e-5
"""After a Newton step this small, in pH units, the error left is below its square times 1.2: the second derivative of a
titration curve is nowhere larger than ln 10 times the first."""
LAST_HALLEY_STEP: Final = 3e-4
"""After a step of Halley's this small the error left is below its cube times 2.2, by the same argument."""
LAST_HALVING: Final = 1e-10
MOST_STEPS: Final = 200
PROTEINS_AT_A_TIME: Final = 2048
"""As many as keep a row for each kind of group in the processor's cache."""


def zero_of_charge(groups: IonisableGroups) -> Floats:
    """Find (n,) the pH of no net charge between 0 and 14.

    Where charges balance only outside, the nearer bound is returned; NaN where groups of one sign are missing.
    """
    zeros = np.full(groups.numbers.shape[1], np.nan)
    for start in range(0, len(zeros), PROTEINS_AT_A_TIME):
        part = slice(start, start + PROTEINS_AT_A_TIME)
        some = groups.select(part)
        possible = some.has_isoelectric_point()
        if possible.all():
            zeros[part] = _zeros(some)
        elif possible.any():
            zeros[part][possible] = _zeros(some.select(possible))
    return zeros


def _zeros(groups: IonisableGroups) -> Floats:
    """Find (n,) the pH of no net charge: a guess from a coarse curve, two of Halley's steps, and care where these fail.

    Halley's step cubes the error, so the first may be taken in single precision. Each protein passes or fails by its
    own last step, so its result does not depend on its neighbours.
    """
    single = groups.single_precision()
    guess = _interpolated(single)
    once, _ = _halley(single, guess)
    zeros, step = _halley(groups, once.astype(np.float64))
    failed = ~(np.abs(step) < LAST_HALLEY_STEP)
    if failed.any():
        zeros[failed] = _newton(groups.select(failed), guess[failed].astype(np.float64))
    return np.clip(zeros, LOWEST_PH, HIGHEST_PH)


def _interpolated(groups: IonisableGroups) -> Floats:
    """Guess (n,) the pH of no net charge from each protein's charge at a few values of pH: good to about 0.02."""
    h = 10.0 ** -COARSE_PH[:, None]
    k = groups.typical.T
    charge_of_one = -k / (h + k)
    charge_of_one[:, : groups.basic] += 1.0
    charges = charge_of_one.astype(groups.numbers.dtype) @ groups.numbers
    below = np.clip((charges > 0).sum(axis=0, dtype=np.int8), 1, len(COARSE_PH) - 1)
    place = below * np.intp(len(below)) + np.arange(len(below))
    flat = charges.reshape(-1)
    left, right = flat.take(place - len(below)), flat.take(place)
    share = np.divide(left, left - right, out=np.zeros_like(left), where=left > right)
    guess: Floats = (below - 1 + np.clip(share, 0.0, 1.0)) * (COARSE_PH[1] - COARSE_PH[0])
    return guess.astype(groups.numbers.dtype)


def _halley(groups: IonisableGroups, ph: Floats) -> tuple[Floats, Floats]:
    """Give (n,) the next pH of Halley's iteration and (n,) the step taken, in the precision of the groups."""
    # A guess may lie so far off that the step has no value: such a protein is found by Newton's method.
    with np.errstate(all="ignore"):
        h = np.exp(-LN10 * ph)
        inverse = h + groups.k
        np.reciprocal(inverse, out=inverse)
        bound = groups.numbers * groups.k
        bound *= inverse
        charge = groups.numbers[: groups.basic].sum(axis=0) - bound.sum(axis=0)
        bound *= inverse
        first = h * bound.sum(axis=0)
        bound *= inverse
        second = first - 2.0 * h * h * bound.sum(axis=0)
        step = (2.0 / LN10) * charge * first / (2.0 * first * first - charge * second)
    return ph + step, step


def _newton(groups: IonisableGroups, ph: Floats) -> Floats:
    """Find (n,) the pH of no net charge by Newton's method, kept within a shrinking bracket.

    A step that would leave the bracket, or that is more than half of the one before, is replaced by halving (`rtsafe`
    of Numerical Recipes). Each protein stops by its own criterion, so its result does not depend on its neighbours.
    """
    zeros = np.empty(len(ph))
    rows = np.arange(len(ph))
    low, high = np.full(len(ph), LOWEST_PH), np.full(len(ph), HIGHEST_PH)
    before = np.full(len(ph), 2 * HIGHEST_PH)
    pending = np.ones(len(ph), np.bool_)
    weights, basic = groups.numbers * groups.k, groups.numbers[: groups.basic].sum(axis=0)
    k = groups.k
    for _ in range(MOST_STEPS):
        h = np.exp(-LN10 * ph)
        inverse = h + k
        np.reciprocal(inverse, out=inverse)
        bound = weights * inverse
        charge = basic - bound.sum(axis=0)
        bound *= inverse
        moved = ph + charge / (LN10 * h * bound.sum(axis=0))
        positive = charge > 0
        np.copyto(low, ph, where=positive)
        np.copyto(high, ph, where=~positive)
        newton = (moved > low) & (moved < high) & (np.abs(moved - ph) < 0.5 * before)
        np.copyto(moved, 0.5 * (low + high), where=~newton)
        before = np.abs(moved - ph)
        done = pending & (before < np.where(newton, LAST_NEWTON_STEP, LAST_HALVING))
        zeros[rows[done]] = moved[done]
        pending &= ~done
        ph = moved
        left = int(pending.sum())
        if left == 0:
            return zeros
        if left < len(ph) // 2:
            rows, ph, low, high, before = rows[pending], ph[pending], low[pending], high[pending], before[pending]
            weights, basic = weights[:, pending], basic[pending]
            k = k[:, pending] if k.shape[1] > 1 else k
            pending = np.ones(left, np.bool_)
    zeros[rows[pending]] = ph[pending]
    return zeros


BIOPYTHON_LOWEST: Final = 4.05
BIOPYTHON_HIGHEST: Final = 12.0
BIOPYTHON_FIRST_PH: Final = 7.775
BIOPYTHON_HALVINGS: Final = 16
"""From 7.775 to either bound it takes sixteen halvings until the bracket is at most 0.0001 wide."""


def as_biopython_bisects(zero: Floats) -> Floats:
    """Give (n,) the pH at which Biopython's bisection stops, for true isoelectric points.

    It starts at 7.775, between 4.05 and 12, and returns the middle of its last bracket: a point of a fixed grid.
    """
    above = zero > BIOPYTHON_FIRST_PH
    low = np.where(above, BIOPYTHON_FIRST_PH, BIOPYTHON_LOWEST)
    high = np.where(above, BIOPYTHON_HIGHEST, BIOPYTHON_FIRST_PH)
    width = (high - low) / 2**BIOPYTHON_HALVINGS
    cell = np.clip(np.ceil((zero - low) / width) - 1, 0, 2**BIOPYTHON_HALVINGS - 1)
    middle: Floats = low + (cell + 0.5) * width
    return middle


def _main_zero(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    groups = batch.once(_chosen_groups, options)
    return zero_of_charge(groups)


def _chosen_groups(batch: SequenceBatch, options: AnalysisOptions) -> IonisableGroups:
    return ionisable_groups(batch, pka_set(options.pka_set, options.constants), options)


def isoelectric_point(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the pH of no net charge by the chosen pKa set, NaN where there is none.

    Bjellqvist et al. 1993, doi:10.1002/elps.11501401163. GGGGD has 3.80 (Expasy, as recorded by BioJava's tests), 4.30
    with Biopython's constants.
    """
    zero = batch.once(_main_zero, options)
    if options.constants == "biopython" and options.pka_set == "expasy":
        return as_biopython_bisects(zero)
    return zero


ACIDS_PER_BASE: Final = 100
BASES_PER_ACID: Final = 25
"""With fewer than these for each group of the other sign the isoelectric point lies between 0 and 14 by every set: at
pH 0 less than 1 in 100 of any acidic group is charged, at pH 14 less than 1 in 25 of any basic one."""


def is_outside_range(batch: SequenceBatch, options: AnalysisOptions) -> Booleans:
    """Give (n,) whether the isoelectric point by the chosen pKa set is not between 0 and 14."""
    return _outside(batch, options, [pka_set(options.pka_set, options.constants)])


def is_spread_outside_range(batch: SequenceBatch, options: AnalysisOptions) -> Booleans:
    """Give (n,) whether the isoelectric point by any shipped pKa set is not between 0 and 14."""
    return _outside(batch, options, list(SETS.values()))


def _outside(batch: SequenceBatch, options: AnalysisOptions, sets: list[PkaSet]) -> Booleans:
    numbers = batch.once(group_numbers, options)
    basic, acidic = numbers[:BASIC_KINDS].sum(axis=0), numbers[BASIC_KINDS:].sum(axis=0)
    outside: Booleans = (acidic > ACIDS_PER_BASE * basic) | (basic > BASES_PER_ACID * acidic)
    if batch.modified is not None:
        outside[batch.modified.rows] = True
    if outside.any():
        groups = (ionisable_groups(batch, pka, options).select(outside) for pka in sets)
        outside[outside] = np.logical_or.reduce([each.has_zero_outside() for each in groups])
    return outside


def charge_at_ph(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the net charge in elementary charges at the chosen pH."""
    return batch.once(_chosen_groups, options).charge(np.asarray(options.ph))


def charge_at(ph: float) -> Callable[[SequenceBatch, AnalysisOptions], Floats]:
    """Make the function that gives (n,) the net charge in elementary charges at this pH, by the chosen pKa set."""

    def charge(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
        return batch.once(_chosen_groups, options).charge(np.asarray(ph))

    return charge


def isoelectric_points(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (sets, n) the isoelectric point by every shipped pKa set, in the order of `SETS`."""
    chosen = pka_set(options.pka_set, options.constants)
    return np.stack(
        [
            batch.once(_main_zero, options) if pka is chosen else zero_of_charge(ionisable_groups(batch, pka, options))
            for pka in SETS.values()
        ]
    )


def isoelectric_point_min(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the lowest isoelectric point over the shipped pKa sets."""
    lowest: Floats = batch.once(isoelectric_points, options).min(axis=0)
    return lowest


def isoelectric_point_median(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the median isoelectric point over the shipped pKa sets."""
    ordered = np.sort(batch.once(isoelectric_points, options), axis=0)
    middle: Floats = 0.5 * (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2])
    return middle


def isoelectric_point_max(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the highest isoelectric point over the shipped pKa sets."""
    highest: Floats = batch.once(isoelectric_points, options).max(axis=0)
    return highest
