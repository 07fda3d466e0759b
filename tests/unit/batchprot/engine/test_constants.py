from collections import Counter

import pytest
from Bio.SeqUtils.ProtParamData import DIWV

from batchprot.engine.constants import (
    DIWV_SCALE,
    EXPASY_AVERAGE,
    EXPASY_MONOISOTOPIC,
    MASS_SCALE,
    constants_set,
    vector,
)


def test_the_histogram_of_expasys_dipeptide_weights():
    # Guruprasad et al. 1990, the printed table.
    weights = Counter((constants_set("expasy").diwv / DIWV_SCALE).ravel().tolist())
    del weights[0.0]
    assert weights == {
        1.0: 247,
        20.26: 33,
        -7.49: 24,
        -6.54: 23,
        13.34: 12,
        44.94: 12,
        24.68: 11,
        -14.03: 10,
        33.60: 9,
        -1.88: 9,
        -9.37: 5,
        58.28: 3,
        18.38: 1,
        -15.91: 1,
    }


def test_biopythons_weights_are_biopythons():
    table = constants_set("biopython").diwv
    for first, row in DIWV.items():
        for second, weight in row.items():
            assert table[ord(first) - 65, ord(second) - 65] / DIWV_SCALE == weight


def test_the_two_sets_differ_in_two_weights():
    different = constants_set("expasy").diwv != constants_set("biopython").diwv
    pairs = {chr(65 + first) + chr(65 + second) for first, second in zip(*different.nonzero(), strict=True)}
    assert pairs == {"KQ", "FY"}


def test_masses_are_held_without_loss():
    for values in (EXPASY_AVERAGE, EXPASY_MONOISOTOPIC):
        table = vector(values, MASS_SCALE) / MASS_SCALE
        assert {letter: table[ord(letter) - 65] for letter in values} == dict(values)


@pytest.mark.parametrize("name", ["expasy", "biopython"])
def test_every_letter_has_masses(name):
    constants = constants_set(name)
    assert (constants.average > 57_000_000).all()
    assert (constants.monoisotopic > 57_000_000).all()
