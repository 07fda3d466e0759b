"""CSV through the web application: everything, a selection, what was rejected, and requests that can't be meant."""

import base64
import csv
import hashlib
import html
import io
import re

import pytest

from batchprot.properties.table import RECORD_COLUMNS, Preset, columns_of

FASTA = ">=cmd|' /C calc'!A0 a formula\nMKWVTFISLLFLFSSAYS\n>b\nMK*V\n>-c\nACDEFGHIKLMNPQRSTVWY\n>d\nWWWW\n"


@pytest.fixture
def job(submit_text, run_jobs):
    job_id = submit_text(FASTA, name="Mein Proteom é\r\n.fasta")
    run_jobs()
    return job_id


@pytest.fixture
def download(visit, user, job):
    """Ask for the owner's CSV."""
    visitor = visit(user)

    def ask(query="", name="download.csv"):
        return visitor.get(f"/jobs/{job}/{name}?{query}")

    return ask


def table(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_everything_comes_in_order_with_the_header_first(download):
    answer = download()
    rows = table(answer)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [row["ordinal"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["status"] for row in rows][1] == "rejected"
    headers = next(csv.reader(io.StringIO(answer.text)))
    wanted = [*RECORD_COLUMNS, *(name for name in columns_of(Preset.ALL) if name not in RECORD_COLUMNS)]
    assert headers == wanted


def test_text_is_made_harmless_and_numbers_stay_numbers(download):
    rows = table(download())
    assert rows[0]["identifier"].startswith("'=cmd")
    assert rows[2]["identifier"] == "'-c"
    assert float(rows[3]["gravy"]) < 0


def test_name_of_the_file_is_plain(download):
    disposition = download().headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert disposition.isascii()
    assert disposition.endswith(".csv")
    assert "\r" not in disposition


def test_rejected_records_come_with_their_reasons(download):
    rows = table(download(name="rejected.csv"))
    assert [(row["ordinal"], row["identifier"], row["status"]) for row in rows] == [("2", "b", "rejected")]
    assert "residue 3" in rows[0]["reason"]


def test_the_download_of_the_records_tab_is_its_table(visit, services, user, submit_text, run_jobs):
    from results.queries import query

    job_id = submit_text(">a\nMKXVLA\n>b\nMK*V\n\n>c\nMKVLAAG\n>d\n>e\nMKBA\n")
    run_jobs()
    shown = query.rejected(services, user, job_id, 0, 500).rows
    rows = table(visit(user).get(f"/jobs/{job_id}/rejected.csv"))
    assert len(rows) == len(shown) == 4
    for row, record in zip(rows, shown, strict=True):
        assert record.pop("file") is None  # one file was sent
        assert {name: row[name] for name in record} == {name: str(value) for name, value in record.items()}
        assert row["reason_code"]


def test_a_misspelled_filter_is_refused_and_named(download):
    answer = download("staus=ok")
    assert answer.status_code == 400
    assert "staus" in answer.text
    assert download("x=gravy&tab=records&q=a").status_code == 200


@pytest.mark.parametrize("preset", ["basic", "advanced", "all"])
def test_columns_follow_the_preset(download, preset):
    headers = next(csv.reader(io.StringIO(download(f"columns={preset}").text)))
    assert set(columns_of(Preset(preset))) <= set(headers)


def test_selection_of_the_page_is_the_selection_of_the_file(download):
    from results.selection import address
    from results.selection.model import Selection

    query = address.write(Selection(ranges={"length": (10, 19)}))
    assert [row["ordinal"] for row in table(download(f"{query}&columns=basic"))] == ["1"]
    none = address.write(Selection(ranges={"length": (1_000, None)}))
    assert table(download(none)) == []


@pytest.mark.parametrize(
    "query",
    [
        "columns=",
        "columns=everything",
        "columns=basic;DROP TABLE job",
        "columns=ALL",
        "columns=%00",
        "sort=nothing:asc",
        "sort=gravy:sideways",
        "sort=gravy;DROP TABLE job:asc",
        "gravy=x..y",
        "gravy=1e999..2",
        "gravy=nan..nan",
        "status=unheard-of",
        "text=%00",
        "text=" + "x" * 3_000,
        "ids=x",
        "q=" + "x" * 30_000,
        "&&&&",
        "%",
        "=",
        "gravy",
        "gravy=%ff%fe..1",
    ],
)
def test_query_that_cannot_be_meant_is_400_or_changes_nothing(download, query):
    answer = download(query)
    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert "<h1>" in answer.text
    else:
        assert len(table(answer)) <= 4


def test_reader_that_goes_away_lets_go_of_the_database(visit, user, job, database):
    for _ in range(25):  # more than the pool holds
        answer = visit(user).client.get(f"/jobs/{job}/download.csv")
        answer.close()
    assert database.engine.pool.checkedout() == 0


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "fasta", "xlsx", "zip"])
def test_every_form_is_a_file_of_its_kind(download, form):
    from dashboard.routes.downloads import MIMETYPES

    answer = download("n=1,3", name=f"download.{form}")
    assert answer.status_code == 200
    assert answer.mimetype == MIMETYPES[form]
    assert answer.headers["Content-Disposition"].endswith(f".{form}")
    assert len(answer.data) > 50
    assert answer.headers["Cache-Control"] == "no-store"


