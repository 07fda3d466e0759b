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


def test_pairs_with_an_unknown_weight_are_left_out():
    assert index("KQXKQ") == pytest.approx([10 / 4 * 2 * 24.68])
    # U is a residue, so it counts in the length.
    assert index("KQUKQ") == pytest.approx([10 / 5 * 2 * 24.68])
    assert np.isnan(index("AXA", "UU", "AU")).all()


def test_it_may_be_negative():
    assert index("AH" * 50)[0] < 0


def test_a_long_sum_is_exact():
    assert index("W" * 35_000)[0] == pytest.approx(10 / 35_000 * 34_999, rel=1e-15)
