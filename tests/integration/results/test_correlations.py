"""Correlations by SQL, held to mean ranks in Python."""

from statistics import correlation

import pytest

from batchprot.reading.alphabet import STANDARD
from results.queries import correlations, query
from results.selection.model import InvalidSelection, Selection
from tests.integration.results.selections import GRAVY, ordinals, with_values


def mean_ranks(values):
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]


CORRELATED = ["gravy", "length", "aromaticity", "instability_index", "atoms"]


@pytest.mark.parametrize("selection", [Selection(), GRAVY])
def test_correlations_are_those_of_mean_ranks(reader, filled, selection):
    found = query.correlations(reader, filled.owner, filled.id, CORRELATED, selection)
    chosen = set(ordinals(reader, filled, selection))
    complete = [r for r in filled.records if r["ordinal"] in chosen and all(r[key] is not None for key in CORRELATED)]
    assert (found.keys, found.records, found.sampled) == (tuple(CORRELATED), len(complete), False)
    for one, row in zip(CORRELATED, found.rows, strict=True):
        for other, value in zip(CORRELATED, row, strict=True):
            expected = correlation(mean_ranks([r[one] for r in complete]), mean_ranks([r[other] for r in complete]))
            assert value == pytest.approx(expected, abs=1e-9)


def test_correlations_of_many_are_over_a_fixed_sample(reader, filled, monkeypatch):
    monkeypatch.setattr(correlations, "MOST_RECORDS", 50)
    asked = (reader, filled.owner, filled.id, ["gravy", "aromaticity"], Selection())
    found = query.correlations(*asked)
    assert found.sampled
    assert 10 < found.records <= 70
    assert found == query.correlations(*asked)


def test_correlations_of_what_never_changes_are_unknown(reader, fill):
    job = with_values(fill, "gravy", [1.5] * 9)
    found = query.correlations(reader, job.owner, job.id, ["gravy", "length"], Selection())
    assert found.rows[0] == [None, None]


def test_correlations_of_nothing(reader, filled):
    found = query.correlations(reader, filled.owner, filled.id, ["gravy", "length"], Selection(ordinals=frozenset()))
    assert (found.records, found.rows) == (0, [[None, None], [None, None]])


@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["gravy"],
        ["gravy", "gravy"],
        ["gravy", "name"],
        ["gravy", "half_life_yeast_h"],
        [f"count_{a}" for a in STANDARD],
    ],
)
def test_only_some_properties_with_numbers_can_be_correlated(reader, filled, keys):
    with pytest.raises(InvalidSelection):
        query.correlations(reader, filled.owner, filled.id, keys, Selection())
