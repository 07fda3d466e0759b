"""Charge and isoelectric point of unfolded chains, for many proteins at once.

Each ionisable group follows Henderson and Hasselbalch. With h = 10^-pH and K = 10^-pK a basic group carries
h / (h + K), an acidic one -K / (h + K): one exponential for a protein and pH serves all its groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from protein.options import AnalysisOptions
from worker.engine.batch import FIRST_LETTER, LETTERS, Booleans, Codes, Floats, SequenceBatch
from worker.engine.pka import ACIDIC_SIDE_CHAINS, BASIC_SIDE_CHAINS, SETS, PkaSet, pka_set

LN10: Final = float(np.log(10.0))
LOWEST_PH: Final = 0.0
HIGHEST_PH: Final = 14.0
PRECISION: Final = 1e-9
"""A Newton step below this many pH units is the last: the error then left is of the order of its square."""
MOST_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class IonisableGroups:
    """How many groups of each kind every protein has, and their acid dissociation constants.

    Attributes:
        basic, acidic: one pair for each kind of group: (n,) how many, and K = 10^-pK, one for all or (n,).
    """

    basic: tuple[tuple[Floats, Floats], ...]
    acidic: tuple[tuple[Floats, Floats], ...]

    def charge(self, ph: Floats) -> Floats:
        """Give (n,) the net charge at (n,) or one pH."""
        h = np.exp(-LN10 * np.asarray(ph, np.float64))
        total: Floats = np.zeros(len(self.basic[0][0]))
        for number, k in self.basic:
            total += number * (h / (h + k))
        for number, k in self.acidic:
            total -= number * (k / (h + k))
        return total

    def charge_and_slope(self, ph: Floats) -> tuple[Floats, Floats]:
        """Give (n,) the net charge and how fast it falls with pH (positive), per pH unit."""
        h = np.exp(-LN10 * ph)
        total: Floats = np.zeros(len(ph))
        slope: Floats = np.zeros(len(ph))
        for sign, groups in ((1.0, self.basic), (-1.0, self.acidic)):
            for number, k in groups:
                inverse = 1.0 / (h + k)
                free = number * inverse
                total += (free * h) if sign > 0 else (free * -k)
                free *= inverse
                free *= k
                slope += free
        slope *= h
        slope *= LN10
        return total, slope

    def select(self, chosen: Booleans) -> "IonisableGroups":
        """Give the groups of the chosen proteins only; `chosen` is (n,)."""
        return IonisableGroups(
            tuple((number[chosen], k[chosen] if k.ndim else k) for number, k in self.basic),
            tuple((number[chosen], k[chosen] if k.ndim else k) for number, k in self.acidic),
        )

    def has_isoelectric_point(self) -> Booleans:
        """Give (n,) whether there are groups of both signs."""
        plus = np.sum([number for number, _ in self.basic], axis=0) > 0
        minus = np.sum([number for number, _ in self.acidic], axis=0) > 0
        both: Booleans = plus & minus
        return both


def ionisable_groups(batch: SequenceBatch, pka: PkaSet, options: AnalysisOptions) -> IonisableGroups:
    """Count the groups of each protein that can carry a charge under the options."""
    numbers = batch.once(_side_chains, options.disulfides)
    whole = np.ones(len(batch))
    n_end = whole * (not options.n_terminus_blocked)
    c_end = whole * (not options.c_terminus_blocked)
    k = {letter: _dissociation(pk) for letter, pk in pka.side_chains.items()}
    return IonisableGroups(
        basic=(
            (n_end, _end(pka.n_terminus, pka.n_terminus_of, batch.first)),
            *((numbers[letter], k[letter]) for letter in BASIC_SIDE_CHAINS),
        ),
        acidic=(
            (c_end, _end(pka.c_terminus, pka.c_terminus_of, batch.last)),
            *((numbers[letter], k[letter]) for letter in ACIDIC_SIDE_CHAINS),
        ),
    )


def _side_chains(batch: SequenceBatch, disulfides: int) -> dict[str, Floats]:
    numbers = {
        letter: np.ascontiguousarray(batch.float_counts[:, ord(letter) - FIRST_LETTER])
        for letter in BASIC_SIDE_CHAINS + ACIDIC_SIDE_CHAINS
    }
    # A chain with fewer cysteines than the disulfides asked for can close only as many as it has pairs.
    closed = np.minimum(2.0 * disulfides, 2.0 * (numbers["C"] // 2))
    return {**numbers, "C": numbers["C"] - closed}


def _dissociation(pk: float) -> Floats:
    return np.asarray(10.0**-pk)


def _end(general: float, special: Mapping[str, float], residues: Codes) -> Floats:
    """Give the dissociation constant of a terminus: one for all, or (n,) where it depends on the residue."""
    if not special:
        return _dissociation(general)
    table = np.full(LETTERS, general)
    for letter, pk in special.items():
        table[ord(letter) - FIRST_LETTER] = pk
    values: Floats = 10.0 ** -table[residues]
    return values


def zero_of_charge(groups: IonisableGroups, guess: Floats) -> Floats:
    """Find (n,) the pH of no net charge between 0 and 14 by Newton's method, kept within a shrinking bracket.

    A step that would leave the bracket, or that shrinks it too slowly, is replaced by halving (as `rtsafe` of Numerical
    Recipes). Each protein stops by its own criterion, so its result does not depend on its neighbours. Where charges
    balance only outside, the nearer bound is returned; NaN where groups of one sign are missing.
    """
    result = np.full(len(guess), np.nan)
    rows = np.flatnonzero(groups.has_isoelectric_point())
    if len(rows) < len(guess):
        chosen = np.zeros(len(guess), np.bool_)
        chosen[rows] = True
        groups = groups.select(chosen)
    ph = guess[rows]
    low, high = np.full(len(rows), LOWEST_PH), np.full(len(rows), HIGHEST_PH)
    step_before = np.full(len(rows), HIGHEST_PH - LOWEST_PH)
    for _ in range(MOST_STEPS):
        charge, slope = groups.charge_and_slope(ph)
        positive = charge > 0
        np.copyto(low, ph, where=positive)
        np.copyto(high, ph, where=~positive)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = charge / slope
        moved = ph + step
        newton = (moved > low) & (moved < high) & (np.abs(step) < 0.5 * step_before)
        moved = np.where(newton, moved, 0.5 * (low + high))
        step = np.abs(moved - ph)
        done = step < PRECISION
        if done.any():
            result[rows[done]] = moved[done]
            left = ~done
            if not left.any():
                break
            groups = groups.select(left)
            rows, moved, low, high, step = rows[left], moved[left], low[left], high[left], step[left]
        ph, step_before = moved, step
    else:
        result[rows] = ph
    return result


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
    return zero_of_charge(groups, np.full(len(batch), 7.0))


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


def charge_at_ph(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the net charge in elementary charges at the chosen pH."""
    return batch.once(_chosen_groups, options).charge(np.asarray(options.ph))


def isoelectric_points(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (sets, n) the isoelectric point by every shipped pKa set, in the order of `SETS`."""
    guess = batch.once(_main_zero, options)
    guess = np.where(np.isnan(guess), 7.0, guess)
    return np.stack([zero_of_charge(ionisable_groups(batch, pka, options), guess) for pka in SETS.values()])


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
