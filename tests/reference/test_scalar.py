"""The engine against a plain scalar reference on random sequences."""

import random

import pytest

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, Kind

SEQUENCES = 10_000


def random_sequences(number: int) -> list[str]:
    """Random composition, mostly standard residues, some with U, O and ambiguous letters; 1 to 80 residues."""
    chance = random.Random(1980)
    sequences = []
    for index in range(number):
        letters = "".join(chance.sample("ACDEFGHIKLMNPQRSTVWY", chance.randint(1, 20)))
        if index % 10 == 0:
            letters += "UO"
        if index % 10 in {1, 2}:
            letters += "BJXZ"
        sequence = "".join(chance.choices(letters, k=chance.randint(1, 80)))
        sequences.append(sequence if set(sequence) - set("BJXZ") else sequence + "A")
    return sequences


@pytest.fixture(scope="module")
def compared(scalar):
    sequences = random_sequences(SEQUENCES)
    engine = plain(analyze(sequences, AnalysisOptions()))
    return sequences, engine, [scalar.properties(sequence) for sequence in sequences]


OTHERWISE = {
    "isoelectric_point_predicted",
    "isoelectric_point_min",
    "isoelectric_point_median",
    "isoelectric_point_max",
    "notes",
    "modifications",
    "modification_count",
    "proforma",
}
"""Tested on their own: the pI spread by other laws, notes, predicted pI and modifications in their unit tests."""


@pytest.mark.parametrize("key", [key for key in BY_KEY if key not in OTHERWISE])
def test_equal_to_the_scalar_reference(compared, key):
    sequences, engine, reference = compared
    row = BY_KEY[key]
    for sequence, value, expected in zip(sequences, engine[key], (one[key] for one in reference), strict=True):
        if row.kind is Kind.NUMBER and expected is not None:
            # Half a unit of the last stored decimal is rounding, 1e-9 of the value is arithmetic.
            allowed = 0.5 * 10.0**-row.stored_decimals + 1e-9 * max(1.0, abs(expected))
            assert value is not None, sequence
            assert abs(value - expected) <= allowed, sequence
        else:
            assert value == expected, sequence
