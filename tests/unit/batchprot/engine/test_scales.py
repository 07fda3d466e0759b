import re

import pytest
from Bio.SeqUtils import ProtParamData

from batchprot.engine.scales import BY_KEY, SCALES
from batchprot.reading.alphabet import STANDARD


def test_every_scale_biopython_ships_is_there_with_its_values():
    shipped = dict(ProtParamData.gravy_scales)
    shipped |= {name: getattr(ProtParamData, name) for name in ("Flex", "hw", "em", "ja")}
    assert {scale.biopython: scale.values for scale in SCALES if scale.biopython} == shipped
    assert len(shipped) == 32


def test_biopython_has_no_other_table_of_twenty_numbers():
    tables = [
        table
        for name, table in vars(ProtParamData).items()
        if not name.startswith("_") and isinstance(table, dict) and isinstance(table.get("A"), float)
    ]
    assert len(tables) > 20
    assert all(any(scale.values == table for scale in SCALES) for table in tables)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.key)
def test_a_scale_is_whole_named_and_cited(scale):
    assert set(scale.values) == set(STANDARD)
    assert re.fullmatch(r"[a-z][a-z0-9_]+", scale.key)
    assert re.search(r"\b(19|20)\d\d\b", scale.reference)
    assert scale.doi == "" or re.fullmatch(r"10\.\d{4,}/\S+", scale.doi)
    assert scale.label
    assert scale.high.startswith("more ")


def test_keys_and_labels_are_unique():
    assert len(BY_KEY) == len(SCALES) == len({scale.label for scale in SCALES})


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.key)
def test_what_a_high_value_means_holds_for_the_extreme_residues(scale):
    apolar = sum(scale.values[residue] for residue in "ILVF")
    polar = sum(scale.values[residue] for residue in "DEKN")
    signs = {"more hydrophobic": 1, "more buried": 1, "more hydrophilic": -1, "more exposed": -1, "more flexible": -1}
    if scale.high in signs:
        assert (apolar - polar) * signs[scale.high] > 0


def test_charges_are_those_of_the_expasy_set_at_ph_7():
    charge = BY_KEY["charge"].values
    assert charge["K"] == pytest.approx(1 / (1 + 10**-3))
    assert charge["D"] == pytest.approx(-1 / (1 + 10**-2.95))
    assert charge["H"] == pytest.approx(0.0872, abs=1e-4)
    assert charge["A"] == 0


def test_scales_whose_values_are_not_their_paper_s_say_so():
    eisenberg, tanford = BY_KEY["eisenberg"].values, BY_KEY["tanford"].values
    assert [residue for residue in STANDARD if eisenberg[residue] != tanford[residue]] == list("DLV")
    # AAindex: ARGP820101 has Leu 1.53, the membrane-buried preference ARGP820103 2.93; JANJ790102 has Arg -1.4.
    assert BY_KEY["argos"].values["L"] == 1.53
    assert BY_KEY["janin"].values["R"] == -1.14
    for key in ("tanford", "janin", "emini", "argos", "hydrophobic_moment", "hydrophobic_moment_strand"):
        assert BY_KEY[key].caveat.endswith(".")
    assert "variant" in BY_KEY["tanford"].label
    assert "variant" in BY_KEY["janin"].label
    assert "membrane" not in BY_KEY["argos"].label


def test_the_normalised_consensus_is_1_57_times_the_consensus():
    # Eisenberg, Weiss and Terwilliger 1984, AAindex EISD840101.
    consensus = dict(zip("ARNDCQEGHILKMFPSTWYV", (
        0.25, -1.76, -0.64, -0.72, 0.04, -0.69, -0.62, 0.16, -0.40, 0.73,
        0.53, -1.10, 0.26, 0.61, -0.07, -0.26, -0.18, 0.37, 0.02, 0.54,
    ), strict=True))  # fmt: skip
    values = BY_KEY["eisenberg"].values
    assert all(values[residue] == pytest.approx(1.57 * consensus[residue] + 0.23, abs=0.02) for residue in STANDARD)
