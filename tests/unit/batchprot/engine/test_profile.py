import math

import numpy as np
import pytest
from Bio.SeqUtils.ProtParam import ProteinAnalysis
from hypothesis import given
from hypothesis import strategies as st

from batchprot.engine.profile import ProfileError, profile, window_weights
from batchprot.engine.scales import BY_KEY, SCALES
from batchprot.reading.alphabet import LETTERS, STANDARD

PLAIN = [scale.key for scale in SCALES if scale.angle is None]
WINDOWS = st.integers(1, 25).map(lambda half: 2 * half + 1)
EDGES = st.floats(0, 1)


def test_a_window_worked_by_hand():
    # (4 x -0.4 - 3.5) / 5
    answer = profile("GGGGD", "kyte_doolittle", 5)
    assert answer.positions.tolist() == [3]
    assert answer.values.tolist() == [-1.02]


def test_weights_fall_linearly_to_the_edge():
    # ProtScale's own example: window 5, edge 0.4
    assert window_weights(5, 0.4) == pytest.approx([0.4, 0.7, 1.0, 0.7, 0.4])
    assert window_weights(3, 1.0).tolist() == [1, 1, 1]


def test_positions_are_the_windows_centres_from_one():
    assert profile("A" * 20, "eisenberg", 7).positions.tolist() == list(range(4, 18))


@given(st.text(STANDARD, min_size=3, max_size=80), WINDOWS, EDGES, st.sampled_from(PLAIN))
def test_profiles_equal_biopythons(sequence, window, edge, key):
    if window > len(sequence):
        return
    expected = ProteinAnalysis(sequence).protein_scale(dict(BY_KEY[key].values), window, edge)
    assert profile(sequence, key, window, edge).values == pytest.approx(expected, abs=1e-6)


@given(st.text(LETTERS, min_size=3, max_size=80), WINDOWS, EDGES, st.sampled_from([scale.key for scale in SCALES]))
def test_any_letters_give_values_within_the_scales_own_or_nothing(sequence, window, edge, key):
    if window > len(sequence):
        return
    answer = profile(sequence, key, window, edge)
    assert len(answer.values) == len(answer.positions) == len(sequence) - window + 1
    values = list(BY_KEY[key].values.values())
    low = 0.0 if BY_KEY[key].angle is not None else min(values)
    high = max(map(abs, values)) if BY_KEY[key].angle is not None else max(values)
    known = answer.values[~np.isnan(answer.values)]
    assert ((low - 1e-6 <= known) & (known <= high + 1e-6)).all()


def test_letters_without_a_value_are_left_out_of_both_sums():
    assert profile("AXA", "kyte_doolittle", 3).values.tolist() == [1.8]
    assert np.isnan(profile("XUO", "kyte_doolittle", 3).values).all()
    # The ends weigh nothing here, and the centre has no value.
    assert np.isnan(profile("AXA", "kyte_doolittle", 3, 0.0).values).all()


def test_the_moment_of_a_uniform_sequence_is_that_of_its_window():
    turns = [complex(math.cos(math.radians(100 * n)), math.sin(math.radians(100 * n))) for n in range(11)]
    assert profile("I" * 30, "hydrophobic_moment", 11).values == pytest.approx(1.38 * abs(sum(turns)) / 11, abs=1e-6)


def test_an_amphipathic_helix_has_a_larger_moment_as_helix_than_as_strand():
    melittin_like = "".join("L" if math.cos(math.radians(100 * n)) > 0 else "K" for n in range(36))
    helix = profile(melittin_like, "hydrophobic_moment", 11).values.mean()
    strand = profile(melittin_like, "hydrophobic_moment_strand", 11).values.mean()
    assert helix > 2 * strand


def test_a_profile_of_the_reverse_is_the_reverse_of_the_profile():
    sequence = "MKVLAAGGWWDERKHHYTSNQ"
    forward = profile(sequence, "charge", 5, 0.3).values
    assert profile(sequence[::-1], "charge", 5, 0.3).values[::-1] == pytest.approx(forward, abs=1e-6)


@pytest.mark.parametrize(
    ("sequence", "key", "window", "edge", "code"),
    [
        ("MKVLA", "no_such", 3, 1.0, "unknown_scale"),
        ("MKVLA", "Kyte_Doolittle", 3, 1.0, "unknown_scale"),
        ("MKVLA", "eisenberg", 4, 1.0, "even_window"),
        ("MKVLA", "eisenberg", 7, 1.0, "window_too_long"),
        ("MK", "eisenberg", 3, 1.0, "window_too_long"),
        ("MKVLA", "eisenberg", 1, 1.0, "window_out_of_range"),
        ("A" * 60, "eisenberg", 53, 1.0, "window_out_of_range"),
        ("MKVLA", "eisenberg", -3, 1.0, "window_out_of_range"),
        ("MKVLA", "eisenberg", 3, 1.01, "edge_out_of_range"),
        ("MKVLA", "eisenberg", 3, -0.01, "edge_out_of_range"),
        ("MKVLA", "eisenberg", 3, math.nan, "edge_out_of_range"),
    ],
)
def test_what_cannot_be_computed_says_why(sequence, key, window, edge, code):
    with pytest.raises(ProfileError) as refused:
        profile(sequence, key, window, edge)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_a_window_as_long_as_the_sequence_has_one_value():
    assert len(profile("A" * 51, "eisenberg", 51).values) == 1
