"""Half-lives by the N-end rule: one table, read for the first residue and for the one after an initiator Met."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Literal

import numpy as np

from batchprot.engine.batch import FIRST_LETTER, LETTERS, Codes, Floats, SequenceBatch
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

System = Literal["mammalian", "yeast", "ecoli"]

MET: Final = ord("M") - FIRST_LETTER
NOTHING: Final = LETTERS
"""Code of a residue that is not there: one past the alphabet."""

_MINUTES: Final = 1 / 60
HALF_LIVES: Final[Mapping[str, Mapping[str, tuple[float, str]]]] = MappingProxyType(
    {
        "mammalian": MappingProxyType(
            {
                "A": (4.4, ""),
                "R": (1.0, ""),
                "N": (1.4, ""),
                "D": (1.1, ""),
                "C": (1.2, ""),
                "Q": (0.8, ""),
                "E": (1.0, ""),
                "G": (30.0, ""),
                "H": (3.5, ""),
                "I": (20.0, ""),
                "L": (5.5, ""),
                "K": (1.3, ""),
                "M": (30.0, ""),
                "F": (1.1, ""),
                "P": (20.0, ">"),
                "S": (1.9, ""),
                "T": (7.2, ""),
                "W": (2.8, ""),
                "Y": (2.8, ""),
                "V": (100.0, ""),
            }
        ),
        "yeast": MappingProxyType(
            {
                **dict.fromkeys("ACGMPSTV", (20.0, ">")),
                **dict.fromkeys("EI", (30 * _MINUTES, "")),
                **dict.fromkeys("HQY", (10 * _MINUTES, "")),
                **dict.fromkeys("DFKLNW", (3 * _MINUTES, "")),
                "R": (2 * _MINUTES, ""),
            }
        ),
        "ecoli": MappingProxyType(
            {
                **dict.fromkeys("ACDEGHIMNQSTV", (10.0, ">")),
                **dict.fromkeys("FKLRWY", (2 * _MINUTES, "")),
            }
        ),
    }
)
"""Hours and qualifier by first residue, as in ProtParam's documentation. Gonda et al. 1989,
doi:10.1016/S0021-9258(19)84762-2; Bachmair et al. 1986, doi:10.1126/science.3018930; Tobias et al. 1991,
doi:10.1126/science.1962196. Pro in E. coli is unknown."""

Residue = Callable[[SequenceBatch], Codes]


def first_residue(batch: SequenceBatch) -> Codes:
    """Give (n,) the code of the first residue."""
    return batch.first


def residue_after_met(batch: SequenceBatch) -> Codes:
    """Give (n,) the code of the second residue where the first is Met, elsewhere `NOTHING`."""
    has_next = (batch.first == MET) & (batch.lengths > 1)
    second = batch.codes[np.minimum(batch.offsets[:-1] + 1, len(batch.codes) - 1)]
    return np.where(has_next, second, np.uint8(NOTHING))


def hours(residue: Residue, system: System) -> Callable[[SequenceBatch, AnalysisOptions], Floats]:
    """Make the function that gives (n,) half-lives in hours, NaN where unknown."""
    table = np.full(LETTERS + 1, np.nan)
    for letter, (value, _) in HALF_LIVES[system].items():
        table[ord(letter) - FIRST_LETTER] = value

    def half_life(batch: SequenceBatch, options: AnalysisOptions) -> Floats:
        del options
        return table[residue(batch)]

    return half_life


def qualifier(residue: Residue, system: System) -> Callable[[SequenceBatch, AnalysisOptions], list[str]]:
    """Make the function that gives n times ">" or ""."""
    longer = {ord(letter) - FIRST_LETTER for letter, (_, sign) in HALF_LIVES[system].items() if sign}
    table = [">" if code in longer else "" for code in range(LETTERS + 1)]

    def signs(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
        del options
        return [table[code] for code in residue(batch).tolist()]

    return signs


def next_residue(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n letters: the residue after an initiator Met, "" where there is none."""
    del options
    table = (*alphabet.LETTERS, "")
    return [table[code] for code in residue_after_met(batch).tolist()]
