"""What a user should keep in mind about each protein's numbers."""

from typing import Final

import numpy as np

from batchprot.engine.batch import Booleans, SequenceBatch
from batchprot.engine.charge import is_outside_range, is_spread_outside_range, isoelectric_point
from batchprot.properties.groups.warnings import VERY_SHORT
from batchprot.properties.options import AnalysisOptions
from batchprot.reading import alphabet

SEPARATOR: Final = ";"


def notes(batch: SequenceBatch, options: AnalysisOptions) -> list[str]:
    """Give n texts: the codes that apply, separated by semicolons (see `batchprot.properties.groups.warnings`)."""
    applies = _applies(batch, options)
    codes = tuple(applies)
    # Few combinations occur, so each is put into words once.
    flags = np.stack(list(applies.values()))
    numbers = ((1 << np.arange(len(codes))) @ flags).tolist()
    words = {
        pattern: SEPARATOR.join(code for place, code in enumerate(codes) if pattern >> place & 1)
        for pattern in set(numbers)
    }
    return [words[pattern] for pattern in numbers]


def _applies(batch: SequenceBatch, options: AnalysisOptions) -> dict[str, Booleans]:
    """Give (n,) for each code whether it applies."""
    ambiguous = batch.ambiguous > 0
    no_trp = batch.count("W") == 0
    no_uv = no_trp & (batch.count("YC") == 0)
    averaged = options.ambiguous == "average"
    nucleotides = batch.count(alphabet.NUCLEOTIDES)
    outside = is_outside_range(batch, options)
    return {
        **_of_modifications(batch),
        "ambiguous": ambiguous & (not averaged),
        "approximate_mass": ambiguous & averaged,
        "rare_residues": batch.count(alphabet.RARE) > 0,
        "no_trp": no_trp & ~no_uv,
        "no_uv": no_uv,
        "very_short": batch.lengths < VERY_SHORT,
        "nucleotide_like": (batch.lengths >= alphabet.NUCLEOTIDE_LENGTH)
        & (nucleotides >= alphabet.NUCLEOTIDE_FRACTION * batch.lengths),
        "no_isoelectric_point": np.isnan(isoelectric_point(batch, options)),
        "pi_outside_range": outside,
        "pi_spread_outside_range": is_spread_outside_range(batch, options) & ~outside,
    }


def _of_modifications(batch: SequenceBatch) -> dict[str, Booleans]:
    """The same for what modifications change, and for what isn't known of them; nothing where there are none."""
    if batch.modified is None:
        return {}
    forms = batch.modified.forms
    applies = {
        "modified": [one.number > 0 for one in forms],
        "mass_shift": [one.elements is None for one in forms],
        "pk_unknown": [not one.is_known for one in forms],
        "absorption_unknown": [one.absorbing for one in forms],
    }
    return {code: batch.modified.where(values, len(batch)) for code, values in applies.items()}
