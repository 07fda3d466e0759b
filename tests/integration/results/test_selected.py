"""Records of a selection: by SQL, and by looping over the same records in Python."""

from array import array
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event

from batchprot.reading.alphabet import STANDARD
from jobs.remembered import Remembered
from results.queries import identical, query
from results.selection import address
from results.selection.model import InvalidSelection, Selection
from tests.integration.results.selections import SELECTIONS, is_identical, ordinals, said, where

FILTERS = {"gravy": False, "length": True}
"""Properties to count, and whether their axes are logarithmic."""


@pytest.mark.parametrize("name", SELECTIONS)
def test_selects_exactly_these_records(reader, filled, name):
    selection, holds = SELECTIONS[name]
    expected = where(filled, holds)
    assert ordinals(reader, filled, selection) == expected
    # The same through the address, as a reload or a copied link has it.
    assert ordinals(reader, filled, address.read(address.write(selection))) == expected
    # Sorted by something in the other table, nothing is lost or added.
    assert sorted(ordinals(reader, filled, replace(selection, sort=(("gravy", "asc"),)))) == expected


@pytest.mark.parametrize("name", SELECTIONS)
def test_every_answer_is_about_the_same_selection(reader, filled, name):
    selection, holds = SELECTIONS[name]
    expected = where(filled, holds)
    counts = query.status_counts(reader, filled.owner, filled.id, selection)
    assert list(counts) == ["ok", "warned", "rejected"]
    assert sum(chosen for chosen, _ in counts.values()) == len(expected)
    assert sum(everything for _, everything in counts.values()) == len(filled.records)
    by_organism = query.organism_counts(reader, filled.owner, filled.id, selection)
    for organism in ("Saccharomyces cerevisiae", "Mus musculus", ""):
        theirs = where(filled, lambda r, name=organism: r["organism"] == name)
        assert by_organism.listed[organism] == (len(set(theirs) & set(expected)), len(theirs))
    assert by_organism.others == (0, 0)
    twins = where(filled, is_identical)
    repeated = (len(set(twins) & set(expected)), len(twins))
    together = said(reader, filled, selection, FILTERS)
    assert together.categories == query.CategoryCounts(counts, by_organism, repeated)
    measured = [n for n in expected if filled.records[n - 1]["gravy"] is not None]
    histogram = query.histogram(reader, filled.owner, filled.id, "gravy", selection)
    assert sum(histogram.selected) == len(measured)
    assert sum(histogram.counts) == len(filled.values("gravy"))
    points = query.scatter(reader, filled.owner, filled.id, "gravy", "aromaticity", selection)
    numbers = array("i", points.ordinals)
    assert [number for number, chosen in zip(numbers, points.selected, strict=True) if chosen] == measured
    composition = query.composition(reader, filled.owner, filled.id, selection)
    residues = "".join(filled.records[n - 1]["sequence"] for n in expected)
    shares = [residues.count(letter) / len(residues) for letter in STANDARD] if residues else []
    assert composition.selected == pytest.approx(shares)
    asked = (reader, filled.owner, filled.id)
    alone = {key: query.histogram(*asked, key, selection, 40, log) for key, log in FILTERS.items()}
    assert together.filters == {key: replace(one, median=None, selected_median=None) for key, one in alone.items()}
    assert together.distribution == query.histogram(*asked, "atoms", selection, 90, log=True)


@pytest.mark.parametrize("name", SELECTIONS)
def test_what_is_said_of_a_selection_takes_one_pass_over_the_job(reader, filled, name):
    """One statement opens the job, one reads it; of everything, which is remembered, none."""
    selection, _ = SELECTIONS[name]
    said(reader, filled, selection, FILTERS)
    statements = []
    with listening(reader.database.engine, lambda _connection, _cursor, text, *_rest: statements.append(text)):
        said(reader, filled, selection, FILTERS)
    assert len(statements) == (1 if selection.is_everything else 2), statements


@contextmanager
def listening(engine, heard):
    event.listen(engine, "before_cursor_execute", heard)
    yield
    event.remove(engine, "before_cursor_execute", heard)


@pytest.mark.parametrize("name", SELECTIONS)
def test_what_is_checked_of_a_selection_is_the_selection(reader, filled, name):
    selection, holds = SELECTIONS[name]
    assert query.ordinals(reader, filled.owner, filled.id, selection) == set(where(filled, holds))


def test_more_than_can_be_checked_are_refused_with_a_sentence(reader, fill):
    record = fill(1).records[0]
    job = fill(records=[record | {"ordinal": number} for number in range(1, 10_002)])
    with pytest.raises(InvalidSelection, match="At most 10,000 records"):
        query.ordinals(reader, job.owner, job.id, Selection())
    few = Selection(ranges={"ordinal": (2, None)})
    assert len(query.ordinals(reader, job.owner, job.id, few)) == 10_000


def test_identical_sequences_are_counted_within_the_job(reader, fill):
    records = [
        record | {"status": "ok", "crc64": f"{place % 5:016X}", "length": 9}
        for place, record in enumerate(fill(12).records)
    ]
    records[11] |= {"status": "rejected", "crc64": None, "length": None}
    records[10] |= {"length": 8}
    job = fill(records=records)
    fill(records=records, owner=job.owner)
    # 0, 5 and 10 have one checksum, but 10 another length; 1, 6 have one, 11 was rejected.
    assert query.identical(reader, job.owner, job.id, [1, 2, 11, 12, 5]) == {1: 2, 2: 2, 5: 2}
    assert query.identical(reader, job.owner, job.id, []) == {}


@pytest.mark.parametrize("runs", [2_000, 1])
@pytest.mark.parametrize("name", ["everything", "range", "identical", "not identical", "status", "text"])
def test_identical_sequences_are_counted_however_they_lie(reader, filled, monkeypatch, name, runs):
    monkeypatch.setattr(identical, "MOST_RUNS", runs)
    reader = replace(reader, remembered=Remembered())
    selection, holds = SELECTIONS[name]
    twins = where(filled, is_identical)
    expected = (len([n for n in where(filled, holds) if n in twins]), len(twins))
    assert said(reader, filled, selection).categories.identical == expected


@pytest.mark.parametrize("name", ["everything", "range", "status", "text"])
def test_where_there_is_one_organism_its_records_are_counted_once_and_for_all(reader, fill, name):
    records = [record | {"organism": "Mus musculus"} for record in fill(60).records]
    job = fill(records=records)
    selection, holds = SELECTIONS[name]
    found = said(reader, job, selection).categories
    assert found.organisms == query.OrganismCounts({"Mus musculus": (60, 60)}, (0, 0))
    assert found.statuses == query.status_counts(reader, job.owner, job.id, selection)
    assert sum(chosen for chosen, _ in found.statuses.values()) == len(where(job, holds))


def test_organisms_are_found_by_any_of_their_words(reader, fill):
    names = [
        "Mus musculus",
        "Oryza sativa subsp. japonica",
        "Oryza sativa subsp. indica",
        "100% made_up",
        "",
        "x" * 201,
    ]
    job = fill(records=[one | {"organism": names[one["ordinal"] % len(names)]} for one in fill(60).records])

    def found(words):
        return query.organisms_named(reader, job.owner, job.id, words)

    assert found("sativa ORYZA") == dict.fromkeys(sorted(names[1:3]), 10)
    assert found("0% made_") == {"100% made_up": 10}
    assert found("xxx") == {}
    assert "" in found("")
