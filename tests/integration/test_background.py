"""Work in the background: large uploads are looked at and large downloads are made by a runner, never in a request."""

import io
import json
import time
from dataclasses import replace

import pytest

from accounts.api_tokens import create_api_token
from accounts.profile import delete_account
from batchprot.reading.fasta import Reading
from batchprot.refusal import Refusal
from jobs.background import AT_ONCE, BackgroundWork, WorkKind, begin, look
from jobs.errors import JobRefused
from jobs.intake import inspect_later
from jobs.intake.uploads import complete_upload, create_upload, receive
from jobs.manage import delete_job
from jobs.pipeline import background
from jobs.pipeline.background import do_background, sweep_background
from jobs.pipeline.sweep import purge_deleted
from jobs.runners.local import build_context
from results.exports import stored
from results.jobs import get_job
from results.selection.model import Selection
from results.sharing.share import create_link

IN_TWO_WAYS = b"pep1 ACDEFGHIK\npep2 KLMNPQRST\n"
FASTA = "".join(f">p{n} protein {n}\nMKWVTFISLLFLFSSAYS{'A' * n}\n" for n in range(40))
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
UNFINISHED = "SELECT count(*) FROM background_work WHERE state IN ('waiting', 'running')"


def as_json(inspection):
    return json.loads(json.dumps(inspection.to_json()))


@pytest.fixture
def run_background(run_until, rows):
    return lambda: run_until(lambda: rows(UNFINISHED) == [(0,)])


@pytest.fixture
def context(runner_settings):
    made = build_context(runner_settings)
    yield made
    made.services.database.dispose()


@pytest.fixture
def sent(services, user):
    """An upload that was received and not looked at."""
    ticket = create_upload(services, user, "a.fasta", len(FASTA))
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(FASTA.encode()))
    return ticket.id


@pytest.fixture
def job(submit_text, run_jobs):
    job_id = submit_text(FASTA)
    run_jobs()
    return job_id


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(stored, "LARGE", dict.fromkeys(stored.LARGE, 5))
    monkeypatch.setattr(inspect_later, "LARGE_BYTES", 5)


@pytest.mark.usefixtures("everything_is_large")
def test_a_large_upload_is_looked_at_by_the_runner_and_asked_for_until_it_is_done(visit, user, sent, run_background):
    visitor = visit(user)
    for _ in range(2):
        answer = visitor.post(f"/api/uploads/{sent}/complete", json={})
        assert (answer.status_code, answer.json["waiting"]) == (202, True)
    run_background()
    answer = visitor.post(f"/api/uploads/{sent}/complete", json={})
    assert (answer.status_code, answer.json["records"]) == (200, 40)


@pytest.mark.usefixtures("everything_is_large")
def test_what_a_runner_sees_is_what_a_request_sees(services, user, sent, run_background):
    assert isinstance(inspect_later.complete(services, user, sent), BackgroundWork)
    run_background()
    found = inspect_later.complete(services, user, sent)
    assert found == as_json(complete_upload(services, user, sent))


@pytest.mark.usefixtures("everything_is_large")
@pytest.mark.parametrize("text", [b"\x00\x01\x02" * 50, b"MKWVTF\nMKKLLP\n" * 3])
def test_a_refusal_and_a_choice_come_as_they_would_at_once(services, visit, user, run_background, text):
    def upload():
        ticket = create_upload(services, user, "a.txt", len(text))
        receive(services, ticket.id, ticket.fields["token"], io.BytesIO(text))
        return ticket.id

    try:
        at_once = as_json(complete_upload(services, user, upload()))
    except Refusal as refused:
        at_once = refused.problem
    visitor, upload_id = visit(user), upload()
    visitor.post(f"/api/uploads/{upload_id}/complete", json={})
    run_background()
    for _ in range(2):
        later = visitor.post(f"/api/uploads/{upload_id}/complete", json={})
        assert later.json == at_once
        assert later.status_code == at_once.get("status", 200)


@pytest.mark.usefixtures("everything_is_large")
def test_readings_are_chosen_back_and_forth(services, user, run_background, rows):
    text = b"MKVTFACDEF\nMKKLLPGHIK\n"
    ticket = create_upload(services, user, "a.txt", len(text))
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(text))
    for reading in (Reading.ONE, Reading.LIST, Reading.ONE, Reading.LIST):
        assert isinstance(inspect_later.complete(services, user, ticket.id, reading), BackgroundWork)
        run_background()
        told = inspect_later.complete(services, user, ticket.id, reading)
        assert rows("SELECT reading, inspection FROM upload") == [(reading, told)]


