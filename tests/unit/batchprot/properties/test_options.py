import dataclasses
import math

import pytest

from batchprot.properties.options import PKA_SETS, AnalysisOptions, Choices, OptionsError, describe


def test_json_round_trip():
    options = AnalysisOptions(
        constants="biopython",
        pka_set="Sillero",
        ph=7.4,
        disulfides=2,
        n_terminus_blocked=True,
        first_residue=5,
        last_residue=90,
    )
    assert AnalysisOptions.from_json(options.to_json()) == options


def test_what_is_left_out_keeps_its_default():
    assert AnalysisOptions.from_json({}) == AnalysisOptions()
    assert AnalysisOptions.from_json({"ph": 5}).ph == 5.0
    assert isinstance(AnalysisOptions.from_json({"ph": 5}).ph, float)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("constants", "emboss"),
        ("constants", None),
        ("constants", ["expasy"]),
        ("pka_set", "Bjellqvist"),
        ("pka_set", {"a": 1}),
        ("ph", -0.01),
        ("ph", 14.01),
        ("ph", math.nan),
        ("ph", math.inf),
        ("ph", "7"),
        ("ph", True),
        ("ph", None),
        ("ph", 10**400),
        ("disulfides", -1),
        ("disulfides", 1.0),
        ("disulfides", True),
        ("disulfides", 10**9),
        ("first_residue", 0),
        ("first_residue", "1"),
        ("last_residue", 0),
        ("last_residue", 2.5),
        ("n_terminus_blocked", 1),
        ("c_terminus_blocked", "yes"),
        ("remove_initiator_met", None),
        ("ambiguous", "drop"),
        ("colour", "red"),
    ],
)
def test_a_bad_option_is_refused_by_name(name, value):
    with pytest.raises(OptionsError, match=f"^Option {name} ") as caught:
        AnalysisOptions.from_json({name: value})
    assert caught.value.field == name


def test_the_range_must_not_end_before_it_begins():
    assert AnalysisOptions(first_residue=3, last_residue=3).last_residue == 3
    with pytest.raises(OptionsError, match="from 3 to"):
        AnalysisOptions(first_residue=3, last_residue=2)


@pytest.mark.parametrize("value", [None, [], "options", 7])
def test_options_must_be_an_object(value):
    with pytest.raises(OptionsError, match="must be a JSON object"):
        AnalysisOptions.from_json(value)


@pytest.mark.parametrize("ph", [0, 14, 0.0, 14.0])
def test_the_ends_of_the_ph_scale_are_allowed(ph):
    assert AnalysisOptions.from_json({"ph": ph}).ph == ph


def test_nothing_is_said_of_the_default():
    assert describe(AnalysisOptions()) == []


def test_every_difference_is_said():
    options = AnalysisOptions(
        constants="biopython",
        pka_set="Nozaki",
        ph=7.4,
        disulfides=1,
        n_terminus_blocked=True,
        c_terminus_blocked=True,
        remove_initiator_met=True,
        first_residue=2,
        last_residue=50,
        ambiguous="average",
    )
    assert describe(options) == [
        "Biopython ProteinAnalysis constants",
        f"pKa set {PKA_SETS['Nozaki']}",
        "charge at pH 7.4",
        "1 disulfide",
        "N-terminus blocked",
        "C-terminus blocked",
        "initiator Met removed",
        "ambiguous residues averaged",
        "residues 2 to 50",
    ]


def test_an_open_range_goes_to_the_end():
    assert describe(AnalysisOptions(first_residue=24)) == ["residues 24 to end"]
    assert describe(AnalysisOptions(disulfides=3)) == ["3 disulfides"]


def test_calls_may_name_every_option_and_no_other():
    fields = {field.name: field.type for field in dataclasses.fields(AnalysisOptions)}
    assert Choices.__annotations__ == fields
