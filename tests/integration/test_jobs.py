import gzip
import os
from pathlib import Path

import pytest

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
