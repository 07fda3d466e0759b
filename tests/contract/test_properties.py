"""The property table, the engine's table and the columns of a CSV say the same, in the same order."""

import re

import numpy as np
import pytest

from batchprot.engine.analyze import analyze
from batchprot.engine.pka import SETS
from batchprot.engine.table import FUNCTIONS
from batchprot.properties.groups.warnings import NOTE_SENTENCES
from batchprot.properties.options import PKA_SETS, AnalysisOptions
from batchprot.properties.table import (
    BY_KEY,
    CALCULATED,
    PROPERTIES,
    RECORD_COLUMNS,
    Kind,
    Preset,
    columns_of,
    headers,
    properties_of,
)
from batchprot.reading.alphabet import STANDARD

FIRST_COLUMNS = (
    "ambiguous_residues, molecular_weight_da, monoisotopic_mass_da, isoelectric_point, charge_at_ph, "
    "instability_index, aliphatic_index, gravy, aromaticity, extinction_reduced, extinction_cystines, "
    "absorbance_reduced, absorbance_cystines, negative_residues, positive_residues, helix_fraction, turn_fraction, "
    "sheet_fraction, half_life_mammalian_h, half_life_mammalian_h_qualifier, half_life_yeast_h, "
    "half_life_yeast_h_qualifier, half_life_ecoli_h, half_life_ecoli_h_qualifier, formula, atoms, "
    + "".join(f"count_{letter}, " for letter in "ACDEFGHIKLMNPQRSTVWY")
    + "crc64"
).split(", ")
"""Published: programs that read our CSV rely on it. More columns may only come after these."""


def test_the_engine_computes_exactly_the_table_in_its_order():
    assert tuple(FUNCTIONS) == tuple(row.key for row in PROPERTIES)


def test_every_property_is_produced_in_its_kind():
    sequences = ["MKVWSTE", "ACDEFGHIKLMNPQRSTVWYUO", "GGGGGGGGGGGGGGGG"]
    columns = analyze(sequences, AnalysisOptions())
    assert tuple(columns) == tuple(BY_KEY)
    for key, column in columns.items():
        kind = BY_KEY[key].kind
        if kind is Kind.TEXT:
            assert isinstance(column, list), key
            assert all(isinstance(text, str) for text in column), key
            assert len(column) == len(sequences), key
        elif kind is Kind.COUNTS:
            assert column.shape == (len(sequences), len(STANDARD)), key
            assert column.dtype == np.int64, key
        else:
            assert column.shape == (len(sequences),), key
            assert column.dtype == np.float64, key


def test_integers_are_whole():
    columns = analyze(["MKVWSTECCYX", "ACDEFGHIKLMNPQRSTVWYUO"], AnalysisOptions())
    for row in PROPERTIES:
        if row.kind is Kind.INTEGER:
            values = columns[row.key]
            assert np.array_equal(values, np.rint(values), equal_nan=True), row.key


def test_the_published_columns_come_first_and_in_order():
    assert columns_of(Preset.ALL)[: len(FIRST_COLUMNS)] == tuple(FIRST_COLUMNS)


def test_the_record_columns_hold_length_once():
    assert "length" in RECORD_COLUMNS
    assert "length" not in columns_of(Preset.ALL)
    assert [row.key for row in PROPERTIES if row.home == "protein"] == ["length", "crc64", "proforma"]
    assert len(CALCULATED) == len(PROPERTIES) - 3


def test_presets_contain_each_other():
    basic, advanced, every = (set(columns_of(preset)) for preset in Preset)
    assert basic < advanced < every
    assert properties_of(Preset.ALL) == PROPERTIES
    assert {header for row in PROPERTIES for header in headers(row)} == every | {"length"}


def test_no_header_occurs_twice():
    columns = [*RECORD_COLUMNS, *columns_of(Preset.ALL)]
    assert len(columns) == len(set(columns))


@pytest.mark.parametrize("row", PROPERTIES, ids=lambda row: row.key)
def test_every_row_is_filled_in(row):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", row.key)
    for text in (row.label, row.group, row.summary, row.formula, row.caveat, row.range):
        assert text
        assert "  " not in text
        assert text == text.strip()
    assert row.summary.endswith(".")
    assert row.caveat.endswith(".")
    assert row.short or row.key.endswith("_qualifier")
    assert row.reference or row.key == "notes"
    assert row.doi == "" or re.fullmatch(r"10\.\d{4,9}/\S+", row.doi)
    assert row.decimals >= 0
    assert row.stored_decimals == row.decimals + 4


def test_every_citation_has_its_doi():
    # The checksum is cited to a book.
    assert {row.key for row in PROPERTIES if not row.doi} == {"crc64", "notes"}


def test_every_pka_set_has_values():
    assert tuple(PKA_SETS) == tuple(SETS)


def test_every_note_code_is_explained_in_the_table():
    assert all(f"{code}: {sentence}" in BY_KEY["notes"].formula for code, sentence in NOTE_SENTENCES.items())