def test_fasta_has_the_measured_records_with_the_headers_they_came_with(download):
    assert download(name="download.fasta").text == FASTA.replace(">b\nMK*V\n", "")


def test_chosen_columns(download):
    assert next(csv.reader(io.StringIO(download("columns=gravy,line").text)))[len(RECORD_COLUMNS) :] == [
        "gravy",
        "line",
    ]


def test_an_analysis_that_was_deleted_meanwhile_is_said_to_be(download, services, user, job):
    from jobs.manage import delete_job

    delete_job(services, user, job)
    for form in ("csv", "xlsx", "fasta", "zip"):
        answer = download(name=f"download.{form}")
        assert answer.status_code == 404
        assert "deleted" in answer.text


def test_a_form_that_does_not_exist(download):
    assert download(name="download.exe").status_code == 404


def test_the_report_is_one_page_that_needs_nothing_else(download):
    answer = download(name="report.html")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(".html")
    assert "=cmd|&#39;" in answer.text, "a hostile name is shown as it is"
    still, _, live = answer.text.partition("<script")
    assert still.count("<svg") == 10
    for loaded in ("<link", "src=", "url(", "@import"):
        assert loaded not in answer.text
    policy = re.search(r"script-src '(sha256-[^']+)'", html.unescape(still))[1]
    script = live.rpartition("<script>")[2].rpartition("</script>")[0]
    assert policy == "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "<" not in live.partition("</script>")[0].partition(">")[2], "no name ends the block of data"
    for said in (
        "3 proteins",
        "SHA-256 of the file",
        "Expasy ProtParam",
        "Isoelectric point",
        "Among all records: 1 rejected and without values.",
    ):
        assert said in answer.text


def test_the_report_as_pdf_of_everything_a_selection_and_nothing(download):
    for query in ("", "r.length=5..30", "q=nothing+is+called+this"):
        answer = download(query, name="report.pdf")
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Content-Disposition"].endswith(".pdf")
        assert answer.get_data().startswith(b"%PDF")
    assert download(name="report.doc").status_code == 404


def test_the_report_of_a_selection_and_of_nothing(download):
    some = download("r.length=5..30", name="report.html").text
    assert ", 2 (50.0 %) are selected: length 5 to 30 aa." in some
    assert "Length 5 to 30 aa" in some
    assert "No proteins are selected" not in some
    assert "No proteins are selected" in download("q=nothing+is+called+this", name="report.html").text
    assert download("r.length=x", name="report.html").status_code == 400
