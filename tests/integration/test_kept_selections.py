"""Selections too long for an address: kept with their analysis, under names that never change their meaning."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest

from jobs.errors import JobNotFound, LinkEnded
from jobs.pipeline.sweep import purge_deleted
from jobs.runners.local import build_context
from results.access import LinkHolder
from results.selection.model import InvalidSelection
from results.sharing.kept_selections import expanded, keep
from results.sharing.share import create_link, open_link, revoke_link

LONG = "n=" + ",".join(str(ordinal) for ordinal in range(1, 20_000, 2))
FASTA = "".join(f">protein{number}\nMKWVTFISLL{'A' * number}\n" for number in range(1, 31))


@pytest.fixture
def job(fill_here):
    return fill_here(3)


@pytest.fixture
def context(runner_settings):
    made = build_context(runner_settings)
    yield made
    made.services.database.dispose()


def test_a_name_is_short_and_gives_back_what_was_kept_with_the_rest(services, job):
    name = keep(services, job.owner, job.id, f"{LONG}&checked=n")
    assert len(name) == 20
    query = expanded(services, job.owner, job.id, f"?x=gravy&kept={name}&r.gravy=0..1&q=a+b")
    assert query == f"{LONG}&checked=n&x=gravy&r.gravy=0..1&q=a+b"
    assert keep(services, job.owner, job.id, f"{LONG}&checked=n") == name
    assert expanded(services, job.owner, job.id, "q=kept") == "q=kept"


@pytest.mark.parametrize(
    "query", ["r.nonsense=1..2", "n=x", "checked=x", "utm=1", "n=1&n=2", "q=" + "x" * 201, "kept=a"]
)
def test_what_is_no_selection_is_not_kept(services, job, query, rows):
    with pytest.raises(InvalidSelection):
        keep(services, job.owner, job.id, query)
    assert rows("SELECT count(*) FROM kept_selection") == [(0,)]


def test_a_name_that_is_not_known_selects_nothing_and_is_said(services, job, fill_here):
    name = keep(services, job.owner, job.id, LONG)
    other = fill_here(3)
    for of, wanted in ((job, "0" * 20), (job, ""), (job, "x' OR true"), (other, name)):
        with pytest.raises(InvalidSelection, match="no longer kept"):
            expanded(services, of.owner, of.id, urlencode({"kept": wanted}))


def test_nobody_else_keeps_or_reads_one_but_the_holder_of_a_link(services, job, make_user):
    name = keep(services, job.owner, job.id, LONG)
    stranger = make_user()
    with pytest.raises(JobNotFound):
        keep(services, stranger, job.id, LONG)
    with pytest.raises(JobNotFound):
        expanded(services, stranger, job.id, f"kept={name}")
    shared = open_link(services, create_link(services, job.owner, job.id))
    assert expanded(services, shared.holder, job.id, f"kept={name}") == LONG
    with pytest.raises(LinkEnded):
        expanded(services, LinkHolder(uuid4()), job.id, f"kept={name}")


def test_the_one_that_was_not_used_for_longest_goes_first(services, job, monkeypatch, rows):
    monkeypatch.setattr("results.sharing.kept_selections.MOST_KEPT", 2)
    first, second = (keep(services, job.owner, job.id, f"r.gravy=0..{number}") for number in (1, 2))
    rows("UPDATE kept_selection SET used_at = now() - interval '3 days'")
    expanded(services, job.owner, job.id, f"kept={first}")
    third = keep(services, job.owner, job.id, "r.gravy=0..3")
    assert {name for (name,) in rows("SELECT name FROM kept_selection")} == {first, third}
    assert second not in {first, third}


def test_they_go_after_a_year_unless_a_link_may_open_with_them(services, job, fill_here, context, rows):
    other = fill_here(3)
    for one in (job, other):
        keep(services, one.owner, one.id, LONG)
    token = create_link(services, job.owner, job.id)
    rows("UPDATE kept_selection SET used_at = now() - interval '401 days'")
    purge_deleted(context)
    assert rows("SELECT job_id FROM kept_selection") == [(job.id,)]
    revoke_link(services, job.owner, job.id, open_link(services, token).holder.link_id)
    purge_deleted(context)
    assert rows("SELECT count(*) FROM kept_selection") == [(0,)]


def test_downloads_plots_and_programs_read_the_name(visit, user, submit_text, run_jobs, services):
    job_id = submit_text(FASTA)
    run_jobs()
    visitor = visit(user)
    kept = visitor.post("/api/kept-selections", json={"job": str(job_id), "query": "n=2,4,6"})
    assert kept.status_code == 200
    name = kept.json["name"]
    got = visitor.get(f"/jobs/{job_id}/download.csv?kept={name}&columns=length&sort=-length").get_data(as_text=True)
    assert [line.split(",")[0] for line in got.splitlines()[1:]] == ["6", "4", "2"]
    assert len(visitor.get(f"/jobs/{job_id}/plots/scatter.csv?kept={name}").get_data(as_text=True).splitlines()) > 3
    for path in (f"/jobs/{job_id}/download.csv", f"/jobs/{job_id}/rows", f"/jobs/{job_id}/report.html"):
        assert visitor.get(f"{path}?kept={name}").status_code == 200, path
        assert visitor.get(f"{path}?kept=00000000000000000000").status_code == 400, path
    token = create_link(services, user, job_id)
    holder = visit(link=token)
    shared = holder.get(f"/shared/{token}/download.csv?kept={name}&columns=length").get_data(as_text=True)
    assert len(shared.splitlines()) == 4
    assert holder.post(f"/shared/{token}/kept-selections", json={"query": "n=2,4,6"}).json == {"name": name}
    assert holder.post(f"/shared/{token}/kept-selections", json={"query": "n=2,4"}).status_code == 400
