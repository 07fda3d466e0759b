import numpy as np
import pytest

from batchprot.engine import analyze as module
from batchprot.engine.analyze import ALL, analyze, plain
from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import BY_KEY, PROPERTIES, Kind

DEFAULT = AnalysisOptions()


def single(sequence: str | bytes, **chosen: object) -> dict[str, object]:
    return {key: column[0] for key, column in plain(analyze([sequence], AnalysisOptions(**chosen))).items()}


def test_no_sequences():
    columns = analyze([], DEFAULT)
    assert tuple(columns) == ALL
    assert columns["residue_counts"].shape == (0, 20)
    assert all(column == [] for column in plain(columns).values())


def test_bytes_and_text_give_the_same():
    assert single(b"MKVWSTE") == single("MKVWSTE")


def test_only_the_wanted_columns_in_the_order_of_the_table():
    assert tuple(analyze(["MKV"], DEFAULT, ["notes", "gravy", "length"])) == ("length", "gravy", "notes")
    assert analyze(["MKV"], DEFAULT, ["gravy"])["gravy"] == analyze(["MKV"], DEFAULT)["gravy"]
    with pytest.raises(KeyError, match="nothing"):
        analyze(["MKV"], DEFAULT, ["nothing"])


def test_numbers_are_rounded_to_their_stored_decimals():
    columns = analyze(["MKVWSTEDRH" * 7 + "A"], DEFAULT)
    for row in PROPERTIES:
        if row.kind is Kind.NUMBER:
            value = columns[row.key][0]
            assert np.isnan(value) or value == round(value, row.stored_decimals), row.key


def test_small_negative_numbers_do_not_become_minus_zero():
    values = analyze(["GG"] * 3, AnalysisOptions(ph=5.525), ["charge_at_ph"])["charge_at_ph"]
    assert not np.signbit(values).any()
    assert values.tolist() == [0.0] * 3


@pytest.mark.parametrize(
    ("sequence", "reason"),
    [("", "no_residues"), ("MK*", "bad_letter"), ("mkv", "bad_letter"), ("M K", "bad_letter"), ("MЖ", "bad_letter")],
)
def test_what_cannot_be_done_has_no_values_but_a_reason(sequence, reason):
    values = single(sequence)
    assert values["notes"] == reason
    assert values["length"] == len(sequence)
    for key, value in values.items():
        if key not in {"length", "notes", "residue_counts"}:
            assert value in {None, ""}, key
    assert values["residue_counts"] == [0] * 20


def test_a_strange_first_letter_is_not_blamed_on_the_protein_before():
    assert analyze(["WWWWWWWWWW", "*WWWWWWWWW", "WWWWWWWWWW"], DEFAULT, ["notes"])["notes"] == ["", "bad_letter", ""]


@pytest.mark.parametrize("sequence", ["X", "XXXX", "BJZX"])
def test_only_ambiguous_letters(sequence):
    values = single(sequence)
    assert values["notes"] == "only_ambiguous"
    assert values["ambiguous_residues"] == values["length"] == len(sequence)
    assert len(str(values["crc64"])) == 16
    assert {key for key, value in values.items() if value not in (None, "", [0] * 20)} == {
        "length",
        "ambiguous_residues",
        "crc64",
        "notes",
    }


def test_a_hopeless_sequence_leaves_its_neighbours_alone():
    mixed = plain(analyze(["MKVWSTE", "", "XX", "ACD-", "GGGGD"], DEFAULT))
    good = plain(analyze(["MKVWSTE", "GGGGD"], DEFAULT))
    for key, column in good.items():
        assert [mixed[key][0], mixed[key][4]] == column, key
    assert mixed["notes"][1:4] == ["no_residues", "only_ambiguous", "bad_letter"]


def test_all_selenocysteine():
    values = single("UUUU")
    assert values["formula"] == "C12H22N4O5Se4"
    assert values["gravy"] == 0.0
    assert values["instability_index"] is None
    assert values["half_life_mammalian_h"] is None


def test_one_residue():
    values = single("W")
    assert values["molecular_weight_da"] == pytest.approx(204.22844)
    assert values["absorbance_reduced"] == pytest.approx(5500 / 204.22844, abs=1e-7)
    assert values["instability_index"] is None
    assert values["hydrophobic_moment_max"] is None
    assert values["flexibility_mean"] is None


def test_the_range_is_counted_along_the_sequence_as_given():
    assert single("MAKVW", first_residue=2, last_residue=4)["crc64"] == single("AKV")["crc64"]
    assert single("MAKVW", first_residue=2)["length"] == 4
    assert single("MAKVW", last_residue=99)["length"] == 5
    assert single("MAK", first_residue=4)["notes"] == "outside_range"
    assert single("MAK", first_residue=4)["length"] == 0


def test_the_initiator_met_is_residue_one_or_not_there():
    removed = {"remove_initiator_met": True}
    assert single("MAK", **removed)["crc64"] == single("AK")["crc64"]
    assert single("AMK", **removed)["crc64"] == single("AMK")["crc64"]
    assert single("M", **removed)["length"] == 1
    assert single("AMK", first_residue=2, **removed)["length"] == 2
    assert single("MAK", last_residue=2, **removed)["length"] == 1
    assert single(b"MAK", **removed)["length"] == 2


def test_integers_are_integers_and_missing_ones_none():
    columns = plain(analyze(["MKC", "MKX"], DEFAULT))
    assert columns["atoms"][0] == 14 + 28 + 4 + 4 + 2
    assert isinstance(columns["atoms"][0], int)
    assert columns["atoms"][1] is None
    assert columns["formula"] == ["C14H28N4O4S2", ""]


def test_more_than_fits_at_once(monkeypatch):
    sequences = ["MKVWSTE" * (index % 5 + 1) for index in range(50)] + ["", "X"]
    whole = plain(analyze(sequences, DEFAULT))
    monkeypatch.setattr(module, "BATCH_PROTEINS", 7)
    monkeypatch.setattr(module, "BATCH_RESIDUES", 60)
    assert plain(analyze(sequences, DEFAULT)) == whole


@pytest.mark.parametrize("letter", "DRWKGX")
def test_thirty_five_thousand_residues(letter):
    values = single(letter * 35_000 + "A")
    assert values["length"] == 35_001
    for key, value in values.items():
        if BY_KEY[key].kind is Kind.NUMBER and value is not None:
            assert np.isfinite(value), key
