"""One record among all: facts, percentiles, neighbours."""

from dataclasses import replace

import pytest

from batchprot.properties.table import PROPERTIES
from jobs.errors import ProteinNotFound
from results.queries import query
from results.selection.model import Selection
from tests.integration.results.selections import GRAVY, ordinals


def test_point_names_the_record(reader, filled):
    record = next(r for r in filled.records if r["status"] == "ok" and r["ordinal"] > 1)
    found = query.point(reader, filled.owner, filled.id, record["ordinal"])
    assert found == {key: record[key] for key in found}
    assert {"identifier", "name", "gene", "description"} <= set(found)


def test_protein_has_facts_values_and_percentiles(reader, filled):
    record = next(r for r in filled.records if r["status"] == "warned" and r["ordinal"] > 1)
    found = query.protein(reader, filled.owner, filled.id, record["ordinal"])
    assert found.sequence == record["sequence"]
    assert found.values == {row.key: record[row.key] for row in PROPERTIES}
    assert all(getattr(found, key) == record[key] for key in ("identifier", "description", "line", "reason", "crc64"))
    numeric = [row.key for row in PROPERTIES if row.is_quantity]
    assert set(found.percentiles) == {key for key in numeric if record[key] is not None}
    for key, percentile in found.percentiles.items():
        values = [r[key] for r in filled.records if r[key] is not None and r["status"] != "rejected"]
        below, equal = sum(v < record[key] for v in values), sum(v == record[key] for v in values)
        assert percentile == pytest.approx(100 * (below + equal / 2) / len(values)), key


def test_a_rejected_record_has_its_reason_and_no_percentiles(reader, filled):
    record = next(r for r in filled.records if r["status"] == "rejected")
    found = query.protein(reader, filled.owner, filled.id, record["ordinal"])
    assert (found.reason, found.percentiles, found.sequence) == (record["reason"], {}, "")
    assert found.values["gravy"] is None


def test_neighbours_are_the_next_in_number(reader, filled):
    views = {n: query.protein(reader, filled.owner, filled.id, n) for n in (1, 150, 300)}
    names = {r["ordinal"]: (r["ordinal"], r["identifier"]) for r in filled.records}
    assert (views[1].previous, views[1].next) == (None, names[2])
    assert (views[150].previous, views[150].next) == (names[149], names[151])
    assert (views[300].previous, views[300].next) == (names[299], None)


@pytest.mark.parametrize(
    "selection",
    [replace(GRAVY, sort=(("length", "desc"),)), Selection(sort=(("gravy", "asc"),)), Selection(text="kinase")],
)
def test_neighbours_are_those_of_the_table(reader, filled, selection):
    order = ordinals(reader, filled, selection)
    for place in (0, 1, len(order) // 2, len(order) - 1):
        view = query.protein(reader, filled.owner, filled.id, order[place], selection)
        assert (view.previous or [None])[0] == (order[place - 1] if place else None)
        assert (view.next or [None])[0] == (order[place + 1] if place + 1 < len(order) else None)


def test_neighbours_of_a_record_outside_of_the_selection_are_by_number(reader, filled):
    view = query.protein(reader, filled.owner, filled.id, 100, Selection(ordinals=frozenset({1, 2})))
    assert (view.previous[0], view.next[0]) == (99, 101)


@pytest.mark.parametrize("ordinal", [0, -1, 301, 2**31, 2**70])
def test_a_record_that_is_not_there(reader, filled, ordinal):
    for ask in (query.point, query.protein):
        with pytest.raises(ProteinNotFound):
            ask(reader, filled.owner, filled.id, ordinal)