def test_what_fails_is_told_and_begun_anew_when_it_is_asked_later(
    services, user, sent, run_background, rows, monkeypatch
):
    monkeypatch.setattr(inspect_later, "LARGE_BYTES", 5)
    with monkeypatch.context() as broken:
        broken.setattr(inspect_later, "complete_upload", lambda *_: 1 / 0)
        assert isinstance(inspect_later.complete(services, user, sent), BackgroundWork)
        run_background()
    with pytest.raises(Refusal, match="could not be finished"):
        inspect_later.complete(services, user, sent)
    rows("UPDATE background_work SET finished_at = now() - interval '20 seconds'")
    assert isinstance(inspect_later.complete(services, user, sent), BackgroundWork)


def test_a_small_file_that_takes_long_is_left_to_the_runner(services, visit, user, run_background, monkeypatch):
    text = b">a\n" * 1_000_000
    ticket = create_upload(services, user, "a.fasta", len(text))
    receive(services, ticket.id, ticket.fields["token"], io.BytesIO(text))
    monkeypatch.setattr(inspect_later, "WITHIN_SECONDS", 0.2)
    visitor = visit(user)
    for _ in range(2):
        began = time.thread_time()
        answer = visitor.post(f"/api/uploads/{ticket.id}/complete", json={})
        assert (answer.status_code, answer.json["waiting"]) == (202, True)
    assert time.thread_time() - began < 0.2, "what is under way is not tried again"
    run_background()
    answer = visitor.post(f"/api/uploads/{ticket.id}/complete", json={})
    assert (answer.status_code, answer.json["records"]) == (200, 1_000_000)


def test_a_file_that_was_looked_at_is_not_read_again(services, user, sent, monkeypatch):
    first = json.loads(json.dumps(inspect_later.complete(services, user, sent)))
    monkeypatch.setattr(services.storage, "open", lambda _key: pytest.fail("it was read again"))
    assert inspect_later.complete(services, user, sent) == first


@pytest.mark.usefixtures("everything_is_large")
@pytest.mark.parametrize("form", stored.LARGE)
def test_a_large_download_is_made_by_the_runner_and_is_the_same(services, user, visit, job, run_background, form):
    summary = get_job(services, user, job)
    at_once = b"".join(stored.blocks(services, user, summary, form, Selection(), "all"))
    visitor = visit(user)
    page = visitor.get(f"/jobs/{job}/download.{form}").headers["Location"]
    assert "Preparing your download" in visitor.get(page, headers=BROWSER).text
    assert visitor.get(f"{page}/file").status_code == 404
    run_background()
    ready = visitor.get(page, headers=BROWSER).text
    assert "Your download is ready" in ready
    assert f'content="0;url={page}/file"' in ready
    answer = visitor.get(f"{page}/file")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=test.{form}"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    if form in ("xlsx", "zip"):  # hold the time at which they were made
        assert len(answer.data) == pytest.approx(len(at_once), rel=0.02)
    else:
        assert answer.data == at_once


@pytest.mark.usefixtures("everything_is_large")
def test_the_same_download_is_made_once_and_another_selection_is_another(user, visit, job, run_background):
    visitor = visit(user)
    where = [visitor.get(f"/jobs/{job}/download.csv{query}").headers["Location"] for query in ("", "", "?q=protein")]
    assert where[0] == where[1] != where[2]
    run_background()
    assert visitor.get(f"/jobs/{job}/download.csv").headers["Location"] == where[0]
    assert visitor.get(f"/jobs/{job}/download.csv?q=protein 7").status_code == 200, "few rows are sent at once"


@pytest.mark.usefixtures("everything_is_large")
def test_a_download_belongs_to_the_readers_of_its_analysis(services, user, make_user, visit, job, run_background):
    page = visit(user).get(f"/jobs/{job}/download.csv").headers["Location"]
    work = page.rpartition("/")[2]
    run_background()
    token = create_link(services, user, job)
    by_link = visit(link=token)
    assert by_link.get(f"/shared/{token}/download.csv").headers["Location"] == f"/shared/{token}/exports/{work}"
    assert by_link.get(f"/shared/{token}/exports/{work}/file").status_code == 200
    for visitor in (visit(make_user()), visit()):
        assert visitor.get(f"{page}/file").status_code in (404, 302)
    assert visit(user).get(f"/jobs/{work}/exports/{work}/file").status_code == 404


@pytest.mark.usefixtures("everything_is_large")
def test_a_program_is_told_to_wait_and_then_where_the_file_is(account_services, user, visit, job, run_background):
    token = create_api_token(account_services, user, "script")
    bearer = {"Authorization": f"Bearer {token}", "Accept": "*/*"}
    script = visit()
    page = script.get(f"/jobs/{job}/download.csv", headers=bearer).headers["Location"]
    waiting = script.get(page, headers=bearer)
    assert (waiting.status_code, waiting.headers["Retry-After"], waiting.json["state"]) == (202, "2", "waiting")
    run_background()
    ready = script.get(page, headers=bearer)
    assert ready.status_code == 303
    assert script.get(ready.headers["Location"], headers=bearer).data.startswith(b"ordinal,")


