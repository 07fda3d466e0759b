import numpy as np
import pytest

from batchprot.engine.batch import SequenceBatch
from batchprot.engine.half_life import HALF_LIVES, first_residue, hours, next_residue, qualifier, residue_after_met
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()


def test_all_twenty_are_there_except_proline_in_ecoli():
    assert {system: len(table) for system, table in HALF_LIVES.items()} == {"mammalian": 20, "yeast": 20, "ecoli": 19}
    assert "P" not in HALF_LIVES["ecoli"]


@pytest.mark.parametrize(
    ("letter", "system", "expected", "sign"),
    [
        ("M", "mammalian", 30, ""),
        ("P", "mammalian", 20, ">"),
        ("R", "yeast", 2 / 60, ""),
        ("M", "yeast", 20, ">"),
        ("Q", "ecoli", 10, ">"),
        ("L", "ecoli", 2 / 60, ""),
        ("P", "ecoli", None, ""),
        ("X", "yeast", None, ""),
        ("U", "mammalian", None, ""),
    ],
)
def test_half_life_of_the_first_residue(letter, system, expected, sign):
    batch = SequenceBatch.of([letter + "G"])
    value = hours(first_residue, system)(batch, DEFAULT)[0]
    assert np.isnan(value) if expected is None else value == expected
    assert qualifier(first_residue, system)(batch, DEFAULT) == [sign]


def test_the_residue_after_the_initiator_met():
    batch = SequenceBatch.of(["MA", "M", "AM", "MM", "K"])
    assert next_residue(batch, DEFAULT) == ["A", "", "", "M", ""]
    values = hours(residue_after_met, "mammalian")(batch, DEFAULT)
    assert np.array_equal(values, [4.4, np.nan, np.nan, 30, np.nan], equal_nan=True)
    assert qualifier(residue_after_met, "yeast")(batch, DEFAULT) == [">", "", "", ">", ""]
