"""Residue scales for sliding-window profiles.

Every scale Biopython ships, and three more rows that use the same window: the charge of the side chains at pH 7, and
the hydrophobic moment of a helix and of a strand.
"""

from collections.abc import Mapping

from batchprot.engine.biopython_scales import BIOPYTHON_SCALES
from batchprot.engine.pka import BASIC_SIDE_CHAINS, SETS
from batchprot.engine.published import CONSENSUS_HYDROPHOBICITY
from batchprot.engine.scale import Scale
from batchprot.reading import alphabet

__all__ = ["BY_KEY", "SCALES", "Scale"]


def _side_chain_charges() -> dict[str, float]:
    """Charge of each residue's side chain at pH 7 by the Expasy set; 0 for what doesn't ionise."""
    ph = 7.0
    charges = dict.fromkeys(alphabet.STANDARD, 0.0)
    for letter, pka in SETS["expasy"].side_chains.items():
        charges[letter] = 1 / (1 + 10 ** (ph - pka)) if letter in BASIC_SIDE_CHAINS else -1 / (1 + 10 ** (pka - ph))
    return charges


MOMENT_SCALE = (
    "With the normalised consensus scale of Eisenberg et al. 1984 (J Mol Biol 179:125), which is about 1.57 times the "
    "consensus scale of the cited paper plus 0.23: thresholds from the literature don't carry over."
)

SCALES: tuple[Scale, ...] = (
    *BIOPYTHON_SCALES,
    Scale(
        "charge",
        "Side-chain charge at pH 7",
        _side_chain_charges(),
        "more positive",
        "Henderson-Hasselbalch with the Expasy pKa set: Bjellqvist B, et al. Electrophoresis 1993;14:1023-1031",
        "10.1002/elps.11501401163",
    ),
    Scale(
        "hydrophobic_moment",
        "Hydrophobic moment, helix (100°)",
        CONSENSUS_HYDROPHOBICITY,
        "more amphipathic",
        "Eisenberg D, Weiss RM, Terwilliger TC. Proc Natl Acad Sci USA 1984;81:140-144",
        "10.1073/pnas.81.1.140",
        angle=100.0,
        caveat=MOMENT_SCALE,
    ),
    Scale(
        "hydrophobic_moment_strand",
        "Hydrophobic moment, strand (160°)",
        CONSENSUS_HYDROPHOBICITY,
        "more amphipathic",
        "Eisenberg D, Weiss RM, Terwilliger TC. Proc Natl Acad Sci USA 1984;81:140-144",
        "10.1073/pnas.81.1.140",
        angle=160.0,
        caveat=MOMENT_SCALE,
    ),
)

BY_KEY: Mapping[str, Scale] = {scale.key: scale for scale in SCALES}
