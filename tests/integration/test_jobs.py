import gzip
import os
from pathlib import Path

import pytest

from batchprot.properties.options import AnalysisOptions
from batchprot.reading.fasta import Reading
from jobs.intake.submit import submit
from jobs.intake.uploads import complete_upload
from models.database import libpq_url
from results.jobs import get_job

GOOD = ">sp|P69905|HBA_HUMAN Hemoglobin subunit alpha OS=Homo sapiens OX=9606 GN=HBA1\nMVLSPADKTNVKAAWGKVGA\n"
MESSY = GOOD + ">second\nMKV*LA\n>third with X\nMKXVLA\n>fourth\n\n>fifth\nmkvla*\n"


def test_a_job_goes_from_upload_to_results(services, user, submit_text, run_jobs, rows):
    job_id = submit_text(MESSY)
    run_jobs()
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.records, summary.done, summary.warned, summary.rejected) == ("succeeded", 5, 3, 1, 2)
    stored = rows("SELECT ordinal, identifier, status, reason_code, length FROM protein ORDER BY ordinal")
    assert stored == [
        (1, "sp|P69905|HBA_HUMAN", "ok", "", 20),
        (2, "second", "rejected", "inner_stop", 0),
        (3, "third", "warned", "ambiguous", 6),
        (4, "fourth", "rejected", "empty", 0),
        (5, "fifth", "ok", "", 5),
    ]
    measured = rows("SELECT ordinal, molecular_weight_da IS NULL, residue_counts[10] FROM measurement ORDER BY ordinal")
    assert [row[0] for row in measured] == [1, 3, 5]
    assert [row[1] for row in measured] == [False, True, False]
    assert measured[2][2] == 1  # one L in MKVLA
    assert rows("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def proteome():
    """The yeast proteome in a directory beside the project, or where BATCHPROT_PROTEOMES says."""
    given = os.environ.get("BATCHPROT_PROTEOMES")
    beside = Path(__file__).parents[3] / "shared" / "data" / "proteomes"
    return (Path(given) if given else beside) / "yeast_UP000002311.fasta.gz"


@pytest.mark.skipif(not proteome().exists(), reason="the yeast proteome is not on this machine")
def test_a_whole_proteome(services, user, submit_text, run_jobs, rows, oracle, database_url, storage_dir):
    job_id = submit_text(proteome().read_bytes(), name="yeast.fasta.gz")
    run_jobs()
    summary = get_job(services, user, job_id)
    assert (summary.state, summary.records) == ("succeeded", gzip.decompress(proteome().read_bytes()).count(b">"))
    assert summary.done == summary.records
    assert oracle.violations(libpq_url(database_url), job_id, storage=storage_dir) == []
    totals = rows("SELECT sum(length), min(ordinal), max(ordinal), count(DISTINCT crc64) > 5900 FROM protein")
    assert totals == [(summary.residues, 1, summary.records, True)]


CHUNKS = "SELECT number, byte_offset, byte_length, first_ordinal, first_line, records FROM chunk WHERE job_id = %s"


@pytest.mark.parametrize(
    "text", [MESSY * 9, "\r\n\r\nMKV\r\n\r\nMKVX\rMKVLA", ">a\n" + "M" * 3_000_000 + "\n>b\nMKV\n"]
)
def test_a_file_inspected_by_an_earlier_release_gets_the_same_chunks(
    text, services, user, submit_text, run_jobs, rows, oracle, database_url
):
    known = submit_text(text, records=2)
    cut = rows(CHUNKS, known)
    assert rows("SELECT task_name FROM procrastinate_jobs GROUP BY 1") == [("chunk",)]
    run_jobs()
    old = submit_text(text, forgets_spans=True)
    assert rows("SELECT state, chunks FROM job WHERE id = %s", old) == [("queued", 0)]
    rows("UPDATE job SET state = 'planning' WHERE id = %s", old)  # as a runner of then was killed
    run_jobs()
    assert get_job(services, user, old).state == "succeeded"
    assert rows("SELECT sum(records), sum(byte_length) FROM chunk WHERE job_id = %s", old) == [
        (sum(row[5] for row in cut), sum(row[2] for row in cut))
    ]
    digests = [oracle.digest(libpq_url(database_url), job_id) for job_id in (known, old)]
    assert digests[0] == digests[1]


def test_another_reading_of_raw_lines_has_its_own_chunks(services, user, submit_text, rows):
    """What the person chose last is what is computed, without another look at the file."""
    job_id = submit_text("MKVLA\nMKVLAG\n")
    upload_id = get_job(services, user, job_id).upload_id
    assert rows("SELECT records FROM job") == [(2,)]
    complete_upload(services, user, upload_id, Reading.ONE)
    again = submit(services, user, upload_id, title="t", options=AnalysisOptions(), idempotency_key="again")
    assert rows("SELECT records, state FROM job WHERE id = %s", again) == [(1, "running")]
