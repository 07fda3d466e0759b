"""The REST interface as a program uses it: with a token, over the whole application and a real database and worker."""

import gzip
import io
import json
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pyarrow.ipc
import pytest

import batchprot
from accounts.api_tokens import Scope, create_api_token
from batchprot.properties.table import PROPERTIES
from jobs.intake.own_columns.source import TableSource
from jobs.intake.own_columns.use import add_columns

FASTA = ">a first\nMKWVTFISLLFLFSSAYS\n>b\nMK!V\n>=c a formula\nACDEFGHIKLMNPQRSTVWY\n>d\nWWWWDDEE\n"


class Program:
    """Sends requests with a token, as curl does."""

    def __init__(self, server, token):
        self.client = server.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method, path, headers=None, **more):
        sent = self.headers | (headers or {})
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, buffered=True, **more)


@pytest.fixture
def program(web, account_services, user):
    """A factory of programs: `program()` may write, `program(Scope.READ)` may not."""

    def make(scope=Scope.WRITE, owner=user, days=None):
        return Program(web.server, create_api_token(account_services, owner, "script", scope, days))

    return make


@pytest.fixture
def call(program):
    return program()


@pytest.fixture
def job(submit_text, run_jobs):
    job_id = submit_text(FASTA, name="mine.fasta")
    run_jobs()
    return job_id


def submit(call, body=FASTA, **more):
    return call("POST", "/analyses", data=body, content_type="text/x-fasta", **more)


def test_a_file_becomes_an_analysis(call, run_jobs):
    answer = submit(call, query_string={"filename": "x.fasta", "ph": "5.5", "title": "My proteins"})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == answer.json["url"]
    assert answer.headers["Location"].startswith("http://localhost/api/v1/analyses/")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json["options"]["ph"] == 5.5
    run_jobs()
    done = call("GET", f"/analyses/{answer.json['id']}")
    assert "Retry-After" not in done.headers
    assert (done.json["state"], done.json["done"], done.json["rejected"]) == ("succeeded", 3, 1)
    assert (done.json["title"], done.json["filename"]) == ("My proteins", "x.fasta")
    (rejected,) = done.json["rejected_records"]
    assert (rejected["line"], rejected["identifier"]) == (3, "b")
    assert "!" in rejected["reason"]


@pytest.mark.parametrize("body", [FASTA.encode(), gzip.compress(FASTA.encode())], ids=["plain", "gzip"])
def test_a_form_is_taken_with_its_fields_and_the_files_name(call, body):
    form = {"title": "From a form", "ph": "4", "file": (io.BytesIO(body), "mine.fasta.gz")}
    answer = call("POST", "/analyses", data=form, content_type="multipart/form-data")
    assert answer.status_code == 202, answer.text
    assert (answer.json["title"], answer.json["options"]["ph"]) == ("From a form", 4.0)
    assert answer.json["filename"] == "mine.fasta.gz"


def test_accessions_are_fetched(call):
    answer = call("POST", "/analyses", json={"accessions": ["P69905"], "options": {"ph": 6}})
    assert answer.status_code == 202, answer.text
    assert answer.json["records"] == 1
    missing = call("POST", "/analyses", json={"accessions": ["P99999"]})
    assert (missing.status_code, missing.json["code"]) == (404, "no_sequences")


def test_a_dry_run_gives_the_inspection_and_its_upload_can_be_submitted(call, rows):
    looked = submit(call, query_string={"dry_run": "true"})
    assert looked.status_code == 200, looked.text
    assert looked.json["inspection"]["records"] == 4
    assert rows("SELECT count(*) FROM job") == [(0,)]
    answer = call("POST", "/analyses", json={"upload": looked.json["upload"], "title": "Now"})
    assert (answer.status_code, answer.json["title"]) == (202, "Now")


