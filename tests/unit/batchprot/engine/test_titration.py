import numpy as np
import pytest
from Bio.SeqUtils.ProtParam import ProteinAnalysis
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.engine.analyze import analyze
from batchprot.engine.titration import titration
from batchprot.properties.options import PKA_SETS, AnalysisOptions
from batchprot.reading.alphabet import LETTERS

DEFAULT = AnalysisOptions()
# Human ubiquitin, residues 1 to 76 of UniProt P0CG48.
UBIQUITIN = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"


def test_there_is_a_curve_and_a_point_for_every_set_in_order():
    answer = titration("MKV", DEFAULT)
    assert list(answer.curves) == list(answer.isoelectric_points) == list(PKA_SETS)


@pytest.mark.parametrize(
    ("step", "count", "last_but_one"), [(0.1, 141, 13.9), (1, 15, 13), (0.01, 1401, 13.99), (0.3, 48, 13.8)]
)
def test_the_grid_runs_from_0_to_14_whatever_the_step(step, count, last_but_one):
    ph = titration("MKV", DEFAULT, step).ph
    assert len(ph) == count
    assert (ph[0], ph[-2], ph[-1]) == (0, last_but_one, 14)


def test_ubiquitin_spreads_over_the_sets():
    points = titration(UBIQUITIN, DEFAULT).isoelectric_points
    assert {name: round(points[name], 2) for name in ("IPC2-protein", "expasy", "Lehninger-2004", "Murray")} == {
        "IPC2-protein": 6.19,
        "expasy": 6.56,
        "Lehninger-2004": 7.68,
        "Murray": 7.71,
    }
    assert points["IPC2-protein"] == min(points.values())
    assert points["Murray"] == max(points.values())


@settings(deadline=None)
@given(st.text(LETTERS, min_size=1, max_size=60))
def test_charge_falls_strictly_and_is_zero_at_the_isoelectric_point(sequence):
    answer = titration(sequence, DEFAULT)
    for name, curve in answer.curves.items():
        # Groups titrate so far away at either end that four decimals may not show a fall.
        assert (np.diff(curve) <= 0).all()
        point = answer.isoelectric_points[name]
        assert np.interp(point, answer.ph, curve) == pytest.approx(0, abs=0.02 * len(sequence) + 0.02)


@settings(deadline=None, max_examples=50)
@given(st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: set(text) - set("BJXZ")))
def test_points_agree_with_the_stored_properties(sequence):
    columns = analyze([sequence], DEFAULT)
    points = titration(sequence, DEFAULT).isoelectric_points
    assert points["expasy"] == columns["isoelectric_point"][0]
    assert min(points.values()) == columns["isoelectric_point_min"][0]
    assert max(points.values()) == columns["isoelectric_point_max"][0]


def test_the_curve_is_biopythons_where_its_constants_are_asked_for():
    sequence = "GGGGKKDE"
    answer = titration(sequence, AnalysisOptions(constants="biopython"), 0.5)
    oracle = ProteinAnalysis(sequence)
    assert next(iter(answer.curves)) == "biopython"
    expected = [oracle.charge_at_pH(ph) for ph in answer.ph]
    assert answer.curves["biopython"] == pytest.approx(expected, abs=1e-4)
    assert answer.isoelectric_points["biopython"] == pytest.approx(oracle.isoelectric_point(), abs=1e-4)


def test_options_that_change_the_chain_change_the_curve():
    with_met = titration("MKVCC", DEFAULT)
    cut = titration("MKVCC", AnalysisOptions(remove_initiator_met=True))
    assert cut.isoelectric_points == titration("KVCC", DEFAULT).isoelectric_points
    part = titration("MKVCC", AnalysisOptions(first_residue=2, last_residue=3))
    assert part.isoelectric_points == titration("KV", DEFAULT).isoelectric_points
    closed = titration("MKVCC", AnalysisOptions(disulfides=1))
    assert closed.curves["expasy"][-1] == pytest.approx(with_met.curves["expasy"][-1] + 2, abs=0.01)


def test_a_chain_with_groups_of_one_sign_only_has_no_isoelectric_point():
    answer = titration("GGG", AnalysisOptions(c_terminus_blocked=True))
    assert np.isnan(answer.isoelectric_points["expasy"])
    assert answer.curves["expasy"][0] == pytest.approx(1, abs=1e-4)


def test_a_range_beyond_the_chain_leaves_nothing():
    with pytest.raises(ValueError, match="nothing left"):
        titration("MKV", AnalysisOptions(first_residue=4))
