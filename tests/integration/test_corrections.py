"""The file of rejected and warned records: their own bytes, each under its reason, and good to be submitted again."""

from urllib.parse import unquote

import pytest
from werkzeug.http import parse_options_header

from jobs.errors import JobNotFound, JobRefused
from results.exports.corrections import records_to_correct
from results.jobs import get_job

TEXT = (
    ">ok one\nMKVLAAGIVGLCAKAYLK\n"
    ">stop inside\r\nMKV*\r\nLLA\r\n"
    ">ok two\nMKVLAAGIVGLCAKAYLK\n"
    ">odd letters\nMKVBXZ\nGAVL\n"
    ">nothing\n"
    ">ok three\nMKVLAAGIVGLCAKAYLK\n"
    ">gap last\nMK-V"
)


@pytest.fixture
def span_records():
    return 2


def test_they_come_as_they_are_in_the_file_with_line_and_reason(services, user, submit_text, run_jobs):
    job_id = submit_text(TEXT)
    run_jobs()
    job = get_job(services, user, job_id)
    assert (job.warned, job.rejected) == (1, 3)
    got = b"".join(records_to_correct(services, user, job_id)).decode()
    lines = got.splitlines()
    assert [line for line in lines if not line.startswith(";")] == [
        ">stop inside", "MKV*", "LLA", ">odd letters", "MKVBXZ", "GAVL", ">nothing", ">gap last", "MK-V",
    ]  # fmt: skip
    comments = [line for line in lines if line.startswith(";")]
    assert [comment.split(":")[0] for comment in comments] == ["; Line 3", "; Line 8", "; Line 11", "; Line 14"]
    assert "inside the sequence" in comments[0]
    # Submitted again uncorrected, it says the same of each: no record is lost or joined to another.
    again = submit_text(got)
    run_jobs()
    second = get_job(services, user, again)
    assert (second.records, second.done, second.warned, second.rejected) == (4, 1, 1, 3)


def test_raw_lines_get_a_name(services, user, submit_text, run_jobs):
    job_id = submit_text("MKVLAAGIVGLCAKAYLK\n\nMK*VLA\nMKVLAAGIVGLCAKAYLKGG\n")
    run_jobs()
    got = b"".join(records_to_correct(services, user, job_id)).decode()
    assert got.splitlines()[1:] == [">record_2", "MK*VLA"]
    assert got.startswith("; Line 3: ")


def test_a_record_too_long_to_repeat_says_where_it_is(services, user, submit_text, run_jobs):
    job_id = submit_text(">ok\nMKVLAAGIVGLCAKAYLK\n>long\n" + "MKV" * 1_000_000 + "\n>after\nMKVLA\n")
    run_jobs()
    got = b"".join(records_to_correct(services, user, job_id)).decode()
    assert len(got) < 1000
    assert "take it from your file" in got


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("é中文.fasta", "e-to-correct.fasta", "%C3%A9%E4%B8%AD%E6%96%87-to-correct.fasta"),
        ("\u03b1-β.fasta", "--to-correct.fasta", "%CE%B1-%CE%B2-to-correct.fasta"),
        ("data \u2013 final.fasta", "data  final-to-correct.fasta", "data%20%E2%80%93%20final-to-correct.fasta"),
        ("naïve.fasta", "naive-to-correct.fasta", "na%C3%AFve-to-correct.fasta"),
    ],
)
def test_files_may_be_called_in_any_script(user, submit_text, run_jobs, visit, name, plain, full):
    job_id = submit_text(TEXT, name=name)
    run_jobs()
    answer = visit(user).get(f"/jobs/{job_id}/to-correct.fasta")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition.isascii()
    assert parse_options_header(disposition)[1]["filename"] == unquote(full)
    assert f"filename*=UTF-8''{full}" in disposition
    assert plain in disposition


def test_a_person_downloads_it_and_a_stranger_does_not(
    services, user, submit_text, run_jobs, visit, make_user, storage_dir
):
    job_id = submit_text(TEXT, name="my proteins.fasta")
    run_jobs()
    answer = visit(user).get(f"/jobs/{job_id}/to-correct.fasta")
    assert answer.status_code == 200
    assert 'filename="my proteins-to-correct.fasta"' in answer.headers["Content-Disposition"]
    assert answer.get_data(as_text=True).count(">") == 4
    assert visit(make_user()).get(f"/jobs/{job_id}/to-correct.fasta").status_code == 404
    with pytest.raises(JobNotFound):
        records_to_correct(services, make_user(), job_id)
    for file in storage_dir.glob("*.plain"):
        file.unlink()
    gone = visit(user).get(f"/jobs/{job_id}/to-correct.fasta")
    assert gone.status_code == 404
    assert "no longer there" in gone.get_data(as_text=True)
    with pytest.raises(JobRefused):
        records_to_correct(services, user, job_id)