def test_a_large_file_goes_by_an_upload_of_its_own(call):
    made = call("POST", "/uploads", json={"filename": "big.fasta", "size": len(FASTA)})
    assert made.status_code == 201, made.text
    form = {**made.json["fields"], "file": (io.BytesIO(FASTA.encode()), "big.fasta")}
    path = made.json["url"].removeprefix("http://localhost")
    sent = call.client.post(path, data=form, headers=call.headers, content_type="multipart/form-data")
    assert sent.status_code == 204
    answer = call("POST", "/analyses", json={"upload": made.json["id"]})
    assert (answer.status_code, answer.json["records"], answer.json["filename"]) == (202, 4, "big.fasta")


def test_what_can_be_read_in_two_ways_is_asked_about(call):
    lines = "pep1 ACDEFGHIK\npep2 KLMNPQRST\n"
    answer = submit(call, lines)
    assert (answer.status_code, answer.json["code"]) == (422, "table")
    assert [choice["reading"] for choice in answer.json["readings"]] == ["table"]
    chosen = submit(call, lines, query_string={"reading": "table"})
    assert (chosen.status_code, chosen.json["records"]) == (202, 2)


def test_the_same_key_gives_the_same_analysis(call, rows, storage_dir):
    key = {"Idempotency-Key": "once"}
    first, again = submit(call, headers=key), submit(call, headers=key)
    assert first.status_code == again.status_code == 202
    assert first.json["id"] == again.json["id"]
    assert rows("SELECT count(*) FROM job") == [(1,)]
    assert rows("SELECT count(*) FROM upload") == [(1,)]  # the second file is not kept
    assert len(list(storage_dir.iterdir())) == 1
    other_file = submit(call, FASTA + ">e\nMK\n", headers=key)
    assert (other_file.status_code, other_file.json["code"]) == (422, "idempotency_key_reused")
    other_options = submit(call, headers=key, query_string={"ph": "3"})
    assert (other_options.status_code, other_options.json["code"]) == (422, "idempotency_key_reused")
    assert submit(call).json["id"] != first.json["id"]


def test_the_same_key_at_once_starts_one(call, rows):
    # As many uploads as a person may have on their way: one more would end the first.
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: submit(call, headers={"Idempotency-Key": "at once"}), range(3)))
    assert {answer.status_code for answer in answers} <= {202}, [answer.text for answer in answers]
    assert len({answer.json["id"] for answer in answers}) == 1
    assert rows("SELECT count(*) FROM job") == [(1,)]


