import numpy as np
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


@pytest.mark.parametrize(
    ("sequence", "score", "soluble"),
    [
        # By hand, from the paper's formula: ubiquitin, hen lysozyme, alpha-synuclein and LacY by their residues.
        ("N" * 2 + "G" * 6 + "P" * 3 + "S" * 3 + "R" * 4 + "K" * 7 + "D" * 5 + "E" * 6 + "A" * 40, 0.2456, 1 - 0.5588),
        ("N" * 14 + "G" * 12 + "P" * 2 + "S" * 10 + "R" * 11 + "K" * 6 + "D" * 7 + "E" * 2 + "A" * 65, 1.8889, 0.1251),
        ("N" * 3 + "G" * 18 + "P" * 5 + "S" * 4 + "K" * 15 + "D" * 6 + "E" * 18 + "A" * 71, -1.1907, 0.7664),
    ],
)
def test_the_probability_of_being_soluble_reads_the_sign_as_the_paper_does(sequence, score, soluble):
    assert one(composition.inclusion_body_score, sequence) == pytest.approx(score, abs=5e-5)
    assert one(composition.soluble_probability, sequence) == pytest.approx(soluble, abs=5e-5)


def test_a_higher_score_never_means_more_soluble():
    batch = SequenceBatch.of(["K" * (200 - n) + "G" * n for n in range(200)] + ["G" * 97 + "K" * 3])
    pairs = sorted(
        zip(
            composition.inclusion_body_score(batch, DEFAULT),
            composition.soluble_probability(batch, DEFAULT),
            strict=True,
        )
    )
    probabilities = [probability for _, probability in pairs]
    assert probabilities == sorted(probabilities, reverse=True)
    assert (probabilities[0], probabilities[-1]) == pytest.approx((0.9792, 0.0208), abs=5e-5)


def test_what_emboss_prints_is_empty_where_it_is_no_probability():
    assert one(composition.inclusion_body_score, "K" * 40) < -7
    assert np.isnan(one(composition.inclusion_body_probability, "K" * 40))
    assert one(composition.inclusion_body_score, "G" * 97 + "K" * 3) == pytest.approx(13.2571, abs=5e-5)


def test_averaging_shares_b_and_z_out_by_how_often_acid_and_amide_occur():
    averaged = {"ambiguous": "average"}
    assert one(composition.negative_residues, "B" * 5, **averaged) == 3
    assert one(composition.negative_residues, "Z" * 100, **averaged) == 61
    assert one(composition.class_fraction("acidic"), "B" * 100, **averaged) == 0.56
    assert one(composition.class_fraction("polar"), "B" * 100, **averaged) == 1
    assert one(composition.net_charge_per_residue, "KKKKBX", **averaged) == 0.5
    assert one(composition.negative_residues, "B" * 5) == 0
