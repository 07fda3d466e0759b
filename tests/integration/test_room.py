"""Quotas and the disk: results count, a reserve stays free, and the cause is named."""

from dataclasses import replace

import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.refusal import Refusal
from cli import up
from cli.data_directory import open_data_directory
from jobs.adapters.storage import Disk, LocalStorage
from jobs.intake.submit import submit
from jobs.intake.uploads import create_upload
from jobs.manage import delete_job
from jobs.room import RECORD_BYTES
from results.jobs import get_job

FASTA = "".join(f">p{n}\nMKWVTFISLLFLFSSAYS\n" for n in range(40))
RESULTS = 40 * (RECORD_BYTES + 18)


def with_quota(services, size):
    return replace(services, quotas=replace(services.quotas, storage_bytes=size))


def submitted_again(services, user, job_id, key):
    upload = get_job(services, user, job_id).upload_id
    return submit(services, user, upload, title="", options=AnalysisOptions(), idempotency_key=key)


def test_results_count_so_that_one_file_cannot_be_submitted_for_ever(services, user, submit_text):
    first = submit_text(FASTA)
    tight = with_quota(services, len(FASTA) + 2 * RESULTS)
    second = submitted_again(tight, user, first, "second")
    with pytest.raises(Refusal, match=r"would take more than .* MB. Delete analyses first") as refused:
        submitted_again(tight, user, first, "third")
    assert (refused.value.code, refused.value.status) == ("storage_full", 413)
    with pytest.raises(Refusal, match="Delete analyses first"):
        create_upload(tight, user, "b.fasta", 100_000)
    delete_job(services, user, second)
    submitted_again(tight, user, first, "third")


def test_the_same_key_is_answered_with_the_same_analysis_when_the_quota_is_full(services, user, submit_text):
    first = submit_text(FASTA)
    second = submitted_again(services, user, first, "second")
    assert submitted_again(with_quota(services, 0), user, first, "second") == second


@pytest.fixture
def nearly_full(monkeypatch):
    monkeypatch.setattr(LocalStorage, "disk", lambda _self: Disk(10**9 + 1000, 10**9))


@pytest.mark.usefixtures("nearly_full")
def test_a_nearly_full_disk_refuses_uploads_and_analyses_and_people_can_sign_in_and_delete(
    services, user, visit, rows, submit_text, monkeypatch
):
    with pytest.raises(Refusal, match="nearly out of disk space") as refused:
        create_upload(services, user, "b.fasta", 2000)
    assert refused.value.status == 507
    with monkeypatch.context() as roomy:
        roomy.setattr(LocalStorage, "disk", lambda _self: None)
        job_id = submit_text(FASTA)
    with pytest.raises(Refusal, match="nearly out of disk space"):
        submitted_again(services, user, job_id, "again")
    visitor = visit(user)
    assert visitor.post("/api/uploads", json={"filename": "b.fasta", "size": 2000}).status_code == 507
    assert visitor.get("/").status_code == 200
    delete_job(services, user, job_id)
    assert rows("SELECT count(*) FROM job WHERE deleted_at IS NOT NULL") == [(1,)]


def test_results_wait_while_less_than_half_the_reserve_is_left(submit_text, run_until, rows, monkeypatch):
    space = [10**9 // 2 - 1]
    monkeypatch.setattr(LocalStorage, "disk", lambda _self: None)
    job_id = submit_text(FASTA)
    monkeypatch.setattr(LocalStorage, "disk", lambda _self: Disk(space[0], 10**9))
    run_until(lambda: rows("SELECT waiting_code FROM job") == [("STORAGE_FULL",)])
    space[0] = 10**12
    rows("UPDATE chunk SET next_try_at = NULL")
    rows("UPDATE procrastinate_jobs SET scheduled_at = NULL")
    run_until(lambda: rows("SELECT state FROM job WHERE id = %s", job_id) == [("succeeded",)])


def test_a_database_that_is_away_for_want_of_space_is_said_so(web, visit, monkeypatch):
    monkeypatch.setitem(web.server.config, "DISK", lambda: Disk(0, 10**9))
    visitor = visit()
    monkeypatch.setattr("models.database.Database.session", _away)
    monkeypatch.setattr("models.database.Database.connection", _away)
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json["code"]) == (503, "disk_full")
    assert "out of disk space" in answer.json["detail"]


def _away(_self):
    from sqlalchemy.exc import OperationalError

    raise OperationalError("SELECT 1", {}, Exception("no connection"))


def test_up_names_a_full_disk(tmp_path, monkeypatch):
    directory = open_data_directory(tmp_path / "data")
    directory.postgres.mkdir(exist_ok=True)
    assert "ended unexpectedly" in up._ended(directory)
    monkeypatch.setattr(up, "NO_SPACE_BYTES", 1 << 60)
    assert "is full" in up._ended(directory)