def test_pages_of_the_list_have_every_analysis_once(call, submit_text):
    made = [str(submit_text(">a\nMK\n", name=f"{number}.fasta")) for number in range(5)]
    seen, cursor = [], ""
    while True:
        page = call("GET", "/analyses", query_string={"limit": 2, "cursor": cursor}).json
        seen += [one["id"] for one in page["analyses"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == made[::-1]
    found = call("GET", "/analyses", query_string={"q": "3.fas"}).json["analyses"]
    assert [one["id"] for one in found] == [made[3]]
    assert call("GET", "/analyses", query_string={"cursor": "nonsense"}).status_code == 400


def test_title_changes_only_for_those_who_saw_the_last(call, job):
    seen = call("GET", f"/analyses/{job}")
    tag = seen.headers["ETag"]
    assert call("GET", f"/analyses/{job}", headers={"If-None-Match": tag}).status_code == 304
    changed = call("PATCH", f"/analyses/{job}", json={"title": "New"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["title"]) == (200, "New")
    stale = call("PATCH", f"/analyses/{job}", json={"title": "Newer"}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json["code"]) == (412, "changed")
    assert call("DELETE", f"/analyses/{job}", headers={"If-Match": tag}).status_code == 412
    assert call("GET", f"/analyses/{job}", headers={"If-None-Match": tag}).status_code == 200
    assert call("DELETE", f"/analyses/{job}").status_code == 204
    gone = call("GET", f"/analyses/{job}")
    assert (gone.status_code, gone.json["code"]) == (404, "job_not_found")


def test_tags_hold_for_compressed_answers(call, job):
    compressed = {"Accept-Encoding": "gzip"}
    seen = call("GET", f"/analyses/{job}", headers=compressed)
    assert seen.headers["Content-Encoding"] == "gzip"
    again = compressed | {"If-None-Match": seen.headers["ETag"]}
    assert call("GET", f"/analyses/{job}", headers=again).status_code == 304


def test_cancel_and_resume(call, submit_text, run_jobs):
    job_id = submit_text(FASTA)
    assert call("POST", f"/analyses/{job_id}/resume").json["state"] == "running"  # as it is already
    for _ in range(2):  # the second changes nothing
        assert call("POST", f"/analyses/{job_id}/cancel").json["state"] == "cancelled"
    resumed = call("POST", f"/analyses/{job_id}/resume")
    assert (resumed.status_code, resumed.headers["Location"]) == (202, resumed.json["url"])
    run_jobs()
    assert call("GET", f"/analyses/{job_id}").json["state"] == "succeeded"
    assert call("POST", f"/analyses/{job_id}/cancel").json["code"] == "already_ended"
    assert call("POST", f"/analyses/{job_id}/resume").json["code"] == "not_stopped"


# Rows


def rows_as(call, job, accept, query=""):
    answer = call("GET", f"/analyses/{job}/proteins?{query}", headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == accept
    return answer


@pytest.mark.parametrize("query", ["", "columns=basic", "columns=gravy,count_K&status=ok&sort=-gravy", "q=nothing"])
def test_rows_are_the_same_in_every_form(call, job, query):
    lines = rows_as(call, job, "application/x-ndjson", query).text.splitlines()
    expected = [json.loads(line) for line in lines]
    page = rows_as(call, job, "application/json", query).json
    assert page["proteins"] == expected
    assert (page["total"], page["next"]) == (len(expected), None)
    parquet = pl.read_parquet(io.BytesIO(rows_as(call, job, "application/vnd.apache.parquet", query).data))
    assert parquet.to_dicts() == expected
    arrow = pyarrow.ipc.open_stream(rows_as(call, job, "application/vnd.apache.arrow.stream", query).data).read_all()
    assert arrow.to_pylist() == expected
    text = rows_as(call, job, "text/csv", query)
    table = pl.read_csv(io.StringIO(text.text), schema=parquet.schema)
    assert table.drop("identifier").to_dicts() == parquet.drop("identifier").to_dicts()


def test_rows_are_the_librarys(call, job):
    parquet = pl.read_parquet(io.BytesIO(rows_as(call, job, "application/vnd.apache.parquet").data))
    here = batchprot.analyze({"a first": "MKWVTFISLLFLFSSAYS", "b": "MK!V", "=c a formula": "ACDEFGHIKLMNPQRSTVWY",
                              "d": "WWWWDDEE"})  # fmt: skip
    assert set(parquet.columns) == set(here.columns)
    for name in here.columns:
        if name != "reason":  # names a line of the file
            assert parquet[name].to_list() == here[name].to_list(), name


def test_many_rows_are_cut_where_rows_end(web, account_services, user, fill_here, monkeypatch):
    from results.exports import columnar

    monkeypatch.setattr(columnar, "FRAME_BYTES", 1_000)
    filled = fill_here(300)
    call = Program(web.server, create_api_token(account_services, user, "x"))
    expected = [json.loads(line) for line in rows_as(call, filled.id, "application/x-ndjson").text.splitlines()]
    assert len(expected) == 300
    for accept in ("application/vnd.apache.parquet", "application/vnd.apache.arrow.stream"):
        data = io.BytesIO(rows_as(call, filled.id, accept).data)
        read = pl.read_parquet(data) if "parquet" in accept else pl.read_ipc_stream(data)
        assert read.to_dicts() == expected


def test_pages_of_rows_have_every_row_once(call, job):
    seen, cursor = [], ""
    while cursor is not None:
        page = call("GET", f"/analyses/{job}/proteins", query_string={"limit": 3, "cursor": cursor}).json
        seen += [row["ordinal"] for row in page["proteins"]]
        cursor = page["next"]
    assert seen == [1, 2, 3, 4]


def test_rows_of_a_finished_analysis_have_a_tag(call, job):
    for accept in ("application/json", "text/csv"):
        tag = rows_as(call, job, accept).headers["ETag"]
        headers = {"Accept": accept, "If-None-Match": tag}
        assert call("GET", f"/analyses/{job}/proteins", headers=headers).status_code == 304
        assert call("GET", f"/analyses/{job}/proteins?q=a", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("query", "accept", "status", "code"),
    [
        ("r.nothing=1..2", "*/*", 400, "selection"),
        ("colums=basic", "*/*", 400, "selection"),
        ("columns=nothing", "*/*", 400, "selection"),
        ("limit=0", "*/*", 422, "bad_request"),
        ("cursor=x", "*/*", 400, "cursor"),
        ("", "image/png", 406, "not_acceptable"),
    ],
)
def test_rows_that_cannot_be_meant_are_refused(call, job, query, accept, status, code):
    answer = call("GET", f"/analyses/{job}/proteins?{query}", headers={"Accept": accept})
    assert (answer.status_code, answer.json["code"], answer.mimetype) == (status, code, "application/problem+json")


# One record, and what plots show


def test_one_record_with_its_curves(call, job):
    one = call("GET", f"/analyses/{job}/proteins/1").json
    assert (one["identifier"], one["sequence"], one["next"]) == ("a", "MKWVTFISLLFLFSSAYS", 2)
    assert one["values"]["molecular_weight_da"] == pytest.approx(2140.57, abs=0.01)
    profile = call("GET", f"/analyses/{job}/proteins/1/profile?window=5").json
    assert (len(profile["positions"]), len(profile["values"])) == (14, 14)
    titration = call("GET", f"/analyses/{job}/proteins/1/titration").json
    assert titration["isoelectric_points"]["expasy"] == pytest.approx(one["values"]["isoelectric_point"])
    assert call("GET", f"/analyses/{job}/proteins/99").json["code"] == "record_not_found"
    assert call("GET", f"/analyses/{job}/proteins/2/profile").json["code"] == "rejected"
    assert call("GET", f"/analyses/{job}/proteins/1/profile?window=4").status_code == 422


def test_histogram_counts_all_and_the_selection(call, job):
    found = call("GET", f"/analyses/{job}/histogram?property=length&r.length=10..&bins=10").json
    assert sum(found["counts"]) == 3
    assert sum(found["selected"]) == 2
    assert call("GET", f"/analyses/{job}/histogram?property=nothing").status_code == 400


def test_analyses_are_compared(call, job, submit_text, run_jobs):
    other = submit_text(FASTA.replace("W", "D"))
    unfinished = call("GET", f"/analyses/{job}/compare?with={other}")
    assert (unfinished.status_code, unfinished.json["code"]) == (409, "not_finished")
    run_jobs()
    found = call("GET", f"/analyses/{job}/compare?with={other}&s1=r.length%3D10..").json
    assert [side["id"] for side in found["sides"]] == [str(job), str(other)]
    by_key = {one["key"]: one for one in found["differences"]}
    assert by_key["gravy"]["first_group"]["n"] == 2
    text = call("GET", f"/analyses/{job}/compare?with={other}", headers={"Accept": "text/csv"})
    assert text.text.startswith("property,unit,first,second")


# At once, and what everybody may read


def test_sequences_are_calculated_at_once_and_nothing_is_stored(call, rows):
    asked = {
        "sequences": [{"header": "insulin A", "sequence": "GIVEQCCTSICSLYQLENYCN"}, {"sequence": "mk!v"}],
        "columns": "all",
        "options": {"ph": 5.5},
    }
    answer = call("POST", "/calculate", json=asked)
    assert answer.status_code == 200, answer.text
    pairs = [("insulin A", "GIVEQCCTSICSLYQLENYCN"), ("sequence_2", "mk!v")]
    expected = batchprot.analyze(pairs, ph=5.5).to_dicts()
    assert [list(row) for row in answer.json["proteins"]] == [list(row) for row in expected]
    assert answer.json["proteins"] == expected
    assert rows("SELECT (SELECT count(*) FROM job) + (SELECT count(*) FROM upload)") == [(0,)]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"sequences": []}, 422, "bad_request"),
        ({"sequences": [{"sequence": "M"}] * 1001}, 422, "bad_request"),
        ({"sequences": [{"sequence": "M", "name": "x"}]}, 422, "bad_request"),
        ({"sequences": [{"sequence": "M"}], "options": {"ph": 20}}, 422, "bad_request"),
        ({"sequences": [{"sequence": "M"}], "columns": "nothing"}, 400, "selection"),
        (b'{"sequences": NaN}', 400, "malformed"),
        (b'{"sequences": "\\ud800"}', 400, "malformed"),
        (b"[" * 100_000, 400, "malformed"),
        (b"[]", 422, "bad_request"),
        (b'{"sequences": [{"sequence": "' + b"M" * 6_000_000 + b'"}]}', 413, "request_entity_too_large"),
    ],
)
def test_what_cannot_be_calculated_is_refused(call, body, status, code):
    sent = {"data": body, "content_type": "application/json"} if isinstance(body, bytes) else {"json": body}
    answer = call("POST", "/calculate", **sent)
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text


