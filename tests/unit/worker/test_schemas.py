from dataclasses import fields

import pytest

from batchprot.properties.options import AnalysisOptions, OptionsError
from worker import schemas
from worker.problems import Problem


def refusal(model, document):
    with pytest.raises(Problem) as refused:
        schemas.read(model, document)
    assert (refused.value.status, refused.value.code) == (422, "bad_request")
    return refused.value.message


def test_defaults_are_filled_in():
    assert schemas.read(schemas.AnalyzeRequest, {"sequences": ["MKV"]}).options == {}
    profile = schemas.read(schemas.ProfileRequest, {"sequence": "MKV", "scale": "eisenberg"})
    assert (profile.window, profile.edge) == (9, 1.0)
    assert schemas.read(schemas.TitrationRequest, {"sequence": "MKV"}).step == 0.1


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"sequences": "MKV"},
        {"sequences": None},
        {"sequences": [1]},
        {"sequences": [None]},
        {"sequences": {"a": "MKV"}},
        {"sequences": ["MKV"], "options": []},
        {"sequences": ["MKV"], "options": None},
        {"sequences": ["MKV"], "extra": 1},
        {"sequences": [""] * (schemas.MAX_SEQUENCES + 1)},
    ],
)
def test_wrong_analyze_requests_are_refused(document):
    refusal(schemas.AnalyzeRequest, document)


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": ""},
        {"sequence": 3},
        {"sequence": "A" * (schemas.MAX_PROFILE_RESIDUES + 1)},
        {"scale": 3},
        {"window": 1},
        {"window": 53},
        {"window": 9.5},
        {"window": "9"},
        {"window": True},
        {"edge": -0.1},
        {"edge": 1.1},
        {"edge": "1"},
    ],
)
def test_wrong_profile_requests_are_refused(change):
    refusal(schemas.ProfileRequest, {"sequence": "MKVMKVMKV", "scale": "eisenberg"} | change)


@pytest.mark.parametrize("step", [0, 0.001, 1.5, -1, "0.1", None])
def test_wrong_titration_steps_are_refused(step):
    refusal(schemas.TitrationRequest, {"sequence": "MKV", "step": step})


def test_the_refusal_names_the_field_and_never_the_sequence():
    detail = refusal(schemas.AnalyzeRequest, {"sequences": ["MKVSECRET", 7]})
    assert detail.startswith("sequences 1: ")
    assert "SECRET" not in detail


def test_a_long_unknown_name_is_cut():
    assert "x" * 41 not in refusal(schemas.AnalyzeRequest, {"sequences": [], "x" * 10_000: 1})


def test_the_options_are_described_as_they_are():
    described = schemas.OPTIONS_SCHEMA["properties"]
    assert list(described) == [field.name for field in fields(AnalysisOptions)]
    assert {name: entry["default"] for name, entry in described.items()} == AnalysisOptions().to_json()


@pytest.mark.parametrize("name", ["ph", "disulfides", "first_residue"])
@pytest.mark.parametrize(("bound", "beyond"), [("minimum", -1), ("maximum", 1)])
def test_the_described_bounds_are_the_bounds(name, bound, beyond):
    edge = schemas.OPTIONS_SCHEMA["properties"][name][bound]
    assert AnalysisOptions.from_json({name: edge})
    with pytest.raises(OptionsError):
        AnalysisOptions.from_json({name: edge + beyond})


@pytest.mark.parametrize("name", ["constants", "pka_set", "ambiguous"])
def test_every_described_choice_is_accepted(name):
    for choice in schemas.OPTIONS_SCHEMA["properties"][name]["enum"]:
        assert AnalysisOptions.from_json({name: choice}).to_json()[name] == choice
