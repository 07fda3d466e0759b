"""What a person does to analyses: submit twice, cancel, resume, rename, delete and restore; and what others can't."""

import contextlib
import csv
import dataclasses
import io
import threading
import uuid

import psycopg
import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.properties.table import Preset, columns_of
from jobs.errors import JobNotFound, JobRefused
from jobs.intake.submit import submit
from jobs.manage import cancel_job, delete_job, rename_job, restore_job, resume_job
from models.database import libpq_url
from results.exports.csv import csv_stream
from results.jobs import get_job, list_jobs
from results.selection.model import Selection

TEXT = "".join(f">p{i}\nMKVLAAGIVGLCAKAYLK{'GA' * (i % 7)}\n" for i in range(40))


@pytest.fixture
def span_records():
    return 4


@pytest.fixture
def check(database_url, storage_dir, oracle):
    def check(job_id, **more):
        assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir, **more) == []

    return check


def test_submitting_twice_at_once_makes_one_job(services, user, submit_text, rows):
    first = submit_text(TEXT)
    upload_id = get_job(services, user, first).upload_id
    made = []

    def press():
        wanted = {"title": "t", "options": AnalysisOptions(), "idempotency_key": "one press"}
        made.append(submit(services, user, upload_id, **wanted))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1
    assert rows("SELECT count(*) FROM job") == [(2,)]
    assert rows("SELECT count(DISTINCT args ->> 'job_id'), count(*) FROM procrastinate_jobs") == [(2, 8)]


def test_the_same_key_of_another_person_is_another_job(services, submit_text, make_user):
    first, second = make_user(), make_user()
    job_ids = [submit_text(TEXT, owner=owner) for owner in (first, second)]
    uploads = [
        get_job(services, owner, job_id).upload_id for owner, job_id in zip((first, second), job_ids, strict=True)
    ]
    wanted = {"title": "t", "options": AnalysisOptions(), "idempotency_key": "k"}
    assert submit(services, first, uploads[0], **wanted) != submit(services, second, uploads[1], **wanted)


def test_another_persons_upload_can_not_be_submitted(services, user, submit_text, make_user):
    job_id = submit_text(TEXT)
    upload_id = get_job(services, user, job_id).upload_id
    with pytest.raises(JobRefused) as refused:
        submit(services, make_user(), upload_id, title="", options=AnalysisOptions(), idempotency_key="k")
    assert (refused.value.status, refused.value.code) == (404, "no_such_upload")


def test_one_more_than_the_allowed_running_jobs_is_refused(services, submit_text, user):
    job_ids = [submit_text(TEXT) for _ in range(services.quotas.running_jobs)]
    with pytest.raises(JobRefused) as refused:
        submit_text(TEXT)
    assert refused.value.status == 429
    cancel_job(services, user, job_ids[0])
    submit_text(TEXT)


@pytest.mark.parametrize("step", [get_job, cancel_job, resume_job, delete_job, restore_job])
def test_another_persons_job_is_like_none(step, services, submit_text, make_user):
    job_id = submit_text(TEXT)
    stranger = make_user()
    with pytest.raises(JobNotFound) as foreign:
        step(services, stranger, job_id)
    with pytest.raises(JobNotFound) as missing:
        step(services, stranger, uuid.uuid4())
    assert str(foreign.value) == str(missing.value)
    with pytest.raises(JobNotFound):
        rename_job(services, stranger, job_id, "mine")


def test_the_list_has_only_ones_own_newest_first_and_can_be_searched(services, user, submit_text, make_user):
    first = submit_text(TEXT, name="globins 100%.fasta")
    second = submit_text(TEXT, name="kinases.fasta")
    submit_text(TEXT, owner=make_user(), name="globins of another.fasta")
    assert [job.id for job in list_jobs(services, user)] == [second, first]
    assert [job.id for job in list_jobs(services, user, "GLOBIN")] == [first]
    assert [job.id for job in list_jobs(services, user, "100%")] == [first]
    assert list_jobs(services, user, "1_0%") == []


