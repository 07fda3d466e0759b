"""Published tables of residues and pairs of residues that every analysis reads.

The values stand in Biopython too, as its `ProtParamData`; importing that takes half as long as importing numpy, so they
are held here, and tests hold them equal to Biopython's.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from batchprot.reading import alphabet


def by_residue(*values: float) -> Mapping[str, float]:
    """Pair twenty values with the residues, in the order of `alphabet.STANDARD`."""
    return MappingProxyType(dict(zip(alphabet.STANDARD, values, strict=True)))


# fmt: off
HYDROPATHY: Final = by_residue(
    1.8, 2.5, -3.5, -3.5, 2.8, -0.4, -3.2, 4.5, -3.9, 3.8,
    1.9, -3.5, -1.6, -3.5, -4.5, -0.8, -0.7, 4.2, -0.9, -1.3,
)
"""Kyte and Doolittle 1982, doi:10.1016/0022-2836(82)90515-0."""

CONSENSUS_HYDROPHOBICITY: Final = by_residue(
    0.62, 0.29, -0.9, -0.74, 1.19, 0.48, -0.4, 1.38, -1.5, 1.06,
    0.64, -0.78, 0.12, -0.85, -2.53, -0.18, -0.05, 1.08, 0.81, 0.26,
)
"""Normalised consensus, Eisenberg, Schwarz, Komaromy and Wall 1984, doi:10.1016/0022-2836(84)90309-7."""

FLEXIBILITY: Final = by_residue(
    0.984, 0.906, 1.068, 1.094, 0.915, 1.031, 0.95, 0.927, 1.102, 0.935,
    0.952, 1.048, 1.049, 1.037, 1.008, 1.046, 0.997, 0.931, 0.904, 0.929,
)
"""Vihinen et al. 1994, doi:10.1002/prot.340190207."""
# fmt: on

_WEIGHTS: Final = {
    -15.91: "YR",
    -14.03: "DT EW FK NF NG TN TW VD WA WT",
    -9.37: "HF HG NW WG YW",
    -7.49: "AD AH DK GA GI GK GN GT GY IK IV KG KI KL KV LK NT RG TG VG VT WV YG YT",
    -6.54: "CQ CV DF DR EH GE HT KP MQ MR NQ PC PD PM PR QC QF QV QY RY TQ VY YE",
    -1.88: "HP HW IP MM MT NC NP PW VK",
    13.34: "FD GG GW IH MA RN TF WL WN YH YP YY",
    18.38: "PE",
    20.26: "AP CD CL CP DS ED EI EP EQ ES FP IL LP LR PA PF PP PQ PS PV QD QE QP QQ RH RP RQ SE SQ SR SS TE VP",
    24.68: "CW HK HN KQ LW MY NK WH WM YA YD",
    33.6: "CH CM CT EE FY KM KR LQ SC",
    44.94: "AC EC HI HY IE MP MS NI QS RS SP YM",
    58.28: "MH RR RW",
}
"""Pairs of residues by their weight; every other pair has 1."""


def dipeptide_weights() -> dict[str, float]:
    """Give the instability weight of each of the 400 pairs, by its two letters, as ProtParam uses them.

    Guruprasad et al. 1990, doi:10.1093/protein/4.2.155.
    """
    weights = {first + second: 1.0 for first in alphabet.STANDARD for second in alphabet.STANDARD}
    for weight, pairs in _WEIGHTS.items():
        weights.update(dict.fromkeys(pairs.split(), weight))
    return weights
