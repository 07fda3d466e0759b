"""The ionisable groups of unfolded chains: how many of each kind, and their dissociation constants.

Each group follows Henderson and Hasselbalch. With h = 10^-pH and K = 10^-pK a basic group carries h / (h + K), an
acidic one -K / (h + K): one exponential for a protein and pH serves all its groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from batchprot.engine.ambiguity import letters_counted
from batchprot.engine.batch import FIRST_LETTER, LETTERS, Booleans, Codes, Floats, Modified, SequenceBatch
from batchprot.engine.modified import PHOSPHATE_PK
from batchprot.engine.pka import ACIDIC_SIDE_CHAINS, BASIC_SIDE_CHAINS, PkaSet
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

LN10: Final = float(np.log(10.0))
LOWEST_PH: Final = 0.0
HIGHEST_PH: Final = 14.0

BASIC_KINDS: Final = 1 + len(BASIC_SIDE_CHAINS)
"""Rows of `IonisableGroups` that are basic: the amino terminus and the basic side chains come first."""

_LETTERS_OF_ROWS: Final = f" {BASIC_SIDE_CHAINS} {ACIDIC_SIDE_CHAINS}"
"""The side chain of each row; blanks are the termini."""
_ROW_OF_LETTER: Final = np.array([max(0, _LETTERS_OF_ROWS.find(letter)) for letter in alphabet.LETTERS])
"""Row of each letter's side chain; 0, that of the amino terminus, for letters without one."""


@dataclass(frozen=True, slots=True)
class IonisableGroups:
    """How many groups of each kind every protein has, and their acid dissociation constants.

    Attributes:
        numbers: (kinds, n) how many.
        k: (kinds, n) or, where it is the same for all proteins, (kinds, 1): K = 10^-pK.
        typical: (kinds, 1) the same for a chain that begins with Met and ends with anything, for first guesses.
        basic: how many of the first rows are basic; the others are acidic.
    """

    numbers: Floats
    k: Floats
    typical: Floats
    basic: int = BASIC_KINDS

    def charge(self, ph: Floats) -> Floats:
        """Give (n,) the net charge at one pH or at (n,); for a single protein also (m,) at (m,) values of pH.

        A basic group carries 1 - K / (h + K), an acidic one -K / (h + K): what differs is only the constant.
        """
        h = np.exp(-LN10 * ph)
        charge: Floats = self.numbers[: self.basic].sum(axis=0) - (self.numbers * self.k / (h + self.k)).sum(axis=0)
        return charge

    def select(self, chosen: slice | Booleans) -> "IonisableGroups":
        """Give the groups of the chosen proteins only."""
        return IonisableGroups(
            self.numbers[:, chosen], self.k[:, chosen] if self.k.shape[1] > 1 else self.k, self.typical, self.basic
        )

    def single_precision(self) -> "IonisableGroups":
        """Give the same in single precision, for guesses."""
        return IonisableGroups(self.numbers.astype(np.float32), self.k.astype(np.float32), self.typical, self.basic)

    def has_zero_outside(self) -> Booleans:
        """Give (n,) whether the pH of no net charge lies below 0 or above 14, as of poly-Asp of any great length."""
        at_ends = [self.charge(np.asarray(ph)) for ph in (LOWEST_PH, HIGHEST_PH)]
        outside: Booleans = self.has_isoelectric_point() & ((at_ends[0] < 0) | (at_ends[1] > 0))
        return outside

    def has_isoelectric_point(self) -> Booleans:
        """Give (n,) whether there are groups of both signs."""
        there = self.numbers > 0
        both: Booleans = np.logical_and(there[: self.basic].any(axis=0), there[self.basic :].any(axis=0))
        return both


