"""The report asks once: what it says is what the explorer's own questions say, in two transactions."""

import datetime as dt

import pytest
from sqlalchemy import event

from results.exports.report import BINS, KEYS, LOGARITHMIC, report
from results.queries import query
from results.selection.model import Selection

NOW = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


@pytest.mark.parametrize("selection", [Selection(), Selection(ranges={"gravy": (0.0, None)})])
def test_every_part_is_what_the_explorer_says(reader, filled, selection):
    made = report(reader, filled.owner, filled.id, selection, NOW)
    assert made.statuses == query.status_counts(reader, filled.owner, filled.id, selection)
    assert made.selected == query.count(reader, filled.owner, filled.id, selection)
    assert [one.row.key for one in made.spreads] == list(KEYS)
    for one in made.spreads:
        key = one.row.key
        expected = query.histogram(reader, filled.owner, filled.id, key, selection, bins=BINS, log=key in LOGARITHMIC)
        assert one.histogram == expected
        values = [record[key] for record in filled.records if record[key] is not None]
        if selection.is_everything:
            assert [row[key] for row in one.lowest] == sorted(values)[:3]
            assert [row[key] for row in one.highest] == sorted(values, reverse=True)[:3]


def test_one_transaction_reads_the_results(reader, filled):
    begun = []
    noted = begun.append
    engine = reader.database.engine
    event.listen(engine, "begin", noted)
    try:
        report(reader, filled.owner, filled.id, Selection(), NOW)
    finally:
        event.remove(engine, "begin", noted)
    assert len(begun) == 2  # the summary of the analysis, and its results
