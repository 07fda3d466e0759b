from jobs.manage import get_job

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
