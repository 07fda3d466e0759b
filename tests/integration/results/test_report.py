"""The report asks once: what it says is what the explorer's own questions say, in two transactions."""

import datetime as dt

import pytest
from sqlalchemy import event

from jobs.intake.own_columns.source import TableSource
from jobs.intake.own_columns.use import add_columns
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


def test_own_columns_of_numbers_are_reported_like_properties(reader, fill):
    job = fill(60)
    table = b"Accession,<b>Fold</b>,Group\n" + b"".join(b"P%05d,%d.5,a\n" % (n, n) for n in range(1, 31))
    (fold, _) = add_columns(reader, job.owner, job.id, TableSource(table, "hits.csv")).keys
    selection = Selection(ranges={fold: (10.0, None)})
    made = report(reader, job.owner, job.id, selection, NOW, with_values=True)
    assert made.keys == [*KEYS, fold]
    named = sum(1 for record in job.records if record["identifier"].startswith("sp|P") and record["ordinal"] <= 30)
    assert made.spreads[-1].whole.n == named
    assert made.spreads[-1].chosen.least >= 10
    assert "Own column <b>Fold</b>" in dict(made.methods)
    assert len(made.values) == 60


def test_more_own_columns_than_one_question_counts(reader, fill):
    job = fill(30)
    head = ",".join(["Accession", *(f"n{number}" for number in range(30))])
    rows = "".join(f"P{n:05d},{','.join(f'{n}.{k}' for k in range(30))}\n" for n in range(1, 20))
    add_columns(reader, job.owner, job.id, TableSource(f"{head}\n{rows}".encode()))
    assert len(report(reader, job.owner, job.id, Selection(), NOW).spreads) == len(KEYS) + 30
