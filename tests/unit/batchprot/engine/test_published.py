from Bio.SeqUtils import ProtParamData

from batchprot.engine import published
from batchprot.engine.constants import BIOPYTHON_MISPRINTS


def test_the_residue_scales_are_those_that_biopython_ships():
    assert ProtParamData.kd == published.HYDROPATHY
    assert ProtParamData.es == published.CONSENSUS_HYDROPHOBICITY
    assert ProtParamData.Flex == published.FLEXIBILITY


def test_the_dipeptide_weights_are_biopythons_but_for_its_misprints():
    biopythons = {first + second: weight for first, row in ProtParamData.DIWV.items() for second, weight in row.items()}
    assert published.dipeptide_weights() | dict(BIOPYTHON_MISPRINTS) == biopythons
    assert len(biopythons) == 400
