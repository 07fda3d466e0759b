"""Numbers that Expasy and UniProt printed, by the tolerances of their printed digits."""

import pytest

from batchprot.engine.analyze import analyze, plain
from batchprot.properties.options import AnalysisOptions

PRINTED = {
    "length": ("length", 0),
    "molecular_weight": ("molecular_weight_da", 0.01),
    "isoelectric_point": ("isoelectric_point", 0.011),
    "extinction_cystines": ("extinction_cystines", 0),
    "absorbance_cystines": ("absorbance_cystines", 0.001),
    "extinction_reduced": ("extinction_reduced", 0),
    "absorbance_reduced": ("absorbance_reduced", 0.001),
    "instability_index": ("instability_index", 0.011),
    "aliphatic_index": ("aliphatic_index", 0.01),
    "gravy": ("gravy", 0.001),
    "atoms": ("atoms", 0),
}
TRUNCATED_MASSES = {"P13838", "P05313"}
"""Old entries whose mass UniProt cut off instead of rounding it."""


@pytest.mark.parametrize("field", [*PRINTED, "formula"])
def test_protparam_reports(golden, field):
    rows = golden("expasy_protparam_reports.csv")
    columns = plain(analyze([row["sequence"] for row in rows], AnalysisOptions()))
    assert len(rows) == 9
    if field == "formula":
        assert columns["formula"] == [row["formula"] for row in rows]
        return
    key, tolerance = PRINTED[field]
    for value, row in zip(columns[key], rows, strict=True):
        assert abs(value - float(row[field])) <= tolerance, row["identifier"]


def test_isoelectric_points(golden):
    rows = golden("expasy_isoelectric_points.csv")
    values = analyze([row["sequence"] for row in rows], AnalysisOptions(), ["isoelectric_point"])["isoelectric_point"]
    for value, row in zip(values, rows, strict=True):
        assert value == pytest.approx(float(row["isoelectric_point"]), abs=0.011)


def test_uniprot_masses_and_checksums(golden):
    rows = golden("uniprot_masses.csv")
    # UniProt averages ambiguous residues.
    columns = plain(analyze([row["sequence"] for row in rows], AnalysisOptions(ambiguous="average")))
    assert columns["crc64"] == [row["crc64"] for row in rows]
    wrong = {
        row["accession"]
        for mass, row in zip(columns["molecular_weight_da"], rows, strict=True)
        if round(mass) != int(row["molecular_weight_da"])
    }
    assert wrong == TRUNCATED_MASSES
