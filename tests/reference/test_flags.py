"""The error figures that the two flags print: counted again by the names in UniProt."""

import gzip
import re

import numpy as np
import pytest

from batchprot.engine.analyze import analyze
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY

KEYS = ["hydrophobic_n_terminus_flag", "hydrophobic_segment_flag"]
SOLUBLE = (
    r"ribosomal (subunit )?protein [a-zA-Z]*[LSu][0-9a-z]+(/L12)?$|--tRNA ligase|^DNA-directed RNA polymerase|"
    r"^Elongation factor"
)
GROUPS = {
    ("ecoli", "soluble"): (SOLUBLE, 91, 1, 4),
    ("ecoli", "exported"): (r"periplasmic|porin|lipoprotein|fimbri|outer membrane protein", 179, 155, 9),
    ("ecoli", "membrane"): (
        r"permease|transporter|symporter|antiporter|exporter|efflux|inner membrane protein", 412, 246, 374,
    ),
    ("yeast", "soluble"): (SOLUBLE, 104, 1, 9),
    ("yeast", "exported"): (
        r"cell wall|mannoprotein|vacuolar (carboxy|prote|amino)|GPI-anchored|invertase|mating", 105, 35, 36,
    ),
    ("yeast", "membrane"): (r"permease|transporter|symporter|antiporter|exporter|efflux", 197, 22, 185),
}  # fmt: skip


@pytest.fixture(scope="module")
def named(shared_data):
    """Names and sequences of the proteins of a proteome."""

    def read(organism):
        (path,) = (shared_data / "proteomes").glob(f"{organism}_*.fasta.gz")
        records = gzip.decompress(path.read_bytes()).decode().split(">")[1:]
        heads = [record.partition("\n")[0].partition(" ")[2].partition(" OS=")[0] for record in records]
        return list(zip(heads, ["".join(record.split("\n")[1:]) for record in records], strict=True))

    return read


@pytest.mark.parametrize("group", GROUPS)
def test_the_flags_err_as_often_as_they_say(group, named):
    pattern, number, n_terminus, segment = GROUPS[group]
    chosen = [sequence for name, sequence in named(group[0]) if re.search(pattern, name, re.IGNORECASE)]
    columns = analyze(chosen, AnalysisOptions(), KEYS)
    assert (len(chosen), *(int(np.nansum(columns[key])) for key in KEYS)) == (number, n_terminus, segment)


def test_the_figures_are_those_that_the_table_prints():
    first, second = (BY_KEY[key].caveat for key in KEYS)
    for words in ("155 of 179", "246 of 412", "1 of 91", "35 of 105"):
        assert words in first
    for words in ("374 of 412", "9 of 179", "4 of 91", "185 of 197", "9 of 104"):
        assert words in second


def test_worked_flags():
    # The signal peptide of the beta-lactamase TEM-1, and a helix behind residue 30.
    signal = "MSIQHFRVALIPFFAAFCLPVFAHPETLVKVKDAEDQLGARVGYIELDLNSGK"
    helix = "M" + "DESK" * 10 + "LIVALLIVGALLIVALLVAL" + "DESK" * 5
    columns = analyze([signal, helix, "M" + "DESK" * 3 + helix[41:], "MK" * 5, "MK" * 6], AnalysisOptions(), KEYS)
    assert np.array_equal(columns[KEYS[0]], [1, 0, 1, np.nan, 0], equal_nan=True)
    assert np.array_equal(columns[KEYS[1]], [0, 1, 0, np.nan, np.nan], equal_nan=True)
