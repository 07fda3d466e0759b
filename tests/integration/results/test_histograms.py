"""Histograms by SQL, held to counting in Python."""

import itertools
from bisect import bisect_right
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import pytest

from batchprot.properties.shown import decimals_of
from jobs.remembered import Remembered
from results.queries import organisms, query
from results.selection.model import InvalidSelection, Selection
from tests.integration.results.selections import GRAVY, between, said, with_values

KEYS = ("gravy", "isoelectric_point", "molecular_weight_da", "atoms", "length", "count_L", "ordinal")


def values_of(job, key):
    """Pairs of a record's value and whether GRAVY selects it, of those that have a value."""
    if key == "count_L":
        found = [r["sequence"].count("L") if r["status"] != "rejected" else None for r in job.records]
    else:
        found = [r[key] for r in job.records]
    chosen = [between(r["gravy"], 0, 7) for r in job.records]
    return [(value, one) for value, one in zip(found, chosen, strict=True) if value is not None]


def shown(value, key):
    """The value as it is shown, in units of its last digit: half is rounded away from 0, as a browser does it."""
    exact = Decimal(value) * 10 ** decimals_of(key)
    return int(exact.to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("bins", [1, 2, 7, 60, 200])
@pytest.mark.parametrize("key", KEYS)
def test_histogram_loses_no_value_and_counts_each_in_its_bin(reader, filled, key, bins, log):
    found = query.histogram(reader, filled.owner, filled.id, key, GRAVY, bins=bins, log=log)
    assert len(found.edges) == len(found.counts) + 1 == len(found.selected) + 1 <= bins + 1
    assert found.edges == sorted(set(found.edges))
    edges = [shown(edge, key) for edge in found.edges]
    counts = [[0] * (len(edges) + 1) for _ in range(2)]
    for value, chosen in values_of(filled, key):
        place = bisect_right(edges, shown(value, key))
        counts[0][place] += 1
        counts[1][place] += chosen
    assert [found.below[0], *found.counts, found.above[0]] == counts[0]
    assert [found.below[1], *found.selected, found.above[1]] == counts[1]
    assert (found.least, found.most) == (min(values_of(filled, key))[0], max(values_of(filled, key))[0])


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_every_run_of_bars_is_what_its_range_selects(reader, filled, key, log):
    found = query.histogram(reader, filled.owner, filled.id, key, Selection(), bins=40, log=log)
    bars = [found.below[0], *found.counts, found.above[0]]
    for first, last in itertools.combinations_with_replacement(range(-1, len(found.counts) + 1), 2):
        if (last - first) % 3:  # a third of all runs
            continue
        chosen = Selection(ranges={key: found.range_of(first, last)})
        assert query.count(reader, filled.owner, filled.id, chosen) == sum(bars[first + 1 : last + 2]), (first, last)


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
    assert widths in ({1}, {2}, {5}, {10})
    values = filled.values("atoms")
    for low, high, count in zip(found.edges, found.edges[1:], found.counts, strict=False):
        assert count == sum(low <= value < high for value in values)
        assert low == int(low)


def test_what_is_0_or_less_is_counted_below_a_logarithmic_axis(reader, filled):
    found = query.histogram(reader, filled.owner, filled.id, "isoelectric_point", Selection(), bins=20, log=True)
    values = filled.values("isoelectric_point")
    assert found.edges[0] > 0
    assert found.below[0] >= sum(value <= 0 for value in values) > 0
    assert sum(found.counts) + found.below[0] + found.above[0] == len(values)
    assert found.median == pytest.approx(median(values))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [5.5, 0.001])
def test_equal_values_are_one_bin(reader, fill, value, log):
    job = with_values(fill, "gravy", [value] * 5)
    found = query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log)
    assert (found.counts, found.selected, found.median, found.selected_median) == ([5], [5], value, value)
    assert found.edges == [value, value + found.step]


def test_what_is_shown_as_nothing_has_no_place_on_a_logarithmic_axis(reader, fill):
    job = with_values(fill, "gravy", [1e-9] * 5)
    found = query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=True)
    assert (found.edges, found.counts, found.below, found.above) == ([], [], (5, 5), (0, 0))
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection()).edges == [0.0, 0.001]


def test_equal_integers_are_one_bin(reader, fill):
    job = with_values(fill, "atoms", [7] * 5)
    found = query.histogram(reader, job.owner, job.id, "atoms", Selection())
    assert (found.edges, found.counts) == ([7.0, 8.0], [5])


@pytest.mark.parametrize("log", [False, True])
def test_without_any_value_there_is_nothing(reader, fill, log):
    job = with_values(fill, "gravy", [None] * 5)
    assert query.histogram(reader, job.owner, job.id, "gravy", Selection(), log=log) == query.Histogram(
        [], [], [], None, None, decimals=3
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
    for key in ("formula", "password_hash", "identifier", "residue_counts", "count_B", "half_life_yeast_h"):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, key, Selection())
    for bins in (0, -1, 10**6):
        with pytest.raises(InvalidSelection):
            query.histogram(reader, filled.owner, filled.id, "gravy", Selection(), bins=bins)
    assert said(reader, filled, Selection(), {}).filters == {}
