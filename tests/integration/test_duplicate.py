"""A new analysis from the file of an earlier one."""

import pytest

from batchprot.properties.options import AnalysisOptions
from jobs.errors import JobNotFound
from jobs.intake.duplicate import original
from jobs.intake.submit import submit
from jobs.manage import delete_job
from results.jobs import get_job


def test_the_file_is_analysed_again_without_sending_it(services, user, submit_text, run_jobs, rows):
    first = submit_text(">a\nMKVLAAGIV\n>b\nMK*V\n")
    start = original(services, user, first)
    assert (start.filename, start.inspection.records) == (get_job(services, user, first).filename, 2)
    options = AnalysisOptions(ph=5.5)
    second = submit(services, user, start.upload_id, title="b", options=options, idempotency_key="again")
    run_jobs()
    assert [get_job(services, user, job).state for job in (first, second)] == ["succeeded"] * 2
    assert rows("SELECT count(*) FROM upload") == [(1,)]


def test_raw_lines_are_read_as_they_were(services, user, submit_text, rows):
    job_id = submit_text("MKVLAAGIV\nACDEFGHIK\n")
    rows("UPDATE upload SET reading = 'wrapped'")
    ((reading,),) = rows("SELECT reading FROM job")
    assert original(services, user, job_id).inspection.reading == reading


def test_nobody_starts_from_an_analysis_of_others_or_a_deleted_one(services, user, submit_text, make_user):
    job_id = submit_text(">a\nMKVLAAGIV\n")
    with pytest.raises(JobNotFound):
        original(services, make_user(), job_id)
    delete_job(services, user, job_id)
    with pytest.raises(JobNotFound):
        original(services, user, job_id)
