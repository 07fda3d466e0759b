"""After the upload it stays said: how a file was read, what was changed in it, and which file a record comes from."""

import csv
import datetime as dt
import io
import zipfile

from batchprot.properties.table import Preset, columns_of
from results.exports import csv as export
from results.exports.about import methods
from results.exports.corrections import records_to_correct
from results.jobs import get_job
from results.selection.model import Selection


def downloaded(services, user, job_id, columns):
    blocks = export.csv_stream(services, user, job_id, Selection(), columns)
    return list(csv.DictReader(io.StringIO(b"".join(blocks).decode())))


def test_methods_and_notes_say_how_the_file_was_read(services, user, submit_text, run_jobs):
    job_id = submit_text(b">a\nmkvlaagivglcakaylk*\n>b\nMKVLAAGIVGLCAKAYLK\n")
    run_jobs()
    job = get_job(services, user, job_id)
    told = dict(methods(job, Selection(), 2, dt.datetime.now(dt.UTC)))
    assert told["Read as"] == "FASTA. The first line begins with >."
    assert "1 final stop removed" in told["Changed in reading"]
    assert "1 record had lower-case letters, which were read as capitals" in told["Changed in reading"]
    first, second = downloaded(services, user, job_id, columns_of(Preset.BASIC))
    assert first["notes"].startswith("lower_case;final_stop_removed")
    assert "lower_case" not in second["notes"]


def test_a_list_stays_a_list_in_its_methods(services, user, submit_text, run_jobs):
    job_id = submit_text(b"MKVLAAGIVGLCAKAYLK\nMKVLAAGIVGLCA\n")
    run_jobs()
    job = get_job(services, user, job_id)
    assert dict(job.reading_terms)["Read as"].startswith("a list of one sequence a line. There are no headers")


def test_each_record_names_its_file_when_several_were_sent(services, user, submit_text, run_jobs):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("=a.faa", ">a\nMKVLAA\n>b\nMKLLAA")
        archive.writestr("two/c.faa", ">c\nMKILAA\n")
    job_id = submit_text(packed.getvalue())
    run_jobs()
    job = get_job(services, user, job_id)
    assert (job.files, dict(job.reading_terms)["Files inside"]) == (2, "=a.faa, two/c.faa")
    rows = downloaded(services, user, job_id, ("file", *columns_of(Preset.BASIC)))
    assert [(row["file"], row["identifier"], row["status"]) for row in rows] == [
        ("'=a.faa", "a", "ok"),
        ("'=a.faa", "b", "ok"),
        ("two/c.faa", "c", "ok"),
    ]
    assert next(iter(rows[0])) == "file"


def test_a_line_is_that_of_the_records_own_file(services, user, submit_text, run_jobs):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.faa", ">a\nMKVLAA\n>b\nMK-V\n")
        archive.writestr("empty.faa", "\n\n")
        archive.writestr("c.faa", "\ufeff\n>c\nMKILAA\n>d\nMK*LAA\n")
    job_id = submit_text(packed.getvalue())
    run_jobs()
    table = list(csv.DictReader(io.StringIO(b"".join(export.rejected_csv_stream(services, user, job_id)).decode())))
    assert [(row["file"], row["line"], row["identifier"]) for row in table] == [
        ("a.faa", "3", "b"),
        ("c.faa", "4", "d"),
    ]
    assert ["(line 4)" in table[0]["reason"], "(line 5)" in table[1]["reason"]] == [True, True]
    told = b"".join(records_to_correct(services, user, job_id)).decode()
    assert [line.split(":")[0] for line in told.splitlines() if line.startswith(";")] == [
        "; Line 3 of a.faa", "; Line 4 of c.faa",
    ]  # fmt: skip
    assert get_job(services, user, job_id).records == 4