def test_work_left_behind_is_done_by_another_runner_and_given_up_after_three(services, context, user, job, rows):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    rows("UPDATE background_work SET state = 'running', claims = 1, heard_at = now() - interval '5 minutes'")
    rows("DELETE FROM procrastinate_jobs")
    sweep_background(context)
    assert rows("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'background'") == [(1,)]
    do_background(context, work.id)
    assert look(services, work.id).state == "done"
    rows("UPDATE background_work SET state = 'running', claims = 3, heard_at = now() - interval '5 minutes'")
    do_background(context, work.id)
    assert look(services, work.id).failure["code"] == "stopped"


def test_work_that_another_runner_does_is_left_alone(services, context, user, job, rows):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    rows("UPDATE background_work SET state = 'running', claims = 1, heard_at = now()")
    do_background(context, work.id)
    assert rows("SELECT state, claims FROM background_work") == [("running", 1)]


def test_a_file_made_for_an_analysis_that_was_deleted_meanwhile_is_not_kept(
    services, context, user, job, rows, storage_dir, monkeypatch
):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    whole = stored.make_export

    def deleted_meanwhile(*asked):
        result = whole(*asked)
        rows("DELETE FROM job")
        return result

    monkeypatch.setattr(stored, "make_export", deleted_meanwhile)
    do_background(context, work.id)
    purge_deleted(context)
    assert not (storage_dir / f"{work.id}.plain").exists()


def test_a_fault_is_one_sentence_and_its_values_are_not_logged(services, context, user, job, monkeypatch, caplog):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    monkeypatch.setattr(
        stored, "blocks", lambda *_asked: (_ for _ in ()).throw(ZeroDivisionError("MKWVTFISLLFLFSSAYS"))
    )
    do_background(context, work.id)
    assert look(services, work.id).failure["message"] == background._FAILED
    assert "MKWMKW" not in caplog.text


def test_one_person_has_a_few_at_once(services, user, job):
    for number in range(AT_ONCE):
        begin(services, WorkKind.EXPORT, user, {"form": str(number)}, job_id=job)
    with pytest.raises(JobRefused) as refused:
        begin(services, WorkKind.EXPORT, user, {"form": "one more"}, job_id=job)
    assert refused.value.status == 429


@pytest.mark.usefixtures("everything_is_large")
def test_files_of_a_deleted_account_go_with_the_next_sweep(
    account_services, context, user, visit, job, sent, run_background, rows, storage_dir
):
    visit(user).get(f"/jobs/{job}/download.csv")
    run_background()
    assert (storage_dir / f"{sent}.plain").exists()
    assert len(list(storage_dir.glob("*.plain"))) == 3
    ((email,),) = rows("SELECT email FROM app_user WHERE id = %s", user)
    delete_account(account_services, user, email)
    purge_deleted(context)
    assert list(storage_dir.glob("*.plain")) == []


def test_a_day_later_a_download_is_gone(services, context, user, job, rows, storage_dir):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    do_background(context, work.id)
    assert (storage_dir / f"{work.id}.plain").exists()
    rows("UPDATE background_work SET finished_at = now() - interval '25 hours'")
    sweep_background(context)
    purge_deleted(context)
    assert not (storage_dir / f"{work.id}.plain").exists()
    assert look(services, work.id) is None


def test_deleting_an_analysis_takes_its_downloads_along(services, context, user, job, storage_dir):
    work = begin(services, WorkKind.EXPORT, user, {"form": "csv", "selection": "", "columns": "all"}, job_id=job)
    do_background(context, work.id)
    delete_job(services, user, job)
    purge_deleted(replace(context, undo_seconds=0))
    assert not (storage_dir / f"{work.id}.plain").exists()


def test_a_large_analysis_is_prepared_once_it_is_finished(submit_text, run_jobs, run_background, rows, monkeypatch):
    monkeypatch.setattr("jobs.pipeline.finish.MANY", 40)
    monkeypatch.setattr("results.access.MANY", 40)
    submit_text(FASTA)
    run_jobs()
    run_background()
    assert rows("SELECT kind, state, failure FROM background_work") == [("first_look", "done", {})]
    assert rows("SELECT count(*) > 10 FROM kept_answer") == [(True,)]


def test_a_small_analysis_is_not_prepared(job, rows):
    assert job
    assert rows("SELECT count(*) FROM background_work") == [(0,)]
