"""The first view comes with the page: what the browser would ask for, answered for the same reader."""

import json
import re

import pytest

from results.sharing.share import create_link

FASTA = "".join(f">sp|P{n}|NAME{n} Protein {n}\nMKWVTFISLLFLFSSAYS{'ACDEFGHIK'[n]}\n" for n in range(9))


@pytest.fixture
def job(submit_text, run_jobs):
    job_id = submit_text(FASTA)
    run_jobs()
    return job_id


def first_view(page):
    assert page.status_code == 200
    found = re.search(r'<script type="application/json" id="bp-first">(.*?)</script>', page.text, re.DOTALL)
    return json.loads(found[1])


def outputs(found):
    return [one["output"].strip(".").partition(".")[0] for one in found if "output" in one]


def test_the_page_of_an_analysis_carries_its_explorer(visit, user, job):
    visitor = visit(user)
    visitor.get("/")  # which gives the form token
    found = first_view(visitor.get(f"/jobs/{job}?r.gravy=0.."))
    assert [one["path"] for one in found][:2] == ["/_dash-layout", "/_dash-dependencies"]
    assert outputs(found) == [
        "_pages_content",
        "job-heading",
        "explorer-count",
        "explorer-scatter",
        "explorer-composition",
        "explorer-grid",  # which has nothing to ask yet
        "explorer-grid",  # the first rows
        "job-tab",
        "beside-neighbours",
        "records-view",
        "report-view",
    ]
    summary = next(one for one in found if one.get("output", "").startswith("..explorer-count"))
    assert "selected" in json.dumps(json.loads(summary["answer"])["response"]["explorer-count"])
    # Asked over the network, the same question has the same answer.
    output, (inputs, state) = summary["output"], summary["given"]
    names = output.strip(".").split("...")
    asked = [[] if "{" in name else dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    body = {"output": output, "outputs": asked, "inputs": inputs, "changedPropIds": [], "state": state}
    again = visitor.post("/_dash-update-component", json=body)
    assert json.loads(again.data) == json.loads(summary["answer"])


def test_the_page_of_a_link_carries_the_explorer_of_its_holder(services, visit, user, job):
    token = create_link(services, user, job)
    found = first_view(visit(link=token).get(f"/shared/{token}"))
    assert "explorer-scatter" in outputs(found)


@pytest.fixture
def compared(submit_text, run_jobs):
    first, second = submit_text(FASTA), submit_text(FASTA.replace("NAME", "OTHER").replace("SSAYS", "SSWWS"))
    run_jobs()
    return f"/compare?jobs={first},{second}"


def test_the_page_of_a_comparison_carries_its_differences(visit, user, compared):
    visitor = visit(user)
    visitor.get("/")
    found = first_view(visitor.get(compared))
    assert outputs(found) == ["_pages_content", "compare-sides", "compare-results"]
    answer = json.loads(found[-1]["answer"])["response"]
    assert "figure" in json.dumps(answer["compare-results"])
    assert len(answer["compare-spread"]["data"]) > 3


def test_what_takes_long_or_is_no_comparison_is_asked_for(visit, user, compared, monkeypatch):
    visitor = visit(user)
    visitor.get("/")
    assert outputs(first_view(visitor.get("/compare"))) == ["_pages_content", "compare-sides"]
    monkeypatch.setattr("dashboard.first_view.MOST_COMPARED", 10)
    assert outputs(first_view(visitor.get(compared))) == ["_pages_content", "compare-sides"]


def test_other_pages_ask_as_ever(visit, user):
    assert first_view(visit().get("/methods")) == []
    assert first_view(visit(user).get("/")) == []


def test_a_page_too_large_to_carry_all_carries_what_fits(visit, user, job, monkeypatch):
    monkeypatch.setattr("dashboard.first_view.MOST_BYTES", 150_000)
    visitor = visit(user)
    visitor.get("/")
    found = first_view(visitor.get(f"/jobs/{job}"))
    assert sum(len(one["answer"]) for one in found) <= 150_000
