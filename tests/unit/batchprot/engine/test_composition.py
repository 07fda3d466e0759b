import pytest

from batchprot.engine import composition
from batchprot.engine.batch import SequenceBatch
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()


def one(function, sequence: str, **chosen: object) -> float:
    return float(function(SequenceBatch.of([sequence]), AnalysisOptions(**chosen))[0])


def test_aliphatic_index():
    assert one(composition.aliphatic_index, "A") == 100
    assert one(composition.aliphatic_index, "V") == 290
    assert one(composition.aliphatic_index, "IL") == 390
    assert one(composition.aliphatic_index, "AVGG") == pytest.approx((100 + 290) / 4)


def test_gravy():
    assert one(composition.gravy, "R") == -4.5
    assert one(composition.gravy, "IR") == 0
    assert one(composition.gravy, "IU") == 2.25  # no value for U: it counts as a residue of 0


def test_ambiguous_residues_are_left_out_of_means():
    for function in (
        composition.gravy,
        composition.aliphatic_index,
        composition.boman_index,
        composition.charged_residue_fraction,
        composition.inclusion_body_score,
        composition.fraction_of("FWY"),
        composition.class_fraction("small"),
    ):
        assert one(function, "AKWXXBZJ") == one(function, "AKW")


def test_biopython_divides_by_the_whole_length():
    assert one(composition.fraction_of("FWY"), "WXXX") == 1
    assert one(composition.fraction_of("FWY"), "WXXX", constants="biopython") == 0.25


def test_averaging_counts_classes_as_emboss_does():
    assert one(composition.class_fraction("acidic"), "DBZG", ambiguous="average") == 0.75
    assert one(composition.class_fraction("acidic"), "DBZG") == 0.5
    assert one(composition.class_fraction("non-polar"), "GX", ambiguous="average") == 0.5


def test_charged_residues():
    assert one(composition.negative_residues, "DEHKRBZ") == 2
    assert one(composition.positive_residues, "DEHKRBZ") == 2
    assert one(composition.net_charge_per_residue, "DKKG") == 0.25
    assert one(composition.charged_residue_fraction, "DKKG") == 0.75


def test_counts_are_in_the_order_of_the_alphabet():
    counts = composition.residue_counts(SequenceBatch.of(["AACYYYUOX"]), DEFAULT)[0].tolist()
    assert counts == [2, 1, *[0] * 17, 3]


def test_inclusion_bodies():
    batch = SequenceBatch.of(["NGPS", "KKKK"])
    assert composition.inclusion_body_score(batch, DEFAULT) == pytest.approx(
        [15.43 - 29.56 * 0.03 - 1.71, -29.56 * 0.97 - 1.71]
    )
    assert composition.inclusion_body_wording(batch, DEFAULT) == ["improbability", "probability"]
    d = 15.43 - 29.56 * 0.03 - 1.71
    assert composition.inclusion_body_probability(batch, DEFAULT)[0] == pytest.approx(
        0.4934 + 0.276 * d - 0.0392 * d * d
    )
