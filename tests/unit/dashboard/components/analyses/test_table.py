import datetime as dt
import json
from types import SimpleNamespace
from uuid import UUID

import plotly.utils
import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.version import ENGINE_VERSION
from dashboard.components.analyses.table import facts, jobs_table, summary
from dashboard.components.analysis import head
from dashboard.components.analysis.progress import failure, fraction, words

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def job(**changes):
    plain = {
        "id": UUID(int=1),
        "title": "Yeast",
        "filename": "yeast.fasta",
        "state": "succeeded",
        "records": 6077,
        "done": 6077,
        "warned": 0,
        "rejected": 0,
        "residues": 10,
        "options": AnalysisOptions(),
        "engine_version": "1",
        "created_at": NOW,
        "failure_message": "",
        "waiting_message": "",
        "next_try_at": None,
        "seconds_left": None,
        "digest": None,
    }
    return SimpleNamespace(**plain | changes)


def text(component):
    return json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


@pytest.mark.parametrize(
    ("state", "action"),
    [("running", '"cancel"'), ("failed", '"resume"'), ("cancelled", '"resume"'), ("queued", '"cancel"')],
)
def test_each_state_offers_what_can_be_done(state, action):
    assert action in text(jobs_table([job(state=state)], NOW))


def test_a_finished_job_can_neither_be_cancelled_nor_resumed():
    shown = text(jobs_table([job()], NOW))
    assert '"cancel"' not in shown
    assert '"resume"' not in shown


def test_warned_and_rejected_lead_to_their_tab():
    shown = text(jobs_table([job(warned=5, rejected=3)], NOW))
    assert "5 warned" in shown
    assert "3 rejected" in shown
    assert f"/jobs/{UUID(int=1)}?tab=records" in shown


def test_an_empty_list_shows_the_way_to_the_example():
    assert "/new?source=example" in text(jobs_table([], NOW))


def test_an_empty_search_says_what_was_searched():
    assert "kinase" in text(jobs_table([], NOW, search="kinase"))


def test_facts_say_what_differs_from_the_default():
    assert facts(job()) == ["yeast.fasta", "Expasy constants"]
    changed = facts(job(options=AnalysisOptions(constants="biopython", ph=7.4)))
    assert "Expasy constants" not in changed
    assert any("7.4" in one for one in changed)


def test_progress_counts_rejected_records_as_done():
    running = job(state="running", done=40, rejected=10, records=100, seconds_left=20)
    assert fraction(running) == pytest.approx(0.5)
    assert words(running) == "50 of 100 proteins, about 20 s left"


def test_a_job_that_waits_says_for_what():
    waiting = job(state="running", done=1, waiting_message="It is down; trying again.")
    assert "It is down" in text(jobs_table([waiting], NOW))


def test_a_job_that_waits_says_when_it_is_tried_again():
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5, seconds=10)
    waiting = job(state="running", waiting_message="It is busy.", next_try_at=soon)
    assert "It is busy. Next attempt in 5 min." in text(jobs_table([waiting], NOW))
    queued = job(state="queued", records=0, waiting_message="Other analyses are ahead in the queue.")
    assert "Other analyses are ahead in the queue." in text(jobs_table([queued], NOW))


def test_a_failure_says_what_is_kept():
    failed = job(state="failed", failure_message="The disk is full.", done=12_000, records=18_400)
    assert failure(failed) == "The disk is full. 12,000 are done and kept; Resume calculates the other 6,400."


def test_a_digest_says_that_proteins_are_being_cut():
    assert words(job(state="queued", records=0)) == "Waiting in the queue"
    assert words(job(state="queued", records=0, digest=object())) == "Cutting the proteins into peptides"


def test_summary_counts():
    assert summary([job(), job(done=1)]) == "2 analyses, 6,078 proteins"
    assert not summary([])


@pytest.mark.parametrize(("own", "offered"), [(True, True), (False, False)])
def test_an_analysis_of_an_earlier_engine_says_what_it_lacks_and_runs_again(own, offered):
    said = text(head.title(job(engine_version="1.3.0"), own=own))
    assert "38 columns are not calculated with engine 1.3.0" in said
    assert ("run again" in said) == offered
    assert "not calculated" not in text(head.title(job(engine_version=ENGINE_VERSION)))
    assert "not calculated" not in text(head.title(job(engine_version="1.3.0", state="running")))
