"""The constants set `biopython` against the installed Biopython, every record of both proteomes."""

import pytest
from Bio.SeqUtils.ProtParam import ProteinAnalysis

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY

OPTIONS = AnalysisOptions(constants="biopython")
STANDARD = set("ACDEFGHIKLMNPQRSTVWY")


@pytest.fixture(scope="module")
def engine(proteomes):
    return plain(analyze(proteomes, OPTIONS))


def check(sequences, values, key, of_biopython, *, alphabet):
    decimals = BY_KEY[key].stored_decimals
    compared = 0
    for sequence, value in zip(sequences, values, strict=True):
        if set(sequence) <= alphabet:
            expected = of_biopython(ProteinAnalysis(sequence))
            assert abs(value - expected) <= 0.5 * 10.0**-decimals + 1e-9 * max(1.0, abs(expected)), sequence
            compared += 1
    assert compared > 10_000


@pytest.mark.parametrize(
    ("key", "of_biopython", "alphabet"),
    [
        ("molecular_weight_da", lambda protein: protein.molecular_weight(), STANDARD | {"U"}),
        ("aromaticity", lambda protein: protein.aromaticity(), STANDARD | set("UX")),
        ("instability_index", lambda protein: protein.instability_index(), STANDARD),
        ("gravy", lambda protein: protein.gravy(), STANDARD),
        ("helix_fraction", lambda protein: protein.secondary_structure_fraction()[0], STANDARD | set("UX")),
        ("turn_fraction", lambda protein: protein.secondary_structure_fraction()[1], STANDARD | set("UX")),
        ("sheet_fraction", lambda protein: protein.secondary_structure_fraction()[2], STANDARD | set("UX")),
        ("extinction_reduced", lambda protein: protein.molar_extinction_coefficient()[0], STANDARD | set("UX")),
        ("extinction_cystines", lambda protein: protein.molar_extinction_coefficient()[1], STANDARD | set("UX")),
        ("charge_at_ph", lambda protein: protein.charge_at_pH(7.0), STANDARD | set("UX")),
    ],
)
def test_equal_on_both_proteomes(proteomes, engine, key, of_biopython, alphabet):
    check(proteomes, engine[key], key, of_biopython, alphabet=alphabet)


def test_isoelectric_points_are_the_points_biopython_stops_at(proteomes, engine):
    for sequence, value in zip(proteomes, engine["isoelectric_point"], strict=True):
        # Not only within its own precision of 1e-4: on the same point of its grid.
        assert abs(value - ProteinAnalysis(sequence).isoelectric_point()) <= 0.51e-6, sequence


def test_monoisotopic_masses(proteomes, engine):
    for sequence, value in zip(proteomes, engine["monoisotopic_mass_da"], strict=True):
        if set(sequence) <= STANDARD | {"U"}:
            expected = ProteinAnalysis(sequence, monoisotopic=True).molecular_weight()
            assert abs(value - expected) <= 0.51e-6 + 1e-9 * expected
