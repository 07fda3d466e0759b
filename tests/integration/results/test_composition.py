"""Composition of a selection and of everything; what is remembered of a finished job."""

from statistics import quantiles

import pytest

from batchprot.reading.alphabet import STANDARD
from results.queries import query
from results.selection.model import Selection
from tests.integration.results.selections import GRAVY


def test_composition_is_of_residues_and_its_spread_of_records(reader, filled):
    found = query.composition(reader, filled.owner, filled.id, GRAVY)
    sequences = [r["sequence"] for r in filled.records if r["sequence"]]
    everything = "".join(sequences)
    assert found.overall == pytest.approx([everything.count(letter) / len(everything) for letter in STANDARD])
    for place, letter in enumerate(STANDARD):
        shares = [sequence.count(letter) / len(sequence) for sequence in sequences]
        tenths = quantiles(shares, n=10, method="inclusive")
        assert (found.low[place], found.high[place]) == pytest.approx((tenths[0], tenths[-1]))


def test_composition_of_everything_is_that_of_the_batch(reader, filled):
    found = query.composition(reader, filled.owner, filled.id, Selection())
    assert found.overall == found.selected
    assert sum(found.overall) == pytest.approx(1)


def test_a_job_that_still_grows_is_read_anew_and_a_finished_one_is_remembered(reader, fill, tell):
    job = fill(30)
    tell("UPDATE job SET state = 'running' WHERE id = %s", job.id)
    asked = (reader, job.owner, job.id, "gravy", Selection())
    before = sum(query.histogram(*asked).counts)
    tell("DELETE FROM measurement WHERE job_id = %s AND ordinal <= 10", job.id)
    growing = sum(query.histogram(*asked).counts)
    assert growing < before
    tell("UPDATE job SET state = 'succeeded' WHERE id = %s", job.id)
    assert sum(query.histogram(*asked).counts) == growing
    tell("DELETE FROM measurement WHERE job_id = %s", job.id)
    assert sum(query.histogram(*asked).counts) == growing
