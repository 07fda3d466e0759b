"""Share links: what they open, for how long, and for whom they can be made and ended."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from jobs.errors import JobNotFound, JobRefused, LinkEnded
from jobs.manage import delete_job
from results.access import LinkHolder
from results.jobs import get_job
from results.queries import query
from results.selection.model import Selection
from results.sharing import share


@pytest.fixture
def filled(fill_here):
    return fill_here()


@pytest.fixture
def token(services, filled):
    return share.create_link(services, filled.owner, filled.id, selection="q=kinase")


def test_a_link_opens_its_job_and_no_other(services, filled, token, fill_here):
    shared = share.open_link(services, token)
    other = fill_here()
    assert shared.job_id == filled.id
    assert get_job(services, shared.holder, filled.id).title == "Filled"
    assert query.count(services, shared.holder, filled.id, Selection()) == len(filled.records)
    for job_id in (other.id, uuid4()):
        with pytest.raises(LinkEnded):
            query.count(services, shared.holder, job_id, Selection())
        with pytest.raises(LinkEnded):
            get_job(services, shared.holder, job_id)


def test_only_the_hash_of_a_token_is_stored(rows, filled, token):
    assert len(token) == 43  # 256 bits
    ((stored, job_id),) = rows("SELECT token_hash, job_id FROM share_link")
    assert (bytes(stored), job_id) == (hashlib.sha256(token.encode()).digest(), filled.id)
    assert rows("SELECT count(*) FROM share_link t WHERE t::text LIKE %s", f"%{token}%") == [(0,)]
    assert rows("SELECT count(*) FROM audit_event t WHERE t::text LIKE %s", f"%{token}%") == [(0,)]


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\0", "é" * 43, "x" * 10_000, "a" * 42 + "\n"])
def test_a_token_that_is_none_opens_nothing(services, token):
    with pytest.raises(LinkEnded):
        share.open_link(services, token)


def test_a_revoked_link_reads_nothing_from_that_moment(services, filled, token):
    shared = share.open_link(services, token)
    (link,) = share.list_links(services, filled.owner, filled.id)
    share.revoke_link(services, filled.owner, filled.id, link.id)
    share.revoke_link(services, filled.owner, filled.id, link.id)  # again changes nothing
    with pytest.raises(LinkEnded, match="no longer works"):
        share.open_link(services, token)
    with pytest.raises(LinkEnded):
        query.count(services, shared.holder, filled.id, Selection())
    assert share.list_links(services, filled.owner, filled.id) == []


def test_an_expired_link_reads_nothing(services, filled, token, rows):
    shared = share.open_link(services, token)
    rows("UPDATE share_link SET expires_at = now()")
    with pytest.raises(LinkEnded):
        share.open_link(services, token)
    with pytest.raises(LinkEnded):
        get_job(services, shared.holder, filled.id)
    (link,) = share.list_links(services, filled.owner, filled.id)
    assert link.has_expired


def test_a_link_to_a_deleted_job_reads_nothing(services, filled, token):
    shared = share.open_link(services, token)
    delete_job(services, filled.owner, filled.id)
    with pytest.raises(LinkEnded):
        share.open_link(services, token)
    with pytest.raises(LinkEnded):
        get_job(services, shared.holder, filled.id)


def test_a_link_of_one_job_does_not_open_another_by_its_holder(services, filled):
    with pytest.raises(LinkEnded):
        get_job(services, LinkHolder(uuid4()), filled.id)


def test_links_end_when_it_was_said(services, filled):
    for until in (timedelta(days=7), date(2999, 12, 31), None):
        share.create_link(services, filled.owner, filled.id, until=until)
    ends = [link.expires_at for link in share.list_links(services, filled.owner, filled.id)]
    never, far, week = ends
    assert never is None
    assert far == datetime(3000, 1, 1, tzinfo=UTC)  # the day that was chosen is the last on which it works
    assert timedelta(days=6.9) < week - datetime.now(UTC) < timedelta(days=7.1)


@pytest.mark.parametrize("until", [date(2000, 1, 1), timedelta(0), timedelta(days=-1)])
def test_a_link_that_has_ended_is_not_made(services, filled, until):
    with pytest.raises(JobRefused, match="not over yet"):
        share.create_link(services, filled.owner, filled.id, until=until)
    assert share.list_links(services, filled.owner, filled.id) == []


@pytest.mark.usefixtures("token")
def test_there_are_only_so_many_links(services, filled, monkeypatch):
    monkeypatch.setattr(share, "MOST_LINKS", 1)
    with pytest.raises(JobRefused, match="Revoke one"):
        share.create_link(services, filled.owner, filled.id)


def test_nobody_else_makes_lists_or_ends_links(services, filled, token, make_user):
    other = make_user()
    (link,) = share.list_links(services, filled.owner, filled.id)
    for attempt in (
        lambda: share.create_link(services, other, filled.id),
        lambda: share.list_links(services, other, filled.id),
        lambda: share.revoke_link(services, other, filled.id, link.id),
    ):
        with pytest.raises(JobNotFound):
            attempt()
    assert share.open_link(services, token).job_id == filled.id


def test_a_link_of_another_job_is_not_revoked_by_its_number(services, filled, token, fill_here):
    other = fill_here()
    (link,) = share.list_links(services, filled.owner, filled.id)
    share.revoke_link(services, filled.owner, other.id, link.id)
    assert share.open_link(services, token).job_id == filled.id


def test_use_is_noted_to_the_minute(services, filled, token, rows):
    shared = share.open_link(services, token)
    assert share.list_links(services, filled.owner, filled.id)[0].last_used_at is None
    for _ in range(3):
        share.note_use(services, shared)
    assert share.list_links(services, filled.owner, filled.id)[0].last_used_at is not None
    rows("UPDATE share_link SET last_used_at = now() - interval '2 minutes'")
    share.note_use(services, shared)
    events = rows("SELECT event, user_id, job_id FROM audit_event ORDER BY id")
    assert events == [
        ("share_link_created", filled.owner, filled.id),
        ("share_link_used", None, filled.id),
        ("share_link_used", None, filled.id),
    ]
