"""The peptides of an analysis as an analysis: made by the runner, equal with others, killed, refused, run again."""

import io
import random
from dataclasses import replace

import polars as pl
import pytest
from click.testing import CliRunner

from batchprot.command.main import main
from batchprot.properties.cleavage import Digest
from batchprot.reading.alphabet import STANDARD
from batchprot.reading.limits import Limits
from jobs import manage
from jobs.errors import JobNotFound, JobRefused
from jobs.intake.digest.submit import submit_digest
from jobs.intake.duplicate import original
from jobs.intake.submit import submit
from models.database import libpq_url
from results.jobs import get_job
from tests.made_up import fasta

PROTEINS = ["".join(random.Random(number).choices(STANDARD, k=40 + 20 * number)) for number in range(30)]
TEXT = ">sp|P69905|HBA_HUMAN Hemoglobin\nMVLSPADKTNVKAAWGKVGAHAGEYGAEALERMFLSFPTTK\n>bad\nMK*V\n>x\nMKXAAAAAARAAAAAAK\n"
CHOSEN = Digest("trypsin", 2, (1, 60))


@pytest.fixture
def digested(services, user, submit_text, run_jobs):
    def make(text, chosen=CHOSEN, key="once"):
        proteins = submit_text(text)
        run_jobs()
        peptides = submit_digest(services, user, proteins, chosen, title="", idempotency_key=key)
        run_jobs()
        return proteins, peptides

    return make


def table(rows, job_id):
    return rows(
        "SELECT p.identifier, v.texts[1], v.numbers[2], v.numbers[3], v.numbers[4], p.sequence, v.numbers[6] "
        "FROM protein p JOIN own_value v USING (job_id, ordinal) WHERE job_id = %s ORDER BY ordinal",
        job_id,
    )


def test_peptides_are_records_that_know_their_protein(services, user, digested, rows):
    proteins, peptides = digested(TEXT)
    job = get_job(services, user, peptides)
    assert (job.state, job.done, job.rejected, job.digest.job_id) == ("succeeded", job.records, 0, proteins)
    assert [column.label for column in job.own_columns.facts] == [
        "Protein", "Start", "End", "Missed cleavages", "m/z 1+", "m/z 2+", "m/z 3+", "m/z 4+",
    ]  # fmt: skip
    assert "first residue" in job.own_columns.facts[1].row.summary
    found = table(rows, peptides)
    assert found[1][:6] == ("P69905/1-12", "P69905", 1.0, 12.0, 1.0, "MVLSPADKTNVK")
    assert found[1][6] == pytest.approx(651.85793, abs=2e-5)
    ambiguous = [row for row in found if "X" in row[5]]
    assert len(ambiguous) == 4
    assert {row[6] for row in ambiguous} == {None}
    assert rows("SELECT state, size > 0, sha256 <> '' FROM upload ORDER BY created_at DESC LIMIT 1") == [
        ("ready", True, True)
    ]


def test_peptides_keep_their_modifications(digested, rows):
    _, peptides = digested(">P1\nMKS[Phospho]PKDE\n")
    kept = rows("SELECT sequence, proforma FROM protein WHERE job_id = %s ORDER BY ordinal", peptides)
    assert ("SPK", "S[Phospho]PK") in kept
    assert ("MK", "") in kept


@pytest.mark.parametrize("missed", [0, 2])
def test_equal_with_the_command_and_with_pyteomics(missed, digested, rows, tmp_path):
    chosen = Digest("trypsin", missed, (6, 50))
    _, peptides = digested(fasta(PROTEINS), chosen)
    found = [row[1:6] for row in table(rows, peptides)]
    source = tmp_path / "proteins.fasta"
    source.write_text(fasta(PROTEINS))
    done = CliRunner().invoke(main, ["digest", str(source), "--missed", str(missed), "--length", "6-50", "-q"])
    assert done.exit_code == 0
    printed = pl.read_csv(io.StringIO(done.stdout))
    assert found == printed.select("protein", "start", "end", "missed_cleavages", "sequence").rows()
    parser = pytest.importorskip("pyteomics.parser")
    theirs = sorted(
        peptide
        for sequence in PROTEINS
        for start, peptide in parser.xcleave(sequence, "([KR](?=[^P]))", missed, regex=True)
        if 6 <= len(peptide) <= 50
    )
    assert sorted(row[4] for row in found) == theirs


