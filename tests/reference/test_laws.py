"""Laws that hold for any sequence, whatever the constants."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchprot.engine.analyze import analyze, plain
from batchprot.engine.constants import constants_set
from batchprot.properties.options import CONSTANTS, PKA_SETS, AnalysisOptions
from batchprot.properties.table import BY_KEY, PROPERTIES, Kind

STANDARD = "ACDEFGHIKLMNPQRSTVWY"
standard = st.text(STANDARD, min_size=1, max_size=60)
anything = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=60)
options = st.builds(
    AnalysisOptions,
    constants=st.sampled_from(CONSTANTS),
    pka_set=st.sampled_from(tuple(PKA_SETS)),
    ph=st.floats(0, 14),
    disulfides=st.integers(0, 3),
    n_terminus_blocked=st.booleans(),
    c_terminus_blocked=st.booleans(),
    remove_initiator_met=st.booleans(),
    first_residue=st.integers(1, 5),
    last_residue=st.none() | st.integers(5, 40),
    ambiguous=st.sampled_from(("exclude", "average")),
)
BY_ORDER = {
    "instability_index",
    "hydrophobic_moment_max",
    "flexibility_mean",
    "crc64",
    "isoelectric_point",
    "isoelectric_point_predicted",
    "charge_at_ph",
    "charge_ph_5",
    "charge_ph_6",
    "charge_ph_7_4",
    "charge_ph_8",
    "hydropathy_window_max",
    "hydropathy_window_centre",
    "hydropathy_segments",
    "hydrophobic_n_terminus_flag",
    "hydrophobic_segment_flag",
    "extinction_214",
    "sequence_charge_decoration",
    "sequence_hydropathy_decoration",
    "n_glycosylation_sequons",
    "ng_sites",
    "ns_sites",
    "dg_sites",
    "dp_sites",
    "tryptic_peptides",
    "ibaq_peptides",
    "notes",
} | {row.key for row in PROPERTIES if row.group == "Half-life"}
"""What depends on the order of residues: the ends decide over the pK of the termini."""


def values(sequence: str, key: str, **chosen: object) -> float:
    return plain(analyze([sequence], AnalysisOptions(**chosen), [key]))[key][0]


@pytest.mark.parametrize("constants", CONSTANTS)
@given(first=standard, second=standard)
def test_the_mass_of_a_chain_is_that_of_its_parts_less_one_water(constants, first, second):
    one, other, both = (
        values(sequence, "molecular_weight_da", constants=constants) for sequence in (first, second, first + second)
    )
    water = constants_set(constants).average_water / 1e6
    assert both == pytest.approx(one + other - water, abs=2e-6)


@given(sequence=standard, seed=st.integers(0, 1000))
def test_composition_does_not_change_under_shuffling(sequence, seed):
    shuffled = "".join(random.Random(seed).sample(sequence, len(sequence)))
    # A set whose termini do not depend on residues, so that the isoelectric points belong here too.
    chosen = AnalysisOptions(pka_set="EMBOSS-6.6")
    columns = analyze([sequence, shuffled], chosen, [key for key in BY_KEY if key not in BY_ORDER])
    for key, column in columns.items():
        if not key.startswith("isoelectric_point_"):  # the spread holds the Expasy set
            assert np.array_equal(column[0], column[1], equal_nan=BY_KEY[key].kind is Kind.NUMBER), key


@given(length=st.integers(2, 300))
def test_poly_isoleucine(length):
    assert values("I" * length, "gravy") == 4.5
    assert values("I" * length, "aliphatic_index") == 390
    assert values("I" * length, "hydrophobic_moment_max") is None or length >= 11


@given(sequence=standard, low=st.floats(0, 13.9), step=st.floats(0.01, 5), pka_set=st.sampled_from(tuple(PKA_SETS)))
def test_charge_falls_with_ph(sequence, low, step, pka_set):
    high = min(low + step, 14.0)
    charges = [values(sequence, "charge_at_ph", ph=ph, pka_set=pka_set) for ph in (low, high)]
    # Far from any pK the fall is below what is stored.
    assert charges[1] <= charges[0]


@given(sequence=standard, pka_set=st.sampled_from(tuple(PKA_SETS)))
def test_charge_is_zero_at_the_isoelectric_point(sequence, pka_set):
    zero = values(sequence, "isoelectric_point", pka_set=pka_set)
    if 0 < zero < 14:
        slope_allowed = 1e-6 * 2.303 * len(sequence) + 1e-6
        assert abs(values(sequence, "charge_at_ph", ph=zero, pka_set=pka_set)) <= slope_allowed


@given(sequence=standard)
def test_the_spread_encloses_the_expasy_value(sequence):
    columns = plain(analyze([sequence], AnalysisOptions()))
    low, middle, high, expasy = (
        columns[key][0]
        for key in (
            "isoelectric_point_min",
            "isoelectric_point_median",
            "isoelectric_point_max",
            "isoelectric_point",
        )
    )
    assert low <= middle <= high
    assert low <= expasy <= high


@settings(max_examples=60)
@given(sequences=st.lists(anything, min_size=1, max_size=30), chosen=options, data=st.data())
def test_a_batch_equals_its_parts_stored_value_for_stored_value(sequences, chosen, data):
    cut = data.draw(st.integers(0, len(sequences)))
    whole = plain(analyze(sequences, chosen))
    first, second = plain(analyze(sequences[:cut], chosen)), plain(analyze(sequences[cut:], chosen))
    assert whole == {key: first[key] + second[key] for key in whole}


def test_a_proteome_equals_its_records(proteomes):
    sample = proteomes[::7]
    whole = plain(analyze(sample, AnalysisOptions()))
    backwards = plain(analyze(sample[::-1], AnalysisOptions()))
    for key, column in whole.items():
        assert column == backwards[key][::-1], key
    for index in range(0, len(sample), 37):
        alone = plain(analyze([sample[index]], AnalysisOptions()))
        assert {key: column[index] for key, column in whole.items()} == {key: one[0] for key, one in alone.items()}


@settings(max_examples=200)
@given(sequences=st.lists(anything | st.text(max_size=8), max_size=8), chosen=options)
def test_no_value_is_infinite_and_missing_ones_are_none(sequences, chosen):
    for key, column in plain(analyze(sequences, chosen)).items():
        assert len(column) == len(sequences)
        for value in column:
            if BY_KEY[key].kind is Kind.NUMBER:
                assert value is None or np.isfinite(value)
            elif BY_KEY[key].kind is Kind.INTEGER:
                assert value is None or isinstance(value, int)