def test_cancel_and_resume_computes_only_what_is_missing(
    services, user, submit_text, run_until, fault_proxy, runner_settings, check, oracle, database_url, run_jobs
):
    reference = submit_text(TEXT)
    run_jobs()
    settings = dataclasses.replace(runner_settings, worker_url=fault_proxy.url, runner_concurrency=1)
    job_id = submit_text(TEXT)

    def enough():
        if get_job(services, user, job_id).done >= 12:
            cancel_job(services, user, job_id)
            return True
        return False

    run_until(enough, settings=settings)
    stopped = get_job(services, user, job_id)
    assert stopped.state == "cancelled"
    check(job_id)
    before = len(fault_proxy.calls)
    resume_job(services, user, job_id)
    run_until(lambda: get_job(services, user, job_id).state == "succeeded", settings=settings)
    check(job_id, expected=oracle.digest(libpq_url(database_url), reference))
    assert sum(map(len, fault_proxy.calls[before:])) == 40 - stopped.done


def test_cancelling_what_has_ended_and_resuming_what_runs_is_refused(services, user, submit_text, run_jobs):
    job_id = submit_text(TEXT)
    with pytest.raises(JobRefused):
        resume_job(services, user, job_id)
    run_jobs()
    for step in (cancel_job, resume_job):
        with pytest.raises(JobRefused) as refused:
            step(services, user, job_id)
        assert refused.value.status == 409


def test_a_job_cancelled_before_it_began_can_be_resumed(services, user, submit_text, run_jobs, check):
    job_id = submit_text(TEXT)
    cancel_job(services, user, job_id)
    run_jobs()
    assert get_job(services, user, job_id).state == "cancelled"
    resume_job(services, user, job_id)
    run_jobs()
    assert get_job(services, user, job_id).state == "succeeded"
    check(job_id)


def test_deleting_removes_rows_and_file_for_good(
    services, user, submit_text, run_jobs, run_until, runner_settings, rows, storage_dir
):
    kept, gone = submit_text(TEXT), submit_text(TEXT)
    run_jobs()
    delete_job(services, user, gone)
    with pytest.raises(JobNotFound):
        get_job(services, user, gone)
    settings = dataclasses.replace(runner_settings, undo_seconds=0, sweep_seconds=0.02)
    run_until(lambda: rows("SELECT count(*) FROM upload") == [(1,)], settings=settings)
    for table in ("protein", "measurement", "chunk"):
        assert rows(f"SELECT DISTINCT job_id FROM {table}") == [(kept,)]
    assert [path.stem for path in storage_dir.iterdir()] == [str(get_job(services, user, kept).upload_id)]


def test_a_deleted_job_can_be_restored_and_goes_on(services, user, submit_text, run_jobs, check, rows):
    job_id = submit_text(TEXT)
    delete_job(services, user, job_id)
    run_jobs()
    assert rows("SELECT state, done FROM job") == [("running", 0)]
    restore_job(services, user, job_id)
    run_jobs()
    assert get_job(services, user, job_id).state == "succeeded"
    check(job_id)


def export_job(services, user, job_id):
    """Take home what there is; whatever happens to the analysis meanwhile, it is whole chunks, each record once."""
    blocks = csv_stream(services, user, job_id, Selection(), columns_of(Preset.BASIC))
    lines = list(csv.DictReader(io.StringIO(b"".join(blocks).decode())))
    assert len({line["ordinal"] for line in lines}) == len(lines)
    assert len(lines) % 4 == 0


def test_delete_wins_over_everything_else(services, user, submit_text, run_until, runner_settings, rows):
    job_ids = [submit_text(TEXT) for _ in range(4)]
    steps = (cancel_job, resume_job, lambda s, u, j: rename_job(s, u, j, "new"), export_job, delete_job)
    answers = []

    def press(step, job_id):
        try:
            step(services, user, job_id)
            answers.append("done")
        except (JobNotFound, JobRefused) as refused:
            answers.append(type(refused).__name__)
        except Exception as error:  # noqa: BLE001 - seen below
            answers.append(repr(error))

    threads = [threading.Thread(target=press, args=(step, job_id)) for job_id in job_ids for step in steps]

    def all_pressed():
        if not answers:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        return True

    run_until(all_pressed, settings=runner_settings)
    assert len(answers) == 20
    assert set(answers) <= {"done", "JobNotFound", "JobRefused"}
    assert list_jobs(services, user) == []
    purging = dataclasses.replace(runner_settings, undo_seconds=0, sweep_seconds=0.02)
    run_until(lambda: rows("SELECT count(*) FROM job") == [(0,)], settings=purging)
    assert rows("SELECT (SELECT count(*) FROM protein), (SELECT count(*) FROM measurement)") == [(0, 0)]


