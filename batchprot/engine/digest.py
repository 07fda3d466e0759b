"""Chains cut into peptides by the rule of an enzyme, with missed cleavages, for many proteins at once."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Booleans, Floats, Integers, SequenceBatch
from batchprot.engine.constants import MASS_SCALE, constants_set
from batchprot.engine.modified import cut, form_of, without_modifications
from batchprot.properties.cleavage import EVERY_MASS, Digest, parts_of
from batchprot.reading import alphabet
from batchprot.reading.proforma.parse import Proteoform

PROTON_DA: Final = 1.007276467


class Peptides(NamedTuple):
    """Peptides in the order of their proteins, then of their first residues, then of their lengths.

    Attributes:
        protein: (peptides,) which of the batch.
        start: (peptides,) first residue, counted from 0 in `batch.codes`.
        end: (peptides,) the one after the last.
        missed: (peptides,) cleavages that were missed within.
        mass: (peptides,) monoisotopic, Da; NaN with ambiguous residues.
    """

    protein: Integers
    start: Integers
    end: Integers
    missed: Integers
    mass: Floats


def cuts_of(rule: str) -> tuple[tuple[Booleans, Booleans], ...]:
    """Give a rule as pairs of (26,) tables: which residues stand before the cut and which after it.

    Raises:
        RuleError: It is neither a name nor a rule.
    """
    return tuple((_table(before), _table(after)) for before, after in parts_of(rule))


def _table(part: str) -> Booleans:
    letters = part[1:-1]
    table = np.zeros(LETTERS, np.bool_)
    table[[ord(letter) - FIRST_LETTER for letter in letters]] = True
    if "X" in letters:
        table[:] = True
    return table if part.startswith("[") else ~table


def fragment_ends(batch: SequenceBatch, rule: str) -> Integers:
    """Give (fragments,) where each ends, one after its last residue, as places in `batch.codes`."""
    cut = np.zeros(len(batch.codes), np.bool_)
    for before, after in cuts_of(rule):
        cut[:-1] |= before[batch.codes[:-1]] & after[batch.codes[1:]]
    cut[batch.offsets[1:] - 1] = True
    return np.flatnonzero(cut) + 1


class Cut(NamedTuple):
    """Peptides of some chains.

    Attributes:
        chain: (peptides,) which of the chains.
        first: (peptides,) the first residue in its chain, from 1.
        last: (peptides,) the last one.
        missed: (peptides,) cleavages that were missed within.
        mass: (peptides,) monoisotopic, Da, with modifications; NaN with ambiguous residues.
        texts: (peptides,) residues, or ProForma where a residue or an end is modified.
    """

    chain: Integers
    first: Integers
    last: Integers
    missed: Integers
    mass: Floats
    texts: list[str]


def cut_chains(chains: Sequence[str], chosen: Digest) -> Cut:
    """Cut chains, given as letters or ProForma. Modifications stay on their residues; the enzyme doesn't see them.

    Raises:
        RuleError: See `cuts_of`.
    """
    residues, modified = without_modifications(chains)
    batch = SequenceBatch.of(residues)
    found = digest(batch, chosen, modified)
    first, last = found.start - batch.offsets[found.protein] + 1, found.end - batch.offsets[found.protein]
    texts = [
        str(cut(modified[owner], begin, end)) if owner in modified else residues[owner][begin - 1 : end]
        for owner, begin, end in zip(found.protein.tolist(), first.tolist(), last.tolist(), strict=True)
    ]
    return Cut(found.protein, first, last, found.missed, found.mass, texts)


def digest(batch: SequenceBatch, chosen: Digest, modified: Mapping[int, Proteoform] | None = None) -> Peptides:
    """Cut each chain, and give the peptides that are within the chosen lengths and masses.

    `modified` are those of the chains that have modifications, by their place in the batch.

    Raises:
        RuleError: See `cuts_of`.
    """
    if not len(batch):
        nothing = np.empty(0, np.int64)
        return Peptides(nothing, nothing, nothing, nothing, np.empty(0))
    ends = fragment_ends(batch, chosen.rule)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
    protein = np.searchsorted(batch.offsets, starts, side="right") - 1
    parts = [_joined(protein, starts, ends, missed) for missed in range(chosen.missed + 1)]
    owner, start, end, missed = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((end, start))
    owner, start, end, missed = owner[order], start[order], end[order], missed[order]
    within = (end - start >= chosen.lengths[0]) & (end - start <= chosen.lengths[1])
    owner, start, end, missed = owner[within], start[within], end[within], missed[within]
    mass = _masses(batch, start, end) + _shifts(batch, owner, start, end, modified or {})
    low, high = chosen.masses
    # A mass that isn't known is kept out as soon as a window was asked for.
    kept = (mass >= low) & (mass <= high) if chosen.masses != EVERY_MASS else np.ones(len(mass), np.bool_)
    return Peptides(owner[kept], start[kept], end[kept], missed[kept], mass[kept])


def _joined(
    protein: Integers, starts: Integers, ends: Integers, missed: int
) -> tuple[Integers, Integers, Integers, Integers]:
    """Join every fragment with as many of the following ones of the same protein."""
    first, last = slice(0, max(len(starts) - missed, 0)), slice(missed, None)
    same = protein[first] == protein[last]
    owner = protein[first][same]
    return owner, starts[first][same], ends[last][same], np.full(len(owner), missed)


def _masses(batch: SequenceBatch, start: Integers, end: Integers) -> Floats:
    constants = constants_set("expasy")
    sums = _running(constants.monoisotopic.astype(np.int64), batch)
    ambiguous = np.zeros(LETTERS, np.int64)
    ambiguous[[ord(letter) - FIRST_LETTER for letter in alphabet.AMBIGUOUS]] = 1
    unknown = _running(ambiguous, batch)
    mass = (sums[end] - sums[start] + constants.monoisotopic_water) / MASS_SCALE
    return np.where(unknown[end] > unknown[start], np.nan, mass)


def _shifts(
    batch: SequenceBatch, owner: Integers, start: Integers, end: Integers, modified: Mapping[int, Proteoform]
) -> Floats:
    """Give (peptides,) what modifications add to the monoisotopic mass, Da."""
    shifts = np.zeros(len(owner))
    for place in np.flatnonzero(np.isin(owner, list(modified))).tolist():
        begin = int(batch.offsets[owner[place]])
        peptide = cut(modified[int(owner[place])], int(start[place]) - begin + 1, int(end[place]) - begin)
        shifts[place] = form_of(peptide).monoisotopic
    return shifts


def _running(table: npt.NDArray[np.int64], batch: SequenceBatch) -> Integers:
    sums = np.zeros(len(batch.codes) + 1, np.int64)
    np.cumsum(table[batch.codes], out=sums[1:])
    return sums