def test_table_of_properties_and_health(call, web):
    table = call("GET", "/properties").json["properties"]
    assert [row["key"] for row in table] == [row.key for row in PROPERTIES]
    alive = web.server.test_client().get("/api/v1/health")
    assert (alive.status_code, alive.json["version"]) == (200, batchprot.__version__)


# Tokens


def test_a_token_that_reads_changes_nothing(program, job):
    reads = program(Scope.READ)
    assert reads("GET", f"/analyses/{job}").status_code == 200
    assert reads("POST", "/calculate", json={"sequences": [{"sequence": "MK"}]}).status_code == 200
    for method, path in (
        ("POST", "/analyses"), ("POST", "/uploads"), ("PATCH", f"/analyses/{job}"), ("DELETE", f"/analyses/{job}"),
        ("POST", f"/analyses/{job}/cancel"), ("POST", f"/analyses/{job}/resume"),
    ):  # fmt: skip
        answer = reads(method, path)
        assert (answer.status_code, answer.json["code"]) == (403, "scope"), (method, path)
    upload = reads.client.post("/api/uploads/x/content", headers=reads.headers)
    assert upload.json["code"] == "scope"


def test_a_token_ends(program, rows):
    call = program(days=30)
    assert call("GET", "/analyses").status_code == 200
    rows("UPDATE api_token SET expires_at = now() - interval '1 second'")
    answer = call("GET", "/analyses")
    assert (answer.status_code, answer.json["code"], answer.mimetype) == (401, "api_token", "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_requests_of_a_token_are_counted(program, rows, account_services):
    call = program()
    allowed = account_services.limits.api_requests.attempts
    first = call("GET", "/analyses")
    assert first.headers["RateLimit-Limit"] == str(allowed)
    assert first.headers["RateLimit-Remaining"] == str(allowed - 1)
    assert 0 < int(first.headers["RateLimit-Reset"]) <= 61
    rows("UPDATE api_token SET requests = %s", allowed)
    refused = call("GET", "/analyses")
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    rows("UPDATE api_token SET requests_since = now() - interval '1 hour'")
    assert call("GET", "/analyses").status_code == 200


def test_every_error_is_a_problem_document(call, web, job):
    nobody = web.server.test_client()
    for answer, status in (
        (nobody.get("/api/v1/analyses"), 401),
        (nobody.get("/api/v1/nothing"), 401),
        (nobody.get("/api/v1/analyses", headers={"Authorization": "Bearer wrong"}), 401),
        (nobody.get("/api/v1/analyses", headers={"Authorization": "Basic eDp5"}), 401),
        (call("GET", "/nothing"), 404),
        (call("GET", "/analyses/nothing"), 404),
        (call("GET", "/analyses/nothing/proteins"), 404),
        (call("PUT", f"/analyses/{job}"), 405),
        (call("POST", "/analyses", data=b"x", content_type="image/png"), 415),
        (call("POST", "/analyses", data=b"", content_type="text/plain"), 422),
        (call("POST", "/analyses", data=b"x", content_type="multipart/form-data"), 400),
    ):
        assert answer.status_code == status, answer.text
        assert answer.mimetype == "application/problem+json"
        assert {"type", "title", "status", "detail", "code"} <= answer.json.keys()
    assert "GET" in call("PUT", f"/analyses/{job}").headers["Allow"]


def test_a_person_who_is_signed_in_may_read_and_needs_the_form_token_to_write(visit, user, job):
    visitor = visit(user)
    assert visitor.get("/api/v1/analyses").json["analyses"][0]["id"] == str(job)
    assert visitor.client.delete(f"/api/v1/analyses/{job}").status_code == 403
    assert visitor.post(f"/api/v1/analyses/{job}/cancel").status_code == 409


def test_own_columns_are_columns_of_the_rows(call, job, services, user):
    before = rows_as(call, job, "application/json").headers["ETag"]
    add_columns(services, user, job, TableSource(b"identifier,Score,Group\na,1.5,x\nd,2,y\n", "hits.csv"))
    query = "columns=basic&status=ok"
    lines = rows_as(call, job, "application/x-ndjson", query).text.splitlines()
    expected = [json.loads(line) for line in lines]
    assert [(row["Score"], row["Group"]) for row in expected] == [(1.5, "x"), (None, None), (2.0, "y")]
    assert rows_as(call, job, "application/json", query).json["proteins"] == expected
    parquet = pl.read_parquet(io.BytesIO(rows_as(call, job, "application/vnd.apache.parquet", query).data))
    assert parquet.to_dicts() == expected
    assert parquet.schema["Score"] == pl.Float64
    assert rows_as(call, job, "application/json").headers["ETag"] != before


def test_proteins_are_cut_into_peptides(call, submit_text, run_jobs):
    proteins = submit_text(">P1\nMKRPAKDEFGHIKLMNPQR\n")
    path = f"/analyses/{proteins}/digest"
    assert call("POST", path, json={}).json["code"] == "not_finished"
    run_jobs()
    for said in (
        {"enzyme": "scissors"},
        {"missed_cleavages": 3},
        {"lengths": [9, 6]},
        {"masses": [2, 1]},
        {"length": 6},
    ):
        assert call("POST", path, json=said).status_code == 422
    asked = {"lengths": [1, 50], "missed_cleavages": 1, "masses": [0, 740], "title": "Small ones"}
    first = call("POST", path, json=asked, headers={"Idempotency-Key": "once"})
    assert (first.status_code, first.json["title"]) == (202, "Small ones")
    assert first.json["digest"] == {
        "job": str(proteins), "title": "pasted.fasta", "enzyme": "trypsin", "missed_cleavages": 1, "lengths": [1, 50],
        "masses": [0.0, 740.0],
    } | {"title": first.json["digest"]["title"]}  # fmt: skip
    assert call("POST", path, json=asked, headers={"Idempotency-Key": "once"}).json["id"] == first.json["id"]
    run_jobs()
    rows = call("GET", f"/analyses/{first.json['id']}/proteins?columns=all").json["proteins"]
    assert [row["identifier"] for row in rows] == ["P1/1-2", "P1/1-6", "P1/3-6"]
