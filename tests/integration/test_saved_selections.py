"""Saved selections: kept with their analysis, named once, and nobody else's."""

from uuid import uuid4

import pytest

from jobs.errors import JobNotFound, JobRefused
from jobs.manage import delete_job, restore_job
from results.selection.model import InvalidSelection
from results.sharing.saved_selections import delete_selection, list_selections, rename_selection, save_selection


@pytest.fixture
def job(fill_here):
    return fill_here(3)


def names(services, job, **of):
    return [saved.name for saved in list_selections(services, job.owner, **of)]


def test_a_selection_is_kept_as_the_address_spells_it_without_its_sort(services, job):
    save_selection(services, job.owner, job.id, "  Basic\tproteins\n", "q=kinase&r.gravy=..0.5&sort=-gravy&x=length")
    (saved,) = list_selections(services, job.owner, job_id=job.id)
    assert (saved.name, saved.job_title) == ("Basic proteins", "Filled")
    assert saved.selection == "r.gravy=..0.5&q=kinase"


def test_selections_are_listed_by_name_of_one_job_or_of_all(services, job, fill_here):
    other = fill_here(3)
    for name, owner in (("b", job), ("A", job), ("c", other)):
        save_selection(services, owner.owner, owner.id, name, "")
    assert names(services, job, job_id=job.id) == ["A", "b"]
    assert names(services, job) == ["A", "b", "c"]


def test_a_name_is_taken_once_per_job(services, job, fill_here):
    first = save_selection(services, job.owner, job.id, "same", "")
    second = save_selection(services, job.owner, job.id, "other", "")
    for attempt in (
        lambda: save_selection(services, job.owner, job.id, "same ", ""),
        lambda: rename_selection(services, job.owner, second, "same"),
    ):
        with pytest.raises(JobRefused, match="has this name"):
            attempt()
    rename_selection(services, job.owner, first, "same")  # its own name is free for it
    save_selection(services, job.owner, fill_here(3).id, "same", "")
    assert names(services, job, job_id=job.id) == ["other", "same"]


@pytest.mark.parametrize("name", ["", "  ", "\0\n", "x" * 101])
def test_a_name_that_cannot_be_shown_is_refused(services, job, name):
    with pytest.raises(JobRefused):
        save_selection(services, job.owner, job.id, name, "")


def test_a_query_that_is_none_is_refused(services, job):
    with pytest.raises(InvalidSelection):
        save_selection(services, job.owner, job.id, "a", "r.nonsense=1..2")


def test_there_are_only_so_many(services, job, monkeypatch):
    monkeypatch.setattr("results.sharing.saved_selections.MOST_SAVED", 1)
    save_selection(services, job.owner, job.id, "a", "")
    with pytest.raises(JobRefused, match="at most"):
        save_selection(services, job.owner, job.id, "b", "")


def test_a_deleted_selection_is_gone(services, job):
    saved = save_selection(services, job.owner, job.id, "a", "")
    delete_selection(services, job.owner, saved)
    assert names(services, job) == []
    with pytest.raises(JobNotFound):
        delete_selection(services, job.owner, saved)


def test_selections_of_a_deleted_job_disappear_and_come_back_with_it(services, job, rows):
    save_selection(services, job.owner, job.id, "a", "")
    delete_job(services, job.owner, job.id)
    assert names(services, job) == []
    with pytest.raises(JobNotFound):
        save_selection(services, job.owner, job.id, "b", "")
    restore_job(services, job.owner, job.id)
    assert names(services, job) == ["a"]
    rows("DELETE FROM job")
    assert rows("SELECT count(*) FROM saved_selection") == [(0,)]


def test_nobody_else_sees_or_changes_them(services, job, make_user):
    saved, other = save_selection(services, job.owner, job.id, "a", ""), make_user()
    assert list_selections(services, other) == list_selections(services, other, job_id=job.id) == []
    for attempt in (
        lambda: save_selection(services, other, job.id, "b", ""),
        lambda: rename_selection(services, other, saved, "b"),
        lambda: delete_selection(services, other, saved),
        lambda: rename_selection(services, job.owner, uuid4(), "b"),
    ):
        with pytest.raises(JobNotFound):
            attempt()
    assert names(services, job) == ["a"]
