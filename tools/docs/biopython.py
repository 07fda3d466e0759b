"""What Biopython's `ProteinAnalysis` says for a property; the comparison column of the validation page."""

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

# Biopython takes any pyproject.toml in site-packages for its own source tree; dash-bootstrap-components installs one.
with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="You may be importing Biopython from inside the source tree")
    from Bio import __version__
    from Bio.SeqUtils import ProtParam

from batchprot.reading.alphabet import STANDARD

VERSION: str = __version__
# Biopython is partly typed, and this class isn't.
ProteinAnalysis: Any = ProtParam.ProteinAnalysis

_VALUES: dict[str, Callable[[Any], float]] = {
    "molecular_weight_da": lambda analysis: analysis.molecular_weight(),
    "monoisotopic_mass_da": lambda analysis: ProteinAnalysis(analysis.sequence, monoisotopic=True).molecular_weight(),
    "isoelectric_point": lambda analysis: analysis.isoelectric_point(),
    "instability_index": lambda analysis: analysis.instability_index(),
    "gravy": lambda analysis: analysis.gravy(),
    "aromaticity": lambda analysis: analysis.aromaticity(),
    "extinction_reduced": lambda analysis: analysis.molar_extinction_coefficient()[0],
    "extinction_cystines": lambda analysis: analysis.molar_extinction_coefficient()[1],
    "helix_fraction": lambda analysis: analysis.secondary_structure_fraction()[0],
    "turn_fraction": lambda analysis: analysis.secondary_structure_fraction()[1],
    "sheet_fraction": lambda analysis: analysis.secondary_structure_fraction()[2],
    "flexibility_mean": lambda analysis: sum(analysis.flexibility()) / len(analysis.flexibility()),
}


@cache
def _analysis(sequence: str) -> Any:  # noqa: ANN401 - Biopython has no types
    return ProteinAnalysis(sequence)


def value(sequence: str, key: str) -> float | None:
    """Biopython's value; None for what it doesn't compute, and for letters it can't."""
    if key not in _VALUES or set(sequence) - set(STANDARD):
        return None
    return float(_VALUES[key](_analysis(sequence)))
