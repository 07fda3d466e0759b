"""Single values printed in the documentation of other tools."""

import csv
import json
from pathlib import Path

import pytest

from batchprot.engine.analyze import analyze, plain
from batchprot.engine.batch import SequenceBatch
from batchprot.engine.charge import isoelectric_points
from batchprot.engine.pka import SETS
from batchprot.properties.options import AnalysisOptions

R_PEPTIDES_HELICAL = "FLPVLAGLTPSIVPKLVCLLTKKC"
UBIQUITIN = "MQIFVKTLTGKTITLEVEPSDTIENVKAKIQDKEGIPPDQQRLIFAGKQLEDGRTLSDYNIQKESTLHLVLRLRGG"


TOLERANCES = {
    "molecular_weight_da": 0.01,
    "monoisotopic_mass_da": 0.01,
    "isoelectric_point": 0.011,
    "instability_index": 0.011,
    "aliphatic_index": 0.01,
    "gravy": 0.001,
    "absorbance_reduced": 0.001,
    "absorbance_cystines": 0.001,
    "aromaticity": 0.006,
    "helix_fraction": 0.006,
    "turn_fraction": 0.006,
    "sheet_fraction": 0.006,
    "inclusion_body_probability": 0.0006,
}
WHOLE_DALTON = 0.5


def published() -> list[dict[str, str]]:
    """The rows of published_values.csv that hold their sequence and have no known fault."""
    path = Path(__file__).parent / "published_values.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["sequence"] and not row["note"]]


@pytest.mark.parametrize("row", published(), ids=lambda row: f"{row['protein'][:24]}-{row['key']}")
def test_published_value(row):
    options = json.loads(row["options"] or "{}")
    if row["source"].startswith("UniProtKB"):
        options["ambiguous"] = "average"
    value = plain(analyze([row["sequence"]], AnalysisOptions.from_json(options)))[row["key"]][0]
    if row["key"] == "formula":
        assert value == row["value"]
        return
    whole = row["key"] == "molecular_weight_da" and "." not in row["value"]
    assert abs(value - float(row["value"])) <= (WHOLE_DALTON if whole else TOLERANCES.get(row["key"], 0))


@pytest.mark.parametrize(
    ("sequence", "options", "key", "printed", "tolerance"),
    [
        # R package Peptides, manual pages of boman and hmoment.
        (R_PEPTIDES_HELICAL, {}, "boman_index", -1.235833, 1e-6),
        (R_PEPTIDES_HELICAL, {}, "hydrophobic_moment_max", 0.5199226, 1e-7),
        # BioJava's tests against Expasy; Bio.SeqUtils.IsoelectricPoint gives a C-terminal Asp its own pK.
        ("GGGGD", {}, "isoelectric_point", 3.80, 0.006),
        ("GGGGD", {"constants": "biopython"}, "isoelectric_point", 4.30, 0.006),
        # Docstring of Bio.SeqUtils.IsoelectricPoint.
        ("INGAR", {"constants": "biopython"}, "isoelectric_point", 9.75, 0.006),
        ("INGAR", {"constants": "biopython"}, "charge_at_ph", 0.76, 0.006),
        ("PETER", {"constants": "biopython"}, "isoelectric_point", 4.53, 0.006),
    ],
)
def test_documented_value(sequence, options, key, printed, tolerance):
    value = plain(analyze([sequence], AnalysisOptions(**options)))[key][0]
    assert abs(value - printed) <= tolerance


def test_the_spread_of_ubiquitin():
    # The range stands in the caveat of the spread and on the methods page.
    by_set = dict(zip(SETS, isoelectric_points(SequenceBatch.of([UBIQUITIN]), AnalysisOptions())[:, 0], strict=True))
    assert min(by_set.values()) == pytest.approx(6.19, abs=0.006)
    assert max(by_set.values()) == pytest.approx(7.71, abs=0.006)


def test_biopython_clamps_the_isoelectric_point():
    both = [
        float(analyze(["D" * 10], AnalysisOptions(constants=constants))["isoelectric_point"][0])
        for constants in ("expasy", "biopython")
    ]
    assert both[1] == pytest.approx(4.05, abs=1e-4)
    assert both[0] < 3.5
