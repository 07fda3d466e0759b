"""A large analysis is prepared for its first opening: no question of its page reads the tables then."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import event

from jobs.background import BackgroundWork, WorkKind
from jobs.remembered import Remembered
from results import first_look
from results.access import is_quick
from results.large import prepared
from results.queries import query
from results.selection.model import Selection


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """As if every analysis were large, and every question took long."""
    monkeypatch.setattr("results.access.MANY", 1)
    monkeypatch.setattr("results.access.LONG_SECONDS", -1.0)
    monkeypatch.setattr("results.queries.scatters.MOST_POINTS", 1)


def prepare(services, job):
    work = BackgroundWork(job.id, WorkKind.FIRST_LOOK, "running", job.owner, job.id, None, {}, 0, None, {}, {})
    said = []
    steps = prepared.prepare(services, work, lambda *progress: said.append(progress))["steps"]
    assert said == [(number, steps) for number in range(1, steps + 1)]


def test_nothing_is_read_when_the_page_is_opened(reader, fill):
    job = fill(200, seed=11)
    assert not is_quick(reader, job.owner, job.id)
    prepare(reader, job)
    assert is_quick(reader, job.owner, job.id)
    other, statements = replace(reader, remembered=Remembered()), []

    def listen(_connection, _cursor, statement, *_more):
        statements.append(statement)

    event.listen(reader.database.engine, "before_cursor_execute", listen)
    try:
        asked = (other, job.owner, job.id)
        query.summary(*asked, Selection(), prepared._filters(), prepared._distribution())
        query.scatter(*asked, first_look.ACROSS, first_look.UP, Selection(), False, True, most=1)
        query.composition(*asked, Selection(), spread=False)
    finally:
        event.remove(reader.database.engine, "before_cursor_execute", listen)
    assert len(statements) > 5
    assert [one for one in statements if "FROM measurement" in one or "FROM protein" in one] == []


def test_codes_and_columns_are_kept(reader, fill, tell):
    job = fill(200, seed=12)
    prepare(reader, job)
    names = [name for (name,) in tell("SELECT name FROM kept_answer WHERE job_id = %s", job.id)]
    kinds = Counter(name.partition(":")[0] for name in names)
    assert kinds.pop("answer") > 5
    shown = len(first_look.FILTERS)
    assert kinds == {
        "bins": shown + 1,
        "category": 3,
        "cells": 1,
        "values": len(prepared.SHOWN),
        "residues": 1,
        "identities": 1,
    }