def test_renaming_keeps_to_one_line_and_falls_back_to_the_file(services, user, submit_text):
    job_id = submit_text(TEXT, name="a.fasta")
    rename_job(services, user, job_id, "  two\n words ")
    assert get_job(services, user, job_id).title == "two words"
    rename_job(services, user, job_id, "   ")
    assert get_job(services, user, job_id).title == "a.fasta"
    rename_job(services, user, job_id, "x" * 500)
    assert len(get_job(services, user, job_id).title) == 200


def test_results_that_do_not_add_up_fail_the_job_and_resume_repairs_it(
    services, user, submit_text, run_until, runner_settings, check, database_url
):
    job_id = submit_text(TEXT)
    settings = dataclasses.replace(runner_settings, runner_concurrency=1)
    thief = psycopg.connect(libpq_url(database_url), autocommit=True)

    def steal():
        return thief.execute("DELETE FROM protein WHERE ordinal = 2").rowcount > 0

    run_until(steal, settings=settings)
    thief.close()
    run_until(lambda: get_job(services, user, job_id).state not in ("running", "planning", "queued"), settings=settings)
    assert get_job(services, user, job_id).failure_code == "COUNTS_DIFFER"
    resume_job(services, user, job_id)
    run_until(lambda: get_job(services, user, job_id).state == "succeeded", settings=settings)
    check(job_id)


def test_a_file_that_vanished_fails_the_job_with_a_sentence(services, user, submit_text, run_jobs, storage_dir):
    job_id = submit_text(TEXT)
    for path in storage_dir.iterdir():
        path.unlink()
    run_jobs()
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.failure_code) == ("failed", "FILE_MISSING")
    assert "Upload it again" in summary.failure_message


def test_when_no_record_can_be_used_the_job_fails_and_lists_them(services, user, submit_text, run_jobs, rows, check):
    job_id = submit_text(">a\nMKX\n>b\nXXM\n", ambiguous="reject")
    run_jobs()
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.failure_code, summary.rejected) == ("failed", "ALL_RECORDS_REJECTED", 2)
    assert rows("SELECT reason_code FROM protein") == [("ambiguous",)] * 2
    check(job_id)


def test_a_small_job_does_not_wait_for_a_huge_one_of_another_person(
    services, user, submit_text, run_until, runner_settings, make_user, rows
):
    other = make_user()
    huge = submit_text(TEXT * 15)
    settings = dataclasses.replace(runner_settings, runner_concurrency=1)
    run_until(lambda: get_job(services, user, huge).done >= 16, settings=settings)
    small = submit_text(TEXT[: TEXT.index(">p4")], owner=other)
    run_until(lambda: get_job(services, other, small).state == "succeeded", settings=settings)
    ahead = rows("SELECT chunks_done, chunks FROM job WHERE id = %s", huge)[0]
    assert ahead[0] <= 4 + 12 < ahead[1]


def test_nothing_of_a_sequence_or_header_is_in_the_queue(submit_text, rows):
    submit_text(">secret name\nMKVCANARY\n")
    (message,) = rows("SELECT args::text, queueing_lock FROM procrastinate_jobs")
    assert "secret" not in str(message)
    assert "CANARY" not in str(message)


def test_what_goes_on_again_counts_among_the_analyses_under_way(services, user, submit_text, rows):
    """Whoever deletes or cancels five and begins five more can't have ten under way by undoing it."""
    resumed, restored = submit_text(TEXT), submit_text(TEXT)
    cancel_job(services, user, resumed)
    delete_job(services, user, restored)
    for _ in range(services.quotas.running_jobs):
        begun = submit_text(TEXT)
    with pytest.raises(JobRefused) as refused:
        resume_job(services, user, resumed)
    assert (refused.value.code, refused.value.status) == ("too_many_jobs", 429)
    restore_job(services, user, restored)
    states = dict(rows("SELECT id, state FROM job"))
    assert (states[resumed], states[restored]) == ("cancelled", "cancelled")
    cancel_job(services, user, begun)
    resume_job(services, user, restored)
    assert list(dict(rows("SELECT id, state FROM job")).values()).count("running") == services.quotas.running_jobs


def test_resuming_all_at_once_starts_no_more_than_may_be_under_way(services, user, submit_text, rows):
    job_ids = []
    for _ in range(services.quotas.running_jobs + 3):
        job_ids.append(submit_text(TEXT))
        cancel_job(services, user, job_ids[-1])

    def press(job_id):
        with contextlib.suppress(JobRefused):
            resume_job(services, user, job_id)

    threads = [threading.Thread(target=press, args=(job_id,)) for job_id in job_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows("SELECT count(*) FROM job WHERE state = 'running'") == [(services.quotas.running_jobs,)]
