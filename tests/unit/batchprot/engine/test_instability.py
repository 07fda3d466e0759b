import numpy as np
import pytest

from batchprot.engine.batch import SequenceBatch
from batchprot.engine.instability import instability_index
from batchprot.properties.options import AnalysisOptions


def index(*sequences: str, **chosen: object) -> list[float]:
    return instability_index(SequenceBatch.of(sequences), AnalysisOptions(**chosen)).tolist()


def test_the_two_corrected_weights():
    assert index("KQ", "FY") == pytest.approx([5 * 24.68, 5 * 33.60])
    assert index("KQ", "FY", constants="biopython") == pytest.approx([5 * 24.64, 5 * 33.601])


def test_pairs_do_not_reach_into_the_next_protein():
    assert index("K", "Q", "KQ")[2] == pytest.approx(123.4)
    assert np.isnan(index("K", "Q")).all()


def test_a_single_residue_has_none_but_biopython_says_zero():
    assert np.isnan(index("A")[0])
    assert index("A", constants="biopython") == [0.0]


@pytest.mark.parametrize("unknown", ["X", "B", "U"])
def test_pairs_with_an_unknown_weight_are_left_out_of_the_mean(unknown):
    assert index(f"KQ{unknown}KQ") == pytest.approx([10 * 4 / 5 * 24.68])


def test_unknown_residues_do_not_make_a_protein_stable():
    stretch = "MKRWCHHPEEQSSPARLMHRRPSE"
    (known,) = index(stretch * 4)
    (with_gaps,) = index((stretch + "X") * 4)
    assert known > 40
    assert with_gaps == pytest.approx(known, rel=0.05)


def test_no_pair_with_a_weight_leaves_nothing():
    assert np.isnan(index("AXA", "UU", "AU")).all()


def test_the_smallest_is_that_of_the_lowest_cycle_of_weights():
    assert -140.3 < index("TW" * 2000)[0] < -140.2
    assert 582.5 < index("R" * 2000)[0] < 582.8


def test_a_long_sum_is_exact():
    assert index("W" * 35_000)[0] == pytest.approx(10 / 35_000 * 34_999, rel=1e-15)
