"""Ambiguous letters under the policy `average`: B and Z counted as the residues they stand for, as EMBOSS does."""

from typing import Final

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, Floats, SequenceBatch
from batchprot.properties.options import AnalysisOptions

MIXTURES: Final = {"B": ("D", "N", 5.5, 4.3), "Z": ("E", "Q", 6.0, 3.9)}
"""Acid and amide that a letter stands for, and how often each occurs among 100 residues (EMBOSS's Edayhoff.freq)."""


def letters_counted(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (26, n) how often each letter counts: as it stands, or with B and Z shared out under `average`.

    EMBOSS 6.6 shares them out in whole residues, by the frequencies of acid and amide: of 5 B 3 are Asp and 2 Asn.
    """
    if options.ambiguous != "average" or not batch.count("BZ").any():
        return batch.by_letter
    counted = batch.by_letter.copy()
    for letter, (acid, amide, of_acid, of_amide) in MIXTURES.items():
        number = counted[_row(letter)].copy()
        acids = np.floor(number * of_acid / (of_acid + of_amide) + 0.5)
        counted[_row(acid)] += acids
        counted[_row(amide)] += number - acids
        counted[_row(letter)] = 0
    return counted


def count(batch: SequenceBatch, options: AnalysisOptions, letters: str) -> Floats:
    """Give (n,) how many residues count as one of `letters`."""
    number: Floats = batch.once(letters_counted, options)[[_row(letter) for letter in letters]].sum(axis=0)
    return number


def residues(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
    """Give (n,) the residues that shares are taken of: all under `average`, else those that are not ambiguous."""
    return batch.lengths.astype(np.float64) if options.ambiguous == "average" else batch.known


def _row(letter: str) -> int:
    return ord(letter) - FIRST_LETTER
