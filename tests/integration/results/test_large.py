"""Large analyses are answered from columns in memory: the same answers that the tables give."""

from dataclasses import replace

import numpy as np
import pytest

from results.access import reading
from results.large import columns, selected
from results.large.memory import SHARED, Columns
from results.queries import query
from results.selection.model import Selection
from tests.integration.results.selections import SELECTIONS, said

KEYS = ("gravy", "isoelectric_point", "instability_index", "length", "molecular_weight_da")
SORTS = [(), (("gravy", "desc"),), (("length", "asc"), ("gravy", "asc")), (("length", "desc"), ("ordinal", "desc"))]
FILTERS = {"gravy": False, "length": True, "isoelectric_point": False}


def coefficients(found):
    """To ten digits: the last ones depend on the order in which rows are added up."""
    rows = [[one if one is None else round(one, 10) for one in row] for row in found.rows]
    return replace(found, rows=rows)


def answers(reader, job, selection):
    """Everything that the explorer asks of a selection."""
    asked = (reader, job.owner, job.id)
    axes = ("isoelectric_point", "molecular_weight_da", selection, False, True)

    return {
        "count": query.count(*asked, selection),
        "said": said(reader, job, selection, FILTERS),
        "points over a density": query.scatter(*asked, *axes, most=10, overlay=5_000),
        "a density": query.scatter(*asked, *axes, most=10, overlay=20),
        "coloured": query.scatter(*asked, *axes, colour="gravy", most=10, overlay=40),
        "composition": query.composition(*asked, selection),
        "pages": [query.page(*asked, replace(selection, sort=sort), 3, 60, ["ordinal", "gravy"]) for sort in SORTS],
        "by name": query.page(*asked, replace(selection, sort=(("name", "desc"),)), 0, 9, ["ordinal"]),
        "correlations": coefficients(query.correlations(*asked, KEYS, selection)),
    }


@pytest.mark.parametrize("name", SELECTIONS)
def test_both_ways_answer_the_same(reader, filled, monkeypatch, name):
    selection, _ = SELECTIONS[name]
    monkeypatch.setattr("results.queries.correlations.MOST_RECORDS", 100)
    by_tables = answers(reader, filled, selection)
    monkeypatch.setattr("results.access.MANY", 1)
    assert answers(reader, filled, selection) == by_tables


def test_a_running_analysis_is_read_again(reader, filled, monkeypatch):
    monkeypatch.setattr("results.access.MANY", 1)
    with reading(reader, filled.owner, filled.id) as job:
        running = replace(job, state="running")
        assert not running.is_large
        assert columns.values(running, "gravy") is not columns.values(running, "gravy")
        assert columns.values(job, "gravy") is not None


def test_what_is_kept_is_read_by_the_next_process(reader, filled, monkeypatch):
    monkeypatch.setattr("results.access.MANY", 1)
    monkeypatch.setattr("results.large.columns.SHARED", Columns())
    with reading(reader, filled.owner, filled.id) as job:
        first = columns.values(job, "aromaticity"), columns.residues(job)
    monkeypatch.setattr("results.large.columns.SHARED", Columns())
    monkeypatch.setattr("results.large.columns._read", None)
    monkeypatch.setattr("results.large.columns._read_residues", None)
    with reading(reader, filled.owner, filled.id) as job:
        again = columns.values(job, "aromaticity"), columns.residues(job)
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, other)


def test_several_columns_are_read_in_one_pass(reader, fill, monkeypatch):
    new = fill(30, seed=17)  # of which nothing is kept yet
    monkeypatch.setattr("results.access.MANY", 1)
    monkeypatch.setattr("results.large.columns.SHARED", Columns())
    with reading(reader, new.owner, new.id) as job:
        columns.prepare(job, ["aromaticity", "atoms"])
        one = np.frombuffer(job.made.pop("values:atoms"))
        np.testing.assert_array_equal(one, columns._read(job, ["atoms"])[0])


def test_a_residue_that_occurs_very_often_is_counted(reader, fill, tell, monkeypatch):
    job = fill(30, seed=13)
    with_values = next(record["ordinal"] for record in job.records if record["status"] != "rejected")
    tell("UPDATE measurement SET residue_counts[2] = 70000 WHERE job_id = %s AND ordinal = %s", job.id, with_values)
    monkeypatch.setattr("results.access.MANY", 1)
    with reading(reader, job.owner, job.id) as opened:
        counts = columns.residues(opened)
    assert counts[1, with_values - 1] == 70_000
    SHARED.clear()
    with reading(reader, job.owner, job.id) as opened:
        np.testing.assert_array_equal(columns.residues(opened), counts)


def test_columns_have_one_bound_together():
    kept = Columns(most=3 * 8 * 100)
    for number in range(5):
        kept.get(number, lambda: np.zeros(100))
    assert [kept.has(number) for number in range(5)] == [False, False, True, True, True]
    kept.get(2, lambda: pytest.fail("it is there"))
    kept.get(5, lambda: np.zeros(100))
    assert [kept.has(2), kept.has(3)] == [True, False]
    kept.get(6, lambda: np.zeros(1000))
    assert [kept.has(6), kept.has(5)] == [True, False]


def test_nobody_changes_what_is_kept():
    kept = Columns()
    with pytest.raises(ValueError, match="read-only"):
        kept.get("a", lambda: np.zeros(3))[0] = 1


def test_the_middle_of_two_and_of_none():
    assert selected.middle(np.array([3.0, np.nan, 1.0])) == 2.0
    assert selected.middle(np.array([np.nan])) is None
    assert selected.middle(np.array([5.0, 1.0, 2.0])) == 2.0


def test_an_analysis_is_kept_under_its_own_number(reader, filled, monkeypatch):
    monkeypatch.setattr("results.access.MANY", 1)
    query.count(reader, filled.owner, filled.id, Selection(ranges={"gravy": (0, 1)}))
    assert SHARED.has((filled.id, 0, "values", "gravy"))
