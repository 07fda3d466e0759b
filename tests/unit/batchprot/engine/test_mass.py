import numpy as np
import pytest

from batchprot.engine import mass
from batchprot.engine.batch import SequenceBatch
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()
AVERAGED = AnalysisOptions(ambiguous="average")
ATOMIC_WEIGHTS = np.array([12.0107, 1.00794, 14.0067, 15.9994, 32.065, 78.96])


def batch(*sequences: str) -> SequenceBatch:
    return SequenceBatch.of(sequences)


def test_one_glycine():
    assert mass.molecular_weight(batch("G"), DEFAULT)[0] == pytest.approx(75.06714, abs=1e-9)
    assert mass.monoisotopic_mass(batch("G"), DEFAULT)[0] == pytest.approx(75.03202, abs=1e-9)
    assert mass.formula(batch("G"), DEFAULT) == ["C2H5N1O2"]
    assert mass.atoms(batch("G"), DEFAULT)[0] == 10


@pytest.mark.parametrize(("letter", "average"), [("U", 168.05404), ("O", 255.31704)])
def test_selenocysteine_and_pyrrolysine(letter, average):
    assert mass.molecular_weight(batch(letter), DEFAULT)[0] == pytest.approx(average, abs=1e-9)


@pytest.mark.parametrize("letter", "ACDEFGHIKLMNOPQRSTUVWY")
def test_the_formula_weighs_what_the_table_says(letter):
    atoms = mass._atoms(batch(letter))[0]
    assert mass.molecular_weight(batch(letter), DEFAULT)[0] == pytest.approx(float(atoms @ ATOMIC_WEIGHTS), abs=0.01)


def test_elements_that_are_absent_are_left_out():
    assert mass.formula(batch("GG", "C", "U", "UC", "GXG"), DEFAULT) == [
        "C4H8N2O3",
        "C3H7N1O2S1",
        "C3H7N1O2Se1",
        "C6H12N2O3S1Se1",
        "",
    ]


@pytest.mark.parametrize("sequence", ["GX", "BG", "ZG", "GJG"])
def test_ambiguous_residues_leave_no_mass_unless_averaged(sequence):
    for function in (mass.molecular_weight, mass.monoisotopic_mass, mass.absorbance_reduced, mass.absorbance_cystines):
        assert np.isnan(function(batch(sequence), DEFAULT)[0])
        assert not np.isnan(function(batch(sequence), AVERAGED)[0])
    assert np.isnan(mass.atoms(batch(sequence), AVERAGED)[0])
    assert mass.formula(batch(sequence), AVERAGED) == [""]


def test_averaged_masses():
    weights = mass.molecular_weight(batch("B", "Z", "J", "X"), AVERAGED) - 18.01524
    assert weights == pytest.approx([114.5962, 128.6231, 113.1594, 118.8860])


@pytest.mark.parametrize(
    ("sequence", "reduced", "cystines"), [("C", 0, 0), ("CC", 0, 125), ("CCCWY", 6990, 7115), ("G", 0, 0)]
)
def test_extinction(sequence, reduced, cystines):
    assert mass.extinction_reduced(batch(sequence), DEFAULT)[0] == reduced
    assert mass.extinction_cystines(batch(sequence), DEFAULT)[0] == cystines


def test_absorbance_is_by_the_unrounded_mass():
    # One tryptophan: 5500 / 204.22844, not / 204.23.
    assert mass.absorbance_reduced(batch("W"), DEFAULT)[0] == pytest.approx(5500 / 204.22844, rel=1e-12)
