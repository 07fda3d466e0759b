import pytest

from batchprot.engine.analyze import REASONS, analyze
from batchprot.engine.batch import SequenceBatch
from batchprot.engine.notes import _applies, notes
from batchprot.properties.groups.warnings import NOTE_SENTENCES
from batchprot.properties.options import AnalysisOptions

DEFAULT = AnalysisOptions()


@pytest.mark.parametrize(
    ("sequence", "codes"),
    [
        ("MKVWYCDEFGH", ""),
        ("MKVLYCDEFGH", "no_trp"),
        ("MKVLKKDEFGH", "no_uv"),
        ("MKVLCKDEFGH", "no_trp"),
        ("MKVWYCDEFX", "ambiguous"),
        ("MKVWYCDEFU", "rare_residues"),
        ("MKVWYCDEF", "very_short"),
        ("ACGTACGTACW", "nucleotide_like"),
        ("ACGTWWWWWWW", ""),
    ],
)
def test_what_applies(sequence, codes):
    assert notes(SequenceBatch.of([sequence]), DEFAULT) == [codes]


def test_averaged_masses_are_approximate():
    averaged = AnalysisOptions(ambiguous="average")
    assert notes(SequenceBatch.of(["MKVWYCDEFX"]), averaged) == ["approximate_mass"]


def test_no_isoelectric_point():
    blocked = AnalysisOptions(n_terminus_blocked=True, c_terminus_blocked=True)
    assert notes(SequenceBatch.of(["WWWWWWWWWW", "WWWWWWWWKD"]), blocked) == ["no_isoelectric_point", ""]


@pytest.mark.parametrize(
    ("sequence", "codes"),
    [
        ("W" + "D" * 300, ""),
        ("W" + "D" * 35_000, "pi_outside_range"),
        ("W" + "R" * 1_000, "pi_outside_range"),
        ("W" + "R" * 50, "pi_spread_outside_range"),
    ],
)
def test_an_isoelectric_point_outside_the_range(sequence, codes):
    assert notes(SequenceBatch.of([sequence]), DEFAULT) == [codes]


def test_every_code_has_its_sentence():
    codes = {*_applies(SequenceBatch.of(["A"]), DEFAULT), *REASONS[1:], "initiator_met_removed", "initiator_met_kept"}
    assert codes <= set(NOTE_SENTENCES)  # the others are of reading


def test_a_removed_initiator_is_said():
    columns = analyze(["MWYCDEFGHIK", "WYCDEFGHIKL"], AnalysisOptions(remove_initiator_met=True), ["notes"])
    assert columns["notes"] == ["initiator_met_removed", ""]


@pytest.mark.parametrize("last_residue", [None, 1])
def test_an_initiator_that_is_all_there_is_is_kept_and_said(last_residue):
    sequences = ["M", "MWYCDEFGHIK", "A", "", "MM"]
    options = AnalysisOptions(remove_initiator_met=True, last_residue=last_residue)
    kept = ["initiator_met_kept" in notes for notes in analyze(sequences, options, ["notes"])["notes"]]
    assert kept == [True, last_residue == 1, False, False, last_residue == 1]
    elsewhere = AnalysisOptions(remove_initiator_met=True, first_residue=2)
    assert "initiator_met_kept" not in "".join(analyze(sequences, elsewhere, ["notes"])["notes"])