def ionisable_groups(batch: SequenceBatch, pka: PkaSet, options: AnalysisOptions) -> IonisableGroups:
    """Count the groups of each protein that can carry a charge under the options."""
    sides = [[pka.side_chains[letter]] for letter in BASIC_SIDE_CHAINS + ACIDIC_SIDE_CHAINS]
    pk = np.array([[pka.n_terminus], *sides[: BASIC_KINDS - 1], [pka.c_terminus], *sides[BASIC_KINDS - 1 :]])
    k = typical = 10.0**-pk
    if pka.n_terminus_of or pka.c_terminus_of:
        typical = k.copy()
        typical[0] = 10.0 ** -pka.n_terminus_of.get("M", pka.n_terminus)
        k = np.repeat(k, len(batch), axis=1)
        k[0] = _by_residue(pka.n_terminus, pka.n_terminus_of, batch.first)
        k[BASIC_KINDS] = _by_residue(pka.c_terminus, pka.c_terminus_of, batch.last)
    groups = IonisableGroups(batch.once(group_numbers, options), k, typical)
    if batch.modified is not None:
        groups = _with_phosphates(groups, batch.modified)
    return _with_ends(groups, batch, pka) if pka.first_side_chains else groups


def _with_phosphates(groups: IonisableGroups, modified: Modified) -> IonisableGroups:
    """Add the acids of phosphates, as rows of their own."""
    number = np.zeros((1, groups.numbers.shape[1]))
    number[0, modified.rows] = [one.phosphates for one in modified.forms]
    if not number.any():
        return groups
    k = 10.0 ** -np.array(PHOSPHATE_PK)[:, None]
    return IonisableGroups(
        np.concatenate([groups.numbers, number, number]),
        np.concatenate([groups.k, np.repeat(k, groups.k.shape[1], axis=1)]),
        np.concatenate([groups.typical, k]),
        groups.basic,
    )


def _with_ends(groups: IonisableGroups, batch: SequenceBatch, pka: PkaSet) -> IonisableGroups:
    """Take the side chains of the first and the last residue out of the others, as rows of their own."""
    numbers, proteins, split = groups.numbers.copy(), np.arange(len(batch)), groups.basic
    own_rows, k_rows = [], []
    first_there, last_there = np.ones(len(batch), np.bool_), batch.lengths > 1
    if batch.modified is not None:
        first_there &= ~batch.modified.where((one.first_changed for one in batch.modified.forms), len(batch))
        last_there &= ~batch.modified.where((one.last_changed for one in batch.modified.forms), len(batch))
    for residues, pk, there in (
        (batch.first, pka.first_side_chains, first_there),
        (batch.last, pka.last_side_chains, last_there),
    ):
        rows = _ROW_OF_LETTER[residues]
        # A cysteine that is in a disulfide is no longer among the numbers.
        moved = ((rows > 0) & there & (numbers[rows, proteins] >= 1)).astype(np.float64)
        numbers[rows, proteins] -= moved
        own_rows.append((moved * (rows < split), moved * (rows >= split)))
        k_rows.append(_by_residue(0.0, pk, residues))
    basic, acidic = (np.stack(rows) for rows in zip(*own_rows, strict=True))
    k, guess = np.stack(k_rows), np.ones((2, 1))
    return IonisableGroups(
        np.concatenate([numbers[:split], basic, numbers[split:], acidic]),
        np.concatenate([groups.k[:split], k, groups.k[split:], k]),
        np.concatenate([groups.typical[:split], 1e-10 * guess, groups.typical[split:], 1e-4 * guess]),
        split + len(basic),
    )


def group_numbers(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (kinds, n) how many groups of each kind can carry a charge."""
    columns = [0 if letter == " " else ord(letter) - FIRST_LETTER for letter in _LETTERS_OF_ROWS]
    numbers: Floats = batch.once(letters_counted, options)[columns]
    numbers[[0, BASIC_KINDS]] = 1.0
    if batch.modified is not None:
        numbers[:, batch.modified.rows] += np.array([one.change for one in batch.modified.forms]).T
    if options.n_terminus_blocked:
        numbers[0] = 0.0
    if options.c_terminus_blocked:
        numbers[BASIC_KINDS] = 0.0
    # A chain with fewer cysteines than the disulfides asked for can close only as many as it has pairs.
    cysteines = numbers[_LETTERS_OF_ROWS.index("C")]
    cysteines -= 2.0 * np.minimum(options.disulfides, cysteines // 2)
    return numbers


def _by_residue(general: float, special: Mapping[str, float], residues: Codes) -> Floats:
    """Give (n,) the dissociation constant of a terminus whose pK depends on the residue there."""
    table = np.full(LETTERS, general)
    for letter, pk in special.items():
        table[ord(letter) - FIRST_LETTER] = pk
    constants: Floats = 10.0**-table
    return constants[residues]
