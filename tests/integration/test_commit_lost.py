"""The connection to PostgreSQL cut at COMMIT: what was done is not known to whoever asked for it."""

import tempfile
import uuid
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from batchprot.properties.options import AnalysisOptions
from jobs.intake.submit import submit
from jobs.services import JobServices
from models.database import Database, libpq_url
from results.jobs import get_job
from tests.made_up import fasta, sequences

TEXT = fasta(sequences(64))
CHUNK_DONE = b"UPDATE chunk SET state = 'done'"
GIVEN_NUMBERS = b"INSERT INTO chunk"
NEW_JOB = b"INSERT INTO job"
CUTS = 5


@pytest.fixture
def commit_proxy(database_url, load_chaos):
    with tempfile.TemporaryDirectory(prefix="bp-cut-") as name:
        Path(name).chmod(0o755)
        proxy = load_chaos("commit_proxy").CommitProxy(database_url, Path(name))
        yield proxy
        proxy.close()


@pytest.mark.parametrize("mark", [CHUNK_DONE, GIVEN_NUMBERS], ids=["chunk", "plan"])
@pytest.mark.parametrize("how", ["lost", "unheard"])
def test_a_job_loses_and_doubles_nothing(
    how, mark, commit_proxy, submit_text, runners, wait_until, services, user, oracle, database_url, storage_dir
):
    undisturbed = submit_text(TEXT)
    runners.start()
    wait_until(lambda: get_job(services, user, undisturbed).state == "succeeded")
    runners.end()
    expected = oracle.digest(libpq_url(database_url), undisturbed)
    # What is lost is done again, by the same chunk until it succeeds; what was only not heard of is done.
    span = 8 if how == "unheard" else 100
    job_id = submit_text(TEXT, records=span, forgets_spans=mark == GIVEN_NUMBERS)
    commit_proxy.break_next(how, mark, times=CUTS if mark == CHUNK_DONE else 1)
    runners.start(BATCHPROT_DATABASE_URL=commit_proxy.url, BATCHPROT_TEST_SPAN=str(span))
    wait_until(lambda: get_job(services, user, job_id).state in oracle.END_STATES)
    assert (commit_proxy.left, commit_proxy.cut) == (0, CUTS if mark == CHUNK_DONE else 1)
    assert get_job(services, user, job_id).state == "succeeded"
    assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir, expected=expected) == []


@pytest.mark.parametrize("how", ["lost", "unheard"])
def test_submitting_again_after_no_answer_makes_one_job(how, commit_proxy, submit_text, services, user, rows):
    upload_id = get_job(services, user, submit_text(TEXT)).upload_id
    behind = Database(commit_proxy.url)
    cut = JobServices(behind, services.storage, services.queue, services.worker)
    wanted = {"title": "t", "options": AnalysisOptions(), "idempotency_key": uuid.uuid4().hex}
    commit_proxy.break_next(how, NEW_JOB)
    with pytest.raises(OperationalError):
        submit(cut, user, upload_id, **wanted)
    assert commit_proxy.cut == 1
    assert rows("SELECT count(*) FROM job") == [(2 if how == "unheard" else 1,)]
    again = submit(cut, user, upload_id, **wanted)
    behind.dispose()
    assert rows("SELECT count(*) FROM job WHERE id = %s", again) == [(1,)]
    assert rows("SELECT (SELECT count(*) FROM job), (SELECT count(*) FROM procrastinate_jobs)") == [(2, 2)]
