"""pKa sets: the values behind the names in `batchprot.properties.options.PKA_SETS`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Final

from batchprot.properties.options import Constants

BASIC_SIDE_CHAINS: Final = "KRH"
ACIDIC_SIDE_CHAINS: Final = "DECY"

_NONE: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PkaSet:
    """pK values of the ionisable groups of an unfolded chain."""

    n_terminus: float
    c_terminus: float
    side_chains: Mapping[str, float]
    """By letter: C, D, E, H, K, R and Y."""
    n_terminus_of: Mapping[str, float] = field(default_factory=lambda: _NONE)
    """pK of the amino terminus of chains that begin with that residue, where it differs."""
    c_terminus_of: Mapping[str, float] = field(default_factory=lambda: _NONE)
    """pK of the carboxyl terminus of chains that end with that residue, where it differs."""
    first_side_chains: Mapping[str, float] = field(default_factory=lambda: _NONE)
    """pK of the side chain of the first residue, where it differs from one within the chain."""
    last_side_chains: Mapping[str, float] = field(default_factory=lambda: _NONE)
    """pK of the side chain of the last residue of a chain of two or more, where it differs."""


def _plain(*values: float) -> PkaSet:
    """Build a set from nine numbers: N-terminus, C-terminus, C, D, E, H, K, R, Y."""
    n_terminus, c_terminus, *side_chains = values
    return PkaSet(
        n_terminus=n_terminus,
        c_terminus=c_terminus,
        side_chains=MappingProxyType(dict(zip("CDEHKRY", side_chains, strict=True))),
    )


def _by_letter(letters: str, values: str) -> Mapping[str, float]:
    return MappingProxyType(dict(zip(letters, map(float, values.split()), strict=True)))


_PROMOST: Final = PkaSet(
    n_terminus=7.26,
    c_terminus=3.57,
    side_chains=_by_letter("CDEHKRY", "8.28 4.07 4.45 6.08 9.80 12.50 9.84"),
    first_side_chains=_by_letter("CDEHKRY", "8.00 3.57 4.15 4.89 10.00 11.50 9.34"),
    last_side_chains=_by_letter("CDEHKRY", "9.00 4.57 4.75 6.89 10.30 11.50 10.34"),
    n_terminus_of=_by_letter(
        "GASPVTCILNDQKEMHFRYW",
        "7.50 7.58 6.86 8.36 7.44 7.02 8.12 7.48 7.46 7.22 7.70 6.73 6.67 7.19 6.98 7.18 6.96 6.76 6.83 7.11",
    ),
    c_terminus_of=_by_letter(
        "GASPVTCILNDQKEMHFRYW",
        "3.70 3.75 3.61 3.40 3.69 3.57 3.10 3.72 3.73 3.64 3.50 3.57 3.40 3.50 3.68 3.17 3.98 3.41 3.60 3.78",
    ),
)
"""Halligan et al. (2004), doi:10.1093/nar/gkh356: side chains by place, termini by residue. Others: their mean."""


SETS: Final[Mapping[str, PkaSet]] = MappingProxyType(
    {
        # Bjellqvist et al. (1993), doi:10.1002/elps.11501401163; (1994), doi:10.1002/elps.1150150171. Expasy has no
        # special pK for a C-terminal Asp or Glu: GGGGD has 3.80 there, 4.30 with the pK of 4.55 that Biopython uses.
        "expasy": PkaSet(
            n_terminus=7.5,
            c_terminus=3.55,
            side_chains=MappingProxyType(
                {"C": 9.0, "D": 4.05, "E": 4.45, "H": 5.98, "K": 10.0, "R": 12.0, "Y": 10.0},
            ),
            n_terminus_of=MappingProxyType(
                {"A": 7.59, "M": 7.00, "S": 6.93, "P": 8.36, "T": 6.82, "V": 7.44, "E": 7.70},
            ),
        ),
        "EMBOSS-6.6": _plain(7.5, 3.6, 8.5, 3.9, 4.1, 6.5, 10.8, 12.5, 10.1),
        "EMBOSS-legacy": _plain(8.6, 3.6, 8.5, 3.9, 4.1, 6.5, 10.8, 12.5, 10.1),
        "Lehninger-2004": _plain(9.69, 2.34, 8.18, 3.65, 4.25, 6.0, 10.53, 12.48, 10.07),
        "Sillero": _plain(8.2, 3.2, 9.0, 4.0, 4.5, 6.4, 10.4, 12.0, 10.0),
        "Solomon-IPC": _plain(9.6, 2.4, 8.3, 3.9, 4.3, 6.0, 10.5, 12.5, 10.1),
        "Rodwell": _plain(8.0, 3.1, 8.33, 3.86, 4.25, 6.0, 11.5, 11.5, 10.7),
        "Dawson": _plain(8.2, 3.2, 8.3, 3.9, 4.3, 6.0, 10.5, 12.0, 10.1),
        "Stryer": _plain(8.2, 3.2, 8.5, 4.4, 4.4, 6.5, 10.0, 12.0, 10.0),
        "Murray": _plain(9.52, 2.15, 8.33, 3.68, 4.25, 6.0, 11.5, 11.5, 10.07),
        "Grimsley": _plain(7.7, 3.3, 6.8, 3.5, 4.2, 6.6, 10.5, 12.04, 10.3),
        "Toseland": _plain(8.71, 3.19, 6.87, 3.6, 4.29, 6.33, 10.45, 12.0, 9.61),
        "Thurlkill": _plain(8.0, 3.67, 8.55, 3.67, 4.25, 6.54, 10.4, 12.0, 9.84),
        "Nozaki": _plain(7.5, 3.8, 9.5, 4.0, 4.4, 6.3, 10.4, 12.0, 9.6),
        "DTASelect": _plain(8.0, 3.1, 8.5, 4.4, 4.4, 6.5, 10.0, 12.0, 10.0),
        # Kozlowski (2016), doi:10.1186/s13062-016-0159-9; (2021), doi:10.1093/nar/gkab295.
        "IPC-peptide": _plain(9.564, 2.383, 8.297, 3.887, 4.317, 6.018, 10.517, 12.503, 10.071),
        "IPC2-peptide": _plain(7.947, 2.977, 9.439, 3.969, 4.507, 6.439, 8.165, 11.493, 9.153),
        "IPC2-protein": _plain(5.779, 6.065, 7.890, 3.766, 4.497, 5.492, 9.247, 10.223, 11.491),
        "IPC-protein": _plain(9.094, 2.869, 7.555, 3.872, 4.412, 5.637, 9.052, 11.84, 10.85),
        "ProMoST": _PROMOST,
    }
)
"""Order of the values: N-terminus, C-terminus, C, D, E, H, K, R, Y."""


@cache
def biopython() -> PkaSet:
    """Give the pK values of Biopython's `IsoelectricPoint`, its C-terminal Asp and Glu included."""
    from batchprot.engine.biopython import IsoelectricPoint

    side_chains = {**IsoelectricPoint.positive_pKs, **IsoelectricPoint.negative_pKs}
    return PkaSet(
        n_terminus=side_chains.pop("Nterm"),
        c_terminus=side_chains.pop("Cterm"),
        side_chains=MappingProxyType(side_chains),
        n_terminus_of=MappingProxyType(dict(IsoelectricPoint.pKnterminal)),
        c_terminus_of=MappingProxyType(dict(IsoelectricPoint.pKcterminal)),
    )


def pka_set(name: str, constants: Constants) -> PkaSet:
    """Give the set of that name; with Biopython's constants the default set is Biopython's own.

    Raises:
        KeyError: There is no set of that name.
    """
    return biopython() if constants == "biopython" and name == "expasy" else SETS[name]
