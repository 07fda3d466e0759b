"""Short motifs in the chain: glycosylation sequons, liabilities of antibodies, and where trypsin cuts."""

from collections.abc import Callable
from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Booleans, Codes, Floats, Integers, SequenceBatch
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

SHORTEST_COUNTED: Final = 6
LONGEST_COUNTED: Final = 30
"""Lengths of the peptides in the denominator of iBAQ. Schwanhäusser et al. 2011, doi:10.1038/nature10098."""


def _among(letters: str) -> Booleans:
    """Give (26,) which letters are among these."""
    table = np.zeros(LETTERS, np.bool_)
    table[[ord(letter) - FIRST_LETTER for letter in letters]] = True
    return table


def _number_of(places: Integers, batch: SequenceBatch, width: int) -> Floats:
    """Give (n,) how many of these places begin a motif of `width` residues that ends within the same protein."""
    begin = np.searchsorted(places, batch.offsets[:-1])
    end = np.searchsorted(places, np.maximum(batch.offsets[1:] - width + 1, batch.offsets[:-1]))
    number: Floats = (end - begin).astype(np.float64)
    return number


def _places_of(batch: SequenceBatch, letter: str) -> Integers:
    """Give the places of a residue in `batch.codes`."""
    return np.flatnonzero(batch.codes == ord(letter) - FIRST_LETTER)


def _after(batch: SequenceBatch, places: Integers, steps: int) -> Codes:
    """Give the residue some steps after each place; beyond the last protein the last residue, which no motif uses."""
    return batch.codes.take(places + steps, mode="clip")


def dipeptide(pair: str) -> Callable[[SequenceBatch, AnalysisOptions], Floats]:
    """Make the function that gives (n,) how often two residues follow each other."""

    def count(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
        del options
        places = batch.once(_places_of, pair[0])
        return _number_of(places[_after(batch, places, 1) == ord(pair[1]) - FIRST_LETTER], batch, 2)

    return count


def sequons(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) how often Asn stands before a known residue other than Pro and Ser or Thr. LacY has 2."""
    del options
    places = batch.once(_places_of, "N")
    middle, last = _among(alphabet.KNOWN.replace("P", "")), _among("ST")
    return _number_of(places[middle[_after(batch, places, 1)] & last[_after(batch, places, 2)]], batch, 3)


def odd_cysteines(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) 1 where the number of Cys is odd, so that one at least is in no disulfide within the chain, else 0."""
    del options
    odd: Floats = batch.count("C") % 2
    return odd


def _last_of_tryptic(batch: SequenceBatch) -> Integers:
    """Give (peptides,) the last residue of every tryptic peptide, as a place in `batch.codes`."""
    codes = batch.codes
    cut = (codes == ord("K") - FIRST_LETTER) | (codes == ord("R") - FIRST_LETTER)
    cut[:-1] &= codes[1:] != ord("P") - FIRST_LETTER
    cut[batch.offsets[1:] - 1] = True
    return np.flatnonzero(cut)


def tryptic_peptides(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) peptides after cutting behind each Lys and Arg that is not before Pro. Ubiquitin has 12 (pyteomics)."""
    del options
    last = batch.once(_last_of_tryptic)
    return np.diff(np.searchsorted(last, batch.offsets)).astype(np.float64)


def ibaq_peptides(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) how many of the tryptic peptides have 6 to 30 residues. Ubiquitin has 7.

    Schwanhäusser et al. 2011, doi:10.1038/nature10098.
    """
    del options
    last = batch.once(_last_of_tryptic)
    # A protein's last residue ends a peptide, so that the next peptide begins with the next protein.
    lengths = np.diff(last, prepend=-1)
    counted = last[(lengths >= SHORTEST_COUNTED) & (lengths <= LONGEST_COUNTED)]
    return np.diff(np.searchsorted(counted, batch.offsets)).astype(np.float64)
