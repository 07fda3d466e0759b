import math

import numpy as np
import pytest

from batchprot.engine.batch import BLOCK_RESIDUES, SequenceBatch
from batchprot.engine.windows import flexibility_mean, hydrophobic_moment_max
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()


def moment(*sequences: str) -> list[float]:
    return hydrophobic_moment_max(SequenceBatch.of(sequences), DEFAULT).tolist()


def flexibility(*sequences: str) -> list[float]:
    return flexibility_mean(SequenceBatch.of(sequences), DEFAULT).tolist()


def test_one_hydrophobic_residue_among_unknown_ones():
    # Eisenberg's value for Ile is 1.38; the length of its vector does not depend on the angle.
    for place in range(11):
        assert moment("X" * place + "I" + "X" * (10 - place)) == pytest.approx([1.38 / 11], abs=1e-11)


def test_the_last_window_counts():
    assert moment("X" * 12 + "I") == pytest.approx([1.38 / 11], abs=1e-11)
    assert moment("X" * 12 + "I", "X" * 11) == pytest.approx([1.38 / 11, 0.0], abs=1e-11)


def test_opposite_sides_of_the_wheel_cancel():
    sequence = "I" + "X" * 8 + "I" + "X"  # nine residues further the wheel has turned by 900 = 180 degrees
    assert moment(sequence) == pytest.approx([0.0], abs=1e-6)


def test_a_window_never_reaches_into_the_next_protein():
    assert moment("G" * 11, "I" * 11)[0] == moment("G" * 11)[0]
    assert np.isnan(moment("I" * 10, "K" * 10)).all()
    assert moment("I" * 10, "G" * 11, "I" * 3)[1] == moment("G" * 11)[0]


def test_the_place_in_a_batch_does_not_matter():
    alone = moment("MKVWIIDEKLHQRSTAGGLV")[0]
    for before in range(1, 40):
        assert moment("A" * before, "MKVWIIDEKLHQRSTAGGLV")[1] == alone


def test_a_protein_longer_than_a_block():
    long = "GASTPVLIMK" * (BLOCK_RESIDUES // 10 + 5)
    assert moment(long)[0] == moment(long[:500])[0]


def test_flexibility_of_one_kind_of_residue_is_its_value():
    assert flexibility("W" * 9, "K" * 30) == pytest.approx([0.904, 1.102])
    assert np.isnan(flexibility("K" * 8)[0])


def test_flexibility_of_one_window():
    weights = [0.25, 0.4375, 0.625, 0.8125, 1, 0.8125, 0.625, 0.4375, 0.25]
    # A 0.984, C 0.906: C in the centre has the greatest weight.
    assert flexibility("AAAACAAAA") == pytest.approx([(0.984 * 4.25 + 0.906) / 5.25])
    assert flexibility("CAAAAAAAA") == pytest.approx([(0.984 * 5.0 + 0.906 * 0.25) / 5.25])
    assert math.fsum(weights) == 5.25


def test_flexibility_leaves_unknown_residues_out():
    assert flexibility("AAAAXAAAA", "AXAXAXAXAXA") == pytest.approx([0.984, 0.984])
    assert np.isnan(flexibility("X" * 12)[0])
