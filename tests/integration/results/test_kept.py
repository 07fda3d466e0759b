"""Answers about finished analyses that other processes find in the database."""

import pickle
from dataclasses import replace

import pytest

from jobs.remembered import Remembered
from results import kept
from results.queries import query
from results.selection.model import Selection
from tests.integration.results.selections import said


@pytest.fixture
def keeping(monkeypatch):
    """As if every analysis were large and every question took long."""
    monkeypatch.setattr("results.access.MANY", 1)
    monkeypatch.setattr("results.access.LONG_SECONDS", -1.0)


def looked_at(services, job):
    """What the first view of an analysis asks."""
    asked = (services, job.owner, job.id)
    return (
        said(services, job, Selection(), {"gravy": False, "length": True}),
        query.scatter(*asked, "gravy", "isoelectric_point", Selection(), most=10),
        query.composition(*asked, Selection(), spread=False),
    )


@pytest.mark.usefixtures("keeping")
def test_another_process_finds_what_was_made(reader, fill, monkeypatch):
    job = fill(200, seed=4)
    first = looked_at(reader, job)

    def nothing_is_made(*_asked, **_named):
        raise AssertionError

    other = replace(reader, remembered=Remembered())
    for name in ("histograms._spreads", "densities._everything", "identical._read", "organisms._organisms"):
        monkeypatch.setattr(f"results.queries.{name}", nothing_is_made)
    assert looked_at(other, job) == first


@pytest.mark.usefixtures("keeping")
def test_what_another_version_of_the_code_made_is_made_again(reader, fill, tell, monkeypatch):
    job = fill(200, seed=7)
    first = looked_at(reader, job)
    tell("UPDATE kept_answer SET data = '' WHERE job_id = %s", job.id)
    monkeypatch.setattr("results.kept._version", lambda: "another")
    assert looked_at(replace(reader, remembered=Remembered()), job) == first


def test_small_analyses_are_asked_and_not_kept(reader, fill, tell):
    job = fill(200, seed=8)
    looked_at(reader, job)
    assert tell("SELECT name FROM kept_answer WHERE job_id = %s", job.id) == []


def test_nothing_but_plain_answers_is_read_or_kept():
    assert kept.unpacked(kept.packed({"ok": [1, 2.5, b"x", None]})) == {"ok": [1, 2.5, b"x", None]}
    assert kept.packed(Selection()) is None
    with pytest.raises(pickle.UnpicklingError):
        kept.unpacked(pickle.dumps(print))
    assert kept.packed(bytes(kept.LARGEST + 1)) is None
