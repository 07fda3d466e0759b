"""Histograms by SQL, held to counting in Python."""

from dataclasses import replace
from statistics import median

import pytest

from jobs.remembered import Remembered
from results.queries import organisms, query
from results.selection.model import InvalidSelection, Selection
from tests.integration.results.selections import GRAVY, between, said, with_values


def test_histogram_loses_no_value_and_counts_each_in_its_bin(reader, filled):
    for key in ("gravy", "isoelectric_point", "molecular_weight_da", "atoms", "length", "count_L"):
        for bins in (1, 7, 60, 200):
            found = query.histogram(reader, filled.owner, filled.id, key, GRAVY, bins=bins)
            for record in filled.records:
                record["count_L"] = record["sequence"].count("L") if record["status"] != "rejected" else None
            values = [r[key] for r in filled.records if r[key] is not None]
            chosen = [r[key] for r in filled.records if r[key] is not None and between(r["gravy"], 0, 7)]
            assert len(found.edges) == len(found.counts) + 1 == len(found.selected) + 1 <= bins + 1
            assert found.edges[0] == min(values)
            assert sum(found.counts) == len(values)
            assert sum(found.selected) == len(chosen)
            # Cumulated to each edge; values a last digit off an edge may be on either side of it.
            for place in range(1, len(found.counts)):
                edge = found.edges[place]
                below = [sum(value < edge * (1 - s * 1e-12) - s * 1e-15 for value in values) for s in (1, -1)]
                assert below[0] <= sum(found.counts[:place]) <= below[1]


def test_histogram_gives_both_medians(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "isoelectric_point", GRAVY)
    chosen = [
        r["isoelectric_point"]
        for r in filled.records
        if between(r["gravy"], 0, 7) and r["isoelectric_point"] is not None
    ]
    assert found.median == pytest.approx(median(filled.values("isoelectric_point")))
    assert found.selected_median == pytest.approx(median(chosen))


def test_integer_bins_begin_at_whole_numbers_of_equal_width(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "atoms", Selection(), bins=25)
    widths = {b - a for a, b in zip(found.edges, found.edges[1:], strict=False)}
    assert len(widths) == 1
    assert widths.pop() == 3
    values = filled.values("atoms")
    for low, high, count in zip(found.edges, found.edges[1:], found.counts, strict=False):
        assert count == sum(low <= value < high for value in values)


def test_logarithmic_bins_have_equal_ratios_and_leave_out_what_has_no_logarithm(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "isoelectric_point", Selection(), bins=20, log=True)
    positive = [value for value in filled.values("isoelectric_point") if value > 0]
    assert sum(found.counts) == len(positive) < len(filled.values("isoelectric_point"))
    ratios = [high / low for low, high in zip(found.edges, found.edges[1:], strict=False)]
    assert ratios == pytest.approx([ratios[0]] * 20)
    assert found.median == pytest.approx(median(positive))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [5.5, 0.001, 1e-9])
def test_equal_values_are_one_bin_around_them(reader, fill, value, log):
    job = with_values(fill, "gravy", [value] * 5)
    found = query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log)
    assert (found.counts, found.selected, found.median, found.selected_median) == ([5], [5], value, value)
    assert found.edges[0] < value < found.edges[1]
    assert not log or found.edges[0] > 0


def test_equal_integers_are_one_bin(reader, fill):
    job = with_values(fill, "atoms", [7] * 5)
    found = query.histogram(reader, job.owner, job.id, "atoms", Selection())
    assert (found.edges, found.counts) == ([7.0, 8.0], [5])


@pytest.mark.parametrize("log", [False, True])
def test_without_any_value_there_is_nothing(reader, fill, log):
    job = with_values(fill, "gravy", [None] * 5)
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log) == query.Histogram(
        [], [], [], None, None
    )
    mixed = said(reader, job, Selection(), {"gravy": log, "length": False}).filters
    assert mixed["gravy"].edges == []
    assert sum(mixed["length"].counts) == 5


def test_a_job_without_records_has_empty_answers(reader, fill):
    job = fill(0)
    assert query.page(reader, job.owner, job.id, Selection(), 0, 10, ["ordinal"]) == query.Page([], 0)
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection()).edges == []
    assert query.scatter(reader, job.owner, job.id, "gravy", "length", Selection()).ordinals == b""
    assert query.composition(reader, job.owner, job.id, Selection()) == query.Composition([], [], [], [])
    assert query.status_counts(reader, job.owner, job.id, Selection()) == dict.fromkeys(
        ("ok", "warned", "rejected"), (0, 0)
    )


@pytest.mark.parametrize(("listed", "runs"), [(8, 2_000), (1, 2_000), (2, 2_000), (2, 1)])
def test_organisms_beyond_the_listed_ones_are_counted_together(reader, filled, monkeypatch, listed, runs):
    monkeypatch.setattr(organisms, "MOST_LISTED", listed)
    monkeypatch.setattr(organisms, "MOST_RUNS", runs)
    reader = replace(reader, remembered=Remembered())
    names = [record["organism"] for record in filled.records]
    chosen = [record["organism"] for record in filled.records if between(record["gravy"], 0, 7)]
    found = query.organism_counts(reader, filled.owner, filled.id, GRAVY)
    assert len(found.listed) == min(listed, 3)
    if listed > 1:
        for name, counts in found.listed.items():
            assert counts == (chosen.count(name), names.count(name))
        assert sum(one for one, _ in found.listed.values()) + found.others[0] == len(chosen)
    assert sum(all_ for _, all_ in found.listed.values()) + found.others[1] == len(names)


def test_all_filter_histograms_at_once_are_the_same_as_one_by_one(reader, filled):
    keys = {"molecular_weight_da": True, "isoelectric_point": False, "gravy": False, "atoms": False, "length": False}
    selection = replace(GRAVY, statuses=frozenset({"ok"}))
    together = said(reader, filled, selection, keys, bins=40).filters
    assert list(together) == list(keys)
    for key, log in keys.items():
        alone = query.histogram(reader, filled.owner, filled.id, key, selection, bins=40, log=log)
        assert together[key] == replace(alone, median=None, selected_median=None)


def test_no_histogram_of_words_or_of_nothing_known(reader, filled):
    for key in ("formula", "password_hash", "identifier", "residue_counts", "count_B"):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, key, Selection())
    for bins in (0, -1, 10**6):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, "gravy", Selection(), bins=bins)
    assert said(reader, filled, Selection(), {}).filters == {}
