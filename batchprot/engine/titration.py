"""Titration of one protein: net charge against pH, and the isoelectric point, by every shipped pKa set."""

from typing import NamedTuple

import numpy as np

from batchprot.engine.analyze import chosen_chains
from batchprot.engine.batch import Floats, SequenceBatch
from batchprot.engine.charge import as_biopython_bisects, zero_of_charge
from batchprot.engine.ionisable import HIGHEST_PH, LOWEST_PH, IonisableGroups, ionisable_groups
from batchprot.engine.modified import modified_chains, without_modifications
from batchprot.engine.pka import SETS, biopython
from batchprot.properties.options import AnalysisOptions
from batchprot.refusal import Refusal

# Two more than a charge is shown with, and as many as an isoelectric point is stored with.
CHARGE_DECIMALS = 4
PI_DECIMALS = 6


class NothingLeftError(Refusal):
    """No residue is left to titrate; the message is the sentence shown."""

    code = "outside_range"
    status = 422


class Titration(NamedTuple):
    """Curves and isoelectric points by name of the pKa set; NaN where a chain has groups of one sign only."""

    ph: Floats
    curves: dict[str, Floats]
    isoelectric_points: dict[str, float]


def titration(sequence: str, options: AnalysisOptions, step: float = 0.1) -> Titration:
    """Net charge from pH 0 to 14 by every shipped pKa set.

    Termini, disulfides and residues taken are those of the options; the curve named `biopython` comes first when
    the options ask for Biopython's constants.

    Args:
        sequence: at least one letter A to Z in upper case, as analysed, or ProForma.
        options: of the analysis.
        step: distance of the pH values; the last is always 14.

    Returns:
        (m,) pH values and (m,) charges in elementary charges for each set.

    Raises:
        NothingLeftError: the options leave no residue.

    Reference:
        Henderson-Hasselbalch; for the sets see `batchprot.engine.pka`.

    Example:
        At pH 7 and by the Expasy set ubiquitin's curve crosses zero at 6.56.
    """
    batch = _chain(sequence, options)
    ph = np.round(np.minimum(np.arange(LOWEST_PH, HIGHEST_PH + step, step), HIGHEST_PH), 6)
    ph = np.unique(ph)
    sets = {"biopython": biopython(), **SETS} if options.constants == "biopython" else dict(SETS)
    groups = {name: ionisable_groups(batch, pka, options) for name, pka in sets.items()}
    zeros = {name: zero_of_charge(each) for name, each in groups.items()}
    if "biopython" in zeros:
        zeros["biopython"] = as_biopython_bisects(zeros["biopython"])
    return Titration(
        ph,
        {name: np.round(_curve(each, ph), CHARGE_DECIMALS) + 0.0 for name, each in groups.items()},
        {name: round(float(zero[0]), PI_DECIMALS) for name, zero in zeros.items()},
    )


def _chain(sequence: str, options: AnalysisOptions) -> SequenceBatch:
    plain, given = without_modifications([sequence])
    chains, removed = chosen_chains(plain, options)
    if not chains[0]:
        raise NothingLeftError("There is nothing left of the sequence between the first and the last residue chosen.")
    batch = SequenceBatch.of(chains)
    batch.modified = modified_chains(given, removed, np.ones(1, np.bool_), options)
    return batch


def _curve(groups: IonisableGroups, ph: Floats) -> Floats:
    """(m,) the net charge of one protein at m pH values."""
    return groups.charge(ph)