def test_asked_twice_with_one_key_it_is_made_once(services, user, digested, rows):
    proteins, peptides = digested(TEXT)
    again = submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="once")
    assert again == peptides
    with pytest.raises(JobRefused, match="another analysis"):
        submit_digest(services, user, proteins, Digest(), title="", idempotency_key="once")
    assert rows("SELECT count(*) FROM job") == [(2,)]


def test_only_a_finished_analysis_of_ones_own_is_cut(services, user, make_user, submit_text, run_jobs):
    proteins = submit_text(TEXT)
    with pytest.raises(JobRefused, match="finished"):
        submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="a")
    run_jobs()
    with pytest.raises(JobNotFound):
        submit_digest(services, make_user(), proteins, CHOSEN, title="", idempotency_key="a")


@pytest.mark.parametrize(
    ("chosen", "limits", "words"),
    [
        (Digest(lengths=(5000, 6000)), Limits(), "Choose wider ones"),
        (CHOSEN, Limits(records=3), "more than 3 peptides"),
    ],
)
def test_too_many_or_no_peptides_are_said_in_a_sentence(
    chosen, limits, words, services, user, submit_text, run_jobs, rows, runner_settings
):
    proteins = submit_text(TEXT)
    run_jobs()
    before = list(runner_settings.storage_dir.iterdir())
    peptides = submit_digest(services, user, proteins, chosen, title="", idempotency_key="a")
    run_jobs(settings=replace(runner_settings, limits=limits))
    job = get_job(services, user, peptides)
    assert job.state == "failed"
    assert words in job.failure_message
    assert list(runner_settings.storage_dir.iterdir()) == before
    assert rows("SELECT count(*) FROM own_value") == [(0,)]


def test_the_proteins_deleted_meanwhile_end_it(services, user, submit_text, run_jobs):
    proteins = submit_text(TEXT)
    run_jobs()
    peptides = submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="a")
    manage.delete_job(services, user, proteins)
    run_jobs()
    assert get_job(services, user, peptides).failure_code == "DIGEST_REFUSED"


def test_results_over_the_quota_are_not_made(services, user, submit_text, run_jobs, monkeypatch):
    proteins = submit_text(TEXT)
    run_jobs()
    peptides = submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="a")
    monkeypatch.setattr("jobs.room.kept_bytes", lambda *_: 6 * 10**9)
    run_jobs()
    assert "Delete analyses first" in get_job(services, user, peptides).failure_message


@pytest.mark.parametrize("place", ["plan_begun", "digest_written", "digest_started", "chunk_before_commit"])
def test_killed_anywhere_it_ends_with_the_same_rows(
    place, services, user, digested, runners, wait_until, rows, oracle, database_url, storage_dir
):
    proteins, known = digested(fasta(PROTEINS[:3]))  # the chunks of these runners have eight records
    peptides = submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="b")
    first = runners.start(failpoint=f"{place}:1")
    wait_until(lambda: not runners.is_alive(first))
    runners.start()
    wait_until(lambda: get_job(services, user, peptides).state == "succeeded")
    assert table(rows, peptides) == table(rows, known)
    assert oracle.violations(libpq_url(database_url), peptides, storage=storage_dir) == []


def test_run_again_it_keeps_its_columns(services, user, digested, run_jobs, rows):
    _, peptides = digested(TEXT)
    start = original(services, user, peptides)
    again = submit(services, user, start.upload_id, title="", options=start.options, idempotency_key="again")
    run_jobs()
    assert table(rows, again) == table(rows, peptides)
    assert get_job(services, user, again).own_columns.keys == get_job(services, user, peptides).own_columns.keys
    assert get_job(services, user, again).digest == get_job(services, user, peptides).digest


def test_what_nobody_foresaw_ends_it_without_a_sequence_in_the_log(
    services, user, submit_text, run_jobs, monkeypatch, caplog
):
    proteins = submit_text(TEXT)
    run_jobs()
    peptides = submit_digest(services, user, proteins, CHOSEN, title="", idempotency_key="a")

    def broken(*_arguments):
        raise RuntimeError(TEXT)

    monkeypatch.setattr("jobs.intake.digest.make.cut_chains", broken)
    run_jobs()
    assert get_job(services, user, peptides).failure_code == "INTERNAL"
    assert "digest failed" in caplog.text
    assert "MVLSPADK" not in caplog.text
